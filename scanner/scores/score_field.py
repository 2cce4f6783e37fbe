"""The handwriting of one score field alone: rulings, the line to write on and the neighbours' strokes taken off."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.scores.score_line import inked_pixels

Picture = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

PAPER_REACH = 0.2  # of a field's longer side (4 mm): the broadest pen stroke is no paper
LONG_SHARE = 0.62  # of the field's width: a longer level piece is a ruling, no stroke: the feet of 22 are 0.5 wide
HIGH_SHARE = 0.85  # the same above the line to write on, where 74 has its bars
LINED = 0.68  # of the height: lines to write on lie lower, or cross nearly all of the field
TALL_SHARE = 0.9  # of its height: digits may be tall and upright, only rulings pass through
THICK_PX = 7  # rulings are thinner
AS_THICK = 1.4  # of the rulings: a line to write on is printed no thicker, a band is
EDGE_SHARE = 0.2  # of the field's size: its own rulings lie this near its edges
RIM_SHARE, RIM_TALL = 0.12, 0.8  # of its size and height: nearest to an edge lies a ruling, which a table's corner ends
INSIDE = 0.5  # of a piece's ink must lie inside the cell
LEAST_INK_PX = 12  # altogether; less is dust
DUST_DARK = 60  # of 255: paler is paper, show-through, a shadow
PAPER_AT = 80  # percentile of a field's light: paper, however much was written
LEAN = 0.06  # how far off level a ruling may lie, px per px
LOST_SHARE = 0.012  # of the writing's height squared: ink left out that is no dust; a small 1 has five times that
LOST_PX = 10
FAINT_OVER = 14  # of 255 over the paper: noise, smoothed, stays below
FAINT_TALL = 0.15  # of the field's height: a stroke, no speck


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldInk:
    """What was written, once for each reader, so that a step that takes too much deceives one of them alone."""

    dark: Picture  # pieces that are the field's own, whole
    between: Picture  # whatever lies between the field's rulings
    cut: bool  # a stroke was cut off by the field's edge
    lost: bool  # ink in the field was left out: too much for dust, and no ruling of the form
    faint: bool = False  # something paler than ink is there, too much for dust and noise

    @property
    def empty(self) -> bool:
        """Whether too little was written to be a sign."""
        return int(np.count_nonzero(self.dark > DUST_DARK)) < LEAST_INK_PX


@dataclass(frozen=True, slots=True, kw_only=True)
class _Lines:
    """Rulings of one direction."""

    printed: Mask  # the form's own: the cell's edges and a line to write on
    strange: Mask  # as long and thin, where the form has none: a streak, or a stroke


def field_ink(grey: Picture, *, sides: bool) -> FieldInk:
    """
    The handwriting of a grey crop (uint8, 255 = white) of a cell with its rulings and a little around it.

    Without `sides` the form has print and no rulings left and right, and no upright line is the form's.
    """
    dark = darkness(grey, PAPER_REACH)
    across = _across(dark, lined=not sides)
    down = _down(dark, EDGE_SHARE if sides else 0.0)
    clean = _without(_without(dark, across.printed, vertical=False), down.printed, vertical=True)
    rows, columns = _inner(across.printed, axis=1), _inner(down.printed, axis=0)
    keep, cut = _own_pieces(clean, rows, columns)
    soft = cv2.dilate(keep.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0
    own = np.where(soft, clean, 0).astype(np.uint8)
    seen = np.maximum(dark, _under_paper(grey))
    lost = bool((across.strange | down.strange).any()) or _lost(
        own, seen, across.printed | down.printed, (rows, columns)
    )
    between = np.zeros_like(clean)
    inner = slice(*rows), slice(*columns)
    between[inner] = clean[inner]
    return FieldInk(dark=own, between=between, cut=cut, lost=lost, faint=_faint(seen[inner]))


def _across(dark: Picture, *, lined: bool) -> _Lines:
    """Level rulings: one at either edge of the cell, and a line to write on where the form is `lined`."""
    labels, stats = _long_pieces(dark, LONG_SHARE)
    lines, thick = {}, stats[:, cv2.CC_STAT_AREA] / stats[:, cv2.CC_STAT_WIDTH]
    for label in range(1, len(stats)):
        width, height = stats[label, cv2.CC_STAT_WIDTH], stats[label, cv2.CC_STAT_HEIGHT]
        at = (stats[label, cv2.CC_STAT_TOP] + height / 2) / dark.shape[0]
        least = HIGH_SHARE if at < LINED else LONG_SHARE
        if width >= max(12, least * dark.shape[1]) and height <= THICK_PX + 2 + LEAN * width:
            lines[label] = at
    own = _outermost(lines, EDGE_SHARE)
    most = AS_THICK * max((thick[label] for label in own), default=THICK_PX)
    rest = {
        at: label for label, at in lines.items() if lined and LINED <= at <= 1 - EDGE_SHARE and thick[label] <= most
    }
    return _told(labels, lines, {*own, *([rest[min(rest)]] if rest else [])})


def _down(dark: Picture, edge: float) -> _Lines:
    """Upright rulings: the form has them at the field's edges alone, if at all."""
    labels, stats = _long_pieces(np.ascontiguousarray(dark.T), TALL_SHARE)
    lines = {}
    for label in range(1, len(stats)):
        length, thick = stats[label, cv2.CC_STAT_WIDTH], stats[label, cv2.CC_STAT_HEIGHT]
        at = (stats[label, cv2.CC_STAT_TOP] + thick / 2) / dark.shape[1]
        least = TALL_SHARE if RIM_SHARE < at < 1 - RIM_SHARE else RIM_TALL
        if length >= max(12, least * dark.shape[0]) and thick <= THICK_PX + 2 + LEAN * length:
            lines[label] = at
    return _told(np.ascontiguousarray(labels.T), lines, _outermost(lines, edge))


def _outermost(lines: Mapping[int, float], edge: float) -> set[int]:
    """The form has one ruling at either edge: of the lines (label: place, 0..1) near it the outermost."""
    near = sorted(lines, key=lambda label: lines[label])
    return {label for label in near[:1] if lines[label] < edge} | {
        label for label in near[-1:] if lines[label] > 1 - edge
    }


def _told(labels: npt.NDArray[np.int32], lines: Mapping[int, float], own: set[int]) -> _Lines:
    """All lines that were found, those of the form apart from the others."""
    return _Lines(printed=np.isin(labels, list(own)), strange=np.isin(labels, list(lines.keys() - own)))


def _under_paper(grey: Picture) -> Picture:
    """Darkness below the field's own light paper: a band too broad to be ink shows here alone."""
    paper = max(float(np.percentile(grey, PAPER_AT)), 1.0)
    return np.asarray(255 - np.clip(grey * (255 / paper), 0, 255), np.uint8)


def _long_pieces(dark: Picture, share: float) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """Labels and measures of long level pieces; a line may lean, so pieces of it are joined."""
    inked = (dark > DUST_DARK).astype(np.uint8)
    piece = max(8, max(12, round(share * dark.shape[1])) // 4)
    opened = cv2.morphologyEx(inked, cv2.MORPH_OPEN, np.ones((1, piece), np.uint8))
    joined = cv2.dilate(opened, np.ones((3, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return np.asarray(labels, np.int32), np.asarray(stats, np.int32)


def _without(dark: Picture, lines: Mask, *, vertical: bool) -> Picture:
    """Lines taken off; strokes across them stay."""
    size = (1, THICK_PX + 4) if vertical else (THICK_PX + 4, 1)
    through = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones(size, np.uint8))
    return np.where(lines, np.where(through > DUST_DARK, through, 0), dark).astype(np.uint8)


def _inner(lines: Mask, *, axis: int) -> tuple[int, int]:
    """First and last row (or column) between the cell's own rulings."""
    share = lines.mean(axis=axis)
    length = len(share)
    at = np.flatnonzero(share > LONG_SHARE / 2)
    before = at[at < EDGE_SHARE * length]
    after = at[at > (1 - EDGE_SHARE) * length]
    return (int(before.max()) + 1 if len(before) else 0), (int(after.min()) if len(after) else length)


def _own_pieces(clean: Picture, rows: tuple[int, int], columns: tuple[int, int]) -> tuple[Mask, bool]:
    """Pieces that lie in the cell, and whether one is cut; a neighbour's tail goes, our own may reach out."""
    inked = (clean > DUST_DARK).astype(np.uint8)
    count, labels, stats, _ = cv2.connectedComponentsWithStats(inked, connectivity=8)
    area = np.maximum(stats[:, cv2.CC_STAT_AREA], 1)
    within = labels[rows[0] : rows[1], columns[0] : columns[1]]
    keep = np.bincount(within.ravel(), minlength=count) / area >= INSIDE
    keep[0] = False
    height, width = clean.shape
    right, bottom = stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]
    edge = (stats[:, 0] == 0) | (stats[:, 1] == 0) | (right == width) | (bottom == height)
    return np.asarray(keep[labels]), bool((keep & edge).any())


def _faint(seen: Picture) -> bool:
    """Whether strokes paler than ink stand out of the paper's own noise: pencil without pressure, an empty pen."""
    smooth = cv2.GaussianBlur(seen, (0, 0), 1.0) if seen.size else seen
    level = float(np.median(smooth)) + FAINT_OVER if seen.size else 0.0
    _, _, stats, _ = cv2.connectedComponentsWithStats((smooth > level).astype(np.uint8), connectivity=8)
    tall = stats[1:, cv2.CC_STAT_HEIGHT] >= FAINT_TALL * max(1, seen.shape[0])
    return bool((tall & (stats[1:, cv2.CC_STAT_AREA] >= LEAST_INK_PX)).any())


def _lost(own: Picture, dark: Picture, lines: Mask, inside: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Whether ink between the field's rulings is in no reader's picture: seen without the steps that took it out."""
    (top, bottom), (left, right) = inside
    read = inked_pixels(own)
    rows = np.flatnonzero(read.any(axis=1))
    tall = int(rows[-1] - rows[0] + 1) if len(rows) else 0
    near = cv2.dilate(read, np.ones((5, 5), np.uint8)) > 0
    ruled = cv2.dilate(lines.astype(np.uint8), np.ones((5, 5), np.uint8)) > 0
    missed = ((dark > DUST_DARK) & ~near & ~ruled).astype(np.uint8)[top:bottom, left:right]
    _, _, stats, _ = cv2.connectedComponentsWithStats(missed, connectivity=8)
    return bool((stats[1:, cv2.CC_STAT_AREA] >= max(LOST_PX, LOST_SHARE * tall**2)).any())
