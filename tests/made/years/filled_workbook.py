"""A workbook with some cells typed in, saved again as Excel would."""

from pathlib import Path

import xlsxwriter
from python_calamine import CalamineWorkbook

Filled = dict[str, dict[tuple[int, str], str]]  # sheet, then line (from 1) and heading


def fill(path: Path, filled: Filled) -> Path:
    """Save the workbook again with some cells typed in, as Excel would."""
    book = CalamineWorkbook.from_path(str(path))
    out = path.with_name("已填.xlsx")
    with xlsxwriter.Workbook(str(out)) as written:
        for name in book.sheet_names:
            grid = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            header = next(number for number, line in enumerate(grid) if "键" in line)
            for (line, heading), value in filled.get(name, {}).items():
                grid[header + line][grid[header].index(heading)] = value
            sheet = written.add_worksheet(name)
            for number, cells in enumerate(grid):
                sheet.write_row(number, 0, cells)
    return out
