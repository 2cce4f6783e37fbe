"""A template as somebody fills it in: its cells alone are changed, all else of the workbook stays."""

import xml.etree.ElementTree as ET
import zipfile
from collections.abc import Mapping
from pathlib import Path

NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEET = "xl/worksheets/sheet1.xml"
Place = str  # as Excel calls a cell: B4
ET.register_namespace("", NAMESPACE)


def sheet_of(book: Path, name: str = SHEET) -> ET.Element:
    """The XML of one of its sheets."""
    with zipfile.ZipFile(book) as package:
        return ET.fromstring(package.read(name))  # noqa: S314


def fill(template: Path, cells: Mapping[Place, str | float], out: Path) -> Path:
    """The same workbook with these cells filled in; each must be there already."""
    sheet = sheet_of(template)
    there = {cell.get("r"): cell for cell in sheet.iter(f"{{{NAMESPACE}}}c")}
    for place, value in cells.items():
        cell = there[place]
        for child in list(cell):
            cell.remove(child)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            ET.SubElement(ET.SubElement(cell, f"{{{NAMESPACE}}}is"), f"{{{NAMESPACE}}}t").text = value
        else:
            cell.attrib.pop("t", None)
            ET.SubElement(cell, f"{{{NAMESPACE}}}v").text = repr(value)
    with zipfile.ZipFile(template) as package, zipfile.ZipFile(out, "w") as filled:
        for name in package.namelist():
            filled.writestr(name, ET.tostring(sheet) if name == SHEET else package.read(name))
    return out
