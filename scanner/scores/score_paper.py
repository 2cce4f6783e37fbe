"""The ink of one score field: what two scans of one paper share, and no two papers do, whatever the score."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.scores.score_table import AROUND_PX, PX_PER_MM

Picture = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]

WIDE_MM = 94.0  # of the widest field
OWN_SPAN = (0.553, 0.668)  # the field of our own form, where its print could not be told from writing
HIGH_MM = 32.0  # of the tallest row
INSET_PX = AROUND_PX + 4  # off the rulings
LONG_PX = 90  # of the row: a longer level piece is a line to write on
TALL_PX = 72  # a longer upright one is a streak: no figure is 12 mm high
INK = 40  # of 255: paler is paper
LEAST_INK = 90  # px; less is no number
# Strokes as ridges, whatever their breadth: a copy's are fatter. Of two scans of one paper all but a few in a thousand
# come to 0.91 and more, two papers by one pen with one score to 0.904 at most (benchmarks.leaders.same_papers).
RIDGE_PX, BROAD = 1.8, 2.0
REACH_PX = 4  # how far two scans lay the field apart
NEAR = np.ones((7, 7), np.uint8)  # around strokes: what lies farther, a streak or a seal, is on one scan alone
STROKE = 0.4  # of the field's own darkness
SAME = 0.91


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInk:
    """A field's ink ready to be compared."""

    ridges: Floats
    strokes: Picture  # 1 or 0: on and near them
    end: int  # px: nothing is inked from here on


def field_print(row: Picture, span: tuple[int, int] | None) -> bytes:
    """The ink in a straight row (grey, 6 px/mm) within its field's `span` (px), as PNG; empty: too little."""
    width = row.shape[1]
    left, right = span or (round(OWN_SPAN[0] * width), round(OWN_SPAN[1] * width))
    dark = darkness(row)
    level = cv2.morphologyEx((dark > INK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((1, LONG_PX), np.uint8))
    dark[cv2.dilate(level, np.ones((5, 1), np.uint8)) > 0] = 0
    upright = cv2.morphologyEx((dark > INK).astype(np.uint8), cv2.MORPH_OPEN, np.ones((TALL_PX, 1), np.uint8))
    dark[cv2.dilate(upright, np.ones((1, 5), np.uint8)) > 0] = 0
    kept = np.zeros((round(HIGH_MM * PX_PER_MM), round(WIDE_MM * PX_PER_MM)), np.uint8)
    inner = dark[INSET_PX:-INSET_PX, left:right][: kept.shape[0], : kept.shape[1]]
    top = (kept.shape[0] - inner.shape[0]) // 2
    kept[top : top + inner.shape[0], : inner.shape[1]] = np.where(inner > INK, inner, 0)
    if np.count_nonzero(kept) < LEAST_INK:
        return b""
    ok, data = cv2.imencode(".png", kept, [cv2.IMWRITE_PNG_COMPRESSION, 9])
    if not ok:
        raise ValueError("the ink of a field could not be written as PNG")
    return bytes(data)


def opened(kept: bytes) -> FieldInk:
    """What was kept, ready to be compared. Raises ValueError when `kept` is no field's ink."""
    grey = cv2.imdecode(np.frombuffer(kept, np.uint8), cv2.IMREAD_GRAYSCALE)
    if grey is None or not (grey > INK).any():
        raise ValueError("no ink of a field")
    even = np.minimum(grey / max(float(np.percentile(grey[grey > INK], 80)), 1.0), 1.0).astype(np.float32)
    ridges = cv2.GaussianBlur(even, (0, 0), RIDGE_PX) - cv2.GaussianBlur(even, (0, 0), BROAD * RIDGE_PX)
    strokes = cv2.dilate((even > STROKE).astype(np.uint8), NEAR)
    end = int(np.flatnonzero(strokes.any(axis=0)).max(initial=0)) + 4 * REACH_PX
    return FieldInk(ridges=np.asarray(ridges, np.float32), strokes=np.asarray(strokes, np.uint8), end=end)


def likeness(one: FieldInk, other: FieldInk) -> float:
    """How alike two fields' strokes are and lie, 1 at most: around the strokes of either, whichever speaks for it."""
    if one.ridges.shape != other.ridges.shape:
        return 0.0
    end = min(max(one.end, other.end), one.ridges.shape[1])
    first, second = one.ridges[:, :end], other.ridges[:, :end]
    wide = cv2.copyMakeBorder(first, *(REACH_PX,) * 4, cv2.BORDER_CONSTANT, value=(0,))
    (x, y) = cv2.minMaxLoc(cv2.matchTemplate(wide, second, cv2.TM_CCORR))[3]
    moved = np.array([[1, 0, x - REACH_PX], [0, 1, y - REACH_PX]], np.float32)
    size = (first.shape[1], first.shape[0])
    second = cv2.warpAffine(second, moved, size)
    near = (one.strokes[:, :end], cv2.warpAffine(other.strokes[:, :end], moved, size))
    return max(_cosine(first[where > 0], second[where > 0]) for where in near)


def _cosine(one: Floats, other: Floats) -> float:
    length = float(np.sqrt((one * one).sum() * (other * other).sum()))
    return float((one * other).sum()) / length if length else 0.0
