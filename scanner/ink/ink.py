"""Pen strokes alone: rulings, printed text and streaks taken off the canvas."""

from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import Canvas, Stray, Table
from pingyi.scanner.grid.places import BOTTOM, LEFT, RIGHT, TOP, boxes, levels_of, tick_places
from pingyi.scanner.grid.topology import Skeleton
from pingyi.scanner.ink.cell_print import take_cell_print
from pingyi.scanner.ink.crossings import take_crossings
from pingyi.scanner.ink.dirt import take_dirt
from pingyi.scanner.ink.ruling_kernels import CROSSING_PX, take_family

Flags = npt.NDArray[np.bool_]

STRAY_HALF_PX = 9  # 1.5 mm: a fold's shadow
STRAY_PIECE_PX = 120  # 20 mm: streaks fade in and out
INKED_SHARE = 0.02  # of a tick cell of up to a square centimetre
TICK_MM2 = 2.0  # a tick's darkest ink covers as much; ballpoint ticks have twice as much in all
SMALL_TICK_MM2 = 1.0  # and the smallest ones half of it
ENOUGH_TICKS = 5  # that tell how dark the pen is; of a short form half its rows
UNKNOWN_PEN = 0.5  # where there are fewer
STRAY_LEVEL = 12  # of 255: darker than this, the profile is a streak


@dataclass(frozen=True, slots=True, kw_only=True)
class Ink:
    """Darkness (uint8) with only pen strokes left, and how dark this page's pen is (0..1)."""

    dark: Canvas
    crossed: Canvas  # the same with what rulings leave where they cross: the second judge has learnt from it
    pen: float
    noise: float  # darkness of blank paper, 95th percentile in empty cells
    blurred: Flags  # where something was taken off: strokes there may be thinned
    covered: Flags  # where streaks and folds ran
    unsure: frozenset[tuple[int, int]]  # cells (row, col) whose print could not be told from ink
    among: Mapping[tuple[int, int], int]  # cells with ink among their print, where it may have gone with it: pixels
    second: int  # pixels of it that may be a second mark


def pen_ink(table: Table, upright: Skeleton, form: BallotForm) -> Ink:
    """Take everything printed off the table; measured on the page itself, not on a template."""
    across, down = _around_ticks(upright, form)
    clean, level_core, upright_core = _without_rulings(table, across, down)
    taken = level_core | upright_core
    printed = take_cell_print(clean, taken, table, form)
    covered = np.zeros(clean.shape, bool)
    for stray in table.strays:
        covered |= _take_stray(clean, stray)
    pen, noise = _pen(clean, table, form)
    take_dirt(clean, table, form, pen)
    dark, places = clean.copy(), (np.array(table.ys), np.array(table.xs))
    take_crossings(dark, (level_core, upright_core), places, (upright.across & ~across, upright.down & ~down))
    return Ink(
        dark=dark,
        crossed=clean,
        pen=pen,
        noise=noise,
        blurred=taken | covered,
        covered=covered,
        unsure=frozenset(printed.unsure),
        among=printed.among,
        second=printed.second,
    )


def _around_ticks(upright: Skeleton, form: BallotForm) -> tuple[Flags, Flags]:
    """Horizontal and vertical edges beside tick cells; nothing is judged elsewhere."""
    across, down = np.zeros_like(upright.across), np.zeros_like(upright.down)
    for row in form.rows:
        for cell in row.cells:
            across[cell.row : cell.row + 2, cell.col] = True
            down[cell.row, cell.col : cell.col + 2] = True
    return across & upright.across, down & upright.down


def _without_rulings(table: Table, across: Flags, down: Flags) -> tuple[Canvas, Flags, Flags]:
    """
    Each ruling at these edges loses its own median profile; strokes that run across it stay whole.

    With it where level and where upright rulings were taken off.
    """
    clean = table.dark.copy()
    level, upright = np.zeros((2, *clean.shape), bool)
    rows, columns = np.array(table.ys), np.array(table.xs)
    take_family(table.dark, clean, level, upright, (rows, columns, across))
    turned = columns, rows, np.ascontiguousarray(down.T)
    take_family(table.dark.T, clean.T, upright.T, level.T, turned)
    return clean, level, upright


def _take_stray(clean: Canvas, stray: Stray) -> Flags:
    """Subtract a streak's or fold's own profile, measured every few millimetres along it; strokes across it stay.

    Returns where it ran.
    """
    view = clean if stray.vertical else clean.T
    along = np.arange(stray.first, stray.first + len(stray.across))
    window = np.arange(-STRAY_HALF_PX, STRAY_HALF_PX + 1)
    across = np.rint(stray.across).astype(np.int64)[:, None] + window
    inside = (across >= 0) & (across < view.shape[1])
    rows = np.broadcast_to(along[:, None], across.shape)
    across = across.clip(0, view.shape[1] - 1)
    strip = view[rows, across]
    profile = _running_median(strip)
    core = profile > STRAY_LEVEL
    through = cv2.morphologyEx(strip, cv2.MORPH_OPEN, np.ones((1, _thickness(core) + CROSSING_PX), np.uint8))
    less = np.maximum(cv2.subtract(strip, profile), np.where(core, through, 0))
    view[rows[inside], across[inside]] = less[inside]
    where = np.zeros(view.shape, bool)
    where[rows[inside & core], across[inside & core]] = True
    return where if stray.vertical else where.T


def _running_median(strip: Canvas) -> Canvas:
    """Median of each column of the strip over pieces of its length, joined linearly."""
    count = max(1, round(len(strip) / STRAY_PIECE_PX))
    pieces = np.array_split(np.arange(len(strip)), count)
    middles = np.array([piece.mean() for piece in pieces])
    medians = np.array([np.median(strip[piece], axis=0) for piece in pieces])
    smooth = [np.interp(np.arange(len(strip)), middles, column) for column in medians.T]
    return np.ascontiguousarray(np.rint(np.array(smooth).T), dtype=np.uint8)


def _thickness(core: Flags) -> int:
    return int(np.median(core.sum(axis=1)))


def _inked_share(form: BallotForm, tick_mm2: float) -> float:
    """The share of a tick cell that a tick of so much ink inks at least: less of a large one."""
    widths, heights = form.table.column_widths_mm, form.table.row_heights_mm
    cells = [row.cells[0] for row in form.rows]
    areas = [sum(widths[cell.col : cell.col + cell.col_span]) * heights[cell.row] for cell in cells]
    return min(INKED_SHARE, tick_mm2 / median(areas))


def _pen(clean: Canvas, table: Table, form: BallotForm) -> tuple[float, float]:
    """The page's pen depth and paper noise, from the inside of its tick cells."""
    where = boxes(table, tick_places(form).reshape(-1, 4), -4)
    whole = (where[:, RIGHT] > where[:, LEFT]) & (where[:, BOTTOM] > where[:, TOP])
    enough = min(ENOUGH_TICKS, max(2, (len(form.rows) + 1) // 2))
    noise = 0.0
    for tick_mm2 in (TICK_MM2, SMALL_TICK_MM2):
        floors, high = levels_of(clean, where[whole], (0.95, 1 - _inked_share(form, tick_mm2))).T / 255
        noise = float(np.percentile(floors, 30)) if len(floors) else 0.0
        inked = high[high > max(0.12, 3 * noise)]
        if len(inked) >= enough:
            return float(np.percentile(inked, 70)), noise
    return UNKNOWN_PEN, noise
