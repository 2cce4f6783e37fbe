"""The lines, boxes, curves and pictures drawn on a PDF's page, as pdfium has them."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pingyi.ground.printed.points import Colour, Matrix, Point, after, at, colour

DEEPEST = 15  # forms within forms
SAME_MM = 0.01  # points nearer are one
LINE, BOX = 2, 4  # corners


class Drawn(Enum):
    """What a shape is."""

    LINE = "line"
    BOX = "box"
    CURVE = "curve"
    PICTURE = "picture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Something drawn: the box around it, mm; None for a colour it has not; its stroke's width, mm."""

    drawn: Drawn
    left: float
    top: float
    right: float
    bottom: float
    stroke: Colour | None = None
    width: float = 0.0
    fill: Colour | None = None


def shapes(page: pdfium.PdfPage, upright: Matrix) -> Iterator[Shape]:
    """In the order they were drawn; each part of a path by itself."""
    for found, matrix in _objects(page.raw, upright, 0):
        if pdfium_c.FPDFPageObj_GetType(found) == pdfium_c.FPDF_PAGEOBJ_IMAGE:
            corners = [at(matrix, x, y) for x in (0, 1) for y in (0, 1)]
            yield _shape(Drawn.PICTURE, corners)
        else:
            yield from _path(found, matrix)


def _objects(parent: Any, matrix: Matrix, depth: int) -> Iterator[tuple[Any, Matrix]]:
    """Paths and pictures, those in forms too, each with the way from its own points to the page."""
    count, one = (
        (pdfium_c.FPDFFormObj_CountObjects, pdfium_c.FPDFFormObj_GetObject)
        if depth
        else (pdfium_c.FPDFPage_CountObjects, pdfium_c.FPDFPage_GetObject)
    )
    own = pdfium_c.FS_MATRIX()
    for index in range(count(parent)):
        found = one(parent, index)
        kind = pdfium_c.FPDFPageObj_GetType(found)
        if kind == pdfium_c.FPDF_PAGEOBJ_TEXT:
            continue
        pdfium_c.FPDFPageObj_GetMatrix(found, own)
        placed = after((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
        if kind == pdfium_c.FPDF_PAGEOBJ_FORM:
            if depth < DEEPEST:
                yield from _objects(found, placed, depth + 1)
        elif kind in {pdfium_c.FPDF_PAGEOBJ_PATH, pdfium_c.FPDF_PAGEOBJ_IMAGE}:
            yield found, placed


def _path(found: Any, matrix: Matrix) -> Iterator[Shape]:
    """Each part of a path by itself."""
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDFPath_GetDrawMode(found, filled, stroked)
    width, colours = ctypes.c_float(), [ctypes.c_uint() for _ in range(4)]
    stroke = fill = None
    if stroked.value:
        pdfium_c.FPDFPageObj_GetStrokeWidth(found, width)
        pdfium_c.FPDFPageObj_GetStrokeColor(found, *colours)
        stroke = colour(colours)
    if filled.value:
        pdfium_c.FPDFPageObj_GetFillColor(found, *colours)
        fill = colour(colours)
    a, b, c, d, *_ = matrix
    thick = width.value * math.sqrt(abs(a * d - b * c))
    for points, curved in _parts(found, matrix):
        yield _shape(_drawn(points, curved=curved), points, stroke, thick, fill)


def _parts(found: Any, matrix: Matrix) -> Iterator[tuple[list[Point], bool]]:
    """The corners of each part, a closing one left out; whether it bends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    points: list[Point] = []
    curved = False
    for index in range(pdfium_c.FPDFPath_CountSegments(found)):
        segment = pdfium_c.FPDFPath_GetPathSegment(found, index)
        kind = pdfium_c.FPDFPathSegment_GetType(segment)
        if kind == pdfium_c.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points, curved
            points, curved = [], False
        pdfium_c.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(at(matrix, x.value, y.value))
        curved = curved or kind == pdfium_c.FPDF_SEGMENT_BEZIERTO
    if len(points) > 1:
        yield points, curved


def _drawn(points: Sequence[Point], *, curved: bool) -> Drawn:
    corners = list(points[:-1] if len(points) > LINE and math.dist(points[0], points[-1]) < SAME_MM else points)
    if curved:
        return Drawn.CURVE
    if len(corners) == LINE:
        return Drawn.LINE
    if len(corners) != BOX:
        return Drawn.CURVE
    sides = zip(corners, [*corners[1:], corners[0]], strict=True)
    square = all(min(abs(x - u), abs(y - v)) < SAME_MM for (x, y), (u, v) in sides)
    return Drawn.BOX if square else Drawn.CURVE


def _shape(
    drawn: Drawn,
    points: Sequence[Point],
    stroke: Colour | None = None,
    width: float = 0.0,
    fill: Colour | None = None,
) -> Shape:
    across, down = zip(*points, strict=True)
    return Shape(
        drawn=drawn,
        left=min(across),
        top=min(down),
        right=max(across),
        bottom=max(down),
        stroke=stroke,
        width=width,
        fill=fill,
    )
