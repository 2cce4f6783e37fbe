"""Lines of writing are told apart, and a draft comes out that a person can correct."""

import cv2
import numpy as np
import pytest
from written_box import box

from pingyi.ground.errors import FileError
from pingyi.scanner.writing.handwriting import draft
from pingyi.scanner.writing.text_lines import text_lines

pytestmark = pytest.mark.outside


def text(picture: np.ndarray) -> list[str]:
    return [line.text for line in draft(cv2.imencode(".png", picture)[1].tobytes())]


@pytest.mark.parametrize(
    "lines",
    [["希望多到基层走访"], ["建议公开办事流程，", "减少跑腿"], ["路灯坏了", "很久没有人修", "请加强管理"]],
)
def test_each_line_is_read_by_itself(lines: list[str]) -> None:
    assert text(box(lines)) == lines


@pytest.mark.parametrize("slope", [-0.06, 0.05])
def test_lines_written_uphill_or_downhill_are_levelled(slope: float) -> None:
    lines = ["老旧小区改造进度慢", "请加快"]
    assert text(box(lines, slope=slope, leading=40)) == lines


def test_pale_writing_is_read_as_well() -> None:
    picture = box(["总体满意，继续努力"])
    pale = 255 - (255 - picture) // 3
    assert text(pale.astype(np.uint8)) == ["总体满意，继续努力"]


def test_strokes_reaching_into_the_line_below_stay_with_their_own() -> None:
    picture = box(["工作很好", "继续努力"])
    picture[20:70, 30:33] = 60  # a long tail from the first line down beside the second
    lines = text_lines(picture)
    assert len(lines) == 2


def test_an_empty_box_and_dust_give_no_lines() -> None:
    assert text_lines(box([])) == ()
    dusty = box([])
    dusty[40:42, 100:102] = 30
    assert text_lines(dusty) == ()


def test_a_line_printed_or_drawn_across_the_box_is_no_writing() -> None:
    picture = box(["路灯坏了"])
    picture[90:93, 20:880] = 60
    assert text(picture) == ["路灯坏了"]


def test_what_is_no_picture_is_said_in_chinese() -> None:
    with pytest.raises(FileError, match="重新扫描"):
        draft(b"not a picture")
