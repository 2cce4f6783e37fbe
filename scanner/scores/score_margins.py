"""What is written about the table of 附件3: beside it, under it, and over it where the form prints nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.readings.reading import OpinionPlace
from pingyi.domain.words.plain_words import plain_words
from pingyi.scanner.lines.lines import WORKING_PX_PER_MM, Levelled, Track
from pingyi.scanner.opinions.holes import AROUND_MM as HOLE_MM
from pingyi.scanner.opinions.holes import holes
from pingyi.scanner.opinions.pieces import INKED, Mask, Piece, long_lines, pieces, written
from pingyi.scanner.scores.score_head import PrintedHead
from pingyi.scanner.scores.score_table import TABLE_MM
from pingyi.scanner.writing.handwriting import recognise

Picture = npt.NDArray[np.uint8]

AIR_MM = 1.6  # around the table: its own rulings
EDGE_MM = 3.0  # of the sheet: shadows
NUMBER_MM = (25.0, 7.0)  # a page's number is no larger
NUMBER_SIGNS = "—-–－─一_·.|共页第/ "  # about its figures, as the recogniser reads them
CONTEXT_MM = 6.0  # around what is written, so that one sees where it stands
LIKE = 0.8  # a line over the table that is no longer than the title and so like it is the title, misread
LABEL, LABEL_SIGNS = "附", 5  # 附件3, 附表2


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePlace:
    """Where the table lies on a levelled page, and its lines."""

    lines: Levelled
    sides: tuple[Track, Track]

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Left, top, right, bottom, levelled px."""
        top, bottom = min(one.start for one in self.sides), max(one.end for one in self.sides)
        left, right = (float(one.at((top + bottom) / 2)) for one in self.sides)
        return left, top, right, bottom


def margin_ink(grey: Picture, table: TablePlace, head: PrintedHead | None, title: str) -> dict[str, Picture]:
    """Pictures of what is written about the table of an upright page (grey), by OpinionPlace; none where nothing is."""
    found: dict[str, Picture] = {}
    if head is not None and any(not _is_head(line, title) for line in head.title):
        found[OpinionPlace.ABOVE] = head.above
    by_place: dict[OpinionPlace, list[Piece]] = {}
    for piece in _pieces(grey, table):
        by_place.setdefault(_place(piece, table), []).append(piece)
    for place, there in by_place.items():
        if place is OpinionPlace.ABOVE and head is not None:
            continue  # printed there; read line by line
        if written(tuple(there), WORKING_PX_PER_MM) and not _is_number(grey, table, place, there):
            found[place] = _seen(grey, table, there, CONTEXT_MM)
    return found


def _is_head(line: str, title: str) -> bool:
    """Whether the form prints this line over its table; writing beside the title makes it longer."""
    said, printed = plain_words(line), plain_words(title)
    if len(said) <= LABEL_SIGNS:
        return not said or said.startswith(LABEL)
    return len(said) <= len(printed) and _like(said, printed) >= LIKE


def _like(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _pieces(grey: Picture, table: TablePlace) -> Iterator[Piece]:
    dark, scale = table.lines.dark, WORKING_PX_PER_MM
    inked = (dark > INKED).astype(np.uint8)
    edge = round(EDGE_MM * scale)
    inside = np.zeros_like(inked)
    inside[edge:-edge, edge:-edge] = 1
    left, top, right, bottom = (round(at) for at in table.box)
    air = round(AIR_MM * scale)
    around = inked & (1 - long_lines(inked, scale))
    around[max(0, top - air) : bottom + air, max(0, left - air) : right + air] = 0
    _, found = pieces(_of_paper(around, inside), scale)
    punched = _punched(grey, table) if found else []
    for piece in found:
        x, y = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
        if all(np.hypot(x - hole[0], y - hole[1]) > HOLE_MM * scale for hole in punched):
            yield piece


def _punched(grey: Picture, table: TablePlace) -> list[tuple[float, float]]:
    """Middles of punched holes, levelled px; the table tells where a copier made the page smaller."""
    left, _, right, _ = table.box
    back = np.linalg.inv(np.vstack([table.lines.to_page, [0, 0, 1]]))
    px = 1 / float(np.sqrt(abs(np.linalg.det(back[:2, :2]))))  # of the page in one levelled
    scales = (WORKING_PX_PER_MM, (right - left) / TABLE_MM)
    found = {hole for scale in scales for hole in holes(grey, scale * px)}
    return [tuple((back @ (x, y, 1.0))[:2]) for x, y in found]


def _of_paper(inked: Mask, inside: Mask) -> Mask:
    """Less what hangs together with the sheet's edge."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    keep = np.ones(len(stats), bool)
    keep[np.unique(labels[inside == 0])] = False
    keep[0] = False
    return np.asarray(keep[labels], np.uint8)


def _place(piece: Piece, table: TablePlace) -> OpinionPlace:
    left, top, right, bottom = table.box
    if piece.bottom <= top:
        return OpinionPlace.ABOVE
    if piece.top >= bottom:
        return OpinionPlace.BELOW
    return OpinionPlace.LEFT if piece.left + piece.right < left + right else OpinionPlace.RIGHT


def _is_number(grey: Picture, table: TablePlace, place: OpinionPlace, there: list[Piece]) -> bool:
    """Whether it is the page's number: as small as one, and read as figures and dashes alone."""
    wide = max(one.right for one in there) - min(one.left for one in there)
    high = max(one.bottom for one in there) - min(one.top for one in there)
    small = wide <= NUMBER_MM[0] * WORKING_PX_PER_MM and high <= NUMBER_MM[1] * WORKING_PX_PER_MM
    if place is not OpinionPlace.BELOW or not small:
        return False
    said = recognise(_seen(grey, table, there, 1.0), short=True)[0]
    figures = said.strip(NUMBER_SIGNS)
    return figures.isdecimal() and len(figures) <= 3


def _seen(grey: Picture, table: TablePlace, there: list[Piece], around_mm: float) -> Picture:
    """The part of the page they lie on, with so much around them."""
    left, right = min(one.left for one in there), max(one.right for one in there)
    top, bottom = min(one.top for one in there), max(one.bottom for one in there)
    corners = np.array([[x, y, 1.0] for x in (left, right) for y in (top, bottom)]) @ table.lines.to_page.T
    air = around_mm * WORKING_PX_PER_MM * float(np.sqrt(abs(np.linalg.det(table.lines.to_page[:, :2]))))
    low, high = np.floor(corners.min(axis=0) - air), np.ceil(corners.max(axis=0) + air)
    x, y = np.maximum(low, 0).astype(int)
    return np.ascontiguousarray(grey[y : int(high[1]), x : int(high[0])])
