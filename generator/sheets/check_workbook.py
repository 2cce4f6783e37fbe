"""Tables to check by eye: sheets of plain lines under headings and a word of guidance, as an Excel workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pingyi.generator.sheets.sheet_to_fill import TEXT_STAYS_TEXT
from pingyi.ground.whole import new_file

FONT = {"font_name": "宋体", "font_size": 11, "valign": "vcenter", "border": 1}
ROW_PT = 18
DAY_END = "23:59"
Cell = str | int | float


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSheet:
    """One sheet: headings with widths in characters, a guide above them, and its lines."""

    name: str
    guide: tuple[str, ...]
    columns: Mapping[str, float]
    lines: Sequence[tuple[Cell, ...]]


def write_sheets(sheets: Iterable[CheckSheet], title: str, path: Path) -> Path:
    """Write the workbook. Raises NoSpaceError or FileError (see new_file)."""
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        book.set_properties({"title": title})
        head = book.add_format(
            {**FONT, "font_name": "黑体", "align": "center", "bg_color": "#E8EEF7", "text_wrap": True}
        )
        plain = book.add_format({**FONT, "text_wrap": True})
        guide = book.add_format({"font_name": "宋体", "font_size": 11, "valign": "vcenter"})
        for sheet in sheets:
            _write(book.add_worksheet(sheet.name), sheet, (head, plain, guide))
        book.close()
    return path


def _write(sheet: Worksheet, content: CheckSheet, looks: tuple[Format, Format, Format]) -> None:
    head, plain, guide = looks
    for row, words in enumerate(content.guide):
        sheet.write(row, 0, words, guide)
    header = len(content.guide)
    for column, (name, width) in enumerate(content.columns.items()):
        sheet.set_column(column, column, width)
        sheet.write(header, column, name, head)
    for row, line in enumerate(content.lines, start=header + 1):
        for column, value in enumerate(line):
            sheet.write(row, column, value, plain)
    sheet.autofilter(header, 0, header + max(1, len(content.lines)), len(content.columns) - 1)
    sheet.set_default_row(ROW_PT)
    sheet.freeze_panes(header + 1, 1)
    sheet.autofilter(header, 0, header + max(1, len(content.lines)), len(content.columns) - 1)
    sheet.set_paper(9)  # A4
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header)


def number(value: Decimal) -> Cell:
    """As one writes it: 3, 0.05."""
    return int(value) if value == value.to_integral_value() else float(value)


def moment(value: datetime | None) -> str:
    """To the minute; the end of a day as its date alone."""
    if value is None:
        return ""
    return f"{value:%Y-%m-%d}" if f"{value:%H:%M}" == DAY_END else f"{value:%Y-%m-%d %H:%M}"
