"""A small format engine over python-docx: faces, exact lines, pages and ruled tables, in points and millimetres."""

import io
import zipfile
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table, _Cell, _Row
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pingyi.generator.word.identity import identify
from pingyi.generator.word.word_xml import (
    TWIPS_PER_PT,
    append,
    draw_lines,
    element,
    indent,
    type_on,
)
from pingyi.ground.whole import put

# The faces official documents name (GB/T 9704-2012, 5.2.2).
FANGSONG = "仿宋_GB2312"
KAITI = "楷体_GB2312"
HEITI = "黑体"
SONGTI = "宋体"
XIAOBIAOSONG = "方正小标宋简体"

# Chinese type sizes, in points.
ER_HAO, SAN_HAO = 22.0, 16.0
SI_HAO, XIAO_SI, WU_HAO = 14.0, 12.0, 10.5

RED = RGBColor(0xFF, 0x00, 0x00)
LEFT, CENTER = WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.CENTER
RIGHT, JUSTIFY = WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
SEAM_EM = 0.25  # of air between 汉字 and digits
_AFTER_WIDTH = ("w:kern", "w:position", "w:sz", "w:szCs", "w:lang")  # Word wants its elements in order
ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)  # the same document is the same bytes, whenever it is written


@dataclass(frozen=True, slots=True, kw_only=True)
class Type:
    """How characters look. `latin` is the face of digits and letters; empty: the same as `face`."""

    face: str = FANGSONG
    size_pt: float = SAN_HAO
    latin: str = ""
    bold: bool = False
    color: RGBColor | None = None
    spacing_pt: float = 0.0  # added after each character
    scale_percent: int = 100  # width of the characters


@dataclass(frozen=True, slots=True, kw_only=True)
class Lines:
    """How a paragraph's lines stand."""

    exact_pt: float | None = None  # distance of base lines; None leaves it to the face
    align: WD_ALIGN_PARAGRAPH = LEFT
    first_indent_chars: float = 0.0  # of the paragraph's own type size
    left_indent_chars: float = 0.0
    right_indent_chars: float = 0.0
    hanging_chars: float = 0.0  # how much further out than `left_indent_chars` the first line begins
    before_pt: float = 0.0
    after_pt: float = 0.0
    keep_with_next: bool = False
    page_break_before: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page and its margins, in millimetres; A4 upright unless told."""

    top: float
    bottom: float
    left: float
    right: float
    width: float = 210.0
    height: float = 297.0
    header: float = 10.0
    footer: float = 10.0


def new_document(page: Page, *, title: str = "", author: str = "", day: date | None = None) -> Document:
    """An empty document of Chinese text on `page`; `day` is that on which it is issued."""
    document = docx.Document()
    lay_out(document, page)
    identify(document, title=title, author=author, day=day)
    return document


def lay_out(document: Document, page: Page) -> None:
    """Give the document's last section this page."""
    section = document.sections[-1]
    section.page_width, section.page_height = Mm(page.width), Mm(page.height)
    section.top_margin, section.bottom_margin = Mm(page.top), Mm(page.bottom)
    section.left_margin, section.right_margin = Mm(page.left), Mm(page.right)
    section.header_distance, section.footer_distance = Mm(page.header), Mm(page.footer)


def paragraph(
    container: "Document | _Cell | Paragraph", text: str = "", letters: Type | None = None, lines: Lines | None = None
) -> Paragraph:
    """
    Add a paragraph to a document, cell, header or footer; given a Paragraph, fill that one.

    A line break in `text` breaks the line, not the paragraph; without text, what is typed there has the type given.
    """
    letters, lines = letters or Type(), lines or Lines()
    added = container if isinstance(container, Paragraph) else container.add_paragraph()
    _stand(added, lines, letters.size_pt)
    if text:
        run(added, text, letters)
    else:
        type_on(added, run(added, "", letters))
    return added


def run(line: Paragraph, text: str, letters: Type) -> Run:
    """Add text to a paragraph."""
    added = line.add_run(text)
    dress(added, letters)
    return added


def dress(added: Run, letters: Type) -> None:
    """Set face, size and look of a run, for Latin and for Chinese characters alike."""
    if added._r.rPr is None:  # noqa: SLF001 - most runs are new, and python-docx looks up each property on its own
        added._r.insert(0, deepcopy(_dressed(letters)))  # noqa: SLF001
    else:
        _dress(added, letters)


@cache
def _dressed(letters: Type) -> BaseOxmlElement:
    """The properties of a new run, to be copied."""
    new = Run(OxmlElement("w:r"), None)  # type: ignore[arg-type]  # it stands nowhere
    _dress(new, letters)
    return new._r.get_or_add_rPr()  # noqa: SLF001


def _dress(added: Run, letters: Type) -> None:
    font = added.font
    font.size, font.bold = Pt(letters.size_pt), letters.bold
    if letters.color is not None:
        font.color.rgb = letters.color
    properties = added._r.get_or_add_rPr()  # noqa: SLF001 - python-docx has no word for East Asian faces
    faces = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:cs"):
        faces.set(qn(kind), letters.latin or letters.face)
    faces.set(qn("w:eastAsia"), letters.face)
    faces.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones
    if letters.spacing_pt:
        spacing = element("w:spacing", val=round(letters.spacing_pt * TWIPS_PER_PT))
        properties.insert_element_before(spacing, "w:w", *_AFTER_WIDTH)
    if letters.scale_percent != 100:
        properties.insert_element_before(element("w:w", val=letters.scale_percent), *_AFTER_WIDTH)


def page_number(line: Paragraph, letters: Type, around: tuple[str, str] = ("— ", " —"), of: str = "PAGE") -> None:
    """Add the number of the page, dashes around it as GB/T 9704 (7.5) has them; or what the field `of` counts."""
    run(line, around[0], letters)
    instruction, number = element("w:instrText"), element("w:t")
    instruction.text, number.text = f" {of} ", "1"
    begin, separate, end = (element("w:fldChar", fldCharType=kind) for kind in ("begin", "separate", "end"))
    for part in (begin, instruction, separate, number, end):  # each in a run of its own, or the number loses its type
        run(line, "", letters)._r.append(part)  # noqa: SLF001 - fields are not in python-docx
    run(line, around[1], letters)


def ruled_table(
    container: "Document | _Cell",
    widths_mm: Sequence[float],
    heights_mm: Sequence[float],
    *,
    rule_pt: float = 0.75,
    margin_mm: float = 0.3,
) -> Table:
    """
    A table with all its lines drawn, of fixed column widths and exact row heights.

    A height of 0 leaves the row to its text, a negative one is a least height.
    """
    table = container.add_table(1, len(widths_mm))
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    draw_lines(table, rule_pt, margin_mm)
    for column, width in zip(table.columns, widths_mm, strict=True):
        column.width = Mm(width)
    first = table.rows[0]
    for cell, width in zip(first.cells, widths_mm, strict=True):
        cell.width = Mm(width)
        cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    for _ in heights_mm[1:]:  # python-docx goes through the whole table for each cell
        table._tbl.append(deepcopy(first._tr))  # noqa: SLF001
    for row, height in zip(table.rows, heights_mm, strict=True):
        _set_height(row, height)
    return table


def write_in(cell: _Cell, text: str, letters: Type, lines: Lines) -> Paragraph:
    """Fill the first paragraph of a cell."""
    return paragraph(cell.paragraphs[0], text, letters, lines)


def repeat_header(row: _Row) -> None:
    """Print this row again at the top of every page the table reaches."""
    append(row._tr.get_or_add_trPr(), "w:tblHeader")  # noqa: SLF001


def keep_whole(row: _Row) -> None:
    """Do not break this row over two pages."""
    append(row._tr.get_or_add_trPr(), "w:cantSplit")  # noqa: SLF001


def save(document: Document, path: Path) -> Path:
    """
    Write the document to `path`, the same bytes for the same content.

    Raises NoSpaceError or FileError (see new_file).
    """
    saved, written = io.BytesIO(), io.BytesIO()
    document.save(saved)
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            kept = zipfile.ZipInfo(entry.filename, ZIP_EPOCH)
            kept.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(kept, source.read(entry))
    return put(path, written.getvalue())


def text_width_mm(text: str, size_pt: float) -> float:
    """How wide the text prints at most: Chinese characters are square, others half as wide, air between."""
    square = [ord(letter) > 0x2000 for letter in text]
    seams = sum(one != next_one for one, next_one in pairwise(square))
    ems = sum(1.0 if wide else 0.5 for wide in square) + SEAM_EM * seams
    return float(ems * size_pt * Length(Pt(1)).mm)


def _stand(line: Paragraph, lines: Lines, size_pt: float) -> None:
    if line._p.pPr is None:  # noqa: SLF001
        line._p.insert(0, deepcopy(_standing(lines, size_pt)))  # noqa: SLF001
    else:
        _set_lines(line, lines, size_pt)


@cache
def _standing(lines: Lines, size_pt: float) -> BaseOxmlElement:
    """The properties of a new paragraph, to be copied."""
    new = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]  # it stands nowhere
    _set_lines(new, lines, size_pt)
    return new._p.get_or_add_pPr()  # noqa: SLF001


def _set_lines(line: Paragraph, lines: Lines, size_pt: float) -> None:
    form = line.paragraph_format
    form.alignment = lines.align
    form.space_before, form.space_after = Pt(lines.before_pt), Pt(lines.after_pt)
    if lines.exact_pt is None:
        form.line_spacing = 1.0
    else:
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(lines.exact_pt)
    if lines.keep_with_next:
        form.keep_with_next = True
    if lines.page_break_before:
        form.page_break_before = True
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    indents = {
        "firstLine": lines.first_indent_chars,
        "left": lines.left_indent_chars,
        "right": lines.right_indent_chars,
        "hanging": lines.hanging_chars,
    }
    indent(line, indents, size_pt)
    # Nothing is said of marks at a line's end and of air before digits: LibreOffice reads the one the wrong way round
    # and does not know the other, so that Word would break lines elsewhere than the PDF that was measured.
    properties.insert_element_before(element("w:snapToGrid", val=0), "w:spacing", "w:ind", "w:jc", "w:rPr")


def _set_height(row: _Row, height_mm: float) -> None:
    if height_mm:
        row.height = Mm(abs(height_mm))
        row.height_rule = WD_ROW_HEIGHT_RULE.EXACTLY if height_mm > 0 else WD_ROW_HEIGHT_RULE.AT_LEAST
