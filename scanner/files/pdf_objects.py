"""What is drawn on a page of a PDF, in order: the scan's own pictures, and whatever was drawn over them."""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
from PIL import Image

from pingyi.scanner.files.picture_files import MOST_PIXELS

MOST_OBJECTS = 20_000  # of a page, looked at; a drawn form has some thousands
DEEPEST = 6  # forms within forms
UNSEEN_TEXT = (pdfium_c.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium_c.FPDF_TEXTRENDERMODE_CLIP)  # a copier's own OCR
SQUARES = 200  # the page is laid out in so many each way, to see what covers what
LAID = 0.9  # of an object's squares: clear of others, it is a strip or a tile of the scan
SCAN_SHARE = 0.5  # of the page under pictures: it is a scan and not a drawn page with a coat of arms

Box = tuple[float, float, float, float]  # left, bottom, right, top; points of the page
Matrix = tuple[float, float, float, float, float, float]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One picture, text, path or shading; `holder` is the form it stands in, None for the page itself."""

    raw: Any
    kind: int
    box: Box
    holder: Any

    @property
    def is_picture(self) -> bool:
        """Whether pixels are behind it."""
        return bool(self.kind == pdfium_c.FPDF_PAGEOBJ_IMAGE)


@dataclass(frozen=True, slots=True)
class Content:
    """What a page shows, in the order it is drawn."""

    drawn: tuple[Drawn, ...]
    whole: bool  # False: there is more than was looked at

    def pictures(self) -> list[Drawn]:
        """What of it has pixels, in the order it is drawn."""
        return [one for one in self.drawn if one.is_picture]


def content(page: pdfium.PdfPage) -> Content:
    """What is seen of a page's content; raises DecompressionBombError before anything enormous is unpacked."""
    found: list[Drawn] = []
    whole = True
    for number, one in enumerate(_walk(page, None, (1, 0, 0, 1, 0, 0), 0)):
        if number >= MOST_OBJECTS:
            whole = False
            break
        if one is not None:
            found.append(one)
    return Content(tuple(found), whole)


def _walk(parent: Any, holder: Any, matrix: Matrix, depth: int) -> Iterator[Drawn | None]:
    """Every object, None for one that cannot be seen."""
    if holder is None:
        count, get = pdfium_c.FPDFPage_CountObjects(parent), pdfium_c.FPDFPage_GetObject
    else:
        count, get = pdfium_c.FPDFFormObj_CountObjects(holder), pdfium_c.FPDFFormObj_GetObject
    for number in range(count):
        raw = get(parent if holder is None else holder, number)
        kind = pdfium_c.FPDFPageObj_GetType(raw)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST:
                yield from _walk(parent, raw, _times(_matrix(raw), matrix), depth + 1)
            continue
        if kind == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            _refuse_large(raw)
        yield Drawn(raw, kind, _box(raw, matrix), holder) if _is_seen(raw, kind) else None


def _is_seen(raw: Any, kind: int) -> bool:
    if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
        return bool(pdfium_c.FPDFTextObj_GetTextRenderMode(raw) not in UNSEEN_TEXT)
    if kind == pdfium_c.FPDF_PAGEOBJ_PATH:
        fill, stroke = ctypes.c_int(), ctypes.c_int()
        pdfium_c.FPDFPath_GetDrawMode(raw, fill, stroke)
        return bool(fill.value or stroke.value)
    return True


def _refuse_large(raw: Any) -> None:
    width, height = ctypes.c_uint(), ctypes.c_uint()
    pdfium_c.FPDFImageObj_GetImagePixelSize(raw, width, height)
    if width.value * height.value > MOST_PIXELS:
        raise Image.DecompressionBombError(f"{width.value} × {height.value} pixels")


def _matrix(raw: Any) -> Matrix:
    found = pdfium_c.FS_MATRIX()
    pdfium_c.FPDFPageObj_GetMatrix(raw, found)
    return found.a, found.b, found.c, found.d, found.e, found.f


def _times(one: Matrix, other: Matrix) -> Matrix:
    """First `one`, then `other`."""
    a, b, c, d, e, f = one
    p, q, r, s, t, u = other
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u


def _box(raw: Any, matrix: Matrix) -> Box:
    sides = tuple(ctypes.c_float() for _ in range(4))
    pdfium_c.FPDFPageObj_GetBounds(raw, *sides)
    left, bottom, right, top = (side.value for side in sides)
    a, b, c, d, e, f = matrix
    xs = [a * x + c * y + e for x in (left, right) for y in (bottom, top)]
    ys = [b * x + d * y + f for x in (left, right) for y in (bottom, top)]
    return min(xs), min(ys), max(xs), max(ys)


def laid_over(found: Content, page_box: Box) -> list[Drawn]:
    """
    What is drawn over the pictures of a scan: another picture, words, strokes; nothing on a page that is no scan.

    Strips and tiles lie beside each other; what lies under a picture is hidden by it.
    """
    if len(found.drawn) < 2:
        return []
    squares = [_squares(one.box, page_box) for one in found.drawn]
    covered = np.zeros((SQUARES, SQUARES), np.bool_)
    for one, place in zip(found.drawn, squares, strict=True):
        if one.is_picture:
            covered[place] = True
    if covered.mean() < SCAN_SHARE:
        return []
    covered[:] = False
    over = []
    for one, place in zip(found.drawn, squares, strict=True):
        under = covered[place]
        if not under.size:  # outside the page
            continue
        if one.is_picture and under.mean() <= 1 - LAID:
            covered[place] = True
        elif under.any():
            over.append(one)
    return over


def _squares(box: Box, page_box: Box) -> tuple[slice, slice]:
    left, bottom, right, top = page_box
    wide, high = max(right - left, 1e-6) / SQUARES, max(top - bottom, 1e-6) / SQUARES
    return _span(box[1] - bottom, box[3] - bottom, high), _span(box[0] - left, box[2] - left, wide)


def _span(first: float, last: float, step: float) -> slice:
    """Squares touched, at least one for what lies on the page."""
    if last < 0 or first > step * SQUARES or not first <= last:
        return slice(0, 0)
    begin = min(max(int(first / step), 0), SQUARES - 1)
    return slice(begin, max(min(int(np.ceil(last / step - 1e-3)), SQUARES), begin + 1))


def take_away(page: pdfium.PdfPage, objects: list[Drawn]) -> bool:
    """Take them off a page that is shown no more after; False when one stays."""
    gone = True
    for one in objects:
        if one.holder is None:
            gone &= bool(pdfium_c.FPDFPage_RemoveObject(page, one.raw))
        else:
            gone &= bool(pdfium_c.FPDFFormObj_RemoveObject(one.holder, one.raw))
    return gone
