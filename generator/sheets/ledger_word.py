"""发放回收登记表 as a Word file: the same columns as the Excel sheet, to print and to sign by hand."""

from collections.abc import Sequence
from pathlib import Path

from docx.document import Document
from docx.table import _Row

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.sheets.ledger import COLUMNS, NOTE, SIGNATURES, known
from pingyi.generator.word import word
from pingyi.generator.word.cell_type import balanced
from pingyi.generator.word.word import CENTER, HEITI, SONGTI, XIAOBIAOSONG, Lines, Page, Type

PAGE = Page(top=18.0, bottom=16.0, left=14.0, right=14.0, width=297.0, height=210.0, footer=8.0)
WIDTH_MM = PAGE.width - PAGE.left - PAGE.right
HEADER_MM, ROW_MM = 11.0, 9.0  # a row takes a signature
LEFT_COLUMNS = ("评议群体", "发放单位", "备注")
TITLE_SIZES_PT = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
CELL = Type(face=SONGTI, size_pt=word.WU_HAO)
PLAIN = Type(face=SONGTI, size_pt=word.XIAO_SI)
NUMBER = Type(face=SONGTI, size_pt=word.SI_HAO)


def write_word_ledger(campaign: Campaign, batches: Sequence[Batch], path: Path) -> Path:
    """Write the ledger; its header repeats on every page and no row is divided."""
    title = f"{campaign.ballot.title}发放回收登记表"
    document = word.new_document(PAGE, title=title, author=campaign.about.issuer)
    word.page_number(word.paragraph(document.sections[0].footer.paragraphs[0], "", NUMBER, Lines(align=CENTER)), NUMBER)
    size = next((pt for pt in TITLE_SIZES_PT if word.text_width_mm(title, pt) <= WIDTH_MM), TITLE_SIZES_PT[-1])
    word.paragraph(document, title, Type(face=XIAOBIAOSONG, size_pt=size), Lines(exact_pt=36, align=CENTER))
    word.paragraph(document, f"填表单位：{campaign.about.issuer}", PLAIN, Lines(exact_pt=22, after_pt=2))
    _table(document, campaign, batches)
    word.paragraph(document, NOTE, CELL, Lines(exact_pt=20, before_pt=2, keep_with_next=True))
    word.paragraph(document, SIGNATURES, PLAIN, Lines(exact_pt=26))
    return word.save(document, path)


def _table(document: Document, campaign: Campaign, batches: Sequence[Batch]) -> None:
    characters = sum(COLUMNS.values())
    widths = [WIDTH_MM * count / characters for count in COLUMNS.values()]
    heights = [HEADER_MM, *[ROW_MM] * (len(batches) + 1)]
    table = word.ruled_table(document, widths, heights, rule_pt=0.5)
    rows = list(table.rows)
    _row(rows[0], list(COLUMNS), widths, header=True)
    word.repeat_header(rows[0])
    for row, batch in zip(rows[1:], batches, strict=False):
        words = known(campaign, batch)
        _row(row, [str(words.get(name, "")) for name in COLUMNS], widths)
    total = {"批次": "合计", "应发份数": str(sum(batch.copies for batch in batches))}
    _row(rows[-1], [total.get(name, "") for name in COLUMNS], widths)


def _row(row: _Row, words: Sequence[str], widths: Sequence[float], *, header: bool = False) -> None:
    word.keep_whole(row)
    for cell, name, text, width in zip(row.cells, COLUMNS, words, widths, strict=True):
        shown, size = balanced(text, width, HEADER_MM if header else ROW_MM)
        align = word.LEFT if name in LEFT_COLUMNS and not header else CENTER
        letters = Type(face=HEITI if header else SONGTI, size_pt=size)
        word.write_in(cell, shown, letters, Lines(exact_pt=round(size * 1.15, 1), align=align))
