"""The ink of one block of rows, cut at its row lines, and what meets across a cut."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numba
import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.ink.shape import Mask, arms, low_points, lower_edge, thickness

DIP_PX = 1.0 * PX_PER_MM  # a vertex may poke this far below its row line
VEE_PX = 1.2 * PX_PER_MM  # both arms of a vertex rise at least this much
BESIDE_PX = 3  # at least; a stroke's half width and slack: a steep tail is no arm to both sides
BESIDE_SHARE = 0.75
EDGE_PX = 2  # rows of pixels at a row line that say a stroke goes on beyond it
GAP_PX = 3  # taking off a ruling may part a stroke this far


@dataclass(frozen=True, slots=True, kw_only=True)
class Band:
    """One row's ink as connected pieces; label 0 is paper."""

    top: int  # canvas row
    labels: npt.NDArray[np.int32]
    stats: npt.NDArray[np.int32]

    @property
    def height(self) -> int:
        """In pixels, from row line to row line."""
        return int(self.labels.shape[0])

    def box(self, label: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a piece, within the band."""
        x, y, w, h, _ = self.stats[label].tolist()
        return x, y, w, h

    def area(self, label: int) -> int:
        """Pixels of a piece."""
        return int(self.stats[label, cv2.CC_STAT_AREA])

    def piece(self, label: int) -> Mask:
        """A piece cut to its box."""
        x, y, w, h = self.box(label)
        return np.asarray(self.labels[y : y + h, x : x + w] == label)

    def depth(self, label: int) -> int:
        """How far below the band's top a piece reaches."""
        _, y, _, h = self.box(label)
        return y + h


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """Bands from top to bottom; `joins[k]` are the pairs of labels that meet between band k and the next."""

    bands: tuple[Band, ...]
    joins: tuple[tuple[tuple[int, int], ...], ...]

    def over(self, k: int, label: int) -> list[int]:
        """Labels in the band above that meet this piece."""
        return [above for above, under in self.joins[k - 1] if under == label] if k else []

    def under(self, k: int, label: int) -> list[int]:
        """Labels in the band below that meet this piece."""
        return [under for above, under in self.joins[k] if above == label] if k < len(self.joins) else []


def cut(ink: Mask, tops: list[tuple[int, int]]) -> Cut:
    """Cut at the given canvas rows (top, bottom), pieces labelled within each band."""
    bands = []
    for top, bottom in tops:
        _, labels, stats, _ = cv2.connectedComponentsWithStats(ink[top:bottom].astype(np.uint8), connectivity=8)
        bands.append(Band(top=top, labels=labels, stats=stats))
    return Cut(bands=tuple(bands), joins=tuple(_touching(*pair) for pair in pairwise(bands)))


def _touching(upper: Band, lower: Band) -> tuple[tuple[int, int], ...]:
    """Pairs (label above, label below) that meet across the row line between two bands."""
    if lower.top != upper.top + upper.height:
        return ()
    above = _nearest(upper.labels[: -GAP_PX - 1 : -1])
    below = _nearest(lower.labels[:GAP_PX])
    return tuple(sorted(set(_meeting(above, below))))


def _nearest(rows: npt.NDArray[np.int32]) -> npt.NDArray[np.int32]:
    """Per column, the first label met."""
    first = (rows > 0).argmax(axis=0)
    return np.asarray(rows[first, np.arange(rows.shape[1])])


@numba.njit(cache=True)
def _meeting(above: npt.NDArray[np.int32], below: npt.NDArray[np.int32]) -> list[tuple[int, int]]:
    """Labels that face each other, GAP_PX to either side."""
    pairs = [(0, 0) for _ in range(0)]
    for column in range(len(above)):
        if above[column]:
            for other in range(max(0, column - GAP_PX), min(len(below), column + GAP_PX + 1)):
                if below[other]:
                    pair = (int(above[column]), int(below[other]))
                    if not pairs or pairs[-1] != pair:
                        pairs.append(pair)
    return pairs


def goes_deep(cut_: Cut, k: int, label: int) -> bool:
    """Whether the piece goes on into the row below, further than a vertex may dip."""
    lower = [cut_.bands[k + 1].depth(under) for under in cut_.under(k, label)]
    return any(depth > DIP_PX for depth in lower) and not is_vee(cut_.bands[k].piece(label))


def is_vee(piece: Mask) -> bool:
    """Both arms rise from where the piece meets its row line: a vertex, not a tail passing through."""
    low = int(np.median(np.nonzero(piece[-EDGE_PX:].any(axis=0))[0]))
    beside = max(BESIDE_PX, round(BESIDE_SHARE * thickness(piece)))
    return min(arms(piece, low, beside)) >= VEE_PX


def is_dip(cut_: Cut, k: int, label: int) -> bool:
    """The piece is only the tip of a mark of the row above."""
    return cut_.bands[k].depth(label) <= DIP_PX and bool(cut_.over(k, label))


def from_above(cut_: Cut, k: int, label: int) -> int:
    """Area of the pieces in the row above that run into this one and have no low point of their own."""
    over = [piece for piece in set(cut_.over(k, label)) if not own_lows(cut_.bands[k - 1], piece, passes=True)]
    return sum(cut_.bands[k - 1].area(piece) for piece in over)


def own_lows(band: Band, label: int, *, passes: bool) -> tuple[int, ...]:
    """Columns (in the band) of the piece's low points; where it passes on below, a low point at the cut is none."""
    x, y, _, _ = band.box(label)
    piece = band.piece(label)
    lows = tuple(low_points(piece))
    if passes and not is_vee(piece):
        lows = tuple(low for low in lows if y + lower_edge(piece, low) < band.height - GAP_PX)
    return tuple(x + low for low in lows)
