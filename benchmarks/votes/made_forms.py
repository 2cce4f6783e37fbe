"""
Word forms of votes with their truth: a table is lines of words, cells to tick and cells to write in.

`<` joins a cell with the one left of it, `^` with the one above. A twin of each form has a tiny number in every cell
that is ticked or written in, whose place in the PDF's text says where the pen goes: nothing of the reader's is used.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import docx
import pdfplumber
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.shared import Mm, Pt

from benchmarks.strange.strange_docx import MARK_PT
from benchmarks.strange.strange_forms import boxes_printed, marked_cells
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import Box

MARGIN_MM = 18.0
LEFT, ABOVE, BOX = "<", "^", "□"
TYPE_PT = 10.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A cell to tick: the question's label and the choice."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Write:
    """A cell to write a name in."""

    question: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Boxes:
    """Boxes with their words in one cell."""

    question: str
    choices: tuple[str, ...]
    gap: str = "  "

    @property
    def text(self) -> str:
        """As it is printed."""
        return self.gap.join(f"{BOX}{choice}" for choice in self.choices)


Cell = str | Tick | Write | Boxes


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeTable:
    """A table with what stands over it."""

    lines: tuple[tuple[Cell, ...], ...]
    widths_mm: tuple[float, ...]
    row_mm: float = 9.0
    over: str = ""
    new_page: bool = False
    repeats: int = 0  # heading rows printed again on each page


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeForm:
    """A vote's form: what is written over it, and its tables."""

    title: str
    tables: tuple[MadeTable, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question as it was made: where the pen goes for each choice, on which page (from 0), and where a name goes."""

    label: str
    page: int
    choices: tuple[str, ...]
    boxes: tuple[Box, ...]
    name_box: Box | None = None


def write_form(form: MadeForm, path: Path, *, marked: bool = False) -> Path:
    """The form, or its marked twin."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN_MM))
    head = document.add_paragraph(form.title)
    head.alignment, head.runs[0].font.size = WD_ALIGN_PARAGRAPH.CENTER, Pt(16)
    count = 0
    for table in form.tables:
        if table.new_page:
            document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if table.over:
            document.add_paragraph(table.over)
        count = _write_table(document, table, count, marked=marked)
    document.save(str(path))
    return path


def write_twins(form: MadeForm, folder: Path, name: str) -> tuple[Path, Path]:
    """The form, and its marked twin."""
    return write_form(form, folder / f"{name}.docx"), write_form(form, folder / f"{name}-twin.docx", marked=True)


def _write_table(document: Any, made: MadeTable, count: int, *, marked: bool) -> int:
    table = document.add_table(rows=len(made.lines), cols=len(made.widths_mm))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    cells = [list(row.cells) for row in table.rows]
    for row, line in zip(table.rows, cells, strict=True):
        row.height, row.height_rule = Mm(made.row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
        for cell, width in zip(line, made.widths_mm, strict=True):
            cell.width, cell.vertical_alignment = Mm(width), WD_ALIGN_VERTICAL.CENTER
    for row in list(table.rows)[: made.repeats]:
        row._tr.get_or_add_trPr().append(docx.oxml.OxmlElement("w:tblHeader"))  # noqa: SLF001
    for top, line in enumerate(made.lines):
        for left, what in enumerate(line):
            if what in (LEFT, ABOVE):
                continue
            right = left + _run(line[left + 1 :], LEFT)
            below = [made.lines[k][left] for k in range(top + 1, len(made.lines))]
            cell = cells[top][left].merge(cells[top + _run(below, ABOVE)][right])
            paragraph = cell.paragraphs[0]
            paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
            if isinstance(what, str | Boxes):
                paragraph.add_run(what if isinstance(what, str) else what.text).font.size = Pt(TYPE_PT)
                continue
            count += 1
            if marked:
                paragraph.add_run(str(count)).font.size = Pt(MARK_PT)
    return count


def _run(cells: Sequence[Cell], sign: str) -> int:
    """How many of them from the first on are joined."""
    return next((k for k, cell in enumerate(cells) if cell != sign), len(cells))


def printed_form(form: MadeForm, folder: Path, name: str) -> tuple[Path, tuple[Asked, ...]]:
    """The Word file, its PDF beside it, and its questions with their places on the print."""
    path, twin = write_twins(form, folder, name)
    _, pdf = to_pdf([path, twin], folder)  # one start for both
    places: dict[int, tuple[int, Box]] = {}
    printed: list[tuple[int, Box]] = []
    with pdfplumber.open(pdf) as opened:
        for number, page in enumerate(opened.pages):
            places |= {mark: (number, box) for mark, box in marked_cells(page).items()}
            printed += [(number, box) for _, box in sorted(boxes_printed(page).items())]
    cells = [what for table in form.tables for line in table.lines for what in line]
    wanted = [what for what in cells if isinstance(what, Tick | Write)]
    boxes = [Tick(question=one.question, choice=c) for one in cells if isinstance(one, Boxes) for c in one.choices]
    if (len(places), len(printed)) != (len(wanted), len(boxes)):
        raise ValueError(
            f"{path}: {len(places)} cells and {len(printed)} boxes found, {len(wanted)} and {len(boxes)} made"
        )
    places |= {len(wanted) + k: place for k, place in enumerate(printed)}
    return path, asked_at([*wanted, *boxes], places)


def asked_at(wanted: Sequence[Tick | Write], places: dict[int, tuple[int, Box]]) -> tuple[Asked, ...]:
    """The questions of these cells, each with its page (from 0) and place by its number."""
    by_label = sorted(enumerate(wanted), key=lambda one: [w.question for w in wanted].index(one[1].question))
    found = []
    for label, group in groupby(by_label, key=lambda one: one[1].question):
        cells = list(group)
        ticks = [(what.choice, places[k]) for k, what in cells if isinstance(what, Tick)]
        names = [places[k][1] for k, what in cells if isinstance(what, Write)]
        found.append(
            Asked(
                label=label,
                page=ticks[0][1][0],
                choices=tuple(choice for choice, _ in ticks),
                boxes=tuple(box for _, (_, box) in ticks),
                name_box=names[0] if names else None,
            )
        )
    return tuple(found)


def plain_label(text: str) -> str:
    """A label without white space, as the reader gives it."""
    return re.sub(r"\s", "", text)
