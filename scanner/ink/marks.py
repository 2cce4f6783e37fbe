"""Pen strokes measured row by row: what stands in which row and cell."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, TickRow
from pingyi.scanner.grid.canvas import PX_PER_MM, Table
from pingyi.scanner.ink import bands as cuts
from pingyi.scanner.ink import shape
from pingyi.scanner.ink.bands import Band, Cut
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.shape import Mask

INK_SHARE = 0.38  # of the page's pen depth: what is ink at all
INK_LEAST = 0.10  # darkness never taken for ink, however pale the pen
NOISE_TIMES = 3.0  # ink stands this far above the paper's own noise
WEAK_SHARE = 0.5  # of that: ink too pale to judge but not to overlook
WEAK_LEAST = 20  # of 255
SPECK_MM2 = 0.08  # three pixels; smaller is noise
TIP_MM = 2.5  # the low end of a mark that mostly stands in the row above
TIP_TIMES = 2.5  # by this much
SPECK_ON_LINE_MM2 = 1.0  # less is no stroke that passes from row to row, but a speck on the line between them
REMNANT_PX = 2.5  # thinner than any pen
REMNANT_SHARE = 0.7  # of it where something was taken off
MARGIN_PX = 8  # beside a block, so that its edge is treated as its middle
DARK_REMNANT, DOT_MM2 = 0.85, 0.45  # of the pen's depth; and the largest dot so thin
CROSSING_PX = 5  # from where two rulings cross; what is left there may be dark
RULING_PX = 4  # beside a ruling, weak ink is the ruling's own

MM2 = PX_PER_MM**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One connected piece of ink inside one row; lengths in mm, areas in mm²."""

    area: float
    shares: tuple[float, ...]  # of the area, per choice
    width: float
    height: float
    low_choice: int  # index of the cell that holds the lowest point
    low_margin: float  # mm from the lowest point to the nearest side of its cell
    at_side: bool  # the lowest point lies at the outer edge of the tick columns
    bottoms: int  # separate low points
    crossings: float  # share of columns with two or more strokes above each other
    fork_choice: int  # cell in which its largest fork closes, -1 without one
    forks: int  # groups of rows with two or more strokes beside each other
    plus: bool  # an upright cross
    hole: float  # area enclosed by ink
    solid: float  # share of its tightest rectangle, however turned, that is ink
    thickness: float  # diameter of the largest disc of ink
    darkness: float  # mean, 0..1
    left_arm: float  # mm of rise left of the lowest point
    right_arm: float
    from_above: float  # area connected to it in the row above that has no low point of its own
    through: bool  # only passes: its low point belongs to another row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowMarks:
    """All ink of one row, dust left out."""

    row: TickRow
    marks: tuple[Mark, ...]
    weak: float  # mm² of the largest patch only a lower threshold sees
    covered: float  # share of the row's cells under streaks and folds


@dataclass(frozen=True, slots=True, kw_only=True)
class _Block:
    """Rows under the same choice columns."""

    dark: npt.NDArray[np.uint8]
    near: Mask  # where rulings and streaks were taken off, and beside
    weak: Mask  # ink too pale to judge
    covered: Mask  # where streaks and folds ran
    sides: npt.NDArray[np.int64]  # choice borders in block pixels
    pen: float
    cut: Cut


def measure(table: Table, ink: Ink, form: BallotForm) -> tuple[RowMarks, ...]:
    """Measure every row of the form, in the form's order."""
    found: dict[str, RowMarks] = {}
    for rows in _blocks(form):
        block = _block(table, ink, rows)
        for k, row in enumerate(rows):
            band = block.cut.bands[k]
            inner = (
                slice(band.top + RULING_PX, band.top + band.height - RULING_PX),
                slice(RULING_PX, int(block.sides[-1]) - RULING_PX),
            )
            found[row.item] = RowMarks(
                row=row,
                marks=_marks(block, k),
                weak=_largest(block.weak[inner]) / MM2,
                covered=float(np.count_nonzero(block.covered[inner]) / max(1, block.covered[inner].size)),
            )
    return tuple(found[row.item] for row in form.rows)


def strokes(ink: Ink) -> Mask:
    """Where ink counts as ink: the mask, of the whole canvas, whose pieces are measured."""
    return _repaired(ink.dark >= _level(ink), _near(ink, slice(None)))


def _level(ink: Ink) -> float:
    """Darkness (0..255) from which ink is ink."""
    return 255 * max(INK_SHARE * ink.pen, INK_LEAST, NOISE_TIMES * ink.noise)


def _near(ink: Ink, columns: slice) -> Mask:
    """Where something was taken off, and beside."""
    taken = ink.blurred[:, columns].astype(np.uint8)
    return np.asarray(cv2.dilate(taken, np.ones((5, 5), np.uint8)).astype(bool))


def _repaired(ink: Mask, near: Mask) -> Mask:
    """Close the nicks that taking off a ruling leaves in strokes across it."""
    closed = cv2.morphologyEx(ink.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8)).astype(bool)
    return np.asarray(ink | (closed & near))


def _blocks(form: BallotForm) -> list[list[TickRow]]:
    blocks: dict[int, list[TickRow]] = {}
    for row in form.rows:
        blocks.setdefault(row.cells[0].col, []).append(row)
    return [sorted(rows, key=lambda row: row.cells[0].row) for rows in blocks.values()]


def _block(table: Table, ink: Ink, rows: Sequence[TickRow]) -> _Block:
    cells = rows[0].cells
    sides = np.array([table.xs[cell.col] for cell in cells] + [table.xs[cells[-1].col + 1]])
    left = max(0, int(sides[0]) - MARGIN_PX)
    wide = slice(left, int(sides[-1]) + 1 + MARGIN_PX)
    narrow = slice(int(sides[0]) - left, int(sides[-1]) + 1 - left)
    dark = np.ascontiguousarray(ink.dark[:, wide])
    near = _near(ink, wide)
    level = _level(ink)
    strong = _repaired(dark >= level, near)
    weak = dark >= max(WEAK_SHARE * level, 255 * 2 * ink.noise, WEAK_LEAST)
    weak &= ~cv2.dilate(strong.astype(np.uint8), np.ones((7, 7), np.uint8)).astype(bool)
    tops = [(table.ys[row.cells[0].row], table.ys[row.cells[0].row + 1]) for row in rows]
    return _Block(
        dark=dark[:, narrow],
        near=near[:, narrow],
        weak=weak[:, narrow],
        covered=ink.covered[:, sides[0] : sides[-1] + 1],
        sides=sides - sides[0],
        pen=ink.pen,
        cut=cuts.cut(strong[:, narrow], tops),
    )


def _largest(mask: Mask) -> float:
    if not mask.any():
        return 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    return float(stats[1:, cv2.CC_STAT_AREA].max()) if len(stats) > 1 else 0.0


def _marks(block: _Block, k: int) -> tuple[Mark, ...]:
    band = block.cut.bands[k]
    large = [label for label in range(1, len(band.stats)) if band.area(label) >= SPECK_MM2 * MM2]
    return tuple(_mark(block, k, label) for label in large if not _is_remnant(block, k, label))


def _mark(block: _Block, k: int, label: int) -> Mark:
    band = block.cut.bands[k]
    x, y, w, h = band.box(label)
    piece, area = band.piece(label), band.area(label)
    lows = cuts.own_lows(band, label, passes=cuts.goes_deep(block.cut, k, label))
    low = max(lows, key=lambda c: shape.lower_edge(piece, c - x)) if lows else x + int(piece[-1].argmax())
    choice, fork = _choice(block, low), shape.fork_column(piece)
    left, right = shape.arms(piece, low - x, 0)
    over = cuts.from_above(block.cut, k, label)
    tip = over > TIP_TIMES * area and y + h <= TIP_MM * PX_PER_MM
    return Mark(
        area=area / MM2,
        shares=tuple(shape.shares(piece, x, block.sides).tolist()),
        width=w / PX_PER_MM,
        height=h / PX_PER_MM,
        low_choice=choice,
        low_margin=min(low - int(block.sides[choice]), int(block.sides[choice + 1]) - low) / PX_PER_MM,
        at_side=bool(low <= cuts.EDGE_PX or low >= block.sides[-1] - cuts.EDGE_PX),
        bottoms=len(lows),
        crossings=shape.crossings(piece),
        fork_choice=_choice(block, x + fork) if fork >= 0 else -1,
        forks=shape.forks(piece),
        plus=shape.plus(piece, low - x),
        hole=shape.hole(piece) / MM2,
        solid=max(shape.solid(piece), shape.solid(_inside(band, label))),
        thickness=shape.thickness(piece) / PX_PER_MM,
        darkness=float(block.dark[band.top + y : band.top + y + h, x : x + w][piece].mean()) / 255,
        left_arm=left / PX_PER_MM,
        right_arm=right / PX_PER_MM,
        from_above=over / MM2,
        through=_joined(block.cut, k, label) > SPECK_ON_LINE_MM2 * MM2
        and (not lows or tip or cuts.is_dip(block.cut, k, label)),
    )


def _inside(band: Band, label: int) -> Mask:
    """A piece without its ends at the row lines, where remains of a ruling widen it; the whole where it is short."""
    x, y, w, h = band.box(label)
    first, last = max(y, RULING_PX), min(y + h, band.height - RULING_PX)
    if last - first < h / 2:
        return band.piece(label)
    return np.asarray(band.labels[first:last, x : x + w] == label)


def _joined(cut: Cut, k: int, label: int) -> int:
    """Area of a piece with what it meets in the rows above and below."""
    above = sum(cut.bands[k - 1].area(other) for other in cut.over(k, label))
    below = sum(cut.bands[k + 1].area(other) for other in cut.under(k, label))
    return cut.bands[k].area(label) + above + below


def _choice(block: _Block, column: int) -> int:
    """The choice whose cell holds a column of the block."""
    return min(max(int(np.searchsorted(block.sides, column, side="right")) - 1, 0), len(block.sides) - 2)


def _is_remnant(block: _Block, k: int, label: int) -> bool:
    """A thin trace where a ruling or streak was taken off."""
    band = block.cut.bands[k]
    piece = band.piece(label)
    if shape.thickness(piece) > REMNANT_PX:
        return False
    x, y, w, h = band.box(label)
    place = (slice(band.top + y, band.top + y + h), slice(x, x + w))
    crossing = np.abs(block.sides - (x + w / 2)).min() <= CROSSING_PX
    small = band.area(label) <= DOT_MM2 * MM2
    if small and not crossing and block.dark[place][piece].max() >= DARK_REMNANT * 255 * block.pen:
        return False  # perhaps a dot on the line; a large piece so thin is none
    return bool(block.near[place][piece].mean() >= REMNANT_SHARE)
