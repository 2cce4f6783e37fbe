"""[[points]]: the lines of the table of points as settings; what fits no source of points is asked about."""

from collections import Counter
from collections.abc import Iterator, Sequence

from pingyi.domain.campaign.points import Component
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told
from pingyi.workflow.plan_in.points.components import component_of
from pingyi.workflow.plan_in.points.points_read import ReadItem, ReadObject, ReadPoints

COMPONENTS = 'component = "votes"，或 hotline、bodies、teams'
NO_COLUMN = "原文没有这一栏，留空"


def tell_points(points: ReadPoints | None, units: Sequence[str]) -> Iterator[Finding]:
    """The lines, object by object; `units` are the names of those evaluated."""
    if points is None:
        why = "没有找到分值表（表头要有 分值 和 评价事项、主体、对象 等），正文里也没有“满分…，其中…占…”"
        yield Asked(place=("points",), why=why, example="参照 docs/campaign.md 的 [[points]] 一节")
        return
    for fault in points.faults:
        yield Asked(place=("points",), why=fault, example="核对后改正分值", sources=_where(points))
    for number, one in enumerate(points.objects):
        name = one.object or "各单位"
        ground = "原文" if one.object else "原文不分对象，各单位同一种分值"
        yield Told(place=("points", number, "object"), value=name, sources=(one.source,), ground=ground)
        for place, item in enumerate(one.items):
            yield from _component(one, (number, place), item, units)
            yield from _item(points, (number, place), item)


def _where(points: ReadPoints) -> tuple[Source, ...]:
    return tuple(one.source for one in points.objects[:2])


def _component(one: ReadObject, at: tuple[int, int], item: ReadItem, units: Sequence[str]) -> Iterator[Finding]:
    """Which source of points a line is, and whether it may go without points of its own."""
    where, place = (item.source,), ("points", at[0], "items", at[1])
    component = component_of(item.matter, item.by, units)
    doubles = Counter(component_of(each.matter, each.by, units) for each in one.items)
    if component is None:
        why = f"“{item.matter}”（{item.by}）算哪一项认不准；别的来源程序不算，请删去这一行"
        yield Asked(place=(*place, "component"), why=why, example=COMPONENTS, sources=where)
    elif doubles[component] > 1:
        why = f"有 {doubles[component]} 行都像 {component}；一类对象的一项只能有一行，内部的比例写在 group_weighting"
        yield Asked(place=(*place, "component"), why=why, example=COMPONENTS, sources=where)
    else:
        ground = "按事项和主体的字样（请核对）"
        yield Told(place=(*place, "component"), value=component.value, sources=where, ground=ground)
    if item.points is None and component is not Component.HOTLINE:
        why = "分值与上一行合在一格；只有热线可以与上一行合并计分"
        yield Asked(place=(*place, "points"), why=why, example="points = …", sources=where)


def _item(points: ReadPoints, at: tuple[int, int], item: ReadItem) -> Iterator[Told]:
    where, place = (item.source,), ("points", at[0], "items", at[1])
    by = item.by if "by" in points.columns else ""
    yield Told(place=(*place, "matter"), value=item.matter, sources=where)
    for name, value in (("by", by), ("content", item.content), ("method", item.method)):
        ground = "原文" if name in points.columns else NO_COLUMN
        yield Told(place=(*place, name), value=value, sources=where, ground=ground)
    if item.points is not None:
        yield Told(place=(*place, "points"), value=item.points, sources=where)
