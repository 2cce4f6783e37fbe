"""Reads an 附件3 that a unit has sent back as a Word file."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Tc
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from pingyi.domain.handed_in.analysis_form import SHOWN, Piece, Problem, ReportLine, ReturnedAnalysis, text_of
from pingyi.generator.returned.returned_file import UnusableFormError, open_word, unfinished
from pingyi.generator.returned.returned_table import form_cells, written_names
from pingyi.generator.returned.returned_type import is_hidden, report_line, runs
from pingyi.generator.returned.returned_words import problems_left, words_left
from pingyi.generator.shown.word_shown import MC, ShownFile, shown_file
from pingyi.ground.errors import FileError

STRANGE = {  # what a form may hold that is no text
    "w:drawing": "图片", "w:pict": "图片", "w:object": "嵌入的对象", "m:oMath": "公式", "w:sym": "特殊符号",
    "w:checkBox": "特殊符号",
}  # fmt: skip
NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
}


def read_returned(path: Path, name: str = "") -> ReturnedAnalysis:
    """
    Take the form apart; `name` is the file as the clerk knows it.

    Raises FileError saying what to do; UnusableFormError where the file told whose it is.
    """
    name = name or path.name
    document = open_word(path, name)
    wrong = unfinished(path, document)
    if wrong:
        raise UnusableFormError(f"{name} {wrong}", written_names(document))
    try:
        return _read(document, name)
    except SyntaxError as error:
        raise FileError(f"{name} 里有读不出来的部分；请单位用 Word 或 WPS 另存为 .docx 再报") from error
    except FileError as error:
        raise UnusableFormError(str(error), written_names(document)) from error


def _read(document: Document, name: str) -> ReturnedAnalysis:
    form = form_cells(document, name)
    shown = shown_file(document)
    numbers = shown.numbers
    of_awards = form.of_awards
    cells = [form.unit, *form.report, *(_Cell(cell, form.table) for cell in of_awards)]
    heads = [_Cell(cell, form.table) for cell in form.heads]
    taken = {run._r for cell in (*cells, *heads) for line in _lines(cell) for run in runs(line)}  # noqa: SLF001
    left = list(words_left(document, form.table._tbl, taken))  # noqa: SLF001
    return ReturnedAnalysis(
        file=name,
        unit=_pieces(form.unit, numbers),
        report=_report(form.report, numbers),
        awards=tuple(
            award for columns in form.awards if any(map(text_of, award := _award(form.table, columns, numbers)))
        ),
        strange=(
            *_strange("单位名称", [form.unit._tc]),  # noqa: SLF001
            *_strange("实绩自述", [cell._tc for cell in form.report]),  # noqa: SLF001
            *_strange("表彰奖励情况", of_awards),
            *_strange("表格外", _outside(document, form.table)),
            *_fields(shown, cells),
            *_hidden(cells),
            *problems_left(left),
        ),
        left_out=sum(len(one.text) for one in left if not one.own),
        years=tuple(dict.fromkeys(one.year for one in left if one.year is not None)),
    )


def _award(
    table: Table, cells: Sequence[Sequence[CT_Tc]], numbers: Mapping[BaseOxmlElement, str]
) -> tuple[tuple[Piece, ...], ...]:
    """One row, by column."""
    return tuple(tuple(piece for cell in column for piece in _pieces(_Cell(cell, table), numbers)) for column in cells)


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


def _pieces(cell: _Cell, numbers: Mapping[BaseOxmlElement, str]) -> tuple[Piece, ...]:
    """A cell's words, each paragraph with the number Word shows before it, and on a line of its own."""
    found: list[Piece] = []
    for line in _lines(cell):
        said = report_line(line, numbers.get(line._p, "")).pieces  # noqa: SLF001
        if said and found:
            found.append(replace(found[-1], text="\n"))
        found += said
    return tuple(found)


def _report(cells: list[_Cell], numbers: Mapping[BaseOxmlElement, str]) -> tuple[ReportLine, ...]:
    """The paragraphs, each with the number Word shows before it."""
    lines = [report_line(line, numbers.get(line._p, "")) for cell in cells for line in _lines(cell)]  # noqa: SLF001
    while lines and not lines[-1].text.strip():
        lines.pop()
    return tuple(lines)


def _strange(place: str, holders: Sequence[BaseOxmlElement]) -> Iterator[Problem]:
    """A shape with words in it is told by them."""
    for kind in dict.fromkeys(STRANGE.values()):
        paths = [f".//{tag}" for tag, word in STRANGE.items() if word == kind]
        found = [one for holder in holders for path in paths for one in holder.findall(path, NAMESPACES)]
        if any(not _told_by_words(one) for one in found):
            yield Problem(place=place, wrong=f"有{kind}，整理稿里不会有", mend=f"删去{kind}，要说的写成文字")


def _told_by_words(shape: BaseOxmlElement) -> bool:
    text = next(shape.iter(qn("w:txbxContent")), None) is not None
    return text or next(shape.iterancestors(f"{MC}Fallback", qn("w:txbxContent")), None) is not None


def _fields(shown: ShownFile, cells: Sequence[_Cell]) -> Iterator[Problem]:
    """What Word draws by a field and writes nowhere: 带圈字符, 合并字符; a drop-down's choice is taken."""
    found = [code for cell in cells for code in shown.words(cell._tc).fields_without_result]  # noqa: SLF001
    drawn = [code for code in found if not code.upper().startswith("FORMDROPDOWN")]
    if drawn:
        wrong = f"有{len(drawn)}处由域画出的字（带圈字符、合并字符等），整理稿里不会有"
        yield Problem(place="表格", wrong=wrong, mend="改为直接打出的字，如①")


def _outside(document: Document, form: Table) -> list[BaseOxmlElement]:
    """Paragraphs that are in no table of the form."""
    lines = document.element.body.iter(qn("w:p"))
    return [line for line in lines if form._tbl not in line.iterancestors(qn("w:tbl"))]  # noqa: SLF001


def _hidden(cells: Sequence[_Cell]) -> Iterator[Problem]:
    """Text Word does not show is not taken, and told once."""
    found = [run.text for cell in cells for line in _lines(cell) for run in runs(line) if is_hidden(run, line)]
    if text := "".join("".join(found).split()):
        shown = f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"
        yield Problem(place="表格", wrong=f"有隐藏的文字“{shown}”，整理稿里不会有", mend="删去；要说的改为显示")
