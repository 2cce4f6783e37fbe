"""Strokes to pixels: anti-aliased, pressed harder or softer, broken by the paper's grain."""

from collections.abc import Sequence
from functools import lru_cache

import cv2
import numpy as np

from pingyi.samples.filler.curves import Stroke
from pingyi.samples.filler.hand import Pen
from pingyi.samples.filler.layout import MM_PER_INCH, Picture

FINE_PX_PER_MM = 44.0  # strokes are drawn at about this resolution and averaged down
SUBPIXEL_BITS = 4  # cv2 takes coordinates in sixteenths of a pixel
GRAIN_MM = 0.12  # size of the grain of copy paper
GRAIN_PX = 1024  # side of the grain picture that is cut from
LUMINANCE = (0.299, 0.587, 0.114)  # red, green, blue as a grey scanner weighs them (ITU-R BT.601)


def draw(page: Picture, dpi: int, strokes: Sequence[Stroke], pen: Pen) -> None:
    """Draw strokes (mm from the top left corner) onto a page of that resolution, in place."""
    scale = dpi / MM_PER_INCH
    for stroke in strokes:
        margin = float(stroke.widths.max()) + 0.5
        low = np.floor((stroke.points.min(axis=0) - margin) * scale).astype(int)
        high = np.ceil((stroke.points.max(axis=0) + margin) * scale).astype(int)
        left, top = np.maximum(low, 0)
        right, bottom = np.minimum(high, (page.shape[1], page.shape[0]))
        if right <= left or bottom <= top:
            continue
        cover = _coverage(stroke, scale, (left, top), (right - left, bottom - top))
        cover *= 1 - pen.grain * _grain(dpi, (top * 7 + left) % 97, cover.shape)
        _lay(page[top:bottom, left:right], cover, pen.colour)


def _coverage(stroke: Stroke, scale: float, corner: tuple[int, int], size: tuple[int, int]) -> Picture:
    """Share of ink (0..1) per page pixel; `scale` in px/mm, corner and size (width, height) in pixels."""
    fine = max(2, round(FINE_PX_PER_MM / scale))
    canvas = np.zeros((size[1] * fine, size[0] * fine), np.uint8)
    points = (stroke.points * scale - corner) * fine
    fixed = np.round(points * (1 << SUBPIXEL_BITS)).astype(int).tolist()
    thick = np.maximum(1, np.round(stroke.widths * scale * fine)).astype(int).tolist()
    dark = np.round(stroke.darkness * 255).astype(int).tolist()
    for index in range(len(fixed) - 1):
        start, end = fixed[index], fixed[index + 1]
        cv2.line(canvas, start, end, dark[index], thick[index], cv2.LINE_8, SUBPIXEL_BITS)
    small = cv2.resize(canvas, size, interpolation=cv2.INTER_AREA)
    return np.asarray(small, dtype=np.float32) / 255


@lru_cache(maxsize=4)
def _grain_picture(dpi: int) -> Picture:
    """The grain of paper, 0..1, as seen at that resolution; the same for every page."""
    rough = np.random.default_rng(dpi).normal(0, 1, (GRAIN_PX, GRAIN_PX)).astype(np.float32)
    sigma = max(0.4, GRAIN_MM * dpi / MM_PER_INCH / 2)
    smooth = cv2.GaussianBlur(rough, (0, 0), sigma)
    return np.asarray(np.clip(0.5 + 0.5 * smooth / smooth.std(), 0, 1))


def _grain(dpi: int, start: int, shape: tuple[int, ...]) -> Picture:
    picture = _grain_picture(dpi)
    return np.take(np.take(picture, range(start, start + shape[0]), 0, mode="wrap"), range(shape[1]), 1, mode="wrap")


def _lay(patch: Picture, cover: Picture, colour: tuple[int, int, int]) -> None:
    """Ink takes light away: multiply the paper by it, in place."""
    if patch.ndim == 2:
        grey = sum(part * weight for part, weight in zip(colour, LUMINANCE, strict=True))
        patch[:] = (patch * (1 - cover * (1 - grey / 255))).astype(np.uint8)
        return
    for channel, part in enumerate(reversed(colour)):  # pictures are blue, green, red
        patch[:, :, channel] = (patch[:, :, channel] * (1 - cover * (1 - part / 255))).astype(np.uint8)
