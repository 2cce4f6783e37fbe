"""Pictures for people: the rows in doubt and the opinion box, as PNG."""

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, TickRow
from pingyi.domain.reading import OPINION_CROP
from pingyi.scanner.grid.canvas import PX_PER_MM, Box, Table
from pingyi.scanner.ink.ink import Ink

AROUND_PX = 30  # of the neighbours' rows, so that a person sees whose tail it is
QUICK = 1  # of 9: crops are small, and there may be thousands
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
    pictures[OPINION_CROP] = _png(table.box(form.opinion).of(table.grey))
    return True, pictures


def _row_box(table: Table, row: TickRow) -> Box:
    """The row from its name to its last choice."""
    first = table.box(row.cells[0])
    left = max((x for x in table.xs[: row.cells[0].col]), default=0)
    box = Box(left=left, top=first.top, right=table.box(row.cells[-1]).right, bottom=first.bottom)
    return box.grown(AROUND_PX, table.grey.shape)


def _png(picture: npt.NDArray[np.uint8]) -> bytes:
    ok, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, QUICK])
    if not ok:
        raise ValueError("a crop could not be written as PNG")
    return bytes(data)
