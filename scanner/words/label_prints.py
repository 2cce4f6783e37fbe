"""What the form prints in each row's label cells, as small pictures ready to be compared with a scan's."""

from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.form_canvas import form_canvas
from pingyi.scanner.page.darkness import shrunk

REDUCTION = 2  # of the canvas: 3 pixels a millimetre tell words apart and forgive a dot
BLUR_PX = 0.6  # of the reduced canvas: faces differ in strokes, less in where words have ink
INSIDE_PX = 2  # of the reduced canvas, kept off the rulings on each side
LEAST_PX = 8  # a smaller cell shows nothing
REACH_PX = 3  # how far print may lie off its place: 1 mm
NEAR_PX = 1  # and off the place of its column's other words

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelColumn:
    """Label cells that are one another's alternatives: a column of names beside a block of rows, or its choices."""

    cells: tuple[FormCell, ...]
    rows: Ints  # for each cell, the index of its tick row in the form (of its choice)
    height: int  # px of the pictures
    width: int
    usual: Floats  # shifts × (height·width): the column's mean, of unit length
    pictures: Floats  # shifts × cells × (height·width): less that mean, of unit length
    plain: Floats  # shifts × cells × (height·width): with that mean, of unit length; empty but for choices
    words: Floats  # shifts × cells × (WORDS_PX): the words alone, wherever and however large, less their mean
    same: npt.NDArray[np.bool_]  # cells × cells that print the same words


WORDS_PX = (14, 96)  # height and width that words are drawn at
WORD_INK, WORD_PX = 0.35, 2  # of a cell's darkest; and so many such pixels in a line
RULED = 0.85  # of a cell's length: a ruling that the grid missed by a little
NUDGES = tuple((dx, dy) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
SHIFTS = tuple((dx, dy) for dy in range(-REACH_PX, REACH_PX + 1) for dx in range(-REACH_PX, REACH_PX + 1))
AROUND = tuple(
    np.flatnonzero([abs(x - dx) <= NEAR_PX and abs(y - dy) <= NEAR_PX for x, y in SHIFTS]) for dx, dy in SHIFTS
)


@lru_cache(maxsize=16)
def label_columns(form: BallotForm) -> tuple[LabelColumn, ...]:
    """The form's label columns, from its own print."""
    places: dict[tuple[int, int, int], list[tuple[int, FormCell]]] = {}
    for index, row in enumerate(form.rows):
        for cell in row.labels:
            if cell.text and cell.row_span == 1:
                places.setdefault((row.cells[0].col, cell.col, cell.col_span), []).append((index, cell))
    blank = form_canvas(form.table)
    picture = softened(blank)
    columns = (_column(blank, picture, found, plain=False) for found in places.values())
    return tuple(column for column in columns if column is not None)


@lru_cache(maxsize=16)
def head_rows(form: BallotForm) -> tuple[LabelColumn, ...]:
    """The words over the choice columns, block by block; `rows` counts the choices."""
    blocks = {row.cells[0].col: row.heads for row in form.rows if len({head.text for head in row.heads}) > 1}
    blank = form_canvas(form.table)
    picture = softened(blank)
    columns = (_column(blank, picture, list(enumerate(heads)), plain=True) for heads in blocks.values())
    return tuple(column for column in columns if column is not None)


def _column(blank: Table, picture: Floats, found: list[tuple[int, FormCell]], *, plain: bool) -> LabelColumn | None:
    cells = tuple(cell for _, cell in found)
    boxes = [blank.box(cell) for cell in cells]
    height = min(box.bottom - box.top for box in boxes) // REDUCTION - 2 * INSIDE_PX
    width = min(box.right - box.left for box in boxes) // REDUCTION - 2 * INSIDE_PX
    if min(height, width) < LEAST_PX or len(cells) < 2:
        return None
    words = [cell.text for cell in cells]
    shifted = np.stack([cut(picture, blank, cells, (height, width), shift) for shift in SHIFTS])
    alone = np.stack([nudged(words_alone(picture, blank, cells), shift) for shift in NUDGES])
    return LabelColumn(
        cells=cells,
        rows=np.array([index for index, _ in found]),
        height=height,
        width=width,
        usual=unit(shifted.mean(axis=1)),
        pictures=unit(shifted - shifted.mean(axis=1, keepdims=True)),
        plain=unit(shifted if plain else shifted[:0]),
        words=unit(alone - alone.mean(axis=1, keepdims=True)),
        same=np.array([[one == other for other in words] for one in words], np.bool_),
    )


def softened(table: Table) -> Floats:
    """The canvas as labels are compared on it."""
    return np.asarray(cv2.GaussianBlur(shrunk(table.dark, REDUCTION), (0, 0), BLUR_PX), np.float32)


def cut(
    picture: Floats, table: Table, cells: tuple[FormCell, ...], size: tuple[int, int], shift: tuple[int, int] = (0, 0)
) -> Floats:
    """The middle of each cell, `size` large, moved by `shift`: cells × pixels."""
    height, width = size
    found = np.zeros((len(cells), height, width), np.float32)
    for patch, cell in zip(found, cells, strict=True):
        box = table.box(cell)
        top = (box.top + box.bottom) // (2 * REDUCTION) - height // 2 + shift[1]
        left = (box.left + box.right) // (2 * REDUCTION) - width // 2 + shift[0]
        first_y, first_x = max(0, -top), max(0, -left)
        part = picture[max(0, top) : max(0, top + height), max(0, left) : max(0, left + width)]
        patch[first_y : first_y + part.shape[0], first_x : first_x + part.shape[1]] = part
    return found.reshape(len(cells), -1)


def words_alone(picture: Floats, table: Table, cells: tuple[FormCell, ...]) -> Floats:
    """Each cell's words cut to where they have ink and drawn at one size: cells × height × width."""
    found = np.zeros((len(cells), *WORDS_PX), np.float32)
    for patch, cell in zip(found, cells, strict=True):
        box = table.box(cell)
        inner = picture[
            box.top // REDUCTION + INSIDE_PX : box.bottom // REDUCTION - INSIDE_PX,
            box.left // REDUCTION + INSIDE_PX : box.right // REDUCTION - INSIDE_PX,
        ]
        if not inner.size:
            continue
        inked = inner > WORD_INK * inner.max()
        down, across = (_words(inked.sum(axis=axis), inked.shape[axis]) for axis in (1, 0))
        if len(down) and len(across):
            part = inner[down[0] : down[-1] + 1, across[0] : across[-1] + 1]
            patch[:] = cv2.resize(part, WORDS_PX[::-1], interpolation=cv2.INTER_AREA)
    return found


def _words(ink: npt.NDArray[np.int64], length: int) -> npt.NDArray[np.int64]:
    """Lines of pixels that hold words: more than a speck, and no ruling from side to side."""
    return np.flatnonzero((ink >= WORD_PX) & (ink < RULED * length))


def nudged(pictures: Floats, shift: tuple[int, int]) -> Floats:
    """Moved by some pixels: cells × (height·width)."""
    dx, dy = shift
    moved = np.roll(pictures, (dy, dx), axis=(1, 2))
    return np.asarray(moved.reshape(len(pictures), -1))


def unit(pictures: Floats) -> Floats:
    """Each picture less its mean, of unit length."""
    centred = pictures - pictures.mean(axis=-1, keepdims=True)
    length = np.linalg.norm(centred, axis=-1, keepdims=True)
    return np.asarray(centred / np.maximum(length, np.float32(1e-6)), np.float32)
