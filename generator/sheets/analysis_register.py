"""绩效分析表报送情况: which unit has handed in, when, and what is to be mended, as an Excel table."""

import io
from collections.abc import Mapping
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.handed_in.analysis_form import HandedIn
from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import TEXT_STAYS_TEXT
from pingyi.generator.word.word import text_width_mm
from pingyi.ground.whole import put

COLUMNS = {"序号": 6, "单位名称": 34, "系列": 10, "状态": 9, "收到日期": 13, "要改正": 8,
           "改正内容": 60, "证明文件": 24, "来件": 22}  # fmt: skip
FIRST_ROW = 2
STATE, MIDDLE = 3, {0, 2, 4, 5}  # columns; numbers stand clear of the words beside them
LATE = "逾期"
NOT_IN, SENT_BACK, TO_MEND, GOOD = "未报送", "退回重报", "待改正", "合格"
SHADES = {NOT_IN: "#FFF2CC", SENT_BACK: "#F8CBAD", TO_MEND: "#FCE4D6", GOOD: "#E2EFDA"}
LINE_PT, AIR_PT = 15.0, 5.0
HALF_MM = 25.4 / 72 / 2  # a column's width counts digits, half as wide as high


def state(entry: HandedIn | None) -> str:
    """A unit's form in one word."""
    if entry is None:
        return NOT_IN
    if entry.refused:
        return SENT_BACK
    return TO_MEND if entry.to_mend else GOOD


def write_register(campaign: Campaign, entries: Mapping[int, HandedIn], path: Path) -> Path:
    """Write the table of all units; `entries` are what has come in, by the unit's serial."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **TEXT_STAYS_TEXT}) as book:
        title = f"{campaign.analysis.title}报送情况"
        book.set_properties({"title": title, "author": campaign.about.issuer})
        sheet = book.add_worksheet("报送情况")
        print_page(sheet, FIRST_ROW - 1)
        sheet.freeze_panes(FIRST_ROW, 2)
        due = campaign.about.analysis_due
        big = book.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "宋体"})
        sheet.merge_range(0, 0, 0, len(COLUMNS) - 1, f"{title}（应于{due:%Y.%m.%d}前报送）", big)
        for column, (name, width) in enumerate(COLUMNS.items()):
            sheet.set_column(column, column, width)
            sheet.write(FIRST_ROW - 1, column, name, _format(book, bold=True, align="center"))
        formats = {name: _format(book, bg_color=shade, align="center") for name, shade in SHADES.items()}
        plain, middle = _format(book), _format(book, align="center")
        for row, unit in enumerate(campaign.units, start=FIRST_ROW):
            words = _words(unit, entries.get(unit.serial), campaign)
            sheet.set_row(row, LINE_PT * max(map(_line_count, words, COLUMNS.values())) + AIR_PT)
            for column, text in enumerate(words):
                look = formats[str(words[3])] if column == STATE else middle if column in MIDDLE else plain
                sheet.write(row, column, text, look)
        sheet.autofilter(FIRST_ROW - 1, 0, FIRST_ROW - 1 + len(campaign.units), len(COLUMNS) - 1)
    return put(path, written.getvalue())


def _words(unit: Unit, entry: HandedIn | None, campaign: Campaign) -> tuple[str | int, ...]:
    if entry is None:
        return unit.serial, unit.name, unit.series, NOT_IN, "", "", "", "", ""
    late = f"\n（{LATE}）" if entry.day > campaign.about.analysis_due else ""
    mends = entry.refused or "\n".join(f"{p.place}：{p.wrong}；{p.mend}" for p in entry.to_mend)
    day = f"{entry.day:%Y.%m.%d}{late}"
    proofs = "\n".join(entry.proofs)
    return unit.serial, unit.name, unit.series, state(entry), day, len(entry.to_mend), mends, proofs, entry.file


def _line_count(text: str | int, width: int) -> int:
    """Lines the text takes in a column; spreadsheets do not all find a row's height by themselves."""
    return sum(max(1, -(-round(text_width_mm(line, 1.0) / HALF_MM) // width)) for line in str(text).split("\n"))


def _format(book: Workbook, **more: object) -> object:
    common = {"border": 1, "font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    return book.add_format(common | more)
