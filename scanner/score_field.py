"""The handwriting of one score field alone: rulings, the line to write on and the neighbours' strokes taken off."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from scanner.darkness import darkness

Picture = npt.NDArray[np.uint8]

LONG_SHARE = 0.62  # of the field's width: a longer level piece is a ruling, no stroke: the feet of 22 are 0.5 wide
HIGH_SHARE = 0.8  # the same in the upper half, where 77 has its bars and no line to write on lies
TALL_SHARE = 0.9  # of its height: digits may be tall and upright, only rulings pass through
THICK_PX = 7  # rulings are thinner
EDGE_SHARE = 0.36  # of the field's size: its own rulings lie this near its edges
INSIDE = 0.5  # of a piece's ink must lie inside the cell
LEAST_INK_PX = 12  # altogether; less is dust
DUST_DARK = 60  # of 255: paler is paper, show-through, a shadow
LEAN = 0.06  # how far off level a ruling may lie, px per px


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInk:
    """What was written: darkness with nothing else, and whether a stroke was cut off by the field's edge."""

    dark: Picture
    cut: bool

    @property
    def empty(self) -> bool:
        """Nothing was written."""
        return int(np.count_nonzero(self.dark > DUST_DARK)) < LEAST_INK_PX


def field_ink(grey: Picture) -> FieldInk:
    """The handwriting of a grey crop (uint8, 255 = white) of a cell with its rulings and a little around it."""
    dark = darkness(grey)
    across = _rulings(dark, LONG_SHARE)
    down = _rulings(np.ascontiguousarray(dark.T), TALL_SHARE).T
    clean = _without(_without(dark, across, vertical=False), down, vertical=True)
    return _inside(clean, _inner(across, axis=1), _inner(down, axis=0))


def _rulings(dark: Picture, share: float) -> npt.NDArray[np.bool_]:
    """Where long level lines lie; a line may lean, so pieces of it are joined."""
    inked = (dark > DUST_DARK).astype(np.uint8)
    long = max(12, round(share * dark.shape[1]))
    piece = max(8, long // 4)
    opened = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    joined = cv2.dilate(opened, np.ones((3, 5), np.uint8))
    count, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    ruled = np.zeros(count, bool)
    for label in range(1, count):
        width, height = stats[label, cv2.CC_STAT_WIDTH], stats[label, cv2.CC_STAT_HEIGHT]
        high = stats[label, cv2.CC_STAT_TOP] + height / 2 < dark.shape[0] / 2
        least = HIGH_SHARE * dark.shape[1] if high else 0.0
        ruled[label] = width >= max(long, least) and height <= THICK_PX + 2 + LEAN * width
    return np.asarray(ruled[labels])


def _without(dark: Picture, lines: npt.NDArray[np.bool_], *, vertical: bool) -> Picture:
    """Lines taken off; strokes across them stay."""
    size = (1, THICK_PX + 4) if vertical else (THICK_PX + 4, 1)
    through = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size, np.uint8))
    return np.where(lines, np.where(through > DUST_DARK, through, 0), dark).astype(np.uint8)


def _inner(lines: npt.NDArray[np.bool_], *, axis: int) -> tuple[int, int]:
    """First and last row (or column) between the cell's own rulings."""
    share = lines.mean(axis=axis)
    length = len(share)
    at = np.flatnonzero(share > LONG_SHARE / 2)
    before = at[at < EDGE_SHARE * length]
    after = at[at > (1 - EDGE_SHARE) * length]
    return (int(before.max()) + 1 if len(before) else 0), (int(after.min()) if len(after) else length)


def _inside(clean: Picture, rows: tuple[int, int], columns: tuple[int, int]) -> FieldInk:
    """Pieces that lie in the cell; a neighbour's tail goes, our own may reach out."""
    inked = (clean > DUST_DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    area = np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    within = labels[rows[0] : rows[1], columns[0] : columns[1]]
    keep = np.bincount(within.ravel(), minlength=count) / area >= INSIDE
    keep[0] = False
    height, width = clean.shape
    right, bottom = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
    edge = (stats[:, 0] == 0) | (stats[:, 1] == 0) | (right == width) | (bottom == height)
    soft = cv2.dilate(keep[labels].astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    return FieldInk(dark=np.where(soft, clean, 0).astype(np.uint8), cut=bool((keep & edge).any()))
