"""Word file to TableForm: the one place that reads a form's table out of .docx."""

import hashlib
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import docx
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.table import Table

from domain.errors import FormError
from domain.form import A4_MM, FormCell, TableForm
from domain.packages import unpacked_size
from generator.kept_prints import own_print
from generator.printed_rules import ruled_tables
from generator.returned_file import DAMAGED, MOST_BYTES, columns_possible
from generator.table_print import PrintedTable, WordTable, on_paper

EMU_PER_MM = 36000
TWIPS_PER_MM = 1440 / 25.4


@dataclass(frozen=True, slots=True, kw_only=True)
class WordForm:
    """A table of a Word file and what stands around it."""

    name: str
    digest: str
    heading: str
    table: WordTable
    page_mm: tuple[float, float]


def read_table_form(path: Path) -> TableForm:
    """The largest table of the Word file at `path`. Raises what read_table_forms raises."""
    return max(read_table_forms(path), key=lambda form: len(form.row_heights_mm) * len(form.column_widths_mm))


def read_table_forms(path: Path) -> tuple[TableForm, ...]:
    """
    Read every ruled table of the Word file at `path`, in order, page by page, and hold it against its own print.

    Raises FormError when the file is no .docx or holds no table, or when file and print part; what `to_pdf` raises.
    """
    return printed_forms(path, word_forms(path), own_print(path))


def printed_forms(path: Path, forms: Sequence[WordForm], pdf: bytes) -> tuple[TableForm, ...]:
    """The tables of `path` as the PDF prints them. Raises FormError when file and print part."""
    ruled = list(ruled_tables(pdf))
    found: list[TableForm] = []
    for form in forms:
        parts = on_paper(path.name, form.table, ruled, pdf)
        last = parts[-1].printed
        del ruled[: 1 + next(k for k, t in enumerate(ruled) if (t.page, t.ys) == (last.page, last.ys_mm))]
        found += [_form(form, part) for part in parts]
    return tuple(found)


def word_forms(path: Path) -> tuple[WordForm, ...]:
    """
    Every table of a Word file as the file lists it.

    Raises FormError when the file is no .docx or holds no table.
    """
    if not path.is_file():
        raise FormError(f"找不到表样文件 {path}；请核对路径")
    try:
        with zipfile.ZipFile(path) as package:
            if unpacked_size(package, MOST_BYTES) > MOST_BYTES:
                raise FormError(f"{path.name} 解开后大得不正常，没有打开；请核对来源")
        document = docx.Document(str(path))
        if not columns_possible(document):
            raise FormError(f"{path.name} 的表格列数不正常，不能作表样；请用 Word 或 WPS 重新画表")
    except DAMAGED as error:
        raise FormError(f"{path.name} 不是 Word 文件（.docx）；请用 Word 或 WPS 另存为 .docx 再试") from error
    if not document.tables:
        raise FormError(f"{path.name} 里没有表格；请选用带框线表格的表样")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return tuple(_word_form(path.name, digest, document, table) for table in document.tables)


def _word_form(name: str, digest: str, document: Document, table: Table) -> WordForm:
    cells, columns = _cells(table)
    heading, page_mm = _surroundings(document, table)
    listed = WordTable(cells=cells, widths_mm=_widths(table, columns), rows=len(table.rows))
    return WordForm(name=name, digest=digest, heading=heading, table=listed, page_mm=page_mm)


def _form(form: WordForm, part: PrintedTable) -> TableForm:
    xs, ys = part.printed.xs_mm, part.printed.ys_mm
    return TableForm(
        name=form.name,
        digest=form.digest,
        heading=form.heading,
        column_widths_mm=tuple(right - left for left, right in pairwise(xs)),
        row_heights_mm=tuple(bottom - top for top, bottom in pairwise(ys)),
        printed=part.printed,
        cells=part.cells,
        page_mm=form.page_mm,
    )


def _cells(table: Table) -> tuple[tuple[FormCell, ...], int]:
    """Cells with their spans, and the number of grid columns."""
    found: dict[tuple[int, int], dict[str, int | str]] = {}
    columns = 0
    for row, line in enumerate(table.rows):
        col = line.grid_cols_before
        above: dict[int, int] = {key[1]: key[0] for key in sorted(found) if key[0] < row}
        for element in line._tr.tc_lst:  # noqa: SLF001 - python-docx shows merged cells only twice over
            span = element.grid_span
            text = "".join("".join(node.text or "" for node in element.iter(qn("w:t"))).split())
            if element.vMerge == "continue" and col in above:
                head = found[(above[col], col)]
                head["rows"] = row - above[col] + 1
                head["text"] = f"{head['text']}{text}"
            else:
                found[(row, col)] = {"rows": 1, "cols": span, "text": text}
            col += span
        columns = max(columns, col + line.grid_cols_after)
    cells = tuple(
        FormCell(row=row, col=col, row_span=int(c["rows"]), col_span=int(c["cols"]), text=str(c["text"]))
        for (row, col), c in sorted(found.items())
    )
    return cells, columns


def _widths(table: Table, columns: int) -> tuple[float, ...]:
    widths = [(column.width or 0) / EMU_PER_MM for column in table.columns]
    return tuple((widths + [0.0] * columns)[:columns])


def _surroundings(document: Document, table: Table) -> tuple[str, tuple[float, float]]:
    """The text between the table before and this one, and the size of the page it stands on."""
    texts: list[str] = []
    section = 0
    for child in document.element.body.iterchildren():
        if child is table._tbl:  # noqa: SLF001 - the element is what tells where the table stands
            break
        if child.tag == qn("w:tbl"):
            texts = []
        else:
            texts.append("".join(node.text or "" for node in child.iter(qn("w:t"))))
        section += child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None
    page = document.sections[section]
    size = (page.page_width or Mm(A4_MM[0]), page.page_height or Mm(A4_MM[1]))
    return "".join("".join(texts).split()), (size[0] / EMU_PER_MM, size[1] / EMU_PER_MM)


def body_text(path: Path) -> str:
    """All words of a Word file's body in their order, white space removed."""
    document = docx.Document(str(path))
    return "".join("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))).split())
