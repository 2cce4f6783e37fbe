"""Ink in the cells nobody ticks: the opinion box, and between what the form prints in its other cells."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import PX_PER_MM, Box, Table
from pingyi.scanner.grid.form_canvas import form_canvas
from pingyi.scanner.grid.places import Ints, boxes, tick_places
from pingyi.scanner.opinions.form_page import LaidPage
from pingyi.scanner.opinions.labelled import touching, where
from pingyi.scanner.opinions.pieces import INKED, LEAST_MM2, LINE_MM, Mask, Piece, long_lines, pieces, written
from pingyi.scanner.opinions.placed_print import PrintedCell, beside_words, moved, print_here
from pingyi.scanner.page.compiled import compiled

Picture = npt.NDArray[np.uint8]

INSET_PX = 5  # off the rulings
LEAST_PX = 10  # a smaller cell holds no writing
PRINTED = 60  # of 255, on the form's own page
AIR_PX = 7  # around print whose exact place was not looked for; writing is wider
FEW_CELLS = 8  # with ink off their print: fewer than a page in another face has
SOME_CELLS = 24  # whose print tells the face
RULED_PX = 5  # of a stroke: what its ruling took off it
LINE_PX = round(LINE_MM * PX_PER_MM)
OWN_FACE = 0.58  # likeness of most cells' print: the form's own shows 0.7 and more, another face 0.45 at most
TAIL_PX = round(15.0 * PX_PER_MM)  # from a cell to the tick whose tail it holds
TICKED_PX = 2 * INSET_PX + 2  # around cells that are ticked: their ticks' tails are followed so far


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """What is written in cells that are not ticked; boxes are px of the table's canvas."""

    in_box: bool  # in the box for opinions
    places: tuple[Box, ...]  # in the other cells


def between(table: Table, unruled: Picture, form: BallotForm, scan: LaidPage) -> Between:
    """Look through every cell that is not ticked; `unruled` is the canvas less the rulings about the ticks."""
    inked = (table.dark > INKED).view(np.uint8)
    likely = _likely(table, inked, form)
    if not likely:
        return Between(in_box=False, places=())
    cells = [_cell(table, form, number) for number in likely]
    few = len(cells) <= FEW_CELLS  # other faces cover more than the own: where that leaves nothing, nor do they
    left = _lefts(cells, (table.dark, inked), own=few or _own_face(table, form))
    if left and few and not _own_face(table, form):
        left = _lefts(cells, (table.dark, inked), own=False)
    if not left:
        return Between(in_box=False, places=())
    places, in_box = list[Box](), False
    for cell, mask in left:
        for piece in _free(mask, partial(_tails, table, unruled, form, cell.box)):
            box = _on_canvas(piece, cell.box)
            if _at_hole(box, table, form, scan):
                continue
            in_box |= cell.cell == form.opinion
            places += [box] if cell.cell != form.opinion else []
    return Between(in_box=in_box, places=tuple(places))


def _lefts(cells: Sequence[PrintedCell], page: tuple[Picture, Mask], *, own: bool) -> list[tuple[PrintedCell, Mask]]:
    return [(cell, mask) for cell in cells if (mask := _left(cell, page, own=own)) is not None]


def _left(cell: PrintedCell, page: tuple[Picture, Mask], *, own: bool) -> Mask | None:
    """Ink of a cell that is no print and no line; None where there is too little to be writing."""
    dark, inked = (cell.box.of(picture) for picture in page)
    if not own and not _enough(beside_words(inked, cell)):
        return None
    left = inked & (1 - print_here(cell, dark, own=own))
    left = _without_long_lines(left, cell, page[1]) if _enough(left) else left
    return left if _enough(left) else None


def _free(left: Mask, tails: Callable[[], Mask]) -> tuple[Piece, ...]:
    """Pieces of writing; none where there are too few, whatever of them are `tails`."""
    labels, found = pieces(left, PX_PER_MM)
    if not written(found, PX_PER_MM):
        return ()
    ticks = tails() > 0
    free = tuple(piece for piece in found if not (ticks & (labels == piece.label)).any())
    return free if written(free, PX_PER_MM) else ()


def _enough(mask: Mask) -> bool:
    return cv2.countNonZero(mask) >= LEAST_MM2 / 2 * PX_PER_MM**2


def _without_long_lines(left: Mask, cell: PrintedCell, inked: Mask) -> Mask:
    """Less the lines that go on over the cell's sides: streaks and folds."""
    around = cell.box.grown(LINE_PX, inked.shape)
    lines = long_lines(around.of(inked), PX_PER_MM)
    top, start = cell.box.top - around.top, cell.box.left - around.left
    return np.asarray(left & (1 - lines[top : top + left.shape[0], start : start + left.shape[1]]), np.uint8)


def _own_face(table: Table, form: BallotForm) -> bool:
    """Whether the page is printed as the form's own file is, by the greater part of some of its cells."""
    there = _there(table, form)
    worded = [
        number for number, (_, _, words) in enumerate(_printed_cells(form)) if words is not None and there[number]
    ]
    some = worded[:: max(1, len(worded) // SOME_CELLS)]
    sure, like = len(some) // 2 + 1, [0, 0]
    for cell in (_cell(table, form, number) for number in some):
        like[moved(cell.box.of(table.dark), cell)[1] >= OWN_FACE] += 1
        if max(like) == sure:
            break
    return like[True] >= like[False]


def _cell(table: Table, form: BallotForm, number: int) -> PrintedCell:
    cell, printed, words = _printed_cells(form)[number]
    box = table.box(cell).grown(-INSET_PX, table.dark.shape)
    return PrintedCell(cell=cell, box=box, printed=printed, words=words)


def _boxes(table: Table, form: BallotForm) -> Ints:
    return boxes(table, _near_print(form).places, -INSET_PX)


def _there(table: Table, form: BallotForm) -> npt.NDArray[np.bool_]:
    """Cells of the page large enough to hold writing."""
    where = _boxes(table, form)
    return np.asarray((where[:, 2:] - where[:, :2]).min(axis=1, initial=1 << 30) >= LEAST_PX)


def _likely(table: Table, inked: Mask, form: BallotForm) -> list[int]:
    """Cells in which enough is inked where the form prints nothing, by their number."""
    near = _near_print(form)
    beyond = _beyond(inked, _boxes(table, form), near.words, near.shapes)
    enough = beyond >= LEAST_MM2 / 2 * PX_PER_MM**2
    return [int(number) for number in np.flatnonzero(enough & _there(table, form))]


@lru_cache(maxsize=16)
def _printed_cells(form: BallotForm) -> tuple[tuple[FormCell, Picture, Mask | None], ...]:
    blank = form_canvas(form.table)
    ticked = {cell for row in form.rows for cell in (*row.cells, row.written)}
    found: list[tuple[FormCell, Picture, Mask | None]] = []
    for cell in form.table.cells:
        printed = blank.box(cell).grown(-INSET_PX, blank.dark.shape).of(blank.dark)
        if cell not in ticked and min(printed.shape) >= LEAST_PX:
            words = (printed > PRINTED).astype(np.uint8)
            found.append((cell, printed, words if words.any() else None))
    return tuple(found)


class _Near(NamedTuple):
    """The form's print in its cells with air around, where nothing but it can be: one mask after the other."""

    places: Ints  # cells × rulings left, over, right, under
    words: Mask  # of all cells, row after row
    shapes: Ints  # cells × where its mask begins, height, width; nothing is as large as nothing


@lru_cache(maxsize=16)
def _near_print(form: BallotForm) -> _Near:
    air = np.ones((AIR_PX, AIR_PX), np.uint8)
    found = _printed_cells(form)
    masks = [np.zeros((0, 0), np.uint8) if words is None else cv2.dilate(words, air) for _, _, words in found]
    begins = np.cumsum([0, *(mask.size for mask in masks)])[:-1]
    cells = [(one.col, one.row, one.col + one.col_span, one.row + one.row_span) for one, _, _ in found]
    return _Near(
        places=np.array(cells, np.int64).reshape(-1, 4),
        words=np.concatenate([np.zeros(0, np.uint8), *(mask.ravel() for mask in masks)]),
        shapes=np.array([(at, *mask.shape) for at, mask in zip(begins, masks, strict=True)], np.int64).reshape(-1, 3),
    )


@compiled
def _beyond(inked: Mask, where: Ints, words: Mask, shapes: Ints) -> Ints:
    """Inked pixels of each cell (n × left, top, right, bottom) off the form's print, middle on middle."""
    found = np.zeros(len(where), np.int64)
    for k in range(len(where)):
        left, top, right, bottom = where[k]
        begin, height, width = shapes[k]
        down, across = (bottom - top - height) // 2, (right - left - width) // 2
        for y in range(top, bottom):
            found[k] += _both(inked[y, left:right], inked[y, left:right])
            row = y - top - down
            first, last = max(0, -across), min(width, right - left - across)
            if 0 <= row < height and first < last:
                print_ = words[begin + row * width + first : begin + row * width + last]
                found[k] -= _both(inked[y, left + across + first : left + across + last], print_)
    return found


@compiled
def _both(one: Mask, other: Mask) -> int:
    """How many places of two lines of zeros and ones have ones in both."""
    count = np.int32(0)
    for x in range(len(one)):
        count = np.int32(count + np.int32(one[x] & other[x]))
    return int(count)


def _at_hole(box: Box, table: Table, form: BallotForm, scan: LaidPage) -> bool:
    """Whether a piece of ink is the edge of a punched hole."""
    printed = form.table.printed
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    return scan.near_hole(float(np.interp(x, table.xs, printed.xs_mm)), float(np.interp(y, table.ys, printed.ys_mm)))


def _tails(table: Table, unruled: Picture, form: BallotForm, cell: Box) -> Mask:
    """What ticks leave in a cell beyond their own: ink that hangs together with ink inside, over the ruling."""
    around = cell.grown(TAIL_PX, table.dark.shape)
    places = tick_places(form).reshape(-1, 4)
    near = _filled(around, boxes(table, places, TICKED_PX))
    if not near.any():
        return np.zeros(cell.of(table.dark).shape, np.uint8)
    core = _filled(around, boxes(table, places, -INSET_PX)).view(np.bool_)
    inked = (around.of(unruled) > INKED).view(np.uint8) & near
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((RULED_PX, RULED_PX), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    inside = where(np.asarray(labels, np.int32), touching(np.asarray(labels, np.int32), core, count))
    left, top = cell.left - around.left, cell.top - around.top
    tails = cv2.dilate(inside, np.ones((3, 3), np.uint8))
    return np.asarray(tails[top : top + cell.bottom - cell.top, left : left + cell.right - cell.left], np.uint8)


def _filled(around: Box, where: Ints) -> Mask:
    """Ones where one of the boxes (n × left, top, right, bottom) lies within the part `around`."""
    found = np.zeros((around.bottom - around.top, around.right - around.left), np.uint8)
    inside = np.maximum(where - [around.left, around.top] * 2, 0)
    height, width = found.shape
    near = inside[(inside[:, 2:] > 0).all(axis=1) & (inside[:, 0] < width) & (inside[:, 1] < height)]
    for left, top, right, bottom in near.tolist():
        found[top:bottom, left:right] = 1
    return found


def _on_canvas(piece: Piece, box: Box) -> Box:
    return Box(
        left=box.left + piece.left, top=box.top + piece.top, right=box.left + piece.right, bottom=box.top + piece.bottom
    )
