"""Cells of a form as arrays, found once for a form, and what is counted in them on a page. Compiled."""

from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.page.compiled import compiled

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
Picture = npt.NDArray[np.uint8]
LEFT, TOP, RIGHT, BOTTOM = range(4)


@lru_cache(maxsize=16)
def tick_places(form: BallotForm) -> Ints:
    """Rows × choices × the cell's rulings: left, over, right, under."""
    return np.array([[_rulings(cell) for cell in row.cells] for row in form.rows], np.int64)


@lru_cache(maxsize=16)
def printed_places(form: BallotForm) -> tuple[Ints, Ints]:
    """
    The same of all cells that are neither ticked nor written in, and how many letters each holds.

    A cell without print beside cells to tick may be written in, as remarks are.
    """
    ticked = {(cell.row, cell.col) for row in form.rows for cell in row.cells}
    asked = {row for row, _ in ticked}
    cells = [
        cell
        for cell in form.table.cells
        if (cell.row, cell.col) not in ticked and cell != form.opinion and (cell.text or cell.row not in asked)
    ]
    return np.array([_rulings(cell) for cell in cells], np.int64).reshape(-1, 4), np.array(
        [len(cell.text) for cell in cells], np.int64
    )


def _rulings(cell: FormCell) -> tuple[int, int, int, int]:
    return cell.col, cell.row, cell.col + cell.col_span, cell.row + cell.row_span


def boxes(table: Table, places: Ints, margin: int = 0) -> Ints:
    """Where cells lie on the canvas, `margin` px larger on each side, cut at its edge: … × LEFT … BOTTOM."""
    xs, ys = np.array(table.xs), np.array(table.ys)
    height, width = table.dark.shape
    found = np.empty_like(places)
    found[..., LEFT] = np.maximum(xs[places[..., LEFT]] - margin, 0)
    found[..., TOP] = np.maximum(ys[places[..., TOP]] - margin, 0)
    found[..., RIGHT] = np.minimum(xs[places[..., RIGHT]] + margin, width)
    found[..., BOTTOM] = np.minimum(ys[places[..., BOTTOM]] + margin, height)
    return found


@compiled
def any_within(flags: Flags, places: Ints) -> Flags:
    """Of each of the cells (n × its rulings) whether one of the flags (rows × columns of the table) in it is set."""
    found = np.zeros(len(places), np.bool_)
    for k in range(len(places)):
        left, over, right, under = places[k]
        for row in range(over, under):
            for column in range(left, right):
                found[k] |= flags[row, column]
    return found


@compiled
def count_from(picture: Picture, where: Ints, level: int) -> Ints:
    """How many pixels of each of the boxes (n × LEFT … BOTTOM) are `level` or more."""
    found, least = np.zeros(len(where), np.int64), np.int32(level)
    for k in range(len(where)):
        left, top, right, bottom = where[k]
        for y in range(top, bottom):
            row, count = picture[y, left:right], np.int32(0)
            for x in range(len(row)):
                count = np.int32(count + np.int32(row[x] >= least))
            found[k] += count
    return found


@compiled
def levels_of(picture: Picture, where: Ints, shares: tuple[float, float]) -> Ints:
    """Two percentiles (0..1) of the pixels of each of the boxes (n × LEFT … BOTTOM), none empty: n × 2."""
    found = np.full((len(where), 2), -1, np.int64)
    counts = np.empty(256, np.int64)
    for k in range(len(where)):
        left, top, right, bottom = where[k]
        counts[:] = 0
        for y in range(top, bottom):
            for x in range(left, right):
                counts[picture[y, x]] += 1
        size, seen = (bottom - top) * (right - left), 0
        for level in range(256):
            seen += counts[level]
            if found[k, 0] < 0 and seen >= shares[0] * size:
                found[k, 0] = level
            if seen >= shares[1] * size:
                found[k, 1] = level
                break
    return found
