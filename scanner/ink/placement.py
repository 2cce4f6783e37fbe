"""Where on the paper the ink of each row lies: what two scans of one sheet share and no two sheets do."""

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import PX_PER_MM, Table
from pingyi.scanner.grid.places import BOTTOM, LEFT, RIGHT, TOP, Ints, boxes, count_from, tick_places
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.labelled import AREA, labelled
from pingyi.scanner.ink.marks import INK_SHARE
from pingyi.scanner.ink.piece_figures import SPECK_MM2
from pingyi.scanner.page.compiled import compiled

UNIT_MM = 0.02  # of the numbers kept
NUMBERS = 4  # per row: place across and down from the row's corner, spread across and down
PIECE_SHARE = 0.3  # of the largest piece; smaller ones are dirt and what is left of rulings
LEAST_PX = round(4 * SPECK_MM2 * PX_PER_MM**2)  # less is no mark
RULING_PX = 3  # beside a ruling, ink is thinned or doubled by what was taken off

Labels = npt.NDArray[np.int32]
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
    inked = np.flatnonzero(count_from(ink.dark, where, level) >= LEAST_PX)
    numbers = np.zeros((len(rows), NUMBERS))
    for left, right in np.unique(where[inked][:, [LEFT, RIGHT]], axis=0):
        block = inked[(where[inked, LEFT] == left) & (where[inked, RIGHT] == right)]
        bands = where[block][:, [TOP, BOTTOM]]
        labels, pieces, first = labelled(ink.dark[:, left:right] >= level, bands)
        numbers[block] = _numbers(labels, pieces[:, AREA], first, bands)
    marked = numbers.any(axis=1)
    found = np.zeros((len(rows), NUMBERS), np.uint16)
    found[marked] = np.rint(numbers[marked] / PX_PER_MM / UNIT_MM).clip(1, np.iinfo(np.uint16).max)
    return found


@compiled
def _numbers(labels: Labels, areas: Ints, first: Ints, bands: Ints) -> npt.NDArray[np.float64]:
    """
    Mean and deviation, across and down, of the pixels of each band's large pieces; zeros where it holds no mark.

    `first` is where the pieces of each band (n × top, bottom) begin.
    """
    found = np.zeros((len(bands), NUMBERS))
    for k in range(len(bands)):
        most = 0
        for area in areas[first[k] : first[k + 1]]:
            most = max(most, area)
        if most < LEAST_PX:
            continue
        count = across = down = across2 = down2 = 0
        for row in range(bands[k, 0], bands[k, 1]):
            for x in range(labels.shape[1]):
                label = labels[row, x]
                if label and areas[label - 1] >= PIECE_SHARE * most:
                    y = row - bands[k, 0]
                    count += 1
                    across += x
                    down += y
                    across2 += x * x
                    down2 += y * y
        mean_x, mean_y = across / count, down / count
        spread_x, spread_y = across2 / count - mean_x * mean_x, down2 / count - mean_y * mean_y
        found[k] = mean_x, mean_y, np.sqrt(max(spread_x, 0.0)), np.sqrt(max(spread_y, 0.0))
    return found
