"""Tables written down: as text in an encoding, as a workbook with whatever is special about it."""

import csv
import io
import subprocess
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import xlsxwriter
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from benchmarks.points.tables.base import Cell, Good

MOMENT = "yyyy-mm-dd hh:mm:ss"
Lines = Sequence[Sequence[Cell]]


def lines_of(good: Good) -> list[list[Cell]]:
    """Headings and rows."""
    return [[*good.headings], *([*row] for row in good.rows)]


def write_text(path: Path, lines: Lines, *, encoding: str = "utf-8-sig", delimiter: str = ",") -> Path:
    """As a .csv."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(lines)
    return write_raw(path, out.getvalue(), encoding)


def write_raw(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    """As it stands."""
    path.write_bytes(text.encode(encoding, errors="replace"))
    return path


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a workbook has beside its values; rows and columns are the sheet's, from 0."""

    sheet: str = "数据"
    formulas: Mapping[tuple[int, int], str] = field(default_factory=dict)  # the value stored with a formula
    formats: Mapping[tuple[int, int], str] = field(default_factory=dict)  # number formats
    merged: Sequence[tuple[int, int, int, int]] = ()  # first row, first column, last row, last column
    hidden_rows: Iterable[int] = ()
    hidden_columns: Iterable[int] = ()
    moments: bool = False  # text that is a moment is written as Excel's own
    from_1904: bool = False
    more: Callable[[Workbook, Worksheet], None] | None = None


PLAIN = Look()


def write_book(path: Path, lines: Lines, look: Look = PLAIN) -> Path:
    """As a .xlsx."""
    with xlsxwriter.Workbook(str(path), {"date_1904": look.from_1904}) as book:
        sheet = book.add_worksheet(look.sheet)
        for row, line in enumerate(lines):
            for column, cell in enumerate(line):
                _write(book, sheet, (row, column), cell, look)
        for area in look.merged:
            first = lines[area[0]][area[1]]
            sheet.merge_range(*area, "")
            sheet.write(area[0], area[1], first)
        for row in look.hidden_rows:
            sheet.set_row(row, None, None, {"hidden": True})
        for column in look.hidden_columns:
            sheet.set_column(column, column, None, None, {"hidden": True})
        if look.more:
            look.more(book, sheet)
    return path


def _write(book: Workbook, sheet: Worksheet, at: tuple[int, int], cell: Cell, look: Look) -> None:
    pattern = look.formats.get(at, "")
    shape = book.add_format({"num_format": pattern}) if pattern else None
    if at in look.formulas:
        sheet.write_formula(*at, "=NA()", shape, look.formulas[at])
    elif look.moments and (moment := _moment(cell)) is not None:
        sheet.write_datetime(*at, moment, book.add_format({"num_format": MOMENT}))
    elif cell != "":
        sheet.write(*at, cell, shape)


def _moment(cell: Cell) -> datetime | None:
    if not isinstance(cell, str) or len(cell) != len("2024-03-04 10:00:00") or not cell[:4].isdigit():
        return None
    return datetime.fromisoformat(cell)


def converted(book: Path, suffix: str) -> Path:
    """What LibreOffice saves of a workbook in another format, beside it."""
    with tempfile.TemporaryDirectory() as profile:
        wish = ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to", suffix]
        subprocess.run([*wish, "--outdir", str(book.parent), str(book)], check=True, capture_output=True)
    return book.with_suffix(f".{suffix}")
