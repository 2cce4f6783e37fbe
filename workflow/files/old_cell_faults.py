"""The same of .xls and .et (BIFF in a compound file), .xlsb and .ods."""

import struct
import zipfile
from collections.abc import Iterator, Mapping
from itertools import count
from xml.etree import ElementTree as ET

from pingyi.domain.cell_fault import CellFault, Fault
from pingyi.workflow.files.cell_faults import (
    BUILT_IN_PERCENT,
    BUILT_IN_TIMED,
    Formats,
    Place,
    SheetFaults,
    is_percent,
    is_timed,
    percent_fault,
)
from pingyi.workflow.files.compound import workbook_stream

ERROR_WORDS: Mapping[int, str] = {  # [MS-XLS] 2.5.10 BErr
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip
BOUND_SHEET, FORMAT, XF, ROW, EOF = 0x85, 0x41E, 0xE0, 0x208, 0x0A  # [MS-XLS] 2.3
NUMBER, RK, MULTIPLE_RK, BOOL_OR_ERROR, FORMULA = 0x203, 0x27E, 0xBD, 0x205, 0x06
HIDDEN_ROW = 0x20
NO_NUMBER = b"\xff\xff"  # ends the result of a formula that is a text, an error or a truth value
BINARY_ROW, BINARY_ERROR, BINARY_FORMULA_ERROR, BINARY_SHEET = 0, 3, 11, 156  # [MS-XLSB] 2.3
MOST_REPEATED = 1 << 20  # rows and columns: no sheet has more
Record = tuple[int, bytes]


def xls_faults(data: bytes) -> list[SheetFaults]:
    """Sheet by sheet, in the file's order. Raises ValueError, IndexError, struct.error on a damaged file."""
    stream = workbook_stream(data)
    formats, starts = _xls_globals(stream)
    return [_xls_sheet(_records(stream, start), formats) for start in starts]


def _records(stream: bytes, start: int) -> Iterator[Record]:
    """To the end of the substream that starts there."""
    while start + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, start)
        yield kind, stream[start + 4 : start + 4 + size]
        if kind == EOF:
            return
        start += 4 + size


def _xls_globals(stream: bytes) -> tuple[Formats, list[int]]:
    own, cells, starts = dict[int, str](), list[int](), list[int]()
    for kind, body in _records(stream, 0):
        if kind == BOUND_SHEET:
            starts.append(struct.unpack_from("<I", body)[0])
        elif kind == FORMAT:
            wide = body[4] & 1
            own[struct.unpack_from("<H", body)[0]] = body[5:].decode("utf-16-le" if wide else "latin-1", "replace")
        elif kind == XF:
            cells.append(struct.unpack_from("<H", body, 2)[0])
    percent = {
        index: own.get(number, "0.00%" if number == max(BUILT_IN_PERCENT) else "")
        for index, number in enumerate(cells)
        if number in BUILT_IN_PERCENT or is_percent(own.get(number, ""))
    }
    timed = {index for index, number in enumerate(cells) if number in BUILT_IN_TIMED or is_timed(own.get(number, ""))}
    return Formats(percent=percent, timed=frozenset(timed - percent.keys())), starts


def _xls_sheet(records: Iterator[Record], formats: Formats) -> SheetFaults:
    found, midnights, hidden = dict[Place, CellFault](), set[Place](), set[int]()
    for kind, body in records:
        if kind == ROW:
            row, shown = struct.unpack_from("<H", body)[0], struct.unpack_from("<H", body, 12)[0]
            if shown & HIDDEN_ROW:
                hidden.add(row)
        for place, style, value in _xls_cells(kind, body):
            if isinstance(value, CellFault):
                found[place] = value
            elif style in formats.percent:
                found[place] = percent_fault(value, formats.percent[style])
            elif style in formats.timed:
                midnights.add(place)
    return SheetFaults(cells=found, midnights=frozenset(midnights), hidden=frozenset(hidden))


def _xls_cells(kind: int, body: bytes) -> Iterator[tuple[Place, int, float | CellFault]]:
    """Place, format and value of the numbers and errors a record holds."""
    if kind == MULTIPLE_RK:
        row, first = struct.unpack_from("<HH", body)
        for column, at in zip(count(first), range(4, len(body) - 2, 6), strict=False):
            style, number = struct.unpack_from("<HI", body, at)
            yield (row, column), style, _rk(number)
    elif kind in (NUMBER, RK, BOOL_OR_ERROR, FORMULA):
        row, column, style = struct.unpack_from("<HHH", body)
        error = _xls_error(kind, body)
        if error is not None:
            yield (row, column), style, CellFault(fault=Fault.ERROR, shown=ERROR_WORDS.get(error, "#N/A"))
        elif kind != BOOL_OR_ERROR and not (kind == FORMULA and body[12:14] == NO_NUMBER):
            yield (row, column), style, _xls_value(kind, body)


def _xls_error(kind: int, body: bytes) -> int | None:
    if kind == BOOL_OR_ERROR and body[7]:
        return body[6]
    if kind == FORMULA and body[12:14] == NO_NUMBER and body[6] == 2:  # the result is an error
        return body[8]
    return None


def _xls_value(kind: int, body: bytes) -> float:
    if kind == RK:
        return _rk(struct.unpack_from("<I", body, 6)[0])
    return float(struct.unpack_from("<d", body, 6)[0])


def _rk(packed: int) -> float:
    """[MS-XLS] 2.5.122: 30 bits of a number, whole or not, perhaps a hundredfold."""
    if packed & 2:
        value = float((packed >> 2) - (1 << 30 if packed & 0x80000000 else 0))
    else:
        value = struct.unpack("<d", struct.pack("<Q", (packed & 0xFFFFFFFC) << 32))[0]
    return value / 100 if packed & 1 else value


def xlsb_faults(package: zipfile.ZipFile) -> dict[str, SheetFaults]:
    """By the sheet's name. Raises KeyError, IndexError, struct.error on a damaged package."""
    links = ET.fromstring(package.read("xl/_rels/workbook.bin.rels"))  # noqa: S314 - bounded
    targets = {link.get("Id", ""): link.get("Target", "").lstrip("/").removeprefix("xl/") for link in links}
    found = {}
    for kind, body in _binary(package.read("xl/workbook.bin")):
        if kind == BINARY_SHEET:
            link, rest = _wide(body[8:])
            found[_wide(rest)[0]] = _xlsb_sheet(package.read(f"xl/{targets[link]}"))
    return found


def _wide(body: bytes) -> tuple[str, bytes]:
    """A counted string, and what follows it."""
    (length,) = struct.unpack_from("<I", body)
    return body[4 : 4 + 2 * length].decode("utf-16-le", "replace"), body[4 + 2 * length :]


def _binary(data: bytes) -> Iterator[Record]:
    """Records of a .xlsb part: kind and size in groups of seven bits."""
    place = 0
    while place < len(data):
        kind = data[place]
        place += 1
        if kind & 0x80:
            kind, place = (kind & 0x7F) | data[place] << 7, place + 1
        size = shift = 0
        while True:
            more = data[place]
            place += 1
            size |= (more & 0x7F) << shift
            shift += 7
            if not more & 0x80:
                break
        yield kind, data[place : place + size]
        place += size


def _xlsb_sheet(data: bytes) -> SheetFaults:
    found, row = dict[Place, CellFault](), -1
    for kind, body in _binary(data):
        if kind == BINARY_ROW:
            (row,) = struct.unpack_from("<I", body)
        elif kind in (BINARY_ERROR, BINARY_FORMULA_ERROR):
            column = struct.unpack_from("<I", body)[0]
            found[row, column] = CellFault(fault=Fault.ERROR, shown=ERROR_WORDS.get(body[8], "#N/A"))
    return SheetFaults(cells=found)


def ods_faults(package: zipfile.ZipFile) -> dict[str, SheetFaults]:
    """By the sheet's name. Raises KeyError, ValueError, SyntaxError on a damaged package."""
    found = {}
    with package.open("content.xml") as stream:
        for _, element in ET.iterparse(stream):  # noqa: S314 - bounded
            if _local(element.tag) == "table":
                found[_said(element, "name")] = _ods_sheet(element)
                element.clear()
    return found


def _ods_sheet(table: ET.Element) -> SheetFaults:
    found, hidden, row = dict[Place, CellFault](), set[int](), 0
    for line in (one for one in table.iter() if _local(one.tag) == "table-row"):
        column, rows = 0, min(int(_said(line, "number-rows-repeated") or 1), MOST_REPEATED)
        if _said(line, "visibility") in ("collapse", "filter"):
            hidden.update(range(row, row + rows))
        for cell in line:
            columns = min(int(_said(cell, "number-columns-repeated") or 1), MOST_REPEATED)
            if (fault := _ods_fault(cell)) is not None:
                found |= {(row + down, column + right): fault for down in range(rows) for right in range(columns)}
            column += columns
        row += rows
    return SheetFaults(cells=found, hidden=frozenset(hidden))


def _ods_fault(cell: ET.Element) -> CellFault | None:
    kinds = [value for name, value in cell.attrib.items() if _local(name) == "value-type"]
    shown = "".join(cell.itertext()).strip()
    if "error" in kinds:
        return CellFault(fault=Fault.ERROR, shown=shown)
    if "percentage" in kinds:
        return CellFault(fault=Fault.PERCENT, shown=shown)
    if _said(cell, "formula") and not kinds:
        return CellFault(fault=Fault.NOT_COMPUTED, shown="")
    return None


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _said(element: ET.Element, name: str) -> str:
    return next((value for key, value in element.attrib.items() if _local(key) == name), "")
