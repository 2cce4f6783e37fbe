"""Pictures for people of the rows in doubt, as PNG."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.scanner.grid.canvas import Box, Table

AROUND_PX = 30  # of the neighbours' rows, so that a person sees whose tail it is


def crops(table: Table, form: BallotForm, items: list[str]) -> dict[str, bytes]:
    """A PNG per item."""
    wanted = set(items)
    return {row.item: _png(_row_box(table, row).of(table.grey)) for row in form.rows if row.item in wanted}


def _row_box(table: Table, row: TickRow) -> Box:
    """The row from its name to its last choice."""
    first = table.box(row.cells[0])
    left = max((x for x in table.xs[: row.cells[0].col]), default=0)
    if row.written is not None:
        left = min(left, table.box(row.written).left)
    box = Box(left=left, top=first.top, right=table.box(row.cells[-1]).right, bottom=first.bottom)
    return box.grown(AROUND_PX, table.grey.shape)


def _png(picture: npt.NDArray[np.uint8]) -> bytes:
    ok, data = cv2.imencode(".png", picture)
    if not ok:
        raise ValueError("a crop could not be written as PNG")
    return bytes(data)
