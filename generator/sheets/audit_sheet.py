"""抽查表: a grid of units by drawn sheets for one person to fill in blind, and the drawn sheets as one PDF."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import xlsxwriter
from PIL import Image
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from pingyi.generator.sheets.printed_page import print_page
from pingyi.generator.sheets.sheet_to_fill import HEADER_ROW, TEXT_STAYS_TEXT, Looks, looks_of
from pingyi.ground.whole import new_file, put

GRID_SHEET, PERSON_LABEL = "抽查表", "填写人"
ITEM, NAME = "序号", "单位名称"
PAGE_PREFIX = "第"  # 第12页: the page of the PDF
PERSON_CELL = (1, 1)  # 0-based row and column
VOID_KEYS = {"0": "blank", "x": "multiple", "?": "unsure"}
DPI = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditGrid:
    """What stands on the sheet: rows of item and name; by number of a drawn sheet the items printed on it."""

    draw: int
    seat: str
    rows: tuple[tuple[str, str], ...]
    pages: Mapping[int, frozenset[str]]
    choices: tuple[str, ...]


def write_grid(grid: AuditGrid, path: Path) -> Path:
    """Write the sheet; only its name cell and the cells of the grid can be changed."""
    with new_file(path) as part:
        book = xlsxwriter.Workbook(str(part), TEXT_STAYS_TEXT)
        looks = looks_of(book)
        sheet = book.add_worksheet(GRID_SHEET)
        _head(sheet, grid, looks)
        for line, (item, name) in enumerate(grid.rows, start=HEADER_ROW + 1):
            sheet.write_string(line, 0, item, looks.fixed)
            sheet.write_string(line, 1, name, looks.fixed)
            for column, printed in enumerate(grid.pages.values(), start=2):
                sheet.write_blank(line, column, None, looks.free if item in printed else looks.fixed)
        keys = [*map(str, range(1, len(grid.choices) + 1)), *VOID_KEYS]
        last = (HEADER_ROW + len(grid.rows), 1 + len(grid.pages))
        refusal = {"error_title": "请填代码", "error_message": _legend(grid.choices)}
        sheet.data_validation(
            HEADER_ROW + 1, 2, *last, {"validate": "list", "source": keys, "dropdown": False} | refusal
        )
        book.close()
    return path


def _head(sheet: Worksheet, grid: AuditGrid, looks: Looks) -> None:
    sheet.write_string(
        0, 0, f"第{grid.draw}次抽查 {grid.seat}表：对照“抽查票样.pdf”逐页独立填写，不与另一人商量。", looks.note
    )
    sheet.write_string(PERSON_CELL[0], 0, PERSON_LABEL, looks.fixed)
    sheet.write_blank(*PERSON_CELL, None, looks.free)
    sheet.write_string(2, 0, _legend(grid.choices), looks.note)
    for column, (name, width) in enumerate(((ITEM, 6.0), (NAME, 26.0))):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADER_ROW, column, name, looks.head)
    sheet.set_column(2, 1 + len(grid.pages), 6.5)
    for column, number in enumerate(grid.pages, start=2):
        sheet.write_string(HEADER_ROW, column, f"{PAGE_PREFIX}{number}页", looks.head)
    sheet.freeze_panes(HEADER_ROW + 1, 2)
    sheet.protect(options={"format_columns": True})
    print_page(sheet, HEADER_ROW, sheet.get_name())
    sheet.print_area(f"A1:{xl_col_to_name(1 + len(grid.pages))}{HEADER_ROW + 1 + len(grid.rows)}")


def _legend(choices: Sequence[str]) -> str:
    ticks = "，".join(f"{number}＝{choice}" for number, choice in enumerate(choices, start=1))
    return f"填：{ticks}，0＝不选，x＝多选，?＝看不准"


def write_pages(pictures: Mapping[int, bytes], path: Path) -> Path:
    """A page for each PNG, labelled with its number, as grey JPEG without anything but the picture."""
    with pikepdf.new() as book:
        for picture in pictures.values():
            page = io.BytesIO()
            Image.open(io.BytesIO(picture)).convert("L").save(page, "PDF", resolution=DPI, quality=70)
            with pikepdf.open(page) as single:
                book.pages.extend(single.pages)
        book.Root.PageLabels = pikepdf.Dictionary(Nums=_labels(list(pictures)))
        content = io.BytesIO()
        book.save(content)
    return put(path, content.getvalue())


def _labels(numbers: Sequence[int]) -> pikepdf.Array:
    """Each page is called by its own number, whatever its place (PDF 32000-1, 12.4.2)."""
    entries = pikepdf.Array()
    for place, number in enumerate(numbers):
        entries.append(place)
        entries.append(pikepdf.Dictionary(S=pikepdf.Name.D, St=number))
    return entries
