"""附件3's table on a page: its sides, its rulings from side to side, and its rows laid straight."""

from itertools import combinations

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.scanner.lines.lines import Levelled, Track

Picture = npt.NDArray[np.uint8]

PX_PER_MM = 6.0
TABLE_MM = 162.0  # the form's width; an office's own is scaled to it
AROUND_PX = 6  # of a row, so that its rulings show
END_SHARE = 0.025  # of the table's width: how near its sides a ruling from side to side ends
ENOUGH = 3  # spans that make a table: the awards beside their label are one too, a page's edges have two
NARROW = 0.5  # of the page's width: a table is broader
TALL_SHARE = 0.4  # of the longest upright ruling: the table's sides, on every page of it
LABEL_SHARE = (0.05, 0.12)  # of the table's width: where the report begins beside its upright label


def tables(lines: Levelled) -> list[tuple[tuple[Track, Track], list[Track]]]:
    """
    Pairs of upright lines and the level ones between them, from the top; the likeliest table first.

    Streaks and a page's edges are upright lines too, and the awards beside their label look like a table.
    """
    longest = max((track.seen for track in lines.vertical), default=0.0)
    tall = sorted((track for track in lines.vertical if track.seen >= TALL_SHARE * longest), key=_middle)
    pairs = [
        ((left, right), _spans(lines, (left, right)))
        for left, right in combinations(tall, 2)
        if _apart(left, right) >= NARROW * lines.dark.shape[1]
    ]
    return sorted(pairs, key=lambda pair: (min(len(pair[1]), ENOUGH), _apart(*pair[0])), reverse=True)


def _apart(left: Track, right: Track) -> float:
    return _middle(right) - _middle(left)


def _spans(lines: Levelled, sides: tuple[Track, Track]) -> list[Track]:
    """Rulings from side to side, from the top."""
    found = []
    for track in lines.horizontal:
        y = _middle(track)
        left, right = float(sides[0].at(y)), float(sides[1].at(y))
        slack = END_SHARE * (right - left)
        if abs(track.start - left) <= slack and abs(track.end - right) <= slack:
            found.append(track)
    return sorted(found, key=_middle)


def _middle(track: Track) -> float:
    """Where a line lies, at its middle."""
    return float(track.at((track.start + track.end) / 2))


def inner_rulings(lines: Levelled, spans: list[Track], sides: tuple[Track, Track]) -> list[Track]:
    """Upright rulings in the last row; what goes on below both sides is a copier's streak."""
    middle = (sides[0].at(0.0) + sides[1].at(0.0)) / 2
    upper, lower = float(spans[-2].at(middle)), float(spans[-1].at(middle))
    y, margin = (upper + lower) / 2, 0.03 * float(sides[1].at(0.0) - sides[0].at(0.0))
    return [
        track
        for track in lines.vertical
        if float(sides[0].at(y)) + margin < float(track.at(y)) < float(sides[1].at(y)) - margin
        and min(track.end, lower) - max(track.start, upper) > 0.8 * (lower - upper)
        and track.end < max(side.end for side in sides) + margin
    ]


def straight(
    grey: Picture, lines: Levelled, rows: tuple[Track, Track], sides: tuple[Track, Track], above_mm: float = 0.0
) -> Picture:
    """The part between two rulings and two upright ones on a straight canvas, a little around it, more above."""
    corners = np.array([_crossing(row, side) for row in rows for side in sides])
    on_page = (corners @ lines.to_page[:, :2].T + lines.to_page[:, 2]).astype(np.float32)
    wide = float(np.linalg.norm(on_page[1] - on_page[0]) + np.linalg.norm(on_page[3] - on_page[2])) / 2
    high = float(np.linalg.norm(on_page[2] - on_page[0]) + np.linalg.norm(on_page[3] - on_page[1])) / 2
    scale = TABLE_MM * PX_PER_MM / wide
    width, height = round(wide * scale), max(1, round(high * scale))
    edge, top = AROUND_PX, AROUND_PX + round(above_mm * PX_PER_MM)
    right, bottom = edge + width, top + height
    target = np.array([[edge, top], [right, top], [edge, bottom], [right, bottom]], np.float32)
    shrink = max(1, int(1 / scale + 0.25))
    source = grey if shrink == 1 else cv2.resize(grey, None, fx=1 / shrink, fy=1 / shrink, interpolation=cv2.INTER_AREA)
    matrix = cv2.getPerspectiveTransform(on_page / shrink, target)
    size = (right + edge, bottom + edge)
    return np.asarray(
        cv2.warpPerspective(source, matrix, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    )


def _crossing(row: Track, side: Track) -> tuple[float, float]:
    """Where a level and an upright line meet, in levelled pixels."""
    y = _middle(row)
    x = float(side.at(y))
    y = float(row.at(x))
    return float(side.at(y)), y


def label_ruling(lines: Levelled, sides: tuple[Track, Track]) -> bool:
    """Whether the narrow column of the report's upright label goes down the table: the report itself lies here."""
    tall = TALL_SHARE * max((track.seen for track in lines.vertical), default=0.0)
    width = _apart(*sides)
    return any(
        track.seen >= tall and LABEL_SHARE[0] <= _apart(sides[0], track) / width <= LABEL_SHARE[1]
        for track in lines.vertical
    )
