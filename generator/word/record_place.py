"""Where the record block (版记) of a finished PDF stands: with a page's foot to itself, or how many pages it lacks."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import docx

from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.word.official import record_lines_of
from pingyi.ground.errors import FileError
from pingyi.ground.printed.glyphs import Glyph
from pingyi.ground.printed.pages import PrintedPage, printed_file

MOST_PAGES = 2  # begun before a block
FOOT_MM = 264.1  # what begins lower is the page number
RULE_ABOVE_MM = 4.6  # the block's upper rule over its first line's characters
FREE_MM = 5.5  # a table's row under its text: so much longer may the text come out in another program
RECORD_FROM_MM = 200.0  # a block begins no higher
SAME_LINE_MM = 0.2
RULE_MM = 1.5  # a drawn thing less high is a rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """A character, rule or picture on a page: its upper and lower edge in mm from the top."""

    top: float
    bottom: float
    rule: bool
    own: bool  # of the record block


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Characters side by side, without white space; edges as above."""

    text: str
    size_pt: float
    top: float
    bottom: float


def placed(write: Callable[[int], Path]) -> Path:
    """
    Write a document so that its record block has the foot of an even page to itself; its PDF.

    `write` is told how many pages to begin before the block: none, one, or two, of which the first stays empty.
    Raises what `write` and to_pdf raise, FileError when the block finds no place.
    """
    (printed,) = printed_in_place([write])
    document = printed.with_suffix(".docx")
    if pages_lacking(printed, record_words(document)):
        raise FileError(f"{document.name} 的版记排不到双数页页底；请核对模板里版记的位置和页边距是否改动过")
    return printed


def printed_in_place(writes: Sequence[Callable[[int], Path]]) -> list[Path]:
    """
    Write several documents of one folder as `placed` does, LibreOffice started for all of them three times at most.

    Their PDFs in the same order; whether a block found its place is for the caller to see. A block that hung among text
    may have pushed a row on, which comes back when it is gone: then the other number of pages is right.
    """
    documents = [write(0) for write in writes]
    if not documents:
        return []
    folder = documents[0].parent
    printed = to_pdf(documents, folder)
    first = _lacking_of(range(len(writes)), documents, printed)
    to_pdf([writes[number](pages) for number, pages in first.items()], folder)
    again = _lacking_of(first, documents, printed)
    to_pdf([writes[number](MOST_PAGES + 1 - first[number]) for number in again], folder)
    return printed


def _lacking_of(numbers: Iterable[int], documents: Sequence[Path], printed: Sequence[Path]) -> dict[int, int]:
    """Of these documents the ones whose block is out of place, with the pages they lack."""
    found = {number: pages_lacking(printed[number], record_words(documents[number])) for number in numbers}
    return {number: pages for number, pages in found.items() if pages}


def record_words(document: Path) -> str:
    """All words of a Word file's record block, white space left out; empty where it has none."""
    lines = record_lines_of(docx.Document(str(document)))
    return "".join("".join(line.text.split()) for line in lines)


def pages_lacking(pdf: Path, words: str) -> int:
    """Pages to begin before the block that says `words`: 0 where it stands right, or where there is none."""
    with printed_file(pdf) as printed:
        for number in range(len(printed), 0, -1):  # the block comes late
            inks = list(_inks(printed.page(number), words))
            if any(ink.own for ink in inks):
                return _lacking(number, inks)
    return 0


def _lacking(number: int, inks: list[Ink]) -> int:
    block = min(ink.top for ink in inks if ink.own) - RULE_ABOVE_MM
    others = [ink for ink in inks if not ink.own and not (ink.rule and ink.bottom > block)]
    if not others:  # pushed on by a full page
        return 2 if number % 2 else 0
    if number % 2:
        return 1
    return 2 if max(ink.bottom for ink in others) > block - FREE_MM else 0


def _inks(page: PrintedPage, words: str) -> Iterator[Ink]:
    """What is printed on the page over its number."""
    lines = list(_lines(page))
    ends = [line for line in lines if line.top > RECORD_FROM_MM and words.endswith(line.text)]
    size = max(ends, key=lambda line: line.top).size_pt if ends else 0.0
    for line in lines:
        own = line.size_pt == size and line.top > RECORD_FROM_MM and line.text in words
        yield Ink(top=line.top, bottom=line.bottom, rule=False, own=own)
    for shape in page.shapes:
        yield Ink(top=shape.top, bottom=shape.bottom, rule=shape.bottom - shape.top < RULE_MM, own=False)


def _lines(page: PrintedPage) -> Iterator[Words]:
    """Characters of one size on one base line."""
    placed = dict[tuple[int, float], list[Glyph]]()
    for glyph in page.glyphs:
        if glyph.top < FOOT_MM:
            placed.setdefault((round(glyph.base / SAME_LINE_MM), round(glyph.type.size_pt, 1)), []).append(glyph)
    for (_, size), line in placed.items():
        text = "".join(glyph.text for glyph in sorted(line, key=lambda glyph: glyph.left))
        yield Words(text=text, size_pt=size, top=line[0].top, bottom=line[0].bottom)
