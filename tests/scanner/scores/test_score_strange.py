"""Numbers both readers are sure of and people must see: written over, upside down, too pale."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from leader_paper import CLEAR, ink

from pingyi.domain.readings.score_reading import ScoreDoubt, ScoreReading, score_of
from pingyi.scanner.scores.score_sheet import read_field
from pingyi.scanner.scores.score_strange import may_turn, too_many_loops

pytestmark = pytest.mark.slow  # reads figures with both readers


def field(patch: np.ndarray, dark: float = 0.9) -> np.ndarray:
    """A field with its rulings above and below, ink in its middle."""
    page = np.full((110, 260), 255, np.uint8)
    page[[5, 6, 103, 104]] = 0
    x, y = 60, (110 - patch.shape[0]) // 2
    page[y : y + patch.shape[0], x : x + patch.shape[1]] = 255 - (patch * dark).astype(np.uint8)
    noise = np.random.default_rng(1).normal(0, 1.5, page.shape)
    return np.clip(page + noise, 0, 255).astype(np.uint8)


def read(patch: np.ndarray, dark: float = 0.9) -> ScoreReading:
    return read_field(field(patch, dark), 0, ("某局", "某局"))


@pytest.mark.parametrize("text", list(CLEAR))
def test_plain_numbers_are_read(text: str) -> None:
    assert read(ink(text, 6.0, CLEAR[text])).doubts == ()


def test_a_figure_with_more_loops_than_it_has_is_written_over() -> None:
    patch = ink("88", 6.0, CLEAR["88"])
    assert not too_many_loops(patch, "88")
    assert too_many_loops(patch, "86")
    assert too_many_loops(patch, "78")


def test_a_bar_through_a_loop_goes_to_people() -> None:
    """A 9 over a 7: the bar of the 7 still crosses the loop."""
    patch = ink("95", 7.0, CLEAR["95"])
    inked = (patch > 60).astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats((1 - np.pad(inked, 1)).astype(np.uint8), connectivity=4)
    loop = max(stats[1:], key=lambda one: one[cv2.CC_STAT_AREA] if one[cv2.CC_STAT_LEFT] else 0)
    x, y, wide, high = (int(one) for one in loop[:4])
    cv2.line(patch, (x - 2, y + high // 2), (x + wide, y + high // 2), 255, 2)
    reading = read(patch)
    assert reading.score is None


@pytest.mark.parametrize(
    ("text", "may"), [("86", True), ("98", True), ("66", True), ("91", True), ("88", False), ("96", False),
                      ("80", False), ("95", False), ("100", False), ("8.9", True)],
)  # fmt: skip
def test_which_numbers_are_others_the_other_way_up(text: str, may: object) -> None:
    assert may_turn(text) is may


@given(st.integers(0, 1000))
def test_turned_twice_is_the_same_question(tenths: int) -> None:
    text = f"{tenths / 10:g}"
    turned = text[::-1].translate(str.maketrans("69", "96"))
    if may_turn(text) and score_of(turned)[0] is not None:
        assert may_turn(turned)


def test_upside_down_figures_are_no_sure_number() -> None:
    """What reads better the other way up is for people; the other way up it is not."""
    upright, turned = [], []
    for seed in range(40):
        patch = ink("86", 6.0, seed)
        upright.append(read(patch))
        turned.append(read(np.ascontiguousarray(patch[::-1, ::-1])))
    told = sum(ScoreDoubt.UPSIDE_DOWN in one.doubts for one in turned)
    passed = sum(one.score is not None for one in turned)
    assert told > 0
    assert passed < told
    assert sum(ScoreDoubt.UPSIDE_DOWN in one.doubts for one in upright) < told


def test_pale_writing_is_not_called_empty() -> None:
    assert read(np.zeros((40, 40), np.uint8)).doubts == (ScoreDoubt.EMPTY,)
    pale = read(ink("95", 6.0, CLEAR["95"]), dark=0.17)
    assert pale.score is None
    assert pale.doubts == (ScoreDoubt.FAINT,)
