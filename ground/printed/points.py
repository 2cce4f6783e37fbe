"""From a PDF page's own points to millimetres right of and below the corner it is seen with."""

import ctypes
from collections.abc import Sequence

import pypdfium2 as pdfium

MM_PER_PT = 25.4 / 72
Matrix = tuple[float, float, float, float, float, float]
Point = tuple[float, float]
Colour = tuple[float, float, float]  # red, green, blue; 0 to 1


def upright(page: pdfium.PdfPage) -> Matrix:
    """The way there, of a page however it is turned."""
    x0, y0, x1, y1 = page.get_bbox()
    k = MM_PER_PT
    return {
        0: (k, 0.0, 0.0, -k, -k * x0, k * y1),
        90: (0.0, k, k, 0.0, -k * y0, -k * x0),
        180: (-k, 0.0, 0.0, k, k * x1, -k * y0),
        270: (0.0, -k, -k, 0.0, k * y1, k * x1),
    }[page.get_rotation()]


def at(matrix: Matrix, x: float, y: float) -> Point:
    """Where a point comes to."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def after(first: Matrix, then: Matrix) -> Matrix:
    """Both, one after the other."""
    a, b, c, d, e, f = first
    m, n, o, p, *_ = then
    return (a * m + b * o, a * n + b * p, c * m + d * o, c * n + d * p, *at(then, e, f))


def colour(values: Sequence[ctypes.c_uint]) -> Colour:
    """Of what pdfium fills in; how solid it is left out."""
    red, green, blue, *_ = (value.value / 255 for value in values)
    return red, green, blue
