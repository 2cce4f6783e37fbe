"""Print inside tick cells goes, ticks stay, also where everybody ticks the same column."""

import cv2
import numpy as np
import pytest
from drawn_table import drawn_table

from pingyi.domain.form import BallotForm, FormCell, TickRow
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
    unsure = take_cell_print(clean, np.zeros(clean.shape, bool), table, form)
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
