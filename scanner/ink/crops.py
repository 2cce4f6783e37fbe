"""Pictures for people: the rows in doubt and the opinion box, as PNG."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, TickRow
from pingyi.domain.reading import OPINION_AROUND, OPINION_CROP
from pingyi.scanner.grid.canvas import PX_PER_MM, Box, Table
from pingyi.scanner.ink.ink import Ink

AROUND_PX = 30  # of the neighbours' rows, so that a person sees whose tail it is
AROUND_MM = 3.8  # of the box: the canvas ends 4 mm beyond the table
EDGE_MM = 0.6  # on either side of the box's ruling: nothing there tells in or out
RULING_PX, GAP_PX = 60, 7  # longer is a ruling; what it took off a stroke
LEAST_PX = 12  # of a stroke on either side
OPINION_INK_MM2 = 6.0  # less is dust or a stray stroke


def crops(table: Table, ink: Ink, form: BallotForm, items: list[str]) -> tuple[bool, dict[str, bytes]]:
    """Whether the opinion box holds ink, and a PNG per item (and of the opinion box)."""
    wanted = set(items)
    pictures = {row.item: _png(_row_box(table, row).of(table.grey)) for row in form.rows if row.item in wanted}
    if form.opinion is None:
        return False, pictures
    box = table.box(form.opinion).grown(-6, table.grey.shape)
    area = float((box.of(ink.dark) > 255 * 0.45 * ink.pen).sum()) / PX_PER_MM**2
    if area < OPINION_INK_MM2:
        return False, pictures
    whole = table.box(form.opinion)
    pictures[OPINION_CROP] = _png(whole.of(table.grey))
    if overrun(table, whole, ink):
        pictures[OPINION_AROUND] = _png(whole.grown(round(AROUND_MM * PX_PER_MM), table.grey.shape).of(table.grey))
    return True, pictures


def overrun(table: Table, box: Box, ink: Ink) -> bool:
    """Whether a stroke in the opinion box goes on outside it, over its rulings."""
    reach = round(AROUND_MM * PX_PER_MM)
    around = box.grown(reach, table.grey.shape)
    inked = (around.of(table.dark) > 255 * 0.45 * ink.pen).astype(np.uint8)
    lines = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, RULING_PX), np.uint8))
    lines |= cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((RULING_PX, 1), np.uint8))
    strokes = inked & (1 - cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    joined = cv2.morphologyEx(strokes, cv2.MORPH_CLOSE, np.ones((GAP_PX, GAP_PX), np.uint8))
    count, labels = cv2.connectedComponents(joined, connectivity=8)
    inner = np.zeros(labels.shape, bool)
    edge = round(EDGE_MM * PX_PER_MM)
    top, left = box.top - around.top, box.left - around.left
    inner[top + edge : top + box.bottom - box.top - edge, left + edge : left + box.right - box.left - edge] = True
    outer = np.ones(labels.shape, bool)
    outer[top - edge : top + box.bottom - box.top + edge, left - edge : left + box.right - box.left + edge] = False
    inside = np.bincount(labels[inner], weights=strokes[inner], minlength=count)
    outside = np.bincount(labels[outer], weights=strokes[outer], minlength=count)
    return bool(((inside[1:] >= LEAST_PX) & (outside[1:] >= LEAST_PX)).any())


def _row_box(table: Table, row: TickRow) -> Box:
    """The row from its name to its last choice."""
    first = table.box(row.cells[0])
    left = max((x for x in table.xs[: row.cells[0].col]), default=0)
    box = Box(left=left, top=first.top, right=table.box(row.cells[-1]).right, bottom=first.bottom)
    return box.grown(AROUND_PX, table.grey.shape)


def _png(picture: npt.NDArray[np.uint8]) -> bytes:
    ok, data = cv2.imencode(".png", picture)
    if not ok:
        raise ValueError("a crop could not be written as PNG")
    return bytes(data)
