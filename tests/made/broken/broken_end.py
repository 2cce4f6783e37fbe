"""What breaks the end: list of attachments, signature, attachments, record block."""

from breaking import Change, drop_before, face, indent, spacing, words
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph
from right_paper import ISSUER, SENTENCE, line

from pingyi.generator.word import edges, official, word
from pingyi.generator.word.word import SAN_HAO, SONGTI, Type


def signed_alone(document: Document) -> None:
    for paragraph in document.paragraphs:
        paragraph.paragraph_format.keep_with_next = False
    mark = line(document, ISSUER)
    mark.paragraph_format.page_break_before = True
    again = line(document, "附件1")  # keeps the record block on an even page
    again.insert_paragraph_before().paragraph_format.page_break_before = True


def attachment_page(document: Document) -> None:
    mark = line(document, "附件1")
    mark.insert_paragraph_before().paragraph_format.page_break_before = True
    mark.paragraph_format.page_break_before = False


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
        edges.tab_to_right(paragraph, 156.0)
        for made in paragraph._p.iter(qn("w:ind")):
            for name in list(made.attrib):
                del made.attrib[name]


def record_last(document: Document) -> None:
    official.attachment(document, "附件2", "评议表说明")
    official.body(document, SENTENCE)


BREAKS: dict[str, Change] = {
    "list_indent": indent("附件：", left=1280, hanging=1280),
    "list_gap": drop_before("附件："),
    "list_end": words("　　　2.", "评议表", "评议表。"),
    "list_wrap": indent("附件：", left=640),
    "day_form": words("2024年9月29日", "9月", "09月"),
    "day_place": indent("2024年9月29日", right=0),
    "issuer_place": indent(ISSUER, right=2400),
    "signed_alone": signed_alone,
    "attachment_page": attachment_page,
    "attachment_type": face("附件1", Type(face=SONGTI, size_pt=SAN_HAO)),
    "attachment_title": spacing("分值表和", before=0),
    "record_foot": record_odd,
    "record_type": record_type,
    "record_indent": record_indent,
    "record_outer": lambda d: _borders(d, {"8": 16, "6": 6}),
    "record_inner": lambda d: _borders(d, {"8": 8, "6": 12}),
    "record_last": record_last,
}
