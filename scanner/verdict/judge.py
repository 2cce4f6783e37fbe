"""The one place where two judgements become a verdict: they agree, or a person decides."""

from dataclasses import replace

from pingyi.domain.form import BallotForm
from pingyi.domain.reading import Doubt, RowReading, Verdict
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import RowMarks
from pingyi.scanner.verdict.first_judge import Opinion, first_opinion
from pingyi.scanner.verdict.second_judge import Odds, second_opinion

AGREES = 0.3  # the second judge's odds for what the first is sure of
OVERRULES = 0.95  # its odds that set aside the first's weaker doubts
WEAKER = frozenset(  # doubts about shapes, which the net has learnt; the others are about ink that is or is not there
    {
        Doubt.CROSS,
        Doubt.SPRAWLING,
        Doubt.LINE_THROUGH_ROWS,
        Doubt.STRAY_INK,
        Doubt.BORDER,
        Doubt.STRUCK_OUT,
        Doubt.SEVERAL_MARKS,
        Doubt.DAMAGED_CELL,  # a ruling that does not lie still; what is hidden is never judged
    }
)
VOIDED = frozenset({Doubt.CIRCLE, Doubt.CORRECTION, Doubt.UNLIKE_SHEET})  # taken back, or no tick at all
OVERRULES_VOIDED = 0.999
OVERRULES_HEAVY = 0.97  # ink over ink may be a tick taken back
OVERRULES_CROSSED_OUT = 0.9995
OVER_INK = frozenset({Doubt.CIRCLE, Doubt.CORRECTION, Doubt.STRUCK_OUT, Doubt.CROSS})  # two of them: crossed out
WRONG_WHEN_SURE = 0.01  # at most, of the rows the second judge gives up on: none in 1,200
MANY_DOUBTS = 0.35  # of a sheet's rows: then its blank rows are not to be believed either


def judge(
    table: Table, ink: Ink, form: BallotForm, marks: tuple[RowMarks, ...], damaged: frozenset[str]
) -> tuple[RowReading, ...]:
    """A verdict for every row; items in `damaged` lie in cells whose rulings were not found."""
    first = first_opinion(marks, ink, damaged)
    second = second_opinion(table, ink, form)
    readings = tuple(
        _reading(row, opinion, odds, form) for row, opinion, odds in zip(marks, first, second, strict=True)
    )
    doubtful = sum(reading.verdict is Verdict.DOUBTFUL for reading in readings)
    if doubtful <= MANY_DOUBTS * len(readings):
        return readings
    return tuple(_unless_blank(reading) for reading in readings)


def decided(first: Opinion, second: Odds) -> tuple[Doubt, ...]:
    """What keeps the machine from deciding a row; nothing when the judges agree."""
    agreed = second.of(first.verdict, first.choice)
    if not first.doubts:
        return () if agreed >= AGREES else (Doubt.JUDGES_DIFFER,)
    shapes_only = first.verdict is not Verdict.BLANK and (WEAKER | VOIDED).issuperset(first.doubts)
    return () if shapes_only and agreed >= _needed(first) else first.doubts


def _needed(first: Opinion) -> float:
    """The odds at which the second judge may set aside the first's doubts."""
    doubts = frozenset(first.doubts)
    if len(doubts & OVER_INK) > 1 and doubts & VOIDED:
        return OVERRULES_CROSSED_OUT
    if doubts & VOIDED:
        return OVERRULES_VOIDED
    return OVERRULES_HEAVY if Doubt.STRUCK_OUT in doubts else OVERRULES


def _confidence(first: Opinion, second: Odds) -> float:
    """How often rows like this are right, as benchmarks/reading/reliability.py measures it."""
    odds = second.of(first.verdict, first.choice)
    return odds if first.doubts else 1 - WRONG_WHEN_SURE * (1 - odds)


def _reading(row: RowMarks, first: Opinion, second: Odds, form: BallotForm) -> RowReading:
    doubts = decided(first, second)
    return RowReading(
        item=row.row.item,
        name=row.row.name,
        verdict=Verdict.DOUBTFUL if doubts else first.verdict,
        choice=form.choices[first.choice] if first.choice is not None and not doubts else "",
        confidence=0.0 if doubts else round(_confidence(first, second), 4),
        reasons=doubts,
    )


def _unless_blank(reading: RowReading) -> RowReading:
    """On a sheet that reads badly, a blank row may be a mark the scanner lost."""
    if reading.verdict is not Verdict.BLANK:
        return reading
    return replace(reading, verdict=Verdict.DOUBTFUL, confidence=0.0, reasons=(Doubt.FAINT,))
