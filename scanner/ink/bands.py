"""The ink of one block of rows, cut at its row lines: its connected pieces, and what meets across a cut. Compiled."""

from typing import NamedTuple

import numba
import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.grid.line_kernels import in_words, join, root_of
from pingyi.scanner.ink.shape import Mask, arms, low_points, lower_edge, thickness

Ints = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

LEFT, TOP, WIDTH, HEIGHT, AREA, BAND, SUM_X, SUM_Y = range(8)  # columns of `Cut.pieces`; rows from the band's top
DIP_PX = 1.0 * PX_PER_MM  # a vertex may poke this far below its row line
VEE_PX = 1.2 * PX_PER_MM  # both arms of a vertex rise at least this much
BESIDE_PX = 3  # at least; a stroke's half width and slack: a steep tail is no arm to both sides
BESIDE_SHARE = 0.75
EDGE_PX = 2  # rows of pixels at a row line that say a stroke goes on beyond it
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
    words = in_words(np.ascontiguousarray(ink).view(np.uint8))
    labels, pieces, first = _labelled(words, ink, bands)
    return Cut(labels, bands, pieces, first, _meeting(labels, bands))


def pieces_of(ink: Mask) -> tuple[Ints, Labels]:
    """The pieces of a picture as one band, and its labels."""
    words = in_words(np.ascontiguousarray(ink).view(np.uint8))
    labels, pieces, _ = _labelled(words, ink, np.array([[0, len(ink)]]))
    return pieces, labels


@numba.njit(cache=True)
def _labelled(words: Words, ink: Mask, bands: Ints) -> tuple[Labels, Ints, Ints]:
    """Connected pieces, by eight neighbours, of each band by itself; `words` as of `in_words`."""
    labels = np.zeros(ink.shape, np.int32)
    most = 16 + ink.size // 2
    runs, parents = np.empty((most, 4), np.int64), np.empty(most, np.int64)
    pieces, count = np.empty((most, 8), np.int64), 0
    first = np.zeros(len(bands) + 1, np.int64)
    for k in range(len(bands)):
        seen, fresh = _runs(words, ink, (bands[k, 0], bands[k, 1]), runs, parents)
        number = _order(runs[:seen], parents[:fresh], (bands[k, 0], ink.shape[1]))
        found = pieces[count:]
        for label in range(fresh):
            found[label] = 1 << 30, 1 << 30, 0, 0, 0, k, 0, 0
        for y, start, end, label in runs[:seen]:
            piece = number[label]
            labels[y, start:end] = count + piece + 1
            figures, row = found[piece], y - bands[k, 0]
            figures[LEFT], figures[TOP] = min(figures[LEFT], start), min(figures[TOP], row)
            figures[WIDTH], figures[HEIGHT] = max(figures[WIDTH], end), max(figures[HEIGHT], row + 1)
            figures[AREA] += end - start
            figures[SUM_X] += (end - start) * (start + end - 1) // 2
            figures[SUM_Y] += (end - start) * row
        count += number.max() + 1 if fresh else 0
        first[k + 1] = count
    pieces = pieces[:count].copy()
    pieces[:, WIDTH] -= pieces[:, LEFT]
    pieces[:, HEIGHT] -= pieces[:, TOP]
    return labels, pieces, first


@numba.njit(cache=True)
def _runs(words: Words, ink: Mask, band: tuple[int, int], runs: Ints, parents: Ints) -> tuple[int, int]:
    """Rows of `runs`: y, start, end and label of each run of ink in a band; gives how many, and of labels."""
    width = ink.shape[1]
    above, here = np.full(width, -1, np.int64), np.full(width, -1, np.int64)
    seen = fresh = 0
    for y in range(band[0], band[1]):
        here[:] = -1
        x = 0
        while x < width:
            if x % 8 == 0 and words[y, x // 8] == 0:
                x += 8
                continue
            if not ink[y, x]:
                x += 1
                continue
            start = x
            while x < width and ink[y, x]:
                x += 1
            label = join(parents, above, max(0, start - 1), min(width, x + 1), fresh)
            fresh += label == fresh
            here[start:x] = label
            runs[seen] = y, start, x, label
            seen += 1
        above, here = here, above
    return seen, fresh


@numba.njit(cache=True)
def _order(runs: Ints, parents: Ints, at: tuple[int, int]) -> Ints:
    """For each label, its piece's place as squares of two by two pixels are met line by line; `at` is top and width."""
    top, width = at
    met = np.full(len(parents), 1 << 60, np.int64)
    for y, start, _, label in runs:
        root = root_of(parents, label)
        met[root] = min(met[root], (y - top) // 2 * width + start // 2)
    number, count = np.empty(len(parents), np.int64), 0
    for label in np.argsort(met):
        if parents[label] == label:
            number[label] = count
            count += 1
    for label in range(len(parents)):
        number[label] = number[root_of(parents, label)]
    return number


@numba.njit(cache=True)
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


@numba.njit(cache=True)
def _nearest(labels: Labels, way: tuple[int, int, int, int]) -> int:
    """The first label met in column `way[0]`, from one row towards another, which is left out."""
    column, first, last, step = way
    for row in range(first, last, step):
        if labels[row, column]:
            return int(labels[row, column])
    return 0


@numba.njit(cache=True)
def _known(pairs: Ints, above: int, below: int) -> bool:
    """Whether a pair is there already; looked for from the last."""
    for k in range(len(pairs) - 1, -1, -1):  # noqa: SIM110 - compiled
        if pairs[k, 0] == above and pairs[k, 1] == below:
            return True
    return False


@numba.njit(cache=True)
def piece_of(cut_: Cut, number: int) -> Mask:
    """A piece cut to its box."""
    left, top, width, height, _, band = cut_.pieces[number, : BAND + 1]
    y = cut_.bands[band, 0] + top
    return np.asarray(cut_.labels[y : y + height, left : left + width] == number + 1)


@numba.njit(cache=True)
def depth(cut_: Cut, number: int) -> int:
    """How far below its band's top a piece reaches."""
    return int(cut_.pieces[number, TOP] + cut_.pieces[number, HEIGHT])


@numba.njit(cache=True)
def over(cut_: Cut, number: int) -> Ints:
    """Pieces of the band above that meet this piece."""
    return np.asarray(cut_.meets[cut_.meets[:, 1] == number, 0])


@numba.njit(cache=True)
def under(cut_: Cut, number: int) -> Ints:
    """Pieces of the band below that meet this piece."""
    return np.asarray(cut_.meets[cut_.meets[:, 0] == number, 1])


@numba.njit(cache=True)
def goes_deep(cut_: Cut, number: int) -> bool:
    """Whether the piece goes on into the row below, further than a vertex may dip."""
    for other in under(cut_, number):
        if depth(cut_, other) > DIP_PX:
            return not is_vee(piece_of(cut_, number))
    return False


@numba.njit(cache=True)
def is_vee(piece: Mask) -> bool:
    """Both arms rise from where the piece meets its row line: a vertex, not a tail passing through."""
    height = piece.shape[0]
    columns = [column for column in range(piece.shape[1]) if piece[max(0, height - EDGE_PX) :, column].any()]
    low = (columns[(len(columns) - 1) // 2] + columns[len(columns) // 2]) // 2
    beside = max(BESIDE_PX, round(BESIDE_SHARE * thickness(piece)))
    return min(arms(piece, low, beside)) >= VEE_PX


@numba.njit(cache=True)
def is_dip(cut_: Cut, number: int) -> bool:
    """The piece is only the tip of a mark of the row above."""
    return depth(cut_, number) <= DIP_PX and len(over(cut_, number)) > 0


@numba.njit(cache=True)
def joined(cut_: Cut, number: int) -> int:
    """Area of a piece with what it meets in the rows above and below."""
    area = cut_.pieces[number, AREA]
    for other in over(cut_, number):
        area += cut_.pieces[other, AREA]
    for other in under(cut_, number):
        area += cut_.pieces[other, AREA]
    return int(area)


@numba.njit(cache=True)
def from_above(cut_: Cut, number: int) -> int:
    """Area of the pieces in the row above that run into this one and have no low point of their own."""
    area = 0
    for other in over(cut_, number):
        if len(own_lows(cut_, other, True)) == 0:  # noqa: FBT003 - compiled: no keywords
            area += cut_.pieces[other, AREA]
    return area


@numba.njit(cache=True)
def own_lows(cut_: Cut, number: int, passes: bool) -> list[int]:  # noqa: FBT001 - compiled: no keywords
    """Columns of the block: the piece's low points; where it passes on below, a low point at the cut is none."""
    left, top = cut_.pieces[number, LEFT], cut_.pieces[number, TOP]
    band = cut_.bands[cut_.pieces[number, BAND]]
    piece = piece_of(cut_, number)
    lows = low_points(piece)
    if passes and not is_vee(piece):
        lows = [low for low in lows if top + lower_edge(piece, low) < band[1] - band[0] - GAP_PX]
    return [left + low for low in lows]
