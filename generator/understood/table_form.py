"""Word file to TableForm: the one place that reads a form's table out of .docx."""

import hashlib
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Mm

from pingyi.domain.forms.rows import unsure
from pingyi.domain.forms.table import A4_MM, TableForm
from pingyi.domain.forms.words import asks_in_boxes, is_grade
from pingyi.generator.returned.returned_file import DAMAGED, MOST_BYTES, columns_possible
from pingyi.generator.shown.opened import opened
from pingyi.generator.shown.word_shown import FOREIGN, MC, OFF, ShownFile, shown_children, shown_file
from pingyi.generator.understood.kept_prints import own_print
from pingyi.generator.understood.printed_rules import ruled_tables
from pingyi.generator.understood.table_print import PrintedTable, WordTable, on_paper
from pingyi.generator.understood.word_grid import grid_of
from pingyi.ground.errors import FormError
from pingyi.ground.packages import unpacked_size

EMU_PER_MM = 36000
REVISIONS = "文件里留有修订痕迹，按接受全部修订后的样子理解；请在 Word“审阅”里接受或拒绝后再印"
REVISED = "留有修订痕迹，印出来和接受以后不是一个样子；请在 Word“审阅”里接受或拒绝全部修订后再试"
FEW_WORDS = 12  # of a table nobody reads, to tell which it is
MANY_WORDS = 40  # of what has to be put elsewhere
SMALL_ROWS = 3  # a table of so few rows and without known choices is a frame or a line to sign, no ballot


@dataclass(frozen=True, slots=True, kw_only=True)
class WordForm:
    """A table of a Word file and what stands around it."""

    name: str
    digest: str
    heading: str
    table: WordTable
    page_mm: tuple[float, float]
    strange: tuple[str, ...]
    remarks: tuple[str, ...]
    new_page: bool

    @property
    def is_small(self) -> bool:
        """Whether nobody can mean it to be ticked."""
        grades = {cell.text for cell in self.table.cells if is_grade(cell.text)}
        return self.table.rows <= SMALL_ROWS and len(grades) < 2

    @property
    def said(self) -> str:
        """The table's first characters, by which messages name it."""
        return "".join(cell.text for cell in self.table.cells)[:FEW_WORDS]


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
    unruled: list[str] = []
    for form in forms:
        try:
            parts = on_paper(path.name, form.table, ruled, pdf)
        except FormError as error:
            if form.is_small and len(forms) > 1:
                unruled.append(f"表格“{form.said}”印出来认不出格子，不读")
                continue
            if form.strange:
                raise FormError(unsure(path.name, form.strange)) from error
            if REVISIONS in form.remarks:
                raise FormError(f"{path.name} {REVISED}") from error
            raise
        last = parts[-1].printed
        del ruled[: 1 + next(k for k, t in enumerate(ruled) if (t.page, t.ys) == (last.page, last.ys_mm))]
        found += [_form(form, part) for part in parts]
    return tuple(replace(form, remarks=(*form.remarks, *unruled)) for form in found)


def word_forms(path: Path) -> tuple[WordForm, ...]:
    """
    Every table of a Word file as Word shows it.

    Raises FormError when the file is no .docx, holds no table, or holds one where it cannot be read.
    """
    if not path.is_file():
        raise FormError(f"找不到表样文件 {path}；请核对路径")
    try:
        with zipfile.ZipFile(path) as package:
            if unpacked_size(package, MOST_BYTES) > MOST_BYTES:
                raise FormError(f"{path.name} 解开后大得不正常，没有打开；请核对来源")
        document = opened(path)
        if not columns_possible(document):
            raise FormError(f"{path.name} 的表格列数不正常，不能作表样；请用 Word 或 WPS 重新画表")
        return _forms(path, document)
    except DAMAGED as error:
        raise FormError(f"{path.name} 不是 Word 文件（.docx）；请用 Word 或 WPS 另存为 .docx 再试") from error


def _forms(path: Path, document: Document) -> tuple[WordForm, ...]:
    _refuse_foreign(path.name, document)
    shown = shown_file(document)
    body = list(shown_children(document.element.body))
    elsewhere = tuple(_elsewhere(path.name, document, shown))
    if not any(child.tag == qn("w:tbl") for child in body):
        also = f"（{'；'.join(elsewhere)}）" if elsewhere else ""
        raise FormError(f"{path.name} 里没有表格{also}；请选用带框线表格的表样")
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return tuple(
        _word_form((path.name, digest), document, shown, (body, place), elsewhere)
        for place, child in enumerate(body)
        if child.tag == qn("w:tbl")
    )


def _word_form(
    file: tuple[str, str],
    document: Document,
    shown: ShownFile,
    where: tuple[list[Element], int],
    elsewhere: tuple[str, ...],
) -> WordForm:
    body, place = where
    grid = grid_of(body[place], shown)
    before = next((k for k in range(place - 1, -1, -1) if body[k].tag == qn("w:tbl")), -1)
    between = [shown.words(child) for child in body[before + 1 : place]]
    revised = (REVISIONS,) if grid.revised or any(words.revised for words in between) else ()
    return WordForm(
        name=file[0],
        digest=file[1],
        heading="".join(words.text for words in between),
        table=WordTable(cells=grid.form_cells(), widths_mm=tuple(grid.widths_mm), rows=len(grid.heights_mm)),
        page_mm=page_mm(document, body[:place]),
        strange=tuple(grid.strange),
        remarks=(*elsewhere, *revised),
        new_page=before < 0 or any(_breaks(child) for child in body[before + 1 : place]) or _breaks_first(body[place]),
    )


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
        strange=form.strange,
        remarks=form.remarks,
        new_page=form.new_page,
    )


def page_mm(document: Document, above: list[Element]) -> tuple[float, float]:
    """Size of the page a table stands on."""
    section = sum(child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is not None for child in above)
    page = document.sections[section]
    size = (page.page_width or Mm(A4_MM[0]), page.page_height or Mm(A4_MM[1]))
    return size[0] / EMU_PER_MM, size[1] / EMU_PER_MM


def _breaks(block: Element) -> bool:
    """Whether a new page begins at, in or after this paragraph."""
    if any(one.get(qn("w:type")) == "page" for one in block.iter(qn("w:br"))):
        return True
    section = block.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        kind = section.find(qn("w:type"))
        return kind is None or kind.get(qn("w:val")) != "continuous"
    before = block.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
    return before is not None and before.get(qn("w:val"), "") not in OFF


def _breaks_first(table: Element) -> bool:
    """Whether the table's first paragraph begins a page."""
    first = next(table.iter(qn("w:p")), None)
    before = None if first is None else first.find(f"{qn('w:pPr')}/{qn('w:pageBreakBefore')}")
    return before is not None and before.get(qn("w:val"), "") not in OFF


def _refuse_foreign(name: str, document: Document) -> None:
    for tag, what in FOREIGN.items():
        if next(document.element.body.iter(tag), None) is not None:
            raise FormError(
                f"{name} 里有{what}，其中的内容要到 Word 里才看得见；请在 Word 里打开，把内容粘贴成正文后另存再试"
            )


def _elsewhere(name: str, document: Document, shown: ShownFile) -> Iterator[str]:
    """Tables that are not in the text itself. Raises FormError where one of them, or a line, is to be ticked."""
    parts = [rel.target_part for rel in document.part.rels.values() if not rel.is_external]
    margins = {"/header": "页眉", "/footer": "页脚"}
    roots = [
        (word, part.element)
        for part in parts
        for kind, word in margins.items()
        if part.content_type.endswith(f"{kind[1:]}+xml")
    ]
    found = [(word, table) for word, root in roots for table in root.iter(qn("w:tbl"))]
    for table in document.element.body.iter(qn("w:tbl")):
        inside = [one.tag for one in table.iterancestors()]
        if qn("w:txbxContent") in inside:
            if f"{MC}Fallback" not in inside:
                found.append(("文本框", table))
        elif qn("w:tc") in inside:
            found.append(("另一张表的格子", table))
    for where, table in found:
        grid = grid_of(table, shown)
        texts = [cell.text for cell in grid.form_cells() if cell.text]
        if len({text for text in texts if is_grade(text)}) > 1:
            raise FormError(
                f"{name} 的{where}里有一张像是要打勾的表（{'、'.join(texts)[:MANY_WORDS]}…）；"
                "请在 Word 里把它剪切出来，作为正文的表格放好再试"
            )
        yield f"{where}里的表格“{''.join(texts)[:FEW_WORDS]}”不读"
    for line in (shown.words(one).text for one in shown_children(document.element.body) if one.tag == qn("w:p")):
        if asks_in_boxes(line):
            raise FormError(
                f"{name} 的表格外面有一道要打勾的题（{line[:MANY_WORDS]}…），表格外面的勾不读；"
                "请在 Word 里把它写进一张表，每个选项一栏，再试"
            )


def body_text(path: Path) -> str:
    """All words of a Word file's body in their order, white space removed."""
    document = opened(path)
    return "".join("".join(node.text or "" for node in document.element.body.iter(qn("w:t"))).split())
