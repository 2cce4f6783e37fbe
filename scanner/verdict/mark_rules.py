"""
Every reason not to believe one mark of a row.

A doubt that stands in no rule cannot be raised; people are shown the figures. What no tick is shaped like is a bar: the
second judge, who has seen few, may not set that aside.
"""

from pingyi.domain.readings.reading import Doubt
from pingyi.scanner.verdict.rule import BELOW, LEAST, MOST, OWN_SHARE, SIDE_MM, MarkSeen, Rule

LARGE_SHARE = 2.0  # of the sheet's usual mark: scribble, strike-out, several strokes
THICK_TIMES = 1.8  # the sheet's usual stroke: ink over ink
FILLED = 0.55  # of its box under ink: a blot, not a tick
BLOT_SHARE = 1.25  # and heavier than the sheet's usual mark by this much
DOT_FILLED, DOT_MM = 0.7, 2.2  # of its box under ink, and its size: a broad pen's dot
FLAT, FLAT_ALONE = 0.28, 0.4  # height by width of a dash, with a left arm and without
FLAT_BROAD = 0.34  # and with one no longer than the pen is broad
LEAST_WIDTH_MM = 0.7  # narrower is a bar
FAINT_SHARE = 0.5  # of the pen's depth
HOLE_MM2 = 0.25  # enclosed by one mark: a circle, a crossed stroke
CROSSED_COLUMNS = 0.10  # share of a mark's columns with strokes above each other: ticks have next to none
CROSSED_HEAVY = 0.075  # the same for a heavy mark
ARM_SHARE = 0.35  # the right arm of a tick rises at least this share of its height
LEFT_ARM_MM = 0.5  # a stroke with this much of a left arm opens like a tick
SOLID = 0.75  # of its tightest rectangle: ticks of 24 hands fill at most 0.71, a bar or a straight line 0.8 and more
OPENS = 0.1  # width beyond the stroke's by height: all but one of their ticks have 0.23 and more
DARKER = 1.25  # than the sheet's usual mark: theirs are at most 1.07
ARMLESS = 1.4  # height by thickness of a piece without arms: ends of bars have at most 1.3, ticks two and more
HOLLOW = 0.65  # of its tightest rectangle: less is open between two arms, however broad the pen


def _flat(seen: MarkSeen) -> float:
    """Height by width from which a mark is no dash, by how much of a left arm it has."""
    arm = seen.mark.left_arm
    if arm < LEFT_ARM_MM:
        return FLAT_ALONE
    return FLAT if arm >= seen.mark.thickness else FLAT_BROAD


LARGE: Rule[MarkSeen] = Rule(
    doubt=Doubt.STRUCK_OUT,
    label="墨迹面积",
    unit="mm²",
    value=lambda m: m.mark.area,
    sense=MOST,
    limit=lambda m: LARGE_SHARE * m.usual.area,
)
THICK: Rule[MarkSeen] = Rule(
    doubt=Doubt.BAR,
    label="笔画粗细",
    unit="mm",
    value=lambda m: m.mark.thickness,
    sense=MOST,
    limit=lambda m: THICK_TIMES * m.usual.thickness,
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
        when=lambda m: m.mark.solid >= HOLLOW or m.mark.from_above > 0,
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
    LARGE,
    Rule(
        doubt=Doubt.BAR,
        label="墨团面积",
        unit="mm²",
        value=lambda m: m.mark.area,
        sense=MOST,
        limit=lambda m: max(FILLED * m.mark.width * m.mark.height, BLOT_SHARE * m.usual.area),
    ),
    THICK,
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
        limit=lambda m: _flat(m) * m.mark.width,
    ),
)

VOTE_RULES: tuple[Rule[MarkSeen], ...] = (  # of the largest mark in a cell that would be the vote
    Rule(
        doubt=Doubt.BAR,
        label="占满外接矩形的部分",
        value=lambda m: m.mark.solid,
        sense=BELOW,
        limit=lambda _: SOLID,
    ),
    Rule(
        doubt=Doubt.BAR,
        label="比笔画宽出的部分，按高的倍数",
        value=lambda m: (m.mark.width - m.mark.thickness) / m.mark.height,
        sense=LEAST,
        limit=lambda _: OPENS,
        when=lambda m: m.mark.solid >= HOLLOW,
    ),
    Rule(
        doubt=Doubt.BAR,
        label="墨迹深浅，按本张常见标记的倍数",
        value=lambda m: m.mark.darkness / m.usual.darkness,
        sense=BELOW,
        limit=lambda _: DARKER,
    ),
)
