"""The one place where measurements become verdicts."""

from dataclasses import dataclass, replace

import numpy as np

from domain.form import BallotForm
from domain.reading import Doubt, RowReading, Verdict
from scanner.ink import Ink
from scanner.marks import Mark, RowMarks

OWN_SHARE = 0.68  # of a mark's ink must lie in the cell of its lowest point
SIDE_MM = 0.45  # a lowest point nearer to a ruling lies on it
SMALL_SHARE = 0.3  # of the sheet's usual mark: a speck
LARGE_SHARE = 2.0  # of the sheet's usual mark: scribble, strike-out, several strokes
THICK_TIMES = 1.8  # the sheet's usual stroke: ink over ink
FILLED = 0.55  # of its box under ink: a blot, not a tick
BLOT_SHARE = 1.25  # and heavier than the sheet's usual mark by this much
FLAT = 0.28  # height by width of a dash
MANY_DOUBTS = 0.35  # of a sheet's rows: then its blank rows are not to be believed either
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
STRAY_MM2 = 0.45  # further ink in a row that must not pass unseen
WEAK_MM2 = 0.7  # the same for ink only just above the paper
STRAY_COVER = 0.35  # of a row under streaks: nothing is sure there


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """What marks of this sheet are like."""

    area: float
    thickness: float
    pen: float


def judge(rows: tuple[RowMarks, ...], ink: Ink, form: BallotForm, damaged: frozenset[str]) -> tuple[RowReading, ...]:
    """A verdict for every row; items in `damaged` lie in cells whose rulings were not found."""
    usual = _usual(rows, ink)
    readings = tuple(_row(row, usual, ink, form, damaged) for row in rows)
    doubtful = sum(reading.verdict is Verdict.DOUBTFUL for reading in readings)
    if doubtful <= MANY_DOUBTS * len(readings):
        return readings
    return tuple(_unless_blank(reading) for reading in readings)


def _unless_blank(reading: RowReading) -> RowReading:
    """On a sheet that reads badly, a blank row may be a mark the scanner lost."""
    if reading.verdict is not Verdict.BLANK:
        return reading
    return replace(reading, verdict=Verdict.DOUBTFUL, confidence=0.0, reasons=(Doubt.FAINT,))


def _usual(rows: tuple[RowMarks, ...], ink: Ink) -> Usual:
    marks = [mark for row in rows for mark in row.marks if not mark.through and mark.area >= LEAST_MARK_MM2]
    if not marks:
        return Usual(area=USUAL_MM2, thickness=USUAL_THICKNESS_MM, pen=ink.pen)
    return Usual(
        area=float(np.median([mark.area for mark in marks])),
        thickness=float(np.median([mark.thickness for mark in marks])),
        pen=ink.pen,
    )


def _row(row: RowMarks, usual: Usual, ink: Ink, form: BallotForm, damaged: frozenset[str]) -> RowReading:
    standing = [mark for mark in row.marks if not mark.through]
    main = [mark for mark in standing if not _is_speck(mark, usual)]
    doubts = _row_doubts(row, standing, main, usual)
    if row.row.item in damaged:
        doubts.append(Doubt.DAMAGED_CELL)
    if any((cell.row, cell.col) in ink.unsure for cell in row.row.cells):
        doubts.append(Doubt.STRAY_INK)
    for mark in main:
        doubts.extend(_mark_doubts(mark, usual))
    if len(main) > 1:
        doubts.extend(_several(main, usual))
    verdict, choice = Verdict.BLANK, ""
    if len(main) == 1:
        verdict, choice = Verdict.VALID, form.choices[main[0].low_choice]
    elif len(main) > 1:
        verdict = Verdict.MULTIPLE
    if doubts:
        verdict, choice = Verdict.DOUBTFUL, ""
    return RowReading(
        item=row.row.item,
        name=row.row.name,
        verdict=verdict,
        choice=choice,
        confidence=_confidence(row, main, usual) if not doubts else 0.0,
        reasons=tuple(dict.fromkeys(doubts)),
    )


def _is_speck(mark: Mark, usual: Usual) -> bool:
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
    if row.covered > STRAY_COVER:
        doubts.append(Doubt.DAMAGED_CELL)
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
    if mark.darkness < FAINT_SHARE * usual.pen:
        doubts.append(Doubt.FAINT)
    if mark.right_arm < ARM_SHARE * mark.height or mark.width < LEAST_WIDTH_MM or mark.height < FLAT * mark.width:
        doubts.append(Doubt.UNLIKE_SHEET)
    return doubts


def _several(main: list[Mark], usual: Usual) -> list[Doubt]:
    """Two real ticks of the page's own pen, in two cells, or a person looks."""
    cells = {mark.low_choice for mark in main}
    alike = all(0.5 * usual.area <= mark.area <= 1.9 * usual.area for mark in main)
    dark = all(mark.darkness >= 0.75 * usual.pen for mark in main)
    return [] if len(cells) == len(main) and alike and dark else [Doubt.SEVERAL_MARKS]


def _confidence(row: RowMarks, main: list[Mark], usual: Usual) -> float:
    """How far the row is from the nearest doubt, 0.5..1; calibrated figures come with more data."""
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
    return round(float(np.clip(0.5 + 0.5 * min(margins), 0.5, 1.0)), 3)
