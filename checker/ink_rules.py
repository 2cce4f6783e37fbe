"""Rules on ink: nothing is printed over anything else (6.1), no box is empty (8)."""

from collections.abc import Iterator
from itertools import pairwise

from pingyi.checker.anatomy import Anatomy
from pingyi.checker.finding import Finding
from pingyi.checker.found import at, on_page
from pingyi.checker.printed import Letter, Rule, Sheet, TextLine
from pingyi.ground.printed.glyphs import BODY_ABOVE
from pingyi.ground.printed.points import MM_PER_PT

MEETS = 0.35  # of the smaller character's height, or of a width: less is only close
MIDDLE = 0.25, 0.75  # of a character's height: a rule in between strikes it out
BOX_MM = 3.0  # a band less high is a rule's own thickness


def overlaps(found: Anatomy) -> Iterator[Finding]:
    """Text over text, and rules through text; one finding a line."""
    for sheet in found.sheets:
        for line in sheet.lines:
            if any(_cover(one, other) for one, other in pairwise(line.letters)):
                yield at("overlap", line, "字与字重叠")
        for line, other in _near(sheet):
            if any(_cover(one, two) for one in line.letters for two in other.letters):
                yield at("overlap", other, f"与“{line.text[:10]}”重叠")
        for line in sheet.lines:
            if any(_strikes(rule, line) for rule in sheet.rules if rule.level):
                yield at("overlap", line, "有线压在字上")


def _near(sheet: Sheet) -> Iterator[tuple[TextLine, TextLine]]:
    """Lines whose characters' bodies reach into each other."""
    for place, line in enumerate(sheet.lines):
        for other in sheet.lines[place + 1 :]:
            high = min(line.size_pt, other.size_pt) * MM_PER_PT
            if other.base - line.base > high:
                break
            if min(line.bottom, other.bottom) - max(line.top, other.top) > MEETS * high:
                yield line, other


def _cover(one: Letter, other: Letter) -> bool:
    """Whether one lies over the other sidewise; the same twice in one place is how some programs print bold."""
    twice = one.text == other.text and abs(one.left - other.left) < 0.2
    shared = min(one.right, other.right) - max(one.left, other.left)
    return not twice and shared > MEETS * min(one.right - one.left, other.right - other.left)


def _strikes(rule: Rule, line: TextLine) -> bool:
    if not line.top < rule.top < line.bottom:
        return False
    for letter in line.letters:
        high = letter.size_pt * MM_PER_PT
        place = (rule.top - (line.base - BODY_ABOVE * high)) / high
        wide = letter.right - letter.left
        if MIDDLE[0] < place < MIDDLE[1] and min(rule.right, letter.right) - max(rule.left, letter.left) > wide / 2:
            return True
    return False


def empty_boxes(found: Anatomy) -> Iterator[Finding]:
    """Boxes and tables without a word in them."""
    for sheet in found.flow_pages():
        boxes = [] if sheet.pictures else [band for band in sheet.ruled if band[1] - band[0] > BOX_MM]
        for top, bottom in boxes:
            if not any(top < line.base < bottom for line in sheet.lines):
                yield on_page("empty_box", sheet.number, f"距上边 {top:.0f} 至 {bottom:.0f} 毫米处的框里没有文字")
