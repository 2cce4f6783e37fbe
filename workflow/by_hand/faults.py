"""What is wrong in the tables, each fault beside its cell; and what stands in a table before anybody types."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.placeholders import filled, values_of
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.problems import campaign_problems
from pingyi.domain.handed_in.batch_list import read_batch
from pingyi.workflow.by_hand.tables import (
    ABOUT,
    COLUMNS,
    COMPONENT_TEXT,
    HAS,
    HAS_NOT,
    KINDS_MARK,
    MOST_LETTERS,
    MOST_ROWS,
    SHARED,
    Draft,
    Fault,
    Part,
    Rows,
)
from pingyi.workflow.by_hand.written import component_of, series_of, written
from pingyi.workflow.init import default_campaign_text, sample_batches

NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")
DEFAULT_POINTS = {"镇": ("15", "10", "20", "5", ""), "街道": ("15", "10", "20", "5", "")}  # 附件1 of the 2024 scheme
OTHERS_POINTS = ("15", SHARED, "20", "5", "")


def faults(draft: Draft, part: Part) -> list[Fault]:
    """All of one part, cell by cell; what later parts lack is asked when their turn comes."""
    own = [*_too_much(draft, part), *CHECKS[part](draft)]
    if own or part is Part.ABOUT:
        return own
    if part is Part.PLAN:
        return [*_plan(draft)]
    return [fault for fault in _of_the_whole(suggested_all(draft)) if fault.part is part]


def _too_much(draft: Draft, part: Part) -> Iterator[Fault]:
    if len(draft.rows.get(part, [])) > MOST_ROWS:
        yield Fault(part=part, words=f"表格超过 {MOST_ROWS} 行；请核对是否多贴了别的内容")
    for number, cells in draft.lines(part) if part is not Part.ABOUT else ():
        for column, cell in enumerate(cells):
            if len(cell) > MOST_LETTERS or not cell.isprintable() or "{" in cell:
                words = "这一格太长，或有换行、花括号等不能印的字符；请改短、删去"
                yield Fault(part=part, row=number, column=column, words=words)


def _about(draft: Draft) -> Iterator[Fault]:
    for field in ABOUT:
        text = draft.about.get(field.name, "").strip()
        words = "请填写" if not text else _about_fault(field.kind, field.name, text)
        if words:
            yield Fault(part=Part.ABOUT, column=field.name, words=words)
    days = [draft.about.get(name, "").strip() for name in ("plan_date", "analysis_due")]
    if all(map(_day, days)) and days[1] < days[0]:
        words = f"交表期限 {days[1]} 早于方案日期 {days[0]}；请核对"
        yield Fault(part=Part.ABOUT, column="analysis_due", words=words)


def _about_fault(kind: str, name: str, text: str) -> str:
    if len(text) > MOST_LETTERS or not text.isprintable() or "{" in text:
        return "太长，或有换行、花括号等不能印的字符；请改短、删去"
    if name == "year" and not re.fullmatch("20[0-9]{2}", text):
        return f"“{text}”不是年度；请写四位数字，如 2025"
    if kind == "number" and not re.fullmatch("[1-9][0-9]{0,4}", text):
        return f"“{text}”不是序号；请写从 1 起的整数"
    if kind == "date" and not _day(text):
        return f"“{text}”不是日期；请写成 2025-09-29 这样"
    if kind == "email" and not re.fullmatch(r"[^@\s]+@[^@\s]+", text):
        return f"“{text}”不是电子邮箱；请写成 名称@网站"
    return ""


def _day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _units(draft: Draft) -> Iterator[Fault]:
    lines = [*draft.lines(Part.UNITS)]
    if not lines:
        yield Fault(part=Part.UNITS, words="还没有一个单位；请从 Excel 复制名单，贴进第一格")
    for number, cells in lines:
        for column in (0, 1):
            if not cells[column]:
                words = f"没有写{COLUMNS[Part.UNITS][column]}；请补上，或删去这一行"
                yield Fault(part=Part.UNITS, row=number, column=column, words=words)
    kinds: dict[str, str] = {}
    for number, (_, series, kind, _) in lines:
        known = kinds.setdefault(series, kind)
        if kind and known and kind != known:
            words = f"“{series}”里已写了类别“{known}”；一个系列只能有一个类别，请改成一样的，或分成两个系列"
            yield Fault(part=Part.UNITS, row=number, column=2, words=words)
    for one in series_of(draft):
        if one.name and not one.kind:
            words = f"“{one.name}”没有写类别（分值按类别定，如 镇、街道、机关部门）；请在它的一行里补上"
            yield Fault(part=Part.UNITS, row=one.row, column=2, words=words)


def _groups(draft: Draft) -> Iterator[Fault]:
    lines = [*draft.lines(Part.GROUPS)]
    if not lines:
        yield Fault(part=Part.GROUPS, words="还没有一个评议群体；请至少写一行")
    asked = "、".join(name for component, name in COMPONENT_TEXT.items() if component is not Component.HOTLINE)
    for number, (_, _, component, _) in lines:
        if component_of(component) in (None, Component.HOTLINE):
            words = f"“{component}”不是可评的一项；请写 {asked} 之一"
            yield Fault(part=Part.GROUPS, row=number, column=2, words=words)


def _points(draft: Draft) -> Iterator[Fault]:
    named: list[str] = []
    asked = {component_of(cells[2]) for _, cells in draft.lines(Part.GROUPS)} | {Component.HOTLINE}
    for number, (kinds, *points, phoned) in draft.lines(Part.POINTS):
        named += [kind.strip() for kind in kinds.split(KINDS_MARK)]
        if not any(points):
            yield Fault(part=Part.POINTS, row=number, column=1, words="这一类没有一项分值；请补上，或删去这一行")
        for column, (component, worth) in enumerate(zip(COMPONENT_TEXT, points, strict=True), start=1):
            words = _worth_fault(component, worth, points[0]) if worth else ""
            if worth and not words and component not in asked:
                words = f"没有一个评议群体评“{COMPONENT_TEXT[component]}”；请清空这一格，或回“评议群体”一步补上"
            if words:
                yield Fault(part=Part.POINTS, row=number, column=column, words=words)
        if words := _phoned_fault(phoned, points[0]):
            yield Fault(part=Part.POINTS, row=number, column=len(points) + 1, words=words)
    having = {one.kind for one in series_of(draft)}
    for lacking in sorted(having - set(named)):
        yield Fault(part=Part.POINTS, words=f"名单里有“{lacking}”，这里没有它的分值；请补一行，或写进已有一行的类别")
    for extra in sorted(set(named) - having):
        yield Fault(part=Part.POINTS, words=f"名单里没有类别“{extra}”；请改成名单里的写法，或删去")


def _worth_fault(component: Component, worth: str, votes: str) -> str:
    if worth == SHARED:
        if component is not Component.HOTLINE:
            return f"只有 12345热线 可以写“{SHARED}”；请写分值，没有这一项的清空"
        return "" if votes else "公众评议没有分值，热线不能与它合并；请写热线自己的分值"
    return "" if NUMBER.fullmatch(worth) else f"“{worth}”不是分值；请写数字，如 15，没有这一项的清空"


def _phoned_fault(phoned: str, votes: str) -> str:
    if phoned not in (HAS, HAS_NOT, ""):
        return f"“{phoned}”看不出有没有；请写“{HAS}”，没有的清空"
    return "公众评议没有分值，电话访谈无处可计；请清空，或填公众评议的分值" if phoned == HAS and not votes else ""


def _nothing(_: Draft) -> Iterator[Fault]:
    return iter(())


CHECKS = {
    Part.ABOUT: _about,
    Part.UNITS: _units,
    Part.GROUPS: _groups,
    Part.POINTS: _points,
    Part.PLAN: _nothing,
}


def _of_the_whole(draft: Draft) -> Iterator[Fault]:
    """What only shows when the parts are one campaign."""
    made = written(draft)
    data = tomllib.loads(made.text, parse_float=Decimal)
    campaign = Campaign.model_validate(filled(data, values_of(data)))
    for problem in campaign_problems(campaign):
        place = problem.place
        while place and place not in made.cells:
            place = place[:-1]
        if place:
            cell = made.cells[place]
            yield Fault(part=cell.part, row=cell.row, column=cell.column, words=problem.words)
        elif problem.place[0] in set(Part):
            yield Fault(part=Part(str(problem.place[0])), words=problem.words)


def campaign_of(draft: Draft) -> Campaign:
    """The campaign of tables without faults. Raises CampaignError."""
    return parse_campaign(written(draft).text, "新建的方案")


def batches_of(draft: Draft, campaign: Campaign) -> Iterator[tuple[int, str, Batch | None]]:
    """Each line of the plan: its number, what is wrong with it, and the batch, which gets its group's next code."""
    letters = {group.name: group.key for group in campaign.groups}
    used: dict[str, int] = {}
    seen: dict[tuple[str, str], int] = {}
    for number, (group, distributor, copies) in draft.lines(Part.PLAN):
        key = letters.get(group, group.upper())
        used[key] = used.get(key, 0) + 1
        row = {"批次": f"{key}{used[key]:02d}", "群体": key, "发放单位": distributor, "份数": copies}
        words, batch = read_batch(row, campaign, set())
        if batch and seen.setdefault((key, batch.distributor), number) != number:
            words, batch = f"“{distributor}”发给这个群体的已有一行；请合并成一行", None
        yield number, words, batch


def _plan(draft: Draft) -> Iterator[Fault]:
    told = False
    for number, words, _ in batches_of(draft, campaign_of(draft)):
        told = True
        if words:
            column = 2 if "份数" in words else 1 if "发放单位" in words else 0
            yield Fault(part=Part.PLAN, row=number, column=column, words=words.replace("份数", "人数"))
    if not told:
        yield Fault(part=Part.PLAN, words="还没有一批；请至少写一行")


def suggested(draft: Draft, part: Part) -> Rows:
    """What a table holds before anybody types: as the 2024 scheme has it, fitted to the parts before."""
    match part:
        case Part.GROUPS:
            base = parse_campaign(default_campaign_text(), "campaign.toml")
            short = draft.about.get("issuer_short", "").strip()
            texts = [(group, COMPONENT_TEXT[Component(group.component)]) for group in base.groups]
            own = base.about.issuer_short
            return [[g.key, g.name, text, g.asked_by if g.asked_by != own else short] for g, text in texts]
        case Part.POINTS:
            kinds = dict.fromkeys(one.kind for one in series_of(draft))
            return [[kind, *DEFAULT_POINTS.get(kind, OTHERS_POINTS)] for kind in kinds if kind]
        case Part.PLAN:
            campaign = campaign_of(suggested_all(draft))
            return [*_plan_rows(campaign, draft.people)]
        case _:
            return []


def _plan_rows(campaign: Campaign, people: Mapping[str, int]) -> Iterator[list[str]]:
    """Heads are counted by people; those a plan document gives stand where a group has one batch."""
    batches = [*sample_batches(campaign)]
    groups = [batch.group for batch in batches]
    names = {group.key: group.name for group in campaign.groups}
    for batch in batches:
        told = people.get(names[batch.group]) if groups.count(batch.group) == 1 else None
        yield [batch.group, batch.distributor, str(told or "")]


def suggested_all(draft: Draft) -> Draft:
    """The draft with what is suggested for groups and points that nobody has kept yet."""
    for part in (Part.GROUPS, Part.POINTS):
        if not draft.has(part):
            draft = draft.model_copy(update={"rows": {**draft.rows, part: suggested(draft, part)}})
    return draft
