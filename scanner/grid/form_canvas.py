"""The blank form on the canvas that its scans are laid on, from the form's own print."""

from functools import lru_cache

import numpy as np
import pypdfium2 as pdfium

from pingyi.domain.forms.form import TableForm, TablePrint
from pingyi.scanner.grid.canvas import MARGIN_MM, PX_PER_MM, Canvas, Table
from pingyi.scanner.page.darkness import darkness

PT_PER_MM = 72 / 25.4


def form_canvas(table: TableForm) -> Table:
    """The form's table as a flawless scan of it would be laid; its rulings are where the PDF has them."""
    return _drawn(table.printed)


@lru_cache(maxsize=16)
def _drawn(printed: TablePrint) -> Table:
    left, top = printed.xs_mm[0] - MARGIN_MM, printed.ys_mm[0] - MARGIN_MM
    right, bottom = printed.xs_mm[-1] + MARGIN_MM, printed.ys_mm[-1] + MARGIN_MM
    grey = _cut(_page(printed), (left, top, right, bottom))
    return Table(
        grey=grey,
        dark=darkness(grey),
        xs=tuple(round((x - left) * PX_PER_MM) for x in printed.xs_mm),
        ys=tuple(round((y - top) * PX_PER_MM) for y in printed.ys_mm),
        strays=(),
    )


def _page(printed: TablePrint) -> Canvas:
    document = pdfium.PdfDocument(printed.pdf)
    try:
        bitmap = document[printed.page - 1].render(scale=PX_PER_MM / PT_PER_MM, grayscale=True)
        return np.array(bitmap.to_numpy()).reshape(bitmap.height, bitmap.width)
    finally:
        document.close()


def _cut(page: Canvas, box_mm: tuple[float, float, float, float]) -> Canvas:
    """A rectangle of the page, white where it reaches beyond."""
    left, top, right, bottom = (round(side * PX_PER_MM) for side in box_mm)
    found = np.full((bottom - top + 1, right - left + 1), 255, np.uint8)
    first_y, first_x = max(0, -top), max(0, -left)
    part = page[max(0, top) : bottom + 1, max(0, left) : right + 1]
    found[first_y : first_y + part.shape[0], first_x : first_x + part.shape[1]] = part
    return found
