"""Every piece of ink of a block measured in one pass; lengths in pixels. Compiled."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.ink import shape
from pingyi.scanner.ink.bands import (
    EDGE_PX,
    TIP_TIMES,
    Cut,
    from_above,
    goes_deep,
    is_dip,
    is_tip_of_vee,
    joined,
    lows_above,
    own_lows,
    piece_of,
)
from pingyi.scanner.ink.labelled import AREA, BAND, LEFT, Ints
from pingyi.scanner.ink.shape import Mask
from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]

MM2 = PX_PER_MM**2
SPECK_MM2 = 0.08  # three pixels; smaller is noise
TIP_MM = 2.5  # the low end of a mark that mostly stands in the row above
SPECK_ON_LINE_MM2 = 1.0  # less is no stroke that passes from row to row, but a speck on the line between them
REMNANT_PX = 2.5  # thinner than any pen
REMNANT_SHARE = 0.7  # of it where something was taken off
DARK_REMNANT, DOT_MM2 = 0.85, 0.45  # of the pen's depth; and the largest dot so thin
CROSSING_PX = 5  # from where two rulings cross; what is left there may be dark
RULING_PX = 4  # beside a ruling, weak ink and remains are the ruling's own

FIGURES = (
    "area", "width", "height", "low_choice", "low_margin", "low_beside", "at_side", "bottoms", "crossings",
    "fork_choice", "forks", "plus", "hole", "thickness", "darkness", "left_arm", "right_arm", "from_above", "through",
    "beyond",
)  # fmt: skip
"""Columns of what `measured` gives."""


@compiled
def measured(cut: Cut, dark: Picture, near: Mask, sides: Ints, pen: float) -> tuple[Ints, Floats, Floats]:
    """
    Numbers of the pieces that are ink of a pen, their FIGURES, and the share of each in each choice's cell.

    `dark` is the block's ink, `near` where something was taken off, `sides` the borders of its choices.
    """
    kept, count = np.empty(len(cut.pieces), np.int64), 0
    figures = np.empty((len(cut.pieces), 20))
    shares = np.empty((len(cut.pieces), len(sides) - 1))
    for number in range(len(cut.pieces)):
        if cut.pieces[number, AREA] < SPECK_MM2 * MM2:
            continue
        piece = piece_of(cut, number)
        thickness = shape.thickness(piece)
        if thickness <= REMNANT_PX and _is_remnant(cut, number, dark, near, (sides, pen)):
            continue
        kept[count] = number
        _measure(cut, number, (piece, thickness, _darkness(cut, number, dark)), sides, figures[count])
        shares[count] = shape.shares(piece, cut.pieces[number, LEFT], sides)
        count += 1
    _add_beyond(cut, kept[:count], figures[:count])
    return kept[:count], figures[:count], shares[:count]


@compiled
def _add_beyond(cut: Cut, kept: Ints, figures: Floats) -> None:
    """
    To each of the two halves of a stroke that both stand in their rows the area of the other, mm².

    The upper one has no low point above its row line: two ticks that touch are no stroke.
    """
    figures[:, 19] = 0
    for k in range(len(cut.meets)):
        upper, lower = np.searchsorted(kept, cut.meets[k, 0]), np.searchsorted(kept, cut.meets[k, 1])
        if max(upper, lower) == len(kept) or kept[upper] != cut.meets[k, 0] or kept[lower] != cut.meets[k, 1]:
            continue
        if figures[upper, 18] or figures[lower, 18] or len(lows_above(cut, cut.meets[k, 0])):
            continue
        figures[upper, 19] += figures[lower, 0]
        figures[lower, 19] += figures[upper, 0]


@compiled
def _measure(cut: Cut, number: int, alone: tuple[Mask, float, float], sides: Ints, into: Floats) -> None:
    """FIGURES of a piece, of which mask, thickness and darkness are known."""
    piece, thickness, darkness = alone
    left, top, width, height, area = cut.pieces[number, :BAND]
    lows = own_lows(cut, number, goes_deep(cut, number))
    low, lowest = left + _last_row(piece), -1
    for column in lows:
        edge = shape.lower_edge(piece, column - left)
        if edge > lowest:
            low, lowest = column, edge
    choice, fork = _choice(sides, low), shape.fork_column(piece)
    arms = shape.arms(piece, low - left, 0)
    above = from_above(cut, number)
    tip = above > TIP_TIMES * area and top + height <= TIP_MM * PX_PER_MM
    passes = len(lows) == 0 or tip or is_dip(cut, number) or is_tip_of_vee(cut, number)
    gaps = low - sides[choice], sides[choice + 1] - low
    beside = choice - 1 if gaps[0] < gaps[1] else choice + 1
    into[0], into[1], into[2] = area / MM2, width / PX_PER_MM, height / PX_PER_MM
    into[3], into[4], into[5] = choice, min(gaps) / PX_PER_MM, beside if beside < len(sides) - 1 else -1
    into[6], into[7] = low <= EDGE_PX or low >= sides[-1] - EDGE_PX, len(lows)
    into[8], into[9] = shape.crossings(piece), _choice(sides, left + fork) if fork >= 0 else -1
    into[10], into[11], into[12] = shape.forks(piece), shape.plus(piece, low - left), shape.hole(piece) / MM2
    into[13], into[14] = thickness / PX_PER_MM, darkness / 255
    into[15], into[16], into[17] = arms[0] / PX_PER_MM, arms[1] / PX_PER_MM, above / MM2
    into[18] = joined(cut, number) > SPECK_ON_LINE_MM2 * MM2 and passes


@compiled
def _last_row(piece: Mask) -> int:
    """The first column with ink in the lowest row."""
    for column in range(piece.shape[1]):
        if piece[-1, column]:
            return column
    return 0


@compiled
def _choice(sides: Ints, column: int) -> int:
    """The choice whose cell holds a column of the block."""
    choice = 0
    while choice < len(sides) - 2 and column >= sides[choice + 1]:
        choice += 1
    return choice


@compiled
def _darkness(cut: Cut, number: int, dark: Picture) -> float:
    """Mean darkness of a piece, 0..255."""
    left, top, width, height, area, band = cut.pieces[number, : BAND + 1]
    total = 0
    for y in range(cut.bands[band, 0] + top, cut.bands[band, 0] + top + height):
        for x in range(left, left + width):
            if cut.labels[y, x] == number + 1:
                total += dark[y, x]
    return float(total / area)


@compiled
def _is_remnant(cut: Cut, number: int, dark: Picture, near: Mask, page: tuple[Ints, float]) -> bool:
    """Whether a piece so thin is a trace where a ruling or streak was taken off; `page`: choice borders, pen."""
    sides, pen = page
    left, top, width, height, area, band = cut.pieces[number, : BAND + 1]
    darkest = taken = 0
    for y in range(cut.bands[band, 0] + top, cut.bands[band, 0] + top + height):
        for x in range(left, left + width):
            if cut.labels[y, x] == number + 1:
                darkest = max(darkest, dark[y, x])
                taken += near[y, x]
    crossing = np.abs(sides - (left + width / 2)).min() <= CROSSING_PX
    if area <= DOT_MM2 * MM2 and not crossing and darkest >= DARK_REMNANT * 255 * pen:
        return False  # perhaps a dot on the line; a large piece so thin is none
    return bool(taken / area >= REMNANT_SHARE)


@compiled
def outline(cut: Cut, number: int, inside: bool) -> tuple[npt.NDArray[np.int32], int]:  # noqa: FBT001 - compiled
    """
    First and last pixel of a piece in each row (points × 1 × x, y), and its area.

    `inside` leaves out its ends at the row lines, where remains of a ruling widen it, but where it is short.
    """
    left, top, width, height, _, band = cut.pieces[number, : BAND + 1]
    first, last = top, top + height
    if inside:
        tall = cut.bands[band, 1] - cut.bands[band, 0]
        begin, end = max(top, RULING_PX), min(top + height, tall - RULING_PX)
        if end - begin >= height / 2:
            first, last = begin, end
    points, count, area = np.empty((2 * height, 1, 2), np.int32), 0, 0
    for row in range(first, last):
        y = cut.bands[band, 0] + row
        start, end = -1, -1
        for x in range(left, left + width):
            if cut.labels[y, x] == number + 1:
                start, end = (x if start < 0 else start), x
                area += 1
        if start >= 0:
            points[count, 0], points[count + 1, 0] = (start, row), (end, row)
            count += 2
    return points[:count], area


@compiled
def reaches_lines(cut: Cut, number: int) -> bool:
    """Whether a piece lies at a row line, where `outline` may leave an end out."""
    _, top, _, height, _, band = cut.pieces[number, : BAND + 1]
    return bool(top < RULING_PX or top + height > cut.bands[band, 1] - cut.bands[band, 0] - RULING_PX)


@compiled
def on_floor(cut: Cut, number: int) -> bool:
    """Whether a piece ends at the row's lower ruling."""
    _, top, _, height, _, band = cut.pieces[number, : BAND + 1]
    return bool(top + height > cut.bands[band, 1] - cut.bands[band, 0] - RULING_PX)


@compiled
def of_rows(weak: Mask, covered: Mask, bands: Ints, right: int) -> tuple[Ints, Floats]:
    """Of each band, rulings around it left out: the largest weak piece (px), and the share that is covered."""
    areas, shares = np.zeros(len(bands), np.int64), np.zeros(len(bands))
    for k in range(len(bands)):
        box = (bands[k, 0] + RULING_PX, bands[k, 1] - RULING_PX, RULING_PX, right - RULING_PX)
        areas[k] = largest(weak, box)
        part = covered[box[0] : max(box[0], box[1]), box[2] : max(box[2], box[3])]
        shares[k] = part.sum() / max(1, part.size)
    return areas, shares


@compiled
def largest(mask: Mask, box: tuple[int, int, int, int]) -> int:
    """Area in pixels of the largest connected piece (eight neighbours) in rows and columns `box`: top, bottom, …."""
    top, bottom, left, right = box
    seen = np.zeros((max(0, bottom - top), max(0, right - left)), np.bool_)
    stack, most = np.empty((seen.size + 1, 2), np.int32), 0
    for y in range(seen.shape[0]):
        for x in range(seen.shape[1]):
            if seen[y, x] or not mask[top + y, left + x]:
                continue
            seen[y, x] = True
            stack[0], depth, area = (y, x), 1, 0
            while depth:
                depth -= 1
                area += 1
                row, column = stack[depth]
                for v in range(max(0, row - 1), min(seen.shape[0], row + 2)):
                    for u in range(max(0, column - 1), min(seen.shape[1], column + 2)):
                        if mask[top + v, left + u] and not seen[v, u]:
                            seen[v, u] = True
                            stack[depth] = v, u
                            depth += 1
            most = max(most, area)
    return most
