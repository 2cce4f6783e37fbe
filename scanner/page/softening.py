"""A small picture blurred as OpenCV blurs it by a bell of three pixels, in a third of the time. Compiled."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]
Row = npt.NDArray[np.int32]

REACH_PX = 8
MIDDLE, BELL = (34, 32, 28), ((20, 14, 9), (4, 3, 1))  # 256ths, from the middle outwards


@compiled
def softened_by_three(picture: Picture) -> Picture:
    """Each pixel as the mean of those around it, weighed by the bell; beyond its sides the picture is mirrored."""
    height, width = picture.shape
    found, sums = np.empty((height, width), np.uint8), np.empty(width, np.int32)
    along = np.empty((height + 2 * REACH_PX, width), np.int32)
    wide = np.empty(width + 2 * REACH_PX, np.int32)
    for y in range(height):
        for x in range(REACH_PX):
            wide[x] = picture[y, mirrored(x - REACH_PX, width)]
            wide[REACH_PX + width + x] = picture[y, mirrored(width + x, width)]
        for x in range(width):
            wide[REACH_PX + x] = picture[y, x]
        into = along[REACH_PX + y]
        _begin(into, wide[8 : 8 + width], (wide[7 : 7 + width], wide[9 : 9 + width], wide[6:], wide[10:]))
        _add(into, BELL[0], (wide[5:], wide[11:], wide[4:], wide[12:], wide[3:], wide[13:]))
        _add(into, BELL[1], (wide[2:], wide[14:], wide[1:], wide[15:], wide, wide[16:]))
    for k in range(REACH_PX):
        along[k] = along[REACH_PX + mirrored(k - REACH_PX, height)]
        along[REACH_PX + height + k] = along[REACH_PX + mirrored(height + k, height)]
    for y in range(height):
        rows = along[y : y + 2 * REACH_PX + 1]
        _begin(sums, rows[8], (rows[7], rows[9], rows[6], rows[10]))
        _add(sums, BELL[0], (rows[5], rows[11], rows[4], rows[12], rows[3], rows[13]))
        _add(sums, BELL[1], (rows[2], rows[14], rows[1], rows[15], rows[0], rows[16]))
        for x in range(width):
            found[y, x] = np.uint8(np.int32(sums[x] + np.int32(1 << 15)) >> np.int32(16))
    return found


@compiled
def _begin(sums: Row, middle: Row, beside: tuple[Row, Row, Row, Row]) -> None:
    """The middle and two on both sides; few at once, so that many pixels go side by side."""
    a, b, c, d = beside
    first, second, third = np.int32(MIDDLE[0]), np.int32(MIDDLE[1]), np.int32(MIDDLE[2])
    for x in range(len(sums)):
        near, far = np.int32(second * np.int32(a[x] + b[x])), np.int32(third * np.int32(c[x] + d[x]))
        sums[x] = np.int32(np.int32(first * middle[x]) + np.int32(near + far))


@compiled
def _add(sums: Row, weights: tuple[int, int, int], beside: tuple[Row, Row, Row, Row, Row, Row]) -> None:
    """Three more on both sides."""
    a, b, c, d, e, f = beside
    first, second, third = np.int32(weights[0]), np.int32(weights[1]), np.int32(weights[2])
    for x in range(len(sums)):
        near, next_ = np.int32(first * np.int32(a[x] + b[x])), np.int32(second * np.int32(c[x] + d[x]))
        sums[x] = np.int32(sums[x] + np.int32(np.int32(near + next_) + np.int32(third * np.int32(e[x] + f[x]))))


@compiled
def mirrored(place: int, size: int) -> int:
    """The pixel that stands for one beyond the `size` there are: the last is the mirror."""
    if size == 1:
        return 0
    place = abs(place) % (2 * size - 2)
    return min(place, 2 * size - 2 - place)
