"""A number is seen sign by sign as well: taken apart where figures touch, doubted where one is no figure."""

import cv2
import numpy as np
import pytest
from leader_paper import CLEAR, ink

from pingyi.domain.readings.score_reading import ScoreDoubt
from pingyi.scanner.scores.score_ctc import SCORES
from pingyi.scanner.scores.score_field import FieldInk
from pingyi.scanner.scores.score_judge import judged, read_by_two
from pingyi.scanner.scores.score_reader import Read, read_by_net, read_signs
from pingyi.scanner.scores.score_signs import apart

pytestmark = pytest.mark.slow  # reads figures with all readers
POINT = ink("8.9", 6.0, 3)


def framed(patch: np.ndarray) -> np.ndarray:
    return cv2.copyMakeBorder(patch, *(12,) * 4, cv2.BORDER_CONSTANT, value=(0,))


def field(patch: np.ndarray) -> FieldInk:
    return FieldInk(dark=framed(patch), between=framed(patch), cut=False, lost=False)


def sides(figures: list[np.ndarray], gap: int) -> np.ndarray:
    """Figures side by side; below 0 they touch."""
    high, wide = max(one.shape[0] for one in figures), sum(one.shape[1] + gap for one in figures) - gap
    line, x = np.zeros((high, wide), np.uint8), 0
    for one in figures:
        part = line[: one.shape[0], x : x + one.shape[1]]
        np.maximum(part, one, out=part)
        x += one.shape[1] + gap
    return line


def over(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """The second written in the first's place, as large."""
    tall, wide = (max(one.shape[axis] for one in (first, second)) for axis in (0, 1))
    both = [cv2.resize(one, (wide, tall), interpolation=cv2.INTER_AREA) for one in (first, second)]
    return np.maximum(*both)


def figure(sign: str, seed: int) -> np.ndarray:
    patch = ink(sign, 6.0, seed)
    x, y, wide, high = cv2.boundingRect((patch > 60).astype(np.uint8))
    return np.ascontiguousarray(patch[y : y + high, x : x + wide])


@pytest.mark.parametrize("text", list(CLEAR))
def test_a_plain_number_is_carried_by_each_of_its_figures(text: str) -> None:
    signs = read_signs(framed(ink(text, 6.0, CLEAR[text])), text)
    assert signs is not None
    assert signs.figures == tuple(map(int, text))
    assert signs.lead > 1
    assert signs.spoilt < -1


@pytest.mark.parametrize("gap", [-4, -2, 0, 6])
def test_figures_are_taken_apart_where_they_touch(gap: int) -> None:
    line = framed(sides([figure("8", 11), figure("5", 27)], gap))
    signs = apart(line, "85")
    assert signs is not None
    assert [int(one.max() > 0) for one in signs] == [1, 1]
    read = read_signs(line, "85")
    assert read is not None
    assert read.lead > 0


def test_a_point_is_small_and_no_figure_is() -> None:
    dark = framed(POINT)
    assert apart(dark, "8.9") is not None
    assert apart(dark, "889") is None
    assert apart(framed(ink("889", 6.0, 3)), "8.9") is None


@pytest.mark.parametrize("under", ["4", "5", "6", "0"])  # a 3 is hidden by an 8: benchmarks.leaders.strange_fields
@pytest.mark.parametrize("upper", ["8", "9", "2"])
def test_a_figure_over_another_goes_to_people(under: str, upper: str) -> None:
    line = sides([figure("9", 27), over(figure(under, 5), figure(upper, 11))], 8)
    ink_ = field(line)
    score, doubts = judged(ink_, *read_by_two(ink_))
    assert score is None, doubts


@pytest.mark.parametrize("seed", [4, 11, 23])
def test_a_number_upside_down_goes_to_people(seed: int) -> None:
    turned = np.ascontiguousarray(sides([figure("8", seed), figure("6", seed)], 8)[::-1, ::-1])
    score, doubts = judged(field(turned), *read_by_two(field(turned)))
    assert score is None, doubts


@pytest.mark.parametrize("other", ["9", "9.5", "955", "", "9#"])
def test_the_sign_reader_carries_no_number_of_another_length(other: str) -> None:
    """It sees figures; whether there is a point between them, or one more, it cannot say."""
    ink_ = field(ink("95", 6.0, CLEAR["95"]))
    sure = read_by_net(ink_.dark)
    second = Read(text=other, sure=0.9, likely=np.zeros(len(SCORES)))
    assert judged(ink_, sure, second) == (None, (ScoreDoubt.READERS_DIFFER,))


def test_a_number_that_only_one_reader_sees_is_asked_about() -> None:
    """What PP-OCR is sure of against the other two weighs."""
    ink_ = field(ink("95", 6.0, CLEAR["95"]))
    likely = np.full(len(SCORES), -60.0)
    likely[SCORES.index("45")] = 0.0
    doubts = judged(ink_, read_by_net(ink_.dark), Read(text="45", sure=1.0, likely=likely))[1]
    assert doubts == (ScoreDoubt.READERS_DIFFER,)
