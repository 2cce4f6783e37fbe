"""Dirt of a worn feeder: short thin dashes down the same columns of the page, row after row."""

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.scanner.grid.canvas import PX_PER_MM, Canvas, Table
from pingyi.scanner.ink.labelled import AREA, HEIGHT, SUM_X, SUM_Y, WIDTH, pieces_of

LEVEL = 0.25  # of the pen's depth: dirt may be pale
WIDTH_PX = 3  # half a millimetre; a tick is wider, whatever the pen
LONG = 1.5  # times its width: a dot is round
BESIDE_PX = 5  # of a ruling: crumbs of its removal
BIN_MM = 2.0  # columns are looked at this wide
ROWS = 0.3  # of a block's rows must be soiled at the same place,
LEAST_ROWS = 5  # and no fewer


def take_dirt(clean: Canvas, table: Table, form: BallotForm, pen: float) -> None:
    """Take thin pieces off where they recur from row to row, in place; ticks are wider, and stand alone."""
    blocks: dict[int, list[TickRow]] = {}
    for row in form.rows:
        blocks.setdefault(row.cells[0].col, []).append(row)
    for rows in blocks.values():
        first, last = rows[0].cells[0], rows[0].cells[-1]
        columns = slice(table.xs[first.col], table.xs[last.col + last.col_span] + 1)
        tops = np.array([table.ys[row.cells[0].row] for row in rows])
        bottom = max(table.ys[row.cells[0].row + 1] for row in rows)
        sides = np.array([table.xs[cell.col] for cell in rows[0].cells] + [columns.stop - 1]) - columns.start
        grid = (np.sort(tops) - tops.min(), sides)
        _clean_block(clean[tops.min() : bottom, columns], grid, LEVEL * pen * 255)


def _clean_block(ink: Canvas, grid: tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]], level: float) -> None:
    """Clean one block; `grid` is the tops of its rows and the sides of its columns, in its own pixels."""
    tops, sides = grid
    inked = ink >= int(np.ceil(level))
    pieces, labels = pieces_of(inked)
    width, height = pieces[:, WIDTH], pieces[:, HEIGHT]
    centres = pieces[:, SUM_X : SUM_Y + 1] / pieces[:, AREA : AREA + 1]
    beside = np.abs(centres[:, :1] - sides[None, :]).min(axis=1) <= BESIDE_PX
    thin = (width <= WIDTH_PX) & (height >= LONG * width) & ~beside
    if np.count_nonzero(thin) < LEAST_ROWS:
        return
    places = (centres[:, 0] / (BIN_MM * PX_PER_MM)).astype(np.int64)
    rows = np.searchsorted(tops, centres[:, 1], side="right")
    soiled = np.zeros((len(tops) + 1, int(places.max()) + 1), bool)
    soiled[rows[thin], places[thin]] = True
    dirty = soiled.sum(axis=0) >= max(LEAST_ROWS, ROWS * len(tops))
    drop = np.concatenate([[False], thin & dirty[places]])
    if drop.any():
        ink[drop[labels]] = 0
