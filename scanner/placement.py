"""Where on the paper the ink of each row lies: what two scans of one sheet share and no two sheets do."""

import cv2
import numpy as np
import numpy.typing as npt

from domain.form import BallotForm
from scanner.canvas import PX_PER_MM, Table
from scanner.ink import Ink
from scanner.marks import INK_SHARE, SPECK_MM2

UNIT_MM = 0.02  # of the numbers kept
NUMBERS = 4  # per row: place across and down from the row's corner, spread across and down
PIECE_SHARE = 0.3  # of the largest piece; smaller ones are dirt and what is left of rulings
LEAST_PX = round(4 * SPECK_MM2 * PX_PER_MM**2)  # less is no mark
RULING_PX = 3  # beside a ruling, ink is thinned or doubled by what was taken off

Placement = npt.NDArray[np.uint16]
"""Rows of the form × NUMBERS, in UNIT_MM; zeros where a row holds no ink."""


def to_bytes(found: Placement) -> bytes:
    """As it is kept."""
    return found.astype("<u2").tobytes()


def from_bytes(kept: bytes) -> Placement:
    """Raises ValueError when `kept` is no placement."""
    return np.frombuffer(kept, "<u2").reshape(-1, NUMBERS).astype(np.uint16)


def placement(table: Table, ink: Ink, form: BallotForm) -> Placement:
    """Centre and spread of each row's ink, in the form's order; free of scale, turn and what the votes mean."""
    level = 255 * INK_SHARE * ink.pen
    found = np.zeros((len(form.rows), NUMBERS), np.uint16)
    for number, row in enumerate(form.rows):
        first, last = table.box(row.cells[0]), table.box(row.cells[-1])
        part = ink.dark[
            first.top + RULING_PX : first.bottom - RULING_PX, first.left + RULING_PX : last.right - RULING_PX
        ]
        _, labels, stats, _ = cv2.connectedComponentsWithStats((part >= level).astype(np.uint8), connectivity=8)
        areas = stats[1:, cv2.CC_STAT_AREA]
        if not len(areas) or areas.max() < LEAST_PX:
            continue
        down, across = np.nonzero(np.isin(labels, 1 + np.flatnonzero(areas >= PIECE_SHARE * areas.max())))
        numbers = np.array([across.mean(), down.mean(), across.std(), down.std()]) / PX_PER_MM / UNIT_MM
        found[number] = np.rint(numbers).clip(1, np.iinfo(np.uint16).max)
    return found
