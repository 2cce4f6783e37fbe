"""Edges of paragraphs: rules and frames along them, and where they stand across and down the page."""

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from pingyi.generator.word.word_xml import EIGHTHS_PER_PT, TWIPS_PER_MM, append, element

_AFTER_BORDERS = (
    "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr",
)  # fmt: skip


def rule(line: Paragraph, width_pt: float, *, edge: str = "bottom", color: str = "000000", space_pt: int = 0) -> None:
    """Draw a rule along one edge of a paragraph; several edges in the order top, left, bottom, right."""
    properties = line._p.get_or_add_pPr()  # noqa: SLF001
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    append(borders, f"w:{edge}", val="single", sz=round(width_pt * EIGHTHS_PER_PT), space=space_pt, color=color)


def frame(line: Paragraph, width_pt: float, *, space_pt: int = 4) -> None:
    """Rules on all four sides; neighbours framed alike share one frame."""
    for edge in ("top", "left", "bottom", "right"):
        rule(line, width_pt, edge=edge, space_pt=space_pt)


def tab_to_right(line: Paragraph, at_mm: float) -> None:
    """A tab in this paragraph sets what follows flush right, `at_mm` from its left edge."""
    line.paragraph_format.tab_stops.add_tab_stop(Mm(at_mm), WD_TAB_ALIGNMENT.RIGHT)


def down_the_page(line: Paragraph, width_mm: float, top_mm: float) -> None:
    """
    Take the paragraph out of the text, `top_mm` down its page.

    In figures: a frame told to keep to a margin's foot is lost on its way through .doc.
    """
    width, top = round(width_mm * TWIPS_PER_MM), round(top_mm * TWIPS_PER_MM)
    placed = element("w:framePr", w=width, wrap="around", hAnchor="text", vAnchor="page", y=top)
    line._p.get_or_add_pPr().insert_element_before(placed, "w:widowControl", "w:numPr", "w:pBdr", *_AFTER_BORDERS)  # noqa: SLF001
