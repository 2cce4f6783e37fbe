"""Word file to PlanPaper: an office's own plan, as Word shows it."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from pingyi.domain.forms.plan_paper import NOT_PRINTED, PlanLine, PlanPaper, PlanTable
from pingyi.domain.forms.table import FormCell, TableForm
from pingyi.generator.returned.returned_file import DAMAGED, MOST_BYTES, columns_possible
from pingyi.generator.shown.opened import opened
from pingyi.generator.shown.word_shown import FOREIGN, REVISED, ShownFile, shown_children, shown_file
from pingyi.generator.understood.table_form import page_mm
from pingyi.generator.understood.table_print import WordTable, without_slivers
from pingyi.generator.understood.word_grid import Grid, grid_of
from pingyi.ground.errors import FileError
from pingyi.ground.packages import unpacked_size


def read_plan_paper(path: Path, name: str) -> PlanPaper:
    """The .docx at `path`, called `name` in messages. Raises FileError when it is none or cannot be read whole."""
    try:
        with zipfile.ZipFile(path) as package:
            if unpacked_size(package, MOST_BYTES) > MOST_BYTES:
                raise FileError(f"{name} 解开后大得不正常，没有打开；请核对来源")
        document = opened(path)
        if not columns_possible(document):
            raise FileError(f"{name} 的表格列数不正常，没有读；请用 Word 或 WPS 重新画表")
        for tag, what in FOREIGN.items():
            if next(document.element.body.iter(tag), None) is not None:
                raise FileError(f"{name} 里有{what}，其中的内容读不到；请在 Word 里把内容粘贴成正文后另存再试")
        remarks: list[str] = []
        blocks = tuple(_blocks(document, name, remarks))
    except DAMAGED as error:
        raise FileError(f"{name} 不是 Word 文件（.docx），或已损坏；请用 Word 或 WPS 另存为 .docx 再试") from error
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return PlanPaper(name=name, digest=digest, blocks=blocks, remarks=tuple(remarks))


def _blocks(document: Document, name: str, remarks: list[str]) -> Iterator[PlanLine | PlanTable]:
    shown = shown_file(document)
    body = list(shown_children(document.element.body))
    lines = tables = 0
    if any(True for _ in document.element.body.iter(*REVISED)):
        remarks.append("文件里留有修订痕迹，按接受全部修订后的样子读")
    for place, child in enumerate(body):
        if child.tag == qn("w:tbl"):
            tables += 1
            made = _table(child, shown, (name, tables), page_mm(document, body[:place]))
            remarks += [f"表{tables}：{what}" for what in made.form.strange]
            yield made
        elif child.tag == qn("w:p"):
            words = shown.words(child)
            if words.lines:
                lines += 1
                yield PlanLine(number=lines, text="\n".join(words.lines))
            remarks += [f"第{lines}段附近有{what}，没有读" for what in words.strange]


def _table(child: Element, shown: ShownFile, called: tuple[str, int], size_mm: tuple[float, float]) -> PlanTable:
    grid: Grid = grid_of(child, shown)
    laid = without_slivers(
        WordTable(cells=grid.form_cells(), widths_mm=tuple(grid.widths_mm), rows=len(grid.heights_mm))
    )
    form = TableForm(
        name=f"{called[0]} 表{called[1]}",
        digest="",
        heading="",
        column_widths_mm=laid.widths_mm,
        row_heights_mm=tuple(grid.heights_mm),
        printed=NOT_PRINTED,
        cells=laid.cells,
        page_mm=size_mm,
        strange=tuple(grid.strange),
    )
    return PlanTable(number=called[1], form=form, lines=_lines(grid, laid.cells))


def _lines(grid: Grid, laid: Sequence[FormCell]) -> dict[tuple[int, int], tuple[str, ...]]:
    """A cell's lines by its place; `laid` are the grid's cells in their order without those that are slivers."""
    found = {}
    left = iter(sorted(grid.cells, key=lambda cell: (cell.row, cell.col)))
    for cell in laid:
        own = next((one for one in left if (one.row, one.text) == (cell.row, cell.text)), None)
        found[cell.row, cell.col] = own.lines if own else ()
    return found
