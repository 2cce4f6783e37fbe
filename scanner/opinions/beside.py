"""Ink outside the table: over it, under it, in the margins."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import OpinionPlace
from pingyi.scanner.ink.labelled import AREA, HEIGHT, WIDTH, pieces_of
from pingyi.scanner.opinions.foreign_print import form_words, not_printed, view
from pingyi.scanner.opinions.form_page import (
    AROUND_MM,
    PX_PER_MM,
    TABLE_AIR_MM,
    FormPage,
    LaidPage,
    form_page,
    without_print,
)
from pingyi.scanner.opinions.labelled import touching, where
from pingyi.scanner.opinions.pieces import INKED, LEAST_MM2, Mask, Piece, long_lines, pieces, written

Picture = npt.NDArray[np.uint8]

BEYOND_MM = 2.0  # of the form's page: print made smaller to fit leaves more paper around it
CUT_SIGNS, CUT_MM, CUT_BROAD_MM = 4, (1.5, 6.5), 0.7  # of a margin: so many, so large; shadows are long or thin
TAIL_MM = 8.0  # a tick's tail may leave the table this far
RIM_MM = 1 / PX_PER_MM  # beyond what is left out of the table: ink there goes on inside
CODE_MM = (11.0, 17.0)  # the mark's side, as print is made larger or smaller
CODE_FILL = 0.5  # of its square; modules hang together
LABEL_MM = (26.0, 5.0)  # of the words to the mark's left: batch and page
SHOWN_PX_PER_MM = 6.0  # of the pictures for people, as of all others
CONTEXT_MM = 6.0  # around what is written, so that one sees where it stands


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What is written at one place of the sheet, and what people are shown of it."""

    place: OpinionPlace
    picture: Picture


def beside(grey: Picture, scan: LaidPage, form: BallotForm, said: tuple[str, ...]) -> tuple[Beside, ...]:
    """
    What is written about the table on a scan (grey, as fed) that was laid on its form's page.

    `said` are words printed there that the form's file does not have: the mark's batch; empty where there is no mark.
    """
    page = form_page(form.table.printed)
    inked, own = without_print(page, scan)
    inked &= scan.there
    if said:
        _take_code(inked, page)
    if cv2.countNonZero(inked) < LEAST_MM2 / 2 * PX_PER_MM**2:
        return ()
    lines = long_lines((scan.dark > INKED).astype(np.uint8), PX_PER_MM)  # print and all: it would break them up
    labels, found = pieces(_of_paper(inked, scan) & (1 - lines), PX_PER_MM)
    found = tuple(piece for piece in found if _on_paper(piece, page, scan))
    ticked = _by_ticks(form)
    found = tuple(piece for piece in found if not _tail(piece, ticked, labels, page))
    if not own and written(found, PX_PER_MM):
        found = not_printed(grey, found, labels, (page, scan, lines), form_words(form.table.printed, said))
    return tuple(_places(grey, found, page, scan))


def _of_paper(inked: Mask, scan: LaidPage) -> Mask:
    """Less what hangs together with the sheet's edge; signs in a line that the edge cut are left."""
    beyond = cv2.dilate((scan.there == 0).astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    beyond[[0, -1]], beyond[:, [0, -1]] = True, True
    figures, labels = pieces_of(inked.view(np.bool_))
    edge = touching(labels, beyond, 1 + len(figures))[1:]
    size = figures[:, [WIDTH, HEIGHT]]
    high, broad = size.max(axis=1) / PX_PER_MM, size.min(axis=1) / PX_PER_MM
    cut = edge & (high >= CUT_MM[0]) & (high <= CUT_MM[1]) & (broad >= CUT_BROAD_MM)
    edge &= ~cut if cut.sum() >= CUT_SIGNS else True
    return np.asarray(inked & (1 - where(labels, np.concatenate([[False], edge]))), np.uint8)


def _on_paper(piece: Piece, page: FormPage, scan: LaidPage) -> bool:
    height, width = page.dark.shape
    x, y = (piece.left + piece.right) / 2, (piece.top + piece.bottom) / 2
    rim = (AROUND_MM - BEYOND_MM) * PX_PER_MM
    inside = rim <= x <= width - rim and rim <= y <= height - rim
    return inside and not scan.near_hole(x / PX_PER_MM - AROUND_MM, y / PX_PER_MM - AROUND_MM)


def _tail(piece: Piece, ticked: Mask, labels: npt.NDArray[np.int32], page: FormPage) -> bool:
    """Whether it is what a tick at the table's rim leaves outside."""
    part = np.s_[piece.top : piece.bottom, piece.left : piece.right]
    if not ((labels[part] == piece.label) & (ticked[part] > 0)).any():
        return False
    left, top, right, bottom = page.table
    out = max(left - piece.left, piece.right - right, top - piece.top, piece.bottom - bottom)
    return out <= TAIL_MM * PX_PER_MM


@lru_cache(maxsize=16)
def _by_ticks(form: BallotForm) -> Mask:
    """Where the table's rim has a cell that is ticked behind it."""
    page = form_page(form.table.printed)
    near = np.zeros(page.dark.shape, np.uint8)
    air = TABLE_AIR_MM + RIM_MM
    for row in form.rows:
        for cell in row.cells:
            left, right = page.xs_mm[cell.col] - air, page.xs_mm[cell.col + cell.col_span] + air
            top, bottom = page.ys_mm[cell.row] - air, page.ys_mm[cell.row + cell.row_span] + air
            x, to_x, y, to_y = (round((at + AROUND_MM) * PX_PER_MM) for at in (left, right, top, bottom))
            near[y:to_y, x:to_x] = 1
    return near


def _take_code(inked: Mask, page: FormPage) -> None:
    """Take the mark over the table and the words beside it off, in place."""
    above = inked[: page.table[1]]
    joined = cv2.morphologyEx(above, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
    figures, _ = pieces_of(joined.view(np.bool_))
    low, high = (side * PX_PER_MM for side in CODE_MM)
    for left, top, width, height, area in figures[:, : AREA + 1].tolist():
        if low <= width <= high and low <= height <= high and area >= CODE_FILL * width * height:
            above[top - 2 : top + height + 2, left - 2 : left + width + 2] = 0
            first = max(0, round(left - LABEL_MM[0] * PX_PER_MM))
            above[max(0, top - 2) : round(top + LABEL_MM[1] * PX_PER_MM), first:left] = 0


def _places(grey: Picture, found: tuple[Piece, ...], page: FormPage, scan: LaidPage) -> list[Beside]:
    by_place: dict[OpinionPlace, list[Piece]] = {}
    for piece in found:
        by_place.setdefault(_place(piece, page), []).append(piece)
    shown = []
    for place, there in by_place.items():
        if not written(tuple(there), PX_PER_MM):
            continue
        air = CONTEXT_MM * PX_PER_MM
        box = (
            min(piece.left for piece in there) - air, min(piece.top for piece in there) - air,
            max(piece.right for piece in there) + air, max(piece.bottom for piece in there) + air,
        )  # fmt: skip
        shown.append(Beside(place=place, picture=view(grey, scan, box, SHOWN_PX_PER_MM)))
    return shown


def _place(piece: Piece, page: FormPage) -> OpinionPlace:
    left, top, right, bottom = page.table
    if piece.bottom <= top:
        return OpinionPlace.ABOVE
    if piece.top >= bottom:
        return OpinionPlace.BELOW
    return OpinionPlace.LEFT if piece.left + piece.right < left + right else OpinionPlace.RIGHT
