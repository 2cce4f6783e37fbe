"""Pictures for people at the page: a sheet upright, a row with its headings and neighbours, any page as preview.

Drawn from a layout kept when the sheet was read, by nothing that reading needs: a tenth of its memory.
"""

from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium

from pingyi.domain.readings.reading import Unread, UnreadableFileError
from pingyi.scanner.files.pages import load_page
from pingyi.scanner.found.layout import Floats, Layout, RowSpan
from pingyi.scanner.page.block_means import block_means

NEIGHBOUR_ROWS = 1.15  # above and below: the whole of each neighbour, and a little of the next
FADED = 0.45  # of the neighbours' blackness is kept, so that nobody decides the wrong row
BAR_PX = 4  # beside the row, in the page's own colour for what is meant
BAR_BGR = (12, 65, 194)
ENLARGED = 3  # of a row's picture: ink is judged from a chair
AROUND_CELL_PX = 5
JPEG_QUALITY = 82
GAP_PX = 4
OVER_HEAD_PX = 3  # kept above a heading
PAGE_LONGEST_PX = 1754  # A4 at 150 dpi: handwriting can be read

Picture = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowBox:
    """Where a row lies on the sheet's picture, in its pixels."""

    left: int  # of the row's name
    cells_left: int  # of the first tick cell
    right: int
    top: int
    bottom: int
    header_top: int
    header_bottom: int


Outline = tuple[tuple[int, int], ...]  # the corners of a row, x and y, clockwise from the top left


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPicture:
    """A sheet's table and the whole page, both upright, as JPEG; `places` on the table by item."""

    table: bytes
    places: dict[str, RowBox]
    page: bytes
    width: int  # of the page
    height: int
    outlines: dict[str, Outline]  # on the page, by item


def sheet_picture(path: Path, page: int, layout: Layout) -> SheetPicture:
    """The 1-based `page` and its table, which lies as `layout` says. Raises UnreadableFileError."""
    grey = load_page(path, page, reduced=True)
    crossings = layout.crossings * (np.array(grey.shape[::-1]) / layout.size[::-1])  # it may be opened smaller
    quarters = layout.turn // 90
    scale = min(1.0, PAGE_LONGEST_PX / max(grey.shape))
    corners = _turned(crossings, quarters, grey.shape) * scale
    upright = np.ascontiguousarray(np.rot90(grey, -quarters))
    if scale < 1:
        upright = np.asarray(cv2.resize(upright, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    return SheetPicture(
        table=_jpeg(_table(grey, crossings, layout)),
        places={item: _place(layout, span) for item, span in layout.rows.items()},
        page=_jpeg(upright),
        width=upright.shape[1],
        height=upright.shape[0],
        outlines={item: _outline(corners, span) for item, span in layout.rows.items()},
    )


def row_picture(sheet: bytes, place: RowBox) -> bytes:
    """PNG of one row, enlarged, a bar at either end of it, its headings above it, its neighbours pale."""
    grey = _decoded(sheet)
    reach = round(NEIGHBOUR_ROWS * (place.bottom - place.top))
    top, bottom = max(0, place.top - reach), min(grey.shape[0], place.bottom + reach)
    apart = top > place.header_bottom
    top = top if apart else min(top, place.header_top)  # the headings whole, where they are the neighbour
    left, right = max(0, place.left - AROUND_CELL_PX), min(grey.shape[1], place.right + AROUND_CELL_PX)
    rows = grey[top:bottom, left:right].copy()
    over = 0 if apart else place.header_bottom - top
    for part in (rows[over : place.top - top], rows[place.bottom - top :]):
        part[:] = (255 - (255 - part) * FADED).astype(np.uint8)
    header = grey[place.header_top : place.header_bottom, left:right]
    parts = [header, np.full((GAP_PX, right - left), 255, np.uint8), rows] if apart else [rows]
    above = sum(len(part) for part in parts) - len(rows) + place.top - top
    whole = _between_bars(np.vstack(parts), above, place.bottom - place.top)
    return _png(cv2.resize(whole, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC))


def cells_picture(sheet: bytes, place: RowBox) -> bytes:
    """PNG of one row's tick cells, for a contact sheet."""
    grey = _decoded(sheet)
    return _png(
        grey[
            max(0, place.top - AROUND_CELL_PX) : place.bottom + AROUND_CELL_PX,
            max(0, place.cells_left - AROUND_CELL_PX) : place.right + AROUND_CELL_PX,
        ]
    )


def preview(path: Path, page: int, width: int, turn: int = 0) -> bytes:
    """A page (1-based) of a PDF in colour, of any other scan in grey, `width` pixels wide as fed, as JPEG.

    Turned clockwise by `turn` degrees (a multiple of 90). Raises UnreadableFileError.
    """
    if path.suffix.lower() == ".pdf":
        try:
            with pdfium.PdfDocument(path) as document:
                document.init_forms()
                sheet = document[page - 1]
                bitmap = sheet.render(scale=width / sheet.get_width())
                return _jpeg(np.rot90(bitmap.to_numpy()[:, :, :3], -turn // 90))
        except (pdfium.PdfiumError, IndexError) as error:
            raise UnreadableFileError(
                f"{path.name} 第 {page} 页打不开；请核对工作目录 scans 里的这个文件", Unread.DAMAGED_FILE
            ) from error
    grey = load_page(path, page, reduced=True)
    scale = width / grey.shape[1]
    small = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else grey
    return _jpeg(np.rot90(small, -turn // 90))


def _table(grey: Picture, crossings: Floats, layout: Layout) -> Picture:
    """The upright table, linear between its rulings and beyond the outer ones."""
    wide = float(np.linalg.norm(crossings[0, -1] - crossings[0, 0])) / (layout.xs[-1] - layout.xs[0])
    factor = max(1, int(wide + 0.25))  # large scans are shrunk first, so that linear sampling loses no ink
    source = grey if factor == 1 else block_means(grey, factor)
    down, across = _shares(layout.ys), _shares(layout.xs)
    x, y = (np.asarray(down @ crossings[..., axis] @ across.T / factor, np.float32) for axis in (0, 1))
    return np.asarray(cv2.remap(source, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.uint8)


def _shares(edges: tuple[int, ...]) -> Floats:
    """How much each pixel along the canvas takes of each ruling: pixels × rulings; as wide a margin at either end."""
    pixels = np.arange(edges[-1] + edges[0] + 1)
    first = np.clip(np.searchsorted(edges, pixels, side="right") - 1, 0, len(edges) - 2)
    starts = np.array(edges)
    share = (pixels - starts[first]) / (starts[first + 1] - starts[first])
    shares = np.zeros((len(pixels), len(edges)))
    shares[pixels, first], shares[pixels, first + 1] = 1 - share, share
    return shares


def _turned(points: Floats, quarters: int, shape: tuple[int, ...]) -> Floats:
    """Points of a page of this shape after so many quarters clockwise."""
    height, width = shape[:2]
    for _ in range(quarters):
        points = np.stack([height - 1 - points[..., 1], points[..., 0]], axis=-1)
        height, width = width, height
    return points


def _outline(corners: Floats, span: RowSpan) -> Outline:
    top, bottom, left, right = span.top, span.bottom, span.left, span.right
    around = (corners[top, left], corners[top, right], corners[bottom, right], corners[bottom, left])
    return tuple((round(float(x)), round(float(y))) for x, y in around)


def _place(layout: Layout, span: RowSpan) -> RowBox:
    return RowBox(
        left=layout.xs[span.left],
        cells_left=layout.xs[span.cells_left],
        right=layout.xs[span.right],
        top=layout.ys[span.top],
        bottom=layout.ys[span.bottom],
        header_top=max(0, layout.ys[span.head_top] - OVER_HEAD_PX),
        header_bottom=layout.ys[span.head_bottom],
    )


def _between_bars(picture: Picture, top: int, height: int) -> Picture:
    """In colour, with a bar on either side of some rows of pixels; no ink is drawn over."""
    wide = cv2.copyMakeBorder(picture, 0, 0, 2 * BAR_PX, 2 * BAR_PX, cv2.BORDER_CONSTANT, value=255)
    colour = cv2.cvtColor(wide, cv2.COLOR_GRAY2BGR)
    colour[top : top + height, :BAR_PX] = colour[top : top + height, -BAR_PX:] = BAR_BGR
    return np.asarray(colour, np.uint8)


def _decoded(sheet: bytes) -> Picture:
    return np.asarray(cv2.imdecode(np.frombuffer(sheet, np.uint8), cv2.IMREAD_GRAYSCALE), np.uint8)


def _jpeg(picture: Picture) -> bytes:
    return bytes(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, JPEG_QUALITY])[1])


def _png(picture: Picture) -> bytes:
    return bytes(cv2.imencode(".png", picture)[1])
