"""Reads an 附件3 that a unit has sent back as a Word file."""

import zipfile
from pathlib import Path

import docx
from docx.document import Document
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table, _Cell, _Row

from domain.analysis_form import AWARD_NAMES, Piece, ReportLine, ReturnedAnalysis, text_of
from domain.errors import FileError
from generator.returned_type import pieces, report_line

UNIT_LABEL = "单位名称"
MOST_BYTES = 200_000_000  # unpacked: a form is far smaller, a bomb is far larger
REVISIONS = ("<w:ins ", "<w:del ", "<w:moveFrom ")


def read_returned(path: Path) -> ReturnedAnalysis:
    """Take the form apart. Raises FileError saying what is wrong with the file and what to do."""
    table = _form(_open(path), path.name)
    rows = [_cells(row) for row in table.rows]
    labels = [cells[0].text.replace("\n", "").strip() if cells else "" for cells in rows]
    at = labels.index(UNIT_LABEL)
    head = next((n for n, cells in enumerate(rows) if AWARD_NAMES[0] in [c.text.strip() for c in cells]), None)
    if head is None or at + 1 >= head:
        raise FileError(f"{path.name} 的表格被改动过（找不到“实绩自述”或“{AWARD_NAMES[0]}”）；请用下发的表样重新填报")
    return ReturnedAnalysis(
        file=path.name,
        unit=_pieces(rows[at][-1]),
        report=_report(rows[at + 1][-1]),
        awards=_awards(rows[head + 1 :]),
    )


def _open(path: Path) -> Document:
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
            if sum(item.file_size for item in package.infolist()) > MOST_BYTES:
                raise FileError(f"{path.name} 解开后大得不正常，没有打开；请核对来源，让单位重新报送")
            text = package.read("word/document.xml").decode("utf-8", errors="replace")
        if any(name.lower().endswith("vbaproject.bin") for name in names):
            raise FileError(f"{path.name} 带有宏，没有打开；请单位另存为不含宏的 .docx 再报")
        if any(name.startswith("word/embeddings/") for name in names):
            raise FileError(f"{path.name} 嵌入了其他文件（OLE 对象）；请删去嵌入的对象，证明材料另附文件")
        if any(mark in text for mark in REVISIONS):
            raise FileError(f"{path.name} 留有修订痕迹；请在 Word“审阅”里接受或拒绝全部修订后再报")
        return docx.Document(str(path))
    except (zipfile.BadZipFile, PackageNotFoundError, KeyError, ValueError) as error:
        raise FileError(
            f"{path.name} 不是 Word 文件（.docx），或已损坏；请单位用 Word 或 WPS 另存为 .docx 再报"
        ) from error


def _form(document: Document, name: str) -> Table:
    for table in document.tables:
        if any(cells and cells[0].text.strip() == UNIT_LABEL for cells in map(_cells, table.rows)):
            return table
    raise FileError(f"{name} 里没有绩效分析表（找不到“{UNIT_LABEL}”一栏）；请核对是不是报错了文件")


def _cells(row: _Row) -> list[_Cell]:
    """Each cell once, however many columns it spans."""
    return list({id(cell._tc): cell for cell in row.cells}.values())  # noqa: SLF001


def _pieces(cell: _Cell) -> tuple[Piece, ...]:
    return tuple(piece for line in cell.paragraphs for piece in pieces(line))


def _report(cell: _Cell) -> tuple[ReportLine, ...]:
    lines = [report_line(line) for line in cell.paragraphs]
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)


def _awards(rows: list[list[_Cell]]) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
    """Rows of four cells behind the label; the score's row has fewer."""
    filled = []
    for cells in rows:
        award = tuple(_pieces(cell) for cell in cells[-len(AWARD_NAMES) :])
        if len(cells) > len(AWARD_NAMES) and any(text_of(cell) for cell in award):
            filled.append(award)
    return tuple(filled)
