"""
Every reason not to believe a row; those against one of its marks are in mark_rules.

One table for both: a row is doubted where a figure lies beyond its limit, and people are shown these figures. A doubt
that stands in no rule cannot be raised.
"""

from pingyi.domain.readings.reading import Doubt
from pingyi.scanner.verdict.mark_rules import SOLID
from pingyi.scanner.verdict.rule import BELOW, LEAST, MOST, STRAY_MM2, Beside, Pair, RowSeen, Rule

TAIL_SHARE = 0.8  # of the sheet's usual mark: more that only passes is a stroke through the rows
WEAK_MM2 = 0.7  # the same for ink only just above the paper
BAR_MM, BAR_TIMES = 1.4, 2.5  # and of the sheet's usual stroke: a bar, a strip; the second judge has seen none
DOT_MM2 = 0.2  # half a millimetre across: as much as a pen leaves that is put down; dust is less
STRAY_COVER = 0.35  # of a row under streaks: nothing is sure there
ALIKE_LEAST, ALIKE_MOST, ALIKE_DARK = 0.5, 1.9, 0.75  # of the usual mark and pen: two ticks of one hand
AGREES = 0.3  # the second judge's odds for what the first is sure of
AGREES_VOID = 0.9  # and for a vote it calls void
OF_STROKE = 0.7  # of a stroke that stands in two rows: one at most has it, and what is less clear is asked in both
IN_ROW = 0.5  # of a mark's ink: else the row above may be meant
MOST_CROSSED = 0.5  # of a sheet's rows with marks: then none of its marks is believed to be a tick
MANY_DOUBTS = 0.35  # of a sheet's rows: then its blank rows are not to be believed either


def agreement_needed(*, void: bool) -> float:
    """The second judge's odds (0..1) for what the first is sure of, or for a vote it calls void."""
    return AGREES_VOID if void else AGREES


ROW_RULES: tuple[Rule[RowSeen], ...] = (  # ink that is no mark but must not be overlooked
    Rule(
        doubt=Doubt.SPECK,
        label="最大的小点",
        unit="mm²",
        value=RowSeen.speck,
        sense=BELOW,
        limit=lambda _: STRAY_MM2,
        when=lambda r: not r.main,
    ),
    Rule(
        doubt=Doubt.STRAY_INK,
        label="标记以外最大的一块墨迹",
        unit="mm²",
        value=RowSeen.speck,
        sense=BELOW,
        limit=lambda _: STRAY_MM2,
        when=lambda r: bool(r.main),
    ),
    Rule(
        doubt=Doubt.SPRAWLING,
        label="没有标记，穿过的一笔",
        unit="mm²",
        value=RowSeen.passing,
        sense=BELOW,
        limit=lambda _: STRAY_MM2,
        when=lambda r: not r.main,
    ),
    Rule(
        doubt=Doubt.BAR,
        label="没有标记，穿过的一笔占满外接矩形的部分",
        value=RowSeen.passing_solid,
        sense=BELOW,
        limit=lambda _: SOLID,
        when=lambda r: not r.main,
    ),
    Rule(
        doubt=Doubt.FAINT,
        label="没有标记，淡墨迹",
        unit="mm²",
        value=lambda r: r.row.weak,
        sense=BELOW,
        limit=lambda _: WEAK_MM2,
        when=lambda r: not r.main,
    ),
    Rule(  # blank rows are rare: asking about dust costs little, overlooking a dot is an error
        doubt=Doubt.SPECK,
        label="没有标记，小点个数",
        value=lambda r: len(r.specks),
        sense=MOST,
        limit=lambda _: 0,
        when=lambda r: not r.main and not r.cellwise(),
    ),
    Rule(  # where empty cells are many, dust in them is no dot of a pen
        doubt=Doubt.SPECK,
        label="一格一问，没有标记的格里最大的小点",
        unit="mm²",
        value=RowSeen.apart,
        sense=BELOW,
        limit=lambda _: DOT_MM2,
        when=RowSeen.cellwise,
    ),
    Rule(
        doubt=Doubt.LINE_THROUGH_ROWS,
        label="穿过本行的最大一笔",
        unit="mm²",
        value=RowSeen.passing,
        sense=MOST,
        limit=lambda r: TAIL_SHARE * r.usual.area,
    ),
    Rule(
        doubt=Doubt.BAR,
        label="本行最粗的墨迹",
        unit="mm",
        value=lambda r: max((mark.thickness for mark in r.row.marks), default=0.0),
        sense=BELOW,
        limit=lambda r: max(BAR_MM, BAR_TIMES * r.usual.thickness),
    ),
    Rule(
        doubt=Doubt.STRAY_INK,
        label="被划痕、折痕盖住的部分",
        value=lambda r: r.row.covered,
        sense=MOST,
        limit=lambda _: STRAY_COVER,
    ),
    Rule(doubt=Doubt.DAMAGED_CELL, label="格线没有找准", value=lambda r: r.unsteady, sense=MOST, limit=lambda _: 0),
    Rule(
        doubt=Doubt.PRINT_IN_CELL, label="印字与笔迹难分的格子", value=lambda r: r.unsure, sense=MOST, limit=lambda _: 0
    ),
)

TOGETHER_RULES: tuple[Rule[RowSeen], ...] = (  # of several marks: ticks of the page's own pen, in cells of their own
    Rule(  # print under it may hide the rest of a tick that stands in the row below
        doubt=Doubt.BETWEEN_ROWS,
        label="止于下格线的标记",
        value=RowSeen.on_floor,
        sense=MOST,
        limit=lambda _: 0,
        when=lambda r: r.several() and r.printed(),
    ),
    Rule(  # print may have parted it from what stands as a second mark
        doubt=Doubt.BETWEEN_ROWS,
        label="另有穿过本行的墨迹",
        unit="mm²",
        value=RowSeen.all_passing,
        sense=MOST,
        limit=lambda _: 0,
        when=lambda r: r.several() and r.printed(),
    ),
    Rule(doubt=Doubt.SEVERAL_MARKS, label="同一格里多出的标记", value=RowSeen.crowded, sense=MOST, limit=lambda _: 0),
    Rule(
        doubt=Doubt.SEVERAL_MARKS,
        label="最小的标记",
        unit="mm²",
        value=RowSeen.smallest,
        sense=LEAST,
        limit=lambda r: ALIKE_LEAST * r.usual.area,
        when=RowSeen.several,
    ),
    Rule(
        doubt=Doubt.SEVERAL_MARKS,
        label="最大的标记",
        unit="mm²",
        value=RowSeen.largest,
        sense=MOST,
        limit=lambda r: ALIKE_MOST * r.usual.area,
        when=RowSeen.several,
    ),
    Rule(
        doubt=Doubt.SEVERAL_MARKS,
        label="最淡的标记",
        value=RowSeen.palest,
        sense=LEAST,
        limit=lambda r: ALIKE_DARK * r.usual.pen,
        when=RowSeen.several,
    ),
    Rule(  # a cross beside a mark may take it back
        doubt=Doubt.SEVERAL_MARKS,
        label="有叉或圆点的行里的标记",
        value=lambda r: len(r.main),
        sense=MOST,
        limit=lambda _: 1,
        when=RowSeen.signed,
    ),
)

PAIR_RULES: tuple[Rule[Pair], ...] = (
    Rule(
        doubt=Doubt.JUDGES_DIFFER,
        label="网络认可前一判读的概率",
        value=lambda p: p.agreed,
        sense=LEAST,
        limit=lambda p: agreement_needed(void=p.void),
        when=lambda p: p.sure,
    ),
)

SHEET_RULES: tuple[Rule[Beside], ...] = (  # what decides on a row whatever was measured in it
    Rule(
        doubt=Doubt.FAINT,
        label="空行：本张拿不准的行",
        value=lambda b: b.doubtful,
        sense=MOST,
        limit=lambda _: MANY_DOUBTS,
        when=lambda b: b.blank,
    ),
    Rule(  # whoever crosses draws a cross now and then that closes like a tick
        doubt=Doubt.CROSS,
        label="本张像打叉的行",
        value=lambda b: b.crossed,
        sense=MOST,
        limit=lambda _: MOST_CROSSED,
        when=lambda b: not b.blank,
    ),
    Rule(doubt=Doubt.DAMAGED_CELL, label="有格子被遮住或撕去", value=lambda b: b.hidden, sense=MOST, limit=lambda _: 0),
    Rule(
        doubt=Doubt.ROW_UNPROVEN,
        label="印的字认不准是哪一行",
        value=lambda b: b.unproven,
        sense=MOST,
        limit=lambda _: 0,
    ),
    Rule(doubt=Doubt.EDITED, label="扫描后又改过", value=lambda b: b.edited, sense=MOST, limit=lambda _: 0),
    Rule(  # each judge looks at a row at a time, and a mark between two is seen in both
        doubt=Doubt.BETWEEN_ROWS,
        label="上一行没有定，标记在本行的部分",
        value=lambda b: b.in_row,
        sense=LEAST,
        limit=lambda _: IN_ROW,
        when=lambda b: not b.above_told,
    ),
    Rule(  # the ink of one tick is no two votes, whatever each half of it looks like
        doubt=Doubt.BETWEEN_ROWS,
        label="与邻行的标记连成一笔，在本行的部分",
        value=lambda b: b.of_stroke,
        sense=LEAST,
        limit=lambda _: OF_STROKE,
    ),
    Rule(
        doubt=Doubt.WRITTEN_NAME,
        label="另选他人的一行写了字或打了勾",
        value=lambda b: b.named or not b.blank,
        sense=MOST,
        limit=lambda _: 0,
        when=lambda b: b.written,
    ),
)
