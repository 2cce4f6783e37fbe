"""Print inside tick cells, known from the page's own emptiest cells and taken off all of them."""

from collections import defaultdict
from itertools import product
from statistics import median
from typing import Any, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Box, Canvas, Table

COPIES = 4  # fewer equal cells tell nothing about their print
EMPTIEST = 1 / 3  # of equal cells: there the print stands alone, unless every row is ticked in that column
PERCENTILE = 25  # of those: few of them carry a tick
SLACK_PX = 3  # printed text may stand a little off from cell to cell
SHIFT_PX = 2  # cells centre their text unevenly; further, a tick would be taken for the print
TOO_MUCH = 2.5  # times the ink of another choice's letter: the print learnt has a tick in it
PRINTED = 40  # of 255: what counts as print
BROKEN_PX = 11  # of a stroke, at most, that a printed letter's stroke takes off it, met at a slant
PEN_SHARE = 0.7  # of the pen's darkness: paler, it is what was left of print
PART_PX = 36  # of a stroke's part, 1 mm²; smaller is what was left of print
RULED_PX = 5  # of a cell's rim, where rulings leave traces
LEAST_INK_PX = 25.0  # per letter; less is no print worth comparing
NEAR_PX = 7  # about print: a mark within it may go with the print that is taken off
UNDER_LEVEL = 60  # of 255, over the print's own darkness
UNDER_PX = 9  # 0.25 mm² of that: where grey is kept, print a little off leaves less
SECOND_PX = 36  # 1 mm², a small tick: as much where the row has its mark elsewhere
RAGGED = 2  # times what print leaves on a page of two levels, where no copy is like another

Places = set[tuple[int, int]]
Shares = tuple[float, float]  # of the room left over, across and down
MIDDLE = 0.5
ANYWHERE = (MIDDLE, 0.0, 1.0)


class _Taken(NamedTuple):
    """A cell's part after print was taken off it, and what was taken."""

    row: int
    left: Canvas
    print: Canvas


class PrintTaken(NamedTuple):
    """Of the cells (row, col) with print in them: where it may have taken a tick, and what else is among it."""

    unsure: Places
    among: dict[tuple[int, int], int]  # ink over the print's own, pixels, where it is enough to be some
    second: int  # so much or more of it may be a second mark


class _Copies(NamedTuple):
    """The print that some parts share; for each part what is taken off it, and the pixels of ink among it."""

    model: Canvas
    prints: list[Canvas]
    over: list[int]


def take_cell_print(clean: Canvas, taken: npt.NDArray[np.bool_], table: Table, form: BallotForm) -> PrintTaken:
    """Take print inside tick cells off `clean`, in place, and note in `taken` where it was."""
    by_text: dict[str, list[FormCell]] = defaultdict(list)
    for row in form.rows:
        for cell in row.cells:
            if cell.text:
                by_text[cell.text].append(cell)
    unsure: Places = set()
    over: dict[tuple[int, int], int] = {}
    alone: list[int] = []
    inks: dict[str, float] = {}
    taken_off: list[_Taken] = []
    for text, cells in by_text.items():
        if len(cells) < COPIES:
            unsure.update((cell.row, cell.col) for cell in cells)
            continue
        boxes = [table.box(cell) for cell in cells]
        where = _stands(clean, boxes)
        parts = _parts(clean, boxes, where)
        emptiest = _emptiest(parts)
        copies = _take_copies(parts, _parts(taken, boxes, where))
        over.update(((cell.row, cell.col), px) for cell, px in zip(cells, copies.over, strict=True))
        alone += [copies.over[k] for k in emptiest]
        inks[text] = max(LEAST_INK_PX, float((copies.model > PRINTED).sum()) / len(text))
        taken_off += map(_Taken, (cell.row for cell in cells), parts, copies.prints)
    for text, ink in inks.items():
        if ink > TOO_MUCH * min(inks.values()):
            unsure.update((cell.row, cell.col) for cell in by_text[text])
    _join_strokes(taken_off)
    ragged = round(RAGGED * float(np.percentile(alone, 90))) if alone else 0
    among = {cell: px for cell, px in over.items() if px >= UNDER_PX}
    return PrintTaken(unsure, among, max(SECOND_PX, ragged))


def _over(part: Canvas, print_: Canvas) -> int:
    """Pixels of ink between and beside printed strokes, which goes with the print when that is taken off."""
    near = cv2.dilate(print_, np.ones((NEAR_PX, NEAR_PX), np.uint8)) > PRINTED
    over = np.where(near, cv2.subtract(part, print_), 0).astype(np.uint8)
    broad = cv2.morphologyEx(over, cv2.MORPH_OPEN, np.ones((2, 2), np.uint8))  # print a little off has thin rims
    return int(np.count_nonzero(broad > UNDER_LEVEL))


def _emptiest(parts: list[Canvas]) -> list[int]:
    """Which parts hold the least ink."""
    inks = [float(part.sum()) for part in parts]
    return [int(k) for k in np.argsort(inks)[: max(COPIES, round(EMPTIEST * len(parts)))]]


def _join_strokes(taken_off: list[_Taken]) -> None:
    """What runs over print in parts becomes one, in place; ink paler than most rows' darkest is what print left."""
    darkest: dict[int, float] = {}
    for row, left, print_ in taken_off:
        free = left[print_ == 0]
        darkest[row] = max(darkest.get(row, 0.0), float(np.percentile(free, 99)) if free.size else 0.0)
    stroke = PEN_SHARE * median(darkest.values()) if darkest else 0.0
    for _, left, print_ in taken_off if stroke > PRINTED else ():
        _join(left, print_ > 0, stroke)


def _stands(clean: Canvas, boxes: list[Box]) -> Shares:
    """Where the text stands in cells of unlike sizes: where they have most in common. Ticks stand where they will."""
    sizes = np.array([(box.right - box.left, box.bottom - box.top) for box in boxes])
    across, down = (ANYWHERE if spread > SLACK_PX else (MIDDLE,) for spread in np.ptp(sizes, axis=0))
    places = tuple(product(across, down))
    if len(places) == 1:
        return places[0]
    inside = [box.grown(-RULED_PX, clean.shape) for box in boxes]
    return max(places, key=lambda where: _shared(_parts(clean, inside, where)))


def _shared(parts: list[Canvas]) -> float:
    """How much of the print of the emptiest parts all of them have."""
    model = _common(parts)
    return sum(_found(part, model)[1] for part in parts)


def _parts(picture: npt.NDArray[Any], boxes: list[Box], where: Shares) -> list[npt.NDArray[Any]]:
    """Views of equal size, so far along the cells across and down."""
    width = min(box.right - box.left for box in boxes)
    height = min(box.bottom - box.top for box in boxes)
    parts = []
    for box in boxes:
        left = box.left + int(where[0] * (box.right - box.left - width))
        top = box.top + int(where[1] * (box.bottom - box.top - height))
        parts.append(picture[top : top + height, left : left + width])
    return parts


def _take_copies(parts: list[Canvas], taken: list[npt.NDArray[np.bool_]]) -> _Copies:
    """Take the common print off every part, in place."""
    model = _common(parts)
    wide = np.asarray(cv2.dilate(model, np.ones((SLACK_PX, SLACK_PX), np.uint8)))
    shifts = [_shift(part, model) for part in parts]
    prints = [_moved(wide, shift, back=False) for shift in shifts]
    over = [_over(part, _moved(model, shift, back=False)) for part, shift in zip(parts, shifts, strict=True)]
    for part, print_, gone in zip(parts, prints, taken, strict=True):
        part[:] = cv2.subtract(part, print_)
        gone[print_ > PRINTED] = True
    return _Copies(model, prints, over)


def _common(parts: list[Canvas]) -> Canvas:
    """The print that the emptiest parts share."""
    emptiest = [parts[k] for k in _emptiest(parts)]
    shifted = emptiest
    for _ in range(2):
        model = np.asarray(np.median(np.stack(shifted), axis=0), np.uint8)
        shifted = [_moved(part, _shift(part, model), back=True) for part in emptiest]
    return np.asarray(np.percentile(np.stack(shifted), PERCENTILE, axis=0), np.uint8)


def _join(left: Canvas, under: npt.NDArray[np.bool_], stroke: float) -> None:
    """Two parts of a stroke that ran over print are made one, in place: as dark under it as they are to both sides."""
    _, labels, stats, _ = cv2.connectedComponentsWithStats((left >= stroke).astype(np.uint8))
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= PART_PX)[1:]
    if len(large) < 2:
        return
    whole = np.maximum.reduce([cv2.morphologyEx(left, cv2.MORPH_CLOSE, line) for line in ALONG])
    bridges = cv2.connectedComponents((under & (whole >= stroke) & (left < stroke)).astype(np.uint8))[1]
    for bridge in range(1, bridges.max() + 1):
        here = bridges == bridge
        ends = np.unique(labels[cv2.dilate(here.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0])
        if len(np.intersect1d(ends, large)) > 1:
            left[here] = whole[here]


def _along(degrees: float) -> Canvas:
    """A line of pixels, as an element of morphology."""
    half = BROKEN_PX // 2
    line = np.zeros((BROKEN_PX, BROKEN_PX), np.uint8)
    x, y = (round(half * way(np.radians(degrees))) for way in (np.cos, np.sin))
    cv2.line(line, (half - x, half - y), (half + x, half + y), (1,))
    return line


ALONG = tuple(_along(degrees) for degrees in range(0, 180, 22))


def _shift(part: Canvas, model: Canvas) -> tuple[int, int]:
    """How far (x, y) the model's print stands off in this part."""
    return _found(part, model)[0]


def _found(part: Canvas, model: Canvas) -> tuple[tuple[int, int], float]:
    """Where in a part the model's print stands, and how much of it; ink darker than print counts as print does."""
    core = model[SHIFT_PX:-SHIFT_PX, SHIFT_PX:-SHIFT_PX].astype(np.float32)
    if not core.size:  # a cell of which a fold left next to nothing
        return (0, 0), 0.0
    score = cv2.matchTemplate(np.minimum(part, model.max()).astype(np.float32), core, cv2.TM_CCORR)
    _, much, _, (x, y) = cv2.minMaxLoc(score)
    return (x - SHIFT_PX, y - SHIFT_PX), float(much)


def _moved(part: npt.NDArray[np.uint8], shift: tuple[int, int], *, back: bool) -> Canvas:
    x, y = (-shift[0], -shift[1]) if back else shift
    return np.roll(part, (y, x), axis=(0, 1))
