"""Workbooks in which cells moved, or rows, columns and sheets are not to be seen."""

import random
from collections.abc import Callable, Mapping

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from benchmarks.points.tables.base import Cell, Good
from benchmarks.points.tables.case import Case
from benchmarks.points.tables.spoilt_cells import in_sheet, place
from benchmarks.points.tables.written import Look, lines_of, write_book

Spoil = Callable[[Good, random.Random], Case | None]


def _case(good: Good, lines: list[list[Cell]], look: Look, *named: str, told: bool = False) -> Case:
    return Case(
        name="", meant=good, make=lambda folder: write_book(folder / "表.xlsx", lines, look), named=named, told=told
    )


def cell_inserted(good: Good, rng: random.Random) -> Case:
    """A cell put in, the others moved to the right."""
    row, column = place(good, rng)
    lines = lines_of(good)
    lines[row + 1].insert(column, "")
    return _case(good, lines, Look(), in_sheet(row))


def cell_deleted(good: Good, rng: random.Random) -> Case:
    """A cell taken out, the others moved to the left."""
    row, column = place(good, rng)
    lines = lines_of(good)
    del lines[row + 1][column]
    lines[row + 1].append("")
    return _case(good, lines, Look(), in_sheet(row))


def column_moved_down(good: Good, rng: random.Random) -> Case:
    """A cell put in, the column below it moved down."""
    row, column = place(good, rng)
    lines = lines_of(good)
    values = [line[column] for line in lines]
    values.insert(row + 1, "")
    lines.append([""] * len(good.headings))
    for line, value in zip(lines, values, strict=True):
        line[column] = value
    return _case(good, lines, Look(), "行")  # where it shows: at the gap, or in the row too many at the end


def stray_cell(good: Good, rng: random.Random) -> Case:
    """A sum somebody tried far to the right."""
    row = rng.randrange(len(good.rows))
    lines = lines_of(good)
    lines[row + 1] += ["", "", "", rng.randrange(1000)]
    return _case(good, lines, Look(), told=True)


def stray_below(good: Good, rng: random.Random) -> Case:
    """A number far below the table."""
    lines = lines_of(good)
    column = place(good, rng)[1]
    lines += [[""] * len(good.headings) for _ in range(30)]
    lines[-1][column] = 777
    return _case(good, lines, Look(), in_sheet(len(lines) - 2), told=True)


def hidden_rows(good: Good, rng: random.Random) -> Case:
    """Rows filtered out."""
    rows = rng.sample(range(1, len(good.rows) + 1), 3)
    return _case(good, lines_of(good), Look(hidden_rows=rows), told=True)


def hidden_column(good: Good, rng: random.Random) -> Case:
    """A column that is read and nobody sees."""
    return _case(good, lines_of(good), Look(hidden_columns=[place(good, rng)[1]]), told=True)


def hidden_sheet(good: Good, _: random.Random) -> Case:
    """The only table stands in a sheet nobody sees."""

    def hide(book: Workbook, sheet: Worksheet) -> None:
        book.add_worksheet("说明").activate()
        sheet.hide()

    return _case(good, lines_of(good), Look(more=hide), told=True)


def older_sheet(good: Good, _: random.Random) -> Case:
    """An older copy of the table in a second, hidden sheet."""

    def copy(book: Workbook, _: Worksheet) -> None:
        old = book.add_worksheet("备份")
        for row, line in enumerate(lines_of(good)):
            old.write_row(row, 0, line)
        old.hide()

    return _case(good, lines_of(good), Look(more=copy), "备份")


def sums_disagree(good: Good, rng: random.Random) -> Case | None:
    """A row of the table is lost; its row of sums tells."""
    if good.name not in ("票决", "热线汇总", "电话"):
        return None
    lines = lines_of(good)
    sums: list[Cell] = [sum(column) if isinstance(column[0], int) else "" for column in zip(*good.rows, strict=True)]
    del lines[rng.randrange(1, len(lines))]
    return _case(good, [*lines, ["合计", *sums[1:]]], Look(), "合计")


FAULTS: Mapping[str, Spoil] = {
    "cell inserted": cell_inserted,
    "cell deleted": cell_deleted,
    "column moved down": column_moved_down,
    "stray cell": stray_cell,
    "stray below": stray_below,
    "hidden rows": hidden_rows,
    "hidden column": hidden_column,
    "hidden sheet": hidden_sheet,
    "older sheet": older_sheet,
    "sums disagree": sums_disagree,
}
