"""Small pictures of tick cells, all at one size, for the second judge."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import PX_PER_MM, Canvas, Table
from pingyi.scanner.grid.places import Ints, boxes, count_from, tick_places
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.page.compiled import compiled
from pingyi.scanner.page.darkness import shrunk

WIDTH_PX, HEIGHT_PX = 64, 44  # a cell with half a row above and below
ROW_PX = 20.0  # what a row is scaled to: a tick is as large as its row lets it be
ROW_MM = (4.0, 9.0)  # beyond, rows grow and ticks do not
SIDE_PX = 20.0  # of a window seen on both sides of its middle before the cell's side must show
REDUCTION = 2  # the canvas is halved once, so that windows are cut from about their own resolution
PX_PER_MM_HERE = PX_PER_MM / REDUCTION
INKED_SHARE = 0.3  # of the pen's depth
INKED_PX = 5  # of the halved canvas (0.55 mm²); less is dust, or a dot that the first judge asks about
AROUND_PX = 4  # of the halved canvas, beyond a tick cell: a vertex on the ruling stays whole
FRAME_PX = 2  # without ink around the picture, so that nothing need be asked at its sides
FULL = 170  # of 255: the pen's own depth in a window; darker stays visible


@dataclass(frozen=True, slots=True, kw_only=True)
class Windows:
    """Ink and cell outline, uint8 (n, 2, HEIGHT_PX, WIDTH_PX), with the row and choice each belongs to."""

    pictures: npt.NDArray[np.uint8]
    rows: npt.NDArray[np.int64]
    choices: npt.NDArray[np.int64]


def windows(table: Table, ink: Ink, form: BallotForm) -> Windows:
    """A window for every tick cell that holds any ink."""
    halved = boxes(table, tick_places(form)) // REDUCTION
    cells = halved.reshape(-1, 4)
    framed = _tick_cells_only(shrunk(ink.crossed, REDUCTION), cells)
    small = framed[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX]
    level = int(np.ceil(INKED_SHARE * ink.pen * 255))
    inked = np.flatnonzero(count_from(small, cells, level) >= INKED_PX)
    gain = cv2.convertScaleAbs(np.arange(256, dtype=np.uint8), alpha=FULL / (255 * ink.pen)).ravel()
    rows, choices = np.divmod(inked, halved.shape[1])
    return Windows(pictures=_cut_out(framed, cells[inked], level, gain), rows=rows, choices=choices)


@compiled
def _tick_cells_only(small: Canvas, cells: Ints) -> Canvas:
    """Without the printed names and headings around them, and with FRAME_PX of no ink on each side."""
    height, width = small.shape
    kept = np.zeros((height + 2 * FRAME_PX, width + 2 * FRAME_PX), np.uint8)
    inner = kept[FRAME_PX : FRAME_PX + height, FRAME_PX : FRAME_PX + width]
    for left, top, right, bottom in cells:
        rows = slice(max(0, top - AROUND_PX), max(0, min(height, bottom + AROUND_PX)))
        columns = slice(max(0, left - AROUND_PX), max(0, min(width, right + AROUND_PX)))
        inner[rows, columns] = small[rows, columns]
    return kept


@compiled
def _cut_out(framed: Canvas, cells: Ints, level: int, gain: Canvas) -> Canvas:
    """For each cell the ink around it, its pen always equally dark by `gain`, and where the cell lies."""
    small = framed[FRAME_PX:-FRAME_PX, FRAME_PX:-FRAME_PX]
    found = np.zeros((len(cells), 2, HEIGHT_PX, WIDTH_PX), np.uint8)
    for k in range(len(cells)):
        left, top, right, bottom = cells[k]
        high = min(max((bottom - top) / PX_PER_MM_HERE, ROW_MM[0]), ROW_MM[1]) * PX_PER_MM_HERE
        scale = np.float32(ROW_PX / high)
        middle = _middle(small, cells[k], level, SIDE_PX * high / ROW_PX)
        across = np.float32(WIDTH_PX / 2 - ROW_PX / high * middle)
        down = np.float32(HEIGHT_PX / 2 - ROW_PX / high * (top + bottom) / 2)
        _sample(framed, scale, (across, down), gain, found[k, 0])
        rows = slice(max(0, round(scale * top + down)), max(0, round(scale * bottom + down)))
        columns = slice(max(0, round(scale * left + across)), max(0, round(scale * right + across)))
        found[k, 1, rows, columns] = 255
    return found


@compiled
def _middle(small: Canvas, cell: Ints, level: int, reach: float) -> float:
    """Column a window is centred on: the cell's middle; in a wide cell where its ink is, as near as its sides allow."""
    left, top, right, bottom = cell
    if right - left <= 2 * reach:
        return float((left + right) / 2)
    total = count = 0
    for x in range(left, right):
        if (small[top:bottom, x] >= level).any():
            total += x - left
            count += 1
    return float(min(max(left + total / count, left + reach), right - reach))


@compiled
def _sample(
    framed: Canvas, scale: np.float32, offset: tuple[np.float32, np.float32], gain: Canvas, into: Canvas
) -> None:
    """Linear between pixels; beyond the picture there is no ink."""
    step = np.float32(1.0) / scale
    height, width = framed.shape
    columns, shares = np.empty(into.shape[1], np.int64), np.empty(into.shape[1], np.float32)
    for x in range(into.shape[1]):
        u = np.float32(x) * step - step * offset[0]
        left = int(np.floor(u))
        columns[x], shares[x] = min(max(left + FRAME_PX, 0), width - FRAME_PX), u - np.float32(left)
    for y in range(into.shape[0]):
        v = np.float32(y) * step - step * offset[1]
        top = int(np.floor(v))
        down = v - np.float32(top)
        row = min(max(top + FRAME_PX, 0), height - FRAME_PX)
        over, under = framed[row], framed[row + 1]
        for x in range(into.shape[1]):
            left = columns[x]
            first, second = np.float32(over[left]), np.float32(over[left + 1])
            third, fourth = np.float32(under[left]), np.float32(under[left + 1])
            upper, lower = first + shares[x] * (second - first), third + shares[x] * (fourth - third)
            into[y, x] = gain[int(np.rint(upper + down * (lower - upper)))]
