"""A scan that was written on in a PDF program is no paper: the rows touched go to people, or the whole sheet."""

from collections.abc import Iterable

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import TickRow
from pingyi.domain.readings.reading import Unread
from pingyi.scanner.found.located import Located
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.page.page_type import Markup, Rect

EDGE_MM = 0.5  # what reaches no further into a row lies on its ruling
LARGE_MM = 15.0  # no mark in a row is so wide and so high: it strikes the sheet
LARGE_SUM = 0.4  # of the table
STAMPED = "扫描后盖了电子章或水印；请核对这张票是否作废，以纸质原件为准，重扫原件"
WRITTEN_ON = "页面上没有表格，扫描后又加了内容；请看原件"
COVERED = "扫描后又在电脑上改过，改动盖住了表头或大半张表；请以纸质原件为准，重扫原件"
Outline = npt.NDArray[np.float32]


def edited_sheet(found: Located | Refusal, markup: Markup) -> Refusal | None:
    """Why no row of the sheet may be read."""
    if markup.stamped:
        return Refusal(reason=Unread.EDITED, detail=STAMPED)
    if not markup.touched:
        return None
    if isinstance(found, Refusal):
        said = {Unread.BLANK_BACK: WRITTEN_ON, Unread.ROWS_UNPROVEN: COVERED}.get(found.reason)
        return Refusal(reason=Unread.EDITED, detail=said) if said else None
    header = _outline(found, 0, min(row.cells[0].row for row in found.form.rows))
    table = _outline(found, 0, len(found.crossings) - 1)
    over = [rect for rect in dict.fromkeys(markup.touched) if _overlap(rect, table) > 0]
    large = any(min(rect.right - rect.left, rect.bottom - rect.top) >= LARGE_MM * _px_per_mm(found) for rect in over)
    share = sum(_overlap(rect, table) for rect in over) / cv2.contourArea(table)
    if large or share >= LARGE_SUM or _is_touched(header, _inner(found, markup)):
        return Refusal(reason=Unread.EDITED, detail=COVERED)
    return None


def edited_rows(found: Located, markup: Markup) -> frozenset[str]:
    """Items of the rows that were touched."""
    if not markup.touched:
        return frozenset()
    rects = _inner(found, markup)
    return frozenset(row.item for row in found.form.rows if _is_touched(_row(found, row), rects))


def _inner(found: Located, markup: Markup) -> list[Rect]:
    """The places less their edges, so that a field as high as its cell touches no other row."""
    edge = round(EDGE_MM * _px_per_mm(found))
    return [_shrunk(rect, edge) for rect in markup.touched]


def _px_per_mm(found: Located) -> float:
    """Of the page as it was fed."""
    crossings, ys = found.crossings, found.table.ys
    return float(np.linalg.norm(crossings[-1, 0] - crossings[0, 0])) * PX_PER_MM / max(ys[-1] - ys[0], 1)


def _shrunk(rect: Rect, edge: int) -> Rect:
    across, down = (max(min(edge, (side - 1) // 2), 0) for side in (rect.right - rect.left, rect.bottom - rect.top))
    return Rect(rect.left + across, rect.top + down, rect.right - across, rect.bottom - down)


def _row(found: Located, row: TickRow) -> Outline:
    """From its label to its last tick cell."""
    first, last = row.cells[0], row.cells[-1]
    left, right = max(0, first.col - 2), last.col + last.col_span
    top, bottom = first.row, first.row + first.row_span
    corners = found.crossings
    return np.array(
        [corners[top, left], corners[top, right], corners[bottom, right], corners[bottom, left]], np.float32
    )


def _outline(found: Located, top: int, bottom: int) -> Outline:
    corners = found.crossings
    return np.array([corners[top, 0], corners[top, -1], corners[bottom, -1], corners[bottom, 0]], np.float32)


def _is_touched(row: Outline, rects: Iterable[Rect]) -> bool:
    return any(_overlap(rect, row) > 0 for rect in rects)


def _overlap(rect: Rect, shape: Outline) -> float:
    """Pixels."""
    corners = [(rect.left, rect.top), (rect.right, rect.top), (rect.right, rect.bottom), (rect.left, rect.bottom)]
    area, _ = cv2.intersectConvexConvex(np.array(corners, np.float32), shape)
    return float(area)
