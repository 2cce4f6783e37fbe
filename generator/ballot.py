"""附件4 公众评议表 as a Word file: blocks of tick rows side by side, on one A4 page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from docx.document import Document
from docx.table import _Cell

from domain.campaign import Batch, Campaign, Series, Unit
from domain.errors import FormError
from generator import word
from generator.batch_mark import add_batch_mark
from generator.cell_type import balanced, largest, line_pt, one_line, stacked
from generator.word import CENTER, HEITI, JUSTIFY, SONGTI, XIAOBIAOSONG, Lines, Page, Type

PAGE = Page(top=12.0, bottom=10.0, left=10.0, right=10.0)
TYPE_WIDTH_MM = PAGE.width - PAGE.left - PAGE.right
SPARE_MM = 4.0  # Word, WPS and LibreOffice differ by this much over a page
ITEM_MM = 6.6  # 序号: two digits and air
TICK_MM = (7.0, 16.0)  # a choice column: the least a tick stays in; more than this only looks empty
NAME_MM = 29.0  # eight characters in one line; longer names take two
NAME_LEAST_MM = 16.0
HEADER_MM = (12.0, 14.0)
HEADER_AIR_MM = 1.2  # three characters under each other would touch the rules
ROW_MM = (4.2, 9.0)  # a tick row: the least a pen can hit; comfortable
OPINION_MM = (14.0, 22.0, 60.0)  # crowded; as a rule; when there is room left
TITLE_SIZES_PT = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5)
TITLE_MM = 120.0  # centred, it stays clear of the batch mark in the corner
ATTACHMENT = Type(face=HEITI, size_pt=word.SI_HAO)
TEXT, TEXT_LINE_PT = Type(size_pt=11.0), 16.0
NOTE, NOTE_LINE_PT = Type(size_pt=9.5), 13.0
MM_PER_PT = 25.4 / 72


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """The table's measures, in mm; `widths` are the columns of one block."""

    widths: tuple[float, ...]
    rows: int
    header: float
    row: float
    opinion: float

    @property
    def heights(self) -> list[float]:
        """Of every row, from the top."""
        return [self.header, *[self.row] * self.rows, self.opinion]


_Line = Series | Unit


def write_ballot(campaign: Campaign, path: Path, batch: Batch | None = None) -> Path:
    """
    Write the ballot for the campaign's roster, with the batch's mark when one is given; no voter is singled out.

    Raises FormError when the roster cannot be ticked on one page.
    """
    document = word.new_document(PAGE, title=campaign.ballot.title, author=campaign.about.issuer)
    add_ballot(document, campaign, batch)
    return word.save(document, path)


def add_ballot(document: Document, campaign: Campaign, batch: Batch | None = None) -> None:
    """
    The ballot at the end of a document whose last section is on PAGE.

    Raises FormError when the roster cannot be ticked on one page.
    """
    above_mm = _above(document, campaign, batch)
    blocks = cut_blocks(tuple(_lines(campaign)), campaign.ballot.blocks)
    layout = _lay_out(campaign, len(blocks[0]), above_mm + _notes_height(campaign))
    _table(document, campaign, blocks, layout)
    _below(document, campaign)


def cut_blocks(lines: Sequence[_Line], count: int) -> list[list[_Line | None]]:
    """
    Fill `count` blocks of equal height from the top; what is left over is None.

    A series row never ends a block: it would stand apart from its units.
    """
    rows = -(-len(lines) // count)
    while True:
        blocks: list[list[_Line | None]] = []
        start = 0
        for _ in range(count):
            end = min(start + rows, len(lines))
            if start < end < len(lines) and isinstance(lines[end - 1], Series):
                end -= 1
            blocks.append([*lines[start:end], *[None] * (rows - (end - start))])
            start = end
        if start == len(lines):
            return blocks
        rows += 1


def _lines(campaign: Campaign) -> Iterator[_Line]:
    for series in campaign.series:
        yield series
        yield from (unit for unit in campaign.units if unit.series == series.name)


def _above(document: Document, campaign: Campaign, batch: Batch | None) -> float:
    """Write what stands above the table; its height in mm."""
    text = campaign.ballot
    title_pt = next((pt for pt in TITLE_SIZES_PT if word.text_width_mm(text.title, pt) <= TITLE_MM), TITLE_SIZES_PT[-1])
    first = word.paragraph(document, f"{text.attachment}：", ATTACHMENT, Lines(exact_pt=18))
    if batch:
        add_batch_mark(first, batch, PAGE)
    title = Type(face=XIAOBIAOSONG, size_pt=title_pt)
    word.paragraph(document, text.title, title, Lines(exact_pt=30, align=CENTER, after_pt=3))
    word.paragraph(document, text.greeting, TEXT, Lines(exact_pt=TEXT_LINE_PT))
    request = Lines(exact_pt=TEXT_LINE_PT, align=JUSTIFY, first_indent_chars=2, after_pt=3)
    word.paragraph(document, text.request, TEXT, request)
    per_line = int(TYPE_WIDTH_MM / (TEXT.size_pt * MM_PER_PT)) - 1  # a mark that may not begin a line draws one along
    request_lines = -(-(len(text.request) + 2) // per_line)
    return (18 + 30 + 3 + TEXT_LINE_PT * (1 + request_lines) + 3) * MM_PER_PT


def _notes(campaign: Campaign) -> list[str]:
    numbered = [f"{n}.{note}" for n, note in enumerate(campaign.ballot.notes, start=1)]
    return [f"注：{numbered[0]}", *numbered[1:]] if numbered else []


def _notes_height(campaign: Campaign) -> float:
    width = TYPE_WIDTH_MM - 3 * NOTE.size_pt * MM_PER_PT
    lines = sum(-(-word.text_width_mm(note, NOTE.size_pt) // width) for note in _notes(campaign))
    return float(lines * NOTE_LINE_PT * MM_PER_PT + 1)


def _below(document: Document, campaign: Campaign) -> None:
    for index, note in enumerate(_notes(campaign)):
        place = Lines(exact_pt=NOTE_LINE_PT, before_pt=0 if index else 2, left_indent_chars=2 if index else 0)
        word.paragraph(document, note, NOTE, place)


def _lay_out(campaign: Campaign, rows: int, around_mm: float) -> _Layout:
    """Share out what the page has left: rows first, then the opinion box."""
    room = PAGE.height - PAGE.top - PAGE.bottom - SPARE_MM - around_mm
    opinion = OPINION_MM[1]
    row = (room - HEADER_MM[1] - opinion) / rows
    header = HEADER_MM[1]
    if row < ROW_MM[1] * 0.8:  # a crowded page
        header, opinion = HEADER_MM[0], OPINION_MM[0]
        row = min((room - header - opinion) / rows, ROW_MM[1] * 0.8)
    row = min(row, ROW_MM[1])
    if row < ROW_MM[0]:
        raise FormError(
            f"评议表有 {len(campaign.units)} 个单位，一张 A4 纸放不下（每行只有 {row:.1f} 毫米，"
            f"至少要 {ROW_MM[0]} 毫米）；请在 campaign.toml 中把 ballot.blocks 调大，或分成两张表"
        )
    opinion = max(opinion, min(room - header - row * rows, OPINION_MM[2]))
    return _Layout(widths=_widths(campaign), rows=rows, header=header, row=row, opinion=opinion)


def _widths(campaign: Campaign) -> tuple[float, ...]:
    """Serial, name and choice columns of one block; ticks get what the names can spare."""
    choices, blocks = len(campaign.ballot.choices), campaign.ballot.blocks
    block = TYPE_WIDTH_MM / blocks
    tick = min(max((block - ITEM_MM - NAME_MM) / choices, TICK_MM[0]), TICK_MM[1])
    name = block - ITEM_MM - tick * choices
    if name < NAME_LEAST_MM:
        raise FormError(
            f"评议表分 {blocks} 栏、每栏 {choices} 个选项，单位名称一栏只剩 {name:.0f} 毫米；"
            f"请在 campaign.toml 中把 ballot.blocks 调小，或减少 ballot.choices"
        )
    return (ITEM_MM, name, *[tick] * choices)


def _table(document: Document, campaign: Campaign, blocks: Sequence[Sequence[_Line | None]], layout: _Layout) -> None:
    text, span = campaign.ballot, len(layout.widths)
    table = word.ruled_table(document, layout.widths * len(blocks), layout.heights)
    cells = [row.cells for row in table.rows]  # taken once, before merging: every look at them walks the whole table
    header = [stacked(text.item_header), text.name_header, *map(stacked, text.choices)]
    room = layout.header - HEADER_AIR_MM
    header_pt = min(largest(words, width, room) for words, width in zip(header, layout.widths, strict=True))
    for block, lines in enumerate(blocks):
        columns = slice(block * span, (block + 1) * span)
        for cell, words in zip(cells[0][columns], header, strict=True):
            _fill(cell, words, HEITI, header_pt)
        body = [row[columns] for row in cells[1:-1]]
        for row, line in zip(body, lines, strict=True):
            _body_row(row, line, layout)
        empty = [row for row, line in zip(body, lines, strict=True) if line is None]
        if empty:
            empty[0][0].merge(empty[-1][-1])
    _opinion(cells[-1], text.opinion, layout)


def _body_row(row: Sequence[_Cell], line: _Line | None, layout: _Layout) -> None:
    if isinstance(line, Series):
        row[0].merge(row[-1])
        _fill(row[0], line.label, HEITI, one_line(line.label, sum(layout.widths), layout.row))
    elif isinstance(line, Unit):
        serial, (name, name_pt) = str(line.serial), balanced(line.name, layout.widths[1], layout.row)
        _fill(row[0], serial, SONGTI, one_line(serial, layout.widths[0], layout.row))
        _fill(row[1], name, SONGTI, name_pt)


def _opinion(row: Sequence[_Cell], words: str, layout: _Layout) -> None:
    """The prompt over a block's first two columns, the box over all others."""
    row[0].merge(row[1])
    row[2].merge(row[-1])
    prompt, remark, rest = words.partition("（")
    shown = f"{prompt}\n{remark}{rest}" if remark else prompt
    _fill(row[0], shown, SONGTI, largest(shown, layout.widths[0] + layout.widths[1] - 2, layout.opinion, wrap=True))


def _fill(cell: _Cell, words: str, face: str, size_pt: float) -> None:
    word.write_in(cell, words, Type(face=face, size_pt=size_pt), Lines(exact_pt=line_pt(size_pt), align=CENTER))
