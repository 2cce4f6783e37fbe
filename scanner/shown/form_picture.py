"""A form's own print with every tick cell showing, small, the label and the heading it was taken for."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import Box, Table
from pingyi.scanner.grid.form_canvas import form_canvas

Picture = npt.NDArray[np.uint8]

COLOURS = ((40, 130, 30), (190, 100, 20), (30, 30, 200), (160, 30, 150), (20, 120, 190), (110, 110, 20))  # BGR
TINT = 0.14  # of a choice's colour, behind its cell
INSIDE_PX = 4  # kept off the rulings
PRINT = 70  # of 255: what counts as print when a label is cut out
APART_PX = 8  # between two labels
LEAST_PX = 6  # lower pieces cannot be read


def form_picture(form: BallotForm) -> bytes:
    """A PNG of the table."""
    blank = form_canvas(form.table)
    drawn = np.asarray(cv2.cvtColor(blank.grey, cv2.COLOR_GRAY2BGR))
    for row in form.rows:
        label = _beside([_print(blank, cell) for cell in row.labels])
        for k, (cell, head) in enumerate(zip(row.cells, row.heads, strict=True)):
            box = blank.box(cell).grown(-INSIDE_PX, drawn.shape)
            _mark(box.of(drawn), (label, _print(blank, head)), COLOURS[k % len(COLOURS)])
    _, data = cv2.imencode(".png", drawn)
    return bytes(data)


def _print(blank: Table, cell: FormCell) -> Picture:
    """The darkness of what is printed in a cell, cut close; empty when nothing is."""
    part = blank.box(cell).grown(-INSIDE_PX, blank.dark.shape).of(blank.dark)
    rows, columns = np.nonzero(part > PRINT)
    if not len(rows):
        return np.zeros((0, 0), np.uint8)
    return part[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]


def _beside(parts: list[Picture]) -> Picture:
    """Several prints in one line."""
    parts = [part for part in parts if part.size]
    height = max((part.shape[0] for part in parts), default=0)
    padded = [
        cv2.copyMakeBorder(part, 0, height - part.shape[0], 0, APART_PX, cv2.BORDER_CONSTANT, value=(0,))
        for part in parts
    ]
    return np.asarray(np.hstack(padded)) if padded else np.zeros((0, 0), np.uint8)


def _mark(target: Picture, prints: tuple[Picture, Picture], colour: tuple[int, int, int]) -> None:
    """Tint a cell and write the label above the heading, each as large as half the cell lets it be."""
    paper = 255 * (1 - TINT) + np.array(colour) * TINT
    target[:] = paper.astype(np.uint8)
    height = target.shape[0] // 2
    for part, top in zip(prints, (0, height), strict=True):
        if not part.size or height < LEAST_PX:
            continue
        scale = min((height - 2) / part.shape[0], (target.shape[1] - 2) / part.shape[1], 1.0)
        size = max(1, round(part.shape[1] * scale)), max(1, round(part.shape[0] * scale))
        small = cv2.resize(part, size, interpolation=cv2.INTER_AREA)
        left = (target.shape[1] - size[0]) // 2
        place = Box(left=left, top=top + 1, right=left + size[0], bottom=top + 1 + size[1]).of(target)
        share = small[:, :, None].astype(np.float32) / 255
        place[:] = (place * (1 - share) + np.array(colour, np.float32) * share).astype(np.uint8)
