"""The form's print in a cell nobody ticks: where it lies on the page, in the form's own face or another."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import FormCell
from pingyi.scanner.grid.canvas import Box
from pingyi.scanner.opinions.likest import likest
from pingyi.scanner.opinions.pieces import Mask

Picture = npt.NDArray[np.uint8]

REACH_PX = 9  # how far print may lie off its place: 1.5 mm
PART_PX = 120  # of wide words: they stretch with the paper
SOFT_PX = 7  # around print, both sides together
OTHER_FACE_PX = 19  # around words in another face, level: their lines break elsewhere too


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedCell:
    """A cell nobody ticks: its inside on the page, and what the form prints there (its own print's size)."""

    cell: FormCell
    box: Box
    printed: Picture
    words: Mask | None  # where it prints; None: nowhere


def print_here(cell: PrintedCell, dark: Picture, *, own: bool) -> Mask:
    """Where the form prints in this cell of the page; of words in another face their whole place."""
    if cell.words is None:
        return np.zeros(dark.shape, np.uint8)
    print_ = moved(dark, cell)[0]
    if own:
        return np.asarray(cv2.dilate(print_, np.ones((SOFT_PX, SOFT_PX), np.uint8)), np.uint8)
    columns = np.flatnonzero(print_.any(axis=0))
    if columns.size:
        print_[:, max(0, columns[0] - OTHER_FACE_PX) : columns[-1] + OTHER_FACE_PX] = 1
    print_[:, _within(cell, dark.shape[1])] = 1  # where its likest place lies partly off the cell
    return print_


def beside_words(inked: Mask, cell: PrintedCell) -> Mask:
    """Ink on both sides of words in another face, wherever they stand: of `_left` it can hold no more."""
    if cell.words is None:
        return inked
    sides = inked.copy()
    sides[:, _within(cell, inked.shape[1])] = 0
    return sides


def _within(cell: PrintedCell, across: int) -> slice:
    """Columns of a cell `across` px wide that words in another face take, wherever they stand."""
    x, _, width, _ = cv2.boundingRect(cell.words)
    start = x + (across - cell.printed.shape[1]) // 2
    air = OTHER_FACE_PX - REACH_PX
    return slice(max(0, start - air), max(0, start + width + air - 1))


def moved(here: Picture, cell: PrintedCell) -> tuple[Mask, float]:
    """The form's print where it is most like the page's, and how like it is; everything where it has no room."""
    printed, words = cell.printed, cell.words
    if words is None:
        return np.zeros(here.shape, np.uint8), 1.0
    x, y, width, height = cv2.boundingRect(words)
    padded = cv2.copyMakeBorder(here, *(REACH_PX,) * 4, cv2.BORDER_CONSTANT, value=(0,))
    off = [(one - other) // 2 for one, other in zip(here.shape, printed.shape, strict=True)]
    mask, likes = np.zeros(padded.shape, np.uint8), []
    for start in range(x, x + width, PART_PX):
        across = min(PART_PX, x + width - start)
        left, top = max(0, start + off[1]), max(0, y + off[0])
        window = padded[top : top + height + 2 * REACH_PX, left : left + across + 2 * REACH_PX]
        if window.shape[0] < height or window.shape[1] < across:  # the cell came out smaller than its words
            return np.ones(here.shape, np.uint8), 0.0
        part = np.s_[y : y + height, start : start + across]
        like, dx, dy = likest(window, printed[part])
        place = mask[top + dy : top + dy + height, left + dx : left + dx + across]
        np.maximum(place, words[part], out=place)
        likes.append((like, across))
    likeness = sum(like * across for like, across in likes) / sum(across for _, across in likes)
    return mask[REACH_PX:-REACH_PX, REACH_PX:-REACH_PX], likeness
