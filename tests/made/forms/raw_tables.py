"""Tables as Word keeps them, written down cell by cell, and the form they are taken for."""

from pathlib import Path

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from drawn_table import as_listed

from pingyi.domain.forms.form import BallotForm, TableForm, ballot_pages
from pingyi.generator.understood.table_form import word_forms

SPACES = nsdecls("w", "wp", "r", "a") + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
HEAD = "序号 姓名 满意 基本满意 不满意"
ROWS = ("1 甲 - - -", "2 乙 - - -", "3 丙 - - -")
PLAIN = [("1", "甲"), ("2", "乙"), ("3", "丙")]
SPAN = '<w:gridSpan w:val="2"/>'


def cell(text: str, about: str = "") -> str:
    """A cell with words, or with paragraphs as they stand; `-` is empty."""
    inside = text if text.startswith("<") else f"<w:p><w:r><w:t>{'' if text == '-' else text}</w:t></w:r></w:p>"
    return f"<w:tc><w:tcPr>{about}</w:tcPr>{inside}</w:tc>"


def row(*cells: str, about: str = "") -> str:
    inside = "".join(one if one.startswith("<w:tc") else cell(one) for one in cells)
    return f"<w:tr><w:trPr>{about}</w:trPr>{inside}</w:tr>"


def rows(*lines: str) -> str:
    return "".join(row(*line.split()) for line in lines)


def table(inside: str, columns: int = 5) -> str:
    grid = '<w:gridCol w:w="1500"/>' * columns
    return f"<w:tbl {SPACES}><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{inside}</w:tbl>"


def listed(folder: Path, *blocks: str) -> list[TableForm]:
    """Write these tables and paragraphs, and take the tables as the file lists them."""
    document = docx.Document()
    for place, block in enumerate(blocks):
        document.element.body.insert(place, parse_xml(block))
    path = folder / "form.docx"
    document.save(str(path))
    return [as_listed(form) for form in word_forms(path)]


def read(
    folder: Path, *blocks: str, choices: tuple[str, ...] = (), names: tuple[str, ...] = ()
) -> tuple[BallotForm, ...]:
    """Write these tables and paragraphs and take them for a ballot."""
    return ballot_pages(listed(folder, *blocks), choices or None, names)


def found(pages: tuple[BallotForm, ...]) -> list[tuple[str, str]]:
    return [(row.item, row.name) for page in pages for row in page.rows]
