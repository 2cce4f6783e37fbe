"""Print inside tick cells, known from the page's own emptiest cells and taken off all of them."""

from collections import defaultdict
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Box, Canvas, Table

COPIES = 4  # fewer equal cells tell nothing about their print
EMPTIEST = 1 / 3  # of equal cells: there the print stands alone, unless every row is ticked in that column
PERCENTILE = 25  # of those: few of them carry a tick
SLACK_PX = 3  # printed text may stand a little off from cell to cell
SHIFT_PX = 2  # cells centre their text unevenly; further, a tick would be taken for the print
TOO_MUCH = 2.5  # times the ink of another choice's letter: the print learnt has a tick in it
PRINTED = 40  # of 255: what counts as print
LEAST_INK_PX = 25.0  # per letter; less is no print worth comparing

Places = set[tuple[int, int]]


def take_cell_print(clean: Canvas, taken: npt.NDArray[np.bool_], table: Table, form: BallotForm) -> Places:
    """
    Take print inside tick cells off `clean`, in place, and note in `taken` where it was.

    Gives the cells (row, col) where it may have taken a tick.
    """
    by_text: dict[str, list[FormCell]] = defaultdict(list)
    for row in form.rows:
        for cell in row.cells:
            if cell.text:
                by_text[cell.text].append(cell)
    unsure: Places = set()
    inks: dict[str, float] = {}
    for text, cells in by_text.items():
        if len(cells) < COPIES:
            unsure.update((cell.row, cell.col) for cell in cells)
            continue
        boxes = [table.box(cell) for cell in cells]
        print_ = _take_copies(_parts(clean, boxes), _parts(taken, boxes))
        inks[text] = max(LEAST_INK_PX, float((print_ > PRINTED).sum()) / len(text))
    for text, ink in inks.items():
        if ink > TOO_MUCH * min(inks.values()):
            unsure.update((cell.row, cell.col) for cell in by_text[text])
    return unsure


def _parts(picture: npt.NDArray[Any], boxes: list[Box]) -> list[npt.NDArray[Any]]:
    """Views of equal size around the cells' middles."""
    width = min(box.right - box.left for box in boxes)
    height = min(box.bottom - box.top for box in boxes)
    parts = []
    for box in boxes:
        left, top = (box.left + box.right - width) // 2, (box.top + box.bottom - height) // 2
        parts.append(picture[top : top + height, left : left + width])
    return parts


def _take_copies(parts: list[Canvas], taken: list[npt.NDArray[np.bool_]]) -> Canvas:
    """Take the common print off every part; gives that print."""
    inks = [float(part.sum()) for part in parts]
    emptiest = [parts[int(k)] for k in np.argsort(inks)[: max(COPIES, round(EMPTIEST * len(parts)))]]
    shifted = emptiest
    for _ in range(2):
        model = np.asarray(np.median(np.stack(shifted), axis=0), np.uint8)
        shifted = [_moved(part, _shift(part, model), back=True) for part in emptiest]
    model = np.percentile(np.stack(shifted), PERCENTILE, axis=0).astype(np.uint8)
    wide = np.asarray(cv2.dilate(model, np.ones((SLACK_PX, SLACK_PX), np.uint8)))
    for part, gone in zip(parts, taken, strict=True):
        print_ = _moved(wide, _shift(part, model), back=False)
        part[:] = cv2.subtract(part, print_)
        gone[print_ > PRINTED] = True
    return model


def _shift(part: Canvas, model: Canvas) -> tuple[int, int]:
    """How far (x, y) the model's print stands off in this part; ink darker than print counts as print does."""
    core = model[SHIFT_PX:-SHIFT_PX, SHIFT_PX:-SHIFT_PX].astype(np.float32)
    score = cv2.matchTemplate(np.minimum(part, model.max()).astype(np.float32), core, cv2.TM_CCORR)
    _, _, _, (x, y) = cv2.minMaxLoc(score)
    return x - SHIFT_PX, y - SHIFT_PX


def _moved(part: npt.NDArray[np.uint8], shift: tuple[int, int], *, back: bool) -> Canvas:
    x, y = (-shift[0], -shift[1]) if back else shift
    return np.roll(part, (y, x), axis=(0, 1))
