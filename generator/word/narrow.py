"""Long names on one line: characters are narrowed as far as the line asks, as offices do by hand."""

from collections.abc import Collection

from docx.document import Document
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.campaign import About
from pingyi.generator.word import official, word
from pingyi.generator.word.word_xml import element

NARROWEST_PERCENT = 60  # below it names are hard to read: rather a second line
_AFTER = ("w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")  # Word wants its elements in order
INDENTS_EM = 4.2  # a signature keeps two characters clear at the right and, like text, two at the left, and a hair
RECORD_INDENTS_EM = 2.5  # the record block keeps one clear on either side


def letterhead(document: Document, lines: Collection[str]) -> None:
    """Narrow the red head's lines to the type area."""
    for line in document.paragraphs:
        if line.text in lines and line.runs and line.runs[0].font.color.rgb == word.RED:
            _narrow(line, official.MARK_PT, official.TYPE_WIDTH_MM)


def signature(document: Document, issuer: str) -> None:
    """Narrow the issuer's name above the date to its line."""
    for line in document.paragraphs:
        if line.text == issuer:
            em = word.text_width_mm("　", word.SAN_HAO)
            _narrow(line, word.SAN_HAO, official.TYPE_WIDTH_MM - INDENTS_EM * em)


def record(document: Document, issuer: str) -> None:
    """Narrow the record block's line: issuer and date belong on one."""
    em = word.text_width_mm("　", word.SI_HAO)
    for line in document.paragraphs:
        if line.text.strip().startswith(f"{issuer}\t"):
            _narrow(line, word.SI_HAO, official.TYPE_WIDTH_MM - RECORD_INDENTS_EM * em)


def red_head_document(document: Document, about: About) -> None:
    """Narrow letterhead, signature and record block to their lines."""
    letterhead(document, about.letterhead)
    signature(document, about.issuer)
    record(document, about.issuer)


def _narrow(line: Paragraph, size_pt: float, room_mm: float) -> None:
    percent = int(room_mm / word.text_width_mm(line.text, size_pt) * 100)
    if percent >= 100:
        return
    for run in line.runs:
        properties = run._r.get_or_add_rPr()  # noqa: SLF001 - python-docx cannot narrow characters
        properties.insert_element_before(element("w:w", val=max(percent, NARROWEST_PERCENT)), *_AFTER)
