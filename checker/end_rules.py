"""Rules on what follows the body: list of attachments, signature, attachments, record block (7.3.4 to 7.4)."""

import re
from collections.abc import Iterator

from pingyi.checker.anatomy import DAY, LISTED, PAPER_MIDDLE_MM, TYPE_BOTTOM_MM, Anatomy
from pingyi.checker.faces import Face
from pingyi.checker.finding import Finding
from pingyi.checker.found import at, mm, off, on_rule
from pingyi.checker.front_rules import CHARACTER_MM, SIZE_PT, consecutive
from pingyi.checker.page_rules import LEFT_MM, PITCH_MM, RIGHT_MM, TOP_MM
from pingyi.checker.printed import Rule, TextLine

ATTACHMENT_PT, RECORD_PT = 16.0, 14.0
RECORD_CHARACTER_MM = RECORD_PT * 25.4 / 72
OUTER_MM, INNER_MM = 0.35, 0.25
MARKS = "，。；、：,.;:"
ZERO = re.compile(r"年0|月0")


def listed(found: Anatomy) -> Iterator[Finding]:
    """附件：1.… two characters in, a line free above, names under each other."""
    if not found.listed:
        return
    first = found.listed[0]
    if off("list_indent", first.left - LEFT_MM, 2 * CHARACTER_MM):
        yield at("list_indent", first, f"左空 {(first.left - LEFT_MM) / CHARACTER_MM:.1f} 字")
    above = [line for line in found.body if line.page == first.page and line.base < first.base]
    if above and off("list_gap", first.base - above[-1].base, 2 * PITCH_MM):
        yield at("list_gap", first, f"空 {(first.base - above[-1].base) / PITCH_MM - 1:.1f} 行")
    for line in found.listed:
        if line.text[-1] in MARKS:
            yield at("list_end", line, f"末尾有“{line.text[-1]}”")
    for line, following in consecutive(found.listed):
        name = _name_left(line)
        if name and not LISTED.match(following.text) and off("list_wrap", following.left, name):
            yield at("list_wrap", following, f"起于 {mm(following.left)}，上一行名称首字在 {mm(name)}")


def _name_left(line: TextLine) -> float | None:
    """Where the attachment's name begins: after the colon and the number."""
    head = re.match(r"^(附件[:：])?(\d+[.．、])?", line.text)
    return line.letters[head.end()].left if head and head.end() and head.end() < len(line.letters) else None


def signature(found: Anatomy) -> Iterator[Finding]:
    """The date four characters in, without noughts; the issuer over it."""
    day = found.day
    if day is None:
        return
    if ZERO.search(day.text) or not DAY.match(day.text):
        yield at("day_form", day, day.text)
    if off("day_place", RIGHT_MM - day.right, 4 * CHARACTER_MM):
        yield at("day_place", day, f"右空 {(RIGHT_MM - day.right) / CHARACTER_MM:.1f} 字")
    issuer = found.issuer
    if issuer is not None:
        right = RIGHT_MM - issuer.right
        if off("issuer_place", right, 2 * CHARACTER_MM) and off("issuer_place", issuer.middle, day.middle):
            yield at("issuer_place", issuer, f"右空 {right / CHARACTER_MM:.1f} 字")
    text = any(line.page == day.page and line.base < day.base for line in (*found.body, *found.listed))
    if not text and not any(top < day.top for top, _ in found.sheet(day).ruled):
        yield at("signed_alone", day, "这一页没有正文")


def attachments(found: Anatomy) -> Iterator[Finding]:
    """附件1 at the top of its page in 黑体, its title on the third line."""
    for mark, title in found.attachments:
        top = mark.top - (0.8 * PITCH_MM - 0.88 * 16 * 25.4 / 72)
        if off("attachment_page", top, TOP_MM) or off("attachment_page", mark.left, LEFT_MM):
            yield at("attachment_page", mark, f"上边 {mm(top)}，左边 {mm(mark.left)}")
        if mark.face is not Face.HEITI or abs(mark.size_pt - ATTACHMENT_PT) > SIZE_PT:
            yield at("attachment_type", mark, f"{mark.face.value} {mark.size_pt:g} 磅")
        if title and off("attachment_title", title[0].top - mark.top, 2 * PITCH_MM):
            yield at("attachment_title", title[0], f"在第 {(title[0].top - mark.top) / PITCH_MM + 1:.1f} 行")
        for line in title:
            if abs(line.middle - PAPER_MIDDLE_MM) > 1.5:
                yield at("attachment_title", line, f"偏离中线 {mm(abs(line.middle - PAPER_MIDDLE_MM))}")


def record(found: Anatomy) -> Iterator[Finding]:
    """The record block: on an even page's last line, its type and its rules."""
    if not found.record:
        return
    first, last = found.record[0], found.record[-1]
    if last.page % 2:
        yield at("record_foot", last, f"在第 {last.page} 页，是单数页")
    for line in found.record:
        if line.face is not Face.FANGSONG or abs(line.size_pt - RECORD_PT) > SIZE_PT:
            yield at("record_type", line, f"{line.face.value} {line.size_pt:g} 磅")
    inset = max(found.record[-1].left - LEFT_MM, RIGHT_MM - found.record[-1].right, key=lambda x: abs(x - 5))
    if off("record_indent", inset, RECORD_CHARACTER_MM) and inset < 40:
        yield at("record_indent", last, f"空 {mm(inset)}，应 {mm(RECORD_CHARACTER_MM)}")
    if found.attachments and found.attachments[-1][0].page > last.page:
        yield at("record_last", last, "版记之后还有附件")
    yield from _record_rules(found, first, last)


def _record_rules(found: Anatomy, first: TextLine, last: TextLine) -> Iterator[Finding]:
    near = [r for r in found.sheet(last).rules if r.level and first.top - 8 < r.top < last.bottom + 8]
    rules = sorted(near, key=lambda rule: rule.top)
    if len(rules) < 2:
        yield at("record_outer", last, f"只有 {len(rules)} 条分隔线")
        return
    if last.page % 2 == 0 and off("record_foot", rules[-1].bottom, TYPE_BOTTOM_MM):
        yield at("record_foot", last, f"末线在 {mm(rules[-1].bottom)}处，版心下边是 {TYPE_BOTTOM_MM:.0f} 毫米")
    for rule in (rules[0], rules[-1]):
        wide = abs(rule.left - LEFT_MM) <= 1 and abs(rule.right - RIGHT_MM) <= 1
        if off("record_outer", rule.thick, OUTER_MM) or not wide:
            yield on_rule("record_outer", last.page, "版记分隔线", rule, _measures(rule))
    upright = [r for r in found.sheet(last).rules if not r.level and rules[0].top - 1 < r.bottom < rules[-1].bottom + 1]
    if upright:
        yield on_rule("record_outer", last.page, "版记两侧的竖线", upright[0], "版记加了框")
    for rule in rules[1:-1]:
        if off("record_inner", rule.thick, INNER_MM):
            yield on_rule("record_inner", last.page, "版记中间分隔线", rule, _measures(rule))
    if first is not last and len(rules) == 2:
        yield at("record_inner", last, "抄送与印发之间没有分隔线")


def _measures(rule: Rule) -> str:
    return f"粗 {rule.thick:.2f} 毫米，自左边 {rule.left:.0f} 至 {rule.right:.0f} 毫米"
