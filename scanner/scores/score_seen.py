"""What people are shown of a score field: never the bare cell, always with what the paper prints to say whose it is."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import TickRow
from pingyi.scanner.grid.canvas import PX_PER_MM, Table

Picture = npt.NDArray[np.uint8]

AROUND_PX = 18  # of a row: the strokes of its neighbours show
GAP_PX = 6
BETWEEN_PX = 12  # between the head and the score row people are shown
QUICK = 1  # of 9


def row_seen(table: Table, row: TickRow) -> bytes:
    """PNG of a row of 领导评价表 from its printed name to its score, the column's heading over it."""
    cells = [table.box(cell) for cell in (*row.labels, row.cells[0])]
    height, width = table.grey.shape
    left, right = max(0, min(box.left for box in cells) - AROUND_PX), min(width, cells[-1].right + AROUND_PX)
    top, bottom = max(0, cells[-1].top - AROUND_PX), min(height, cells[-1].bottom + AROUND_PX)
    head = table.box(row.heads[0])
    above = table.grey[max(0, head.top - round(PX_PER_MM / 2)) : head.bottom, left:right]
    rows = table.grey[top:bottom, left:right]
    if top <= head.bottom:  # the first row: its heading shows already
        return as_png(table.grey[max(0, head.top) : bottom, left:right])
    return as_png(np.vstack([above, np.full((GAP_PX, right - left), 255, np.uint8), rows]))


def under(head: bytes, row: bytes) -> bytes:
    """Two pictures (PNG) in one, the second below."""
    parts = [cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_GRAYSCALE) for png in (head, row)]
    width = max(part.shape[1] for part in parts if part is not None)
    padded = [
        cv2.copyMakeBorder(part, 0, BETWEEN_PX, 0, width - part.shape[1], cv2.BORDER_CONSTANT, value=(255,))
        for part in parts
        if part is not None
    ]
    return as_png(np.asarray(np.vstack(padded), np.uint8))


def as_png(picture: Picture) -> bytes:
    """A grey picture as a file."""
    ok, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, QUICK])
    if not ok:
        raise ValueError("a crop could not be written as PNG")
    return bytes(data)
