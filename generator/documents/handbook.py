"""使用手册 in Word: chapters in Markdown, a page for each that hangs somewhere, pictures of the page."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import TYPE_CHECKING

from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph
from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from pingyi.generator.word import edges, official, word
from pingyi.generator.word.word import CENTER, FANGSONG, HEITI, KAITI, XIAOBIAOSONG, Lines, Page, Type
from pingyi.generator.word.word_xml import element

if TYPE_CHECKING:
    from docx.document import Document

PAGE = Page(top=26.0, bottom=25.0, left=28.0, right=26.0, footer=16.0)
LINE_PT = 23.0
BODY = Type(face=FANGSONG, size_pt=word.SI_HAO)
STRONG = Type(face=HEITI, size_pt=word.SI_HAO)
CODE = Type(face=KAITI, size_pt=word.SI_HAO)
TEXT = Lines(exact_pt=LINE_PT, first_indent_chars=2)
TABLE_PT = 12.0
PICTURE_MM = 128.0  # of a page 1366 points wide: its words are still read
BOOKMARK = "chapter{}"
LEAST_SHARE = 0.18  # of the page's width that a column of few words gets
HEADINGS = {
    "h1": (Type(face=XIAOBIAOSONG, size_pt=word.ER_HAO), Lines(exact_pt=36, align=CENTER, after_pt=14)),
    "h2": (Type(face=HEITI, size_pt=word.SAN_HAO), Lines(exact_pt=28, before_pt=8, keep_with_next=True)),
}


def parsed(text: str) -> SyntaxTreeNode:
    """A chapter as a tree: headings, paragraphs, lists, tables, pictures; no HTML."""
    return SyntaxTreeNode(MarkdownIt("commonmark", {"html": False}).enable("table").parse(text))


def write_handbook(title: str, chapters: Sequence[str], pictures: Traversable, path: Path) -> Path:
    """One Word file of all chapters, each beginning on a new page; pictures are looked for in `pictures`."""
    document = word.new_document(PAGE, title=title)
    official.number_pages(document)
    cover = Type(face=XIAOBIAOSONG, size_pt=36)
    word.paragraph(document, title, cover, Lines(exact_pt=60, align=CENTER, before_pt=100, after_pt=30))
    trees = [parsed(text) for text in chapters]
    for number, tree in enumerate(trees, start=1):
        _contents_line(document, number, _text(tree.children[0]))
    for number, tree in enumerate(trees, start=1):
        for node in tree.children:
            line = _block(document, node, pictures)
            if node.tag == "h1" and line is not None:
                _mark(line, number)
    return word.save(document, path)


def _contents_line(document: "Document", number: int, title: str) -> None:
    """A chapter's title and, behind dots, the page where it begins: counted by whoever lays the pages out."""
    lines = Lines(exact_pt=LINE_PT, left_indent_chars=4, right_indent_chars=4)
    line = word.paragraph(document, f"{number}　{title}\t", BODY, lines)
    edge = Mm(PAGE.width - PAGE.left - PAGE.right) - Pt(4 * BODY.size_pt)
    line.paragraph_format.tab_stops.add_tab_stop(edge, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    word.page_number(line, BODY, ("", ""), f"PAGEREF {BOOKMARK.format(number)}")


def _mark(line: Paragraph, number: int) -> None:
    """Where the contents' field looks for the page."""
    begin = element("w:bookmarkStart", id=number)
    begin.set(qn("w:name"), BOOKMARK.format(number))
    for part in (begin, element("w:bookmarkEnd", id=number)):
        line._p.append(part)  # noqa: SLF001 - bookmarks are not in python-docx


def _block(document: "Document", node: SyntaxTreeNode, pictures: Traversable) -> Paragraph | None:
    """Whatever stands there; of a heading its paragraph."""
    if node.type == "heading":
        letters, lines = HEADINGS[node.tag]
        return word.paragraph(document, _text(node), letters, replace(lines, page_break_before=node.tag == "h1"))
    if node.type == "paragraph" and (shown := _picture(node)):
        _put_picture(document, pictures / str(shown.attrs["src"]), shown.content)
    elif node.type == "paragraph":
        _write(word.paragraph(document, "", BODY, TEXT), node)
    elif node.type in {"bullet_list", "ordered_list"}:
        for number, item in enumerate(node.children, start=1):
            mark = f"{number}." if node.type == "ordered_list" else "·"
            line = word.paragraph(document, f"{mark} ", BODY, Lines(exact_pt=LINE_PT, left_indent_chars=2))
            for part in item.children:
                _write(line, part)
    elif node.type == "blockquote":
        for part in node.children:
            line = word.paragraph(document, "", CODE, Lines(exact_pt=LINE_PT, before_pt=6))
            _write(line, part, CODE)
            edges.frame(line, 0.75)
    elif node.type == "table":
        _table(document, node)
    return None


def _picture(node: SyntaxTreeNode) -> SyntaxTreeNode | None:
    """The picture a paragraph consists of."""
    inside = node.children[0].children if node.children else []
    return inside[0] if len(inside) == 1 and inside[0].type == "image" else None


def _put_picture(document: "Document", picture: Traversable, caption: str) -> None:
    """In the middle, with its words under it."""
    line = word.paragraph(document, "", BODY, Lines(align=CENTER, before_pt=6, keep_with_next=True))
    with picture.open("rb") as stream:
        line.add_run().add_picture(stream, width=Mm(PICTURE_MM))
    word.paragraph(document, caption, Type(face=KAITI, size_pt=TABLE_PT), Lines(exact_pt=18, align=CENTER, after_pt=6))


def _write(line: Paragraph, node: SyntaxTreeNode, plain: Type = BODY) -> None:
    for text, kind in _runs(node):
        letters = {"strong": STRONG, "code_inline": CODE}.get(kind, plain)
        word.run(line, text, replace(letters, size_pt=plain.size_pt))


def _runs(node: SyntaxTreeNode, kind: str = "") -> Iterator[tuple[str, str]]:
    """Texts with what they are: strong, code_inline or nothing."""
    for part in node.children:
        if part.type in {"text", "code_inline"}:
            yield part.content, kind or part.type
        elif part.type == "softbreak":
            continue
        else:
            yield from _runs(part, "strong" if part.type == "strong" else kind)


def _text(node: SyntaxTreeNode) -> str:
    return "".join(text for text, _ in _runs(node))


def _table(document: "Document", node: SyntaxTreeNode) -> None:
    word.paragraph(document, "", BODY, Lines(exact_pt=6, keep_with_next=True))
    rows = [row for part in node.children for row in part.children]
    longest = [max(len(_text(row.children[n])) for row in rows) for n in range(len(rows[0].children))]
    parts = [max(length, LEAST_SHARE * sum(longest)) ** 0.7 for length in longest]  # long texts break, short ones not
    made = word.ruled_table(document, official.widths(parts), [-8.0] * len(rows), rule_pt=0.5, margin_mm=1.2)
    for number, (line, row) in enumerate(zip(made.rows, rows, strict=True)):
        word.keep_whole(line)
        for cell, words in zip(line.cells, row.children, strict=True):
            letters = Type(face=HEITI if number == 0 else FANGSONG, size_pt=TABLE_PT)
            _write(word.write_in(cell, "", letters, Lines(exact_pt=18)), words, letters)
    word.repeat_header(made.rows[0])
    word.paragraph(document, "", BODY, Lines(exact_pt=10))
