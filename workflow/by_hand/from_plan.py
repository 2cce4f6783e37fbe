"""The tables of a new campaign, filled with what the office's own plan document tells; the rest is asked or assumed."""

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from pingyi.domain.campaign.lines import Place
from pingyi.domain.campaign.points import PHONE, Component
from pingyi.workflow.by_hand.tables import (
    ABOUT,
    COMPONENT_TEXT,
    HAS,
    KINDS_MARK,
    LINE,
    SHARED,
    Beside,
    Draft,
    Part,
    Rows,
)
from pingyi.workflow.plan_in.draft import policy_lines
from pingyi.workflow.plan_in.findings import Told
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.record import WAITING, record_rows
from pingyi.workflow.plan_in.toml_text import value_text

PARTS = {"about": Part.ABOUT, "series": Part.UNITS, "groups": Part.GROUPS, "points": Part.POINTS, "batches": Part.PLAN}
CARRIED = ("ballot", "analysis", "hotline")  # sections that no table shows: what is told of them is kept as told
LINE_TOLD = ("component", "matter", "content", "method", "name")
ASSUMED = {
    ("about", "letterhead"): "先按主办单位全称加“文件”",
    ("groups", "asked_by"): "空着的，先按主办单位简称",
    ("groups", "groups"): "表里先列鱼峰区 2024 年的群体，请逐行核对",
    ("points", "points"): "表里先列鱼峰区 2024 年的分值，请逐行核对",
}
FULL = 100  # what the best choice is worth
USUAL_CHOICES = 3  # the program's own weights are for so many


def draft_of(reading: PlanReading) -> Draft:
    """What was told, cell by cell; beside each part each setting with its source, the questions first."""
    told = {one.place: one.value for one in reading.told}
    rows = {Part.UNITS: [*_units(told)], Part.GROUPS: [*_groups(told)], Part.POINTS: [*_points(told)]}
    return Draft(
        about={one.name: str(told.get(("about", one.name), "")) for one in ABOUT},
        rows={part: lines for part, lines in rows.items() if lines},
        offices=[*dict.fromkeys(row[3] for row in rows[Part.GROUPS] if row[3])],
        plan=reading.name,
        told="\n".join(_carried(reading, told)),
        people=reading.people,
        beside=_beside(reading, told),
    )


def _units(told: dict[Any, Any]) -> Iterator[list[str]]:
    for number in _numbers(told, "series"):
        name, kind, noun = (str(told.get(("series", number, key), "")) for key in ("name", "kind", "noun"))
        for unit in told.get(("series", number, "units"), ()):
            yield [str(unit), name, kind, noun if noun != kind else ""]


def _groups(told: dict[Any, Any]) -> Iterator[list[str]]:
    for number in _numbers(told, "groups"):
        key, name, component, asked_by = (
            str(told.get(("groups", number, one), "")) for one in ("key", "name", "component", "asked_by")
        )
        yield [key, name, COMPONENT_TEXT[Component(component)] if component else "", asked_by]


def _points(told: dict[Any, Any]) -> Rows:
    rows = []
    for number in _numbers(told, "points"):
        worth: dict[str, str] = {}
        phoned = ""
        for line in sorted({place[3] for place in told if place[:3] == ("points", number, "items")}):
            component = told.get(("points", number, "items", line, "component"))
            if component is not None:
                points = told.get(("points", number, "items", line, "points"))
                worth.setdefault(str(component), _number(points) if points is not None else _shared(component))
            if component == Component.VOTES:
                ways = told.get(("points", number, "items", line, "method"), ())
                phoned = HAS if any(PHONE in way for way in ways) else phoned
        kinds = KINDS_MARK.join(map(str, told.get(("points", number, "kinds"), ())))
        rows.append([kinds, *(worth.get(str(one), "") for one in COMPONENT_TEXT), phoned])
    return rows


def _lines(told: dict[Any, Any]) -> Iterator[str]:
    """What each line of points says beside its number, such as how people are asked: no table shows it."""
    for number in _numbers(told, "points"):
        kinds = KINDS_MARK.join(map(str, told.get(("points", number, "kinds"), ())))
        for line in sorted({place[3] for place in told if place[:3] == ("points", number, "items")}):
            mine = {key: told[place] for key in LINE_TOLD if (place := ("points", number, "items", line, key)) in told}
            yield from (f"[[{LINE}]]", f"kinds = {value_text(kinds)}")
            yield from (f"{key} = {value_text(value)}" for key, value in mine.items())


def _shared(component: object) -> str:
    return SHARED if component == Component.HOTLINE else ""


def _number(value: object) -> str:
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)


def _numbers(told: dict[Any, Any], section: str) -> list[int]:
    return sorted({place[1] for place in told if place[0] == section and len(place) > 1})


def _carried(reading: PlanReading, told: dict[Any, Any]) -> Iterator[str]:
    """Settings of no table, as a campaign file writes them."""
    if ("about", "letterhead") in told:
        yield from ("[about]", f"letterhead = {value_text(told['about', 'letterhead'])}")
    for section in CARRIED:
        mine = {place[1]: value for place, value in told.items() if place[0] == section and len(place) == 2}
        if mine:
            yield from (f"[{section}]", *(f"{key} = {value_text(value)}" for key, value in mine.items()))
    findings = list(reading.told)
    if weights := _assumed_weights(told):
        findings.append(Told(place=("policies", "vote_weights", "value"), value=weights, sources=()))
    yield from policy_lines(findings)
    yield from _lines(told)


def _assumed_weights(told: dict[Any, Any]) -> tuple[Decimal, ...]:
    """From 100 down to 0 in equal steps, where the choices are told and not what they are worth."""
    silent = told.get(("ballot", "abstentions"), ())
    choices = [one for one in told.get(("ballot", "choices"), ()) if one not in silent]
    if ("policies", "vote_weights", "value") in told or len(choices) in (0, 1):
        return ()
    if len(choices) == USUAL_CHOICES:
        return (Decimal(100), Decimal(70), Decimal(30))
    last = len(choices) - 1
    return tuple((Decimal(FULL * (last - one)) / last).quantize(Decimal(1), ROUND_HALF_UP) for one in range(last + 1))


def _assumed(place: Place, weights: Sequence[Decimal]) -> str:
    """What holds until somebody types another thing; empty where nothing does."""
    if "vote_weights" in place and weights:
        return f"先按 {'、'.join(map(_number, weights))}；政策由两人确认"
    if place[0] not in PARTS:
        return "先按现成的说法"
    return ASSUMED.get((str(place[0]), str(place[-1])), "")


def _beside(reading: PlanReading, told: dict[Any, Any]) -> dict[Part, list[Beside]]:
    found: dict[Part, list[Beside]] = {part: [] for part in Part}
    weights = _assumed_weights(told)
    rows = record_rows(reading.findings)
    for one, (_, what, read, _, places, quotes, ground) in zip(reading.findings, rows, strict=True):
        assumed = _assumed(one.place, weights) if read == WAITING else ""
        found[PARTS.get(str(one.place[0]), Part.PLAN)].append(
            Beside(
                what=what, read=read, assumed=assumed, place=places, quote=quotes, ground=ground, asked=read == WAITING
            )
        )
    for remark in reading.remarks:
        found[Part.ABOUT].append(Beside(what="没有读的", read="", ground=remark, asked=True))
    return {part: sorted(lines, key=lambda one: not one.asked) for part, lines in found.items()}
