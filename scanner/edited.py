"""A scan that was written on in a PDF program is no paper: the rows touched go to people, or the whole sheet."""

from collections.abc import Iterable
from dataclasses import replace

import cv2
import numpy as np
import numpy.typing as npt

from domain.form import TickRow
from domain.reading import Doubt, RowReading, Unread, Verdict
from scanner.locate import Located
from scanner.page_type import Markup, Rect
from scanner.refusal import Refusal

LARGE_PIECE, LARGE_SUM = 0.08, 0.4  # of the table: one piece of this size strikes the sheet, not a row
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
        return Refusal(reason=Unread.EDITED, detail=WRITTEN_ON) if found.reason is Unread.BLANK_BACK else None
    table = _outline(found, 0, len(found.crossings) - 1)
    header = _outline(found, 0, min(row.cells[0].row for row in found.form.rows))
    shares = [_overlap(rect, table) / cv2.contourArea(table) for rect in dict.fromkeys(markup.touched)]
    if max(shares) >= LARGE_PIECE or sum(shares) >= LARGE_SUM or _is_touched(header, markup.touched):
        return Refusal(reason=Unread.EDITED, detail=COVERED)
    return None


def edited_rows(found: Located, markup: Markup) -> frozenset[str]:
    """Items of the rows that were touched."""
    if not markup.touched:
        return frozenset()
    return frozenset(row.item for row in found.form.rows if _is_touched(_row(found, row), markup.touched))


def for_people(rows: Iterable[RowReading], items: frozenset[str]) -> tuple[RowReading, ...]:
    """The readings, those of `items` without a verdict: whatever was read there, the paper may say otherwise."""
    return tuple(_asked(row) if row.item in items else row for row in rows)


def _asked(row: RowReading) -> RowReading:
    reasons = tuple(dict.fromkeys((*row.reasons, Doubt.EDITED)))
    return replace(row, verdict=Verdict.DOUBTFUL, choice="", confidence=0.0, reasons=reasons)


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
