"""A right official document, and the same with one clause broken at a time, by editing the Word file."""

from collections.abc import Callable
from pathlib import Path

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from pingyi.generator.word import official, word
from pingyi.generator.word.template import fill
from pingyi.generator.word.word import HEITI, KAITI, SAN_HAO, SONGTI, Type
from pingyi.generator.word.word_xml import element

SENTENCE = (
    "各单位要按照本方案的要求认真组织实施，逐项对照检查工作完成情况，并于规定期限以前将有关材料报送至办公室汇总。"
)
FIELDS = {
    "draft_mark": "",
    "letterhead": ["某区督查和绩效考评办公室文件"],
    "number": "某绩办发〔2024〕4号",
    "draft_heading": "",
    "draft_notes": [],
    "title": "关于印发年度绩效考评工作方案\n并做好评议评价工作的通知",
    "addressees": "各镇人民政府，各街道办事处，区直各部门",
    "parts": [
        {"heading": "", "lines": [SENTENCE]},
        {"heading": "一、工作安排", "lines": [SENTENCE * 6]},
        {"heading": "二、工作要求", "lines": [SENTENCE * 3, SENTENCE * 4]},
    ],
    "attachments": ["附件：1.年度评议评价分值表和各系列参评单位名单以及评议办法", "　　　2.评议表"],
    "issuer": "某区督查和绩效考评办公室",
    "day": "2024年9月29日",
}
ISSUER = "某区督查和绩效考评办公室"


def right_paper() -> Document:
    """An invented notice with everything the clauses speak of."""
    document = fill(Path("templates") / "notice.docx", FIELDS)
    official.keep_text_with_signature(document, str(FIELDS["attachments"][0]))  # type: ignore[index]
    official.attachment(document, "附件1", "分值表和评议办法")
    official.heading(document, "一、基本办法", 1)
    official.heading(document, "（一）领导评价", 2)
    official.body(document, "1.领导怎样评价。")
    official.body(document, SENTENCE)
    official.body(document, SENTENCE * 3)
    official.record_block(document, ISSUER, "2024年9月29日", own_page=False, copies="区委办公室，区人大常委会办公室。")
    return document


def line(document: Document, beginning: str) -> Paragraph:
    """The paragraph that begins so."""
    whole = [p for p in document.paragraphs if p.text == beginning]
    return next(iter([*whole, *(p for p in document.paragraphs if p.text.startswith(beginning))]))


def _type(beginning: str, letters: Type) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            word.dress(run, letters)

    return change


def _size(beginning: str, points: float) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            run.font.size = Pt(points)

    return change


def _text(beginning: str, old: str, new: str) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            run.text = run.text.replace(old, new)

    return change


def _indent(beginning: str, **twips_or_chars: int) -> Callable[[Document], None]:
    """Give the paragraph these indents (twips) and no others."""

    def change(document: Document) -> None:
        properties = line(document, beginning)._p.get_or_add_pPr()
        for old in properties.findall(qn("w:ind")):
            properties.remove(old)
        made = properties.get_or_add_ind()
        for name, value in twips_or_chars.items():
            made.set(qn(f"w:{name}"), str(value))

    return change


def _spacing(beginning: str, *, before: float | None = None, exact: float | None = None) -> Callable[[Document], None]:
    def change(document: Document) -> None:
        form = line(document, beginning).paragraph_format
        if before is not None:
            form.space_before = Pt(before)
        if exact is not None:
            form.line_spacing = Pt(exact)

    return change


def _drop_before(beginning: str, count: int = 1) -> Callable[[Document], None]:
    """Take away empty paragraphs above the one that begins so."""

    def change(document: Document) -> None:
        found = line(document, beginning)._p
        for _ in range(count):
            found.getparent().remove(found.getprevious())

    return change


def paper_letter(document: Document) -> None:
    for section in document.sections:  # Letter is 6 mm wider; everything stays where it was
        section.page_width, section.right_margin = Mm(216), Mm(32)


def top(document: Document) -> None:
    document.sections[0].top_margin = Mm(39)
    spacer = line(document, "某区督查")._p.getprevious()
    Paragraph(spacer, document).paragraph_format.line_spacing = Pt(official.mark_above_pt() - 28.95 - 2 * 72 / 25.4)


def left(document: Document) -> None:
    _indent("各单位要", left=-170, firstLine=810)(document)


def right(document: Document) -> None:
    _indent("各单位要", right=-900, firstLine=640)(document)


def bottom(document: Document) -> None:
    last = line(document, "1.领导")
    framed = last.insert_paragraph_before()
    word.paragraph(framed, "下边的字", official.BODY, official.BODY_LINES)
    placed = element("w:framePr", w=5000, wrap="around", vAnchor="page", hAnchor="margin", y=14800, x=0)
    framed._p.get_or_add_pPr().insert_element_before(placed, "w:overflowPunct", "w:spacing", "w:ind", "w:jc")


def pitch(document: Document) -> None:
    for paragraph in document.paragraphs:
        if paragraph.text.startswith(("各单位", "1.领导")):
            paragraph.paragraph_format.line_spacing = Pt(27.5)


def lines(document: Document) -> None:
    """A page left half empty at the end of a full line, the text going on overleaf."""
    paragraph = next(p for p in document.paragraphs if p.text == SENTENCE * 3)
    text, cut = paragraph.text, 26 + 3 * 28
    first = paragraph.insert_paragraph_before()
    word.paragraph(first, text[:cut], official.BODY, official.BODY_LINES)
    paragraph.runs[0].text = text[cut:]
    paragraph.paragraph_format.page_break_before = True
    for made in list(paragraph._p.iter(qn("w:ind"))):
        made.getparent().remove(made)


def characters(document: Document) -> None:
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            if paragraph.text.startswith(("各单位", "1.领导")):
                for spacing in run._r.get_or_add_rPr().findall(qn("w:spacing")):
                    spacing.set(qn("w:val"), "12")


def title_break(document: Document) -> None:
    """The second line begins with 的."""
    for node in line(document, "关于印发")._p.iter(qn("w:t")):
        node.text = (node.text or "").replace("并做好评议", "的评议")


def rule_gap(document: Document) -> None:
    for edge in line(document, "某绩办发")._p.iter(qn("w:bottom")):
        edge.set(qn("w:space"), "1")


def page_number(change: Callable[[Paragraph], None]) -> Callable[[Document], None]:
    def both(document: Document) -> None:
        section = document.sections[0]
        for footer in (section.footer, section.even_page_footer):
            change(footer.paragraphs[0])

    return both


def _dash(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        run.text = run.text.replace("—", "-") if "—" in run.text else run.text


def _hei(paragraph: Paragraph) -> None:
    for run in paragraph.runs:
        word.dress(run, Type(face=HEITI, size_pt=word.SI_HAO))


def _middle(paragraph: Paragraph) -> None:
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER


def low_foot(document: Document) -> None:
    document.sections[0].footer_distance = Mm(20)


def _borders(document: Document, sizes: dict[str, int]) -> None:
    for paragraph in document.paragraphs:
        if paragraph.text.startswith(("抄送", ISSUER)):
            for edge in paragraph._p.iter(qn("w:top"), qn("w:bottom")):
                edge.set(qn("w:sz"), str(sizes.get(edge.get(qn("w:sz")), 8)))


def _record_frames(document: Document) -> list[Paragraph]:
    return [p for p in document.paragraphs if p._p.find(f".//{qn('w:framePr')}") is not None]


def record_odd(document: Document) -> None:
    """The block on the page after, which is odd."""
    official.record_to_new_page(document)


def record_type(document: Document) -> None:
    for run in _record_frames(document)[-1].runs:
        word.dress(run, Type(face=SONGTI, size_pt=word.SI_HAO))


def record_indent(document: Document) -> None:
    for paragraph in _record_frames(document):
        paragraph.paragraph_format.tab_stops.clear_all()
        word.tab_to_right(paragraph, 156.0)
        for made in paragraph._p.iter(qn("w:ind")):
            for name in list(made.attrib):
                del made.attrib[name]


def record_last(document: Document) -> None:
    official.attachment(document, "附件2", "评议表说明")
    official.body(document, SENTENCE)


def attachment_page(document: Document) -> None:
    mark = line(document, "附件1")
    mark.insert_paragraph_before().paragraph_format.page_break_before = True
    mark.paragraph_format.page_break_before = False


def signed_alone(document: Document) -> None:
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.keep_with_next = False
    mark = line(document, ISSUER)
    mark.paragraph_format.page_break_before = True
    again = line(document, "附件1")  # keeps the record block on an even page
    again.insert_paragraph_before().paragraph_format.page_break_before = True


CALIBRI = Type(face="仿宋_GB2312", latin="DejaVu Sans", size_pt=SAN_HAO, spacing_pt=-0.25)
BREAKS: dict[str, Callable[[Document], None]] = {
    "paper": paper_letter,
    "top": top,
    "left": left,
    "right": right,
    "bottom": bottom,
    "pitch": pitch,
    "lines": lines,
    "characters": characters,
    "body_face": _type("各单位要", Type(face=SONGTI, size_pt=SAN_HAO, spacing_pt=-0.25)),
    "body_size": _size("1.领导", 14),
    "body_indent": _indent("各单位要"),
    "heading_1": _type("一、工作", official.BODY),
    "heading_2": _type("（一）领导", official.BODY),
    "heading_3": _type("1.领导怎样", Type(face=KAITI, size_pt=SAN_HAO, spacing_pt=-0.25)),
    "mark_red": lambda d: setattr(line(d, "某区督查").runs[0].font.color, "rgb", RGBColor(0, 0, 0)),
    "mark_face": _type("某区督查", Type(face=HEITI, size_pt=30, color=word.RED)),
    "mark_top": lambda d: setattr(
        Paragraph(line(d, "某区督查")._p.getprevious(), d).paragraph_format, "line_spacing", Pt(50)
    ),
    "number_form": _text("某绩办发", "〔2024〕", "[2024]"),
    "number_centre": lambda d: setattr(line(d, "某绩办发"), "alignment", WD_ALIGN_PARAGRAPH.LEFT),
    "rule_gap": rule_gap,
    "rule_width": _indent("某绩办发", left=400, right=400),
    "title_face": _type("关于印发", Type(face=HEITI, size_pt=22)),
    "title_size": _size("关于印发", 20),
    "title_centre": _indent("关于印发", left=300),
    "title_break": title_break,
    "title_place": _drop_before("关于印发", 2),
    "addressee": _text("各镇人民", "：", ":"),
    "addressee_gap": _drop_before("各镇人民"),
    "list_indent": _indent("附件：", left=1280, hanging=1280),
    "list_gap": _drop_before("附件："),
    "list_end": _text("　　　2.", "评议表", "评议表。"),
    "list_wrap": _indent("附件：", left=640),
    "day_form": _text("2024年9月29日", "9月", "09月"),
    "day_place": _indent("2024年9月29日", right=0),
    "issuer_place": _indent(ISSUER, right=2400),
    "signed_alone": signed_alone,
    "foot_form": page_number(_dash),
    "foot_type": page_number(_hei),
    "foot_side": page_number(_middle),
    "foot_place": low_foot,
    "attachment_page": attachment_page,
    "attachment_type": _type("附件1", Type(face=SONGTI, size_pt=SAN_HAO)),
    "attachment_title": _spacing("分值表和", before=0),
    "record_foot": record_odd,
    "record_type": record_type,
    "record_indent": record_indent,
    "record_outer": lambda d: _borders(d, {"8": 16, "6": 6}),
    "record_inner": lambda d: _borders(d, {"8": 8, "6": 12}),
    "faces": _type("1.领导", CALIBRI),
    "record_last": record_last,
    "punctuation": _text("1.领导", "导怎", "导,怎"),
}
