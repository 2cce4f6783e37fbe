"""Sections of a Word file that bear no page number: forms handed out alone, empty pages before a record block."""

from copy import deepcopy

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.section import CT_SectPr
from docx.section import Section
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from pingyi.generator.word import word
from pingyi.generator.word.word import Lines, Type

NO_ROOM_PT, NO_ROOM_MM = 1.0, 3.0  # of an empty footer
CARRIER_PT = 0.05  # a line that ends a section and takes no room


def empty_footer(section: Section) -> None:
    """No page number in this section, and no room for one."""
    section.footer_distance = Mm(NO_ROOM_MM)
    for footer in (section.footer, section.even_page_footer):
        footer.is_linked_to_previous = False
        word.paragraph(footer.paragraphs[0], "", Type(size_pt=NO_ROOM_PT), Lines(exact_pt=NO_ROOM_PT))


def without_footers(document: Document, first: Paragraph, last: Paragraph) -> None:
    """Make a section of the body's paragraphs `first` to `last`, begun on a new page, without page numbers."""
    whole = _section_of(document, first)
    carrier = first.insert_paragraph_before()
    word.paragraph(carrier, "", Type(size_pt=NO_ROOM_PT), Lines(exact_pt=CARRIER_PT))
    _end_section(carrier, deepcopy(whole))
    own = whole
    if last._p.getnext() is not whole:  # noqa: SLF001 - the body's own properties come last
        own = deepcopy(whole)
        _end_section(last, own)
    for footer in own.findall(qn("w:footerReference")):
        own.remove(footer)
    empty_footer(Section(own, document.part))


def _section_of(document: Document, line: Paragraph) -> CT_SectPr:
    """The properties that end the section a paragraph stands in."""
    body = document.element.body
    behind = list(body)[list(body).index(line._p) :]  # noqa: SLF001
    found: CT_SectPr = next(found for block in behind for found in block.iter(qn("w:sectPr")))
    return found


def _end_section(line: Paragraph, properties: CT_SectPr) -> None:
    line._p.get_or_add_pPr().append(properties)  # noqa: SLF001
