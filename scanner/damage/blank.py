"""Whether a page that fits no form is the empty side of a sheet: dust, streaks, edges and show-through only.

A page wrongly called empty is a ballot lost, so whatever is in doubt is not called empty.
"""

from dataclasses import replace
from enum import Enum

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import A4_LONG_MM, TableForm
from pingyi.scanner.grid.topology import fit_skeleton, skeleton, turned
from pingyi.scanner.lines.lines import Levelled, find_lines
from pingyi.scanner.page.darkness import Dark, darkness

LOOK_PX_PER_MM = 3.0  # strokes still show, noise averages out
FRAME_MM = 14.0  # edge shadows, punch holes
REACH_MM = 10.0  # what touches the frame and reaches no further in belongs to it: a skewed sheet's black edge
PAPER_GREY, PAPER_SHARE = 120, 0.7  # an empty glass or a covered lens is no empty page
INK = 51  # of 255: darker than the front of a sheet ever shows through
SPECK_MM = 1.5  # dust is smaller, pen strokes and printed words are larger
STREAK_MM, STREAK_LONG_MM = 2.0, 10.0  # thin and long: streak, hair, fold
STREAK_PIECES = 8  # along the page: streaks fade in and out, and lean
STREAKS = 8  # more are a drawing or a table
PALE = 18  # of 255: above paper and noise
PALE_SHARE = 0.0004  # of the page: more is a pattern that has to be explained
RANK, LEAST_LEVEL = 99, 4.0  # a faint pattern's darkness, and the paper's own
RAISED = (60, 128)  # to this it is raised before its rulings are looked for; further where nothing is found
SEEN = 0.85  # agreement of rulings from which a pattern is the form's table, one way round or the other
ABSENT = 0.5  # of the edges merged away must be missing: noise has lines everywhere
CLEARER = 0.02  # this much more than the other way round: forms are nearly symmetrical


class Page(Enum):
    """What a page without a readable table is."""

    EMPTY = "empty"
    PALE_TABLE = "pale table"  # the form, far too pale to read
    UNSURE = "unsure"  # next to nothing, but it cannot be said what
    INKED = "inked"


def look(grey: npt.NDArray[np.uint8], forms: tuple[TableForm, ...]) -> Page:
    """Judge a grey page (uint8, height × width) that may be the back of one of the forms."""
    if float((grey[::4, ::4] > PAPER_GREY).mean()) < PAPER_SHARE:
        return Page.INKED
    dark = darkness(grey)
    long_mm = max((form.long_side_mm for form in forms), default=A4_LONG_MM)
    inner, scale = _inner(dark, long_mm)
    marks = _without_streaks(inner)
    if _large(marks >= INK, scale):
        return Page.INKED
    straight, mirrored = _sides(dark, inner, forms)
    if max(straight, mirrored) >= SEEN:
        return _side(straight, mirrored)
    if _large(marks >= PALE, scale, PALE_SHARE * marks.size):
        return Page.UNSURE
    bright = darkness(np.asarray(255 - grey))  # paper shows nothing through that is brighter than itself
    negative = max(_sides(bright, _inner(bright, long_mm)[0], forms))
    return Page.UNSURE if negative >= SEEN else Page.EMPTY


def _sides(dark: Dark, inner: Dark, forms: tuple[TableForm, ...]) -> tuple[float, float]:
    """How well the rulings of a pale pattern are the best form's, as printed and as seen through the paper."""
    long_mm = max((form.long_side_mm for form in forms), default=A4_LONG_MM)
    straight = mirrored = 0.0
    for raised in RAISED:
        level = max(LEAST_LEVEL, float(np.percentile(inner, RANK)))
        lines = find_lines(np.asarray(cv2.multiply(dark, raised / level)), long_mm)
        straight = _agreement(lines, forms)
        mirrored = _agreement(lines, tuple(_mirrored(form) for form in forms))
        if max(straight, mirrored) >= SEEN:
            break
    return straight, mirrored


def _inner(dark: Dark, long_mm: float) -> tuple[Dark, float]:
    """The page without its frame, at about LOOK_PX_PER_MM, and the pixels per mm."""
    height, width = dark.shape
    shrink = min(1.0, LOOK_PX_PER_MM * long_mm / max(height, width))
    small = cv2.resize(dark, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (3, 3), 0)
    scale = max(small.shape) / long_mm
    frame = round(FRAME_MM * scale)
    return np.ascontiguousarray(small[frame:-frame, frame:-frame]), scale


def _without_streaks(inner: Dark) -> Dark:
    """Less its own median along the feed, measured piece by piece; either way, for pages come turned."""
    for _ in range(2):
        pieces = np.array_split(inner, STREAK_PIECES)
        left = [cv2.subtract(piece, np.broadcast_to(_profile(piece), piece.shape).copy()) for piece in pieces]
        inner = np.ascontiguousarray(np.concatenate(left).T)
    return inner


def _profile(piece: Dark) -> Dark:
    """The median over the piece, widened for a streak that leans a little."""
    return np.asarray(cv2.dilate(np.median(piece, axis=0).astype(np.uint8)[None], np.ones((1, 3), np.uint8)))


def _large(mask: npt.NDArray[np.bool_], scale: float, allowed_px: float = 0.0) -> bool:
    """Whether pieces larger than dust, and no streaks, cover more than `allowed_px` pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=8)
    height, width = mask.shape
    reach = REACH_MM * scale
    covered, streaks = 0, 0
    for label in range(1, count):
        x, y, w, h, area = (int(v) for v in stats[label])
        if max(w, h) <= SPECK_MM * scale:
            continue
        if x + w <= reach or y + h <= reach or x >= width - reach or y >= height - reach:
            continue
        if _is_streak(labels[y : y + h, x : x + w] == label, scale):
            streaks += 1
        else:
            covered += area
    return covered > allowed_px or streaks > STREAKS


def _is_streak(piece: npt.NDArray[np.bool_], scale: float) -> bool:
    if max(piece.shape) < STREAK_LONG_MM * scale:
        return False
    points = np.argwhere(piece)[:, ::-1].astype(np.float32)
    _, sides, _ = cv2.minAreaRect(points)
    return bool(min(sides) <= STREAK_MM * scale)


def _side(straight: float, mirrored: float) -> Page:
    if abs(straight - mirrored) < CLEARER:
        return Page.UNSURE
    return Page.PALE_TABLE if straight > mirrored else Page.EMPTY


def _agreement(lines: Levelled, forms: tuple[TableForm, ...]) -> float:
    """Of the rulings seen with the best form in its best turn."""
    skeletons = [turned(skeleton(form), turn) for form in forms for turn in (0, 90, 180, 270)]
    fits = [fit_skeleton(lines, laid) for laid in skeletons]
    return max((fit.likeness for fit in fits if fit is not None and fit.absent >= ABSENT), default=0.0)


def _mirrored(form: TableForm) -> TableForm:
    """As it is seen through the paper."""
    columns = len(form.column_widths_mm)
    cells = tuple(replace(cell, col=columns - cell.col - cell.col_span) for cell in form.cells)
    printed = replace(
        form.printed,
        across=tuple(row[::-1] for row in form.printed.across),
        down=tuple(row[::-1] for row in form.printed.down),
    )
    return replace(form, column_widths_mm=form.column_widths_mm[::-1], cells=cells, printed=printed)
