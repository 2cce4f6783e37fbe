"""One good table written in forty ways, as offices write it."""

import csv
import io
import random
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import cycle
from pathlib import Path

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from benchmarks.points.tables.base import Cell, Good, good_tables
from benchmarks.points.tables.case import Case
from benchmarks.points.tables.written import Look, converted, lines_of, write_book, write_raw, write_text
from pingyi.domain.campaign.campaign import Campaign

Lines = list[list[Cell]]
Way = Callable[[Good, Campaign], Callable[[Path], Path]]
WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
TRADITIONAL = str.maketrans("单满评议群体选数镇区办结按时办访话", "單滿評議群體選數鎮區辦結按時辦訪話")
MIDNIGHT = "excel's own moments at midnight"


def good_ways(campaign: Campaign, seed: int) -> Iterator[Case]:
    """Each way once, the kinds of table in turn where the way is not of one kind alone."""
    rng = random.Random(seed)  # noqa: S311 - invented numbers
    kinds = cycle(good_tables(campaign, rng))
    for name, (only, way) in WAYS.items():
        good = good_tables(campaign, rng)[only or next(kinds)]
        good = at_midnight(good) if name == MIDNIGHT else good
        yield Case(name=f"{name}: {good.name}", meant=good, make=way(good, campaign))


def as_text(change: Callable[[Lines], Lines] = lambda lines: lines, **how: str) -> Way:
    """A .csv of changed lines."""
    return lambda good, _: lambda folder: write_text(folder / "表.csv", change(lines_of(good)), **how)


def as_book(change: Callable[[Lines], Lines] = lambda lines: lines, look: Look | None = None) -> Way:
    """A .xlsx of changed lines."""
    return lambda good, _: lambda folder: write_book(folder / "表.xlsx", change(lines_of(good)), look or Look())


def headings(write: Callable[[str], str]) -> Callable[[Lines], Lines]:
    """Every heading written otherwise."""
    return lambda lines: [[write(str(cell)) for cell in lines[0]], *lines[1:]]


def cells(write: Callable[[Cell], Cell], column: int = -1) -> Callable[[Lines], Lines]:
    """Every cell written otherwise, or those of one column."""
    return lambda lines: [
        lines[0],
        *([write(cell) if column in (-1, at) else cell for at, cell in enumerate(line)] for line in lines[1:]),
    ]


def above(*rows: list[Cell]) -> Callable[[Lines], Lines]:
    """Titles and notes before the headings."""
    return lambda lines: [*rows, *lines]


def below(*rows: list[Cell]) -> Callable[[Lines], Lines]:
    """Sums and remarks behind the rows."""
    return lambda lines: [*lines, *rows]


def two_rows(lines: Lines) -> Lines:
    """The choices under one heading."""
    first = lines[0].index("满意")
    return [[*lines[0][:first], "评价情况"], [""] * first + lines[0][first:], *lines[1:]]


def with_sums(lines: Lines) -> Lines:
    """A row of sums behind the rows and one of means."""
    rows = len(lines) - 1
    numbers = [[cell for cell in column if not isinstance(cell, str)] for column in zip(*lines[1:], strict=True)]
    sums: list[Cell] = [round(sum(column), 2) if column else "" for column in numbers]
    means: list[Cell] = [round(float(cell) / rows, 2) if cell != "" else "" for cell in sums]
    return [*lines, ["合 计：", *sums[1:]], ["平均", *means[1:]]]


def page_by_page(lines: Lines) -> Lines:
    """The headings again after every five rows, and empty rows."""
    found = [lines[0]]
    for number, line in enumerate(lines[1:]):
        found += [[""] * len(line), lines[0]] if number and number % 5 == 0 else []
        found.append(line)
    return found


def numbered(lines: Lines) -> Lines:
    """序号 before and 备注 behind."""
    return [["序号", *lines[0], "备注"], *([number, *line, ""] for number, line in enumerate(lines[1:], start=1))]


def columns_turned(lines: Lines) -> Lines:
    """The columns in another order."""
    return [line[::-1] for line in lines]


def district(good: Good, campaign: Campaign) -> Callable[[Path], Path]:
    """Units with the district's name before them."""
    kinds = {unit.name: unit.kind for unit in campaign.units}

    def named(cell: Cell) -> Cell:
        word = str(cell)
        return f"鱼峰区{word.removeprefix('区')}" if kinds.get(word) in ("镇", "机关部门") else cell

    return as_text(cells(named, good.column("单位名称")))(good, campaign)


def group_names(good: Good, campaign: Campaign) -> Callable[[Path], Path]:
    """Groups by their names."""
    names = {group.key: group.name for group in campaign.groups}
    return as_book(cells(lambda cell: names.get(str(cell), cell), good.column("评议群体")))(good, campaign)


def clipboard(good: Good, _: Campaign) -> Callable[[Path], Path]:
    """Pasted from Excel into a text file: tabs, a quoted heading of two lines."""
    out = io.StringIO(newline="")
    lines = [[f"{good.headings[0][:2]}\n{good.headings[0][2:]}", *good.headings[1:]], *good.rows]
    csv.writer(out, delimiter="\t", lineterminator="\n").writerows(lines)
    return lambda folder: write_raw(folder / "表.txt", out.getvalue(), "gb18030")


def other_format(suffix: str, look: Look | None = None) -> Way:
    """What LibreOffice makes of a workbook; .et is an .xls by another name."""

    def make(good: Good, folder: Path) -> Path:
        book = write_book(folder / "表.xlsx", lines_of(good), look or Look())
        made = converted(book, "xls" if suffix == "et" else suffix)
        return Path(shutil.copy(made, folder / "表.et")) if suffix == "et" else made

    return lambda good, _: lambda folder: make(good, folder)


def web_page(good: Good, _: Campaign) -> Callable[[Path], Path]:
    """An .xls as platforms export it: a web page."""
    rows = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines_of(good))
    head = '<html><head><meta charset="utf-8"></head>'
    return lambda folder: write_raw(folder / "表.xls", f"{head}<body><table>{rows}</table></body></html>", "utf-8")


def merged_title(good: Good, _: Campaign) -> Callable[[Path], Path]:
    """A title over all columns, a line of remarks, then the headings, each over two rows."""
    width = len(good.headings)
    empty: Sequence[Cell] = [""] * width
    lines = [["2024年度汇总表", *empty[1:]], ["填报单位：绩效办", *empty[1:]], [*good.headings], [*empty], *good.rows]
    areas = [(0, 0, 0, width - 1), *((2, column, 3, column) for column in range(width))]
    return lambda folder: write_book(folder / "表.xlsx", lines, Look(merged=areas))


def second_sheet(good: Good, _: Campaign) -> Callable[[Path], Path]:
    """Instructions in a sheet beside."""

    def guide(book: Workbook, _: Worksheet) -> None:
        book.add_worksheet("填表说明").write(0, 0, "一、单位名称写全称；二、各数为整数")

    return lambda folder: write_book(folder / "表.xlsx", lines_of(good), Look(more=guide))


def at_midnight(good: Good) -> Good:
    """Every order dispatched at 00:00."""
    column = good.column("派单时间")
    rows = [(*line[:column], f"{str(line[column])[:10]} 00:00:00", *line[column + 1 :]) for line in good.rows]
    return replace(good, rows=tuple(rows))


def slashes(cell: Cell) -> Cell:
    """2024/3/4 10:00:00."""
    word = str(cell)
    moment = len(word) == len("2024-03-04 10:00:00") and word[4:5] == "-"
    return f"{word[:4]}/{int(word[5:7])}/{int(word[8:10])} {word[11:]}" if moment else cell


def wide(cell: Cell) -> Cell:
    """Full-width digits."""
    return str(cell).translate(WIDE) if isinstance(cell, int | float) else cell


WAYS: Mapping[str, tuple[str, Way]] = {  # of one kind alone, or of any
    "stars": ("", as_text(headings(lambda name: f"{name}*"))),
    "stars in a workbook": ("工单", as_book(headings(lambda name: f"*{name}"))),
    "remarks in headings": ("热线汇总", as_book(headings(lambda name: f"{name}（件）"))),
    "blanks and lines in headings": ("", as_book(headings(lambda name: f"{name[:1]} \n{name[1:]}"))),
    "traditional headings": ("", as_text(headings(lambda name: name.translate(TRADITIONAL)))),
    "other names": ("均分", as_text(lambda lines: [["被评单位", "评议主体", "有效份数", "平均得分"], *lines[1:]])),
    "two rows of headings": ("电话", as_text(two_rows)),
    "two rows of headings in a workbook": ("票决", as_book(two_rows)),
    "semicolons": ("", as_text(delimiter=";")),
    "pipes": ("", as_text(delimiter="|")),
    "tabs": ("", as_text(delimiter="\t")),
    "gbk": ("", as_text(encoding="gb18030")),
    "utf-8 without mark": ("", as_text(encoding="utf-8")),
    "utf-16": ("", as_text(encoding="utf-16", delimiter="\t")),
    "pasted from excel": ("", clipboard),
    "a workbook": ("", as_book()),
    "full-width numbers": ("", as_text(cells(wide))),
    "numbers as text": ("", as_book(cells(lambda cell: f" {cell}\u3000" if isinstance(cell, int) else cell))),
    "units counted": ("热线汇总", as_text(cells(lambda cell: f"{cell}件" if isinstance(cell, int) else cell))),
    "unseen signs": ("", as_text(cells(lambda cell: f"{cell}\u200b" if isinstance(cell, int) else cell))),
    "traditional units": ("电话", as_text(cells(lambda cell: str(cell).translate(TRADITIONAL), 0))),
    "district before units": ("均分", district),
    "blanks in units": ("热线汇总", as_text(cells(lambda cell: " ".join(str(cell)), 0))),
    "groups by name": ("均分", group_names),
    "small letters": ("逐份评分", as_text(cells(lambda cell: str(cell).lower(), 1))),
    "a merged title": ("", merged_title),
    "a title in a csv": ("", as_text(above(["2024年度汇总表"], [""]))),
    "sums below": ("热线汇总", as_text(with_sums)),
    "sums below in a workbook": ("票决", as_book(with_sums)),
    "remarks below": ("", as_book(below([""], ["注：以上各数由网格中心提供"], ["填表人：甲某", "", "审核人：乙某"]))),
    "headings page by page": ("", as_text(page_by_page)),
    "a number before, a remark behind": ("", as_text(numbered)),
    "columns in another order": ("", as_book(columns_turned)),
    "a sheet of instructions": ("", second_sheet),
    "excel's own moments": ("工单", as_book(look=Look(moments=True))),
    MIDNIGHT: ("工单", as_book(look=Look(moments=True))),
    "moments of a 1904 workbook": ("工单", as_book(look=Look(moments=True, from_1904=True))),
    "slashes in moments": ("工单", as_text(cells(slashes))),
    "filtered rows": ("", as_book(look=Look(hidden_rows=(2, 3)))),
    "xls": ("", other_format("xls", Look(moments=True))),
    "ods": ("", other_format("ods", Look(moments=True))),
    "et": ("", other_format("et")),
    "a web page called xls": ("", web_page),
}
