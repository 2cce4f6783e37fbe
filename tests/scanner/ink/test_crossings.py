"""Where rulings cross, what is left of them is no ink; a stroke through the crossing is."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pen import TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.scanner.ink.crossings import take_crossings
from pingyi.scanner.reader import read_picture

SIDE, AT = 40, 20  # of a square picture with one crossing, and where it is
BLANK = ("1", "5", "19", "30", "41", "59")  # at the ends of columns, beside headings, in the middle
NOTHING_KEPT = np.zeros((1, 2), bool)


def crossing(half: tuple[int, int], ends: tuple[bool, bool, bool, bool]) -> tuple[np.ndarray, np.ndarray]:
    """Where a level and an upright ruling so thick (half) were taken off; on each side they go on or end."""
    level, upright = np.zeros((2, SIDE, SIDE), bool)
    left, right, over, under = (0 if ends[0] else AT, SIDE if ends[1] else AT + 1,
                                0 if ends[2] else AT, SIDE if ends[3] else AT + 1)  # fmt: skip
    level[AT - half[0] : AT + half[0] + 1, left:right] = True
    upright[over:under, AT - half[1] : AT + half[1] + 1] = True
    return level, upright


def taken(picture: np.ndarray, half: tuple[int, int], ends: tuple[bool, bool, bool, bool]) -> np.ndarray:
    found = picture.copy()
    place = np.array([AT])
    take_crossings(found, crossing(half, ends), (place, place), (NOTHING_KEPT, NOTHING_KEPT.T.copy()))
    return found


halves = st.tuples(st.integers(1, 4), st.integers(1, 4))
goes_on = st.tuples(*[st.booleans()] * 4).filter(lambda ends: any(ends[:2]) and any(ends[2:]))


@given(half=halves, ends=goes_on, dark=st.integers(1, 255), paper=st.integers(0, 10))
def test_what_nothing_reaches_is_no_ink(
    half: tuple[int, int], ends: tuple[bool, bool, bool, bool], dark: int, paper: int
) -> None:
    picture = np.full((SIDE, SIDE), paper, np.uint8)
    level, upright = crossing(half, ends)
    picture[AT - half[0] : AT + half[0] + 1, AT - half[1] : AT + half[1] + 1] = dark
    assert (level & upright).any()
    assert taken(picture, half, ends).max() <= paper


@given(
    half=halves,
    ends=goes_on,
    strokes=st.lists(
        st.tuples(st.tuples(*[st.integers(0, SIDE - 1)] * 2), st.tuples(*[st.integers(0, SIDE - 1)] * 2)), max_size=3
    ),
    dark=st.integers(60, 255),
)
def test_a_stroke_through_it_stays(
    half: tuple[int, int], ends: tuple[bool, bool, bool, bool], strokes: list, dark: int
) -> None:
    picture = np.zeros((SIDE, SIDE), np.uint8)
    for start, end in strokes:
        cv2.line(picture, start, end, dark, 2)
    inside = (slice(AT - half[0], AT + half[0] + 1), slice(AT - half[1], AT + half[1] + 1))
    within = all(AT - h <= v <= AT + h for s in strokes for p in s for v, h in zip(p[::-1], half, strict=True))
    found = taken(picture, half, ends)
    if not within and picture.any():
        reach = picture.copy()
        reach[inside] = 0
        beside = reach[AT - half[0] - 1 : AT + half[0] + 2, AT - half[1] - 1 : AT + half[1] + 2]
        assert (found == picture).all() or not beside.any()


@given(picture=arrays(np.uint8, (SIDE, SIDE)), half=halves, ends=goes_on)
def test_nothing_beside_it_is_touched_and_nothing_grows_darker(
    picture: np.ndarray, half: tuple[int, int], ends: tuple[bool, bool, bool, bool]
) -> None:
    found = taken(picture, half, ends)
    off = np.ones((SIDE, SIDE), bool)
    off[AT - half[0] : AT + half[0] + 1, AT - half[1] : AT + half[1] + 1] = False
    assert (found[off] == picture[off]).all()
    assert (found <= picture).all()


@pytest.mark.parametrize("dpi", [150, 200])
@pytest.mark.parametrize("thicker", [0, 2])
@pytest.mark.parametrize("pen", [60, 160])
def test_rows_without_a_mark_are_blank_however_pale_the_pen_is_beside_the_rulings(
    printed: Printed, dpi: int, thicker: int, pen: int
) -> None:
    sheet = Sheet(printed, dpi)
    sheet.page = cv2.erode(sheet.page, np.ones((1 + thicker, 1 + thicker), np.uint8))
    for item in sheet.rows:
        if item not in BLANK:
            sheet.draw(item, int(item) % 3, TICK, dark=pen)
    page = cv2.GaussianBlur(sheet.page, (0, 0), 0.6)
    found = read_picture(page, Source(file="t.png", page=1), (printed.form,))
    assert isinstance(found, SheetReading), found
    assert {row.item: row.verdict for row in found.rows if row.item in BLANK} == dict.fromkeys(BLANK, Verdict.BLANK)
