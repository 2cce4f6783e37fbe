"""Pale ink that is the sheet's own, not its voter's: it lies as large in rows that are ticked."""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.ink.labelled import Ints
from pingyi.scanner.ink.piece_figures import RULING_PX
from pingyi.scanner.ink.shape import Mask

TOUCHING_PX = 4  # of a tick, around which three are left out: a pen that fails leaves pale ink where it goes on
AS_LARGE = 0.6  # of an empty row's piece, is as large
LIKE_SHARE = 0.25  # of the ticked rows hold such a piece in the same column
LEAST_ROWS = 4  # of these there must be to tell

Flags = npt.NDArray[np.bool_]


def own_ink(weak: Mask, strong: Mask, places: tuple[Ints, Ints], ticked: Flags) -> Flags:
    """
    Cells (rows × choices) of rows without a tick whose pale ink is the sheet's: its other side's print, a smudge.

    `weak` and `strong` are a block's ink, pale and not, `places` its rows' bands and its choices' sides, `ticked` its
    rows with a tick.
    """
    if ticked.sum() < LEAST_ROWS:
        return np.zeros((len(ticked), len(places[1]) - 1), bool)
    areas, shown = _largest(weak, places), _largest(_apart(weak, strong), places)[ticked]
    like = (shown[:, None] >= AS_LARGE * areas[None]).mean(axis=0)
    return np.asarray(~ticked[:, None] & (areas > 0) & (like >= LIKE_SHARE))


def _apart(weak: Mask, strong: Mask) -> Mask:
    """Pieces of pale ink that no tick goes on in."""
    side = 2 * TOUCHING_PX + 1
    near = cv2.dilate(strong.view(np.uint8), np.ones((side, side), np.uint8)).view(np.bool_)
    count, labels = cv2.connectedComponents(weak.view(np.uint8), connectivity=8)
    apart = np.ones(count, bool)
    apart[labels[near]] = False
    apart[0] = False
    return np.asarray(apart[labels])


def without(weak: Mask, places: tuple[Ints, Ints], cells: Flags) -> Mask:
    """Pale ink without that in these cells (rows × choices), up to the rulings around them."""
    if not cells.any():
        return weak
    (bands, sides), left = places, weak.copy()
    for row, choice in np.argwhere(cells):
        left[bands[row, 0] : bands[row, 1], sides[choice] : sides[choice + 1]] = False
    return left


def _largest(weak: Mask, places: tuple[Ints, Ints]) -> Ints:
    """The largest piece inside each cell (rows × choices), px."""
    (bands, sides), inside = places, np.zeros(weak.shape, np.uint8)
    for top, bottom in bands:
        for left, right in pairwise(sides):
            cell = slice(top + RULING_PX, bottom - RULING_PX), slice(left + RULING_PX, right - RULING_PX)
            inside[cell] = weak[cell]
    _, _, stats, middles = cv2.connectedComponentsWithStats(inside, connectivity=8)
    columns, rows = middles[1:].T
    cells = np.searchsorted(bands[:, 0], rows, "right") - 1, np.searchsorted(sides, columns, "right") - 1
    found = np.zeros((len(bands), len(sides) - 1), np.int64)
    np.maximum.at(found, cells, stats[1:, cv2.CC_STAT_AREA])
    return found
