"""What 附件3 prints over the report: the title, which says whose form of which year it is, and the unit's name."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.lines.lines import Levelled, Track
from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.scores.score_table import AROUND_PX, PX_PER_MM, straight
from pingyi.scanner.writing.handwriting import recognise

Picture = npt.NDArray[np.uint8]

ABOVE_MM = 42.0  # over the table: the title, and what an office prints over it
SHOWN_MM = 16.0  # of it to people: the title
INSET_PX = AROUND_PX + 4
DARK = 70  # of 255: print
LINE_SHARE = 0.004  # of the width: fewer inked pixels in a row of them are specks
LEAST_LINE_PX, APART_PX = 14, 5  # of a line of print; between two
RULED_SHARE = 0.85  # of a row's height: darker columns are the ruling between its two cells
AIR_PX = 6
LABEL, LABEL_SIGNS = "单位名称", 3  # of its signs, however faint: more than any other first row shares


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedHead:
    """The upper part of a page with its table's first row, as read; `picture` is what people are shown."""

    title: tuple[str, ...]  # every line over the table, the nearest first
    name: str
    picture: Picture
    above: Picture  # all that stands over the table


def printed_head(grey: Picture, lines: Levelled, spans: list[Track], sides: tuple[Track, Track]) -> PrintedHead | None:
    """Read what stands in and over the first row of a table; None when that row names no unit."""
    if len(spans) < 3:
        return None
    picture = straight(grey, lines, (spans[0], spans[1]), sides, above_mm=ABOVE_MM)
    top = round(ABOVE_MM * PX_PER_MM)
    name = _name(np.ascontiguousarray(picture[top:]))
    if not name:
        return None
    shown = picture[top - round(SHOWN_MM * PX_PER_MM) :]
    return PrintedHead(title=_title(picture[: top - 2]), name=name, picture=shown, above=picture[:top])


def _name(row: Picture) -> str:
    """What is printed beside 单位名称, empty without these words; the ruling between is too short to be a track."""
    dots = darkness(row)[INSET_PX:-INSET_PX, INSET_PX:-INSET_PX] > DARK
    ruled = np.flatnonzero(dots[:, : dots.shape[1] // 2].mean(axis=0) > RULED_SHARE)
    if not len(ruled):
        return ""
    between = INSET_PX + int(ruled[-1])
    label = _read(row[INSET_PX:-INSET_PX, INSET_PX : between - (len(ruled) + 2)])
    if len(set(LABEL) & set(label)) < LABEL_SIGNS:
        return ""
    return _read(row[INSET_PX:-INSET_PX, between + 4 : -INSET_PX])


def _title(above: Picture) -> tuple[str, ...]:
    """Every line of print over the table, from the lowest."""
    dark = darkness(np.ascontiguousarray(above)) > DARK
    inked = dark.sum(axis=1) >= max(2, LINE_SHARE * dark.shape[1])
    closed = cv2.morphologyEx(inked.astype(np.uint8)[:, None], cv2.MORPH_CLOSE, np.ones((APART_PX, 1), np.uint8))[:, 0]
    edges = np.flatnonzero(np.diff(np.concatenate([[0], closed, [0]])))
    bands = [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True) if b - a >= LEAST_LINE_PX]
    read = (_read(above[max(0, a - 2) : b + 2]) for a, b in reversed(bands))
    return tuple(text for text in read if text)


def _read(part: Picture) -> str:
    """One line of print, cut to its ink; of a row so narrow or so full of rulings that nothing is left, nothing."""
    if not part.size:
        return ""
    dark = darkness(np.ascontiguousarray(part))
    columns = np.flatnonzero((dark > DARK).any(axis=0))
    rows = np.flatnonzero((dark > DARK).any(axis=1))
    if not len(columns):
        return ""
    line = 255 - dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    text, _ = recognise(cv2.copyMakeBorder(line, *(AIR_PX,) * 4, cv2.BORDER_CONSTANT, value=(255,)), short=True)
    return "".join(text.split())
