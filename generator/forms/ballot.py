"""附件4 公众评议表 as a Word file: blocks of tick rows side by side, on one page of A4 or A3 or on several."""

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import docx
from docx.document import Document
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from pingyi.domain.campaign.ballot_lines import Block, Line, ballot_lines, cut_blocks, cut_pages
from pingyi.domain.campaign.campaign import Batch, Campaign, Unit
from pingyi.generator.forms.ballot_layout import Layout, lay_out, page_of, type_width_mm
from pingyi.generator.forms.batch_mark import Mark, add_mark, add_words
from pingyi.generator.word import word
from pingyi.generator.word.cell_type import balanced, largest, line_pt, one_line, stacked
from pingyi.generator.word.merged import merged
from pingyi.generator.word.word import CENTER, HEITI, JUSTIFY, SONGTI, XIAOBIAOSONG, Lines, Page, Type
from pingyi.ground.errors import FormError

HEADER_AIR_MM = 1.2  # three characters under each other would touch the rules
TITLE_SIZES_PT = (22.0, 20.0, 18.0, 16.0, 14.0, 12.0, 10.5)
TITLE_MM = 120.0  # centred, it stays clear of the batch mark in the corner
MOST_PAGES = 4
NEXT_TITLE_PT = 14.0  # on the pages after the first
NEXT_HEAD_PT = 18 + 24 + 8  # what stands over their tables
ATTACHMENT = Type(face=HEITI, size_pt=word.SI_HAO)
TEXT, TEXT_LINE_PT = Type(size_pt=11.0), 16.0
NOTE, NOTE_LINE_PT = Type(size_pt=9.5), 13.0
MM_PER_PT = 25.4 / 72

PutMark = Callable[[Paragraph, Mark, Page], None]


def write_ballot(campaign: Campaign, path: Path, batch: Batch | None = None, *, coded: bool = True) -> Path:
    """
    Write the ballot for the campaign's roster, with the batch's mark when one is given; no voter is singled out.

    Without `coded` no QR code stands on it: a print run stamps its own.

    Raises FormError when the roster cannot be ticked on the campaign's pages.
    """
    document = word.new_document(page_of(campaign), title=campaign.ballot.title, author=campaign.about.issuer)
    _add(document, campaign, batch.code if batch else "", add_mark if coded else _words_only)
    return word.save(document, path)


def mark_ballots(campaign: Campaign, unmarked: Path, batches: Mapping[Path, Batch]) -> list[Path]:
    """Write ballots with their batches' marks, by path, from one without codes: the table is made but once."""
    content = unmarked.read_bytes()
    return [_marked(campaign, content, path, batch.code) for path, batch in batches.items()]


def mark_pages(campaign: Campaign, unmarked: Path, path: Path) -> Path:
    """Write the ballot of no batch from one without codes: each page of several says which it is."""
    return _marked(campaign, unmarked.read_bytes(), path, "")


def _marked(campaign: Campaign, content: bytes, path: Path, code: str) -> Path:
    document = docx.Document(io.BytesIO(content))
    first_words = f"{campaign.ballot.attachment}："
    heads = [line for line in document.paragraphs if line.text.startswith(first_words)]
    for page, head in enumerate(heads[: campaign.ballot.pages], start=1):
        for run in head.runs[1:]:
            head._p.remove(run._r)  # noqa: SLF001 - the words of the mark without a batch
        add_mark(head, _mark(campaign, code, page), page_of(campaign))
    return word.save(document, path)


def _mark(campaign: Campaign, code: str, page: int) -> Mark:
    pages = campaign.ballot.pages
    return Mark(key=campaign.ballot_print.key, batch=code, page=page if pages > 1 else 0, pages=pages)


def add_ballot(document: Document, campaign: Campaign, batch: Batch | None = None) -> None:
    """
    The ballot at the end of a document whose last section is on the campaign's `page_of`.

    Raises FormError when the roster cannot be ticked on the campaign's pages.
    """
    _add(document, campaign, batch.code if batch else "", add_mark)


def _words_only(line: Paragraph, mark: Mark, _: Page) -> None:
    add_words(line, mark)


def shapes(campaign: Campaign) -> Iterator[Campaign]:
    """The same ballot on one page, two … of its paper; on several, in as few blocks as may be."""
    most = campaign.ballot.blocks
    for pages in range(1, MOST_PAGES + 1):
        for blocks in range(1 if pages == 1 else 2, most + 1):
            change = {"pages": pages, "blocks": most + 1 - blocks if pages == 1 else blocks}
            yield campaign.model_copy(update={"ballot": campaign.ballot.model_copy(update=change)})


def layouts(campaign: Campaign) -> list[tuple[list[Block], Layout]]:
    """
    Each page's blocks of lines and its table's measures.

    Raises FormError when the roster cannot be ticked on the campaign's pages.
    """
    pages, found = campaign.ballot.pages, []
    for page, lines in enumerate(cut_pages(tuple(ballot_lines(campaign)), pages), start=1):
        around_mm = _above_height(campaign) + _notes_height(campaign) if page == 1 else NEXT_HEAD_PT * MM_PER_PT
        blocks = cut_blocks(lines, campaign.ballot.blocks)
        found.append((blocks, lay_out(campaign, blocks, around_mm, opinion_box=page == pages)))
    return found


def _fits(campaign: Campaign) -> bool:
    try:
        layouts(campaign)
    except FormError:
        return False
    return True


def _planned(campaign: Campaign) -> list[tuple[list[Block], Layout]]:
    """The layouts; where there are none, the error names a shape that would do."""
    try:
        return layouts(campaign)
    except FormError as error:
        other = next(filter(_fits, shapes(campaign)), None)
        if other is None:
            raise
        text = other.ballot
        raise FormError(f"{error}；例如 pages = {text.pages}、blocks = {text.blocks} 就放得下") from error


def _add(document: Document, campaign: Campaign, code: str, put_mark: PutMark) -> None:
    for page, (blocks, layout) in enumerate(_planned(campaign), start=1):
        first = _above(document, campaign) if page == 1 else _above_again(document, campaign, page)
        put_mark(first, _mark(campaign, code, page), page_of(campaign))
        _table(document, campaign, blocks, layout)
        if page == 1:
            _below(document, campaign)


def _above(document: Document, campaign: Campaign) -> Paragraph:
    """Write what stands above the table; its first line."""
    text = campaign.ballot
    title_pt = next((pt for pt in TITLE_SIZES_PT if word.text_width_mm(text.title, pt) <= TITLE_MM), TITLE_SIZES_PT[-1])
    first = word.paragraph(document, f"{text.attachment}：", ATTACHMENT, Lines(exact_pt=18))
    title = Type(face=XIAOBIAOSONG, size_pt=title_pt)
    word.paragraph(document, text.title, title, Lines(exact_pt=30, align=CENTER, after_pt=3))
    word.paragraph(document, text.greeting, TEXT, Lines(exact_pt=TEXT_LINE_PT))
    request = Lines(exact_pt=TEXT_LINE_PT, align=JUSTIFY, first_indent_chars=2, after_pt=3)
    word.paragraph(document, text.request, TEXT, request)
    return first


def _above_height(campaign: Campaign) -> float:
    """Of all that, in mm."""
    per_line = int(type_width_mm(campaign) / (TEXT.size_pt * MM_PER_PT)) - 1  # a mark that may not begin a line
    request_lines = -(-(len(campaign.ballot.request) + 2) // per_line)  # draws a character along
    return (18 + 30 + 3 + TEXT_LINE_PT * (1 + request_lines) + 3) * MM_PER_PT


def _above_again(document: Document, campaign: Campaign, page: int) -> Paragraph:
    """The same for a later page."""
    lines = Lines(exact_pt=18, page_break_before=True)
    first = word.paragraph(document, f"{campaign.ballot.attachment}：", ATTACHMENT, lines)
    title = Type(face=XIAOBIAOSONG, size_pt=NEXT_TITLE_PT)
    words = f"{campaign.ballot.title}（第{page}页）"
    word.paragraph(document, words, title, Lines(exact_pt=24, align=CENTER, after_pt=8))
    return first


def _notes(campaign: Campaign) -> list[str]:
    numbered = [f"{n}.{note}" for n, note in enumerate(campaign.ballot.notes, start=1)]
    return [f"注：{numbered[0]}", *numbered[1:]] if numbered else []


def _notes_height(campaign: Campaign) -> float:
    width = type_width_mm(campaign) - 3 * NOTE.size_pt * MM_PER_PT
    lines = sum(-(-word.text_width_mm(note, NOTE.size_pt) // width) for note in _notes(campaign))
    return float(lines * NOTE_LINE_PT * MM_PER_PT + 1)


def _below(document: Document, campaign: Campaign) -> None:
    for index, note in enumerate(_notes(campaign)):
        place = Lines(exact_pt=NOTE_LINE_PT, before_pt=0 if index else 2, left_indent_chars=2 if index else 0)
        word.paragraph(document, note, NOTE, place)


def _table(document: Document, campaign: Campaign, blocks: Sequence[Block], layout: Layout) -> None:
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
        body = [row[columns] for row in cells[1 : len(layout.rows) + 1]]
        for row, line, height_mm in zip(body, lines, layout.rows, strict=True):
            _body_row(row, line, layout.widths, height_mm)
        empty = [row for row, line in zip(body, lines, strict=True) if line is None]
        if empty:
            merged(empty)
    if layout.opinion:
        _opinion(cells[-1], text.opinion, layout)


def _body_row(row: Sequence[_Cell], line: Line | None, widths: Sequence[float], height_mm: float) -> None:
    if isinstance(line, Unit):
        serial, (name, name_pt) = str(line.serial), balanced(line.name, widths[1], height_mm)
        _fill(row[0], serial, SONGTI, one_line(serial, widths[0], height_mm))
        _fill(row[1], name, SONGTI, name_pt)
    elif line is not None:
        merged([row])
        _fill(row[0], line.label, HEITI, one_line(line.label, sum(widths), height_mm))


def _opinion(row: Sequence[_Cell], words: str, layout: Layout) -> None:
    """The prompt over a block's first two columns, the box over all others."""
    merged([row[:2]])
    merged([row[2:]])
    prompt, remark, rest = words.partition("（")
    shown = f"{prompt}\n{remark}{rest}" if remark else prompt
    _fill(row[0], shown, SONGTI, largest(shown, layout.widths[0] + layout.widths[1] - 2, layout.opinion, wrap=True))


def _fill(cell: _Cell, words: str, face: str, size_pt: float) -> None:
    word.write_in(cell, words, Type(face=face, size_pt=size_pt), Lines(exact_pt=line_pt(size_pt), align=CENTER))
