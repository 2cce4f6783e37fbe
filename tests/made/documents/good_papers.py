"""Forty right documents: several lengths of text and tables, letters, annexes whose tables lie across the paper."""

from collections.abc import Callable
from datetime import date

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Mm
from right_paper import ISSUER, SENTENCE, right_paper

from pingyi.generator.word import official, sections, word
from pingyi.generator.word.official import Grid

Made = Callable[[], Document]
WIDE_MM = (15.0, 60.0, 40.0, 40.0, 40.0, 42.0)


def longer(sentences: int) -> Document:
    """The right paper with an attachment of so many sentences, no record block."""
    document = right_paper(record=False)
    official.attachment(document, "附件2", "评议表填写说明")
    for number in range(1, sentences + 1):
        official.body(document, f"{number}.{SENTENCE}")
    return document


def with_table(rows: int) -> Document:
    document = right_paper(record=False)
    official.attachment(document, "附件2", "参评单位名单")
    lines = tuple((str(n), f"某单位{n}", "某系列") for n in range(1, rows + 1))
    widths = official.widths((10, 90, 30))
    official.table(document, Grid(headings=("序号", "单位名称", "系列"), widths_mm=widths, rows=lines))
    official.remark(document, "注：单位名称为全称。")
    return document


def across(rows: int) -> Document:
    """With an annex that lies."""
    document = right_paper(record=False)
    section = document.add_section(WD_SECTION.NEW_PAGE)
    section.orientation, section.page_width, section.page_height = WD_ORIENT.LANDSCAPE, Mm(297), Mm(210)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, (28, 26, 35, 25))
    sections.empty_footer(section)
    word.paragraph(document, "附件2", word.Type(face=word.HEITI), word.Lines(exact_pt=official.LINE_PT))
    word.paragraph(document, "登记表", official.TITLE, word.Lines(exact_pt=36, align=word.CENTER))
    headings = ("序号", "单位名称", "发放份数", "收回份数", "作废份数", "备注")
    lines = tuple((str(n), f"某单位{n}", "20", "19", "0", "") for n in range(1, rows + 1))
    official.table(document, Grid(headings=headings, widths_mm=WIDE_MM, rows=lines))
    return document


def letter(sentences: int) -> Document:
    document = official.begin_letter("关于做好评议评价工作的函", "各有关单位", ISSUER, date(2024, 9, 29))
    for _ in range(sentences):
        official.body(document, SENTENCE)
    official.sign(document, ISSUER, "2024年9月29日")
    return document


def letter_on_a_table(rows: int) -> Document:
    """Its table goes over the page's end, text follows on the next."""
    document = official.begin_letter("关于做好评议评价工作的函", "各有关单位", ISSUER, date(2024, 9, 29))
    lines = tuple((str(n), f"某单位{n}", "某系列") for n in range(1, rows + 1))
    widths = official.widths((10, 90, 30))
    official.table(document, Grid(headings=("序号", "单位名称", "系列"), widths_mm=widths, rows=lines))
    official.body(document, SENTENCE)
    official.sign(document, ISSUER, "2024年9月29日")
    return document


def _register(rows: int) -> Document:
    """A register alone, lying."""
    page = word.Page(top=28, bottom=26, left=35, right=25, width=297, height=210)
    document = word.new_document(page, title="登记表")
    word.paragraph(document, "评议表发放回收登记表", official.TITLE, word.Lines(exact_pt=36, align=word.CENTER))
    headings = ("批次", "发放单位", "发放份数", "收回份数", "作废份数", "备注")
    lines = tuple((f"A{n:02}", f"某单位{n}", "20", "19", "0", "") for n in range(1, rows + 1))
    official.table(document, Grid(headings=headings, widths_mm=WIDE_MM, rows=lines))
    return document


GOOD: dict[str, Made] = {"the right paper": right_paper}
GOOD |= {f"text {n}": lambda n=n: longer(n) for n in range(1, 24, 2)}
GOOD |= {f"table {n}": lambda n=n: with_table(n) for n in (1, 8, 20, 28, 29, 30, 31, 32, 60)}
GOOD |= {f"across {n}": lambda n=n: across(n) for n in (1, 12, 22, 40)}
GOOD |= {f"register {n}": lambda n=n: _register(n) for n in (5, 18, 19, 30)}
GOOD |= {f"letter {n}": lambda n=n: letter(n) for n in range(1, 9)}
GOOD |= {f"letter on a table {n}": lambda n=n: letter_on_a_table(n) for n in (34, 37)}
