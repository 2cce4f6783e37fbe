"""Rules on the head, the title, the addressee and the body (7.2, 7.3.1 to 7.3.3)."""

import re
from collections.abc import Iterator
from itertools import pairwise

from pingyi.checker.anatomy import PAPER_MIDDLE_MM, Anatomy
from pingyi.checker.faces import Face
from pingyi.checker.finding import Finding, Kind
from pingyi.checker.found import at, mm, off, on_page, on_rule
from pingyi.checker.page_rules import LEFT_MM, PITCH_MM, TOP_MM, chinese_face
from pingyi.checker.printed import TextLine, is_chinese

MARK_BELOW_MM = 35.0
RULE_BELOW_MM, RULE_WIDTH_MM = 4.0, 156.0
TITLE_PT, BODY_PT, SIZE_PT = 22.0, 16.0, 0.3  # the last: sizes differ by less only through rounding
CHARACTER_MM = 156.0 / 28
NEVER_FIRST = "的、，。；：）》”〉！？了和与"  # a line of a title does not begin with these
NUMBER_FORM = re.compile(r"〔(19|20)\d\d〕([1-9]\d*)?号$")
Level = tuple[str, re.Pattern[str], Face]
LEVELS: tuple[Level, ...] = (
    ("heading_1", re.compile(r"^[一二三四五六七八九十]+、"), Face.HEITI),
    ("heading_2", re.compile(r"^（[一二三四五六七八九十]+）"), Face.KAITI),
    ("heading_3", re.compile(r"^(\d+[.．]|（\d+）)"), Face.FANGSONG),
)


def head(found: Anatomy) -> Iterator[Finding]:
    """Mark, number and red rule."""
    if found.kind is not Kind.RED_HEAD:
        return
    for line in found.mark:
        if not line.red:
            yield at("mark_red", line, "不是红色")
        if line.face is not Face.XIAOBIAOSONG:
            yield at("mark_face", line, line.face.value)
    if found.mark and off("mark_top", below := found.mark[0].top - TOP_MM, MARK_BELOW_MM):
        yield at("mark_top", found.mark[0], mm(below))
    if found.number is None:
        yield on_page("number_form", 1, "没有找到发文字号")
        return
    yield from _number(found, found.number)


def _number(found: Anatomy, number: TextLine) -> Iterator[Finding]:
    if not NUMBER_FORM.search(number.text):
        yield at("number_form", number, number.text)
    if off("number_centre", number.middle, PAPER_MIDDLE_MM):
        yield at("number_centre", number, f"偏离中线 {mm(abs(number.middle - PAPER_MIDDLE_MM))}")
    rule = min(found.red_rules, key=lambda r: abs(r.top - number.base), default=None)
    if rule is None:
        yield on_page("rule_gap", 1, "没有找到红色分隔线")
        return
    if off("rule_gap", gap := rule.top - rule.thick / 2 - number.bottom, RULE_BELOW_MM):
        yield on_rule("rule_gap", 1, "红色分隔线", rule, mm(gap))
    if off("rule_width", width := rule.right - rule.left, RULE_WIDTH_MM):
        yield on_rule("rule_width", 1, "红色分隔线", rule, mm(width))


def title(found: Anatomy) -> Iterator[Finding]:
    """Every title of the document, and the place of the first."""
    titles = [found.title, *found.other_titles, *(lines for _, lines in found.attachments)]
    for lines in titles:
        for line in lines:
            yield from _title_line(line, centred=not any(line in group for _, group in found.attachments))
        yield from _breaks(lines)
    if not found.title:
        if found.kind is not Kind.FORM:
            yield on_page("title_size", 1, "没有找到标题")
        return
    number = found.number
    rule = min(found.red_rules, key=lambda r: abs(r.top - number.base), default=None) if number else None
    free = rule is not None and not any(
        top < found.title[0].top and bottom > rule.top for top, bottom in found.sheets[0].ruled
    )
    if rule is not None and free and found.title[0].page == 1:
        gap = found.title[0].top - rule.bottom
        if off("title_place", gap, 2 * PITCH_MM + 1.5):
            yield at("title_place", found.title[0], f"红线下空 {gap / PITCH_MM:.1f} 行")


def _title_line(line: TextLine, *, centred: bool) -> Iterator[Finding]:
    if line.face is not Face.XIAOBIAOSONG:
        yield at("title_face", line, line.face.value)
    if abs(line.size_pt - TITLE_PT) > SIZE_PT:
        yield at("title_size", line, f"{line.size_pt:g} 磅")
    if centred and off("title_centre", line.middle, PAPER_MIDDLE_MM):
        yield at("title_centre", line, f"偏离中线 {mm(abs(line.middle - PAPER_MIDDLE_MM))}")


def _breaks(lines: list[TextLine]) -> Iterator[Finding]:
    for line in lines[1:]:
        if line.text[0] in NEVER_FIRST:
            yield at("title_break", line, f"行首是“{line.text[0]}”")
        elif len(line.text) < 3:
            yield at("title_break", line, f"一行只有 {len(line.text)} 个字")


def addressee(found: Anatomy) -> Iterator[Finding]:
    """Flush left with a colon, one line below the title."""
    if not found.addressee:
        return
    first, last = found.addressee[0], found.addressee[-1]
    indented = [line for line in found.addressee if off("addressee", line.left, LEFT_MM)]
    if indented:
        yield at("addressee", indented[0], f"左空 {mm(indented[0].left - LEFT_MM)}")
    if not last.text.endswith("："):
        yield at("addressee", last, f"末尾是半角“{last.text[-1]}”")
    if found.title and found.title[-1].page == first.page:
        gap = first.top - found.title[-1].bottom
        if off("addressee_gap", gap, PITCH_MM + 4.5):
            yield at("addressee_gap", first, f"空 {max(gap - 4.5, 0) / PITCH_MM:.1f} 行")


def body(found: Anatomy) -> Iterator[Finding]:
    """Faces by level, size, and each paragraph two characters in."""
    before: TextLine | None = None
    heading: Level | None = None
    for line in (*found.addressee, *found.body):
        if line in found.body and _begins(before, line):
            heading = next((level for level in LEVELS if level[1].match(line.text)), None)
            yield from _paragraph(line, heading)
        elif line in found.body and line.face not in _allowed(heading):
            yield at("body_face", line, line.face.value)
        if abs(line.size_pt - BODY_PT) > SIZE_PT:
            yield at("body_size", line, f"{line.size_pt:g} 磅")
        before = line


def first_page(found: Anatomy) -> Iterator[Finding]:
    """The first page shows text (7.3.3)."""
    if found.kind is Kind.RED_HEAD and found.body and not any(line.page == 1 for line in found.body):
        yield on_page("first_page", 1, "首页没有正文")


def _paragraph(line: TextLine, heading: Level | None) -> Iterator[Finding]:
    indented = line.left - LEFT_MM
    # a bracket at the beginning may be set closer; a line further in is set on purpose (a formula, a list)
    if indented < 3 * CHARACTER_MM and off("body_indent", indented, 2 * CHARACTER_MM):
        yield at("body_indent", line, f"左空 {indented / CHARACTER_MM:.1f} 字")
    key, wanted = (heading[0], heading[2]) if heading else ("body_face", Face.FANGSONG)
    shown = chinese_face(line) if heading else line.face
    if shown not in (wanted, Face.OTHER) and any(is_chinese(letter.text) for letter in line.letters):
        yield at(key, line, shown.value)


def _begins(before: TextLine | None, line: TextLine) -> bool:
    """A paragraph begins after a line that is not full, or further in than the line before."""
    if before is None:
        return True
    far_up = line.page == before.page and line.base - before.base > 1.5 * PITCH_MM
    return before.right < 176.0 or line.left > LEFT_MM + CHARACTER_MM or far_up


def _allowed(heading: Level | None) -> tuple[Face, ...]:
    """What a paragraph's later lines may be set in: a heading may need more than one."""
    return (Face.FANGSONG, Face.OTHER, *((heading[2],) if heading else ()))


def consecutive(lines: list[TextLine]) -> Iterator[tuple[TextLine, TextLine]]:
    """Neighbours on one page."""
    yield from ((one, other) for one, other in pairwise(lines) if one.page == other.page)
