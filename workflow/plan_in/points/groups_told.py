"""[[groups]] and their weights as settings."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from string import ascii_uppercase

from pingyi.domain.campaign.points import Component
from pingyi.domain.forms.plan_paper import PlanPaper
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, near
from pingyi.workflow.plan_in.points.components import LEADERS, component_of
from pingyi.workflow.plan_in.points.groups_read import ReadGroup, is_within, read_from_points, read_groups, split_people
from pingyi.workflow.plan_in.points.points_read import ReadItem, ReadPoints

ORGANISED = re.compile(  # 评议工作由某办组织; 由某办组织…测评
    r"(?:评议|测评|评价|考核|考评)[^，。；]{0,12}由(?P<a>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责|统一|具体)*组织(?!部|科|处)"
    r"|由(?P<b>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责|统一|具体)*组织(?!部|科|处)[^。；]{0,40}?(?:评议|测评|评价|考核|考评)"
)
ORGANISING = re.compile(r"由(?P<who>[\u4e00-\u9fff]{2,16}?)(?:牵头|负责|统一|具体)*组织(?!部|科|处)")
FIRST_LEADER = "L"
ALL_PARTS = (Decimal(100), Decimal(1))


def tell_groups(paper: PlanPaper, points: ReadPoints | None, units: Sequence[str]) -> Iterator[Finding]:
    """Those who vote first, then leaders; letters are given here unless the document gives them."""
    items = [item for one in points.objects for item in one.items] if points else []
    people = [item for item in items if component_of(item.matter, item.by, units) not in {None, Component.HOTLINE}]
    said_by = [(item.by, item.source) for item in people] if points and "by" in points.columns else []
    found = [_called(group, people) for group in read_groups(paper, said_by)]
    found += _of_other_lines(found, items if said_by else [], units)
    if not found:
        why = "没有找到评议的群体（谁来评、由谁组织）"
        yield Asked(place=("groups",), why=why, example="参照 docs/campaign.md 的 [[groups]] 一节")
        return
    parted = [(group, _component(group, people, units)) for group in found]
    ordered = [
        one for kind in (Component.VOTES, None, Component.BODIES, Component.TEAMS) for one in parted if one[1] is kind
    ]
    keys = _keys(ordered)
    for number, ((group, component), key) in enumerate(zip(ordered, keys, strict=True)):
        yield from _group(paper, number, group, (component, key))
    voted = [item for item in people if component_of(item.matter, item.by, units) is Component.VOTES and said_by]
    for left in _unnamed(voted, [group for group, _ in ordered]):
        why = f"分值表的评价主体里还有“{left[0]}”，别处没有写由谁组织"
        yield Asked(place=("groups",), why=why, example="加一节 [[groups]]", sources=(left[1],))
    yield from _weighting(
        [(group, key) for (group, kind), key in zip(ordered, keys, strict=True) if kind is Component.VOTES]
    )


def _of_other_lines(found: Sequence[ReadGroup], items: Sequence[ReadItem], units: Sequence[str]) -> list[ReadGroup]:
    """The evaluators of lines for which nobody is named elsewhere."""
    having = {component_of("", group.name, units) for group in found}
    lines = [(item, component_of(item.matter, item.by, units)) for item in items]
    left = [
        (item.by, item.source)
        for item, kind in lines
        if kind not in having | {Component.HOTLINE} and (kind or LEADERS.search(item.by))
    ]
    return read_from_points(left) if found else []


def _called(group: ReadGroup, items: Sequence[ReadItem]) -> ReadGroup:
    """As the table of points calls it, where the text only adds 成员."""
    short = group.name.removesuffix("成员")
    return replace(group, name=short) if any(item.by == short for item in items) else group


def _component(group: ReadGroup, items: Sequence[ReadItem], units: Sequence[str]) -> Component | None:
    """By its own name; else as the only line that is evaluated by it."""
    lines = {
        component_of(item.matter, item.by, units)
        for item in items
        if group.name in item.by or group.name == item.matter
    }
    return component_of("", group.name, units) or (lines.pop() if len(lines) == 1 else None)


def _keys(ordered: Sequence[tuple[ReadGroup, Component | None]]) -> list[str]:
    free = [key for key in ascii_uppercase if key not in {group.key for group, _ in ordered}]
    found = []
    for group, kind in ordered:
        leaders = kind in {Component.BODIES, Component.TEAMS}
        first = next((k for k, key in enumerate(free) if key >= FIRST_LEADER), 0) if leaders else 0
        found.append(group.key or free.pop(first))
    return found


def _group(paper: PlanPaper, number: int, group: ReadGroup, called: tuple[Component | None, str]) -> Iterator[Finding]:
    where, (component, key) = (group.source,), called
    ground = "原文" if group.key else "原文没有，由程序编"
    yield Told(place=("groups", number, "key"), value=key, sources=where, ground=ground)
    yield Told(place=("groups", number, "name"), value=group.name, sources=where)
    if component and component is not Component.HOTLINE:
        ground = "按名称的字样（请核对）"
        yield Told(place=("groups", number, "component"), value=component.value, sources=where, ground=ground)
    else:
        why = f"“{group.name}”计入哪一项认不准"
        example = 'component = "votes"，或 bodies、teams'
        yield Asked(place=("groups", number, "component"), why=why, example=example, sources=where)
    yield _asked_by(paper, number, group)
    if group.people:
        yield Told(place=("batches", number, "copies"), value=group.people, sources=where, ground="原文写的人数")


def _asked_by(paper: PlanPaper, number: int, group: ReadGroup) -> Finding:
    place, example = ("groups", number, "asked_by"), 'asked_by = "某某办"'
    if group.doubts:
        why = f"由{group.asked_by}组织，{'；'.join(group.doubts)}；是不是同一个群体、写哪个机关，请定"
        return Asked(place=place, why=why, example=example, sources=(group.source,))
    if group.asked_by:
        return Told(place=place, value=group.asked_by, sources=(group.source,))
    offices: dict[str, Source] = {}
    for where, words in paper.texts:
        for found in ORGANISED.finditer(words):
            offices.setdefault(found["a"] or found["b"], near(where, words, found))
    every = {found["who"] for _, words in paper.texts for found in ORGANISING.finditer(words)}
    if len(offices) == 1 and every <= offices.keys():
        ((name, one),) = offices.items()
        return Told(place=place, value=name, sources=(one,), ground="原文只写了这一个组织的机关（请核对）")
    return Asked(place=place, why=f"没有写“{group.name}”由谁组织", example=example, sources=(group.source,))


def _unnamed(items: Sequence[ReadItem], groups: Sequence[ReadGroup]) -> Iterator[tuple[str, Source]]:
    """Evaluators of the votes' lines that no group can be."""
    for item in items:
        for name in split_people(item.by):
            if not any(is_within(name, each.name) or is_within(each.name, name) for each in groups):
                yield name, item.source


def _weighting(voting: Sequence[tuple[ReadGroup, str]]) -> Iterator[Finding]:
    """Weights of the groups, when all have one and they make up the whole."""
    place = ("policies", "group_weighting", "value")
    weights = {key: group.weight for group, key in voting if group.weight is not None}
    if not weights:
        return
    sources = tuple(group.source for group, _ in voting)[:3]
    total = sum(weights.values(), Decimal(0))
    if len(weights) < len(voting) or total not in ALL_PARTS:
        listed = "、".join(f"{group.name} {group.weight}" for group, _ in voting)
        why = f"投票的各群体的权重（{listed}）不是都有，或相加不是 100%"
        yield Asked(place=place, why=why, example="value = { A = 0.6, B = 0.4 }", sources=sources)
        return
    shares = {key: weight / total for key, weight in weights.items()}
    yield Told(place=place, value=shares, sources=sources, ground="各群体权重相加正好是全部")
