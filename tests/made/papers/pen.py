"""A steady pen for tests: marks of known shape in known cells, millimetres from the cell's middle."""

import cv2
import numpy as np
from printed_ballot import Grey, Printed

PEN_MM = 0.5
TICK = ((-1.8, -0.8), (-0.6, 1.4), (2.2, -2.0))


class Sheet:
    """One printed page being filled."""

    def __init__(self, printed: Printed, dpi: int = 200) -> None:
        self.printed = printed
        self.dpi = dpi
        self.page: Grey = printed.page(dpi)
        self.rows = {row.item: row for row in printed.form.rows}

    def draw(
        self, item: str, choice: int, *strokes: tuple[tuple[float, float], ...], dark: int = 25, pen_mm: float = PEN_MM
    ) -> "Sheet":
        """Strokes of points (x, y) in mm from the middle of a cell."""
        centre = self.printed.layout.box(self.rows[item].cells[choice]).centre
        for stroke in strokes:
            points = np.rint((np.asarray(stroke) + centre) * self.dpi / 25.4 * 16).astype(np.int32)
            width = max(1, round(pen_mm * self.dpi / 25.4))
            cv2.polylines(self.page, [points], isClosed=False, color=dark, thickness=width, lineType=16, shift=4)
        return self

    def tick(self, item: str, choice: int = 0, size: float = 1.0) -> "Sheet":
        return self.draw(item, choice, tuple((x * size, y * size) for x, y in TICK))

    def tick_others(self, *but: str) -> "Sheet":
        """Tick the first choice in every row except these."""
        for item in self.rows:
            if item not in but:
                self.tick(item)
        return self
