"""What breaks a page: paper, margins, lines, page numbers."""

from collections.abc import Callable

from breaking import Change, indent
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from right_paper import SENTENCE, line

from pingyi.generator.word import official, word
from pingyi.generator.word.word import HEITI, Type
from pingyi.generator.word.word_xml import element


def paper_letter(document: Document) -> None:
    for section in document.sections:  # Letter is 6 mm wider; everything stays where it was
        section.page_width, section.right_margin = Mm(216), Mm(32)


def top(document: Document) -> None:
    document.sections[0].top_margin = Mm(39)
    spacer = line(document, "某区督查")._p.getprevious()
    Paragraph(spacer, document).paragraph_format.line_spacing = Pt(official.mark_above_pt() - 28.95 - 2 * 72 / 25.4)


def left(document: Document) -> None:
    indent("各单位要", left=-170, firstLine=810)(document)


def right(document: Document) -> None:
    indent("各单位要", right=-900, firstLine=640)(document)


def bottom(document: Document) -> None:
    last = line(document, "1.领导")
    framed = last.insert_paragraph_before()
    word.paragraph(framed, "下边的字", official.BODY, official.BODY_LINES)
    placed = element("w:framePr", w=3000, wrap="around", vAnchor="page", hAnchor="margin", y=14800, x=4000)
    framed._p.get_or_add_pPr().insert_element_before(placed, "w:spacing", "w:ind", "w:jc")


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


BREAKS: dict[str, Change] = {
    "paper": paper_letter,
    "top": top,
    "left": left,
    "right": right,
    "bottom": bottom,
    "pitch": pitch,
    "lines": lines,
    "characters": characters,
    "foot_form": page_number(_dash),
    "foot_type": page_number(_hei),
    "foot_side": page_number(_middle),
    "foot_place": low_foot,
}
