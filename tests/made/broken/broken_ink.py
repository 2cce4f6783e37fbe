"""What spoils ink and places: text over text, boxes, pages without text, a record block out of its place."""

from copy import deepcopy

from breaking import Change
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from docx.text.paragraph import Paragraph
from right_paper import SENTENCE, line

from pingyi.generator.word import edges, official, word


def tight(document: Document) -> None:
    """A paragraph of two lines that lie over each other; what is saved is left free below."""
    paragraph = line(document, "1.领导怎样")
    paragraph.runs[0].text = SENTENCE
    paragraph.paragraph_format.line_spacing = Pt(9)


def struck(document: Document) -> None:
    for run in line(document, "1.领导怎样").runs:
        run.font.strike = True


def empty_box(document: Document) -> None:
    made = word.ruled_table(document, (100.0, 56.0), (10.2, 10.2))
    line(document, "1.领导怎样")._p.addprevious(made._tbl)


def no_text(document: Document) -> None:
    """Page one holds everything up to the addressee."""
    line(document, SENTENCE).paragraph_format.page_break_before = True


def numbered_blank(document: Document) -> None:
    """Two pages begun before the block, both with their numbers."""
    official.record_to_new_page(document)
    official.record_lines_of(document)[0].insert_paragraph_before().paragraph_format.page_break_before = True


def _twips(millimetres: float) -> int:
    return round(millimetres * 1440 / 25.4)


def _frames(document: Document) -> list[Paragraph]:
    return official.record_lines_of(document)


def record_left(document: Document) -> None:
    """The block's rules ten millimetres out of the type area, its words where they were."""
    for paragraph in _frames(document):
        for place in paragraph._p.iter(qn("w:framePr")):
            place.set(qn("w:x"), str(-_twips(10)))
            place.set(qn("w:w"), str(_twips(166)))
        for made in paragraph._p.iter(qn("w:ind")):
            made.set(qn("w:firstLine"), str(_twips(14.94)))
            made.attrib.pop(qn("w:firstLineChars"))
        paragraph.paragraph_format.tab_stops.clear_all()
        edges.tab_to_right(paragraph, 166 - 4.94)


def record_low(document: Document) -> None:
    """The block under the type area."""
    for paragraph in _frames(document):
        for place in paragraph._p.iter(qn("w:framePr")):
            place.set(qn("w:y"), str(int(place.get(qn("w:y"))) + _twips(31.2)))


def record_boxed(document: Document) -> None:
    for paragraph in _frames(document):
        for borders in paragraph._p.iter(qn("w:pBdr")):
            upper = borders.find(qn("w:top"))
            for edge in ("left", "right"):
                side = deepcopy(upper)
                side.tag = qn(f"w:{edge}")
                upper.addnext(side)


BREAKS: dict[str, Change] = {
    "overlap": tight,
    "empty_box": empty_box,
    "first_page": no_text,
    "foot_blank": numbered_blank,
}
MORE: dict[str, tuple[str, Change]] = {
    "record outside the left margin": ("record_outer", record_left),
    "record under the type area": ("record_foot", record_low),
    "record in a box": ("record_outer", record_boxed),
    "a rule through a line": ("overlap", struck),
}
