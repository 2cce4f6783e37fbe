"""Where in a small window a piece of print is most like the page. Compiled."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]
Sums = npt.NDArray[np.int64]


@compiled
def likest(window: Picture, piece: Picture) -> tuple[float, int, int]:
    """
    The greatest correlation (-1..1) of a piece with a part of the window as large, and this part's column and row.

    A piece all alike is like anything, a part all alike is like nothing.
    """
    height, width = piece.shape
    size, total, squares = piece.size, 0.0, 0.0
    for y in range(height):
        for x in range(width):
            value = float(piece[y, x])
            total += value
            squares += value * value
    spread = squares - total * total / size
    if spread <= 0:
        return 1.0, 0, 0
    products, parts = _products(window, piece), _parts(window, height, width)
    best, column, row = -2.0, 0, 0
    for y in range(parts.shape[1]):
        for x in range(parts.shape[2]):
            own = (parts[1, y, x] - parts[0, y, x] * parts[0, y, x] / size) * spread
            like = (products[y, x] - total * parts[0, y, x] / size) / np.sqrt(own) if own > 0 else 0.0
            if like > best:
                best, column, row = like, x, y
    return min(best, 1.0), column, row


@compiled
def _products(window: Picture, piece: Picture) -> Sums:
    """Sums of the products of the piece's pixels and the window's, at each place."""
    height, width = piece.shape
    found = np.zeros((window.shape[0] - height + 1, window.shape[1] - width + 1), np.int64)
    wide, own = window.astype(np.int16), piece.astype(np.int16)
    for row in range(found.shape[0]):
        for column in range(found.shape[1]):
            for y in range(height):
                found[row, column] += _product(own[y], wide[row + y, column : column + width])
    return found


@compiled
def _product(one: npt.NDArray[np.int16], other: npt.NDArray[np.int16]) -> int:
    total = np.int32(0)
    for x in range(len(one)):
        total = np.int32(total + np.int32(np.int32(one[x]) * np.int32(other[x])))
    return int(total)


@compiled
def _parts(window: Picture, height: int, width: int) -> npt.NDArray[np.float64]:
    """Sums of the pixels, and of their squares, of each part of this height and width: 2 × rows × columns."""
    rows, columns = window.shape[0] - height + 1, window.shape[1] - width + 1
    found = np.empty((2, rows, columns))
    once, twice = np.zeros(window.shape[1], np.int32), np.zeros(window.shape[1], np.int32)
    for y in range(window.shape[0]):
        for x in range(window.shape[1]):
            new = np.int32(window[y, x])
            old = np.int32(window[y - height, x]) if y >= height else np.int32(0)
            once[x] = np.int32(once[x] + np.int32(new - old))
            twice[x] = np.int32(twice[x] + np.int32(np.int32(new * new) - np.int32(old * old)))
        if y < height - 1:
            continue
        found[0, y - height + 1, 0], found[1, y - height + 1, 0] = once[:width].sum(), twice[:width].sum()
        for x in range(1, columns):
            gone, come = x - 1, x + width - 1
            found[0, y - height + 1, x] = found[0, y - height + 1, x - 1] + once[come] - once[gone]
            found[1, y - height + 1, x] = found[1, y - height + 1, x - 1] + twice[come] - twice[gone]
    return found
