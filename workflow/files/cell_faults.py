"""What a reader of .xlsx keeps to itself: errors, formulas never computed, percentages, midnights, hidden rows."""

import io
import posixpath
import re
import string
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import IO, Any
from xml.etree import ElementTree as ET

from pingyi.domain.words.cell_fault import CellFault, Fault

BUILT_IN_PERCENT, BUILT_IN_TIMED = frozenset({9, 10}), frozenset({18, 19, 20, 21, 22, 45, 46, 47})  # ECMA-376 18.8.30
QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]hms]*\]')  # letters of a format that are printed as they stand
PART = r"(?:\w+:)?"
UNCOMPUTED = re.compile(rf"""(?:</{PART}f>|<{PART}f\b[^>]*/>)\s*(?:</{PART}c>|<{PART}v\s*/>|<{PART}v>\s*</)""".encode())
HIDDEN = re.compile(rb"""<(?:\w+:)?row\b(?=[^>]*\bhidden\s*=\s*["'](?:1|true))[^>]*>""")
HIDDEN_COLUMNS = re.compile(rb"""<(?:\w+:)?col\b(?=[^>]*\bhidden\s*=\s*["'](?:1|true))[^>]*>""")
COLUMN_BOUNDS = (re.compile(rb"""\bmin\s*=\s*["'](\d+)"""), re.compile(rb"""\bmax\s*=\s*["'](\d+)"""))
MOST_HIDDEN = 16_384  # columns: a sheet has no more
MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\b[^>]*\bref\s*=\s*["'](\w+:\w+)["']""")
REFERENCE = re.compile(rb"""\br\s*=\s*["'](\w+)["']""")
SHEET_DATA = re.compile(rb"<(\w+:)?sheetData\b")
CELL_END = re.compile(rb"</(?:\w+:)?c>")
PREFIX = re.compile(rb"(</?)\w+:")
LETTERS = string.ascii_letters
EPOCH_1904 = re.compile(rb"""\bdate1904\s*=\s*["'](?:1|true)["']""")
WIDE_CHARACTERS = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")  # UTF-16: the pattern does not see into it
ERROR_SIGNS = (b"#", b"[", b">E")  # a letter by its number has # too, [CDATA[ brings any; Err:502 is LibreOffice's
ERROR_BEGINS = (b">#", b"&#", b"[", b">E")  # where texts have many #
Place = tuple[int, int]
"""Row and column, from 0."""
Area = tuple[int, int, int, int]
"""First row and column, last row and column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFaults:
    """What is to be known of a sheet beside its values, from 0; `midnights` are moments of 00:00, no bare days."""

    cells: Mapping[Place, CellFault] = field(default_factory=dict)
    midnights: frozenset[Place] = frozenset()
    hidden: frozenset[int] = frozenset()  # rows
    hidden_columns: frozenset[int] = frozenset()
    unseen: bool = False  # the sheet itself is hidden
    merged: tuple[Area, ...] = ()
    as_text: bool = True  # some text of the workbook may begin as an error does


@dataclass(frozen=True, slots=True, kw_only=True)
class Formats:
    """Numbers of the cell formats that print a percentage, and of those that print a time of day."""

    percent: Mapping[int, str]  # with their pattern
    timed: frozenset[int]


def xlsx_faults(parts: Mapping[str, bytes], days: Callable[[str], bool]) -> dict[str, SheetFaults]:
    """
    By the sheet's name; `days` says of a sheet whether some moment has no time of day.

    Raises KeyError, ValueError, SyntaxError on a damaged one.
    """
    formats, sheets = _formats(parts), [*_sheets(parts)]
    others = parts.keys() - {part for _, part, _ in sheets}
    shared = any(_tells(parts[name], ERROR_BEGINS) for name in others)
    found = {}
    for name, part, unseen in sheets:
        sheet = _sheet(parts[part], formats, partial(days, name))
        found[name] = replace(sheet, unseen=unseen, as_text=shared or sheet.as_text)
    return found


def counts_from_1904(parts: Mapping[str, bytes]) -> bool:
    """Whether a day's number in the workbook is 1,462 less than elsewhere (Excel on a Mac)."""
    part = next((name for name in parts if name.lower() == "xl/workbook.xml"), "")
    return bool(part and EPOCH_1904.search(parts[part]))


def is_timed(pattern: str) -> bool:
    """Whether a number format prints hours."""
    return bool(re.search(r"[hHsS]|时|AM/PM", QUOTED.sub("", pattern)))


def is_percent(pattern: str) -> bool:
    """Whether a number format prints a percentage."""
    return "%" in QUOTED.sub("", pattern)


def percent_fault(value: float, pattern: str = "") -> CellFault:
    """A percentage as it is shown."""
    places = len(found[1]) if (found := re.search(r"\.([0#?]+)", pattern)) else 0
    return CellFault(fault=Fault.PERCENT, shown=f"{value * 100:.{places}f}%")


def _sheets(parts: Mapping[str, bytes]) -> Iterator[tuple[str, str, bool]]:
    """Names and parts of the worksheets, and whether they are hidden."""
    known = {name.lower(): name for name in parts}
    links = _tree(parts["_rels/.rels"])
    book = next(link.get("Target", "") for link in links if link.get("Type", "").endswith("/officeDocument"))
    folder, name = posixpath.split(book.lstrip("/"))
    targets = {
        link.get("Id", ""): link.get("Target", "")
        for link in _tree(parts[known[f"{folder}/_rels/{name}.rels".lower()]])
    }
    for sheet in _tree(parts[known[f"{folder}/{name}".lower()]]).findall(".//{*}sheet"):
        target = next((value for key, value in sheet.attrib.items() if key.endswith("}id")), "")
        part = posixpath.normpath(posixpath.join("/" + folder, targets.get(target, ""))).lstrip("/")
        if part.lower() in known:
            yield sheet.get("name", ""), known[part.lower()], sheet.get("state", "visible") != "visible"


def _tree(data: bytes) -> ET.Element:
    return ET.fromstring(data)  # noqa: S314 - in a process bounded in memory and time


def _formats(parts: Mapping[str, bytes]) -> Formats:
    part = next((name for name in parts if name.lower() == "xl/styles.xml"), "")
    if not part:
        return Formats(percent={}, timed=frozenset())
    root = _tree(parts[part])
    own = {int(one.get("numFmtId", 0)): one.get("formatCode", "") for one in root.findall(".//{*}numFmt")}
    percent, timed = dict[int, str](), set[int]()
    for cells in root.findall("{*}cellXfs"):
        for index, one in enumerate(cells.findall("{*}xf")):
            number = int(one.get("numFmtId", 0))
            pattern = own.get(number, "0.00%" if number == max(BUILT_IN_PERCENT) else "")
            if number in BUILT_IN_PERCENT or is_percent(pattern):
                percent[index] = pattern
            elif number in BUILT_IN_TIMED or is_timed(pattern):
                timed.add(index)
    return Formats(percent=percent, timed=frozenset(timed))


def _sheet(data: bytes, formats: Formats, days: Callable[[], bool]) -> SheetFaults:
    """Only what the bytes tell of is taken apart: 100,000 orders are 100 MB, and cell by cell take half a minute."""
    wide = data.startswith(WIDE_CHARACTERS)
    around = _around(data.decode("utf-16").encode() if wide else data)
    if not wide:
        try:
            return replace(_told(data, formats, days), **around)
        except LookupError:
            pass  # cells without their place, or written as no other program does: counted one by one
    return replace(_walk(io.BytesIO(data), formats), **around)


def _around(data: bytes) -> Mapping[str, Any]:
    """What a sheet says of its columns before its cells, and of merged cells behind them."""
    begin, end = data.find(b"sheetData"), data.rfind(b"sheetData")
    hidden = set[int]()
    for tag in HIDDEN_COLUMNS.finditer(data, 0, max(0, begin)):
        first, last = (int(found[1]) if (found := bound.search(tag[0])) else 0 for bound in COLUMN_BOUNDS)
        hidden.update(range(first - 1, min(last, first + MOST_HIDDEN)))
    merged = (found[1].decode().split(":") for found in MERGED.finditer(data, max(0, end)))
    areas = ((*_place(first), *_place(last)) for first, last in merged)
    return {"hidden_columns": frozenset(hidden), "merged": tuple(areas), "as_text": _tells(data, ERROR_SIGNS)}


def _tells(data: bytes, signs: tuple[bytes, ...]) -> bool:
    """Whether text in a part may begin as an error does: only then cells are looked at one by one."""
    return data.startswith(WIDE_CHARACTERS) or any(sign in data for sign in signs)


def _told(data: bytes, formats: Formats, days: Callable[[], bool]) -> SheetFaults:
    """Raises LookupError where a cell that matters does not say its place."""
    errors = rb"""\bt\s*=\s*["']e["']"""
    marked = b'"e"' in data or (b"'" in data and b"'e'" in data)  # a single letter is sought ten times as fast
    starts = {found.start() for found in _cells_with(data, errors)} if marked else set()
    starts |= {found.start() for found in _cells_with(data, _styled(formats.percent))} if formats.percent else set()
    if data.find(b"f", data.find(b"sheetData"), data.rfind(b"sheetData")) >= 0 and (b"<f" in data or b":f" in data):
        starts |= {_cell_start(data, found.start()) for found in UNCOMPUTED.finditer(data)}
    cells = {}
    for start in starts:
        element = _cell(data, start)
        if (fault := _fault(element, formats)) is not None:
            cells[_place(element.attrib["r"])] = fault
    timed = _cells_with(data, _styled(formats.timed)) if formats.timed and days() else ()
    midnights = frozenset(_place(found[1].decode()) for tag in timed if (found := REFERENCE.search(tag[0])))
    hidden = [REFERENCE.search(tag[0]) for tag in HIDDEN.finditer(data)] if b"hidden" in data else []
    if None in hidden:
        raise LookupError
    return SheetFaults(
        cells=cells, midnights=midnights, hidden=frozenset(int(found[1]) - 1 for found in hidden if found)
    )


def _cells_with(data: bytes, attribute: bytes) -> Iterator[re.Match[bytes]]:
    """Opening tags of the cells that bear an attribute."""
    found = SHEET_DATA.search(data)
    prefix = found[1] or b"" if found else b""  # said once, the pattern begins with plain letters: three times as fast
    return re.finditer(b"<" + prefix + rb"c\s(?=[^>]*?" + attribute + rb")[^>]*>", data)


def _styled(formats: Iterable[int]) -> bytes:
    return rb"""\bs\s*=\s*["'](?:%s)["']""" % b"|".join(b"%d" % index for index in formats)


def _cell_start(data: bytes, inside: int) -> int:
    """Where the cell begins that this place is in. Raises LookupError."""
    start = max(data.rfind(b"<c ", 0, inside), data.rfind(b":c ", 0, inside))
    if start < 0:
        raise LookupError
    return data.rindex(b"<", 0, start + 1)


def _cell(data: bytes, start: int) -> ET.Element:
    """The cell that begins there, by itself; raises LookupError where it has no place."""
    tag = data[start : data.index(b">", start) + 1]
    end = len(tag) if tag.endswith(b"/>") else 0
    if not end:
        closed = CELL_END.search(data, start)
        end = closed.end() - start if closed else len(tag)
    element = _tree(PREFIX.sub(rb"\1", data[start : start + end]))
    if "r" not in element.attrib:
        raise LookupError
    return element


def _place(reference: str) -> Place:
    """AB12 is row 11, column 27."""
    return int(reference.lstrip(LETTERS)) - 1, column_of(reference)


def _walk(stream: IO[bytes], formats: Formats) -> SheetFaults:
    cells, midnights, hidden = dict[Place, CellFault](), set[Place](), set[int]()
    row, column = -1, -1
    for event, element in ET.iterparse(stream, events=("start", "end")):  # noqa: S314 - bounded
        tag = element.tag.rpartition("}")[2]
        if event == "start" and tag == "row":
            row, column = int(element.get("r", row + 2)) - 1, -1
            if element.get("hidden") in ("1", "true"):
                hidden.add(row)
        elif event == "end" and tag == "c":
            column = column_of(element.get("r", "")) if element.get("r") else column + 1
            found = _fault(element, formats)
            if found is not None:
                cells[row, column] = found
            elif formats.timed and int(element.get("s", 0)) in formats.timed:
                midnights.add((row, column))
            element.clear()
        elif event == "end" and tag == "row":
            element.clear()
    return SheetFaults(cells=cells, midnights=frozenset(midnights), hidden=frozenset(hidden))


def column_of(reference: str) -> int:
    """The number, from 0, in a place like AB12: 27."""
    number = 0
    for letter in reference:
        if not letter.isalpha():
            break
        number = number * 26 + ord(letter.upper()) - 64
    return number - 1


def _fault(cell: ET.Element, formats: Formats) -> CellFault | None:
    kind, value = cell.get("t", "n"), cell.find("{*}v")
    shown = (value.text or "").strip() if value is not None else ""
    if kind == "e":
        return CellFault(fault=Fault.ERROR, shown=shown or "#N/A")
    if cell.find("{*}f") is not None and not shown and not (kind == "str" and value is not None):
        return CellFault(fault=Fault.NOT_COMPUTED, shown="")
    pattern = formats.percent.get(int(cell.get("s", 0)))
    if pattern is None or kind not in ("n", "") or not shown:
        return None
    return percent_fault(float(shown), pattern)
