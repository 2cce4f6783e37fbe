"""The one place where two judgements become a verdict: they agree, or a person decides."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import BETWEEN_WORDS, Doubt, RowReading, RowWord, Verdict
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import RowMarks
from pingyi.scanner.verdict.first_judge import Opinion, first_opinion, rows_seen
from pingyi.scanner.verdict.rule import Beside, Pair, RowSeen, doubts
from pingyi.scanner.verdict.rules import PAIR_RULES, SHEET_RULES, agreement_needed
from pingyi.scanner.verdict.second_judge import Odds, second_opinion

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
CRUMBS = frozenset({Doubt.STRAY_INK})  # of a sign the net has learnt nothing, of remains of rulings beside it it has
VOIDED = frozenset({Doubt.CIRCLE, Doubt.CORRECTION, Doubt.UNLIKE_SHEET})  # taken back, or no tick at all
_MAY_OVERRULE = {  # a vote is voided only where both judges see whole ticks: a bar's end is no second mark
    Verdict.VALID: WEAKER | VOIDED,
    Verdict.MULTIPLE: frozenset({Doubt.SEVERAL_MARKS}),
}
OVERRULES_VOIDED = 0.999
OVERRULES_HEAVY = 0.97  # ink over ink may be a tick taken back, two strokes a cross
OVERRULES_CROSSED_OUT = 0.9995
OVER_INK = frozenset({Doubt.CIRCLE, Doubt.CORRECTION, Doubt.STRUCK_OUT, Doubt.CROSS})  # two of them: crossed out
PASSING = frozenset(
    {Doubt.SPRAWLING, Doubt.LINE_THROUGH_ROWS, Doubt.BAR}
)  # of a row in which nothing has its low point
TOLD = frozenset({Verdict.VALID, Verdict.MULTIPLE})
WRONG_WHEN_SURE = 0.01  # at most, of the rows the second judge gives up on: none in 1,200


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """Items of the rows of which something is known before their ink is looked at."""

    unsteady: frozenset[str]  # their rulings were set by their neighbours or do not lie still
    hidden: frozenset[str]  # a cell lies under a fold, is torn off, or in a frame that is interrupted
    unproven: frozenset[str]  # their own print does not show which row they are
    edited: frozenset[str]  # written on after the scan
    named: frozenset[str] = frozenset()  # lines for a name that is not printed, in which somebody has written


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One row with all it was judged by."""

    seen: RowSeen
    first: Opinion
    second: Odds
    beside: Beside
    reading: RowReading


Judgement = tuple[RowSeen, Opinion, Odds]


def judge(table: Table, ink: Ink, form: BallotForm, marks: tuple[RowMarks, ...], known: Known) -> tuple[Judged, ...]:
    """A verdict for every row, in the form's order."""
    rows = rows_seen(marks, ink, known.unsteady, form.marks, any_of=form.several)
    second = second_opinion(table, ink, form)
    opinions = list(zip(rows, first_opinion(rows), second, strict=True))
    tails = _tails(opinions)
    readings = [_reading(opinion, form, known, tail=_place(opinion[0]) in tails) for opinion in opinions]
    shares = _doubtful(readings), _crossed(readings)
    told: dict[tuple[int, int], bool] = {}
    judged: dict[int, Judged] = {}
    for k in sorted(range(len(rows)), key=lambda number: _place(rows[number])):  # downwards: a hand may shift them all
        row, opinion, odds = opinions[k]
        beside = _beside(row, readings[k], (shares, told), known)
        judged[k] = Judged(seen=row, first=opinion, second=odds, beside=beside, reading=_asked(readings[k], beside))
        told[_place(row)] = judged[k].reading.verdict in TOLD
    return tuple(judged[k] for k in range(len(rows)))


def pair(first: Opinion, second: Odds) -> Pair:
    """How far they agree."""
    void = first.verdict is Verdict.MULTIPLE
    return Pair(agreed=_agreed(first, second), sure=not first.doubts, void=void)


def _agreed(first: Opinion, second: Odds) -> float:
    """The second judge's odds for what the first says; of a sign that is no tick, that there is no other ink."""
    if first.signed:
        return second.alone[first.choice] if first.choice is not None else 0.0
    if first.several and len(first.cells) > 1:
        return second.exactly(first.cells)
    return second.of(first.verdict, first.choice)


def decided(first: Opinion, second: Odds, *, tail: bool = False) -> tuple[Doubt, ...]:
    """What keeps the machine from deciding a row, whose ink may be another's `tail`; nothing when the judges agree."""
    both = pair(first, second)
    if both.sure:
        return tuple(doubts(PAIR_RULES, both))
    if first.signed:
        crumbs_only = CRUMBS.issuperset(first.doubts)
        return () if crumbs_only and both.agreed >= OVERRULES else first.doubts
    if tail and first.verdict is Verdict.BLANK:
        return () if PASSING.issuperset(first.doubts) and both.agreed >= agreement_needed(void=True) else first.doubts
    shapes_only = _MAY_OVERRULE.get(first.verdict, frozenset()).issuperset(first.doubts)
    return () if shapes_only and both.agreed >= odds_to_overrule(first) else first.doubts


def odds_to_overrule(first: Opinion) -> float:
    """The odds at which the second judge may set aside the first's doubts."""
    doubts = frozenset(first.doubts)
    if len(doubts & OVER_INK) > 1 and doubts & VOIDED:
        return OVERRULES_CROSSED_OUT
    if doubts & VOIDED:
        return OVERRULES_VOIDED
    return OVERRULES_HEAVY if doubts & {Doubt.STRUCK_OUT, Doubt.CROSS} else OVERRULES


def _confidence(first: Opinion, second: Odds) -> float:
    """How often rows like this are right, as benchmarks/reading/reliability.py measures it."""
    odds = _agreed(first, second)
    return odds if first.doubts else 1 - WRONG_WHEN_SURE * (1 - odds)


def _tails(opinions: Sequence[Judgement]) -> frozenset[tuple[int, int]]:
    """Places of rows of one cell in which nothing stands but the arms of ticks that are votes of the row below."""
    by_place = {_place(row): (row, first, second) for row, first, second in opinions}
    return frozenset(
        (level - 1, column)
        for (level, column), (row, first, second) in by_place.items()
        if (level - 1, column) in by_place and first.verdict is Verdict.VALID and not decided(first, second)
        for above in (by_place[level - 1, column][0],)
        if above.cellwise() and not above.main and above.all_passing() <= row.from_above(first.cells)
    )


def _reading(judgement: Judgement, form: BallotForm, known: Known, *, tail: bool) -> RowReading:
    """What the two judges say of a row, whose ink may all be the `tail` of the row below."""
    row, first, second = judgement
    doubted = decided(first, second, tail=tail)
    if row.row.row.written is not None and row.row.row.item not in known.named and doubted == (Doubt.SPECK,):
        doubted = ()  # where no name is written a dot beside it chooses nobody
    said = said_by(first, form)
    return RowReading(
        item=row.row.row.item,
        name=row.row.row.name,
        verdict=Verdict.DOUBTFUL if doubted else said.verdict,
        choice="" if doubted else said.choice,
        confidence=0.0 if doubted else round(_confidence(first, second), 4),
        reasons=doubted,
    )


def said_by(first: Opinion, form: BallotForm) -> RowWord:
    """What the first judge says, in the form's words: in a row that may have several ticks all of them."""
    ticked = [form.choices[cell] for cell in sorted(first.cells)] if first.verdict is Verdict.VALID else []
    return RowWord(verdict=first.verdict, choice=BETWEEN_WORDS.join(ticked))


def _doubtful(readings: Sequence[RowReading]) -> float:
    """Share of a sheet's rows that are doubted."""
    return sum(reading.verdict is Verdict.DOUBTFUL for reading in readings) / len(readings)


def _crossed(readings: Sequence[RowReading]) -> float:
    """Share of the rows with marks that look like crosses."""
    crossed = sum(Doubt.CROSS in reading.reasons for reading in readings)
    return crossed / max(1, sum(reading.verdict is not Verdict.BLANK for reading in readings))


def _place(seen: RowSeen) -> tuple[int, int]:
    """Row and column of the table."""
    cell = seen.row.row.cells[0]
    return cell.row, cell.col


def _beside(
    seen: RowSeen, reading: RowReading, sheet: tuple[tuple[float, float], dict[tuple[int, int], bool]], known: Known
) -> Beside:
    """`sheet`: shares of its rows, doubted and crossed, and by place whether a row above is told by its own marks."""
    row, ((doubtful, crossed), told) = seen.row.row, sheet
    level, column = _place(seen)
    return Beside(
        in_row=min((mark.in_row() for mark in seen.main), default=1.0),
        of_stroke=min((mark.of_stroke() for mark in seen.main), default=1.0),
        above_told=told.get((level - 1, column), True),
        blank=reading.verdict is Verdict.BLANK,
        doubtful=doubtful,
        crossed=crossed,
        hidden=reading.item in known.hidden,
        unproven=reading.item in known.unproven,
        edited=reading.item in known.edited,
        written=row.written is not None,
        named=reading.item in known.named,
    )


def _asked(reading: RowReading, beside: Beside) -> RowReading:
    """The reading, without a verdict where what lies beside decides: then a person looks, whatever was measured."""
    against = tuple(doubts(SHEET_RULES, beside))
    if not against:
        return reading
    reasons = tuple(dict.fromkeys((*reading.reasons, *against)))
    return replace(reading, verdict=Verdict.DOUBTFUL, choice="", confidence=0.0, reasons=reasons)
