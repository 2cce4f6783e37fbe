"""An annex of a plan as a Word file of its own: its blocks and its page as they are, all else taken away."""

import copy
from collections.abc import Iterator
from pathlib import Path

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from pingyi.generator.shown.opened import opened
from pingyi.generator.shown.word_shown import OPENED, STRUCK, ShownFile, shown_children, shown_file
from pingyi.generator.word.word import save


def cut_annex(path: Path, blocks: tuple[int, int], out: Path) -> Path:
    """
    Write the blocks (0-based, first and last, counted as `read_plan_paper` gives them) of the .docx at `path` to `out`.

    Sizes, faces, rulings and the page's own size stay. Raises what opening it raises.
    """
    document = opened(path)
    body = document.element.body
    shown = shown_file(document)
    children = [child for child in body if child.tag != qn("w:sectPr")]
    page = copy.deepcopy(_page_of(body, children, _kept(children, shown, blocks)[-1]))
    for child in set(children) - set(_kept(children, shown, blocks)):
        body.remove(child)
    for inner in body.iter(qn("w:sectPr")):
        inner.getparent().remove(inner)
    for old in body.findall(qn("w:sectPr")):
        body.remove(old)
    body.append(page)
    return save(document, out)


def _kept(children: list[Element], shown: ShownFile, blocks: tuple[int, int]) -> list[Element]:
    """Those that hold one of the blocks, or are empty between them."""
    first, last = blocks
    found, number = [], -1
    for child in children:
        held = sum(1 for block in _blocks(child) if block.tag == qn("w:tbl") or shown.words(block).lines)
        if (held and number + 1 <= last and number + held >= first) or (not held and first <= number < last):
            found.append(child)
        number += held
    return found


def _blocks(child: Element) -> Iterator[Element]:
    """Paragraphs and tables of one child of the body, wrappers opened."""
    inside = shown_children(child) if child.tag in OPENED else iter(() if child.tag in STRUCK else (child,))
    return (block for block in inside if block.tag in {qn("w:p"), qn("w:tbl")})


def _page_of(body: Element, children: list[Element], last: Element) -> Element:
    """The section the last kept child stands in."""
    own = (child.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") for child in children[children.index(last) :])
    found: Element = next((one for one in own if one is not None), body.find(qn("w:sectPr")))
    return found
