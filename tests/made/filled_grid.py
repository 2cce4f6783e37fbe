"""The grid of an audit, as one of the two people hands it back."""

from collections.abc import Callable
from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

from pingyi.generator.sheets.audit_sheet import GRID_SHEET

Keys = Callable[[int, int], object]  # page and row from 1, to what is typed


def filled_grid(path: Path, person: str, keys: Keys) -> Path:
    """Save the grid again with its yellow cells typed in."""
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(GRID_SHEET).to_python(skip_empty_area=False)
    grid[1][1] = person
    pages = [int(heading[1:-1]) for heading in grid[3][2:]]
    for row, line in enumerate(grid[4:], start=1):
        line[2:] = [keys(page, row) for page in pages]
    out = path.with_name(f"{person}-{path.name}")
    with xlsxwriter.Workbook(str(out)) as book:
        sheet = book.add_worksheet(GRID_SHEET)
        for number, cells in enumerate(grid):
            sheet.write_row(number, 0, cells)
    return out
