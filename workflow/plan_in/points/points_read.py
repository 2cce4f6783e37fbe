"""The table of points: who is evaluated, by whom, how, and for how many points; in a table, whatever its heads."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from pingyi.domain.forms.places import Places
from pingyi.domain.forms.plan_paper import PlanTable
from pingyi.domain.forms.table import FormCell
from pingyi.domain.forms.words import SUMS
from pingyi.workflow.plan_in.findings import Source, source
from pingyi.workflow.plan_in.numerals import number_of

HEADS = {  # what offices write over these columns, white space removed
    "object": re.compile(r"^(评价|评议|考评|考核|被评|测评)?(对象|单位类别|单位类型|对象类别)$|^类别$|^单位$"),
    "matter": re.compile(r"^(评价|评议|考评|考核|测评)?(事项|项目|指标|类型|名称|内容分类)$"),
    "by": re.compile(r"^(评价|评议|考评|考核|测评|参评)?(主体|人员|人|群体)$"),
    "content": re.compile(r"^(评价|评议|考评|考核|测评|主要)?(内容|内容说明|说明|要点)$"),
    "method": re.compile(r"^(评价|评议|考评|考核|测评|计分|实施)?(方式|方法|办法|形式|途径)$"),
    "points": re.compile(r"^(分值|满分|权重分|分数|标准分|满分分值|分值权重|权重)(及权重)?([（(](分|%)[）)])?$"),
    "serial": re.compile("^(序号|序)$"),
}
POINTS = re.compile(r"^(?:满分)?(?P<points>[0-9０-９.．]+|[一二三四五六七八九十百两零〇]+)(?:分|%|％)?$")
PEOPLE = re.compile("人数|份数|票数")  # heads of a table of groups, whose weights are no points
NONE = re.compile(r"^[-—–/／无×]*$")
HUNDRED = Decimal(100)
MOST_HEAD_ROWS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadItem:
    """One line as it stands; `points` is None where it shares those of the line above."""

    matter: str
    by: str
    content: str
    method: tuple[str, ...]
    points: Decimal | None
    source: Source
    percent: bool = False  # written with a percent sign


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadObject:
    """The lines for one kind of those evaluated."""

    object: str  # empty where all are evaluated alike
    items: tuple[ReadItem, ...]
    source: Source
    total: Decimal | None = None  # as the document itself adds up


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadPoints:
    """What a document says of points, and what in it cannot be (Chinese)."""

    objects: tuple[ReadObject, ...]
    faults: tuple[str, ...]
    columns: frozenset[str]  # settings it has a column for
    tables: tuple[PlanTable, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Grid columns by setting; several of points, each under its object's name."""

    by: dict[str, int]
    points: tuple[tuple[int, str], ...]
    top: int  # first row under the heads


def points_tables(tables: Sequence[PlanTable]) -> ReadPoints | None:
    """
    What tables with heads for points and for who or what say; None where there is none.

    Several go together when each says for whom it holds.
    """
    found = []
    for table in tables:
        places = Places(table.form)
        if (columns := _columns(places)) is not None:
            found.append(_read(table, places, columns))
    if len(found) < 2:
        return found[0] if found else None
    objects = tuple(one for read in found for one in read.objects)
    names = [one.object for one in objects]
    faults = [fault for read in found for fault in read.faults]
    if "" in names or len(set(names)) < len(names):
        faults.append(f"有 {len(found)} 张分值表，不知道哪张管哪一类对象")
    columns_of_all = frozenset.intersection(*(read.columns for read in found))
    return ReadPoints(
        objects=objects,
        faults=tuple(faults),
        columns=columns_of_all,
        tables=tuple(t for read in found for t in read.tables),
    )


def against_full(read: ReadPoints, fulls: Sequence[tuple[Decimal, Source]]) -> ReadPoints:
    """Percents are points only where full marks are a hundred; `fulls` are those the text speaks of."""
    percents = any(item.percent for one in read.objects for item in one.items)
    other = [(full, where) for full, where in fulls if full != HUNDRED]
    if not percents or not other:
        return read
    full, where = other[0]
    return replace(read, faults=(*read.faults, f"分值表写的是百分比，{where.place}写着满分 {full} 分，不知道各项几分"))


def against_words(read: ReadPoints, words: ReadPoints | None) -> ReadPoints:
    """The tables with a fault for each sentence of points that differs from them."""
    faults = []
    for one in words.objects if words else ():
        matters = {item.matter for item in one.items}
        same = [
            each
            for each in read.objects
            if one.object in {each.object, ""} and matters & {item.matter for item in each.items}
        ]
        amounts = sorted(item.points for item in one.items if item.points is not None)
        if any(sorted(item.points for item in each.items if item.points is not None) != amounts for each in same):
            faults.append(f"{one.source.place}写的各项分值和分值表不一样")
    return replace(read, faults=(*read.faults, *faults))


def _columns(places: Places) -> _Columns | None:
    """Heads of one row, or of two where 分值 stands over a name for each object."""
    for top in range(1, min(MOST_HEAD_ROWS, places.rows) + 1):
        heads = {col: _head(places, top, col) for col in range(places.columns)}
        by: dict[str, int] = {}
        points: list[tuple[int, str]] = []
        for col, (cell, over) in heads.items():
            if cell is None or cell.col != col:
                continue
            name = next((name for name, pattern in HEADS.items() if pattern.match(cell.text)), "")
            if name == "points":
                points.append((col, ""))
            elif over and HEADS["points"].match(over) and cell.text:
                points.append((col, cell.text))
            elif name:
                by.setdefault(name, col)
        whole = all(cell is None or cell.row + cell.row_span <= top for cell, _ in heads.values())
        people = any(cell is not None and PEOPLE.search(cell.text) for cell, _ in heads.values())
        if points and whole and not people and ("matter" in by or {"by", "object"} <= by.keys()):
            return _Columns(by, tuple(points), top)
    return None


def _head(places: Places, top: int, col: int) -> tuple[FormCell | None, str]:
    """The lowest head over a column, and what stands over that."""
    cell = places.at(top - 1, col)
    over = places.at(cell.row - 1, col) if cell is not None and cell.row else None
    return cell, over.text if over is not None and over.col_span > 1 else ""


def _read(table: PlanTable, places: Places, columns: _Columns) -> ReadPoints:
    objects: dict[str, list[ReadItem]] = {}
    totals: dict[str, Decimal] = {}
    faults: list[str] = []
    for row in range(columns.top, places.rows):
        for column, named in columns.points:
            line = _line(table, places, columns, (row, column))
            if line is None:
                continue
            name, item, is_sum = line
            name = named or name
            if isinstance(item, str):
                faults.append(item)
            elif is_sum and item.points is not None:
                totals[name] = item.points
            elif not is_sum:
                objects.setdefault(name, []).append(item)
    if not totals.keys() <= objects.keys() and len(objects) > 1:
        faults.append("合计一行不知道是哪一类对象的")
    shared = totals.get("") if len(totals) == 1 and "" in totals else None
    found = tuple(
        ReadObject(object=name, items=tuple(items), source=items[0].source, total=totals.get(name, shared))
        for name, items in objects.items()
    )
    faults += [fault for one in found for fault in sum_faults(one)]
    return ReadPoints(objects=found, faults=tuple(faults), columns=frozenset(columns.by), tables=(table,))


def _line(
    table: PlanTable, places: Places, columns: _Columns, at: tuple[int, int]
) -> tuple[str, ReadItem | str, bool] | None:
    """Object, item (or why it is none) and whether it adds up others; None where nothing stands."""
    row, column = at
    cells = {name: places.at(row, col) for name, col in columns.by.items()}
    words = {name: _words(table, cell) for name, cell in cells.items()}
    first = next((cell.text for cell in cells.values() if cell is not None and cell.text), "")
    points = places.at(row, column)
    if not any(words.values()) or points is None:
        return None
    own = points.row == row
    text = points.text.replace("．", ".")
    number = POINTS.match(text)
    where = source(
        f"{table.place}第{row + 1}行", " | ".join(cell.text for cell in places.across(row, 0, places.columns))
    )
    is_sum = bool(SUMS.match(first)) or any(SUMS.match("".join(value)) for value in words.values())
    if own and NONE.match(text) and (len(columns.points) > 1 or is_sum):
        return None
    if own and (number is None or number_of(number["points"]) is None):
        return "", f"{where.place}的分值“{text}”不是一个数", is_sum
    value = number_of(number["points"]) if own and number else None
    item = ReadItem(
        matter="".join(words.get("matter", ())) or "".join(words.get("by", ())),
        by="".join(words.get("by", ())) or "".join(words.get("matter", ())),
        content="".join(words.get("content", ())),
        method=tuple(words.get("method", ())),
        points=value,
        source=where,
        percent=text.endswith(("%", "％")),
    )
    return "".join(words.get("object", ())), item, is_sum


def _words(table: PlanTable, cell: FormCell | None) -> tuple[str, ...]:
    return () if cell is None else tuple("".join(line.split()) for line in table.lines_of(cell))


def sum_faults(one: ReadObject) -> Iterator[str]:
    """Whether lines make up the total the document itself gives."""
    made = sum((item.points for item in one.items if item.points is not None), Decimal(0))
    if one.total is not None and one.total != made:
        named = f"“{one.object}”" if one.object else ""
        yield f"{named}各项分值相加是 {made}，原文写的合计是 {one.total}"
