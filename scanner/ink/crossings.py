"""What two rulings leave where they cross: each runs through the other as a pen's stroke would. Compiled."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.ink.ruling_kernels import BAND_PX
from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]


@compiled
def take_crossings(
    clean: Picture, taken: tuple[Flags, Flags], places: tuple[Places, Places], kept: tuple[Flags, Flags]
) -> None:
    """
    Let no crossing be darker than what reaches it from outside, in place: a stroke through it comes in and goes out.

    `taken` is where level and upright rulings were taken off, `places` are the rulings' rows and columns (px), `kept`
    the edges, across (rulings × gaps) and down (gaps × rulings), that are printed and were left as they are.
    """
    (rows, columns), (across, down) = places, kept
    for i in range(len(rows)):
        for j in range(len(columns)):
            box = _crossing(taken, rows[i], columns[j])
            ruled = (
                j > 0 and across[i, j - 1],
                j < across.shape[1] and across[i, j],
                i > 0 and down[i - 1, j],
                i < down.shape[0] and down[i, j],
            )
            if box[1] >= box[0]:
                _take(clean, box, ruled)


@compiled
def _crossing(taken: tuple[Flags, Flags], row: int, column: int) -> tuple[int, int, int, int]:
    """First and last row and column of the crossing near this place; the last before the first where there is none."""
    level, upright = taken
    first_y, last_y = max(0, row - 2 * BAND_PX), min(level.shape[0], row + 2 * BAND_PX + 1)
    first_x, last_x = max(0, column - 2 * BAND_PX), min(level.shape[1], column + 2 * BAND_PX + 1)
    top, bottom, left, right = last_y, -1, last_x, -1
    for y in range(first_y, last_y):
        for x in range(first_x, last_x):
            if level[y, x] and upright[y, x]:
                top, bottom, left, right = min(top, y), max(bottom, y), min(left, x), max(right, x)
    if bottom < 0:
        return top, bottom, left, right
    box = top, bottom, left, right  # a ruling that ends at another is as long as that is thick
    while top > first_y and level[top - 1, box[2]] and level[top - 1, box[3]]:
        top -= 1
    while bottom < last_y - 1 and level[bottom + 1, box[2]] and level[bottom + 1, box[3]]:
        bottom += 1
    while left > first_x and upright[box[0], left - 1] and upright[box[1], left - 1]:
        left -= 1
    while right < last_x - 1 and upright[box[0], right + 1] and upright[box[1], right + 1]:
        right += 1
    return top, bottom, left, right


@compiled
def _take(clean: Picture, box: tuple[int, int, int, int], ruled: tuple[bool, bool, bool, bool]) -> None:
    """Of one crossing, in a box; on `ruled` sides (left, right, over, under) a ruling goes on, which is no stroke."""
    top, bottom, left, right = box
    darkest = np.uint8(0)
    for y in range(max(0, top - 1), min(clean.shape[0], bottom + 2)):
        for x in range(max(0, left - 1), min(clean.shape[1], right + 2)):
            level, upright = top <= y <= bottom, left <= x <= right
            beside = level and ((x < left and ruled[0]) or (x > right and ruled[1]))
            over = upright and ((y < top and ruled[2]) or (y > bottom and ruled[3]))
            if not ((level and upright) or beside or over):
                darkest = max(darkest, clean[y, x])
    for y in range(top, bottom + 1):
        for x in range(left, right + 1):
            clean[y, x] = min(clean[y, x], darkest)
