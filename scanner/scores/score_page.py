"""附件3's score row on a page: where it lies, whose it is, and the field between its printed words."""

import re
from dataclasses import dataclass
from itertools import combinations, permutations

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from pingyi.domain.marks import ANALYSIS, analysis_mark
from pingyi.scanner.grid.lines import Levelled, Track, page_lines
from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.words.batch_code import QR
from pingyi.scanner.writing.handwriting import recognise

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

PX_PER_MM = 6.0
TABLE_MM = 162.0  # the form's width; an office's own is scaled to it
AROUND_PX = 6  # of a row, so that its rulings show
END_SHARE = 0.025  # of the table's width: how near its sides a ruling from side to side ends
ENOUGH = 3  # spans that make a table: the awards beside their label are one too, a page's edges have two
NARROW = 0.5  # of the page's width: a table is broader
TALL_SHARE = 0.4  # of the longest upright ruling: the table's sides, on every page of it
ROW_MM = (8.0, 32.0)  # of the score row
EMS = tuple(points * 25.4 / 72 * PX_PER_MM for points in (14.0, 16.0, 15.0, 12.0, 10.5))  # sizes an office would take
DARK, PALE = 70, 30  # of 255: print at a good copier, and at the palest
PRINT_SHARE = 0.5  # of the usual ink: edges of print, and the dots of a colon
SPECK_PX = 4
RULED_SHARE = 0.85  # of a row's height: darker columns are the ruling between its two cells
LINE_PX = 40  # longer level pieces are no strokes of print
LEAST_PIECES = 8  # of print: fewer are no prompt
PROMPT_SLACK = (-1.6, 1.0)  # ems: figures and fonts differ in width
DOT, DOT_SLACK = 0.27, 0.1  # ems: a colon's dots are no larger, and alike and below each other to this much
DOTS_APART = (0.2, 0.62)  # ems, from the upper one's top to the lower one's
BRACKETS = 1.75  # ems from the opening bracket's ink to the closing one's end
BRACKET_SLACK = 0.3
BRACKET_TALL, BRACKET_WIDE = 0.7, 0.5  # ems
FIELD_MM = (8.0, 90.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """The score row of one page, upright; `field` is None where the printed words are not as they should be."""

    picture: Picture  # the whole row, grey
    field: Picture | None
    mark: str  # text of the unit's QR mark, or empty
    name: str  # the unit's name as printed over the report, as far as it could be read
    turn: int


def score_row(grey: Picture, prompt: str) -> ScoreRow | None:
    """Find the row on a grey page, however it was fed; None when the page has none."""
    best: ScoreRow | None = None
    for turn in (0, 180, 90, 270):
        page = np.ascontiguousarray(np.rot90(grey, -(turn // 90)))
        if (turn in (90, 270)) == (grey.shape[0] >= grey.shape[1]):
            continue  # the form is printed upright
        found = _upright(page, prompt, turn)
        if found is not None and (found.field is not None or found.mark):
            return found
        best = best or found
    return best


def printed_name(grey: Picture) -> str:
    """The name over the report of a page without a score row, however it was fed; empty when it has none."""
    for turn in (0, 180, 90, 270):
        page = np.ascontiguousarray(np.rot90(grey, -(turn // 90)))
        lines = page_lines(page)
        (sides, spans), *_ = [*_tables(lines), (None, [])]
        name = _name(page, lines, spans, sides) if sides is not None else ""
        if name:
            return name
    return ""


def _upright(grey: Picture, prompt: str, turn: int) -> ScoreRow | None:
    lines = page_lines(grey)
    for sides, spans in _tables(lines):
        if len(spans) < 2 or _inner(lines, spans, sides):
            continue
        row = _straight(grey, lines, (spans[-2], spans[-1]), sides)
        if ROW_MM[0] <= (row.shape[0] - 2 * AROUND_PX) / PX_PER_MM <= ROW_MM[1]:
            mark, field = mark_and_field(row, prompt)
            name = (
                "" if mark.startswith(ANALYSIS) else _name(grey, lines, spans, sides)
            )  # older marks do not tell enough
            return ScoreRow(picture=row, field=field, mark=mark, name=name, turn=turn)
    return None


def mark_and_field(row: Picture, prompt: str) -> tuple[str, Picture | None]:
    """Text of the unit's QR mark in a straight score row (6 px/mm), or empty; and the field between the words."""
    mark, until = _mark(row)
    return mark, _field(row, until, prompt)


def _tables(lines: Levelled) -> list[tuple[tuple[Track, Track], list[Track]]]:
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


def _inner(lines: Levelled, spans: list[Track], sides: tuple[Track, Track]) -> list[Track]:
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


def _straight(grey: Picture, lines: Levelled, rows: tuple[Track, Track], sides: tuple[Track, Track]) -> Picture:
    """The part between two rulings and two upright ones on a straight canvas, a little around it."""
    corners = np.array([_crossing(row, side) for row in rows for side in sides])
    on_page = (corners @ lines.to_page[:, :2].T + lines.to_page[:, 2]).astype(np.float32)
    wide = float(np.linalg.norm(on_page[1] - on_page[0]) + np.linalg.norm(on_page[3] - on_page[2])) / 2
    high = float(np.linalg.norm(on_page[2] - on_page[0]) + np.linalg.norm(on_page[3] - on_page[1])) / 2
    scale = TABLE_MM * PX_PER_MM / wide
    width, height = round(wide * scale), max(1, round(high * scale))
    edge = AROUND_PX
    right, bottom = edge + width, edge + height
    target = np.array([[edge, edge], [right, edge], [edge, bottom], [right, bottom]], np.float32)
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


def _mark(row: Picture) -> tuple[str, int]:
    """The QR mark at the row's right end, and where the words before it end (px)."""
    half = row.shape[1] // 2
    part = np.ascontiguousarray(row[:, half:])
    smooth = cv2.resize(cv2.GaussianBlur(part, (0, 0), 0.8), None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    for picture, scale in ((part, 1), (smooth, 2)):
        for found in zxingcpp.read_barcodes(picture, formats=QR, try_rotate=False, try_invert=False):
            if analysis_mark(found.text):
                left = min(found.position.top_left.x, found.position.bottom_left.x) / scale
                return found.text, int(half + left - PX_PER_MM)
    return "", row.shape[1]


def _field(row: Picture, until: int, prompt: str) -> Picture | None:
    """Between the prompt's colon and the bracket of （分）, from ruling to ruling."""
    dark = darkness(row)
    inset = AROUND_PX + 4
    inner = dark[inset:-inset, inset : min(until, row.shape[1] - inset)]
    dots = (inner > _print_dark(inner)).astype(np.uint8)
    level = cv2.morphologyEx(dots, cv2.MORPH_OPEN, np.ones((1, LINE_PX), np.uint8))
    dots[cv2.dilate(level, np.ones((3, 3), np.uint8)) > 0] = 0  # the line to write on fills no gap
    _, _, stats, _ = cv2.connectedComponentsWithStats(dots, connectivity=8)
    boxes = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= SPECK_PX]
    if len(boxes) < LEAST_PIECES:
        return None
    left, right = int(boxes[:, 0].min()), int((boxes[:, 0] + boxes[:, 2]).max())
    words, _, unit = prompt.partition("：")
    if not re.sub(r"[\s_]", "", unit).startswith("（"):
        return None
    ems = sum(0.5 if letter.isascii() else 1.0 for letter in words) + 1.0
    for em in EMS:
        start = _prompt_end(boxes, left, ems, em)
        end = _bracket(boxes, right, em)
        if start is not None and end is not None and FIELD_MM[0] <= (end - start) / PX_PER_MM <= FIELD_MM[1]:
            return np.ascontiguousarray(row[:, inset + start : inset + end])
    return None


def _print_dark(dark: Picture) -> float:
    """From which darkness on pixels are print: less where a copier is out of toner, and still more than paper."""
    inked = dark[dark > PALE]
    return float(np.clip(PRINT_SHARE * np.median(inked), PALE, DARK)) if inked.size else DARK


def _prompt_end(boxes: npt.NDArray[np.int32], left: int, ems: float, em: float) -> int | None:
    """Right edge of the prompt's colon, known by its two dots: no gap tells where print ends and writing begins."""
    first, last = (left + (ems - 1 + slack) * em for slack in PROMPT_SLACK)
    dots = boxes[(boxes[:, 2] <= DOT * em) & (boxes[:, 3] <= DOT * em) & (boxes[:, 0] >= first) & (boxes[:, 0] <= last)]
    ends = [
        int(max(upper[0] + upper[2], lower[0] + lower[2])) + 2
        for upper, lower in permutations(dots, 2)
        if DOTS_APART[0] * em <= lower[1] - upper[1] <= DOTS_APART[1] * em
        and abs(int(upper[0]) - int(lower[0])) <= DOT_SLACK * em
        and abs(int(upper[2]) - int(lower[2])) <= DOT_SLACK * em
        and abs(int(upper[3]) - int(lower[3])) <= DOT_SLACK * em
    ]
    return max(ends, default=None)


def _bracket(boxes: npt.NDArray[np.int32], right: int, em: float) -> int | None:
    """Left edge of （分）, known by its two brackets."""
    tall = boxes[(boxes[:, 3] >= BRACKET_TALL * em) & (boxes[:, 2] <= BRACKET_WIDE * em) & (boxes[:, 3] <= 1.4 * em)]
    closing = tall[np.abs(tall[:, 0] + tall[:, 2] - right) <= 2]
    opening = tall[np.abs(tall[:, 0] - (right - BRACKETS * em)) <= BRACKET_SLACK * em]
    if len(closing) != 1 or len(opening) != 1 or abs(int(opening[0][3]) - int(closing[0][3])) > 0.15 * em:
        return None
    if abs(int(opening[0][1]) - int(closing[0][1])) > 0.15 * em:
        return None
    return int(opening[0][0]) - 2


def _name(grey: Picture, lines: Levelled, spans: list[Track], sides: tuple[Track, Track]) -> str:
    """What is printed beside 单位名称, in the table's first row; the ruling between is too short to be a track."""
    if len(spans) < 3:
        return ""
    row = _straight(grey, lines, (spans[0], spans[1]), sides)
    inset = AROUND_PX + 4
    dots = darkness(row)[inset:-inset, inset:-inset] > DARK
    ruled = np.flatnonzero(dots[:, : dots.shape[1] // 2].mean(axis=0) > RULED_SHARE)
    if not len(ruled):
        return ""
    cell = row[inset:-inset, inset + int(ruled[-1]) + 4 : -inset]
    dark = darkness(np.ascontiguousarray(cell))
    columns = np.flatnonzero((dark > DARK).any(axis=0))
    rows = np.flatnonzero((dark > DARK).any(axis=1))
    if not len(columns):
        return ""
    part = 255 - dark[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    text, _ = recognise(cv2.copyMakeBorder(part, *(6,) * 4, cv2.BORDER_CONSTANT, value=(255,)), short=True)
    return text
