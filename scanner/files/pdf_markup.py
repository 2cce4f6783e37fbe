"""Where a scanned page of a PDF was written on after scanning: what the pictures with and without it differ in."""

import ctypes
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from pingyi.scanner.files.pdf_notes import Notes
from pingyi.scanner.files.pdf_objects import Box, Drawn, take_away
from pingyi.scanner.page.page_type import Grey, Markup, PagePicture, Rect

SEEN_STEP = 4  # of 255: a fainter difference is one of rounding
APART_MM = 3.0  # strokes nearer each other are one piece
MOST_PIECES = 1000  # more are the whole page
LITTLE = 0.02  # of the page under boxes of what was added: no drawn page with a picture behind it has so little
INK_STEP = 30  # of 255 under the paper
LEAST_INK = 0.004  # of the page: rulings and print of any form have several times as much
POINTS_PER_MM = 72 / 25.4


def marked_page(page: pdfium.PdfPage, scale: float, notes: Notes, over: Sequence[Drawn]) -> PagePicture:
    """The page as it is shown; nothing more may be done with `page` after it."""
    shown = shot(page, scale)
    places = [_pixels(page, shown, place) for place in notes.places]
    if not notes.any and _is_little(page, over):
        touched = [_pixels(page, shown, one.box) for one in over]
        return PagePicture(grey=shown, markup=Markup(touched=tuple(touched)))
    bare = shot(page, scale, notes=False) if notes.any else shown
    if over:
        bare = _beneath(page, scale, over, bare)
    differences = differing(shown, bare, APART_MM * POINTS_PER_MM * scale)
    return PagePicture(grey=shown, markup=Markup(touched=(*places, *differences), stamped=notes.stamped))


def _is_little(page: pdfium.PdfPage, over: Sequence[Drawn]) -> bool:
    """A line of words at the edge, as copiers add: where it lies is told without drawing the page twice."""
    left, bottom, right, top = page.get_bbox()
    area = sum(max(box[2] - box[0], 0) * max(box[3] - box[1], 0) for box in (one.box for one in over))
    return bool(area < LITTLE * (right - left) * (top - bottom))


def shot(page: pdfium.PdfPage, scale: float, *, notes: bool = True) -> Grey:
    """The page drawn in grey, its annotations and fields too if `notes`."""
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=notes, may_draw_forms=notes)
    pixels = bitmap.to_numpy()  # dies with its bitmap
    return np.array(pixels.reshape(pixels.shape[:2]), order="C")


def differing(one: Grey, other: Grey, apart_px: float) -> list[Rect]:
    """Around each piece in which two pictures of a page differ."""
    if one.shape != other.shape:
        return [Rect(0, 0, one.shape[1], one.shape[0])]
    mask = (cv2.absdiff(one, other) > SEEN_STEP).astype(np.uint8)
    if not mask.any():
        return []
    side = max(3, round(apart_px) | 1)
    grown = cv2.dilate(mask, np.ones((side, side), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(grown, connectivity=8)
    if count > MOST_PIECES:
        return [Rect(0, 0, one.shape[1], one.shape[0])]
    half = side // 2
    height, width = mask.shape
    boxes = ((int(x), int(y), int(x + w), int(y + h)) for x, y, w, h, _ in stats[1:])
    return [
        Rect(
            left + half if left else 0,
            top + half if top else 0,
            right - half if right < width else width,
            bottom - half if bottom < height else height,
        )
        for left, top, right, bottom in boxes
    ]


def _beneath(page: pdfium.PdfPage, scale: float, over: Sequence[Drawn], bare: Grey) -> Grey:
    """
    The scan without what lies over it; `bare`, the page as it is, where that is no scan.

    Copiers that save space put all print into layers over a picture of the empty paper.
    """
    layers = [one for one in over if one.is_picture]
    others = [one for one in over if not one.is_picture]
    plain = bare
    if others:
        if not take_away(page, others):
            return np.full_like(bare, 0)  # all of it differs
        plain = shot(page, scale, notes=False)
        if _is_empty(plain, bare):
            return bare
    if layers:
        if not take_away(page, layers):
            return np.full_like(bare, 0)
        under = shot(page, scale, notes=False)
        if not _is_empty(under, plain):
            return under
    return plain


def _is_empty(without: Grey, whole: Grey) -> bool:
    """Whether hardly any ink is left."""
    left = _ink(without)
    return left < LEAST_INK and left < _ink(whole) / 2


def _ink(grey: Grey) -> float:
    paper = float(np.median(grey[::4, ::4]))
    dark: npt.NDArray[np.bool_] = grey < paper - INK_STEP
    return float(dark.mean())


def _pixels(page: pdfium.PdfPage, shown: Grey, place: Box) -> Rect:
    height, width = shown.shape
    xs, ys = [], []
    for x, y in ((place[0], place[1]), (place[2], place[3])):
        across, down = _device(page, width, height, (x, y))
        xs.append(min(max(across, 0), width))
        ys.append(min(max(down, 0), height))
    return Rect(min(xs), min(ys), max(xs), max(ys))


def _device(page: pdfium.PdfPage, width: int, height: int, point: tuple[float, float]) -> tuple[int, int]:
    x, y = ctypes.c_int(), ctypes.c_int()
    pdfium_c.FPDF_PageToDevice(page, 0, 0, width, height, 0, *point, x, y)
    return x.value, y.value
