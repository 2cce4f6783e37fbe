"""Whether writing leaves the opinion box."""

import cv2
import numpy as np

from pingyi.scanner.grid.canvas import PX_PER_MM, Box, Table
from pingyi.scanner.ink.ink import Ink

AROUND_MM = 3.8  # of the box: the canvas ends 4 mm beyond the table
EDGE_MM = 0.6  # on either side of the box's ruling: nothing there tells in or out
RULING_PX, GAP_PX = 60, 7  # longer is a ruling; what it took off a stroke
LEAST_PX = 12  # of a stroke on either side


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
