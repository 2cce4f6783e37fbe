"""Print in another face or in other lines than the form's own file has it: told from writing by what it says."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
from rapidfuzz.distance import Levenshtein
from rapidfuzz.fuzz import partial_ratio_alignment

from pingyi.domain.forms.form import TablePrint
from pingyi.domain.words.plain_words import plain_words
from pingyi.scanner.ink.labelled import AREA, pieces_of
from pingyi.scanner.opinions.form_page import POINTS_PER_MM, PX_PER_MM, FormPage, KnownLine, LaidPage
from pingyi.scanner.opinions.pieces import INKED, LEAST_MM2, Mask, Piece
from pingyi.scanner.writing.handwriting import recognise

Picture = npt.NDArray[np.uint8]
Box = tuple[int, int, int, int]  # left, top, width, height

READ_PX_PER_MM = 10.0  # a small letter is then as high as the recogniser wants it
AIR_MM = 0.8  # around a line that is read
GAP_MM, LEADING_MM = 5.0, 0.2  # letters of a line stand nearer, lines further apart
LINE_MM = (1.2, 14.0)  # height of a line of print
LIKE = 70.0  # of 100: the recogniser misreads some letters
STRANGE_RUN = 2  # letters in a row that the form does not say: more are somebody's own
SHORT = 4  # letters: fewer may stand anywhere, and must begin or end a line of the form's own
SAME, SAME_PX, SOFT_PX = 0.8, 8, 5  # of a line read before: how like, how far off, around its letters
LETTER_PX, DARKER = 8, 24  # the greatest surplus of ink there, of 255: clean copies have 28 at most, 98 of 100 less
INKED_MEAN = 10  # of 255: where a letter stands
MOST_KNOWN = 64  # lines kept of a form
MOST_LINES = 24  # are read; a page of more is no form's


@dataclass(frozen=True, slots=True, kw_only=True)
class FormWords:
    """What the form says outside its table, without white space: all of it, and its lines."""

    whole: str
    lines: tuple[str, ...]


def form_words(printed: TablePrint, more: tuple[str, ...] = ()) -> FormWords:
    """What the form's own file says about its table, and `more` that was printed on it since."""
    own, bare = _own_words(printed), tuple(plain_words(line) for line in more if line)
    return FormWords(whole=own.whole + "".join(bare), lines=own.lines + bare)


@lru_cache(maxsize=16)
def _own_words(printed: TablePrint) -> FormWords:
    """From the form's print: its page less the table, and whatever stands on the file's other pages."""
    document = pdfium.PdfDocument(printed.pdf)
    try:
        lines = [line for number in range(len(document)) for line in _page_lines(document[number], printed, number)]
    finally:
        document.close()
    bare = tuple(plain for line in lines if (plain := plain_words(line)))
    return FormWords(whole="".join(bare), lines=bare)


def _page_lines(page: pdfium.PdfPage, printed: TablePrint, number: int) -> list[str]:
    text = page.get_textpage()
    if number != printed.page - 1:
        return str(text.get_text_bounded()).splitlines()
    width, height = page.get_size()
    top, bottom = (height - y * POINTS_PER_MM for y in (printed.ys_mm[0], printed.ys_mm[-1]))
    above = str(text.get_text_bounded(left=0, bottom=top, right=width, top=height))
    below = str(text.get_text_bounded(left=0, bottom=0, right=width, top=bottom))
    return [*above.splitlines(), *below.splitlines()]


def not_printed(
    grey: Picture,
    found: tuple[Piece, ...],
    labels: npt.NDArray[np.int32],
    laid_on: tuple[FormPage, LaidPage, Mask],
    words: FormWords,
) -> tuple[Piece, ...]:
    """
    Of the pieces found, those that lie in no line that says what the form says; `grey` is the scan as fed.

    It is `laid_on` its form's page with these long lines.
    """
    page, scan, straight = laid_on
    lines, boxes = _lines(page, scan, straight)
    of_line: dict[int, list[Piece]] = {}
    for piece in found:
        inside = lines[piece.top : piece.bottom, piece.left : piece.right]
        mine = inside[labels[piece.top : piece.bottom, piece.left : piece.right] == piece.label]
        at = np.bincount(mine[mine > 0]) if (mine > 0).any() else np.zeros(1)
        of_line.setdefault(int(at.argmax()), []).append(piece)
    left = list(of_line.pop(0, []))
    for number, (line, mine_pieces) in enumerate(of_line.items()):
        box = boxes[line]
        if number < MOST_LINES and _seen_before(page, scan, box):
            continue
        if number < MOST_LINES and _says(_read(grey, scan, box), words):
            _keep(page, scan, box)
        else:
            left += mine_pieces
    return tuple(left)


def _seen_before(page: FormPage, scan: LaidPage, box: Box) -> bool:
    """Whether a line looks like one that was read before, and nothing stands in it beside that: reading costs most."""
    return any(_alike(one, scan, box) for one in page.known)


def _alike(one: KnownLine, scan: LaidPage, box: Box) -> bool:
    if any(abs(here - there) > SAME_PX for here, there in zip(box, one.box, strict=True)):
        return False
    left, top, width, height = box
    first_x, first_y = max(0, left - SAME_PX), max(0, top - SAME_PX)
    window = scan.dark[first_y : top + height + SAME_PX, first_x : left + width + SAME_PX]
    if window.shape[0] < one.dark.shape[0] or window.shape[1] < one.dark.shape[1]:
        return False
    _, best, _, (x, y) = cv2.minMaxLoc(cv2.matchTemplate(window, one.dark, cv2.TM_CCOEFF_NORMED))
    if best < SAME or _darker(window[y : y + one.dark.shape[0], x : x + one.dark.shape[1]], one.dark) > DARKER:
        return False
    words = np.zeros(window.shape, np.uint8)
    words[y : y + one.dark.shape[0], x : x + one.dark.shape[1]] = one.dark > INKED
    more = (window > INKED) & (cv2.dilate(words, np.ones((SOFT_PX, SOFT_PX), np.uint8)) == 0)
    inside = more[top - first_y : top - first_y + height, left - first_x : left - first_x + width]
    return bool(np.count_nonzero(inside) < LEAST_MM2 * PX_PER_MM**2)


def _darker(here: Picture, before: Picture) -> float:
    """How much darker a letter is than it was before, the whole line's pallor set off: writing over print adds ink."""
    now, then = (cv2.blur(line.astype(np.float32), (LETTER_PX, LETTER_PX)) for line in (here, before))
    inked = then > INKED_MEAN
    share = float(np.median(now[inked] / then[inked])) if inked.any() else 1.0
    return float((now - share * then).max())


def _keep(page: FormPage, scan: LaidPage, box: Box) -> None:
    if len(page.known) < MOST_KNOWN:
        left, top, width, height = box
        page.known.append(KnownLine(box=box, dark=scan.dark[top : top + height, left : left + width].copy()))


def _lines(page: FormPage, scan: LaidPage, straight: Mask) -> tuple[npt.NDArray[np.int32], list[Box]]:
    """All ink outside the table, print and writing, by lines, 0 where there is none; and where each of these lies."""
    inked = ((scan.dark > INKED) & (scan.there > straight)).view(np.uint8)
    left, top, right, bottom = page.table
    inked[top:bottom, left:right] = 0
    size = (round(GAP_MM * PX_PER_MM) | 1, round(LEADING_MM * PX_PER_MM) | 1)
    joined = cv2.dilate(inked, np.ones(size[::-1], np.uint8))
    figures, labels = pieces_of(joined.view(np.bool_))
    return labels, [(0, 0, 0, 0), *map(tuple, figures[:, :AREA].tolist())]


def _read(grey: Picture, scan: LaidPage, box: Box) -> str:
    left, top, width, height = box
    if not LINE_MM[0] * PX_PER_MM <= height <= LINE_MM[1] * PX_PER_MM:
        return ""
    air = AIR_MM * PX_PER_MM
    around = (left - air, top - air, left + width + air, top + height + air)
    return recognise(view(grey, scan, around, READ_PX_PER_MM), short=True)[0]


def view(grey: Picture, scan: LaidPage, box: tuple[float, float, float, float], px_per_mm: float) -> Picture:
    """A part of the scan (left, top, right, bottom in px of the laid page), upright and as large as is asked for."""
    left, top, right, bottom = box
    larger = px_per_mm / PX_PER_MM
    corner = np.array([[1 / larger, 0, left], [0, 1 / larger, top], [0, 0, 1.0]])
    size = (max(8, round((right - left) * larger)), max(8, round((bottom - top) * larger)))
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    drawn = cv2.warpPerspective(grey, scan.to_scan @ corner, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(drawn, np.uint8)


def _says(text: str, words: FormWords) -> bool:
    """Whether a line says what the form says there or elsewhere, and next to nothing else."""
    bare = plain_words(text)
    if len(bare) < SHORT:
        return any(bare and (line.startswith(bare) or line.endswith(bare)) for line in words.lines)
    found = partial_ratio_alignment(bare, words.whole, score_cutoff=LIKE)
    if found is None:
        return False
    said = words.whole[found.dest_start : found.dest_end]
    return max(_strange(bare, said), default=0) <= STRANGE_RUN


def _strange(text: str, said: str) -> Iterator[int]:
    """Lengths of the runs of letters of a text that are not the form's."""
    for part in Levenshtein.opcodes(text, said):
        if part.tag != "equal":
            yield part.src_end - part.src_start
