"""Where on the paper the ink of each row lies: what two scans of one sheet share and no two sheets do."""

import numba
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm
from pingyi.scanner.grid.canvas import PX_PER_MM, Table
from pingyi.scanner.grid.places import RIGHT, boxes, count_from, tick_places
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.labelled import AREA, pieces_of
from pingyi.scanner.ink.marks import INK_SHARE
from pingyi.scanner.ink.piece_figures import SPECK_MM2
from pingyi.scanner.ink.shape import Mask

UNIT_MM = 0.02  # of the numbers kept
NUMBERS = 4  # per row: place across and down from the row's corner, spread across and down
PIECE_SHARE = 0.3  # of the largest piece; smaller ones are dirt and what is left of rulings
LEAST_PX = round(4 * SPECK_MM2 * PX_PER_MM**2)  # less is no mark
RULING_PX = 3  # beside a ruling, ink is thinned or doubled by what was taken off

Placement = npt.NDArray[np.uint16]
"""Rows of the form × NUMBERS, in UNIT_MM; zeros where a row holds no ink."""


def to_bytes(found: Placement) -> bytes:
    """As it is kept."""
    return found.astype("<u2").tobytes()


def from_bytes(kept: bytes) -> Placement:
    """Raises ValueError when `kept` is no placement."""
    return np.frombuffer(kept, "<u2").reshape(-1, NUMBERS).astype(np.uint16)


def placement(table: Table, ink: Ink, form: BallotForm) -> Placement:
    """Centre and spread of each row's ink, in the form's order; free of scale, turn and what the votes mean."""
    level = int(np.ceil(255 * INK_SHARE * ink.pen))
    places = tick_places(form)
    rows = places[:, 0].copy()
    rows[:, RIGHT] = places[:, -1, RIGHT]
    where = boxes(table, rows, -RULING_PX)
    found = np.zeros((len(rows), NUMBERS), np.uint16)
    for number in np.flatnonzero(count_from(ink.dark, where, level) >= LEAST_PX):
        left, top, right, bottom = where[number]
        numbers = _numbers(ink.dark[top:bottom, left:right] >= level)
        if numbers is not None:
            found[number] = np.rint(numbers / PX_PER_MM / UNIT_MM).clip(1, np.iinfo(np.uint16).max)
    return found


def _numbers(inked: Mask) -> npt.NDArray[np.float64] | None:
    """Of one row, in pixels; None when it holds no mark."""
    pieces, labels = pieces_of(inked)
    areas = pieces[:, AREA]
    if not len(areas) or areas.max() < LEAST_PX:
        return None
    kept = np.concatenate([[False], areas >= PIECE_SHARE * areas.max()])
    return np.asarray(_moments(labels, kept))


@numba.njit(cache=True)
def _moments(labels: npt.NDArray[np.int32], kept: npt.NDArray[np.bool_]) -> npt.NDArray[np.float64]:
    """Mean and deviation, across and down, of the pixels of the pieces kept."""
    count = across = down = across2 = down2 = 0
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1]):
            if kept[labels[y, x]]:
                count += 1
                across += x
                down += y
                across2 += x * x
                down2 += y * y
    mean_x, mean_y = across / count, down / count
    spread_x, spread_y = across2 / count - mean_x * mean_x, down2 / count - mean_y * mean_y
    return np.array([mean_x, mean_y, np.sqrt(max(spread_x, 0.0)), np.sqrt(max(spread_y, 0.0))])
