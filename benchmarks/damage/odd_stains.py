"""What falls on a sheet beside marks, and lines that run over several of its rows; lengths in mm."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import cv2
import numpy as np

from benchmarks.damage.odd_marks import BLANK, EMPTY, GREEN, PX_PER_MM, YELLOW, Mark, Says, Sheet, another, pen, ticked
from pingyi.domain.forms.form import TickRow

PINK, HAIR, STEEL, SHINE = (255, 150, 180), (60, 60, 60), (90, 90, 90), (170, 170, 170)
COFFEE, SMEAR, INK = (150, 110, 70), (60, 60, 70), (22, 25, 60)
HOLE_MM = 2.8  # radius
HOLE_GREYS = (20, 60, 150, 250)  # what lies under the sheet
LABEL_GREYS = (225, 253)
EDGE_GREY, EDGE_PX = 195, 2  # shadow of a label
ROWS = Sequence[TickRow]
Lines = Callable[[Sheet, ROWS, int], Says]  # draws over rows that stand below each other, in the column of that cell


def blotted(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick, and a blot of its ink in its own cell."""
    x, y = sheet.box(row, cell).centre
    sheet.write([(x, y + 1.5), (x + 0.05, y + 1.6)], pen(INK, 1, 1.8))
    return ticked(pen(INK, 1, 0.7), sheet, row, cell)


def blot_beside(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick, and a round blot in another cell."""
    x, y = sheet.box(row, another(row, cell)).centre
    sheet.write([(x, y), (x + 0.2, y + 0.1)], pen(INK, 1, sheet.rng.uniform(1, 3)))
    return ticked(sheet.hand.pen, sheet, row, cell)


def smeared(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick whose wet ink a hand drew into the next cell."""
    (x, y), reach = sheet.box(row, cell).centre, sheet.rng.uniform(0.6, 1.6) * sheet.box(row, cell).size[0]
    for down in (-0.3, 0.2, 0.7):
        streak = pen(SMEAR, sheet.rng.uniform(0.15, 0.45), 0.9)
        sheet.write([(x + 0.5, y + down), (x + reach, y + down - 0.3)], streak)
    return ticked(sheet.hand.pen, sheet, row, cell)


def hair(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A bent hair, two centimetres long, down through a row without a tick."""
    first, last = sheet.box(row, 0), sheet.box(row, cell)
    x, y = sheet.rng.uniform(first.left, last.right), first.centre[1]
    bends = [(x + sheet.rng.normal(0, 2) + 1.5 * k, y - 8 + 4 * k) for k in range(5)]
    sheet.write(bends, pen(HAIR, 0.9, 0.12))
    return EMPTY


def staple(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A staple, twelve millimetres long, over an empty cell."""
    slope = sheet.rng.uniform(-0.6, 0.6)
    centre, half = np.array(sheet.box(row, cell).centre), 6 * np.array([np.cos(slope), np.sin(slope)])
    for colour, down in ((STEEL, 0.0), (SHINE, 0.6)):
        middle = centre + np.array([0.0, down])
        sheet.write([middle - half, middle + half], pen(colour, 0.9, 0.55))
    return EMPTY


def hole(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A punched hole over an empty cell."""
    x, y = np.rint(np.array(sheet.box(row, cell).centre) * PX_PER_MM).astype(int).tolist()
    cv2.circle(sheet.page, (x, y), round(HOLE_MM * PX_PER_MM), int(sheet.rng.choice(HOLE_GREYS)), -1, cv2.LINE_AA)
    return EMPTY


def label(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A tick under a label of any size, with a shadow at its lower right."""
    sheet.tick(sheet.box(row, cell))
    box, rng = sheet.box(row, cell), sheet.rng
    half = np.array(box.size) * rng.uniform((0.3, 0.25), (0.65, 0.8))
    left, top = np.rint((np.array(box.centre) - half) * PX_PER_MM).astype(int)
    right, bottom = np.rint((np.array(box.centre) + half) * PX_PER_MM).astype(int)
    shadow = sheet.page[top : bottom + EDGE_PX, left : right + EDGE_PX]
    np.minimum(shadow, EDGE_GREY, out=shadow)
    sheet.page[top:bottom, left:right] = rng.integers(*LABEL_GREYS)
    return sheet.counts(cell)


def cup_ring(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """Part of the ring that a cup of coffee leaves, through an empty cell."""
    rng, radius = sheet.rng, sheet.rng.uniform(25, 45)
    angles = rng.uniform(0, 2 * np.pi) + np.linspace(0, rng.uniform(1.5, 6), 200)
    ring = radius * np.stack([np.cos(angles), np.sin(angles)], axis=1)
    sheet.write(ring - ring[100] + sheet.box(row, cell).centre, pen(COFFEE, 0.6, rng.uniform(0.4, 1.5)))
    return EMPTY


def lit_row(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A highlighter along the row, with a tick in it."""
    first, last, rng = sheet.box(row, 0), sheet.box(row, len(row.cells)), sheet.rng
    left, y = first.left + (1 if rng.random() < 0.5 else -rng.uniform(0, 40)), first.centre[1]
    colour = (YELLOW, GREEN, PINK)[rng.integers(3)]
    sheet.write([(left, y), (last.right - 1, y + 0.2)], pen(colour, 0.8, rng.uniform(2.5, 0.9 * first.size[1])))
    return ticked(sheet.hand.pen, sheet, row, cell)


def lit_beside(sheet: Sheet, row: TickRow, cell: int) -> Says:
    """A highlighter over one cell, a tick in another."""
    box, rng = sheet.box(row, another(row, cell)), sheet.rng
    colour = YELLOW if rng.random() < 0.5 else GREEN
    (left, right), y = (box.left + 1, box.right - 1), box.centre[1]
    sheet.write([(left, y), (right, y)], pen(colour, 0.8, rng.uniform(2, 0.8 * box.size[1])))
    return ticked(sheet.hand.pen, sheet, row, cell)


STAINS: Mapping[str, Mark] = {
    "blot on the tick": blotted,
    "blot in another cell": blot_beside,
    "smeared tick": smeared,
    "highlighter along the row": lit_row,
    "highlighter over another cell": lit_beside,
    "hair": hair,
    "staple": staple,
    "punched hole": hole,
    "label over the tick": label,
    "ring of a cup": cup_ring,
}


def line_down(bend: float, tail: float, sheet: Sheet, rows: ROWS, cell: int) -> Says:
    """One line down a column for all its rows, so crooked (mm), with a tick's arm so long at its end."""
    first, last = sheet.box(rows[0], cell), sheet.box(rows[-1], cell)
    down = np.linspace(first.centre[1], last.centre[1], max(3, len(rows)))
    points = [(first.centre[0] + sheet.rng.normal(0, bend), y) for y in down]
    if tail:
        points.append((points[-1][0] + tail, points[-1][1] - tail))
    sheet.write(points)
    return sheet.counts(cell)


def brace(sheet: Sheet, rows: ROWS, cell: int) -> Says:
    """A brace } beside all rows' cells; of half of them the first is ticked."""
    first, last = sheet.box(rows[0], cell), sheet.box(rows[-1], cell)
    x, top, bottom = first.centre[0] + 2.5, first.centre[1], last.centre[1]
    middle = (top + bottom) / 2
    upper = [(x - 0.8, top - 1), (x, top), (x, middle - 1), (x + 0.9, middle)]
    sheet.write([*upper, (x, middle + 1), (x, bottom), (x - 0.8, bottom + 1)])
    if sheet.rng.random() < 0.5:
        sheet.tick(first, scale=0.6, aside=-2.0)
    return sheet.counts(cell)


def large_tick(sheet: Sheet, rows: ROWS, cell: int) -> Says:
    """One tick as high as all rows: a vote in each, or in none of them."""
    first, last = sheet.box(rows[0], cell), sheet.box(rows[-1], cell)
    x, middle = first.centre[0], (first.top + last.bottom) / 2
    sheet.write([(x - 2.5, middle), (x, last.bottom - 2), (x + 6, first.top + 2)])
    return sheet.counts(cell) | {BLANK}


def cancelled(way: str, sheet: Sheet, rows: ROWS, cell: int) -> Says:
    """The rows crossed out as empty by a Z, or by a line that rises or falls: `way` is Z or line."""
    del cell
    first, last = sheet.box(rows[0], 0), sheet.box(rows[-1], len(rows[-1].cells))
    left, right = first.left + 1, last.right - 1
    if way == "Z":
        high, low = first.centre[1], last.centre[1]
        sheet.write([(left, high), (right, high), (left, low), (right, low)])
        return EMPTY
    high, low = first.top + 1, last.bottom - 1
    sheet.write([(left, low), (right, high)] if sheet.rng.random() < 0.5 else [(left, high), (right, low)])
    return EMPTY


LINES: Mapping[str, Lines] = {
    "crooked line down a column": partial(line_down, 0.8, 0.0),
    "straight line down a column": partial(line_down, 0.0, 0.0),
    "line down with a tick's arm": partial(line_down, 0.8, 3.0),
    "brace over rows": brace,
    "large tick over rows": large_tick,
    "Z over rows": partial(cancelled, "Z"),
    "line across rows": partial(cancelled, "line"),
}
