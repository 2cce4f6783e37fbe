"""Whether a page without the form is one somebody wrote on: the back of a sheet, or a sheet put in beside it."""

from collections.abc import Collection, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, paper_long_mm
from pingyi.domain.readings.reading import Unread
from pingyi.domain.words.plain_words import plain_words
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.lines.lines import Levelled, Track, page_lines
from pingyi.scanner.opinions.foreign_print import form_words
from pingyi.scanner.opinions.pieces import INKED, pieces
from pingyi.scanner.words.batch_code import bears_mark
from pingyi.scanner.writing.handwriting import recognise
from pingyi.scanner.writing.text_lines import text_lines

Picture = npt.NDArray[np.uint8]

PAPER_GREY = 96  # of 255: darker is no paper, but a lid, a cover, a lost page
RULED_SHARE = 0.2  # of the page: longer lines are rulings
BROKEN_PIECES, BROKEN_SHARE = 4, 0.4  # of a ruling that a black-and-white scan broke, and of the page it runs over
MOST_RULINGS = 2  # one way: streaks; letter paper is ruled the other way alone, a table both ways
READ_PX_PER_MM, FRAME_MM = 6.0, 12.0
SOME_LINES, TALLEST, LEAST_PX = 6, 3, 60  # are read, a title among the tallest; shorter ones say nothing
TOP = 1 / 3  # of the lines: a title is among these, where broken rulings make rows lower down taller
OF_THE_FORM = 6  # letters in a row that the form prints beside its rows' names: then it is the form, spoilt
HEAD, LIKE_HEAD = 20, 0.6  # signs of a title; so much of them agrees where faded print is half read
ALONE_MM, WIDE_MM = 10.0, 20.0  # a mark in a cell: nothing is so near beside it, and it is no wider; words are
TICKS = 3  # are a ballot's
WRITTEN = "没有表格，有字：背面或另附纸；已列入书面意见，由两人看图录入，不计票"
TICKS_ALONE = "只看得见一个个勾，看不见表格和字：像是选票，印得或扫得太淡；请调深浓度，用 200–300 dpi 灰度重扫"


def as_written(found: Refusal, grey: Picture, forms: Sequence[BallotForm]) -> Refusal:
    """The refusal of a page (grey, as fed), or what it is called when somebody wrote on it and nothing is printed."""
    if found.reason is not Unread.NO_TABLE or float(np.median(grey[::4, ::4])) < PAPER_GREY:
        return found
    long_mm = paper_long_mm(forms)
    lines = page_lines(grey, long_mm)
    if _ruled(lines) or bears_mark(grey) or _says_the_form(grey, forms):
        return found
    if _ticked(lines, long_mm):
        return Refusal(reason=Unread.NO_TABLE, detail=TICKS_ALONE)
    return Refusal(reason=Unread.WRITTEN_PAGE, detail=WRITTEN)


def written_page(grey: Picture) -> bool:
    """Whether a page that belongs to no form has something written on it, and no table."""
    return as_written(Refusal(reason=Unread.NO_TABLE, detail=""), grey, ()).reason is Unread.WRITTEN_PAGE


def _ruled(lines: Levelled) -> bool:
    """Whether there are rulings both ways."""
    height, width = lines.dark.shape
    level = sum(_is_ruling(track, width) for track in lines.horizontal)
    upright = sum(_is_ruling(track, height) for track in lines.vertical)
    return bool(min(level, upright) > MOST_RULINGS)


def _is_ruling(track: Track, side: int) -> bool:
    """Whether a line is seen over much of the page, or here and there over more of it."""
    broken = len(track.spans) >= BROKEN_PIECES and track.end - track.start > BROKEN_SHARE * side
    return broken or track.seen > RULED_SHARE * side


def _ticked(lines: Levelled, long_mm: float) -> bool:
    """Whether most of what is inked are marks with nothing beside them: a ballot whose print is gone."""
    px_per_mm = max(lines.dark.shape) / long_mm
    found = pieces((lines.dark >= INKED).astype(np.uint8), px_per_mm)[1]
    far = ALONE_MM * px_per_mm
    alone = [
        one
        for one in found
        if one.width < WIDE_MM * px_per_mm
        and not any(
            other is not one
            and other.top < one.bottom
            and one.top < other.bottom
            and other.left - one.right < far
            and one.left - other.right < far
            for other in found
        )
    ]
    return len(alone) >= TICKS and 2 * len(alone) > len(found)


def _says_the_form(grey: Picture, forms: Sequence[BallotForm]) -> bool:
    if not forms:
        return False
    said = {_said(form) for form in forms}
    heads = {_head(form) for form in forms}
    for quarter in range(4):
        for words in _lines(np.ascontiguousarray(np.rot90(grey, quarter)), paper_long_mm(forms)):
            if _says(words, said) or _like(words, heads):
                return True
    return False


def _says(words: str, said: Collection[str]) -> bool:
    runs = {words[at : at + OF_THE_FORM] for at in range(len(words) - OF_THE_FORM + 1)}
    return any(run in text for run in runs for text in said)


def _like(words: str, heads: Collection[str]) -> bool:
    """Whether they are much like as many signs somewhere in a head; a date is none."""
    signs = _signs(words)
    if len(signs) < OF_THE_FORM:
        return False
    parts = {head[at : at + len(signs)] for head in heads for at in range(max(1, len(head) - len(signs) + 1))}
    return any(SequenceMatcher(None, signs, part, autojunk=False).ratio() >= LIKE_HEAD for part in parts)


@lru_cache(maxsize=16)
def _head(form: BallotForm) -> str:
    """A form's first signs, its title among them."""
    return _signs(plain_words(form.table.heading))[:HEAD]


def _signs(words: str) -> str:
    return "".join(letter for letter in words if "\u4e00" <= letter <= "\u9fff")


@lru_cache(maxsize=16)
def _said(form: BallotForm) -> str:
    """What a form prints beside its table, and in it but for what rows are called: that may be written of."""
    labels = {cell.text for row in form.rows for cell in row.labels}
    inside = [plain_words(cell.text) for cell in form.table.cells if cell.text and cell.text not in labels]
    return "\n".join((form_words(form.table.printed).whole, *inside))


def _lines(grey: Picture, long_mm: float) -> list[str]:
    """What some lines of a page say."""
    scale = READ_PX_PER_MM * long_mm / max(grey.shape)
    page = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    frame = round(FRAME_MM * READ_PX_PER_MM)
    found = [
        line for line in text_lines(np.asarray(page[frame:-frame, frame:-frame], np.uint8)) if line.shape[1] >= LEAST_PX
    ]
    some = found[:: max(1, len(found) // SOME_LINES)][:SOME_LINES]
    tallest = [*_tallest(found[: round(TOP * len(found)) + 1]), *_tallest(found)]
    lines = {id(line): line for line in (*tallest, *some)}.values()
    return [plain_words(recognise(line, short=True)[0]) for line in lines]


def _tallest(lines: Sequence[Picture]) -> Sequence[Picture]:
    return sorted(lines, key=len, reverse=True)[:TALLEST]
