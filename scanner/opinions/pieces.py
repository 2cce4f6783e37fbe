"""Pieces of ink apart from dust, streaks, holes and the sheet's own edge."""

from dataclasses import dataclass
from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.ink.labelled import AREA, pieces_of
from pingyi.scanner.page.compiled import compiled

Mask = npt.NDArray[np.uint8]  # 1 where something is inked, else 0

INKED = 28  # of 255: pencil is darker, what shows through the paper is not
GAP_MM = 0.6  # a pencil leaves in its stroke on rough paper
SPECK_MM = 1.5  # dust is smaller
STREAK_MM, STREAK_LONG_MM = 1.0, 5.0  # thin and long and along the feed: no hand draws so
STREAK_SLOPE = 0.06  # of a sheet lying askew
STROKE_MM, LEAST_MM2 = 2.0, 1.0  # of what is shown to people: one short stroke of a pen
LINE_MM, LINE_BROAD_MM = 12.0, 1.6  # a straight line along the sheet's sides: a ruling, a streak, a fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Ink that hangs together, px of the picture it was found on; `label` is its number there."""

    label: int
    left: int
    top: int
    width: int
    height: int
    area: int

    @property
    def right(self) -> int:
        """The column beyond its last."""
        return self.left + self.width

    @property
    def bottom(self) -> int:
        """The row beyond its last."""
        return self.top + self.height


def pieces(inked: Mask, px_per_mm: float) -> tuple[npt.NDArray[np.int32], tuple[Piece, ...]]:
    """What is larger than dust and no streak, and the labels of all pieces (int32, as large as `inked`)."""
    gap = max(3, round(GAP_MM * px_per_mm) | 1)
    joined = cv2.morphologyEx(inked, cv2.MORPH_CLOSE, np.ones((gap, gap), np.uint8))
    figures, labels = pieces_of(joined.view(np.bool_))
    found = [
        Piece(label=label, left=x, top=y, width=w, height=h, area=area)
        for label, (x, y, w, h, area) in enumerate(figures[:, : AREA + 1].tolist(), start=1)
        if max(w, h) > SPECK_MM * px_per_mm
    ]
    straight = {piece.label for piece in found if _straight(labels, piece, px_per_mm)}
    long = STREAK_LONG_MM * px_per_mm
    streaks = {one.label for one in found if one.label in straight and max(one.width, one.height) >= long}
    streaks |= _dashes([piece for piece in found if piece.label in straight], px_per_mm)
    return labels, tuple(piece for piece in found if piece.label not in streaks)


def written(found: tuple[Piece, ...], px_per_mm: float) -> bool:
    """Whether these pieces are enough to be shown: more than a hair or a crumb of toner."""
    longest = max((max(piece.width, piece.height) for piece in found), default=0)
    area = sum(piece.area for piece in found)
    return longest >= STROKE_MM * px_per_mm and area >= LEAST_MM2 * px_per_mm**2


def long_lines(inked: Mask, px_per_mm: float) -> Mask:
    """Every long thin line along one of the sheet's sides, with its soft edge; it may lean a little."""
    long, broad = round(LINE_MM * px_per_mm), round(LINE_BROAD_MM * px_per_mm)
    lines = np.zeros_like(inked)
    for along, across in (((long, 1), (1, broad)), ((1, long), (broad, 1))):
        fat = cv2.dilate(inked, np.ones((3, 1) if along[1] > 1 else (1, 3), np.uint8))
        line = cv2.morphologyEx(fat, cv2.MORPH_OPEN, np.ones(along, np.uint8))
        lines |= line & (1 - cv2.morphologyEx(line, cv2.MORPH_OPEN, np.ones(across, np.uint8)))
    return np.asarray(cv2.dilate(lines, np.ones((3, 3), np.uint8)), np.uint8)


def _dashes(found: list[Piece], px_per_mm: float) -> set[int]:
    """Of thin straight pieces those in one line along the sheet, far apart: a pale streak, seen here and there."""
    dashes: set[int] = set()
    for one, other in combinations(found, 2):
        middles = [np.array([piece.left + piece.right, piece.top + piece.bottom]) / 2 for piece in (one, other)]
        across, down = np.abs(middles[0] - middles[1])
        upright = one.height > one.width
        apart, off = (down, across) if upright else (across, down)
        alike = upright == (other.height > other.width)
        if alike and apart >= LINE_MM * px_per_mm and off <= STREAK_SLOPE * apart:
            dashes |= {one.label, other.label}
    return dashes


def _straight(labels: npt.NDArray[np.int32], piece: Piece, px_per_mm: float) -> bool:
    """Whether it is as thin as a streak all along, and lies along one of the sheet's sides."""
    thin, (side, long) = STREAK_MM * px_per_mm, sorted((piece.width, piece.height))
    if side > STREAK_SLOPE * long + 2 * thin + 1:  # between the outermost lines that are no further apart than this
        return False
    part = labels[piece.top : piece.bottom, piece.left : piece.right]
    return bool(_is_streak(part if piece.height >= piece.width else part.T, piece.label, thin))


@compiled
def _is_streak(labels: npt.NDArray[np.int32], label: int, thin: float) -> bool:
    """Whether a label lies along one straight, nearly upright line, and is hardly anywhere broader than `thin`."""
    middles, counts = _across(labels, label)
    lines = np.flatnonzero(counts)
    if len(lines) < 2:
        return False
    at, middle = lines - lines.mean(), middles[lines]
    slope = (at * (middle - middle.mean())).sum() / (at * at).sum()
    off = np.abs(middle - middle.mean() - slope * at).max()
    ranked = np.sort(counts)
    place = 0.9 * (len(ranked) - 1)
    below = int(place)
    above = min(below + 1, len(ranked) - 1)
    breadth = ranked[below] + (ranked[above] - ranked[below]) * (place - below)
    return bool(abs(slope) <= STREAK_SLOPE and max(2 * off, breadth) <= thin)


@compiled
def _across(labels: npt.NDArray[np.int32], label: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Of each line across: the middle of a label's pixels (0 where it has none), and how many there are."""
    middles, counts = np.zeros(len(labels)), np.zeros(len(labels), np.int64)
    for y in range(len(labels)):
        first = last = -1
        for x in range(labels.shape[1]):
            if labels[y, x] == label:
                first = x if first < 0 else first
                last = x
                counts[y] += 1
        middles[y] = (first + last) / 2 if first >= 0 else 0.0
    return middles, counts
