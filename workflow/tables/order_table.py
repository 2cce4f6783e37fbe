"""The platform's work-order export, opened: only the columns that are scored leave the file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from sys import intern

from pingyi.domain.words.cell_fault import CellFault, Fault
from pingyi.domain.words.table_shape import shape_of
from pingyi.ground.errors import ImportRowsError, rows_refused
from pingyi.scoring.orders.cells import empty, text_of
from pingyi.scoring.orders.columns import CODE, COLUMN_ALIASES, COLUMNS, MOMENTS, REQUIRED
from pingyi.scoring.orders.rows import OrderTable, Row
from pingyi.scoring.summaries.columns import is_sum
from pingyi.workflow.files.headings import (
    HEADER_SEARCH_ROWS,
    Header,
    as_written,
    asked_cells,
    bare,
    ends_early,
    heading_faults,
    hidden_notes,
    is_remark,
    known_heading,
    repeats,
    stray_notes,
    stray_problems,
    strays,
    two_rows,
)
from pingyi.workflow.files.raw_sheets import Sheet, Sheets, of_sheets

WORD = 8  # letters: so short a text stands in many rows, and is sent from process to process once
TELLING = 3  # of the five required columns: no other table of the office has as many
_NAMES = {bare(name): name for name in COLUMNS} | {bare(alias): name for alias, name in COLUMN_ALIASES.items()}
Cells = Sequence[Sequence[object]]


def order_tables(path: Path) -> tuple[OrderTable, ...]:
    """
    Every sheet that lists work orders (.xls splits long ones); empty when the file is another kind of table.

    Names, phones, titles and whatever else has no column in COLUMNS stays in the process that opens the file.

    Raises ImportRowsError when the file is no table, or an order list lacks a column, has it twice, or has cells
    beside its headings.
    """
    return of_sheets(path, partial(_tables, path))


def _tables(path: Path, sheets: Sheets) -> tuple[OrderTable, ...]:
    found = ((name, sheet, _header(sheet.lines)) for name, sheet in sheets.items())
    return tuple(_table(path, name, sheet, header) for name, sheet, header in found if header is not None)


def _header(lines: Cells) -> Header | None:
    """Which lines have the headings; a second one stands under the required columns' empty cells."""
    for index, line in enumerate(lines[:HEADER_SEARCH_ROWS]):
        headings = [known_heading(text_of(cell), _NAMES) for cell in line]
        if sum(name in headings for name in REQUIRED) >= TELLING:
            below = lines[index + 1] if index + 1 < len(lines) else []
            required = [cell for cell, name in zip(below, headings, strict=False) if name in REQUIRED]
            if any(not _blank(cell) for cell in required) or all(map(_blank, below)):
                return Header(index=index, headings=headings)
            return two_rows(lines, index, _NAMES)
    return None


def _blank(cell: object) -> bool:
    return empty(cell) or not str(cell)  # a part of a merged cell


def _table(path: Path, name: str, sheet: Sheet, header: Header) -> OrderTable:
    where = f"{path.name} 工作表“{name}”" if name else path.name
    lacking = [column for column in REQUIRED if column not in header.headings]
    if lacking:
        raise ImportRowsError(
            f"{where} 第 {header.index + 1} 行的表头缺少列：{'、'.join(lacking)}；"
            f"请补上，工单表必须有：{'、'.join(REQUIRED)}"
        )
    for column in COLUMNS:
        if (times := header.headings.count(column)) > 1:
            raise ImportRowsError(f"{where} 第 {header.index + 1} 行有 {times} 列都是“{column}”；请只留一列")
    beside = strays(sheet.lines, header)
    asked = asked_cells(header)
    short = ((row, ends_early(line, asked)) for row, line in enumerate(sheet.lines) if row > header.index)
    if problems := [
        *heading_faults(sheet.lines, header),
        *stray_problems(sheet.lines, beside),
        *(f"第 {row + 1} 行{why}" for row, why in short if why),
    ]:
        raise rows_refused(where, problems)
    places = {column: header.headings.index(column) for column in COLUMNS if column in header.headings}
    rows = tuple(_rows(sheet.lines, header, places))
    if sheet.from_1904:
        rows = tuple(
            (number, {column: _dated(column, cell) for column, cell in cells.items()}) for number, cells in rows
        )
    hidden = [number - 1 for number, _ in rows if number - 1 in sheet.hidden] if sheet.hidden else []
    notes = (*stray_notes(beside), *hidden_notes(sheet, header, hidden, places))
    place = f"工作表“{name}”" if name else ""
    shape = shape_of(place, header.index + 1, as_written(sheet.lines, header), COLUMNS)
    return OrderTable(sheet=name, rows=rows, notes=tuple(f"{where}：{note}" for note in notes), shape=shape)


def _dated(column: str, cell: object) -> object:
    """In a workbook that numbers days from 1904 a bare number is no moment."""
    bare_number = isinstance(cell, int | float) and column in MOMENTS
    return CellFault(fault=Fault.EPOCH, shown=f"{cell}") if bare_number else cell


def _rows(lines: Cells, header: Header, places: Mapping[str, int]) -> Iterator[Row]:
    wanted = sorted((place, name) for name, place in places.items())
    for index in range(header.index + 1, len(lines)):
        line = lines[index]
        width = len(line)
        cells = {
            name: intern(cell) if cell.__class__ is str and len(cell) <= WORD else cell
            for place, name in wanted
            if place < width and (cell := line[place]) != "" and not empty(cell)  # most cells are empty: ask first
        }
        if cells and not _is_beside(lines, index, header, cells.get(CODE)):
            yield index + 1, cells


def _is_beside(lines: Cells, index: int, header: Header, code: object) -> bool:
    """Whether a line is no order: a sum, remarks below the table, its headings again; all begin with Chinese."""
    if not isinstance(code, str) or code.isascii():
        return False
    return is_sum(code) or is_remark(lines[index], code) or repeats(lines, index, header)
