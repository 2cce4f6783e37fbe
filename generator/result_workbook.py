"""Results as an Excel workbook: ranks, items, votes, and how each number came about."""

from dataclasses import dataclass
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from domain.campaign import Component
from domain.score import ITEM_LABEL
from domain.sums import by_unit, rows_of
from generator.new_file import new_file
from generator.notice_text import Occasion

SHOWN_PLACES = 6  # decimals of a number that does not end; the published ones have two
ROW_PT = 18  # room above and below the characters
FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Look:
    """How cells look."""

    head: Format
    plain: Format
    points: Format
    exact: Format


def write_workbook(occasion: Occasion, path: Path) -> Path:
    """Write the workbook. Raises NoSpaceError or FileError (see new_file)."""
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), {"strings_to_formulas": False, "strings_to_urls": False})
        look = _Look(
            head=book.add_format({**FONT, "font_name": "黑体", "border": 1, "align": "center", "bg_color": "#E8EEF7"}),
            plain=book.add_format({**FONT, "border": 1}),
            points=book.add_format({**FONT, "border": 1, "num_format": "0.00"}),
            exact=book.add_format({**FONT, "border": 1, "num_format": f"0.{'0' * SHOWN_PLACES}"}),
        )
        _ranks(book.add_worksheet("总分排名"), occasion, look)
        _items(book.add_worksheet("各项得分"), occasion, look)
        _votes(book.add_worksheet("票数统计"), occasion, look)
        _trees(book.add_worksheet("计算过程"), occasion, look)
        book.close()
    return path


def _ranks(sheet: Worksheet, occasion: Occasion, look: _Look) -> None:
    _set_up(sheet, ("排名范围", "名次", "单位名称", "总分"), (14, 8, 40, 12), look.head)
    classes = list(dict.fromkeys(unit.ranked_in for unit in occasion.sheet.units))
    ranked = sorted(occasion.sheet.units, key=lambda unit: (classes.index(unit.ranked_in), unit.rank))
    for row, unit in enumerate(ranked, start=1):
        for column, value in enumerate((unit.ranked_in, unit.rank, unit.unit)):
            sheet.write(row, column, value, look.plain)
        sheet.write(row, 3, float(unit.total.rounded()), look.points)
    sheet.autofilter(0, 0, len(ranked), 3)


def _items(sheet: Worksheet, occasion: Occasion, look: _Look) -> None:
    components = tuple(Component)
    headings = ("序号", "单位名称", "系列", *(ITEM_LABEL[c] for c in components), "总分")
    _set_up(sheet, headings, (6, 40, 12, *[14] * len(components), 10), look.head)
    serials = {unit.name: unit.serial for unit in occasion.campaign.units}
    for row, unit in enumerate(occasion.sheet.units, start=1):
        for column, value in enumerate((serials[unit.unit], unit.unit, unit.series)):
            sheet.write(row, column, value, look.plain)
        for column, figure in enumerate((*(unit.item(component) for component in components), unit.total), start=3):
            sheet.write(row, column, "" if figure is None else float(figure.rounded()), look.points)
    sheet.autofilter(0, 0, len(occasion.sheet.units), len(headings) - 1)


def _votes(sheet: Worksheet, occasion: Occasion, look: _Look) -> None:
    choices = occasion.tally.choices
    _set_up(
        sheet,
        ("序号", "单位名称", *choices, "有效票", "未选", "多选", "待定"),
        (6, 40, *[10] * (len(choices) + 4)),
        look.head,
    )
    sums = by_unit(rows_of(occasion.tally.rows, Component.VOTES, occasion.campaign))
    for row, unit in enumerate(occasion.campaign.units, start=1):
        votes = sums.get(str(unit.serial))
        counts = (*votes.choices, votes.valid, votes.blank, votes.multiple, votes.doubtful) if votes else ()
        for column, value in enumerate((unit.serial, unit.name, *counts)):
            sheet.write(row, column, value, look.plain)


def _trees(sheet: Worksheet, occasion: Occasion, look: _Look) -> None:
    """Every figure under the one it is part of; rows can be folded out in Excel."""
    _set_up(sheet, ("单位名称", "项目", "数值", "算法", "来源"), (40, 44, 14, 64, 40), look.head)
    row = 1
    for unit in occasion.sheet.units:
        for depth, figure in unit.total.walk():
            label = "　　" * depth + figure.label
            for column, text in ((0, unit.unit), (1, label), (3, figure.formula), (4, "、".join(figure.sources))):
                sheet.write(row, column, text, look.plain)
            whole = figure.value == figure.value.to_integral_value()
            shown = int(figure.value) if whole else float(figure.rounded(SHOWN_PLACES))
            sheet.write(row, 2, shown, look.plain if whole else look.exact)
            sheet.set_row(row, None, None, {"level": min(depth, 7), "hidden": depth > 1, "collapsed": depth == 1})
            row += 1


def _set_up(sheet: Worksheet, headings: tuple[str, ...], widths: tuple[int, ...], head: Format) -> None:
    for column, (name, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write(0, column, name, head)
    sheet.set_default_row(ROW_PT)
    sheet.freeze_panes(1, 2)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
