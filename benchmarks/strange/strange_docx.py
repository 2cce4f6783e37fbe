"""Word forms nobody here drew, as files; a twin of each says where its tick cells are."""
# ruff: noqa: SLF001 - python-docx has no content controls, no borders and no removal of its own

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ALIGN_VERTICAL, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from benchmarks.strange.strange_layouts import MARGIN_MM, Spec
from benchmarks.strange.strange_texts import GROUPS, STRIPS

Made = Any  # python-docx's cells, rows and tables
MARK_PT = 2.5  # of the number that stands in each tick cell of the form's twin: too small to move anything


@dataclass(slots=True, kw_only=True)
class _Plan:
    """Columns of one block and what stands in them."""

    spec: Spec
    heads: list[str] = field(default_factory=list)
    widths: list[float] = field(default_factory=list)
    name: int = 0  # column of the label
    first: int = 0  # of the choices
    each: int = 1  # columns of a choice


def write(spec: Spec, path: Path, *, marked: bool) -> Path:
    """The form; its marked twin has a tiny number in each tick cell, row by row, choice by choice."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(spec.paper_mm[0]), Mm(spec.paper_mm[1])
    if spec.has("landscape"):
        section.orientation = WD_ORIENT.LANDSCAPE
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, Mm(MARGIN_MM))
    head = document.add_paragraph(spec.title)
    head.alignment, head.runs[0].font.size = WD_ALIGN_PARAGRAPH.CENTER, Pt(16)
    if spec.has("information table"):
        _small_table(document, spec, ("姓名", "", "部门", ""), 2)
        document.add_paragraph("请在相应栏内打“√”。")
    _Writer(document, spec, marked=marked).write()
    if spec.has("note table below"):
        document.add_paragraph("")
        _small_table(document, spec, ("计票人", "", "监票人", ""), 1)
    document.save(str(path))
    return path


def _small_table(document: Made, spec: Spec, words: Sequence[str], rows: int) -> None:
    table = document.add_table(rows=rows, cols=len(words))
    table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
    for row in table.rows:
        row.height = Mm(min(spec.row_mm, 8.0))
        for cell, word in zip(row.cells, words, strict=True):
            cell.text = word


class _Writer:
    """Writes the table of a form."""

    def __init__(self, document: Made, spec: Spec, *, marked: bool) -> None:
        self._document, self._spec, self._marked = document, spec, marked
        self._plan = _columns(spec)
        self._blocks = 2 if spec.has("blocks") else 1
        self._count = 0  # tick cells so far
        self._controls: list[Made] = []  # elements to be put into content controls at the end

    def write(self) -> None:
        spec, columns = self._spec, len(self._plan.heads) * self._blocks
        header = 2 if spec.has("two header rows") else 1
        strips = len(spec.groups) if spec.has("strips") else 0
        rows = header + sum(spec.groups) + strips + spec.has("sum row") + spec.has("opinion box")
        table = self._document.add_table(rows=rows, cols=columns)
        table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        for column, width in zip(table.columns, self._plan.widths * self._blocks, strict=True):
            column.width = Mm(width)
        self._cells = [list(row.cells) for row in table.rows]
        for row, cells in zip(table.rows, self._cells, strict=True):
            row.height, row.height_rule = Mm(spec.row_mm), WD_ROW_HEIGHT_RULE.AT_LEAST
            for cell, width in zip(cells, self._plan.widths * self._blocks, strict=True):
                cell.width, cell.vertical_alignment = Mm(width), WD_ALIGN_VERTICAL.CENTER
        for block in range(self._blocks):
            self._header(block * len(self._plan.heads), header)
        at, done = header, 0
        for group, size in enumerate(spec.groups):
            if strips:
                self._put(self._merged(at, 0, at, columns - 1), STRIPS[group % len(STRIPS)])
                at += 1
            self._group(at, size, group)
            for row in range(at, at + size):
                self._row(row, done)
                done += 1
            at += size
        self._tail(table, at, columns)
        _borders(table, self._cells, spec)
        for element in () if self._marked else self._controls:  # the size of type is lost in them
            _controlled(element)

    def _header(self, left: int, rows: int) -> None:
        plan = self._plan
        choices = range(plan.first, plan.first + plan.each * len(self._spec.choices))
        for k, word in enumerate(plan.heads):
            if rows == 2 and k in choices:
                continue
            last = left + k
            if plan.each > 1 and k in choices:
                if (k - plan.first) % plan.each:
                    continue
                last += plan.each - 1
            self._put(self._merged(0, left + k, rows - 1, last), word)
        if rows == 2:
            self._put(self._merged(0, left + choices[0], 0, left + choices[-1]), "评价等次")
            for k in range(0, len(choices), plan.each):
                col = left + choices[k]
                self._put(self._merged(1, col, 1, col + plan.each - 1), plan.heads[choices[k]])

    def _group(self, at: int, size: int, group: int) -> None:
        if self._spec.has("group column"):
            self._put(self._merged(at, 0, at + size - 1, 0), GROUPS[group % len(GROUPS)])

    def _row(self, row: int, done: int) -> None:
        spec, plan = self._spec, self._plan
        for block in range(self._blocks):
            left = block * len(plan.heads)
            index = block * sum(spec.groups) + done
            if spec.has("numbers"):
                self._number(self._cells[row][left + plan.name - 1], index)
            self._put(self._cells[row][left + plan.name], spec.labels[index])
            if spec.has("post column"):
                self._put(self._cells[row][left + plan.name + 1], "主任" if index % 3 else "副主任")
            if spec.has("boxes in one cell"):
                self._put(self._cells[row][plan.first], "  ".join(f"□{choice}" for choice in spec.choices))
                continue
            for k in range(len(spec.choices)):
                col = left + plan.first + k * plan.each
                cell = self._merged(row, col, row, col + plan.each - 1)
                self._tickable(cell)
                if spec.has("cell controls") and index % 3 == 1:
                    self._controls.append(cell._tc)
        if spec.has("row control") and done == sum(spec.groups) // 2:
            self._controls.append(self._cells[row][0]._tc.getparent())

    def _number(self, cell: Made, index: int) -> None:
        if self._spec.has("automatic numbers"):
            cell.paragraphs[0].style = "List Number"
        elif not (self._spec.has("numbers missing") and index % 4 == 3):
            self._put(cell, str(index + 1))

    def _tickable(self, cell: Made) -> None:
        self._count += 1
        if self._marked:
            run = cell.paragraphs[0].add_run(str(self._count))
            run.font.size = Pt(MARK_PT)
            cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER

    def _tail(self, table: Made, at: int, columns: int) -> None:
        spec, plan = self._spec, self._plan
        if spec.has("sum row"):
            self._put(self._merged(at, 0, at, plan.first - 1), "合计")
            at += 1
        if spec.has("opinion box"):
            self._put(self._merged(at, 0, at, plan.name), "意见和建议")
            self._merged(at, plan.name + 1, at, columns - 1)
            table.rows[at].height = Mm(18)
        if spec.has("row lacks a cell") and spec.has("remark column"):
            last = self._cells[at - 1][columns - 1]._tc
            properties = table.rows[at - 1]._tr.get_or_add_trPr()
            last.getparent().remove(last)
            after = OxmlElement("w:gridAfter")
            after.set(qn("w:val"), "1")
            properties.insert(0, after)

    def _merged(self, top: int, left: int, bottom: int, right: int) -> Made:
        first = self._cells[top][left]
        return first if (top, left) == (bottom, right) else first.merge(self._cells[bottom][right])

    def _put(self, cell: Made, word: str) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.add_run(word).font.size = Pt(8 if self._spec.has("narrow rows") else 10)
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def _columns(spec: Spec) -> _Plan:
    plan = _Plan(spec=spec)
    wide = (spec.paper_mm[0] - 2 * MARGIN_MM - 4) / (2 if spec.has("blocks") else 1)
    for name, head, width in (("group column", "类别", 18.0), ("numbers", "序号", 11.0)):
        if spec.has(name):
            plan.heads.append(head)
            plan.widths.append(width)
    plan.name = len(plan.heads)
    plan.heads.append("测评对象")
    plan.widths.append(0.0)
    if spec.has("post column"):
        plan.heads.append("职务")
        plan.widths.append(18.0)
    plan.first, plan.each = len(plan.heads), 2 if spec.has("choice spans") else 1
    if spec.has("boxes in one cell"):
        plan.heads.append("您的评价")
        plan.widths.append(min(90.0, 24.0 * len(spec.choices)))
    else:
        each = min(18.0, (wide - 75) / len(spec.choices))
        plan.heads += [choice for choice in spec.choices for _ in range(plan.each)]
        plan.widths += [max(each, 9.5) / plan.each] * (plan.each * len(spec.choices))
    if spec.has("remark column"):
        plan.heads.append("备注")
        plan.widths.append(18.0)
    plan.widths[plan.name] = max(24.0, min(70.0, wide - sum(plan.widths)))
    return plan


def _borders(table: Made, cells: list[list[Made]], spec: Spec) -> None:
    if spec.has("no left border"):
        for row in cells:
            _border(row[0]._tc.get_or_add_tcPr(), "w:tcBorders", ("left", "top", "bottom"))
    if spec.has("open sides"):
        _border(table._tbl.tblPr, "w:tblBorders", ("left", "right"))


def _border(properties: Made, name: str, sides: Sequence[str]) -> None:
    borders = OxmlElement(name)
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        if name == "w:tcBorders" and side not in sides:
            continue
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:val"), "nil" if side in sides else "single")
        edge.set(qn("w:sz"), "4")
        borders.append(edge)
    properties.append(borders)


def _controlled(element: Made) -> None:
    """Put a cell or a row into a content control, as Word's forms have them."""
    control, content = OxmlElement("w:sdt"), OxmlElement("w:sdtContent")
    control.append(OxmlElement("w:sdtPr"))
    element.getparent().replace(element, control)
    content.append(element)
    control.append(content)
