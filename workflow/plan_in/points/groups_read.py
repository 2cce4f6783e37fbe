"""Groups of evaluators: in paragraphs that say who asks them, in a table of them, in a list, in the table of points."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pingyi.domain.forms.places import Places
from pingyi.domain.forms.plan_paper import PlanPaper, PlanTable
from pingyi.workflow.plan_in.findings import Source, source
from pingyi.workflow.plan_in.numerals import COUNT, count_of, number_of

PERSONS = (
    "干部|职工|员工|代表|委员|人士|群众|病人|患者|家属|对象|学生|教师|师生|领导|领导班子|班子成员|负责人|党员|居民|村民|客户"
    "|成员|专家|企业|商户|主任|书记|人员|同志"
)
PERSON = re.compile(f"(?:{PERSONS})$")
ASKED = re.compile(
    r"由(?P<who>[^，。；由]{2,24}?)(?:牵头组织|牵头|负责组织|负责|组织)[，,]?(?:邀请|组织|抽取)(?P<whom>.+?)"
    r"(?:等(?:各类)?群体|等)?[，,]?(?:采取|通过|以无记名|对[^，。]{1,20}(?:进行|开展))"
)
TOLD_TO = re.compile(  # 由某办组织居民代表测评
    r"由(?P<who>[^，。；由]{2,24}?)(?:牵头|负责|统一)?组织(?!部|科|处)(?P<whom>[^，。；]{2,30}?)(?:进行|开展)?"
    "(?:测评|评议|评价|打分|评分|投票)"
)
KEY = re.compile(r"批次号以(?P<key>[A-Z])开头")
LISTED = re.compile(
    r"^(?:[（(]?[0-9一二三四五六七八九十]+[）)、.．]|[①-⑳])(?P<name>[^，。（(；：:]{2,25})"
    r"[（(：:，](?P<about>[^）)。；]*?(?:人|份|%|％|权重|占)[^）)。；]*)[）)]?"
)
HEADING = re.compile(
    r"^(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|第[一二三四五六七八九十]+[章条])|[：:]$"
)
EVALUATORS = re.compile("(?:评议|评价|测评|考评|参评)(?:的)?(?:主体|人员|群体)")
PEOPLE = re.compile(rf"(?P<people>{COUNT})(?:人|名|份)")
WEIGHT = re.compile(r"(?:权重|占比|占|比例)[为是：:]?(?P<weight>[0-9.]+|百分之[一二三四五六七八九十百]+)[%％]?")
HEADS = {
    "name": re.compile(
        r"^((评议|评价|测评|参评|参加|考评)(主体|群体|人员|人员类别|人员范围)|主体|群体)(名称|类别|构成)?$"
    ),
    "people": re.compile(r"^(参评|评议|测评|约)?(人数|份数|票数)([（(].*[）)])?$"),
    "weight": re.compile(r"^(所占)?(权重|占比|比例|分值权重)([（(]%[）)])?$"),
    "asked_by": re.compile(r"^(牵头|组织|责任|实施|发放)(单位|机关|部门|组织单位)$"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadGroup:
    """One group as it stands; empty or None where the document does not say."""

    name: str
    source: Source
    asked_by: str = ""
    key: str = ""
    people: int | None = None
    weight: Decimal | None = None  # percent
    doubts: tuple[str, ...] = ()  # Chinese: what speaks against who asks them


def read_groups(paper: PlanPaper, said_by: Sequence[tuple[str, Source]]) -> list[ReadGroup]:
    """From the first kind of place that names any; `said_by` are the evaluators of the table of points."""
    ways = (_in_table(paper), _in_paragraphs(paper), _in_list(paper, said_by), _in_points(said_by))
    return next((found for way in ways if (found := _joined(way))), [])


def read_from_points(said_by: Sequence[tuple[str, Source]]) -> list[ReadGroup]:
    """Those whom lines of the table of points name as evaluators."""
    return _joined(_in_points(said_by))


def split_people(text: str) -> list[str]:
    """甲干部、乙代表 as two, 各镇、区直部门干部 as one: a part that names no people belongs to the next."""
    found, held = [], ""
    for part in re.split("([，、])", text.removesuffix("等群体").removesuffix("等")):
        if part in "，、":
            if held and PERSON.search(held):
                found.append(held)
                held = ""
            elif held:
                held += part
            continue
        held += part
    return [*found, held] if held else found


def is_within(short: str, whole: str) -> bool:
    """Whether every character of the one stands in the other, in that order."""
    rest = iter(whole)
    return all(sign in rest for sign in short)


def _in_paragraphs(paper: PlanPaper) -> Iterator[ReadGroup]:
    for line in paper.lines:
        keys = [found["key"] for found in KEY.finditer(line.plain)]
        for found in (*ASKED.finditer(line.plain), *TOLD_TO.finditer(line.plain)):
            names = split_people(found["whom"])
            whole = keys if len(keys) == len(names) else [""] * len(names)
            rest = line.plain[found.end() :] if len(names) == 1 else ""
            people, weight = PEOPLE.search(rest), WEIGHT.search(rest)
            for name, key in zip(names, whole, strict=True):
                if PERSON.search(name):
                    yield ReadGroup(
                        name=name,
                        asked_by=found["who"],
                        key=key,
                        people=count_of(people["people"]) if people else None,
                        weight=_percent(weight["weight"]) if weight else None,
                        source=source(line.place, line.text),
                    )


def _in_table(paper: PlanPaper) -> Iterator[ReadGroup]:
    for table in paper.tables:
        places = Places(table.form)
        heads = {cell.col: cell.text for cell in places.across(0, 0, places.columns)}
        by = {name: col for name, pattern in HEADS.items() for col, text in heads.items() if pattern.match(text)}
        if "name" in by and len(by) > 1 and ("people" in by or "asked_by" in by or len(heads) <= len(by) + 1):
            yield from _rows(table, places, by)


def _rows(table: PlanTable, places: Places, by: dict[str, int]) -> Iterator[ReadGroup]:
    for row in range(1, places.rows):
        cells = {name: places.at(row, col) for name, col in by.items()}
        text = {name: cell.text if cell is not None else "" for name, cell in cells.items()}
        if not text["name"] or re.match("合计|总计|小计", text["name"]):
            continue
        people = re.search(COUNT, text.get("people", ""))
        weight = text.get("weight", "").rstrip("%％")
        yield ReadGroup(
            name=text["name"],
            asked_by=text.get("asked_by", ""),
            people=count_of(people[0]) if people else None,
            weight=_percent(weight),
            source=source(f"{table.place}第{row + 1}行", " | ".join(filter(None, text.values()))),
        )


def _in_list(paper: PlanPaper, said_by: Sequence[tuple[str, Source]]) -> Iterator[ReadGroup]:
    """Under a heading of evaluators, or with a name the table of points has."""
    under = False
    for line in paper.lines:
        found = LISTED.match(line.plain)
        if found is None:
            under = (under and not HEADING.match(line.plain)) or bool(EVALUATORS.search(line.plain))
            continue
        known = any(found["name"] in words for words, _ in said_by)
        if not PERSON.search(found["name"]) or not (under or known):
            continue
        people, weight = PEOPLE.search(found["about"]), WEIGHT.search(found["about"])
        yield ReadGroup(
            name=found["name"],
            people=count_of(people["people"]) if people else None,
            weight=_percent(weight["weight"]) if weight else None,
            source=source(line.place, line.text),
        )


def _in_points(said_by: Sequence[tuple[str, Source]]) -> Iterator[ReadGroup]:
    for words, where in said_by:
        yield from (ReadGroup(name=name, source=where) for name in split_people(words) if PERSON.search(name))


def _percent(text: str) -> Decimal | None:
    return number_of(text.removeprefix("百分之")) if text else None


def _joined(groups: Iterator[ReadGroup]) -> list[ReadGroup]:
    """Each name once; where two places differ in who asks, or names are nearly one, that is a doubt."""
    found: dict[str, ReadGroup] = {}
    for group in groups:
        near = next((name for name in found if name == group.name), "") or next(
            (name for name in found if is_within(group.name, name) and group.asked_by != found[name].asked_by), ""
        )
        if not near:
            found[group.name] = group
        elif found[near].asked_by != group.asked_by:
            doubt = f"另一处写“{group.name}”由{group.asked_by}组织"
            found[near] = replace(found[near], doubts=(*found[near].doubts, doubt))
    return list(found.values())
