"""Forms whose rows, cells and tables are not as they were given out: what shows must be taken, or named."""

from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Pt

from benchmarks.documents.attacks import (
    AWARDS,
    FIRST_AWARD,
    ODD,
    REPORT,
    SENT_BACK,
    Attack,
    Change,
    cell,
    line,
    own_words,
    paragraph,
    put,
    row,
    run_of,
    said,
    wrapped,
)

CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent/></w:sdt>"
PICKER = "<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent/></w:sdt>"


def _early(document: Document, tag: str, at: int) -> None:
    """A row that begins or ends early; the cell it lacks goes."""
    its = row(document)
    its.remove(its.tc_lst[at])
    mark = OxmlElement(f"w:{tag}")
    mark.set(qn("w:val"), "1")
    its.get_or_add_trPr().insert(0, mark)


def _merged_down(document: Document) -> None:
    """The issuer of two awards in one cell over two rows."""
    for number, kind in ((FIRST_AWARD, "restart"), (FIRST_AWARD + 1, "continue")):
        merge = OxmlElement("w:vMerge")
        merge.set(qn("w:val"), kind)
        cell(document, 2, number).get_or_add_tcPr().append(merge)
    said(cell(document, 2, FIRST_AWARD + 1), "")


def _merged_across(document: Document) -> None:
    """Issuer and honoured unit in one cell."""
    wide, gone = cell(document, 2), cell(document, 3)
    wide.grid_span = 2
    row(document).remove(gone)
    said(wide, "市人民政府颁给" + AWARDS[0][2])


def _nested(place: Element, text: str) -> None:
    inner = f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc><w:p>{run_of(text)}</w:p></w:tc></w:tr>"
    put(place, f"{inner}</w:tbl>")
    place.append(paragraph(""))


def _within_a_table(document: Document) -> None:
    """The whole form in the one cell of a table that somebody drew as a frame."""
    form = document.tables[0]._tbl  # noqa: SLF001
    place = paragraph("")
    form.addprevious(place)
    put(place.getparent(), "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid><w:tr><w:tc/></w:tr></w:tbl>")
    frame = place.getparent()[-1]
    place.addprevious(frame)
    frame.tr_lst[0].tc_lst[0].extend([form, place])


def _untitled(document: Document) -> None:
    for one in document.paragraphs[:2]:
        one._p.getparent().remove(one._p)  # noqa: SLF001


def _second_lines(document: Document) -> None:
    """Another award's name and issuer below the first's, in its cells."""
    for column, text in ((1, own_words(0)), (2, own_words(1))):
        cell(document, column).append(paragraph(text))


def _row_of(document: Document, after: int, label: str, text: str) -> None:
    """A row of the unit's own."""
    new = deepcopy(row(document, 0))
    row(document, after).addnext(new)
    said(new.tc_lst[0], label)
    said(new.tc_lst[1], text)


def _beside_the_name(document: Document) -> None:
    """单位名称 | … | 联系人 | …: the name's cell divided in three."""
    name = cell(document, 1, 0)
    for text in (own_words(0), "联系人"):
        new = deepcopy(name)
        name.addnext(new)
        said(new, text)
        new.grid_span = 1
    name.grid_span = 2


def _as_typed(document: Document) -> None:
    """Everything in another face and size, loosely set."""
    for one in document.tables[0]._tbl.iter(qn("w:p")):  # noqa: SLF001
        one.get_or_add_pPr().spacing_line = Pt(30)
    for run in document.tables[0]._tbl.iter(qn("w:r")):  # noqa: SLF001
        put(run.get_or_add_rPr(), "<w:sz w:val='21'/>")
        run.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), "宋体")


def _day(text: str) -> Change:
    return lambda document: said(cell(document, 4), text)


FIRST_DAY = (AWARDS[0][3],)
LONG = tuple(f"{text}{number}" for number in range(16) for text in ("一般工作情况", "（三）其他"))
TWENTY = tuple((f"奖项{n}", "区人民政府", "本单位", f"2024.03.{n + 1:02d}") for n in range(20))
ATTACKS: tuple[Attack, ...] = (
    Attack(what="row in a control", change=lambda d: wrapped(row(d), CONTROL), format_only=True),
    Attack(what="day in a date picker", change=lambda d: wrapped(cell(d, 4), PICKER), format_only=True),
    Attack(what="text in a picker", change=lambda d: wrapped(cell(d, 4).p_lst[0], PICKER), format_only=True),
    Attack(what="table in a control", change=lambda d: wrapped(d.tables[0]._tbl, CONTROL), format_only=True),  # noqa: SLF001
    Attack(
        what="control whose prompt is off",
        change=lambda d: wrapped(cell(d, 4).p_lst[0], CONTROL.replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr w:val='0'/></w:sdtPr>")),  # noqa: E501
        format_only=True,
    ),
    Attack(
        what="control nobody filled in",
        change=lambda d: wrapped(cell(d, 4).p_lst[0], CONTROL.replace("<w:sdtPr/>", "<w:sdtPr><w:showingPlcHdr/></w:sdtPr>")),  # noqa: E501
        gone=FIRST_DAY, unseen=FIRST_DAY, says="没有填获奖时间",
    ),
    Attack(what="custom XML and smart tags", change=lambda d: (wrapped(row(d), "<w:customXml></w:customXml>"), wrapped(line(d).runs[0]._r, "<w:smartTag></w:smartTag>"))[0], format_only=True),  # noqa: E501, SLF001
    Attack(what="row that ends early", change=lambda d: _early(d, "gridAfter", 4), gone=FIRST_DAY, says="没有填获奖时间"),  # noqa: E501
    Attack(what="row that begins late", change=lambda d: _early(d, "gridBefore", 0), format_only=True),
    Attack(what="award merged down", change=_merged_down, gone=(AWARDS[1][1],), says="颁发机关"),
    Attack(what="award merged across", change=_merged_across, more=("颁给",), says="没有填"),
    Attack(what="table in the report", change=lambda d: _nested(cell(d, 1, 1), ODD), more=(ODD,), says="嵌套的表格"),
    Attack(what="table in an award", change=lambda d: _nested(cell(d, 1), ODD), more=(ODD,), says="嵌套的表格"),
    Attack(what="form in a table", change=_within_a_table, format_only=True),
    Attack(what="row between name and report", change=lambda d: _row_of(d, 0, "联系人", ODD), more=("联系人", ODD), says="另有文字"),  # noqa: E501
    Attack(what="row after the score", change=lambda d: _row_of(d, -1, "填报人", ODD), more=("填报人", ODD), says="另有文字"),  # noqa: E501
    Attack(what="cells beside the name", change=_beside_the_name, more=("联系人", ODD), says="另有文字"),
    Attack(what="typed as one types", change=_as_typed, report=(*REPORT, *LONG), format_only=True),
    Attack(what="twenty awards", awards=TWENTY, format_only=True),
    Attack(what="days as people write them", change=_day("2024年5月1日"), format_only=True),
    Attack(what="two awards in a row", change=_second_lines, more=(ODD, own_words(1))),
    Attack(what="a colon behind the label", change=lambda d: said(cell(d, 0, 0), "单位名称："), format_only=True),
    Attack(what="a label of its own", change=lambda d: said(cell(d, 0, 1), "工作实绩"), more=("工作实绩",), says="另有文字"),  # noqa: E501
    Attack(what="no title", change=_untitled),
    Attack(what="two forms in one file", change=lambda d: d.tables[0]._tbl.addnext(deepcopy(d.tables[0]._tbl)), state=SENT_BACK, file="附件3.docx", says="2 张"),  # noqa: E501, SLF001
)  # fmt: skip
