"""How a right document is spoilt: one paragraph, found by its first words, in one way."""

from collections.abc import Callable

from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Pt
from right_paper import line

from pingyi.generator.word import word
from pingyi.generator.word.word import Type

Change = Callable[[Document], None]


def face(beginning: str, letters: Type) -> Change:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            word.dress(run, letters)

    return change


def size(beginning: str, points: float) -> Change:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            run.font.size = Pt(points)

    return change


def words(beginning: str, old: str, new: str) -> Change:
    def change(document: Document) -> None:
        for run in line(document, beginning).runs:
            run.text = run.text.replace(old, new)

    return change


def indent(beginning: str, **twips_or_chars: int) -> Change:
    """Give the paragraph these indents (twips) and no others."""

    def change(document: Document) -> None:
        properties = line(document, beginning)._p.get_or_add_pPr()
        for old in properties.findall(qn("w:ind")):
            properties.remove(old)
        made = properties.get_or_add_ind()
        for name, value in twips_or_chars.items():
            made.set(qn(f"w:{name}"), str(value))

    return change


def spacing(beginning: str, *, before: float | None = None, exact: float | None = None) -> Change:
    def change(document: Document) -> None:
        form = line(document, beginning).paragraph_format
        if before is not None:
            form.space_before = Pt(before)
        if exact is not None:
            form.line_spacing = Pt(exact)

    return change


def drop_before(beginning: str, count: int = 1) -> Change:
    """Take away empty paragraphs above the one that begins so."""

    def change(document: Document) -> None:
        found = line(document, beginning)._p
        for _ in range(count):
            found.getparent().remove(found.getprevious())

    return change
