"""Small pictures of tick cells, all at one size, for the second judge."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, FormCell
from pingyi.scanner.grid.canvas import PX_PER_MM, Box, Canvas, Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.page.darkness import shrunk

WIDTH_PX, HEIGHT_PX = 64, 44  # a cell with half a row above and below
ROW_PX = 20.0  # what a row is scaled to: a tick is as large as its row lets it be
ROW_MM = (4.0, 9.0)  # beyond, rows grow and ticks do not
SIDE_PX = 20.0  # of a window seen on both sides of its middle before the cell's side must show
REDUCTION = 2  # the canvas is halved once, so that windows are cut from about their own resolution
INKED_SHARE = 0.3  # of the pen's depth
INKED_PX = 5  # of the halved canvas (0.55 mm²); less is dust, or a dot that the first judge asks about
AROUND_PX = 4  # of the halved canvas, beyond a tick cell: a vertex on the ruling stays whole
FULL = 170  # of 255: the pen's own depth in a window; darker stays visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Ink and cell outline, uint8 (n, 2, HEIGHT_PX, WIDTH_PX), with the row and choice each belongs to."""

    pictures: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int64]
    choices: npt.NDArray[np.int64]


def windows(table: Table, ink: Ink, form: BallotForm) -> Windows:
    """A window for every tick cell that holds any ink."""
    small = _tick_cells_only(shrunk(ink.dark, REDUCTION), table, form)
    level = INKED_SHARE * ink.pen * 255
    pictures: list[npt.NDArray[np.uint8]] = []
    places: list[tuple[int, int]] = []
    for k, row in enumerate(form.rows):
        for choice, cell in enumerate(row.cells):
            box = _halved(table, cell)
            dark = box.of(small) >= level
            if np.count_nonzero(dark) >= INKED_PX:
                pictures.append(_window(small, box, dark, FULL / (255 * ink.pen)))
                places.append((k, choice))
    where = np.array(places, np.int64).reshape(-1, 2)
    stack = np.array(pictures, np.uint8).reshape(-1, 2, HEIGHT_PX, WIDTH_PX)
    return Windows(pictures=stack, rows=where[:, 0], choices=where[:, 1])


def _tick_cells_only(small: Canvas, table: Table, form: BallotForm) -> Canvas:
    """Without the printed names and headings around them."""
    kept = np.zeros_like(small)
    for row in form.rows:
        for cell in row.cells:
            box = _halved(table, cell).grown(AROUND_PX, small.shape)
            box.of(kept)[:] = box.of(small)
    return kept


def _halved(table: Table, cell: FormCell) -> Box:
    box = table.box(cell)
    return Box(
        left=box.left // REDUCTION,
        top=box.top // REDUCTION,
        right=box.right // REDUCTION,
        bottom=box.bottom // REDUCTION,
    )


def _window(small: Canvas, box: Box, dark: npt.NDArray[np.bool_], gain: float) -> npt.NDArray[np.uint8]:
    """Ink around the cell, its pen always equally dark, and where the cell lies."""
    px_per_mm = PX_PER_MM / REDUCTION
    scale = ROW_PX / (min(max((box.bottom - box.top) / px_per_mm, ROW_MM[0]), ROW_MM[1]) * px_per_mm)
    reach = SIDE_PX / scale
    centre_x = (box.left + box.right) / 2
    if box.right - box.left > 2 * reach:
        centre_x = float(
            np.clip(box.left + np.flatnonzero(dark.any(axis=0)).mean(), box.left + reach, box.right - reach)
        )
    centre_y = (box.top + box.bottom) / 2
    to_window = np.array(
        [[scale, 0, WIDTH_PX / 2 - scale * centre_x], [0, scale, HEIGHT_PX / 2 - scale * centre_y]], np.float32
    )
    ink = cv2.warpAffine(small, to_window, (WIDTH_PX, HEIGHT_PX), flags=cv2.INTER_LINEAR)
    outline = np.zeros((HEIGHT_PX, WIDTH_PX), np.uint8)
    left, top = to_window[:, :2] @ (box.left, box.top) + to_window[:, 2]
    right, bottom = to_window[:, :2] @ (box.right, box.bottom) + to_window[:, 2]
    outline[
        max(0, round(float(top))) : max(0, round(float(bottom))),
        max(0, round(float(left))) : max(0, round(float(right))),
    ] = 255
    return np.stack([cv2.convertScaleAbs(ink, alpha=gain), outline])
