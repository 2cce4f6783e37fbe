"""Forms with words where no form has any, and words that do not show: what Word shows must be taken, or named."""

import io
from copy import deepcopy

import segno
from docx.document import Document
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE as RELATIONS
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.shared import Mm

from benchmarks.documents.attacks import (
    AWARDS,
    FIRST_AWARD,
    ODD,
    Attack,
    Change,
    box_of,
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

HIDE = "<w:rPr><w:vanish/></w:rPr>"
PICTURES = "http://schemas.openxmlformats.org/drawingml/2006/diagram"


def _within_a_box(document: Document) -> None:
    """The whole form in a shape that somebody drew for it."""
    form = document.tables[0]._tbl  # noqa: SLF001
    put(document.paragraphs[-1]._p, box_of(own_words(0)))  # noqa: SLF001
    for box in list(document.element.body.iter(qn("w:txbxContent"))):
        box.remove(box[0])
        box.extend([deepcopy(form), paragraph("")])
    form.getparent().remove(form)


def _note(kind: str, text: str, column: int) -> Change:
    """A foot- or endnote at an award."""

    def change(document: Document) -> None:
        tag = kind.removesuffix("s")
        words = f"<w:{tag} w:id='2'><w:p>{run_of(text)}</w:p></w:{tag}>"
        _related(document, kind, f"<w:{kind} {_spaces()}>{words}</w:{kind}>")
        place = cell(document, column).p_lst[0]
        put(place, f"<w:r><w:{tag}Reference w:id='2'/></w:r>")

    return change


def _spaces() -> str:
    return "xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'"


def _related(document: Document, kind: str, xml: str, relation: str = "") -> str:
    """A part beside the text; the id it is reached by."""
    relation = relation or f"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"
    media = f"application/vnd.openxmlformats-officedocument.wordprocessingml.{kind}+xml"
    part = Part(PackURI(f"/word/{kind}9.xml"), media, xml.encode(), document.part.package)
    return str(document.part.relate_to(part, relation))


def _comment(document: Document) -> None:
    _related(document, "comments", f"<w:comments {_spaces()}><w:comment w:id='1'><w:p>{run_of(own_words(0))}</w:p></w:comment></w:comments>")  # noqa: E501  # fmt: skip
    put(line(document)._p, "<w:r><w:commentReference w:id='1'/></w:r>")  # noqa: SLF001


def _smart_art(document: Document) -> None:
    """A diagram outside the table; its words are in a part of their own."""
    words = f"<a:p xmlns:a='http://schemas.openxmlformats.org/drawingml/2006/main'><a:r><a:t>{own_words(0)}</a:t></a:r></a:p>"
    model = f"<dgm:dataModel xmlns:dgm='{PICTURES}'><dgm:ptLst><dgm:pt><dgm:t>{words}</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"  # noqa: E501
    key = _related(document, "diagramData", model)
    put(
        document.paragraphs[-1]._p,  # noqa: SLF001
        "<w:r><w:drawing><wp:inline><wp:extent cx='9' cy='9'/><wp:docPr id='8' name='d'/><a:graphic>"
        f"<a:graphicData uri='{PICTURES}'><dgm:relIds xmlns:dgm='{PICTURES}' r:dm='{key}'/></a:graphicData></a:graphic>"
        "</wp:inline></w:drawing></w:r>",
    )


def _picture(document: Document, *, inside: bool) -> None:
    drawn = io.BytesIO()
    segno.make_qr("photo").save(drawn, kind="png", scale=4)
    place = line(document) if inside else document.paragraphs[-1]
    place.add_run().add_picture(drawn, width=Mm(20))


def _numbered(place: Element) -> None:
    properties = place.get_or_add_pPr()
    put(properties, "<w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr>")


def _drop_down(document: Document) -> None:
    """An old form field: what it shows stands in no text."""
    entries = f"<w:listEntry w:val='第一项'/><w:listEntry w:val='{own_words(0)}'/>"
    place = line(document)._p  # noqa: SLF001
    put(place, f"<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:ddList><w:result w:val='1'/>{entries}</w:ddList></w:ffData></w:fldChar></w:r>")  # noqa: E501  # fmt: skip
    put(place, "<w:r><w:instrText>FORMDROPDOWN</w:instrText></w:r>")
    put(place, "<w:r><w:fldChar w:fldCharType='end'/></w:r>")


def _circled(document: Document) -> None:
    """带圈字符: drawn by a field that has no result."""
    for xml in (
        "<w:fldChar w:fldCharType='begin'/>",
        "<w:instrText>eq \\o\\ac(○,1)</w:instrText>",
        "<w:fldChar w:fldCharType='end'/>",
    ):
        put(cell(document, 1).p_lst[0], f"<w:r>{xml}</w:r>")


def _pinyin(document: Document) -> None:
    put(
        line(document)._p,  # noqa: SLF001
        f"<w:r><w:ruby><w:rubyPr/><w:rt>{run_of('lvtiao')}</w:rt><w:rubyBase>{run_of(own_words(0))}</w:rubyBase></w:ruby></w:r>",
    )


def _footer(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = own_words(0)
    document.sections[0].footer.paragraphs[0].insert_paragraph_before(own_words(1))


def _foreign_part(document: Document) -> None:
    """A file put in as it is: Word shows it as text."""
    html = Part(PackURI("/word/in.html"), "text/html", f"<p>{own_words(0)}</p>".encode(), document.part.package)
    key = document.part.relate_to(html, RELATIONS.A_F_CHUNK)
    cell(document, 1, 1).insert(1, OxmlElement("w:altChunk"))
    cell(document, 1, 1)[1].set(qn("r:id"), key)


def _hidden_row(document: Document) -> None:
    row(document, FIRST_AWARD + 1).get_or_add_trPr().append(OxmlElement("w:hidden"))


def _hidden_style(document: Document) -> None:
    style = document.styles.add_style("Unseen", 1)
    style.font.hidden = True
    cell(document, 1, 1).append(paragraph(own_words(0)))
    last = cell(document, 1, 1).p_lst[-1]
    last.get_or_add_pPr().style = style.style_id


def _breaks(document: Document) -> None:
    """Tabs, breaks of lines and pages, hyphens that stay."""
    run = line(document).add_run(own_words(0))
    run.add_tab()
    run.add_text(own_words(1))
    run.add_break(WD_BREAK.LINE)
    run.add_text(own_words(2))
    run.add_break(WD_BREAK.PAGE)
    run.add_text(own_words(3))
    put(run._r, "<w:noBreakHyphen/>")  # noqa: SLF001


def _day(text: str) -> Change:
    return lambda document: said(cell(document, 4), text)


def _into(number: int, xml: str) -> Change:
    return lambda document: put(line(document, number)._p, xml)  # noqa: SLF001


def _last(xml: str) -> Change:
    return lambda document: put(document.paragraphs[-1]._p, xml)  # noqa: SLF001


TICKED = "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:checkBox/></w:ffData></w:fldChar></w:r>"
TYPED = (
    "一.主要工作",
    "全年完成各项任务,收入12.5亿元(增长8%).",
    "(一)抓好主业",
    '推进"两项改革";按期完成.',
    "(1)摸清税源",
)
ATTACKS: tuple[Attack, ...] = (
    Attack(what="box in the report", change=_into(1, box_of(ODD)), more=(ODD,), says="文本框"),
    Attack(what="box outside", change=_last(box_of(ODD)), more=(ODD,), says="文本框"),
    Attack(what="box in an award", change=lambda d: put(cell(d, 1).p_lst[0], box_of(ODD)), more=(ODD,), says="文本框"),
    Attack(what="box at the name", change=lambda d: put(cell(d, 1, 0).p_lst[0], box_of(ODD)), more=(ODD,), says="文本框"),  # noqa: E501
    Attack(what="footnote", change=_note("footnotes", ODD, 1), more=(ODD,), says="脚注"),
    Attack(what="endnote", change=_note("endnotes", ODD, 4), more=(ODD,), says="尾注"),
    Attack(what="comment", change=_comment, more=(ODD,), says="批注"),
    Attack(what="diagram", change=_smart_art, more=(ODD,), says="图"),
    Attack(what="words in head and foot", change=_footer, more=(ODD, own_words(1)), says="页眉"),
    Attack(what="inserted file", change=_foreign_part, more=(), says="插入的文件"),
    Attack(what="picture in the report", change=lambda d: _picture(d, inside=True), says="图片"),
    Attack(what="picture outside", change=lambda d: _picture(d, inside=False), says="图片"),
    Attack(what="half-width marks", report=TYPED, format_only=True),
    Attack(what="hidden words", change=_into(1, run_of(ODD, HIDE)), unseen=(ODD,), says="隐藏的文字"),
    Attack(what="hidden by style", change=_hidden_style, unseen=(ODD,), says="隐藏的文字"),
    Attack(what="hidden row", change=_hidden_row, gone=AWARDS[1], unseen=AWARDS[1][:1], says="隐藏"),
    Attack(what="hidden words outside", change=_last(run_of(ODD, HIDE)), unseen=(ODD,)),
    Attack(what="numbers of its own", change=lambda d: _numbered(line(d, 1)._p), format_only=True, changes_characters=True),  # noqa: E501, SLF001
    Attack(what="numbered award", change=lambda d: _numbered(cell(d, 1).p_lst[0]), changes_characters=True),
    Attack(what="marks of direction in the day", change=_day("\u200e2024.05.01\u200f"), format_only=True),
    Attack(what="marks of width nought in the name", called="\u200b区财政局\ufeff", format_only=True),
    Attack(what="words from right to left", change=lambda d: wrapped(line(d).runs[0]._r, "<w:bdo w:val='rtl'></w:bdo>"), format_only=True),  # noqa: E501, SLF001
    Attack(what="tabs, breaks and hyphens", change=_breaks, more=(ODD, *map(own_words, (1, 2)), own_words(3) + "-"), format_only=True),  # noqa: E501
    Attack(what="drop-down of old", change=_drop_down, more=(ODD,)),
    Attack(what="pinyin", change=_pinyin, more=(ODD,), unseen=("lvtiao",)),
    Attack(what="field with its result", change=_into(1, f"<w:fldSimple w:instr='REF x'>{run_of(ODD)}</w:fldSimple>"), more=(ODD,), format_only=True),  # noqa: E501
    Attack(what="sign of a picture face", change=_into(1, "<w:r><w:sym w:font='Wingdings' w:char='F0FC'/></w:r>"), says="特殊符号"),  # noqa: E501
    Attack(what="character in a circle", change=_circled, says="带圈字符"),
    Attack(what="box to tick of old", change=_into(1, TICKED), says="特殊符号"),
    Attack(what="equation", change=_into(1, "<m:oMath><m:r><m:t>x=5</m:t></m:r></m:oMath>"), says="公式"),
    Attack(what="words below the form", change=lambda d: d.add_paragraph("填报人：" + ODD), more=(ODD,), says="另有文字"),  # noqa: E501
    Attack(what="form in a box", change=_within_a_box, format_only=True),
)  # fmt: skip
