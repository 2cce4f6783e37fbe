"""
Every reason not to believe a row.

One table for both: a row is doubted where a figure lies beyond its limit, and people are shown these figures. A doubt
that stands in no rule cannot be raised.
"""

from pingyi.domain.evidence import Sense
from pingyi.domain.reading import Doubt
from pingyi.scanner.verdict.rule import Beside, MarkSeen, Pair, RowSeen, Rule

OWN_SHARE = 0.68  # of a mark's ink must lie in the cell of its lowest point
SIDE_MM = 0.45  # a lowest point nearer to a ruling lies on it
LARGE_SHARE = 2.0  # of the sheet's usual mark: scribble, strike-out, several strokes
THICK_TIMES = 1.8  # the sheet's usual stroke: ink over ink
FILLED = 0.55  # of its box under ink: a blot, not a tick
BLOT_SHARE = 1.25  # and heavier than the sheet's usual mark by this much
DOT_FILLED, DOT_MM = 0.7, 2.2  # of its box under ink, and its size: a broad pen's dot
FLAT, FLAT_ALONE = 0.28, 0.4  # height by width of a dash, with a left arm and without
LEAST_WIDTH_MM = 0.7  # narrower is a bar
FAINT_SHARE = 0.5  # of the pen's depth
HOLE_MM2 = 0.25  # enclosed by one mark: a circle, a crossed stroke
CROSSED_COLUMNS = 0.10  # share of a mark's columns with strokes above each other: ticks have next to none
CROSSED_HEAVY = 0.075  # the same for a heavy mark
ARM_SHARE = 0.35  # the right arm of a tick rises at least this share of its height
LEFT_ARM_MM = 0.5  # a stroke with this much of a left arm opens like a tick
TAIL_SHARE = 0.8  # of the sheet's usual mark: more that only passes is a stroke through the rows
STRAY_MM2 = 0.45  # further ink in a row that must not pass unseen
WEAK_MM2 = 0.7  # the same for ink only just above the paper
BAR_MM, BAR_TIMES = 1.4, 2.5  # and of the sheet's usual stroke: a bar, a strip; the second judge has seen none
STRAY_COVER = 0.35  # of a row under streaks: nothing is sure there
ALIKE_LEAST, ALIKE_MOST, ALIKE_DARK = 0.5, 1.9, 0.75  # of the usual mark and pen: two ticks of one hand
ARMLESS = 1.4  # height by thickness of a piece without arms: ends of bars have at most 1.3, ticks two and more
AGREES = 0.3  # the second judge's odds for what the first is sure of
AGREES_VOID = 0.9  # and for a vote it calls void
MANY_DOUBTS = 0.35  # of a sheet's rows: then its blank rows are not to be believed either


def agreement_needed(*, void: bool) -> float:
    """The second judge's odds (0..1) for what the first is sure of, or for a vote it calls void."""
    return AGREES_VOID if void else AGREES


MOST, BELOW, LEAST = Sense.AT_MOST, Sense.BELOW, Sense.AT_LEAST

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
        when=lambda r: not r.main,
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

MARK_RULES: tuple[Rule[MarkSeen], ...] = (
    Rule(
        doubt=Doubt.SPRAWLING,
        label="落在最低点所在格的部分",
        value=MarkSeen.own,
        sense=LEAST,
        limit=lambda _: OWN_SHARE,
    ),
    Rule(
        doubt=Doubt.BORDER,
        label="最低点离竖线",
        unit="mm",
        value=lambda m: 0.0 if m.mark.at_side else m.mark.low_margin,
        sense=LEAST,
        limit=lambda _: SIDE_MM,
    ),
    Rule(
        doubt=Doubt.CIRCLE,
        label="围住的空白",
        unit="mm²",
        value=lambda m: m.mark.hole,
        sense=BELOW,
        limit=lambda _: HOLE_MM2,
    ),
    Rule(
        doubt=Doubt.BAR,
        label="高，按笔画粗细的倍数",
        value=lambda m: m.mark.height / max(m.mark.thickness, 0.01),
        sense=LEAST,
        limit=lambda _: ARMLESS,
    ),
    Rule(doubt=Doubt.CROSS, label="最低点个数", value=lambda m: m.mark.bottoms, sense=MOST, limit=lambda _: 1),
    Rule(doubt=Doubt.CROSS, label="左右分叉处", value=lambda m: m.mark.forks, sense=MOST, limit=lambda _: 1),
    Rule(doubt=Doubt.CROSS, label="十字", value=lambda m: m.mark.plus, sense=MOST, limit=lambda _: 0),
    Rule(
        doubt=Doubt.CROSS,
        label="上下有两笔的部分",
        value=lambda m: m.mark.crossings,
        sense=MOST,
        limit=lambda _: CROSSED_COLUMNS,
    ),
    Rule(
        doubt=Doubt.CORRECTION,
        label="墨重，上下有两笔的部分",
        value=lambda m: m.mark.crossings,
        sense=MOST,
        limit=lambda _: CROSSED_HEAVY,
        when=MarkSeen.heavy,
    ),
    Rule(
        doubt=Doubt.STRUCK_OUT,
        label="墨迹面积",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=MOST,
        limit=lambda m: LARGE_SHARE * m.usual.area,
    ),
    Rule(
        doubt=Doubt.STRUCK_OUT,
        label="墨团面积",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=MOST,
        limit=lambda m: max(FILLED * m.mark.width * m.mark.height, BLOT_SHARE * m.usual.area),
    ),
    Rule(
        doubt=Doubt.STRUCK_OUT,
        label="笔画粗细",
        unit="mm",
        value=lambda m: m.mark.thickness,
        sense=MOST,
        limit=lambda m: THICK_TIMES * m.usual.thickness,
    ),
    Rule(
        doubt=Doubt.SPECK,
        label="小标记的墨迹",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=MOST,
        limit=lambda m: DOT_FILLED * m.mark.width * m.mark.height,
        when=lambda m: max(m.mark.width, m.mark.height) < DOT_MM,
    ),
    Rule(
        doubt=Doubt.FAINT,
        label="墨迹深浅",
        value=lambda m: m.mark.darkness,
        sense=LEAST,
        limit=lambda m: FAINT_SHARE * m.usual.pen,
    ),
    Rule(
        doubt=Doubt.UNLIKE_SHEET,
        label="右臂高",
        unit="mm",
        value=lambda m: m.mark.right_arm,
        sense=LEAST,
        limit=lambda m: ARM_SHARE * m.mark.height,
    ),
    Rule(
        doubt=Doubt.UNLIKE_SHEET,
        label="宽",
        unit="mm",
        value=lambda m: m.mark.width,
        sense=LEAST,
        limit=lambda _: LEAST_WIDTH_MM,
    ),
    Rule(
        doubt=Doubt.UNLIKE_SHEET,
        label="高",
        unit="mm",
        value=lambda m: m.mark.height,
        sense=LEAST,
        limit=lambda m: (FLAT if m.mark.left_arm >= LEFT_ARM_MM else FLAT_ALONE) * m.mark.width,
    ),
)

TOGETHER_RULES: tuple[Rule[RowSeen], ...] = (  # of several marks: ticks of the page's own pen, in cells of their own
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
    Rule(doubt=Doubt.DAMAGED_CELL, label="有格子被遮住或撕去", value=lambda b: b.hidden, sense=MOST, limit=lambda _: 0),
    Rule(
        doubt=Doubt.ROW_UNPROVEN,
        label="印的字认不准是哪一行",
        value=lambda b: b.unproven,
        sense=MOST,
        limit=lambda _: 0,
    ),
    Rule(doubt=Doubt.EDITED, label="扫描后又改过", value=lambda b: b.edited, sense=MOST, limit=lambda _: 0),
)
