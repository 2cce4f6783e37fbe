"""Dirt of a feeder goes, ticks stay."""

import cv2
import numpy as np
from drawn_table import drawn_table

from pingyi.domain.forms.form import BallotForm, FormCell, TickRow
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.dirt import take_dirt

ROWS, XS = 20, (10, 70, 130)
YS = tuple(10 + 48 * k for k in range(ROWS + 1))


def form() -> BallotForm:
    rows = tuple(
        TickRow(item=str(k), name="", cells=(FormCell(row=k, col=0), FormCell(row=k, col=1))) for k in range(ROWS)
    )
    cells = tuple(cell for row in rows for cell in row.cells)
    table = drawn_table(cells, (10.0, 10.0), (8.0,) * ROWS)
    return BallotForm(table=table, choices=("1", "2"), rows=rows, opinion=None)


def page(dashes: int) -> tuple[np.ndarray, Table]:
    rng = np.random.default_rng(3)
    dark = np.zeros((YS[-1] + 20, XS[-1] + 20), np.uint8)
    for k in range(ROWS):
        x, y = XS[k % 2] + 20, YS[k] + 20
        cv2.polylines(dark, [np.array([[x, y], [x + 8, y + 12], [x + 26, y - 10]], np.int32)], False, 220, 2)  # noqa: FBT003
    for _ in range(dashes):
        x, y = int(rng.normal(100, 5)), int(rng.integers(YS[0], YS[-1]))
        dark[y : y + int(rng.integers(3, 12)), x] = 200
    return dark, Table(grey=255 - dark, dark=dark, xs=XS, ys=YS, strays=())


def test_dashes_that_recur_down_the_page_go() -> None:
    soiled, table = page(150)
    plain, _ = page(0)
    dirt = (soiled > 90) & (plain <= 90)
    take_dirt(soiled, table, form(), 0.85)
    left = (soiled > 90) & (plain <= 90)
    assert left.sum() < 0.3 * dirt.sum()  # what touches a tick stays: it is part of it
    assert ((plain > 90) & (soiled <= 90)).sum() == 0


def test_a_dash_here_and_there_stays() -> None:
    soiled, table = page(4)
    before = soiled.copy()
    take_dirt(soiled, table, form(), 0.85)
    assert (soiled == before).all()
