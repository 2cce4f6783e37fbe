"""Compiled inner loops of finding how a page lies askew."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Floats = npt.NDArray[np.float64]
Picture = npt.NDArray[np.uint8]
Words = npt.NDArray[np.uint64]

LANES = 4  # neighbours fall into one bin: counted in one place, each would wait for the one before


@compiled
def dark_places(words: Words, picture: Picture, count: int, step: int) -> tuple[Floats, Floats]:
    """Columns and rows of every `step`-th of the `count` pixels that are not 0; `words` as of `in_words`."""
    kept = (count + step - 1) // step
    xs, ys = np.empty(kept), np.empty(kept)
    low, high, ones = np.uint64(0x7F7F7F7F7F7F7F7F), np.uint64(0x8080808080808080), np.uint64(0x0101010101010101)
    number, left = 0, 0  # left: pixels to pass over until the next that is kept
    for y in range(words.shape[0]):
        for k in range(words.shape[1]):
            word = words[y, k]
            if word == 0:
                continue
            marks = (((word & low) + low) | word) & high  # the highest bit of each pixel that is not 0
            seen = int(((marks >> np.uint64(7)) * ones) >> np.uint64(56))
            if seen <= left:
                left -= seen
                continue
            for x in range(8 * k, min(8 * k + 8, picture.shape[1])):
                if picture[y, x]:
                    if left == 0:
                        xs[number], ys[number] = x, y
                        number, left = number + 1, step
                    left -= 1
    return xs, ys


@compiled
def sharpest_slope(xs: Floats, ys: Floats, slopes: Floats, bin_px: float) -> float:
    """Of `slopes`, the one whose sheared row counts have the greatest sum of squares."""
    best, best_sum = 0.0, -1
    reach = int((np.abs(slopes).max() * xs.max() + ys.max()) / bin_px) + 2
    counts = np.zeros((LANES, 2 * reach), np.int64)
    rows = np.empty(len(xs), np.int64)
    for slope in slopes:
        counts[:] = 0
        for k in range(len(xs)):
            rows[k] = int(np.floor((ys[k] - slope * xs[k]) / bin_px)) + reach
        for k in range(len(xs)):
            counts[k % LANES, rows[k]] += 1
        total = 0
        for row in range(2 * reach):
            sum_of_row = counts[0, row] + counts[1, row] + counts[2, row] + counts[3, row]
            total += sum_of_row * sum_of_row
        if total > best_sum:
            best, best_sum = slope, total
    return best
