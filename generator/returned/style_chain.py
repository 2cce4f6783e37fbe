"""A file's styles, looked up once: python-docx goes through all of them each time one is asked for."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from pingyi.generator.shown.word_shown import OFF

PARAGRAPH, CHARACTER = "paragraph", "character"


class _Styles:
    """By kind and name, and the default of each kind."""

    def __init__(self, styles: Element) -> None:
        self.by_name: dict[tuple[str, str], Element] = {}
        self.default: dict[str, Element] = {}
        for style in styles.iter(qn("w:style")):
            kind, name = (str(style.get(qn(f"w:{one}"), "")) for one in ("type", "styleId"))
            self.by_name.setdefault((kind, name), style)
            if style.get(qn("w:default"), "0") not in OFF:
                self.default[kind] = style

    def chain(self, kind: str, name: str) -> Iterator[Element]:
        """The style, or the default where there is none of that name, and those it is based on; a ring ends it."""
        style = self.by_name.get((kind, name), self.default.get(kind))
        seen: set[Element] = set()
        while style is not None and style not in seen:
            seen.add(style)
            yield style
            base = style.find(qn("w:basedOn"))
            style = None if base is None else self.by_name.get((kind, str(base.get(qn("w:val"), ""))))


_KNOWN: WeakKeyDictionary[object, _Styles] = WeakKeyDictionary()


def of_paragraph(line: Paragraph) -> Iterator[Element]:
    """The paragraph's style and what it is based on, the nearest first."""
    return _of(line).chain(PARAGRAPH, _named(line._p, "w:pPr", "w:pStyle"))  # noqa: SLF001


def of_run(run: Run, line: Paragraph) -> Iterator[Element]:
    """The run's own style likewise."""
    return _of(line).chain(CHARACTER, _named(run._r, "w:rPr", "w:rStyle"))  # noqa: SLF001


def _of(line: Paragraph) -> _Styles:
    known = _KNOWN.get(line.part)
    if known is None:
        known = _KNOWN[line.part] = _Styles(line.part.document.styles.element)  # type: ignore[attr-defined]
    return known


def _named(element: Element, properties: str, name: str) -> str:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return "" if found is None else str(found.get(qn("w:val"), ""))
