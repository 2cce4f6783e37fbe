"""Connected pieces of ink, labelled band by band. Compiled."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.ink.shape import Mask
from pingyi.scanner.lines.line_kernels import in_words, join, root_of
from pingyi.scanner.page.compiled import compiled

Ints = npt.NDArray[np.int64]
Labels = npt.NDArray[np.int32]
Words = npt.NDArray[np.uint64]

LEFT, TOP, WIDTH, HEIGHT, AREA, BAND, SUM_X, SUM_Y = range(8)  # columns of a piece's figures; rows from the band's top


def labelled(ink: Mask, bands: Ints) -> tuple[Labels, Ints, Ints]:
    """Labels of a picture, its pieces, and where those of each band (bands × top, bottom) begin."""
    return _labelled(in_words(np.ascontiguousarray(ink).view(np.uint8)), ink, bands)


def pieces_of(ink: Mask) -> tuple[Ints, Labels]:
    """The pieces of a picture as one band, and its labels."""
    labels, pieces, _ = labelled(ink, np.array([[0, len(ink)]]))
    return pieces, labels


@compiled
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


@compiled
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


@compiled
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
