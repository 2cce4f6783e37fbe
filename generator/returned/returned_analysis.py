"""Reads an 附件3 that a unit has sent back as a Word file."""

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pingyi.domain.analysis_form import AWARD_NAMES, SHOWN, Piece, Problem, ReportLine, ReturnedAnalysis, text_of
from pingyi.generator.returned.returned_file import open_word
from pingyi.generator.returned.returned_table import award_cells, left_over
from pingyi.generator.returned.returned_type import is_hidden, pieces, report_line, runs
from pingyi.generator.word.word_shown import shown_file
from pingyi.ground.errors import FileError

UNIT_LABEL = "单位名称"
TITLE_YEAR = re.compile(r"(\d{4})年度.*绩效分析表")
OWN_WORDS = ("附件", "绩效分析表")  # of the form, outside its table
STRANGE = {  # what a table cell may hold that is no text of the form
    "w:drawing": "图片", "w:pict": "图片", "wps:txbx": "文本框", "v:textbox": "文本框",
    "w:footnoteReference": "脚注", "w:endnoteReference": "尾注", "w:tbl": "嵌套的表格",
    "w:object": "嵌入的对象", "m:oMath": "公式", "w:sym": "特殊符号",
}  # fmt: skip
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "v": "urn:schemas-microsoft-com:vml",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def read_returned(path: Path, name: str = "") -> ReturnedAnalysis:
    """Take the form apart; `name` is the file as the clerk knows it. Raises FileError saying what to do."""
    name = name or path.name
    document = open_word(path, name)
    table = _form(document, name)
    rows = _rows(table)
    at = next(n for n, cells in enumerate(rows) if cells and _bare(cells[0]) == UNIT_LABEL)
    head = next((n for n, cells in enumerate(rows) if AWARD_NAMES[0] in map(_bare, cells)), None)
    if head is None or at + 1 >= head or len(rows[at]) < 2:
        raise FileError(f"{name} 的表格被改动过（找不到“实绩自述”或“{AWARD_NAMES[0]}”）；请用下发的表样重新填报")
    if tuple(map(_bare, rows[head][-len(AWARD_NAMES) :])) != AWARD_NAMES:
        raise FileError(f"{name} 的表彰奖励栏目被改动过（应为{'、'.join(AWARD_NAMES)}）；请用下发的表样重新填报")
    report = [cell for cells in rows[at + 1 : head] for cell in (cells[1:] or cells)]
    numbers = shown_file(document).numbers
    columns = [cell._tc for cell in rows[head][-len(AWARD_NAMES) :]]  # noqa: SLF001
    placed = [award_cells(row, columns) for row in table._tbl.tr_lst[head + 1 :]]  # noqa: SLF001
    awards = [row for row in (_award(table, cells) for cells in placed) if any(map(text_of, row))]
    of_awards = [cell for cells in placed for column in cells for cell in column]
    taken = [rows[at][-1]._tc, *(cell._tc for cell in report), *columns, *of_awards]  # noqa: SLF001
    return ReturnedAnalysis(
        file=name,
        unit=_pieces(rows[at][-1]),
        report=_report(report, numbers),
        awards=tuple(awards),
        strange=(
            *_strange("实绩自述", [cell._tc for cell in report]),  # noqa: SLF001
            *_strange("表彰奖励情况", of_awards),
            *_hidden([rows[at][-1], *report, *(_Cell(cell, table) for cell in of_awards)]),
            *left_over(table, taken, lambda cell: "".join(line.text for line in _lines(_Cell(cell, table)))),
            *_outside(document, table),
        ),
        year=_year(document),
    )


def _award(table: Table, cells: Sequence[Sequence[CT_Tc]]) -> tuple[tuple[Piece, ...], ...]:
    """One row, by column."""
    return tuple(tuple(piece for cell in column for piece in _pieces(_Cell(cell, table))) for column in cells)


def _form(document: Document, name: str) -> Table:
    rows = [(table, cells) for table in document.tables for cells in _rows(table)]
    found = {id(table): (table, _bare(cells[-1])) for table, cells in rows if cells and _bare(cells[0]) == UNIT_LABEL}
    if not found:
        raise FileError(f"{name} 里没有绩效分析表（找不到“{UNIT_LABEL}”一栏）；请核对是不是报错了文件")
    if len(found) > 1:
        units = "、".join(unit for _, unit in found.values())
        raise FileError(f"{name} 里有 {len(found)} 张绩效分析表（{units}）；请一个单位报一个文件")
    ((table, _),) = found.values()
    return table


def _year(document: Document) -> int | None:
    """Of the title above the table."""
    titles = (TITLE_YEAR.search("".join(line.text.split())) for line in document.paragraphs)
    return next((int(title[1]) for title in titles if title), None)


def _rows(table: Table) -> list[list[_Cell]]:
    """Cells as they stand in the file, however many columns each spans: what is merged into one above is empty."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst]  # noqa: SLF001


def _bare(cell: _Cell) -> str:
    return "".join(cell.text.split())


def _lines(cell: _Cell) -> list[Paragraph]:
    """Paragraphs of a cell, those within content controls too; not those of nested tables and text boxes."""
    inner = (qn("w:tbl"), qn("w:txbxContent"))
    found = []
    for line in cell._tc.iter(qn("w:p")):  # noqa: SLF001 - python-docx knows direct children only
        above = []
        for parent in line.iterancestors():
            if parent is cell._tc:  # noqa: SLF001
                break
            above.append(parent.tag)
        if not set(above) & set(inner):
            found.append(Paragraph(line, cell))
    return found


def _pieces(cell: _Cell) -> tuple[Piece, ...]:
    return tuple(piece for line in _lines(cell) for piece in pieces(line))


def _report(cells: list[_Cell], numbers: Mapping[BaseOxmlElement, str]) -> tuple[ReportLine, ...]:
    """The paragraphs, each with the number Word shows before it."""
    lines = [report_line(line, numbers.get(line._p, "")) for cell in cells for line in _lines(cell)]  # noqa: SLF001
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)


def _strange(place: str, cells: Sequence[CT_Tc]) -> Iterator[Problem]:
    for kind in dict.fromkeys(STRANGE.values()):
        paths = [f".//{tag}" for tag, word in STRANGE.items() if word == kind]
        if any(cell.findall(path, NAMESPACES) for cell in cells for path in paths):
            yield Problem(place=place, wrong=f"有{kind}，整理稿里不会有", mend=f"删去{kind}，要说的写成文字")


def _hidden(cells: Sequence[_Cell]) -> Iterator[Problem]:
    """Text Word does not show is not taken, and told once."""
    found = [run.text for cell in cells for line in _lines(cell) for run in runs(line) if is_hidden(run, line)]
    if text := "".join("".join(found).split()):
        shown = f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"
        yield Problem(place="表格", wrong=f"有隐藏的文字“{shown}”，整理稿里不会有", mend="删去；要说的改为显示")


def _outside(document: Document, table: Table) -> Iterator[Problem]:
    """Text that stands outside the form's table goes nowhere."""
    others = [line.text for line in document.paragraphs]
    besides = (other for other in document.tables if other._tbl is not table._tbl)  # noqa: SLF001
    others += [cell.text for other in besides for cells in _rows(other) for cell in cells]
    for text in dict.fromkeys("".join(text.split()) for text in others):
        if text and not any(own in text for own in OWN_WORDS):
            shown = f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"
            yield Problem(place="表格外", wrong=f"另有文字“{shown}”，整理稿里不会有", mend="删去，或写进表里")
