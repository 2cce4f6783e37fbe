"""Labels for the envelopes of 附件4's batches, on sheets as they are sold."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.oxml.ns import qn
from docx.table import _Cell

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.texts import LabelGrid
from pingyi.generator.word import word
from pingyi.generator.word.cell_type import MM_PER_PT
from pingyi.generator.word.word import HEITI, LEFT, SONGTI, Lines, Page, Type

INSET_MM = 4.0  # printers are off by a millimetre or two
LINE_TIMES = 1.3
LINE_PT = 1.0  # the paragraph that begins a sheet, and the one Word wants after a table
NAME_LINES = 2  # a long name takes at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A sheet of labels on A4, mm: their number, size, the sheet's margins and the gap between columns."""

    columns: int
    rows: int
    width: float
    height: float
    left: float
    top: float
    gap: float


# The usual grids, by the measures makers print on the box.
SHEETS: dict[LabelGrid, Sheet] = {
    LabelGrid.L2X4: Sheet(columns=2, rows=4, width=99.1, height=67.7, left=4.65, top=13.1, gap=2.5),
    LabelGrid.L2X7: Sheet(columns=2, rows=7, width=99.1, height=38.1, left=4.65, top=15.15, gap=2.5),
    LabelGrid.L3X7: Sheet(columns=3, rows=7, width=63.5, height=38.1, left=7.25, top=15.15, gap=2.5),
    LabelGrid.L3X8: Sheet(columns=3, rows=8, width=70.0, height=37.0, left=0.0, top=0.5, gap=0.0),
}


def label_sheets(campaign: Campaign, labels: int) -> int:
    """How many sheets so many labels take."""
    sheet = SHEETS[campaign.handout.labels]
    return -(-labels // (sheet.columns * sheet.rows))


def write_labels(campaign: Campaign, batches: Sequence[Batch], path: Path) -> Path:
    """Write a label for each batch, row by row, as many sheets as it takes."""
    sheet = SHEETS[campaign.handout.labels]
    top = max(0.0, sheet.top - LINE_PT * MM_PER_PT)
    page = Page(top=top, bottom=0.0, left=sheet.left, right=sheet.left, header=0.0, footer=0.0)
    document = word.new_document(page, title="信封标签", author=campaign.about.issuer)
    each = sheet.columns * sheet.rows
    thin = Type(size_pt=LINE_PT)
    for start in range(0, len(batches), each):
        word.paragraph(document, "", thin, Lines(exact_pt=LINE_PT, page_break_before=start > 0))
        _sheet(document, campaign, sheet, batches[start : start + each])
    word.paragraph(document, "", thin, Lines(exact_pt=LINE_PT))
    return word.save(document, path)


def _sheet(document: Document, campaign: Campaign, sheet: Sheet, batches: Sequence[Batch]) -> None:
    step = 2 if sheet.gap else 1
    widths = [(sheet.width, sheet.gap)[column % step] for column in range(step * (sheet.columns - 1) + 1)]
    table = word.ruled_table(document, widths, [sheet.height] * sheet.rows, margin_mm=INSET_MM)
    properties = table._tbl.tblPr  # noqa: SLF001 - labels have no rules: they are cut already
    properties.remove(properties.find(qn("w:tblBorders")))
    cells = [cell for row in table.rows for cell in row.cells[::step]]
    for cell, batch in zip(cells, batches, strict=False):
        _label(cell, campaign, sheet, batch)


def _label(cell: _Cell, campaign: Campaign, sheet: Sheet, batch: Batch) -> None:
    """Code and copies, distributor, what it is, where it goes back to."""
    width, height = sheet.width - 2 * INSET_MM, sheet.height - INSET_MM
    unit = height / (2.0 + 1.6 * NAME_LINES + 2.2)  # mm of a plain line
    small = min(unit / MM_PER_PT / LINE_TIMES, 12.0)
    texts = (
        (f"{batch.code}　{batch.copies} 份", HEITI, min(small * 1.6, 20.0)),
        (batch.distributor, HEITI, _fitting(batch.distributor, width, min(small * 1.4, 16.0))),
        (campaign.ballot.title, SONGTI, min(small, _one_line(campaign.ballot.title, width))),
        (f"交回：{campaign.about.issuer_short or campaign.about.issuer}", SONGTI, small),
    )
    for number, (words, face, size) in enumerate(texts):
        lines = Lines(exact_pt=round(size * LINE_TIMES, 1), align=LEFT)
        letters = Type(face=face, size_pt=round(size * 2) / 2)
        target = cell.paragraphs[0] if number == 0 else cell
        word.paragraph(target, words, letters, lines)


def _one_line(words: str, width_mm: float) -> float:
    return 10.0 * width_mm / word.text_width_mm(words, 10.0)


def _fitting(words: str, width_mm: float, most_pt: float) -> float:
    """The size in which the words take at most two lines."""
    return min(most_pt, NAME_LINES * 0.92 * _one_line(words, width_mm))
