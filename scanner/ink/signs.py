"""Marks other than ticks that an office may declare: how like a cross or a filled dot a piece of ink is. Compiled."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.ink.bands import Cut, joined, piece_of
from pingyi.scanner.ink.labelled import AREA, Ints
from pingyi.scanner.ink.shape import Mask, thickness, without_holes
from pingyi.scanner.page.compiled import compiled

ANGLES = 60  # tried for a stroke, over half a turn
BOW_PX = 2.0  # beyond half a stroke: hands bow and tremble
LEAST_SINE = 0.5  # strokes that meet at less than thirty degrees cross nowhere in particular

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """A piece of ink as the sign it may be; lengths in mm. A dot lies where its middle is, a cross where it crosses."""

    two_strokes: float  # share of its ink that two straight strokes explain; 0 where they do not cross
    arm: float  # the shortest of their four arms, beyond the other stroke
    cross_choice: int  # the cell in which they cross
    cross_margin: float  # from there to the nearest side of this cell
    dot_choice: int  # the same of its middle
    dot_margin: float
    filled: float  # share of its upright box that is ink: a disc fills 0.79
    long: float  # length by breadth of this box
    deep: float  # its largest disc, holes taken as filled, by the box's breadth
    kept: float  # share of all it is joined with across the row lines


def sign_of(cut: Cut, number: int, sides: Ints) -> Sign:
    """Measure a piece of a block whose choices' borders are `sides`."""
    piece = piece_of(cut, number)
    left, _, width, height, area = cut.pieces[number, : AREA + 1].tolist()
    explained, arm, x, _ = crossed(piece, stroke_width(piece) / 2)
    cross_choice, cross_margin = _cell(sides, left + x)
    dot_choice, dot_margin = _cell(sides, left + (width - 1) / 2)
    return Sign(
        two_strokes=explained,
        arm=arm / PX_PER_MM,
        cross_choice=cross_choice,
        cross_margin=cross_margin,
        dot_choice=dot_choice,
        dot_margin=dot_margin,
        filled=area / (width * height),
        long=max(width, height) / min(width, height),
        deep=thickness(without_holes(piece)) / min(width, height),
        kept=area / joined(cut, number),
    )


def _cell(sides: Ints, column: float) -> tuple[int, float]:
    """The choice whose cell holds a column of the block, and how far (mm) it lies from the nearest side."""
    choice = int(np.clip(np.searchsorted(sides, column, "right") - 1, 0, len(sides) - 2))
    return choice, float(min(column - sides[choice], sides[choice + 1] - column)) / PX_PER_MM


@compiled
def stroke_width(piece: Mask) -> float:
    """Median over the ink of the shortest of four ways across it: where strokes cross it is no wider."""
    height, width = piece.shape
    ways = np.full((height, width), 1e9)
    for dy, dx in ((0, 1), (1, 0), (1, 1), (1, -1)):
        step = np.sqrt(dy * dy + dx * dx)
        for y in range(height):
            for x in range(width):
                before = y - dy >= 0 and 0 <= x - dx < width and piece[y - dy, x - dx]
                if piece[y, x] and not before:
                    v, u = y, x
                    while v < height and 0 <= u < width and piece[v, u]:
                        v, u = v + dy, u + dx
                    run = max(v - y, abs(u - x))
                    for k in range(run):
                        ways[y + k * dy, x + k * dx] = min(ways[y + k * dy, x + k * dx], run * step)
    found = np.empty(piece.sum())
    count = 0
    for y in range(height):
        for x in range(width):
            if piece[y, x]:
                found[count] = ways[y, x]
                count += 1
    return float(np.median(found))


@compiled
def crossed(piece: Mask, half: float) -> tuple[float, float, float, float]:
    """
    How well two straight strokes, `half` pixels to either side, explain a piece, and where they cross.

    Gives the share of its ink that lies in them, the shortest of their four arms (ink of one stroke alone, pixels from
    the crossing) and the crossing's x and y; zeros where they do not cross.
    """
    ys, xs = np.nonzero(piece)
    free = np.ones(len(xs), np.bool_)
    first = _stroke(xs, ys, free, half)
    on_first = _on(xs, ys, first, half + BOW_PX)
    second = _stroke(xs, ys, ~on_first, half)
    on_second = _on(xs, ys, second, half + BOW_PX)
    sine = first[0] * second[1] - first[1] * second[0]
    if abs(sine) < LEAST_SINE:
        return 0.0, 0.0, 0.0, 0.0
    x = (first[2] * second[1] - second[2] * first[1]) / sine
    y = (second[2] * first[0] - first[2] * second[0]) / sine
    shortest = min(
        _shorter(xs, ys, on_first & ~on_second, (-first[1], first[0], x, y)),
        _shorter(xs, ys, on_second & ~on_first, (-second[1], second[0], x, y)),
    )
    return float((on_first | on_second).sum() / len(xs)), shortest, x, y


@compiled
def _stroke(xs: Ints, ys: Ints, free: Mask, half: float) -> tuple[float, float, float]:
    """The line, as its normal and distance from the origin, near which most of the free pixels lie."""
    best, found = -1.0, (1.0, 0.0, 0.0)
    reach = int(np.ceil(half))
    for k in range(ANGLES):
        normal = np.cos(np.pi * k / ANGLES), np.sin(np.pi * k / ANGLES)
        far = np.empty(len(xs), np.int64)
        for i in range(len(xs)):
            far[i] = int(np.rint(xs[i] * normal[0] + ys[i] * normal[1]))
        low = far.min()
        counts = np.zeros(far.max() - low + 1 + 2 * reach)
        for i in range(len(xs)):
            if free[i]:
                counts[far[i] - low + reach] += 1
        for middle in range(reach, len(counts) - reach):
            near = counts[middle - reach : middle + reach + 1].sum()
            if near > best:
                best, found = near, (normal[0], normal[1], float(middle - reach + low))
    return found


@compiled
def _on(xs: Ints, ys: Ints, line: tuple[float, float, float], half: float) -> Mask:
    """Which pixels lie no further than `half` from a line."""
    return np.abs(xs * line[0] + ys * line[1] - line[2]) <= half


@compiled
def _shorter(xs: Ints, ys: Ints, own: Mask, along: tuple[float, float, float, float]) -> float:
    """Of the two arms of a stroke the shorter; `along` is its direction and the point it is measured from."""
    least, most = 0.0, 0.0
    for i in range(len(xs)):
        if own[i]:
            t = (xs[i] - along[2]) * along[0] + (ys[i] - along[3]) * along[1]
            least, most = min(least, t), max(most, t)
    return min(-least, most)
