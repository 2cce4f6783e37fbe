"""A page of 附件3: what is printed over the report, its score row with the mark, and the field between its words."""

import re
from dataclasses import dataclass
from itertools import permutations

import cv2
import numpy as np
import numpy.typing as npt
import zxingcpp

from pingyi.domain.campaign.marks import analysis_mark
from pingyi.scanner.lines.lines import page_lines
from pingyi.scanner.page.darkness import darkness
from pingyi.scanner.scores.score_head import PrintedHead, printed_head
from pingyi.scanner.scores.score_margins import TablePlace
from pingyi.scanner.scores.score_table import AROUND_PX, PX_PER_MM, inner_rulings, label_ruling, straight, tables
from pingyi.scanner.words.batch_code import QR

Picture = npt.NDArray[np.uint8]
Points = npt.NDArray[np.float32]

ROW_MM = (8.0, 32.0)  # of the score row
EMS = tuple(points * 25.4 / 72 * PX_PER_MM for points in (14.0, 16.0, 15.0, 12.0, 10.5))  # sizes an office would take
DARK, PALE = 70, 30  # of 255: print at a good copier, and at the palest
PRINT_SHARE = 0.5  # of the usual ink: edges of print, and the dots of a colon
SPECK_PX = 4
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
    span: tuple[int, int] | None  # the field's left and right end in `picture`, px
    mark: str  # text of the unit's QR mark, or empty


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisPage:
    """What a page of 附件3 holds, however it was fed: its beginning, its score row, or a part of the report alone."""

    head: PrintedHead | None
    row: ScoreRow | None
    report: bool  # the report lies here, whether it begins here or not
    turn: int
    table: TablePlace | None
    upright: Picture  # the page, grey, as it is read


def analysis_page(grey: Picture, prompt: str) -> AnalysisPage | None:
    """Read the page's parts on a grey picture; None when no table of 附件3 is there."""
    seen: list[AnalysisPage] = []
    for turn in (0, 180, 90, 270):
        page = np.ascontiguousarray(np.rot90(grey, -(turn // 90)))
        if (turn in (90, 270)) == (grey.shape[0] >= grey.shape[1]):
            continue  # the form is printed upright
        found = _upright(page, prompt, turn)
        if found.row is not None and (found.row.field is not None or found.row.mark):
            return found
        seen.append(found)
    told = [one for one in seen if one.head or one.row or one.report]
    return max(told, key=lambda one: (one.head is not None, one.report, one.row is not None), default=None)


def _upright(grey: Picture, prompt: str, turn: int) -> AnalysisPage:
    lines = page_lines(grey)
    found = tables(lines)
    row = report = None
    for sides, spans in found:
        if len(spans) < 2 or inner_rulings(lines, spans, sides):
            continue
        part = straight(grey, lines, (spans[-2], spans[-1]), sides)
        if ROW_MM[0] <= (part.shape[0] - 2 * AROUND_PX) / PX_PER_MM <= ROW_MM[1]:
            row = row_read(part, prompt)
            found = [(sides, spans)]
            break
    head = None
    place = None
    for sides, spans in found[:1]:
        place = TablePlace(lines=lines, sides=sides)
        head = printed_head(grey, lines, spans, sides)
        report = label_ruling(lines, sides)
    return AnalysisPage(head=head, row=row, report=bool(report), turn=turn, table=place, upright=grey)


def row_read(row: Picture, prompt: str) -> ScoreRow:
    """The unit's QR mark in a straight score row (6 px/mm), and the field between the words."""
    mark, until = _mark(row)
    span = _span(row, until, prompt)
    field = np.ascontiguousarray(row[:, span[0] : span[1]]) if span else None
    return ScoreRow(picture=row, field=field, span=span, mark=mark)


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


def _span(row: Picture, until: int, prompt: str) -> tuple[int, int] | None:
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
            return inset + start, inset + end
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
