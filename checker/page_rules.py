"""Rules on every page: paper, margins, lines, characters, faces, page numbers (5.1, 5.2, 7.5)."""

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median

from pingyi.checker.anatomy import TYPE_BOTTOM_MM, Anatomy
from pingyi.checker.clauses import CLAUSES
from pingyi.checker.faces import Face, bare_name
from pingyi.checker.finding import Finding, Kind
from pingyi.checker.found import at, mm, off, on_page
from pingyi.checker.printed import Letter, Sheet, TextLine, is_chinese

A4_MM = (210.0, 297.0)
TOP_MM, LEFT_MM, RIGHT_MM = 37.0, 28.0, 184.0
PITCH_MM = 225.0 / 22
BASE_SHARE = 0.8  # of an exact line lies above its base line, in Word as in LibreOffice
FULL_LINE_MM = 176.0  # a line reaching so far is full; a mark that may not begin a line takes a character along
FULL_PAGE_LINES, LEAST_LINES = 22, 20
CHARACTERS = (27.4, 28.6)
NUMBER_PT, NUMBER_MM = 14.0, 14.0 * 25.4 / 72
DASH_HEIGHT = 0.38  # of the em: a dash over the base line
DASH_BELOW_MM = 7.0
HANGING = "，。、；：！？）》”’〉】"
HALF_MARKS = re.compile(r"[\u4e00-\u9fff][,;:()?!](?=[\u4e00-\u9fff]|$)|^[(](?=[\u4e00-\u9fff])")


def paper(found: Anatomy) -> Iterator[Finding]:
    """A4 upright (GB/T 9704-2012, 5.2.1), across where a table lies (8); a finding for each other page, mm."""
    for sheet in found.sheets:
        sizes = (sheet.width, sheet.height)
        if sheet.across and sheet.ruled:
            sizes = (sheet.height, sheet.width)
        if any(off("paper", size, wanted) for size, wanted in zip(sizes, A4_MM, strict=True)):
            yield on_page("paper", sheet.number, f"{sheet.width:.0f}×{sheet.height:.0f} 毫米")


def faces(found: Anatomy) -> Iterator[Finding]:
    """Nothing but official faces, in every cell and foot."""
    for sheet in found.sheets:
        for line in sheet.lines:
            strange = next((letter for letter in line.letters if letter.face is Face.OTHER), None)
            if strange is not None:
                yield at("faces", line, f"“{strange.text}”用 {bare_name(strange.font)}")


def margins(found: Anatomy) -> Iterator[Finding]:
    """Text begins 37 and 28 mm in, and stays inside 156 × 225 mm."""
    for sheet in found.flow_pages():
        own = (*found.feet, *found.record)  # which have places of their own
        lines = [line for line in sheet.lines if line not in own and not sheet.in_table(line)]
        if not lines:
            continue
        first = lines[0]
        opening = sheet.number == 1 or first not in found.body
        edge = first.top - (BASE_SHARE * PITCH_MM - 0.88 * NUMBER_MM * 16 / 14)
        below_table = any(top < first.top for top, _ in sheet.ruled)
        if off("top", edge, TOP_MM) and not opening and not below_table:
            yield at("top", first, mm(edge))
        early, late = first.top < TOP_MM - 1, sheet.number == 1 and first.top > TOP_MM + PITCH_MM
        by_mark = found.kind is Kind.RED_HEAD and sheet.number == 1  # whose place tells
        if opening and (early or late) and not by_mark:
            yield at("top", first, mm(first.top))
        yield from _sides([line for line in lines if line not in found.mark])


def _sides(lines: list[TextLine]) -> Iterator[Finding]:
    leftmost = min(lines, key=lambda line: line.left)
    if leftmost.left < LEFT_MM - 1:
        yield at("left", leftmost, mm(leftmost.left))
    full = [line for line in lines if line.right > FULL_LINE_MM - 6 and line.left < 36]
    if len(full) > 1 and off("left", median(line.left for line in full), LEFT_MM) and leftmost.left >= LEFT_MM - 1:
        yield at("left", full[0], mm(full[0].left))
    rightmost = max(lines, key=_text_right)
    if _text_right(rightmost) - RIGHT_MM > CLAUSES["right"].tolerance_mm:
        yield at("right", rightmost, f"右端在 {mm(_text_right(rightmost))}处，版心右边是 {RIGHT_MM:.0f} 毫米")
    lowest = max(lines, key=lambda line: line.bottom)
    if lowest.bottom > TYPE_BOTTOM_MM + 1:
        yield at("bottom", lowest, f"下端在 {mm(lowest.bottom)}处，版心下边是 {TYPE_BOTTOM_MM:.0f} 毫米")


def _text_right(line: TextLine) -> float:
    """Where a line ends; one mark may hang over its end, as Word has it unless told otherwise."""
    hangs = len(line.letters) > 1 and line.text[-1] in HANGING
    return line.letters[-2].right if hangs else line.right


def line_pitch(found: Anatomy) -> Iterator[Finding]:
    """Base lines 28.95 pt apart, page by page."""
    for sheet in found.flow_pages():
        lines = [line for line in found.body if line.page == sheet.number]
        steps = [(low, low.base - high.base) for high, low in pairwise(lines) if low.base - high.base < 1.8 * PITCH_MM]
        if len(steps) >= 3 and off("pitch", step := median(gap for _, gap in steps), PITCH_MM):
            line = next(line for line, gap in steps if abs(gap - step) < 0.2)
            yield at("pitch", line, f"行距 {step:.2f} 毫米（{step * 72 / 25.4:.1f} 磅）")


def full_pages(found: Anatomy) -> Iterator[Finding]:
    """A page of running text that goes on overleaf holds 22 lines."""
    for sheet, following in pairwise(found.flow_pages()):
        lines = [line for line in sheet.lines if line not in found.feet]
        overleaf = [line for line in following.lines if line not in found.feet]
        running = bool(lines) and all(line in found.body for line in lines) and not sheet.ruled
        goes_on = bool(overleaf) and overleaf[0] in found.body and overleaf[0].left < LEFT_MM + 2
        if running and goes_on and not LEAST_LINES <= len(lines) <= FULL_PAGE_LINES:
            yield on_page("lines", sheet.number, f"{len(lines)} 行")


def characters(found: Anatomy) -> Iterator[Finding]:
    """28 characters in a full line; digits and Latin letters by their width."""
    full = [line for line in found.body if abs(line.left - LEFT_MM) < 1.5 and line.right > FULL_LINE_MM]
    plain = [line for line in full if sum(map(_narrow, line.letters)) <= 3]
    counts = [(line, sum(0.5 if _narrow(letter) else 1.0 for letter in line.letters)) for line in plain]
    if len(counts) >= 3 and not CHARACTERS[0] <= (usual := median(count for _, count in counts)) <= CHARACTERS[1]:
        yield at("characters", counts[0][0], f"每行 {usual:.1f} 字")


def _narrow(letter: Letter) -> bool:
    return ord(letter.text[0]) < 0x2000


def punctuation(found: Anatomy) -> Iterator[Finding]:
    """Half-width marks between Chinese characters."""
    for line in (*found.title, *found.body):
        half = HALF_MARKS.search(line.text)
        if half is not None:
            yield at("punctuation", line, f"半角“{half.group()[-1]}”")


def page_numbers(found: Anatomy) -> Iterator[Finding]:
    """— 1 —, outer side, 7 mm below the type area, 四号 Song."""
    for line in found.feet:
        if line.page not in found.form_pages:
            yield from _page_number(found.sheet(line), line)
    numbered = {line.page for line in found.feet}
    if found.kind in (Kind.RED_HEAD, Kind.LETTER):
        lacking = [s.number for s in found.flow_pages() if s.number not in numbered and not _bare(found, s)]
        yield from (on_page("foot_form", page, "没有页码") for page in lacking)


def blank_pages(found: Anatomy) -> Iterator[Finding]:
    """An empty page before the record block bears no number, nor does the block's own page then (7.5)."""
    for sheet, following in pairwise(found.sheets):
        if any(line not in found.feet for line in sheet.lines) or sheet.pictures or sheet.rules:
            continue
        alone = [line for line in following.lines if line not in found.feet]
        if alone and all(line in found.record for line in alone):
            numbers = [line for line in (*sheet.lines, *following.lines) if line in found.feet]
            yield from (at("foot_blank", line, line.text) for line in numbers)


def _bare(found: Anatomy, sheet: Sheet) -> bool:
    """A page with nothing but the record block, or nothing at all, bears no number (7.5)."""
    return all(line in found.record for line in sheet.lines)


def _page_number(sheet: Sheet, line: TextLine) -> Iterator[Finding]:
    if line.text[0] != "—" or line.text[-1] != "—" or not line.text[1:-1].isdigit():
        yield at("foot_form", line, line.text)
    wrong = [le for le in line.letters if le.face not in (Face.SONGTI, Face.OTHER) or abs(le.size_pt - NUMBER_PT) > 0.3]
    if wrong:
        yield at("foot_type", line, f"“{wrong[0].text}”{wrong[0].face.value} {wrong[0].size_pt:g} 磅")
    inset = RIGHT_MM - line.right if sheet.number % 2 else line.left - LEFT_MM
    if off("foot_side", inset, NUMBER_MM):
        side = "右" if sheet.number % 2 else "左"
        yield at("foot_side", line, f"第 {sheet.number} 页页码{side}空 {mm(inset)}，应 {mm(NUMBER_MM)}")
    below = line.base - DASH_HEIGHT * NUMBER_MM - TYPE_BOTTOM_MM
    if off("foot_place", below, DASH_BELOW_MM):
        yield at("foot_place", line, f"在版心下边之下 {mm(below)}")


def chinese_face(line: TextLine) -> Face:
    """The face of the first Chinese character."""
    return next((letter.face for letter in line.letters if is_chinese(letter.text)), line.face)
