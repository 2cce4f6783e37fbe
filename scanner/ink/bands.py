"""The ink of one block of rows, cut at its row lines: its connected pieces, and what meets across a cut. Compiled."""

from typing import NamedTuple

import numpy as np

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.ink.labelled import AREA, BAND, HEIGHT, LEFT, SUM_X, SUM_Y, TOP, WIDTH, Ints, Labels, labelled
from pingyi.scanner.ink.shape import Mask, arms, low_points, lower_edge, thickness
from pingyi.scanner.page.compiled import compiled

DIP_PX = 1.0 * PX_PER_MM  # a vertex may poke this far below its row line
VEE_PX = 1.2 * PX_PER_MM  # both arms of a vertex rise at least this much
BESIDE_PX = 3  # at least; a stroke's half width and slack: a steep tail is no arm to both sides
BESIDE_SHARE = 0.75
EDGE_PX = 2  # rows of pixels at a row line that say a stroke goes on beyond it
TIP_TIMES = 2.5  # so much more of a mark stands in the row above than the low end it leaves in the next
GAP_PX = 3  # taking off a ruling may part a stroke this far


class Cut(NamedTuple):
    """
    Bands from top to bottom, each one row's ink.

    Pieces are numbered through all bands, each band's in the order in which a reader of its lines meets them.
    """

    labels: Labels  # of the block: 0 is paper, else 1 + the piece's number
    bands: Ints  # bands × first and last + 1 row of the block
    pieces: Ints  # pieces × LEFT … SUM_Y
    first: Ints  # bands + 1: where each band's pieces begin
    meets: Ints  # pairs × upper and lower piece that meet across a row line


def cut(ink: Mask, bands: Ints) -> Cut:
    """Cut at the given rows (bands × top, bottom), pieces labelled within each band."""
    labels, pieces, first = labelled(ink, bands)
    parted = Cut(labels, bands, pieces, first, _meeting(labels, bands))
    return parted._replace(meets=_arms_joined(parted))


@compiled
def _meeting(labels: Labels, bands: Ints) -> Ints:
    """Pairs of pieces that face each other across the line between two bands, GAP_PX to either side."""
    width = labels.shape[1]
    pairs, count = np.empty((len(bands) * width * (2 * GAP_PX + 1), 2), np.int64), 0
    for k in range(len(bands) - 1):
        if bands[k, 1] != bands[k + 1, 0]:
            continue
        line, begin = bands[k, 1], count
        for x in range(width):
            above = _nearest(labels, (x, line - 1, max(line - 1 - GAP_PX, bands[k, 0] - 1), -1))
            if not above:
                continue
            for other in range(max(0, x - GAP_PX), min(width, x + GAP_PX + 1)):
                below = _nearest(labels, (other, line, min(line + GAP_PX, bands[k + 1, 1]), 1))
                if below and not _known(pairs[begin:count], above - 1, below - 1):
                    pairs[count] = above - 1, below - 1
                    count += 1
    return pairs[:count].copy()


@compiled
def _arms_joined(parted: Cut) -> Ints:
    """
    One piece of what the cut parted in two: arms whose vertex lies just below their row line.

    Changes labels and pieces in place; gives what meets then. A piece without area is part of another.
    """
    meets = parted.meets.copy()
    for tip in range(len(parted.pieces)):
        arms_ = np.unique(meets[meets[:, 1] == tip, 0])
        if len(arms_) < 2 or not _is_low_end(parted, tip, parted.pieces[arms_, AREA].sum()):
            continue
        for arm in arms_[1:]:
            _merge(parted, arms_[0], arm)
            for k in range(len(meets)):
                for side in range(2):
                    meets[k, side] = arms_[0] if meets[k, side] == arm else meets[k, side]
    once, count = np.empty_like(meets), 0
    for k in range(len(meets)):
        if not _known(once[:count], meets[k, 0], meets[k, 1]):
            once[count] = meets[k]
            count += 1
    return once[:count]


@compiled
def _merge(parted: Cut, one: int, other: int) -> None:
    """Two pieces of a band become the first."""
    left, top, width, height, _, band = parted.pieces[other, : BAND + 1]
    y = parted.bands[band, 0] + top
    part = parted.labels[y : y + height, left : left + width]
    part[:] = np.where(part == other + 1, one + 1, part)
    mine, its = parted.pieces[one], parted.pieces[other]
    right, bottom = max(mine[LEFT] + mine[WIDTH], left + width), max(mine[TOP] + mine[HEIGHT], top + height)
    mine[LEFT], mine[TOP] = min(mine[LEFT], left), min(mine[TOP], top)
    mine[WIDTH], mine[HEIGHT] = right - mine[LEFT], bottom - mine[TOP]
    mine[AREA] += its[AREA]
    mine[SUM_X] += its[SUM_X]
    mine[SUM_Y] += its[SUM_Y]
    its[AREA] = 0


@compiled
def _is_low_end(cut_: Cut, number: int, above: int) -> bool:
    """Whether a piece is the low end of a mark that stands in the row above with area `above`."""
    band = cut_.bands[cut_.pieces[number, BAND]]
    shallow = depth(cut_, number) * 4 <= band[1] - band[0]
    return bool(shallow and above > TIP_TIMES * cut_.pieces[number, AREA] and not len(under(cut_, number)))


@compiled
def _nearest(labels: Labels, way: tuple[int, int, int, int]) -> int:
    """The first label met in column `way[0]`, from one row towards another, which is left out."""
    column, first, last, step = way
    for row in range(first, last, step):
        if labels[row, column]:
            return int(labels[row, column])
    return 0


@compiled
def _known(pairs: Ints, above: int, below: int) -> bool:
    """Whether a pair is there already; looked for from the last."""
    for k in range(len(pairs) - 1, -1, -1):  # noqa: SIM110 - compiled
        if pairs[k, 0] == above and pairs[k, 1] == below:
            return True
    return False


@compiled
def piece_of(cut_: Cut, number: int) -> Mask:
    """A piece cut to its box."""
    left, top, width, height, _, band = cut_.pieces[number, : BAND + 1]
    y = cut_.bands[band, 0] + top
    return np.asarray(cut_.labels[y : y + height, left : left + width] == number + 1)


@compiled
def depth(cut_: Cut, number: int) -> int:
    """How far below its band's top a piece reaches."""
    return int(cut_.pieces[number, TOP] + cut_.pieces[number, HEIGHT])


@compiled
def over(cut_: Cut, number: int) -> Ints:
    """Pieces of the band above that meet this piece."""
    return np.asarray(cut_.meets[cut_.meets[:, 1] == number, 0])


@compiled
def under(cut_: Cut, number: int) -> Ints:
    """Pieces of the band below that meet this piece."""
    return np.asarray(cut_.meets[cut_.meets[:, 0] == number, 1])


@compiled
def goes_deep(cut_: Cut, number: int) -> bool:
    """Whether the piece goes on into the row below, further than a vertex may dip."""
    for other in under(cut_, number):
        if depth(cut_, other) > DIP_PX:
            return not is_vee(piece_of(cut_, number))
    return False


@compiled
def is_vee(piece: Mask) -> bool:
    """Both arms rise from where the piece meets its row line: a vertex, not a tail passing through."""
    height = piece.shape[0]
    columns = [column for column in range(piece.shape[1]) if piece[max(0, height - EDGE_PX) :, column].any()]
    low = (columns[(len(columns) - 1) // 2] + columns[len(columns) // 2]) // 2
    beside = max(BESIDE_PX, round(BESIDE_SHARE * thickness(piece)))
    return min(arms(piece, low, beside)) >= VEE_PX


@compiled
def is_dip(cut_: Cut, number: int) -> bool:
    """The piece is only the tip of a mark of the row above."""
    return depth(cut_, number) <= DIP_PX and len(over(cut_, number)) > 0


@compiled
def is_tip_of_vee(cut_: Cut, number: int) -> bool:
    """The piece is the low end of marks of the row above that open like a tick."""
    above = 0
    for other in over(cut_, number):
        if is_vee(piece_of(cut_, other)):
            above += cut_.pieces[other, AREA]
    return _is_low_end(cut_, number, above)


@compiled
def joined(cut_: Cut, number: int) -> int:
    """Area of a piece with what it meets in the rows above and below."""
    area = cut_.pieces[number, AREA]
    for other in over(cut_, number):
        area += cut_.pieces[other, AREA]
    for other in under(cut_, number):
        area += cut_.pieces[other, AREA]
    return int(area)


@compiled
def from_above(cut_: Cut, number: int) -> int:
    """Area of the pieces in the row above that run into this one and have no low point of their own."""
    area = 0
    for other in over(cut_, number):
        if len(own_lows(cut_, other, True)) == 0:  # noqa: FBT003 - compiled: no keywords
            area += cut_.pieces[other, AREA]
    return area


@compiled
def own_lows(cut_: Cut, number: int, passes: bool) -> list[int]:  # noqa: FBT001 - compiled: no keywords
    """Columns of the block: the piece's low points; where it passes on below, a low point at the cut is none."""
    piece = piece_of(cut_, number)
    if passes and not is_vee(piece):
        return lows_above(cut_, number)
    left = cut_.pieces[number, LEFT]
    return [left + low for low in low_points(piece)]


@compiled
def lows_above(cut_: Cut, number: int) -> list[int]:
    """Columns of the block: the piece's low points above its row line."""
    left, top = cut_.pieces[number, LEFT], cut_.pieces[number, TOP]
    band = cut_.bands[cut_.pieces[number, BAND]]
    piece, line = piece_of(cut_, number), band[1] - band[0] - GAP_PX
    return [left + low for low in low_points(piece) if top + lower_edge(piece, low) < line]
