"""Tables as the text of a campaign file, with the words that hold everywhere from the one that comes along."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from pingyi.domain.campaign.lines import Place
from pingyi.domain.campaign.points import PHONE, Component
from pingyi.workflow.by_hand.tables import COMPONENT_TEXT, HAS, KINDS_MARK, LINE, SHARED, Draft, Part
from pingyi.workflow.init import default_campaign_text
from pingyi.workflow.plan_in.toml_text import value_text

ROWS_A_BLOCK = 22  # of 附件4 on A4: units and the lines of their series
MOST_BLOCKS = 3
WEIGHTS = "policies.vote_weights"  # the other policies are asked as the program words them
EVERYWHERE = ("ballot", "analysis", "leaders", "handout", "notice", WEIGHTS)  # sections that name no place of their own
NUMBERS, DATES = ("year", "plan_number"), ("plan_date", "analysis_due")
BY = {Component.HOTLINE: "12345热线工单诉求群体"}
MATTER = {Component.VOTES: "公众评议", Component.HOTLINE: "公众评议"}
METHOD = {Component.HOTLINE: ("采信区网格中心考评结果",)}
ASKED, PHONED = ("问卷调查",), ("电话访谈",)  # how people are asked where no document says it in its own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """Where in the tables a setting comes from."""

    part: Part
    row: int
    column: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The campaign file, and the cell behind each of its settings."""

    text: str
    cells: Mapping[Place, Cell]


def written(draft: Draft) -> Written:
    """The whole file. The tables are those that have no fault of a single cell (see faults)."""
    cells: dict[Place, Cell] = {}
    units = series_of(draft)
    lines = [
        "# 由开始页的各张表格写成；可在工作台“方案与政策”里修改。",
        f"distributors = {value_text(offices_of(draft))}",
        "",
        *_about(draft),
        *_series(units, cells),
        *_groups(draft, cells),
        *_points(draft, cells),
        *_everywhere(len(units) + sum(len(one.units) for one in units), draft),
    ]
    return Written(text="\n".join(lines).rstrip() + "\n", cells=cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A series with its units; `row` is its first line, each unit has its own."""

    name: str
    kind: str
    noun: str
    row: int
    units: tuple[tuple[int, str], ...]


def series_of(draft: Draft) -> list[Ranked]:
    """In the order in which each first stands; a unit that stands apart from its series joins it."""
    lines: dict[str, list[tuple[int, list[str]]]] = {}
    for number, cells in draft.lines(Part.UNITS):
        lines.setdefault(cells[1], []).append((number, cells))
    return [
        Ranked(
            name=name,
            kind=next((cells[2] for _, cells in mine if cells[2]), ""),
            noun=next((cells[3] for _, cells in mine if cells[3]), next((c[2] for _, c in mine if c[2]), "")),
            row=mine[0][0],
            units=tuple((number, cells[0]) for number, cells in mine),
        )
        for name, mine in lines.items()
    ]


def offices_of(draft: Draft) -> list[str]:
    """Who hands out forms without being evaluated; the issuer may."""
    short = draft.about.get("issuer_short", "").strip()
    named = (office.strip() for office in (*draft.offices, short))
    return list(dict.fromkeys(office for office in named if office))


def _about(draft: Draft) -> Iterator[str]:
    about = {name: text.strip() for name, text in draft.about.items()}
    yield "[about]"
    for name, text in about.items():
        yield f"{name} = {text if name in (*NUMBERS, *DATES) else value_text(text)}"
    own = told_of(draft).get("about", {}).get("letterhead", [about.get("issuer", "") + "文件"])
    yield f"letterhead = {value_text(own)}"
    yield ""


def _series(series: list[Ranked], cells: dict[Place, Cell]) -> Iterator[str]:
    for number, one in enumerate(series):
        cells["series", number, "name"] = Cell(part=Part.UNITS, row=one.row, column=1)
        cells["series", number, "kind"] = Cell(part=Part.UNITS, row=one.row, column=2)
        for place, (row, _) in enumerate(one.units):
            cells["series", number, "units", place] = Cell(part=Part.UNITS, row=row, column=0)
        yield from ("[[series]]", f"name = {value_text(one.name)}", f"noun = {value_text(one.noun)}")
        yield f"kind = {value_text(one.kind)}"
        yield from ("units = [", *(f"  {value_text(name)}," for _, name in one.units), "]", "")


def component_of(text: str) -> Component | None:
    """By its Chinese name."""
    return next((component for component, name in COMPONENT_TEXT.items() if name == text), None)


def _groups(draft: Draft, cells: dict[Place, Cell]) -> Iterator[str]:
    for number, (row, (key, name, component, asked_by)) in enumerate(draft.lines(Part.GROUPS)):
        for column, setting in enumerate(("key", "name", "component", "asked_by")):
            cells["groups", number, setting] = Cell(part=Part.GROUPS, row=row, column=column)
        yield from ("[[groups]]", f"key = {value_text(key.upper())}", f"name = {value_text(name)}")
        yield f"component = {value_text(str(component_of(component) or ''))}"
        yield from (f"asked_by = {value_text(asked_by or draft.about.get('issuer_short', '').strip())}", "")


def _points(draft: Draft, cells: dict[Place, Cell]) -> Iterator[str]:
    names = _asked(draft)
    for number, (row, (kinds, *points, _)) in enumerate(draft.lines(Part.POINTS)):
        cells["points", number] = cells["points", number, "kinds"] = Cell(part=Part.POINTS, row=row, column=0)
        yield from ("[[points]]", f"object = {value_text(kinds)}")
        yield from (f"kinds = {value_text([kind.strip() for kind in kinds.split(KINDS_MARK)])}", "")
        lines = [(column, one) for column, one in enumerate(zip(COMPONENT_TEXT, points, strict=True), 1) if one[1]]
        for place, (column, (component, worth)) in enumerate(lines):
            for setting in ("points", "component"):
                cells["points", number, "items", place, setting] = Cell(part=Part.POINTS, row=row, column=column)
            yield from ("[[points.items]]", f"component = {value_text(str(component))}")
            yield f"by = {value_text(BY.get(component) or '、'.join(names[component]))}"
            usual = {
                "matter": MATTER.get(component, "领导评价"),
                "content": f"对{kinds}{{year}}年度工作情况以无记名方式进行评议评价。",
                "method": METHOD.get(component, ASKED),
            }
            line = usual | _line_told(draft, kinds, component)
            if component is Component.VOTES:
                line["method"] = _ways(line["method"], draft.phoned(row))
            for setting, value in line.items():
                yield f"{setting} = {value_text(value)}"
            yield from ((f"points = {worth}", "") if worth != SHARED else ("",))


def _ways(ways: Sequence[str], phoned: str | None) -> tuple[str, ...]:
    """How the public is asked: in the document's own words, by phone as the table says."""
    by_phone = [way for way in ways if PHONE in way]
    if phoned is None or (phoned == HAS) == bool(by_phone):
        return tuple(ways)
    return (*ways, *PHONED) if phoned == HAS else tuple(way for way in ways if way not in by_phone) or ASKED


def _line_told(draft: Draft, kinds: str, component: Component) -> dict[str, Any]:
    """What the plan document says of this line, as long as the table calls it so."""
    lines = (one for one in told_of(draft).get(LINE, ()) if one["kinds"] == kinds and one.get("component") == component)
    return {setting: value for setting, value in next(lines, {}).items() if setting not in ("kinds", "component")}


def _asked(draft: Draft) -> dict[Component, list[str]]:
    names: dict[Component, list[str]] = {component: [] for component in Component}
    for _, (_, name, component, _) in draft.lines(Part.GROUPS):
        if known := component_of(component):
            names[known].append(name)
    return names


def told_of(draft: Draft) -> dict[str, Any]:
    """Settings of no table that the plan document tells."""
    return tomllib.loads(draft.told, parse_float=Decimal)


def _as_told(told: Mapping[str, Any], wanted: Sequence[str], rows: int) -> Iterator[str]:
    """Sections that come along, with the document's own word where it has one."""
    usual = tomllib.loads(default_campaign_text(), parse_float=Decimal)
    for section in wanted:
        if section != WEIGHTS:
            mine = usual[section] | told.get(section, {})
            if section == "ballot":
                mine |= _layout(rows, mine)
            yield from (f"[{section}]", *(f"{key} = {value_text(value)}" for key, value in mine.items()), "")
    policies = {"vote_weights": usual["policies"]["vote_weights"]} | told.get("policies", {})
    for name, policy in policies.items():
        yield from (f"[policies.{name}]", *(f"{key} = {value_text(value)}" for key, value in policy.items()), "")


def _layout(rows: int, ballot: Mapping[str, Any]) -> dict[str, int]:
    """As the document's form has it while the rows fit on it."""
    if rows <= ballot["blocks"] * ballot["pages"] * ROWS_A_BLOCK:
        return {}
    return {"blocks": min(MOST_BLOCKS, -(-rows // ROWS_A_BLOCK)), "pages": -(-rows // (ROWS_A_BLOCK * MOST_BLOCKS))}


def _everywhere(rows: int, draft: Draft) -> Iterator[str]:
    """Sections that come along, the ballot laid out for so many rows; the hotline's only where it gives points."""
    blocks = min(MOST_BLOCKS, -(-rows // ROWS_A_BLOCK))
    pages = -(-rows // (ROWS_A_BLOCK * MOST_BLOCKS))
    hotline = any(cells[2] for _, cells in draft.lines(Part.POINTS))
    wanted = (*EVERYWHERE, *["hotline"] * hotline)
    level = draft.about.get("district", "").strip()[-1:]
    if told := told_of(draft):
        yield from _as_told(told, wanted, rows)
        return
    section = ""
    for line in default_campaign_text().splitlines():
        if line.startswith("["):
            section = line.strip("[] ")
        if section not in wanted or line.startswith("# ----"):
            continue
        if section == "ballot" and line.startswith("blocks ="):
            yield f"blocks = {blocks}"
        elif section == "ballot" and line.startswith("pages ="):
            yield f"pages = {pages}"
        else:
            yield line.replace("我区", f"我{level}") if level in {"县", "市", "旗"} else line
