"""Worksheets that people fill in: fixed cells are locked, the ones to fill are yellow, pictures stand in their rows."""

import io
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pingyi.generator.sheets.printed_page import print_page

TEXT_STAYS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False}  # for every workbook written here
KEY = "键"  # finds the line again; hidden
HEADER_ROW = 3  # 0-based; the rows above explain
NO_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)  # the file says nothing of when it was made


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Formats of a book."""

    fixed: Format
    free: Format
    head: Format
    note: Format


def looks_of(book: xlsxwriter.Workbook) -> Looks:
    """The same on every sheet of the office."""
    book.set_properties({"created": NO_MOMENT})
    base = {
        "font_name": "宋体",
        "font_size": 11,
        "border": 1,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    }
    return Looks(
        fixed=book.add_format(base),
        free=book.add_format({**base, "locked": False, "bg_color": "#FFFBE6"}),
        head=book.add_format({**base, "font_name": "黑体", "bg_color": "#E8EEF7"}),
        note=book.add_format({"font_name": "宋体", "font_size": 11}),
    )


def set_up(sheet: Worksheet, guide: Sequence[str], columns: Mapping[str, float], looks: Looks) -> None:
    """Three lines of guide, headings with their widths (characters), protection, and a page that prints."""
    for row, words in enumerate(guide):
        sheet.write_string(row, 0, words, looks.note)
    for column, (name, width) in enumerate(columns.items()):
        sheet.set_column(column, column, width, None, {"hidden": name == KEY})
        sheet.write_string(HEADER_ROW, column, name, looks.head)
    sheet.freeze_panes(HEADER_ROW + 1, 0)
    print_page(sheet, HEADER_ROW, sheet.get_name())
    sheet.protect(options={"format_columns": True, "format_rows": True})


def write_line(
    sheet: Worksheet, row: int, cells: Mapping[str, str | int], looks: Looks, to_fill: Collection[str]
) -> None:
    """One line; text never becomes a formula."""
    for column, (name, value) in enumerate(cells.items()):
        look = looks.free if name in to_fill else looks.fixed
        if isinstance(value, int):
            sheet.write_number(row, column, value, look)
        else:
            sheet.write_string(row, column, value, look)


def put_picture(sheet: Worksheet, place: tuple[int, int], picture: Path | bytes | None, scale: float = 1.0) -> None:
    """A picture in its cell (row, column), moving with it; nothing when there is none."""
    if picture is None:
        return
    data = picture.read_bytes() if isinstance(picture, Path) else picture
    options = {"image_data": io.BytesIO(data), "x_offset": 4, "y_offset": 9, "object_position": 1}
    sheet.insert_image(*place, "picture", {**options, "x_scale": scale, "y_scale": scale})


def offer_at(sheet: Worksheet, place: tuple[int, int], words: Sequence[str]) -> None:
    """A drop-down list in one cell (row, column)."""
    sheet.data_validation(*place, *place, {"validate": "list", "source": [*words], **_refusal(words)})


def _refusal(words: Sequence[str]) -> dict[str, str]:
    return {"error_title": "请从列表中选", "error_message": "、".join(words)}


def offer(sheet: Worksheet, column: int, lines: int, words: Sequence[str]) -> None:
    """A drop-down list; anything else is refused on typing."""
    last = HEADER_ROW + max(1, lines)
    told = {"validate": "list", "source": [*words], **_refusal(words)}
    sheet.data_validation(HEADER_ROW + 1, column, last, column, told)
