"""Print of a sheet's other side shows through it: no row is asked about for it, no pale tick beside it is lost."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pen import TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.scanner.ink.show_through import AS_LARGE, LEAST_ROWS, own_ink, without
from pingyi.scanner.reader import read_picture

EMPTY = tuple(str(serial) for serial in range(1, 60, 4))
PAPER, PALEST = 250, 228  # of 255, and the other side's print at its darkest
LARGER = 1.6  # than this side's, as in a heading
ROWS, CHOICES, TALL, WIDE = 12, 3, 40, 60
BANDS = np.array([(TALL * k, TALL * (k + 1)) for k in range(ROWS)])
SIDES = WIDE * np.arange(CHOICES + 1)


@pytest.fixture
def thin_paper(printed: Printed) -> Sheet:
    """A sheet that is printed on both sides, ticked but for some rows."""
    sheet = Sheet(printed)
    height, width = sheet.page.shape
    about = cv2.getRotationMatrix2D((width / 2, height / 2), 0, LARGER)
    behind = cv2.warpAffine(np.ascontiguousarray(sheet.page[:, ::-1]), about, (width, height), borderValue=255)
    soft = np.minimum(cv2.GaussianBlur(behind, (0, 0), 1.2), PAPER).astype(np.float64)
    sheet.page = np.minimum(sheet.page, (PAPER - (PAPER - soft) * (PAPER - PALEST) / PAPER).astype(np.uint8))
    for item in sheet.rows:
        if item not in EMPTY:
            sheet.tick(item, int(item) % 3)
    return sheet


def verdicts(sheet: Sheet) -> dict[str, Verdict]:
    found = read_picture(sheet.page, Source(file="t.png", page=1), (sheet.printed.form,))
    assert isinstance(found, SheetReading), found
    return {row.item: row.verdict for row in found.rows}


def test_an_empty_row_of_thin_paper_is_empty(thin_paper: Sheet) -> None:
    found = verdicts(thin_paper)
    assert {found[item] for item in EMPTY} == {Verdict.BLANK}
    assert {found[item] for item in found if item not in EMPTY} == {Verdict.VALID}


@pytest.mark.parametrize("choice", range(3))
@pytest.mark.parametrize("contrast", [50, 70])
def test_a_pale_tick_among_what_shows_through_is_asked_about(thin_paper: Sheet, choice: int, contrast: int) -> None:
    for item in EMPTY:
        thin_paper.draw(item, choice, TICK, dark=PAPER - contrast)
    found = verdicts(thin_paper)
    assert Verdict.BLANK not in {found[item] for item in EMPTY}


def spotted(sizes: np.ndarray) -> np.ndarray:
    """A block's pale ink: in each cell (rows × choices) a square so large, px."""
    ink = np.zeros((ROWS * TALL, CHOICES * WIDE), bool)
    for (row, choice), size in np.ndenumerate(sizes):
        ink[row * TALL + 10 : row * TALL + 10 + size, choice * WIDE + 30 : choice * WIDE + 30 + size] = True
    return ink


@given(
    sizes=st.lists(st.integers(0, 18), min_size=ROWS * CHOICES, max_size=ROWS * CHOICES),
    ticks=st.lists(st.integers(-1, CHOICES - 1), min_size=ROWS, max_size=ROWS),
)
def test_a_piece_larger_than_all_in_ticked_rows_of_its_column_stays(sizes: list[int], ticks: list[int]) -> None:
    pieces, ticked = np.reshape(sizes, (ROWS, CHOICES)), np.array(ticks) >= 0
    strong = np.zeros((ROWS * TALL, CHOICES * WIDE), bool)
    for row, choice in enumerate(ticks):
        if choice >= 0:
            strong[row * TALL + 15 : row * TALL + 25, choice * WIDE + 5 : choice * WIDE + 15] = True
    weak = spotted(pieces)
    own = own_ink(weak, strong, (BANDS, SIDES), ticked)
    assert not own[ticked].any(), "what lies beside a tick is never taken off"
    assert not own.any() or ticked.sum() >= LEAST_ROWS
    for row, choice in np.argwhere(own):
        others = pieces[ticked, choice] ** 2
        assert (others >= AS_LARGE * pieces[row, choice] ** 2).any()
    left = without(weak, (BANDS, SIDES), own)
    assert np.array_equal(left, spotted(np.where(own, 0, pieces)))


@given(rows=st.sets(st.integers(0, ROWS - 1), min_size=1, max_size=ROWS - LEAST_ROWS), size=st.integers(4, 18))
def test_pale_ink_in_empty_rows_alone_is_theirs(rows: set[int], size: int) -> None:
    sizes = np.zeros((ROWS, CHOICES), int)
    sizes[sorted(rows), 1] = size
    ticked = np.array([row not in rows for row in range(ROWS)])
    assert not own_ink(spotted(sizes), np.zeros((ROWS * TALL, CHOICES * WIDE), bool), (BANDS, SIDES), ticked).any()


@given(length=st.integers(6, 30), gap=st.integers(0, 3))
def test_pale_ends_of_a_pen_that_fails_are_no_paper(length: int, gap: int) -> None:
    """In each ticked row a stroke grows pale; an empty row holds a pale one alone."""
    strong, weak = (np.zeros((ROWS * TALL, CHOICES * WIDE), bool) for _ in range(2))
    for row in range(ROWS):
        top = row * TALL + 18
        strong[top : top + 4, 6:16] = row > 0
        weak[top : top + 4, 16 + gap : 16 + gap + length] = True
    assert not own_ink(weak, strong, (BANDS, SIDES), np.arange(ROWS) > 0).any()
