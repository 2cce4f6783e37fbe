"""Elements of an official document (GB/T 9704-2012): page, red head, body lines, tables, record block."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.oxml.text.paragraph import CT_P
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Pt
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from pingyi.generator.word import edges, sections, word
from pingyi.generator.word.word import (
    CENTER,
    FANGSONG,
    HEITI,
    JUSTIFY,
    KAITI,
    LEFT,
    RIGHT,
    SONGTI,
    XIAOBIAOSONG,
    Lines,
    Page,
    Type,
)

PAGE = Page(top=37.0, bottom=35.0, left=28.0, right=26.0, footer=25.0)  # 5.1: type area 156 × 225 mm
TYPE_WIDTH_MM = 156.0
TYPE_HEIGHT_PT = 225.0 * 72 / 25.4
LINE_PT = 28.95  # 5.2.3: 22 lines a page
BODY = Type(face=FANGSONG, size_pt=word.SAN_HAO, spacing_pt=-0.25)  # with -0.2, 28 characters are 156.1 mm wide
BODY_LINES = Lines(exact_pt=LINE_PT, align=JUSTIFY, first_indent_chars=2)
TITLE = Type(face=XIAOBIAOSONG, size_pt=word.ER_HAO)
MARK_TOP_MM = 35.0  # 7.2.4: the issuer's mark below the type area's top
MARK_LINE_PT = 44.0
MARK_PT = 30.0  # two lines of up to 14 characters fill the type area
RED_RULE_PT = 1.5
TABLE_PT = 10.5
TABLE_LINE_PT = 14.0
TABLE_ROW_MM = 6.1  # 59 units take two pages
RECORD_OUTER_PT, RECORD_INNER_PT = 1.0, 0.75  # 7.4.1: 0.35 and 0.25 mm, in the eighths of a point Word knows
BASE_SHARE, BODY_SHARE = 0.8, 0.88  # of an exact line above its base line; of a character
TITLE_LINE_PT = 36.0
TITLE_TUCK_PT = BASE_SHARE * (TITLE_LINE_PT - LINE_PT)  # a title's line is higher than a body line
LIST = Lines(exact_pt=LINE_PT, left_indent_chars=6, hanging_chars=4)  # 7.3.4: 附件：1. and then the name
RECORD_LINE_MM = 10.48  # with its rule
RECORD_LAST_TOP_MM = 251.28
RECORD_SLACK_PT = 1.0  # of room on a page of its own, lest a program that rounds otherwise pushes it on
RECORD_STYLE, ANCHOR_STYLE = "版记", "版记位置"  # by these its lines are known again
ANCHOR_PT = 0.05  # a line that holds the record block and takes no room: the least Word knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """
    A table by rule: headings, widths in mm, rows of text; `left` columns are set flush left.

    One that stays `together` goes to the next page whole rather than being divided.
    """

    headings: tuple[str, ...]
    widths_mm: tuple[float, ...]
    rows: tuple[tuple[str, ...], ...]
    left: frozenset[int] = frozenset()
    together: bool = False


def number_pages(document: Document) -> None:
    """— 1 — in 四号 Song, odd pages right, even pages left, one character in (7.5)."""
    document.settings.odd_and_even_pages_header_footer = True
    section = document.sections[0]
    letters = Type(face=SONGTI, size_pt=word.SI_HAO)
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    word.paragraph(odd, "", letters, Lines(align=RIGHT, right_indent_chars=1))
    word.paragraph(even, "", letters, Lines(left_indent_chars=1))
    for line in (odd, even):
        word.page_number(line, letters)


def heading(document: Document, text: str, level: int) -> None:
    """一、黑体 (level 1) or （一）楷体 (level 2), 7.3.3."""
    face = HEITI if level == 1 else KAITI
    word.paragraph(document, text, Type(face=face, size_pt=word.SAN_HAO), BODY_LINES)


def body(document: Document, text: str) -> None:
    """One paragraph of body text."""
    word.paragraph(document, text, BODY, BODY_LINES)


def begin_letter(title: str, addressee: str, issuer: str, day: date) -> Document:
    """A letter of this day without red head: numbered pages, title, addressee."""
    document = word.new_document(PAGE, title=f"{title}（{addressee}）", author=issuer, day=day)
    number_pages(document)
    word.paragraph(document, title, TITLE, Lines(exact_pt=TITLE_LINE_PT, align=CENTER, after_pt=LINE_PT))
    word.paragraph(document, f"{addressee}：", BODY, Lines(exact_pt=LINE_PT))
    return document


def sign(document: Document, issuer: str, day: str) -> None:
    """Issuer and date under the text, which goes with them to the next page rather than leave them alone (7.3.5.3)."""
    _keep_text(document.paragraphs)
    word.paragraph(document, "", BODY, Lines(exact_pt=LINE_PT, keep_with_next=True))
    issued = Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=2, keep_with_next=True)
    word.paragraph(document, issuer, fitted(issuer), issued)
    word.paragraph(document, day, BODY, Lines(exact_pt=LINE_PT, align=RIGHT, right_indent_chars=4))


def fitted(issuer: str) -> Type:
    """Body type, narrowed where the issuer's name would not leave its line two characters free at either end."""
    room = TYPE_WIDTH_MM - 4 * word.text_width_mm("　", word.SAN_HAO)
    wide = word.text_width_mm(issuer, word.SAN_HAO)
    return BODY if wide <= room else replace(BODY, scale_percent=int(100 * room / wide))


def attachment(document: Document, label: str, title: str) -> None:
    """Begin an attachment on a new page: 附件1 in 黑体, its title centred (7.3.4)."""
    mark = Type(face=HEITI, size_pt=word.SAN_HAO)
    word.paragraph(document, label, mark, Lines(exact_pt=LINE_PT, page_break_before=True))
    word.paragraph(document, title, TITLE, attachment_title())


def attachment_title(*, last: bool = True) -> Lines:
    """How an attachment's title stands: its first line on the third line of the type area (7.3.7)."""
    before, after = LINE_PT - TITLE_TUCK_PT, LINE_PT / 2 if last else 0.0
    return Lines(exact_pt=TITLE_LINE_PT, align=CENTER, before_pt=before, after_pt=after)


def mark_above_pt() -> float:
    """What is left free above the issuer's mark, so that its characters begin 35 mm down (7.2.4)."""
    return MARK_TOP_MM * 72 / 25.4 - (BASE_SHARE * MARK_LINE_PT - BODY_SHARE * MARK_PT)


def subtitle(document: Document, text: str) -> None:
    """A line over one of several tables, kept with it."""
    letters = Type(face=KAITI, size_pt=word.SI_HAO)
    word.paragraph(document, text, letters, Lines(exact_pt=24, before_pt=8, after_pt=2, keep_with_next=True))


def remark(document: Document, text: str) -> None:
    """A small note under a table, on the page of the table's last row."""
    last = document.element.body.xpath("./*[not(self::w:sectPr)][last()][self::w:tbl]/w:tr[last()]//w:p")
    for line in last:
        line.get_or_add_pPr().get_or_add_keepNext()
    word.paragraph(document, text, Type(size_pt=TABLE_PT), Lines(exact_pt=16, before_pt=2))


def table(document: Document, grid: Grid) -> Table:
    """A ruled table whose header repeats on every page and whose rows are never cut."""
    made = word.ruled_table(
        document, grid.widths_mm, [-TABLE_ROW_MM] * (len(grid.rows) + 1), rule_pt=0.5, margin_mm=0.8
    )
    head, plain = Type(face=HEITI, size_pt=TABLE_PT), Type(size_pt=TABLE_PT)
    for row, (line, words) in enumerate(zip(made.rows, (grid.headings, *grid.rows), strict=True)):
        word.keep_whole(line)
        bound = row == 0 or (grid.together and row < len(grid.rows))
        for column, (cell, text) in enumerate(zip(line.cells, words, strict=True)):
            align = LEFT if row > 0 and column in grid.left else CENTER
            lines = Lines(exact_pt=TABLE_LINE_PT, align=align, keep_with_next=bound)
            word.write_in(cell, text, plain if row else head, lines)
    word.repeat_header(made.rows[0])
    return made


def record_block(document: Document, issuer: str, day: str, *, copies: str = "") -> None:
    """版记: who gets copies (抄送) if any, issuer and date, between rules on the last line of the last page (7.4)."""
    record_lines(document, [*([f"抄送：{copies}"] if copies else []), record_text(issuer, day)])


def record_lines_of(document: Document) -> list[Paragraph]:
    """The record block's lines, by their style or, in an office's own template, their frames; it may have none."""
    styled = _of_style(document, RECORD_STYLE)
    return [line for line in document.paragraphs if line._p in styled or _frame_of(line) is not None]  # noqa: SLF001


def record_to_new_page(document: Document, pages: int = 1) -> None:
    """
    Put the record block on a page of its own: its place is an even one (7.4).

    Of two pages the first stays empty, and neither bears a number (7.5).
    """
    lines = record_lines_of(document)
    if not lines or not pages:
        return
    _stand_alone(document, lines)
    if pages > 1:
        empty = word.paragraph(lines[0].insert_paragraph_before(), "", Type(), Lines(exact_pt=ANCHOR_PT))
        sections.without_footers(document, empty, lines[-1])


def _stand_alone(document: Document, lines: Sequence[Paragraph]) -> None:
    """As plain paragraphs at a page's foot, over them nothing but room: no program can misplace these."""
    for line in lines:
        line.style = _style(document, RECORD_STYLE)
        if (frame := _frame_of(line)) is not None:
            frame.getparent().remove(frame)
    for anchor in _of_style(document, ANCHOR_STYLE):
        anchor.getparent().remove(anchor)
    rules = 2 * RECORD_OUTER_PT + (len(lines) - 1) * RECORD_INNER_PT
    room = TYPE_HEIGHT_PT - len(lines) * LINE_PT - rules - RECORD_SLACK_PT
    lines[0].paragraph_format.page_break_before, lines[0].paragraph_format.space_before = True, Pt(room)


def _frame_of(line: Paragraph) -> BaseOxmlElement | None:
    properties = line._p.pPr  # noqa: SLF001
    return None if properties is None else properties.find(qn("w:framePr"))


def record_lines(document: Document, texts: Sequence[str]) -> None:
    """
    The record block's lines between their rules, one character in, at the foot of the page they come on.

    The first line alone is set in: rules are as wide as what a paragraph's own indents leave.
    """
    letters = Type(size_pt=word.SI_HAO)
    for number, text in enumerate(texts):
        line = word.paragraph(document, "", letters, Lines(exact_pt=LINE_PT, first_indent_chars=1))
        line.style = _style(document, RECORD_STYLE)
        edges.rule(line, RECORD_INNER_PT if number else RECORD_OUTER_PT, edge="top")
        if number == len(texts) - 1:
            edges.rule(line, RECORD_OUTER_PT)
        edges.tab_to_right(line, TYPE_WIDTH_MM - word.text_width_mm("　", word.SI_HAO))
        below = len(texts) - 1 - number
        edges.down_the_page(line, TYPE_WIDTH_MM, RECORD_LAST_TOP_MM - below * RECORD_LINE_MM)
        word.run(line, text, letters)
        anchor = word.paragraph(
            document, "", letters, Lines(exact_pt=ANCHOR_PT)
        )  # frames that meet would melt together
        anchor.style = _style(document, ANCHOR_STYLE)
    # A page that begins behind takes the line before it along on its way through .doc: that is not to hold the block.
    word.paragraph(document, "", letters, Lines(exact_pt=ANCHOR_PT)).style = _style(document, ANCHOR_STYLE)


def _style(document: Document, name: str) -> ParagraphStyle:
    """The paragraph style of this name, which says nothing but what its lines are."""
    styles = document.styles
    found: ParagraphStyle = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    return found


def _of_style(document: Document, name: str) -> list[CT_P]:
    """The body's paragraphs of this style. Word gives it another key when it saves; its name stays."""
    keys = {style.style_id for style in document.styles if style.name == name}
    return [line._p for line in document.paragraphs if line._p.style in keys]  # noqa: SLF001


def record_text(issuer: str, day: str) -> str:
    """Issuer flush left, date flush right behind a tab."""
    return f"{issuer}\t{day}印发"


def keep_text_with_signature(document: Document, first_line_after: str) -> None:
    """The last body paragraph goes where the signature goes: none may stand on a page without text (7.3.5.3)."""
    lines = document.paragraphs
    place = next((n for n, line in enumerate(lines) if line.text.strip() == first_line_after.strip()), 0)
    _keep_text(lines[:place])


def _keep_text(lines: Sequence[Paragraph]) -> None:
    """The last of these lines with text stays with what comes after."""
    for line in reversed(lines):
        line.paragraph_format.keep_with_next = True
        if line.text.strip():
            return


def widths(parts: Sequence[float]) -> tuple[float, ...]:
    """Column widths in these proportions, filling the type area."""
    return tuple(TYPE_WIDTH_MM * part / sum(parts) for part in parts)
