"""The platform's work-order export, opened: only the columns that are scored leave the file."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path

from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.order_cells import empty, text_of
from pingyi.scoring.order_rows import CODE, COLUMN_ALIASES, COLUMNS, REQUIRED, OrderTable, Row
from pingyi.workflow.files.raw_sheets import Sheets, of_sheets
from pingyi.workflow.files.tables import HEADER_SEARCH_ROWS, bare

TELLING = 3  # of the five required columns: no other table of the office has as many
SUMS = ("合计", "总计", "小计")
_NAMES = {bare(name): name for name in COLUMNS} | {bare(alias): name for alias, name in COLUMN_ALIASES.items()}
Cells = Sequence[Sequence[object]]


def order_tables(path: Path) -> tuple[OrderTable, ...]:
    """
    Every sheet that lists work orders (.xls splits long ones); empty when the file is another kind of table.

    Names, phones, titles and whatever else has no column in COLUMNS stays in the process that opens the file.

    Raises ImportRowsError when the file is no table, or an order list lacks a column or has it twice.
    """
    return of_sheets(path, partial(_tables, path))


def _tables(path: Path, sheets: Sheets) -> tuple[OrderTable, ...]:
    found = ((sheet, lines, _header(lines)) for sheet, lines in sheets.items())
    return tuple(_table(path, sheet, lines, header) for sheet, lines, header in found if header is not None)


def _header(lines: Cells) -> tuple[int, dict[str, list[int]]] | None:
    """Which line has the headings, and where each known column stands."""
    for index, line in enumerate(lines[:HEADER_SEARCH_ROWS]):
        places: dict[str, list[int]] = {}
        for place, cell in enumerate(line):
            heading = bare(text_of(cell))
            name = _NAMES.get(heading) or _NAMES.get(heading.split("(", 1)[0])
            if name is not None:
                places.setdefault(name, []).append(place)
        if sum(name in places for name in REQUIRED) >= TELLING:
            return index, places
    return None


def _table(path: Path, sheet: str, lines: Cells, header: tuple[int, dict[str, list[int]]]) -> OrderTable:
    index, places = header
    where = f"{path.name} 工作表“{sheet}”" if sheet else path.name
    lacking = [name for name in REQUIRED if name not in places]
    if lacking:
        raise ImportRowsError(
            f"{where} 第 {index + 1} 行的表头缺少列：{'、'.join(lacking)}；请补上，工单表必须有：{'、'.join(REQUIRED)}"
        )
    for name, found in places.items():
        if len(found) > 1:
            raise ImportRowsError(f"{where} 第 {index + 1} 行有 {len(found)} 列都是“{name}”；请只留一列")
    rows = _rows(lines, index + 1, {name: found[0] for name, found in places.items()})
    return OrderTable(sheet=sheet, rows=tuple(rows))


def _rows(lines: Cells, start: int, places: Mapping[str, int]) -> Iterator[Row]:
    wanted = sorted((place, name) for name, place in places.items())
    for number, line in enumerate(islice(lines, start, None), start=start + 1):
        width = len(line)
        cells = {
            name: cell
            for place, name in wanted
            if place < width and (cell := line[place]) != "" and not empty(cell)  # most cells are empty: ask first
        }
        if cells and cells.get(CODE) not in SUMS:
            yield number, cells
