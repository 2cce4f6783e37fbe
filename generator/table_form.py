"""Word file to TableForm: the one place that reads a form's table out of .docx."""

import hashlib
import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.table import Table

from domain.errors import FormError
from domain.form import FormCell, TableForm

EMU_PER_MM = 36000
TWIPS_PER_MM = 1440 / 25.4


def read_table_form(path: Path) -> TableForm:
    """
    Read the largest table of the Word file at `path`.

    Raises FormError when the file is no .docx or holds no table.
    """
    if not path.is_file():
        raise FormError(f"找不到表样文件 {path}；请核对路径")
    try:
        document = docx.Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise FormError(f"{path.name} 不是 Word 文件（.docx）；请用 Word 或 WPS 另存为 .docx 再试") from error
    if not document.tables:
        raise FormError(f"{path.name} 里没有表格；请选用带框线表格的表样")
    table = max(document.tables, key=lambda t: len(t.rows) * len(t.columns))
    cells, columns = _cells(table)
    return TableForm(
        name=path.name,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
        heading=_heading(document, table),
        column_widths_mm=_widths(table, columns),
        row_heights_mm=tuple((row.height or 0) / EMU_PER_MM for row in table.rows),
        cells=cells,
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


def _heading(document: Document, table: Table) -> str:
    texts: list[str] = []
    for child in document.element.body.iterchildren():
        if child is table._tbl:  # noqa: SLF001 - the element is what tells where the table stands
            break
        texts.append("".join(node.text or "" for node in child.iter(qn("w:t"))))
    return "".join("".join(texts).split())
