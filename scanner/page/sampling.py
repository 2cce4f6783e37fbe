"""
Pictures sampled between their pixels, linear, grey value for grey value as OpenCV's warps do it. Compiled.

Where each pixel comes from is found row by row, while the row before still lies in the cache.
"""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import contracted

Picture = npt.NDArray[np.uint8]
Pairs = npt.NDArray[np.uint16]
Row = npt.NDArray[np.float32]
Places = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Scratch = tuple[Row, Row, Places, Places]


def pairs_of(picture: Picture) -> Pairs:
    """Each pixel together with the next one, without a copy: one reading for two."""
    return np.ndarray((picture.size - 1,), "<u2", np.ascontiguousarray(picture), strides=(1,))


def affine(picture: Picture, way: Floats, size: tuple[int, int]) -> Picture:
    """A picture of `size` (height, width) whose pixels lie on this one by `way` (2 × 3); beyond it all is 0."""
    framed = np.zeros((picture.shape[0] + 2, picture.shape[1] + 2), np.uint8)
    framed[1:-1, 1:-1] = picture
    found = np.empty(size, np.uint8)
    _affine(pairs_of(framed), framed.shape, _steps(way, size[0]), found)
    return found


def perspective(picture: Picture, way: Floats, size: tuple[int, int]) -> Picture:
    """The same by a homography (3 × 3); beyond the picture its edge goes on."""
    found = np.empty(size, np.uint8)
    _perspective(pairs_of(picture), picture.shape, _steps(way, size[0]), found)
    return found


def _steps(way: Floats, height: int) -> tuple[Row, npt.NDArray[np.float32]]:
    """What a pixel to the right adds to each coordinate, and with what a row begins."""
    right, down, start = way.astype(np.float32).T
    return np.ascontiguousarray(right), np.arange(height, dtype=np.float32)[:, None] * down + start


@contracted
def _affine(pairs: Pairs, shape: tuple[int, int], steps: tuple[Row, Row], found: Picture) -> None:
    width = found.shape[1]
    right, starts = steps
    row = scratch(width)
    xs, ys, _, _ = row
    for y in range(len(found)):
        for x in range(width):
            xs[x] = np.float32(x) * right[0] + starts[y, 0]
            ys[x] = np.float32(x) * right[1] + starts[y, 1]
        sample(pairs, shape, 1, row, found[y])


@contracted
def _perspective(pairs: Pairs, shape: tuple[int, int], steps: tuple[Row, Row], found: Picture) -> None:
    width = found.shape[1]
    right, starts = steps
    row = scratch(width)
    xs, ys, _, _ = row
    for y in range(len(found)):
        for x in range(width):
            far = np.float32(x) * right[2] + starts[y, 2]
            xs[x] = (np.float32(x) * right[0] + starts[y, 0]) / far
            ys[x] = (np.float32(x) * right[1] + starts[y, 1]) / far
        sample(pairs, shape, 0, row, found[y])


@contracted
def sample(pairs: Pairs, shape: tuple[int, int], frame: int, row: Scratch, into: Picture) -> None:
    """
    A row of pixels of a picture of this shape, of which so many at each side are a frame around it.

    `row` is where they lie (x and y; used up) and room for as many whole numbers, twice.
    """
    xs, ys, upper, lower = row
    least, right, bottom = np.float32(-frame), np.float32(shape[1] - 1 - frame), np.float32(shape[0] - 1 - frame)
    width, last, begin = np.int32(shape[1]), np.int32(shape[1] - 2 - frame), np.int32(frame * shape[1] + frame)
    for x in range(len(into)):
        across = max(least, xs[x])
        down = max(least, ys[x])
        across = min(right, across)
        down = min(bottom, down)
        left, top = np.int32(np.floor(across)), np.int32(np.floor(down))
        left = min(last, left)
        xs[x], ys[x] = across - np.float32(left), down - np.float32(top)
        at = np.int32(np.int32(np.int32(top * width) + left) + begin)
        upper[x] = at
        lower[x] = np.int32(at + (width if down < bottom else np.int32(0)))
    for x in range(len(into)):
        upper[x], lower[x] = pairs[upper[x]], pairs[lower[x]]
    for x in range(len(into)):
        over = np.float32(np.int32(upper[x] & np.uint32(255)))
        under = np.float32(np.int32(lower[x] & np.uint32(255)))
        over = over + xs[x] * (np.float32(np.int32(upper[x] >> np.uint32(8))) - over)
        under = under + xs[x] * (np.float32(np.int32(lower[x] >> np.uint32(8))) - under)
        into[x] = np.uint8(np.int32(np.rint(over + ys[x] * (under - over))))


@contracted
def scratch(width: int) -> Scratch:
    """What `sample` needs for a row."""
    return (
        np.empty(width, np.float32),
        np.empty(width, np.float32),
        np.empty(width, np.uint32),
        np.empty(width, np.uint32),
    )
