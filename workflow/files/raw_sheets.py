"""A table file opened as its sheets, in a bounded process: a bomb or a broken file costs a message."""

import csv
import io
import stat
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import TypeVar, cast

from python_calamine import CalamineError, CalamineWorkbook

from pingyi.domain.words.cell_fault import CellFault, Fault, fault_in
from pingyi.generator.libreoffice.pdf import to_xlsx
from pingyi.ground.errors import FileError, ImportRowsError
from pingyi.ground.packages import unpacked
from pingyi.scanner.files.limits import opening
from pingyi.workflow.files.cell_faults import SheetFaults, counts_from_1904, xlsx_faults
from pingyi.workflow.files.formats import TEXT_TABLES
from pingyi.workflow.files.guard import CallDiedError, Guard

EXCEL_SUFFIXES = (".xlsx", ".xls", ".xlsm", ".xlsb", ".ods", ".et")
MOST_FILE_BYTES = 100_000_000  # 200,000 work orders are some 40 MB
MOST_UNPACKED_BYTES = 500_000_000
MOST_COLUMNS = 16_384  # of a sheet: Excel has no more
MOST_SECONDS = 20.0  # of CPU; 100,000 work orders take some 5
DAMAGED = (
    CalamineError,
    EOFError,
    zipfile.BadZipFile,
    zlib.error,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
    KeyError,
    IndexError,
    SyntaxError,  # of XML
)
DAMAGED_WORDS = "{} 打不开（文件损坏或有密码）；请用 Excel 或 WPS 另存为 .xlsx 再试"
XLSX_PART = "xl/workbook.xml"
RUST_PANIC = "PanicException"  # pyo3 keeps the class to itself
DELIMITERS = (",", "\t", ";", "|")  # of as many the first
UTF_16 = (b"\xff\xfe", b"\xfe\xff")  # the mark Excel puts before “Unicode text”
FAULTS_BEGIN = "#E"
MERGED = CellFault(fault=Fault.MERGED, shown="")
T = TypeVar("T")
Grid = list[list[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet's cells as the file types them, from row 1; one that holds no value is a CellFault."""

    lines: Sequence[Sequence[object]]
    hidden: frozenset[int]  # rows nobody sees in Excel, from 0
    hidden_columns: frozenset[int] = frozenset()
    unseen: bool = False  # the sheet is hidden
    from_1904: bool = False  # how its days are numbered


Sheets = Mapping[str, Sheet]


def raw_sheets(path: Path) -> Sheets:
    """
    Every sheet, in order; a .csv has one, of text.

    Raises ImportRowsError when the file is missing, no table, or of abnormal size.
    """
    return of_sheets(path, dict)


def of_sheets(path: Path, take: Callable[[Sheets], T]) -> T:
    """What `take` (picklable) takes of the sheets, there where they are opened: the rest never comes here."""
    suffix = path.suffix.lower()
    if suffix not in (*TEXT_TABLES, *EXCEL_SUFFIXES):
        raise ImportRowsError(f"{path.name} 不是表格文件；请另存为 .xlsx 或 .csv")
    _check_file(path)
    try:
        with Guard() as guard, _as_xlsx(guard, path) as table:
            return guard.call(_taken, _csv if suffix in TEXT_TABLES else _excel, table, take)
    except (CallDiedError, MemoryError) as error:
        raise ImportRowsError(
            f"{path.name} 打不开（解开后大得不正常，或文件损坏）；请核对来源，用 Excel 或 WPS 另存为 .xlsx 再试"
        ) from error


@contextmanager
def _as_xlsx(guard: Guard, path: Path) -> Iterator[Path]:
    """The file itself, or what LibreOffice makes of one in another format: only .xlsx says all that is to be known."""
    if path.suffix.lower() in TEXT_TABLES or guard.call(_is_xlsx, path):
        yield path
        return
    with tempfile.TemporaryDirectory(prefix="pingyi-") as folder:
        try:
            made = to_xlsx(path, Path(folder))
        except FileError as error:
            raise ImportRowsError(DAMAGED_WORDS.format(path.name)) from error
        yield made


def _is_xlsx(path: Path) -> bool:
    """By what it holds, whatever its ending."""
    data = _bytes(path)
    try:
        with opening(MOST_SECONDS), zipfile.ZipFile(io.BytesIO(data)) as package:
            return XLSX_PART in {name.lower() for name in package.namelist()}
    except DAMAGED:
        return data.startswith(b"PK")  # a damaged one is told as such


def _taken(open_sheets: Callable[[Path], Sheets], path: Path, take: Callable[[Sheets], T]) -> T:
    return take(open_sheets(path))


def _check_file(path: Path) -> None:
    try:
        status = path.stat()
    except OSError as error:
        if isinstance(error, FileNotFoundError):
            raise ImportRowsError(f"找不到文件 {path}；请核对路径") from error
        raise ImportRowsError(f"{path} 读不出来（{error.strerror}）；请确认没有被其他程序独占") from error
    if not stat.S_ISREG(status.st_mode):  # a pipe or a device would never end
        raise ImportRowsError(f"{path} 读不出来（是文件夹、管道或设备）；请写一个表格文件")
    if status.st_size > MOST_FILE_BYTES:
        raise ImportRowsError(
            f"{path.name} 有 {status.st_size // 1_000_000} MB，大得不正常，没有打开；请核对来源，或分成几个文件"
        )


def _excel(path: Path) -> Sheets:
    with opening(MOST_SECONDS):
        try:
            data = _bytes(path)
            parts = _parts(path.name, data)
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            grids = {
                tab: cast("Grid", book.get_sheet_by_name(tab).to_python(skip_empty_area=False))
                for tab in book.sheet_names
            }
            faults = xlsx_faults(parts, lambda tab: any(date in map(type, line) for line in grids.get(tab, [])))
            mac = counts_from_1904(parts)
            sheets = {tab: _mended(lines, faults[tab], mac) for tab, lines in grids.items() if lines or tab in faults}
        except BaseException as error:
            if not isinstance(error, DAMAGED) and type(error).__name__ != RUST_PANIC:
                raise
            raise ImportRowsError(
                DAMAGED_WORDS.format(path.name)
            ) from None  # a panic of Rust cannot go from process to process
    if not sheets:
        raise ImportRowsError(f"{path.name} 里没有工作表；请核对文件")
    return sheets


def _mended(lines: Grid, faults: SheetFaults, from_1904: bool) -> Sheet:  # noqa: FBT001 - a fact of the book
    """The cells with their faults in place, and a moment at midnight as a moment."""
    for (row, column), fault in faults.cells.items():
        lines.extend([] for _ in range(row + 1 - len(lines)))
        lines[row].extend("" for _ in range(column + 1 - len(lines[row])))
        lines[row][column] = fault
    for row, column in faults.midnights:
        cell = lines[row][column] if row < len(lines) and column < len(lines[row]) else ""
        if type(cell) is date:
            lines[row][column] = datetime.combine(cell, time.min)
    for top, left, bottom, right in faults.merged:
        for row in range(top, min(bottom + 1, len(lines))):
            for column in range(left, min(right + 1, len(lines[row]))):
                if (row, column) != (top, left):
                    lines[row][column] = MERGED
    return Sheet(
        lines=_told(lines) if faults.as_text else lines,
        hidden=faults.hidden,
        hidden_columns=faults.hidden_columns,
        unseen=faults.unseen,
        from_1904=from_1904,
    )


def _told(lines: Grid) -> Grid:
    """With errors that stand there as text."""
    for line in lines:
        for column, cell in enumerate(line):
            if cell and type(cell) is str and cell[0] in FAULTS_BEGIN and (fault := fault_in(cell)) is not None:
                line[column] = fault
    return lines


def _parts(name: str, data: bytes) -> Mapping[str, bytes]:
    """Of the package, unpacked once."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = unpacked(package, MOST_UNPACKED_BYTES)
    if parts is None:
        raise ImportRowsError(f"{name} 解开后大得不正常，没有打开；请核对来源")
    return parts


def _csv(path: Path) -> Sheets:
    with opening(MOST_SECONDS):
        data = _bytes(path)
        for encoding in ("utf-16",) if data.startswith(UTF_16) else ("utf-8-sig", "gb18030"):
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                continue
            return {"": Sheet(lines=_told(_lines(path, text)), hidden=frozenset())}
    raise ImportRowsError(f"{path.name} 的文字编码认不出来；请另存为 UTF-8 的 csv 或 xlsx")


def _lines(path: Path, text: str) -> Grid:
    lines, delimiter = Grid(), _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        for line in reader:
            if reader.line_num > len(lines) + 1 and _swallowed(line, delimiter):
                raise _quote_open(path, len(lines) + 1)
            lines.append([*line])
    except csv.Error as error:
        raise _quote_open(path, len(lines) + 1) from error
    widest = max(map(len, lines), default=0)
    if widest > MOST_COLUMNS:
        raise ImportRowsError(
            f"{path.name} 有一行多达 {widest} 列，没有读；请核对来源，用 Excel 或 WPS 另存为 .xlsx 再试"
        )
    return lines


def _quote_open(path: Path, row: int) -> ImportRowsError:
    return ImportRowsError(
        f'{path.name} 第 {row} 行的引号（"）没有配对，以下各行会被当成一格；请删去多出的引号，'
        "或用 Excel、WPS 打开核对后另存为 .xlsx 再试"
    )


def _swallowed(line: Sequence[str], delimiter: str) -> bool:
    """Whether a cell of several lines holds what was a row: a quote that another row's quote closed."""
    return any(
        len(line) > 1 and below.count(delimiter) >= len(line) - 1
        for cell in line if "\n" in cell
        for below in cell.splitlines()[1:]
    )  # fmt: skip


def _delimiter(text: str) -> str:
    """Excel's “Unicode text” and what is pasted from it has tabs, some countries' csv semicolons; else commas."""
    start = text[:2000]
    return max(DELIMITERS, key=start.count)


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ImportRowsError(f"{path} 读不出来（{error.strerror}）；请确认没有被其他程序独占") from error
