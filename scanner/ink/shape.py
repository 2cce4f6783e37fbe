"""The shape of one connected piece of ink (a boolean picture cut to its box); lengths in pixels. Compiled."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.compiled import compiled

Mask = npt.NDArray[np.bool_]

PROMINENCE_PX = 5.0  # 0.8 mm: a second low point must stand out this much
PROMINENCE_SHARE = 0.2  # and this share of the piece's height
GROUP_PX = 3  # rows in a group of two strokes; fewer are the roughness of one stroke
STEP, DIAGONAL = 0.955, 1.3693  # of a chamfer distance nearest to the true one (Borgefors 1986)
SIDE_SHARE = 0.2  # of a piece's width: what stands beside its low point


@compiled
def lower_edge(piece: Mask, column: int) -> int:
    """Row of the lowest ink in a column; the last row where there is none."""
    for row in range(piece.shape[0] - 1, -1, -1):
        if piece[row, column]:
            return row
    return int(piece.shape[0] - 1)


@compiled
def low_points(piece: Mask) -> list[int]:
    """Columns where the piece's lower edge has a low point of its own; the lowest always counts."""
    need = max(PROMINENCE_PX, PROMINENCE_SHARE * piece.shape[0])
    edge = [lower_edge(piece, column) for column in range(piece.shape[1])]
    peaks = [column for column in range(0)]  # noqa: C416 - an empty list of int, as the compiler wants it
    best, valley, rising = 0, -1.0, True
    for k, value in enumerate(edge):
        if rising:
            if value > edge[best]:
                best = k
            elif value < edge[best] - need:
                peaks.append(best)
                rising, valley = False, float(value)
        else:
            valley = min(valley, float(value))
            if value > valley + need:
                rising, best = True, k
    if rising and (not peaks or edge[best] > valley + need):
        peaks.append(best)
    return peaks


@compiled
def _top(piece: Mask, first: int, last: int) -> int:
    """Row of the highest ink in columns first … last - 1; the picture's height where there is none."""
    for row in range(piece.shape[0]):
        for column in range(first, last):
            if piece[row, column]:
                return row
    return int(piece.shape[0])


@compiled
def arms(piece: Mask, low: int, beside: int) -> tuple[float, float]:
    """Rise of the stroke left and right of the column `low`, leaving out `beside` columns next to it."""
    bottom = lower_edge(piece, low)
    left = _top(piece, 0, max(0, low + 1 - beside))
    right = _top(piece, low + beside, piece.shape[1])
    return float(max(0, bottom - left)), float(max(0, bottom - right))


@compiled
def crossings(piece: Mask) -> float:
    """Share of columns holding two or more separate strokes."""
    crossed = 0
    for column in range(piece.shape[1]):
        strokes, before = 0, False
        for row in range(piece.shape[0]):
            strokes += piece[row, column] and not before
            before = piece[row, column]
        crossed += strokes >= 2
    return float(crossed / piece.shape[1])


@compiled
def forks(piece: Mask) -> int:
    """Groups of rows with two or more strokes: a tick opens once, a cross below and above its middle."""
    groups = run = 0
    for row in range(piece.shape[0]):
        strokes, before = 0, False
        for column in range(piece.shape[1]):
            strokes += piece[row, column] and not before
            before = piece[row, column]
        run = run + 1 if strokes >= 2 else 0
        groups += run == GROUP_PX
    return groups


@compiled
def fork_column(piece: Mask) -> int:
    """Column where the largest fork closes: the foot of two strokes that stand side by side over it; -1 without one."""
    best, run, column = 0, 0, -1
    middle = -1
    for row in range(piece.shape[0]):
        strokes, before, end_of_first, start_of_second = 0, False, -1, -1
        for x in range(piece.shape[1]):
            if piece[row, x] and not before:
                strokes += 1
                if strokes == 2:
                    start_of_second = x
            if strokes == 1 and piece[row, x]:
                end_of_first = x
            before = piece[row, x]
        if strokes >= 2:
            run += 1
            middle = (end_of_first + start_of_second) // 2
            if run >= max(GROUP_PX, best + 1):
                best, column = run, middle
        else:
            run = 0
    return column


@compiled
def plus(piece: Mask, low: int) -> bool:
    """An upright cross: over its low point it stands higher than what it has to both sides."""
    height, width = piece.shape
    near = round(SIDE_SHARE * width)
    left = height - _top(piece, 0, max(0, low - near))
    right = height - _top(piece, low + near + 1, width)
    return bool(min(left, right) > 0.2 * height and max(left, right) < 0.75 * height)


@compiled
def thickness(piece: Mask) -> float:
    """Diameter of the largest disc of ink: a stroke's width, more where strokes lie over each other."""
    height, width = piece.shape
    far = np.zeros((height + 2, width + 2), np.float32)
    for row in range(height):
        for column in range(width):
            if piece[row, column]:
                y, x = row + 1, column + 1
                straight = min(far[y - 1, x], far[y, x - 1]) + STEP
                aslant = min(far[y - 1, x - 1], far[y - 1, x + 1]) + DIAGONAL
                far[y, x] = min(straight, aslant)
    largest = np.float32(0)
    for y in range(height, 0, -1):
        for x in range(width, 0, -1):
            if far[y, x] > 0:
                straight = min(far[y + 1, x], far[y, x + 1]) + STEP
                aslant = min(far[y + 1, x - 1], far[y + 1, x + 1]) + DIAGONAL
                far[y, x] = min(far[y, x], straight, aslant)
                largest = max(largest, far[y, x])
    return float(2 * largest)


@compiled
def hole(piece: Mask) -> float:
    """Area enclosed by ink."""
    return float(without_holes(piece).sum() - piece.sum())


@compiled
def without_holes(piece: Mask) -> Mask:
    """The piece with all that it encloses."""
    height, width = piece.shape
    outside = np.zeros((height + 2, width + 2), np.bool_)
    stack = np.empty((outside.size, 2), np.int64)
    stack[0, 0], stack[0, 1], depth = 0, 0, 1
    outside[0, 0] = True
    while depth:
        depth -= 1
        y, x = stack[depth]
        for dy, dx in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            v, u = y + dy, x + dx
            if 0 <= v < height + 2 and 0 <= u < width + 2 and not outside[v, u]:
                ink = 0 < v <= height and 0 < u <= width and piece[v - 1, u - 1]
                if not ink:
                    outside[v, u] = True
                    stack[depth, 0], stack[depth, 1] = v, u
                    depth += 1
    return np.asarray(~outside[1:-1, 1:-1])


def solid(outline: npt.NDArray[np.int32], area: int) -> float:
    """Share of a piece's tightest rectangle, however turned, that is ink: a bar fills it, a tick's arms do not."""
    _, (width, height), _ = cv2.minAreaRect(outline)
    return float(area / ((width + 1) * (height + 1)))


@compiled
def shares(piece: Mask, left: int, sides: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    """Share of the ink between each two neighbouring `sides`; the piece begins at column `left`."""
    columns = np.zeros(piece.shape[1])
    for row in range(piece.shape[0]):
        for column in range(piece.shape[1]):
            columns[column] += piece[row, column]
    found = np.zeros(len(sides) - 1)
    for k in range(len(found)):
        found[k] = columns[max(0, sides[k] - left) : max(0, sides[k + 1] - left)].sum() / columns.sum()
    return found
