"""Pen strokes measured row by row: what stands in which row and cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.bands import Cut, cut
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.labelled import BAND, Ints
from pingyi.scanner.ink.piece_figures import (
    FIGURES,
    MM2,
    RULING_PX,
    measured,
    of_rows,
    on_floor,
    outline,
    reaches_lines,
)
from pingyi.scanner.ink.shape import Mask, solid
from pingyi.scanner.ink.show_through import own_ink, without
from pingyi.scanner.ink.signs import Sign, sign_of

INK_SHARE = 0.38  # of the page's pen depth: what is ink at all
INK_LEAST = 0.10  # darkness never taken for ink, however pale the pen
NOISE_TIMES = 3.0  # ink stands this far above the paper's own noise
WEAK_SHARE = 0.5  # of that: ink too pale to judge but not to overlook
WEAK_LEAST = 20  # of 255
PALE_TIMES, PALE_LEAST = 4.0, 0.05  # the same above the paper alone: a pencil's piece among ticks of a dark pen
LEAST_NAME_MM2 = (
    0.45  # of ink where a name may be written, as much as is stray ink in a row; a name has twenty times it
)
LEAST_MARK_MM2 = 1.0  # no tick has less ink
MARGIN_PX = 8  # beside a block, so that its edge is treated as its middle


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One connected piece of ink inside one row; lengths in mm, areas in mm²."""

    area: float
    shares: tuple[float, ...]  # of the area, per choice
    width: float
    height: float
    low_choice: int  # index of the cell that holds the lowest point
    low_margin: float  # mm from the lowest point to the nearest side of its cell
    low_beside: int  # the cell on the other side of it, -1 without one
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
    beyond: float = 0.0  # area of the other half of its stroke, which stands in the row below or above
    sign: Sign | None = None  # where more than ticks is declared: how like another sign it is
    on_floor: bool = False  # it ends at the ruling under its row: it may be the arm of what stands below

    @property
    def along(self) -> float:
        """Its ink by the length of its box's diagonal, mm: how much pen went along it."""
        return self.area / hypot(self.width, self.height)


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
    strong: Mask
    weak: Mask  # ink too pale to judge
    covered: Mask  # where streaks and folds ran
    sides: Ints  # choice borders in block pixels
    pen: float
    cut: Cut


def measure(table: Table, ink: Ink, form: BallotForm) -> tuple[RowMarks, ...]:
    """Measure every row of the form, in the form's order."""
    found: dict[str, RowMarks] = {}
    for rows in _blocks(form):
        block = _block(table, ink, rows)
        marks = _marks(block, signs=form.marks is not Declared.TICK)
        weak, covered = of_rows(_weak_ink(block, marks), block.covered, block.cut.bands, int(block.sides[-1]))
        for row, marked, area, share in zip(rows, marks, weak.tolist(), covered.tolist(), strict=True):
            found[row.item] = RowMarks(row=row, marks=tuple(marked), weak=area / MM2, covered=share)
    return tuple(found[row.item] for row in form.rows)


def _weak_ink(block: _Block, marks: Sequence[Sequence[Mark]]) -> Mask:
    """Ink too pale to judge; in rows without a tick only what is not the sheet's own."""
    ticked = np.array([any(mark.area >= LEAST_MARK_MM2 and not mark.through for mark in row) for row in marks])
    if not any(block.weak[top:bottom].any() for top, bottom in block.cut.bands[~ticked].tolist()):
        return block.weak
    places = block.cut.bands, block.sides
    return without(block.weak, places, own_ink(block.weak, block.strong, places, ticked))


def strokes(ink: Ink) -> Mask:
    """Where ink counts as ink: the mask, of the whole canvas, whose pieces are measured."""
    return _repaired(_from(ink.dark, _level(ink)), _near(ink, slice(None)))


def named_lines(table: Table, ink: Ink, form: BallotForm) -> frozenset[str]:
    """Items of the lines for a name that is not printed in whose cell there is more ink than a speck's."""
    lines = {row.item: table.box(row.written) for row in form.rows if row.written is not None}
    if not lines:
        return frozenset()
    inked = _from(ink.dark, _weak_level(ink)).view(np.uint8)  # a pencil's too
    areas = {item: np.count_nonzero(box.grown(-RULING_PX, inked.shape).of(inked)) / MM2 for item, box in lines.items()}
    return frozenset(item for item, area in areas.items() if area > LEAST_NAME_MM2)


def _level(ink: Ink) -> float:
    """Darkness (0..255) from which ink is ink."""
    return 255 * max(INK_SHARE * ink.pen, INK_LEAST, NOISE_TIMES * ink.noise)


def _weak_level(ink: Ink) -> float:
    """The same of ink too pale to judge but not to overlook."""
    return max(WEAK_SHARE * _level(ink), 255 * 2 * ink.noise, WEAK_LEAST)


def _pale_level(ink: Ink) -> float:
    """The same where only what hangs together counts: whatever stands out from the paper, however dark the pen is."""
    return min(_weak_level(ink), 255 * max(PALE_TIMES * ink.noise, PALE_LEAST))


def _from(dark: npt.NDArray[np.uint8], level: float) -> Mask:
    """Where it is as dark as `level`; by whole numbers, which is many times cheaper."""
    return np.asarray(dark >= np.ceil(level).astype(np.int16))


def _near(ink: Ink, columns: slice) -> Mask:
    """Where something was taken off, and beside."""
    taken = np.ascontiguousarray(ink.blurred[:, columns])
    return _as_mask(cv2.dilate(taken.view(np.uint8), np.ones((5, 5), np.uint8)))


def _repaired(ink: Mask, near: Mask) -> Mask:
    """Close the nicks that taking off a ruling leaves in strokes across it."""
    closed = cv2.morphologyEx(ink.view(np.uint8), cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    return np.asarray(ink | (_as_mask(closed) & near))


def _as_mask(picture: npt.NDArray[np.uint8]) -> Mask:
    """Zeros and ones as flags, without a copy."""
    return np.asarray(picture).view(np.bool_)


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
    strong = _repaired(_from(dark, level), near)
    weak = _from(dark, _weak_level(ink)) | (_from(dark, _pale_level(ink)) & ~near)  # rulings leave a pale rim
    weak &= ~_as_mask(cv2.dilate(strong.view(np.uint8), np.ones((7, 7), np.uint8)))
    bands = np.array([(table.ys[row.cells[0].row], table.ys[row.cells[0].row + 1]) for row in rows])
    return _Block(
        dark=dark[:, narrow],
        near=near[:, narrow],
        strong=strong[:, narrow],
        weak=weak[:, narrow],
        covered=ink.covered[:, sides[0] : sides[-1] + 1],
        sides=sides - sides[0],
        pen=ink.pen,
        cut=cut(strong[:, narrow], bands),
    )


def _marks(block: _Block, *, signs: bool) -> list[list[Mark]]:
    """Band by band; with `signs` those of other signs than ticks are measured too."""
    found: list[list[Mark]] = [[] for _ in block.cut.bands]
    kept, figures, shares = measured(block.cut, block.dark, block.near, block.sides, block.pen)
    for number, row, parts in zip(kept.tolist(), figures.tolist(), shares.tolist(), strict=True):
        of = dict(zip(FIGURES, row, strict=True))
        ends = (False, True) if reaches_lines(block.cut, number) else (False,)
        filled = max(solid(*outline(block.cut, number, inside)) for inside in ends)
        mark = Mark(
            area=of["area"],
            shares=tuple(parts),
            width=of["width"],
            height=of["height"],
            low_choice=int(of["low_choice"]),
            low_margin=of["low_margin"],
            low_beside=int(of["low_beside"]),
            at_side=bool(of["at_side"]),
            bottoms=int(of["bottoms"]),
            crossings=of["crossings"],
            fork_choice=int(of["fork_choice"]),
            forks=int(of["forks"]),
            plus=bool(of["plus"]),
            hole=of["hole"],
            solid=filled,
            thickness=of["thickness"],
            darkness=of["darkness"],
            left_arm=of["left_arm"],
            right_arm=of["right_arm"],
            from_above=of["from_above"],
            through=bool(of["through"]),
            beyond=of["beyond"],
            sign=sign_of(block.cut, number, block.sides) if signs else None,
            on_floor=on_floor(block.cut, number),
        )
        found[int(block.cut.pieces[number, BAND])].append(mark)
    return found
