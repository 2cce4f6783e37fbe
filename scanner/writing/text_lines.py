"""Handwriting in a box, split into lines: each stroke goes whole to the line its middle lies in."""

from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.canvas import PX_PER_MM
from pingyi.scanner.page.darkness import darkness

Picture = npt.NDArray[np.uint8]

FRAME_MM = 1.0  # the box's own rulings
INK_SHARE, LEAST_INK = 0.45, 24  # of the writing's darkness; of 255
SPECK_MM2 = 0.12  # a full stop is larger
RULE_MM = 12.0  # a longer thin piece is a line to write on, a streak or a fold
THIN_MM = 0.9
SLOPES = np.linspace(-0.12, 0.12, 25)  # people write uphill
SMOOTH_MM = 0.6
VALLEY = 0.55  # of the lower of two neighbouring lines' densest rows
LEAST_LINE_MM = 2.2  # a lower one is a row of commas, or the top strokes of the line below
NARROW_MM = 1.2  # a line of writing is wider; a streak seen in pieces is not
TALL = 1.5  # lines: a taller piece is strokes of two lines grown together
AIR_PX, SOFT_PX = 3, 7  # around a line; kept around its strokes
GREY = 0.5  # how dark the strokes are made: measured, the recogniser prefers grey to black


def text_lines(box: Picture) -> tuple[Picture, ...]:
    """The lines of a grey box (uint8, 6 px/mm) from top to bottom, each dark on white without its neighbours."""
    inset = round(FRAME_MM * PX_PER_MM)
    dark = darkness(np.ascontiguousarray(box[inset:-inset, inset:-inset])) if min(box.shape) > 2 * inset + 8 else None
    if dark is None:
        return ()
    inked = _inked(dark)
    if not inked.any():
        return ()
    level = _level(inked)
    dark = _turned(dark, level)
    return tuple(_picture(dark, where) for where in _lines(_turned(inked, level) > 127))


def _inked(dark: Picture) -> Picture:
    """Where writing is (0 or 255): specks, streaks and printed lines left out."""
    strong = float(np.percentile(dark[dark > LEAST_INK], 80)) if (dark > LEAST_INK).any() else 255.0
    inked = (dark > max(LEAST_INK, INK_SHARE * strong)).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    keep = np.zeros(count, np.uint8)
    for label in range(1, count):
        _, _, width, height, area = stats[label]
        long, thin = max(width, height), min(width, height)
        ruled = long > RULE_MM * PX_PER_MM and area < long * THIN_MM * PX_PER_MM and thin < 0.12 * long
        keep[label] = 0 if ruled or area < SPECK_MM2 * PX_PER_MM**2 else 255
    return np.asarray(keep[labels], dtype=np.uint8)


def _level(inked: Picture) -> float:
    """The slope of the writing: along it, rows are either full or empty."""
    ys, xs = np.nonzero(inked)
    rows = [np.bincount((ys - slope * (xs - xs.mean()) + 200).astype(np.int64).clip(0)) for slope in SLOPES]
    spread = [float((np.convolve(row, np.ones(5) / 5) ** 2).sum()) for row in rows]
    best = int(np.argmax(spread))
    flat = len(SLOPES) // 2
    return 0.0 if spread[best] < 1.03 * spread[flat] else float(SLOPES[best])


def _turned(picture: Picture, slope: float) -> Picture:
    """Sheared so that the writing is level; what would leave the box makes it higher."""
    if not slope:
        return picture
    height, width = picture.shape
    more = int(abs(slope) * width / 2) + 1
    shear = np.array([[1.0, 0.0, 0.0], [-slope, 1.0, slope * width / 2 + more]])
    return np.asarray(cv2.warpAffine(picture, shear, (width, height + 2 * more), flags=cv2.INTER_LINEAR), np.uint8)


def _lines(inked: npt.NDArray[np.bool_]) -> list[npt.NDArray[np.bool_]]:
    """One mask per line of writing."""
    cuts = _cuts(inked.sum(axis=1).astype(np.float64))
    bands = list(pairwise(cuts))
    usual = float(np.median([bottom - top for top, bottom in bands]))
    _, labels, stats, centres = cv2.connectedComponentsWithStats(inked.astype(np.uint8), connectivity=8)
    rows = np.searchsorted(cuts[1:-1], np.arange(len(inked)), side="right")  # line of each picture row
    line = rows[np.clip(centres[:, 1].astype(np.int64), 0, len(inked) - 1)]
    of_pixel = line[labels]
    grown_together = stats[:, cv2.CC_STAT_HEIGHT] > TALL * usual
    if len(bands) > 1 and grown_together[1:].any():
        of_pixel = np.where(grown_together[labels], rows[:, None], of_pixel)
    masks = [inked & (of_pixel == number) for number in range(len(bands))]
    return [mask for mask in masks if mask.any() and np.ptp(np.flatnonzero(mask.any(axis=0))) > NARROW_MM * PX_PER_MM]


def _cuts(density: npt.NDArray[np.float64]) -> list[int]:
    """Rows between lines, first and last inked row included."""
    sigma = SMOOTH_MM * PX_PER_MM
    reach = int(3 * sigma)
    bell = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    smooth = np.convolve(density, bell / bell.sum(), mode="same")
    inked = np.flatnonzero(density)
    peaks = [y for y in range(1, len(smooth) - 1) if smooth[y - 1] < smooth[y] >= smooth[y + 1]] or [int(inked[0])]
    valleys = [a + int(np.argmin(smooth[a:b])) for a, b in pairwise(peaks)]
    while valleys:
        depth = [smooth[v] / min(smooth[a], smooth[b]) for v, (a, b) in zip(valleys, pairwise(peaks), strict=True)]
        edges = [int(inked[0]), *valleys, int(inked[-1]) + 1]
        heights = np.diff(edges)
        shallow, low = int(np.argmax(depth)), int(np.argmin(heights))
        if depth[shallow] > VALLEY:
            gone = shallow
        elif heights[low] < LEAST_LINE_MM * PX_PER_MM:
            beside = [v for v in (low - 1, low) if 0 <= v < len(valleys)]
            gone = max(beside, key=lambda v: depth[v])
        else:
            break
        lower = gone if smooth[peaks[gone]] < smooth[peaks[gone + 1]] else gone + 1
        valleys.pop(gone)
        peaks.pop(lower)
    return [int(inked[0]), *valleys, int(inked[-1]) + 1]


def _picture(dark: Picture, where: npt.NDArray[np.bool_]) -> Picture:
    """The strokes of one line with the soft edge around them, equally dark on every page."""
    soft = cv2.dilate(where.astype(np.uint8), np.ones((SOFT_PX, SOFT_PX), np.uint8)) > 0
    full = float(np.percentile(dark[where], 70))
    line = np.where(soft, np.minimum(dark * (GREY * 255.0 / max(full, 1.0)), 255.0), 0.0)
    ys, xs = np.nonzero(where)
    part = 255 - line[ys.min() : ys.max() + 1, xs.min() : xs.max() + 1]
    return np.asarray(np.pad(part, AIR_PX, constant_values=255), dtype=np.uint8)
