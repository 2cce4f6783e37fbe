"""发放回收登记表: what was handed out and what came back, as an Excel sheet to print, or to fill in on screen."""

import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import TEXT_STAYS_TEXT
from pingyi.ground.whole import put

# Heading and width in characters; together they fill A4 across.
COLUMNS = {
    "批次": 7, "评议群体": 21, "发放单位": 23, "应发份数": 9, "实发份数": 9, "领取人": 10, "领取时间": 12,
    "回收份数": 9, "作废份数": 9, "未收回": 8, "交回人": 10, "备注": 14,
}  # fmt: skip
NAMES = list(COLUMNS)
COUNTED = ("应发份数", "实发份数", "回收份数", "作废份数", "未收回")
TITLE_ROW, ISSUER_ROW, HEADER_ROW, FIRST_ROW = 0, 1, 2, 3
TITLE_PT, HEADER_PT, ROW_PT = 34, 30, 24  # row heights; a row takes a signature
NOTE = "说明：回收份数含作废份数；未收回 = 实发份数 − 回收份数。"
SIGNATURES = "填表人：　　　　　　　　　　　　复核人：　　　　　　　　　　　　日期：　　　　年　　月　　日"


def write_ledger(campaign: Campaign, batches: Sequence[Batch], path: Path) -> Path:
    """Write the ledger; outstanding copies and totals are formulas."""
    written = io.BytesIO()
    with xlsxwriter.Workbook(written, {"in_memory": True, **TEXT_STAYS_TEXT}) as book:
        book.set_properties({"title": "发放回收登记表", "author": campaign.about.issuer})
        sheet = book.add_worksheet("发放回收登记表")
        _set_up(sheet)
        _head(book, sheet, campaign)
        text = _format(book, align="left")
        number = _format(book, align="center")
        for row, batch in enumerate(batches, start=FIRST_ROW):
            _batch(sheet, row, known(campaign, batch), (text, number))
        _foot(book, sheet, FIRST_ROW + len(batches), sum(batch.copies for batch in batches))
    return put(path, written.getvalue())


def _set_up(sheet: Worksheet) -> None:
    for column, width in enumerate(COLUMNS.values()):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(FIRST_ROW, 1)
    print_page(sheet, HEADER_ROW)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)  # inches


def _head(book: xlsxwriter.Workbook, sheet: Worksheet, campaign: Campaign) -> None:
    title = book.add_format({"font_name": "方正小标宋简体", "font_size": 18, "align": "center", "valign": "vcenter"})
    plain = book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter"})
    header = _format(book, align="center", font_name="黑体")
    sheet.merge_range(TITLE_ROW, 0, TITLE_ROW, len(NAMES) - 1, f"{campaign.ballot.title}发放回收登记表", title)
    sheet.write(ISSUER_ROW, 0, f"填表单位：{campaign.about.issuer}", plain)
    for column, name in enumerate(NAMES):
        sheet.write(HEADER_ROW, column, name, header)
    for row, height in ((TITLE_ROW, TITLE_PT), (ISSUER_ROW, ROW_PT), (HEADER_ROW, HEADER_PT)):
        sheet.set_row(row, height)


def known(campaign: Campaign, batch: Batch) -> dict[str, str | int]:
    """What the plan says of a batch, by column."""
    group = campaign.group(batch.group)
    return {
        "批次": batch.code,
        "评议群体": group.name if group else batch.group,
        "发放单位": batch.distributor,
        "应发份数": batch.copies,
    }


def _batch(sheet: Worksheet, row: int, known: dict[str, str | int], formats: tuple[Format, Format]) -> None:
    text, number = formats
    sheet.set_row(row, ROW_PT)
    for column, name in enumerate(NAMES):
        sheet.write(row, column, known.get(name, ""), text if name in ("评议群体", "发放单位", "备注") else number)
    issued, returned = (f"{_letter(name)}{row + 1}" for name in ("实发份数", "回收份数"))
    outstanding = f'=IF({issued}="","",{issued}-N({returned}))'
    sheet.write_formula(row, NAMES.index("未收回"), outstanding, number, "")


def _foot(book: xlsxwriter.Workbook, sheet: Worksheet, end: int, planned: int) -> None:
    total = _format(book, align="center", bold=True)
    plain = book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter"})
    for column, name in enumerate(NAMES):
        span = f"{_letter(name)}{FIRST_ROW + 1}:{_letter(name)}{end}"
        if name in COUNTED and end > FIRST_ROW:
            sheet.write_formula(end, column, f"=SUM({span})", total, planned if name == "应发份数" else 0)
        else:
            sheet.write(end, column, "" if column else "合计", total)
    for row, words in ((end + 1, NOTE), (end + 2, SIGNATURES)):
        sheet.write(row, 0, words, plain)
    for row in range(end, end + 3):
        sheet.set_row(row, ROW_PT)


def _letter(name: str) -> str:
    return str(xl_col_to_name(NAMES.index(name)))


def _format(book: xlsxwriter.Workbook, **more: object) -> Format:
    framed = {"border": 1, "font_name": "宋体", "font_size": 11, "valign": "vcenter", "text_wrap": True}
    return book.add_format(framed | more)
