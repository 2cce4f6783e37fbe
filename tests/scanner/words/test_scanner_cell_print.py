"""Print inside tick cells goes, ticks stay, also where everybody ticks the same column."""

import cv2
import numpy as np
import pytest
from drawn_table import drawn_table
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pingyi.domain.forms.form import BallotForm, FormCell, TickRow
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.cell_print import take_cell_print

ROWS, WIDTH, HEIGHT = 20, 60, 48
XS = (10, 70, 130)
YS = tuple(10 + HEIGHT * k for k in range(ROWS + 1))


@pytest.fixture(scope="module")
def form() -> BallotForm:
    rows = tuple(
        TickRow(
            item=str(k + 1),
            name=f"单位{k + 1}",
            cells=tuple(FormCell(row=k, col=col, text=text) for col, text in enumerate("12")),
        )
        for k in range(ROWS)
    )
    cells = tuple(cell for row in rows for cell in row.cells)
    table = drawn_table(cells, (10.0, 10.0), (8.0,) * ROWS)
    return BallotForm(table=table, choices=("1", "2"), rows=rows, opinion=None)


def page(ticked: dict[int, int], wander: float) -> Table:
    """Cells with their digit printed, and a tick in column `ticked[row]`, `wander` px off from row to row."""
    rng = np.random.default_rng(1)
    dark = np.zeros((YS[-1] + 20, XS[-1] + 20), np.uint8)
    for k in range(ROWS):
        for col, digit in enumerate("12"):
            cv2.putText(dark, digit, (XS[col] + 26, YS[k] + 30), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 200, 1, cv2.LINE_AA)
        if k in ticked:
            x, y = np.array([XS[ticked[k]] + 22, YS[k] + 22]) + rng.normal(0, wander, 2)
            points = np.array([[x, y], [x + 8, y + 12], [x + 28, y - 12]], np.int32)
            cv2.polylines(dark, [points], isClosed=False, color=230, thickness=3, lineType=cv2.LINE_AA)
    return Table(grey=255 - dark, dark=dark, xs=XS, ys=YS, strays=())


def inks(table: Table, form: BallotForm) -> tuple[np.ndarray, set[tuple[int, int]]]:
    clean = table.dark.copy()
    unsure = take_cell_print(clean, np.zeros(clean.shape, bool), table, form).unsure
    cells = [[int((table.box(cell).of(clean) > 90).sum()) for cell in row.cells] for row in form.rows]
    return np.array(cells), unsure


def test_digits_go_and_ticks_stay(form: BallotForm) -> None:
    ticked = {k: k % 2 for k in range(ROWS)}
    cells, unsure = inks(page(ticked, 2.0), form)
    own = np.array([cells[k, ticked[k]] for k in range(ROWS)])
    other = np.array([cells[k, 1 - ticked[k]] for k in range(ROWS)])
    assert not unsure
    assert own.min() > 60
    assert other.max() < 12


@pytest.mark.parametrize("wander", [2.0, 0.0])
def test_a_tick_in_every_row_of_one_column_is_kept_or_asked_about(form: BallotForm, wander: float) -> None:
    cells, unsure = inks(page(dict.fromkeys(range(ROWS), 0), wander), form)
    kept = cells[:, 0] > 60
    asked = np.array([(k, 0) in unsure for k in range(ROWS)])
    assert (kept | asked).all()


def test_a_row_of_which_a_fold_left_next_to_nothing_is_no_error(form: BallotForm) -> None:
    table = page({}, 0.0)
    ys = (*YS[:5], YS[4] + 3, *(y - HEIGHT + 3 for y in YS[6:]))
    cells, _ = inks(Table(grey=table.grey, dark=table.dark, xs=XS, ys=ys, strays=()), form)
    assert len(cells) == ROWS


WIDE_XS = (10, 70, 170)  # the second column is wider
DIGIT_PX = 10  # wide


def reversed_form() -> BallotForm:
    """Every other row counts backwards: a digit stands in cells of both widths."""
    rows = tuple(
        TickRow(
            item=str(k + 1),
            name=f"单位{k + 1}",
            cells=tuple(FormCell(row=k, col=col, text=text) for col, text in enumerate("21" if k % 2 else "12")),
        )
        for k in range(ROWS)
    )
    cells = tuple(cell for row in rows for cell in row.cells)
    return BallotForm(
        table=drawn_table(cells, (10.0, 16.0), (8.0,) * ROWS), choices=("1", "2"), rows=rows, opinion=None
    )


def reversed_page(form: BallotForm, share: float, ticked: tuple[int, ...]) -> Table:
    """Digits so far along their cells, a tick over the middle of one cell of each row."""
    dark = np.zeros((YS[-1] + 20, WIDE_XS[-1] + 20), np.uint8)
    for row in form.rows:
        for cell in row.cells:
            room = WIDE_XS[cell.col + 1] - WIDE_XS[cell.col] - DIGIT_PX - 12
            at = (WIDE_XS[cell.col] + 6 + round(share * room), YS[cell.row] + 30)
            cv2.putText(dark, cell.text, at, cv2.FONT_HERSHEY_SIMPLEX, 0.5, 200, 1, cv2.LINE_AA)
        cell = row.cells[ticked[row.cells[0].row]]
        x, y = (WIDE_XS[cell.col] + WIDE_XS[cell.col + 1]) // 2, YS[cell.row] + 24
        points = np.array([[x - 14, y - 2], [x - 4, y + 12], [x + 16, y - 14]], np.int32)
        cv2.polylines(dark, [points], isClosed=False, color=230, thickness=3, lineType=cv2.LINE_AA)
    return Table(grey=255 - dark, dark=dark, xs=WIDE_XS, ys=YS, strays=())


@given(share=st.sampled_from((0.0, 0.5, 1.0)), ticked=st.tuples(*[st.integers(0, 1)] * ROWS))
@example(share=0.0, ticked=(0, 0, 0, *(0, 1) * 8, 0))  # nearly every tick on the same digit, in both columns
@settings(max_examples=40)
def test_digits_go_wherever_they_stand_in_cells_of_unlike_width(share: float, ticked: tuple[int, ...]) -> None:
    form = reversed_form()
    cells, unsure = inks(reversed_page(form, share, ticked), form)
    for k, (row, choice) in enumerate(zip(form.rows, ticked, strict=True)):
        asked = any((cell.row, cell.col) in unsure for cell in row.cells)
        assert asked or cells[k, choice] > 60
        assert asked or cells[k, 1 - choice] < 12
    ones = sum(row.cells[choice].text == "1" for row, choice in zip(form.rows, ticked, strict=True))
    if 5 <= ones <= ROWS - 5:  # each digit has cells enough without a tick
        assert not unsure


LETTER_PX, STROKES_PX = 24, 6  # a dense letter, and from stroke to stroke


def lettered(rows: range, ticked: int) -> np.ndarray:
    """Cells with a dense letter each; ticks in the second column, but in one row."""
    dark = np.zeros((YS[-1] + 20, XS[-1] + 20), np.uint8)
    for k in rows:
        for left in XS[:2]:
            for at in range(0, LETTER_PX + 1, STROKES_PX):
                cv2.line(dark, (left + 8 + at, YS[k] + 10), (left + 8 + at, YS[k] + 10 + LETTER_PX), 200, 2)
                cv2.line(dark, (left + 8, YS[k] + 10 + at), (left + 8 + LETTER_PX, YS[k] + 10 + at), 200, 2)
        if k != ticked:
            tick = [[XS[1] + 34, YS[k] + 26], [XS[1] + 40, YS[k] + 36], [XS[1] + 56, YS[k] + 14]]
            cv2.polylines(dark, [np.array(tick, np.int32)], isClosed=False, color=230, thickness=3)
    return cv2.GaussianBlur(dark, (3, 3), 0)


@given(
    row=st.integers(0, ROWS - 1),
    corner=st.tuples(st.integers(9, 13), st.integers(12, 18)),
    size=st.tuples(st.integers(12, 16), st.integers(9, 12)),
    level=st.integers(180, 240),
)
@settings(max_examples=60)
def test_a_tick_that_lies_in_the_print_leaves_its_cell_not_empty(
    form: BallotForm, row: int, corner: tuple[int, int], size: tuple[int, int], level: int
) -> None:
    """Nearly all of it goes with a dense letter: then it is told that something was there."""
    dark = lettered(range(ROWS), row)
    x, y = XS[0] + corner[0], YS[row] + corner[1]
    tick = np.array([[x, y], [x + size[0] // 3, y + size[1]], [x + size[0], y - 3]], np.int32)
    drawn = cv2.polylines(np.zeros_like(dark), [tick], isClosed=False, color=level, thickness=3, lineType=cv2.LINE_AA)
    table = Table(grey=255 - dark, dark=np.maximum(dark, drawn), xs=XS, ys=YS, strays=())
    taken = take_cell_print(table.dark.copy(), np.zeros(dark.shape, bool), table, form)
    assert (row, 0) in taken.among
    assert not {cell for cell in taken.among if cell[1] == 0 and cell[0] != row}


@pytest.mark.parametrize("angle", [angle for angle in range(0, 180, 15) if abs(angle - 90) > 20])  # across the 1
def test_a_stroke_over_print_stays_one(form: BallotForm, angle: int) -> None:
    """Where the digit was taken off, the stroke goes on as it came."""
    table = page({k: k % 2 for k in range(1, ROWS)}, 2.0)
    way = np.array([np.cos(np.radians(angle)), np.sin(np.radians(angle))])
    middle = np.array([XS[0] + 31, YS[0] + 25])
    ends = [tuple(np.rint(middle + side * 17 * way).astype(int).tolist()) for side in (-1, 1)]
    cv2.line(table.dark, ends[0], ends[1], 240, 3, cv2.LINE_AA)
    clean = table.dark.copy()
    take_cell_print(clean, np.zeros(clean.shape, bool), table, form)
    inked = (table.box(form.rows[0].cells[0]).of(clean) > 90).astype(np.uint8)
    stats = cv2.connectedComponentsWithStats(inked)[2][1:]
    large = [part for part in stats.tolist() if part[cv2.CC_STAT_AREA] > 12]
    assert len(large) == 1
    assert np.hypot(*large[0][2:4]) > 25
