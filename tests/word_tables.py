"""Small Word tables that tests need, five names under three choices."""

from collections.abc import Callable
from pathlib import Path

import docx
import numpy as np
from docx.document import Document
from docx.shared import Mm
from docx.table import Table
from PIL import Image

NAMES = ("甲单位", "乙机关", "丙中心", "丁委员会", "戊办公室")
CHOICES = ("满意", "基本满意", "不满意")


def written(path: Path, make: Callable[[Document], Table], *, stroke: bool = False) -> Path:
    """The table as a file; with `stroke`, a drawn tick in the first row's first cell."""
    document = docx.Document()
    table = make(document)
    for column, word in enumerate(("序号", "名称", *CHOICES)):
        table.cell(0, column).text = word
    for row, name in enumerate(NAMES, start=1):
        table.cell(row, 0).text, table.cell(row, 1).text = str(row), name
    if stroke:
        picture = path.with_suffix(".png")
        _tick().save(picture)
        table.cell(1, 2).paragraphs[0].add_run().add_picture(str(picture), width=Mm(5))
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


def _tick() -> Image.Image:
    picture = np.full((60, 60), 255, np.uint8)
    for k in range(60):
        y = 30 + k if k < 20 else 50 - (k - 20)
        picture[max(0, y - 3) : y + 3, max(0, k - 3) : k + 3] = 0
    return Image.fromarray(picture)
