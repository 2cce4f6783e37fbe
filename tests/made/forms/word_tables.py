"""Small Word tables that tests need, five names under three choices."""

from collections.abc import Callable, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.shared import Cm
from docx.table import Table

NAMES = ("甲单位", "乙机关", "丙中心", "丁委员会", "戊办公室")
CHOICES = ("满意", "基本满意", "不满意")


def written(path: Path, make: Callable[[Document], Table]) -> Path:
    """The table as a file."""
    document = docx.Document()
    table = make(document)
    for column, word in enumerate(("序号", "名称", *CHOICES)):
        table.cell(0, column).text = word
    for row, name in enumerate(NAMES, start=1):
        table.cell(row, 0).text, table.cell(row, 1).text = str(row), name
    document.save(str(path))
    return path


def ruled(document: Document) -> Table:
    """With all its borders."""
    table = document.add_table(len(NAMES) + 1, 2 + len(CHOICES))
    table.style = "Table Grid"
    return table


def borderless(document: Document) -> Table:
    """Without any."""
    return document.add_table(len(NAMES) + 1, 2 + len(CHOICES))


def office_table(document: Document, lines: Sequence[Sequence[str]], widths_cm: Sequence[float]) -> None:
    """With all its borders, its rows as tall as offices make them."""
    table = document.add_table(len(lines), len(widths_cm))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths_cm, strict=True):
        column.width = Cm(width)
    for row, words in zip(table.rows, lines, strict=True):
        row.height = Cm(0.9)
        for cell, word, width in zip(row.cells, words, widths_cm, strict=True):
            cell.text, cell.width = word, Cm(width)
