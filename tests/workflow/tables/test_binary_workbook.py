"""Errors in .xlsb, which nothing here writes: a workbook put together record by record."""

import struct
import zipfile
from pathlib import Path

import pytest
from invented_year import default_campaign

from pingyi.ground.errors import ImportRowsError
from pingyi.workflow.tables.imports import understand_table

CAMPAIGN = default_campaign()
pytestmark = pytest.mark.outside  # opened in a process of its own
HEADINGS = ("单位名称", "评议群体", "份数", "平均分")
BEGIN, END = 129, 130  # of a sheet
BEGIN_DATA, END_DATA = 145, 146
ROW, TEXT, REAL, ERROR, FORMULA_ERROR = 0, 6, 5, 3, 11
BOOK, END_BOOK, BEGIN_SHEETS, END_SHEETS, SHEET = 131, 132, 143, 144, 156
DIMENSION = 148
TYPES = """<?xml version="1.0" encoding="UTF-8"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="bin" ContentType="application/vnd.ms-excel.sheet.binary.macroEnabled.main"/>
<Override PartName="/xl/worksheets/sheet1.bin" ContentType="application/vnd.ms-excel.worksheet"/>
</Types>"""
Cell = str | float | bytes


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    return (
        head
        + bytes([len(body) & 0x7F | (0x80 if len(body) > 0x7F else 0)])
        + (bytes([len(body) >> 7]) if len(body) > 0x7F else b"")
        + body
    )


def wide(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def cell(column: int, value: Cell) -> bytes:
    at = struct.pack("<II", column, 0)
    if isinstance(value, bytes):
        return record(ERROR, at + value)
    return record(TEXT, at + wide(value)) if isinstance(value, str) else record(REAL, at + struct.pack("<d", value))


def xlsb(path: Path, *lines: tuple[Cell, ...]) -> Path:
    rows = b"".join(
        record(ROW, struct.pack("<I", number) + bytes(13)) + b"".join(cell(at, value) for at, value in enumerate(line))
        for number, line in enumerate(lines)
    )
    size = struct.pack("<IIII", 0, len(lines) - 1, 0, len(lines[0]) - 1)
    sheet = record(BEGIN) + record(DIMENSION, size) + record(BEGIN_DATA) + rows + record(END_DATA) + record(END)
    listed = record(SHEET, struct.pack("<II", 0, 1) + wide("rId1") + wide("数据"))
    book = record(BOOK) + record(BEGIN_SHEETS) + listed + record(END_SHEETS) + record(END_BOOK)
    office = "http://schemas.openxmlformats.org"
    relation = f"{office}/officeDocument/2006/relationships"
    links = f"<Relationships xmlns='{office}/package/2006/relationships'><Relationship Id='rId1' Type='{relation}/"
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("[Content_Types].xml", TYPES)
        package.writestr("_rels/.rels", f"{links}officeDocument' Target='xl/workbook.bin'/></Relationships>")
        package.writestr("xl/workbook.bin", book)
        package.writestr(
            "xl/_rels/workbook.bin.rels", f"{links}worksheet' Target='worksheets/sheet1.bin'/></Relationships>"
        )
        package.writestr("xl/worksheets/sheet1.bin", sheet)
    return path


def test_a_sound_one_is_read(tmp_path: Path) -> None:
    path = xlsb(tmp_path / "表.xlsb", HEADINGS, ("雒容镇", "L", 12.0, 90.5))
    assert len(understand_table(CAMPAIGN, "leaders", path).entries) == 1


@pytest.mark.parametrize(("code", "shown"), [(0x2A, "#N/A"), (0x17, "#REF!"), (0x07, "#DIV/0!")])
def test_an_error_is_named(tmp_path: Path, code: int, shown: str) -> None:
    path = xlsb(tmp_path / "表.xlsb", HEADINGS, ("雒容镇", "L", 12.0, bytes([code])))
    with pytest.raises(ImportRowsError, match=f"第 2 行“平均分”（D2）是错误值 {shown}"):
        understand_table(CAMPAIGN, "leaders", path)
