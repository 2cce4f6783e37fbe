"""The first judge: measured strokes against thresholds."""

from dataclasses import dataclass

import numpy as np

from pingyi.domain.reading import Doubt, Verdict
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import Mark, RowMarks

OWN_SHARE = 0.68  # of a mark's ink must lie in the cell of its lowest point
SIDE_MM = 0.45  # a lowest point nearer to a ruling lies on it
SMALL_SHARE = 0.3  # of the sheet's usual mark: a speck
LARGE_SHARE = 2.0  # of the sheet's usual mark: scribble, strike-out, several strokes
THICK_TIMES = 1.8  # the sheet's usual stroke: ink over ink
FILLED = 0.55  # of its box under ink: a blot, not a tick
BLOT_SHARE = 1.25  # and heavier than the sheet's usual mark by this much
DOT_FILLED, DOT_MM = 0.7, 2.2  # of its box under ink, and its size: a broad pen's dot
FLAT, FLAT_ALONE = 0.28, 0.4  # height by width of a dash, with a left arm and without
HEAVY_SHARE = 1.35  # suspicious together with any crossing
USUAL_MM2, USUAL_THICKNESS_MM = 4.0, 0.6  # a ballpoint tick, for sheets without any
LEAST_MARK_MM2 = 1.0  # no tick has less ink
LEAST_WIDTH_MM = 0.7  # narrower is a bar
LEAST_SPAN_MM = 1.4  # nor spans less
FAINT_SHARE = 0.5  # of the pen's depth
HOLE_MM2 = 0.25  # enclosed by one mark: a circle, a crossed stroke
CROSSED_COLUMNS = 0.10  # share of a mark's columns with strokes above each other: ticks have next to none
CROSSED_HEAVY = 0.075  # the same for a heavy mark
ARM_SHARE = 0.35  # the right arm of a tick rises at least this share of its height
PASSING_SHARE = 0.5  # of the sheet's usual mark, and
PASSING_ARM_MM = 0.5  # this much of a left arm: a tick that touches the next row's stroke
STRAY_MM2 = 0.45  # further ink in a row that must not pass unseen
WEAK_MM2 = 0.7  # the same for ink only just above the paper
BAR_MM, BAR_TIMES = 1.4, 2.5  # and of the sheet's usual stroke: a bar, a strip; the second judge has seen none
STRAY_COVER = 0.35  # of a row under streaks: nothing is sure there


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What marks of this sheet are like."""

    area: float
    thickness: float
    pen: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What the strokes of one row say, and every reason not to believe it."""

    verdict: Verdict  # never DOUBTFUL: with doubts it is a guess
    choice: int | None  # index, when the verdict is VALID
    doubts: tuple[Doubt, ...]
    margin: float  # 0..1: how far the row is from the nearest doubt


def first_opinion(rows: tuple[RowMarks, ...], ink: Ink, damaged: frozenset[str]) -> tuple[Opinion, ...]:
    """An opinion on every row; items in `damaged` lie in cells whose rulings were not found."""
    usual = usual_marks(rows, ink)
    return tuple(_row(row, usual, ink, damaged) for row in rows)


def usual_marks(rows: tuple[RowMarks, ...], ink: Ink) -> Usual:
    """Medians over the marks that stand in their rows."""
    marks = [mark for row in rows for mark in row.marks if not mark.through and mark.area >= LEAST_MARK_MM2]
    if not marks:
        return Usual(area=USUAL_MM2, thickness=USUAL_THICKNESS_MM, pen=ink.pen)
    return Usual(
        area=float(np.median([mark.area for mark in marks])),
        thickness=float(np.median([mark.thickness for mark in marks])),
        pen=ink.pen,
    )


def _row(row: RowMarks, usual: Usual, ink: Ink, damaged: frozenset[str]) -> Opinion:
    standing = [mark for mark in row.marks if not mark.through]
    main = [mark for mark in standing if not is_speck(mark, usual)]
    doubts = _row_doubts(row, standing, main, usual)
    if row.row.item in damaged:
        doubts.append(Doubt.DAMAGED_CELL)
    if any((cell.row, cell.col) in ink.unsure for cell in row.row.cells):
        doubts.append(Doubt.PRINT_IN_CELL)
    for mark in main:
        doubts.extend(_mark_doubts(mark, usual))
    if len(main) > 1:
        doubts.extend(_several(main, usual))
    cells = {mark.low_choice for mark in main} or _passing(row, usual)
    if doubts and len(cells) > 1:  # perhaps one tick, and a tail or crumbs beside it
        cells = {mark.low_choice for mark in main if _is_tick(mark)} or cells
    verdict = (Verdict.BLANK, Verdict.VALID, Verdict.MULTIPLE)[min(len(cells), 2)]
    return Opinion(
        verdict=verdict,
        choice=min(cells) if verdict is Verdict.VALID else None,
        doubts=tuple(dict.fromkeys(doubts)),
        margin=_margin(row, main, usual) if not doubts else 0.0,
    )


def _is_tick(mark: Mark) -> bool:
    """Both arms of a tick, on its own in its cell."""
    arms = mark.left_arm >= PASSING_ARM_MM and mark.right_arm >= ARM_SHARE * mark.height
    return arms and mark.low_margin >= SIDE_MM and mark.height >= LEAST_SPAN_MM


def _passing(row: RowMarks, usual: Usual) -> set[int]:
    """Cells where a stroke that runs on into another row opens like a tick: a guess, since it is doubted anyway."""
    large = [mark for mark in row.marks if mark.through and mark.area >= PASSING_SHARE * usual.area]
    open_low = [m for m in large if m.left_arm >= PASSING_ARM_MM and m.right_arm >= ARM_SHARE * m.height]
    return {m.low_choice for m in open_low} or {m.fork_choice for m in large if m.fork_choice >= 0}


def is_speck(mark: Mark, usual: Usual) -> bool:
    """Too little ink for a mark."""
    small = mark.area < max(LEAST_MARK_MM2, SMALL_SHARE * usual.area)
    return small or max(mark.width, mark.height) < LEAST_SPAN_MM


def _row_doubts(row: RowMarks, standing: list[Mark], main: list[Mark], usual: Usual) -> list[Doubt]:
    """Ink that is no mark but must not be overlooked."""
    doubts: list[Doubt] = []
    specks = [mark for mark in standing if mark not in main]
    if any(mark.area >= STRAY_MM2 for mark in specks):
        doubts.append(Doubt.SPECK if not main else Doubt.STRAY_INK)
    if not main:
        if any(mark.area >= STRAY_MM2 for mark in row.marks if mark.through):
            doubts.append(Doubt.SPRAWLING)
        if row.weak >= WEAK_MM2:
            doubts.append(Doubt.FAINT)
        if specks:  # blank rows are rare: asking about dust costs little, overlooking a dot is an error
            doubts.append(Doubt.SPECK)
    tails = [mark for mark in row.marks if mark.through and mark.area > 0.8 * usual.area]
    if tails:
        doubts.append(Doubt.LINE_THROUGH_ROWS)
    if any(mark.thickness >= max(BAR_MM, BAR_TIMES * usual.thickness) for mark in row.marks):
        doubts.append(Doubt.BAR)
    if row.covered > STRAY_COVER:
        doubts.append(Doubt.STRAY_INK)
    return doubts


def _mark_doubts(mark: Mark, usual: Usual) -> list[Doubt]:
    doubts: list[Doubt] = []
    own = mark.shares[mark.low_choice] * mark.area / (mark.area + mark.from_above)
    if own < OWN_SHARE:
        doubts.append(Doubt.SPRAWLING)
    if mark.low_margin < SIDE_MM or mark.at_side:
        doubts.append(Doubt.BORDER)
    if mark.hole >= HOLE_MM2:
        doubts.append(Doubt.CIRCLE)
    if mark.bottoms > 1 or mark.forks > 1 or mark.plus or mark.crossings > CROSSED_COLUMNS:
        doubts.append(Doubt.CROSS)
    if mark.crossings > CROSSED_HEAVY and mark.area > HEAVY_SHARE * usual.area:
        doubts.append(Doubt.CORRECTION)
    blot = mark.area > max(FILLED * mark.width * mark.height, BLOT_SHARE * usual.area)
    over = blot or mark.thickness > THICK_TIMES * usual.thickness
    if mark.area > LARGE_SHARE * usual.area or over:
        doubts.append(Doubt.STRUCK_OUT)
    if mark.area > DOT_FILLED * mark.width * mark.height and max(mark.width, mark.height) < DOT_MM:
        doubts.append(Doubt.SPECK)
    if mark.darkness < FAINT_SHARE * usual.pen:
        doubts.append(Doubt.FAINT)
    dash = mark.height < (FLAT if mark.left_arm >= PASSING_ARM_MM else FLAT_ALONE) * mark.width
    if mark.right_arm < ARM_SHARE * mark.height or mark.width < LEAST_WIDTH_MM or dash:
        doubts.append(Doubt.UNLIKE_SHEET)
    return doubts


def _several(main: list[Mark], usual: Usual) -> list[Doubt]:
    """Two real ticks of the page's own pen, in two cells, or a person looks."""
    cells = {mark.low_choice for mark in main}
    alike = all(0.5 * usual.area <= mark.area <= 1.9 * usual.area for mark in main)
    dark = all(mark.darkness >= 0.75 * usual.pen for mark in main)
    ticks = all(_is_tick(mark) for mark in main)  # a bar's end beside a tick is no second one
    return [] if len(cells) == len(main) and alike and dark and ticks else [Doubt.SEVERAL_MARKS]


def _margin(row: RowMarks, main: list[Mark], usual: Usual) -> float:
    """How far the row is from the nearest doubt, 0..1."""
    margins = [1 - row.weak / WEAK_MM2 if not main else 1.0]
    for mark in main:
        own = mark.shares[mark.low_choice] * mark.area / (mark.area + mark.from_above)
        margins += [
            (own - OWN_SHARE) / (1 - OWN_SHARE),
            mark.low_margin / 2,
            mark.area / usual.area - SMALL_SHARE,
            mark.darkness / usual.pen,
            1 - mark.crossings / CROSSED_COLUMNS,
        ]
    return float(np.clip(min(margins), 0.0, 1.0))
