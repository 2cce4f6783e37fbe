"""
Every reason not to believe a mark that is no tick but that the office declared: a cross, a filled dot.

A cross is looked at as one only on a sheet that is filled with crosses: on any other a cross may be a tick struck out,
and is judged as ever. Where dots are declared nothing else chooses.
"""

from dataclasses import replace

from pingyi.domain.forms.declared import Declared
from pingyi.domain.readings.reading import Doubt
from pingyi.scanner.ink.marks import Mark, RowMarks
from pingyi.scanner.ink.signs import Sign
from pingyi.scanner.verdict.mark_rules import (
    DARKER,
    FAINT_SHARE,
    HOLE_MM2,
    LARGE,
    MARK_RULES,
    THICK,
    VOTE_RULES,
)
from pingyi.scanner.verdict.rule import BELOW, LEAST, MOST, OWN_SHARE, SIDE_MM, MarkSeen, Rule

TWO_STROKES = 0.98  # of a cross's ink lies in two straight strokes, of all but one in a hundred
ARM_MM = 0.8  # the shortest arm of a cross: one in a hundred has 1.4 and less, where a tick bends there is none
CROSS_INK = 1.25  # of the ink by length of the sheet's marks, which crosses exceed by 1.15 at most: a stroke over it
HABIT, LEAST_CROSSES = 0.7, 3  # share and number of a sheet's marks that are crosses, on a sheet of crosses
LEAST_MM2 = 1.0  # smaller says nothing of a sheet's habit
DOT_FILLED, DOT_LONG = 0.6, 1.7  # of its box under ink, and length by breadth: a disc has 0.79 and 1
DOT_DEEP = 0.6  # its largest disc of ink, by its breadth: a broad pen's tick has less
DOT_MM = 1.3  # smaller is a pen put down
DOT_UNLIKE, DOT_LARGE = 0.3, 3.2  # of the sheet's usual dot: half and nearly twice as broad

_OWN: Rule[MarkSeen] = Rule(
    doubt=Doubt.SPRAWLING,
    label="落在所在格的部分",
    value=MarkSeen.own_sign,
    sense=LEAST,
    limit=lambda _: OWN_SHARE,
)
_BORDER: Rule[MarkSeen] = Rule(
    doubt=Doubt.BORDER,
    label="中心离竖线",
    unit="mm",
    value=lambda m: m.mark.low_margin,
    sense=LEAST,
    limit=lambda _: SIDE_MM,
)
_FAINT: Rule[MarkSeen] = Rule(
    doubt=Doubt.FAINT,
    label="墨迹深浅",
    value=lambda m: m.mark.darkness,
    sense=LEAST,
    limit=lambda m: FAINT_SHARE * m.usual.pen,
)
_DARKER: Rule[MarkSeen] = Rule(
    doubt=Doubt.BAR,
    label="墨迹深浅，按本张常见标记的倍数",
    value=lambda m: m.mark.darkness / m.usual.darkness,
    sense=BELOW,
    limit=lambda _: DARKER,
)

CROSS_RULES: tuple[Rule[MarkSeen], ...] = (
    _OWN,
    _BORDER,
    Rule(
        doubt=Doubt.CIRCLE,
        label="围住的空白",
        unit="mm²",
        value=lambda m: m.mark.hole,
        sense=BELOW,
        limit=lambda _: HOLE_MM2,
    ),
    LARGE,
    Rule(
        doubt=Doubt.CORRECTION,
        label="墨迹按长，本张常见标记的倍数",
        value=lambda m: m.mark.along / m.usual.along,
        sense=MOST,
        limit=lambda _: CROSS_INK,
    ),
    THICK,
    _FAINT,
)

DOT_RULES: tuple[Rule[MarkSeen], ...] = (
    _OWN,
    _BORDER,
    Rule(
        doubt=Doubt.UNDECLARED,
        label="涂满外接方框的部分",
        value=lambda m: _sign(m.mark).filled,
        sense=LEAST,
        limit=lambda _: DOT_FILLED,
    ),
    Rule(
        doubt=Doubt.UNDECLARED,
        label="长，按宽的倍数",
        value=lambda m: _sign(m.mark).long,
        sense=MOST,
        limit=lambda _: DOT_LONG,
    ),
    Rule(
        doubt=Doubt.UNDECLARED,
        label="涂实的部分，按宽的倍数",
        value=lambda m: _sign(m.mark).deep,
        sense=LEAST,
        limit=lambda _: DOT_DEEP,
    ),
    Rule(
        doubt=Doubt.SPECK,
        label="圆点的宽",
        unit="mm",
        value=lambda m: min(m.mark.width, m.mark.height),
        sense=LEAST,
        limit=lambda _: DOT_MM,
    ),
    Rule(
        doubt=Doubt.UNLIKE_SHEET,
        label="圆点面积",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=LEAST,
        limit=lambda m: DOT_UNLIKE * m.usual.area,
    ),
    Rule(
        doubt=Doubt.STRUCK_OUT,
        label="墨迹面积",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=MOST,
        limit=lambda m: DOT_LARGE * m.usual.area,
    ),
    _FAINT,
)

RULES_OF: dict[Declared, tuple[Rule[MarkSeen], ...]] = {
    Declared.TICK: MARK_RULES,
    Declared.TICK_OR_CROSS: CROSS_RULES,
    Declared.DOT: DOT_RULES,
}
"""Against a mark, by what it is judged as."""

VOTE_RULES_OF: dict[Declared, tuple[Rule[MarkSeen], ...]] = {
    Declared.TICK: VOTE_RULES,
    Declared.TICK_OR_CROSS: (_DARKER,),
    Declared.DOT: (_DARKER,),
}
"""Against the mark that would be the vote."""


def judged_as(mark: Mark, sheet: Declared) -> Declared:
    """As what a mark of such a sheet is judged; of a sheet of crosses those that are none as ticks."""
    return Declared.TICK if sheet is Declared.TICK_OR_CROSS and not _is_cross(mark) else sheet


def sheet_of(rows: tuple[RowMarks, ...]) -> Declared:
    """What a sheet is filled with, where crosses are declared: with crosses when most of its marks are."""
    marks = [mark for row in rows for mark in row.marks if not mark.through and mark.area >= LEAST_MM2]
    crosses = sum(_is_cross(mark) for mark in marks)
    of_crosses = crosses >= max(LEAST_CROSSES, HABIT * len(marks))
    return Declared.TICK_OR_CROSS if of_crosses else Declared.TICK


def placed(mark: Mark, sheet: Declared) -> Mark:
    """The mark where its sign has its place on such a sheet: at the foot, where it crosses, in the middle."""
    judged = judged_as(mark, sheet)
    if judged is Declared.TICK:
        return _off_ruling(mark)
    sign, crosses = _sign(mark), judged is Declared.TICK_OR_CROSS
    return replace(
        mark,
        low_choice=sign.cross_choice if crosses else sign.dot_choice,
        low_margin=sign.cross_margin if crosses else sign.dot_margin,
    )


def _off_ruling(tick: Mark) -> Mark:
    """A tick whose foot stands on a ruling is that of the cell its ink lies in; the foot's place stays a doubt."""
    here = tick.low_beside if tick.low_margin < SIDE_MM and tick.low_beside >= 0 else tick.low_choice
    if here == tick.low_choice or tick.shares[here] < OWN_SHARE:
        return tick
    return replace(tick, low_choice=here)


def _is_cross(mark: Mark) -> bool:
    sign = _sign(mark)
    return sign.two_strokes >= TWO_STROKES and sign.arm >= ARM_MM


def _sign(mark: Mark) -> Sign:
    """The figures that are measured where something besides ticks is declared."""
    if mark.sign is None:
        raise ValueError("a mark of a form on which ticks alone choose has no figures of other signs")
    return mark.sign
