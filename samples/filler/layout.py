"""Where the cells of a form stand on its printed page, measured on the perfect page and not by the scanner's reader."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2

from pingyi.domain.forms.form import BallotForm, FormCell
from pingyi.ground.errors import FormError

Picture = npt.NDArray[Any]  # uint8; (height, width) grey or (height, width, 3) blue, green, red

MM_PER_INCH = 25.4
POINTS_PER_INCH = 72.0
MEASURING_DPI = 300
ACROSS_MIN_MM = 12.0  # a level ruling is longer than this without a gap; printed words are not
DOWN_MIN_MM = 4.0  # a row is taller than this; the strokes of a title are not quite
MARK_MM = 20.0  # a printed mark is smaller, a table larger
DARK = 140  # printed on white: any grey between does


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle on the page, mm from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    @property
    def size(self) -> tuple[float, float]:
        """Width and height, mm."""
        return self.right - self.left, self.bottom - self.top


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The rulings of a form on its page, mm; one more than the table has columns and rows."""

    size_mm: tuple[float, float]
    xs: tuple[float, ...]
    ys: tuple[float, ...]

    def box(self, cell: FormCell) -> Box:
        """The cell's place between the rulings, mm."""
        return Box(
            left=self.xs[cell.col],
            top=self.ys[cell.row],
            right=self.xs[cell.col + cell.col_span],
            bottom=self.ys[cell.row + cell.row_span],
        )


@lru_cache(maxsize=4)
def render(path: Path, page: int, dpi: int) -> Picture:
    """The page (0-based) as a grey picture, read-only because it is shared."""
    document = pypdfium2.PdfDocument(path)
    try:
        bitmap = document[page].render(scale=dpi / POINTS_PER_INCH, grayscale=True)
        picture = np.array(bitmap.to_numpy())
    finally:
        document.close()
    picture = picture.reshape(picture.shape[:2])
    picture.setflags(write=False)
    return picture


def find_layout(path: Path, form: BallotForm, page: int = 0) -> Layout:
    """
    Measure the rulings of `form` on a printed page (0-based) that carries it upright.

    Raises FormError when the page shows another number of rows or columns.
    """
    picture = render(path, page, MEASURING_DPI)
    scale = MEASURING_DPI / MM_PER_INCH
    dark = _without_marks((picture < DARK).astype(np.uint8), scale)
    across = _lines(dark, across=int(ACROSS_MIN_MM * scale))
    ys = _centres(np.any(across, axis=1))
    top, bottom = (int(ys[0]), int(ys[-1])) if ys else (0, 0)
    inside = dark[top : bottom + 1]
    down = _lines(inside, down=int(DOWN_MIN_MM * scale))
    xs = _centres(np.any(down, axis=0))
    rows, columns = len(form.table.row_heights_mm), len(form.table.column_widths_mm)
    if (len(ys), len(xs)) != (rows + 1, columns + 1):
        raise FormError(
            f"{path.name} 第 {page + 1} 页上量到 {len(ys)} 条横线、{len(xs)} 条竖线，"
            f"与表样“{form.table.name}”（{rows} 行、{columns} 列）不符；请核对是不是同一张表"
        )
    height, width = picture.shape
    return Layout(
        size_mm=(width / scale, height / scale),
        xs=tuple(x / scale for x in xs),
        ys=tuple(y / scale for y in ys),
    )


def _lines(dark: Picture, across: int = 1, down: int = 1) -> Picture:
    """What is dark without a gap for so many pixels."""
    return np.asarray(cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((down, across), np.uint8)))


def _without_marks(dark: Picture, scale: float) -> Picture:
    """Less what has lines enough for a table and is too small for one: the modules of some batches' marks do."""
    lined = _lines(dark, across=int(ACROSS_MIN_MM * scale)) | _lines(dark, down=int(DOWN_MIN_MM * scale))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(lined, connectivity=8)
    small = (stats[:, [cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT]] < MARK_MM * scale).all(axis=1)
    return np.where(small[labels], 0, dark).astype(np.uint8)


def _centres(flags: npt.ArrayLike) -> list[float]:
    """Middle of every run of set flags, in pixels."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], np.asarray(flags), [False]]).astype(np.int8)))
    return [float(first + last) / 2 for first, last in zip(edges[::2], edges[1::2], strict=True)]
