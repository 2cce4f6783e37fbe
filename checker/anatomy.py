"""Which line of a document is what: mark, number, title, addressee, body, attachments, record block, page numbers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from pingyi.checker.faces import Face
from pingyi.checker.finding import Kind
from pingyi.checker.printed import Rule, Sheet, TextLine

PAPER_MIDDLE_MM = 28.0 + 156.0 / 2  # of the type area, not of the paper
TYPE_BOTTOM_MM = 262.0
FOOT_MM = 263.5  # base lines below belong to the page number
BIG_PT = 20.0  # titles and marks
SMALL_PT = 13.0  # notes under tables
CENTRED_MM = 4.0  # at most this far from the middle, on either side
FORM_OUTSIDE_MM = 2.5  # a table further outside the type area has a layout of its own
RECORD_TOP_MM = 200.0
SIGNED_GAP_MM = 15.0  # from base line to base line with a line left free between
NUMBER = re.compile(r"^.{1,20}?[〔\[［(（【]?(19|20)\d\d[〕\]］)）】]?(第)?\d*号$")
DAY = re.compile(r"^(\d{4})年(\d{0,2})月(\d{0,2})日$")
ATTACHMENT = re.compile(r"^附件[0-9０-９一二三四五六七八九十]*[:：]?$")
LISTED = re.compile(r"^(附件[:：])?\d+[.．、].+")
CAPTION = re.compile(r"^[图表]\d")
PAGE_NUMBER = re.compile(r"^[^0-9\u4e00-\u9fff]*\d+[^0-9\u4e00-\u9fff]*$")


@dataclass(slots=True, kw_only=True)
class Anatomy:
    """A document's lines by what they are; empty where it has none. Built by `dissect`, then only read."""

    sheets: tuple[Sheet, ...]
    kind: Kind
    form_pages: tuple[int, ...] = ()
    mark: list[TextLine] = field(default_factory=list)
    number: TextLine | None = None
    red_rules: list[Rule] = field(default_factory=list)
    title: list[TextLine] = field(default_factory=list)
    addressee: list[TextLine] = field(default_factory=list)
    body: list[TextLine] = field(default_factory=list)
    listed: list[TextLine] = field(default_factory=list)
    issuer: TextLine | None = None
    day: TextLine | None = None
    attachments: list[tuple[TextLine, list[TextLine]]] = field(default_factory=list)  # mark, title
    other_titles: list[list[TextLine]] = field(default_factory=list)  # inside the document: of the scheme sent along
    record: list[TextLine] = field(default_factory=list)
    feet: list[TextLine] = field(default_factory=list)

    def sheet(self, line: TextLine) -> Sheet:
        """The page a line is on."""
        return self.sheets[line.page - 1]

    def flow_pages(self) -> list[Sheet]:
        """Pages of running text, forms left out."""
        return [sheet for sheet in self.sheets if sheet.number not in self.form_pages]


def dissect(sheets: tuple[Sheet, ...], kind: Kind | None) -> Anatomy:
    """Tell the parts of a document; its kind is told by what it shows unless given."""
    found = Anatomy(sheets=sheets, kind=kind or _kind(sheets), form_pages=tuple(_form_pages(sheets)))
    if found.kind in (Kind.FORM, Kind.TABLES):
        found.form_pages = tuple(sheet.number for sheet in sheets)
    if found.kind is Kind.RED_HEAD:
        _head(found)
    lines = [line for sheet in found.flow_pages() for line in _running(found, sheet)]
    _front(found, lines)
    _ending(found)
    return found


def _kind(sheets: Sequence[Sheet]) -> Kind:
    first = sheets[0]
    if any(line.red and line.size_pt >= BIG_PT for line in first.lines):
        return Kind.RED_HEAD
    if first.ruled and _outside(first) and not is_title(first.lines[0]):
        return Kind.FORM
    ruled = sum(bool(sheet.ruled) for sheet in sheets)
    open_text = [line for line in first.lines if not first.in_table(line) and line.base < FOOT_MM]
    if not first.ruled or any(line.text.endswith("：") and line.size_pt > SMALL_PT for line in open_text[:8]):
        marked = any(ATTACHMENT.match(line.text) for line in open_text[:1])
        return Kind.FORM if marked and first.ruled else Kind.LETTER
    return Kind.TABLES if ruled > 1 else Kind.FORM


def _outside(sheet: Sheet) -> bool:
    """Whether a table goes beyond the type area."""
    wide = [rule for rule in sheet.rules if rule.level and rule.right - rule.left > 100]
    return any(rule.left < 28 - FORM_OUTSIDE_MM or rule.right > 184 + FORM_OUTSIDE_MM for rule in wide)


def _form_pages(sheets: Sequence[Sheet]) -> list[int]:
    """Tables across, and attached forms: begun by 附件N, outside the type area, with what follows them likewise."""
    pages = []
    for sheet in sheets:
        if sheet.across and sheet.ruled:
            pages.append(sheet.number)
            continue
        if sheet.number == 1:
            continue
        begun = bool(sheet.lines) and ATTACHMENT.match(sheet.lines[0].text) is not None
        if sheet.ruled and _outside(sheet) and (begun or sheet.number - 1 in pages):
            pages.append(sheet.number)
    return pages


def _head(found: Anatomy) -> None:
    first = found.sheets[0]
    found.mark = [line for line in first.lines if line.size_pt >= BIG_PT and line.red]
    if not found.mark:  # named a red-head document by the user, but nothing is red
        found.mark = [line for line in first.lines if line.size_pt >= BIG_PT][:1]
    below = max((line.base for line in found.mark), default=0.0)
    level = [rule for rule in first.rules if rule.level and below < rule.top < below + 60]
    found.red_rules = [rule for rule in level if rule.red]
    near = [line for line in first.lines if below < line.base < below + 60 and line not in found.mark]
    found.number = next((line for line in near if NUMBER.match(line.text)), None)


def _running(found: Anatomy, sheet: Sheet) -> list[TextLine]:
    """A page's own lines: neither table, record block, head nor foot."""
    record = _record(sheet)
    found.record.extend(record)
    floor = min((line.top for line in record), default=sheet.height)
    head = max((line.base for line in (*found.mark, *((found.number,) if found.number else ()))), default=0.0)
    lines = []
    for line in sheet.lines:
        if is_foot(line):
            found.feet.append(line)
        elif line.base < floor and not sheet.in_table(line) and not (sheet.number == 1 and line.base <= head):
            lines.append(line)
    return lines


def is_foot(line: TextLine) -> bool:
    """Whether it is the page's number."""
    return line.base > FOOT_MM and PAGE_NUMBER.match(line.text) is not None


def _record(sheet: Sheet) -> list[TextLine]:
    """版记: 抄送 and 印发 low on a page, be it under the type area or in a box."""
    low = [line for line in sheet.lines if line.base > RECORD_TOP_MM and not PAGE_NUMBER.match(line.text)]
    last = next((line for line in low if line.text.endswith("印发") and DAY.search(_tail(line.text))), None)
    if last is None:
        return []
    first = next((line for line in low if line.text.startswith(("抄送", "主送"))), last)
    return [line for line in low if first.base <= line.base <= last.base]


def _tail(text: str) -> str:
    found = re.search(r"\d{4}年\d{0,2}月\d{0,2}日", text)
    return found.group() if found else ""


def centred(line: TextLine) -> bool:
    """Whether it stands in the middle of the type area and leaves room on both sides."""
    return abs(line.middle - PAPER_MIDDLE_MM) < CENTRED_MM and line.left > 31


def is_title(line: TextLine) -> bool:
    """Large, or in the titles' face."""
    return line.size_pt >= BIG_PT or line.face is Face.XIAOBIAOSONG


def _front(found: Anatomy, lines: list[TextLine]) -> None:
    """Title and addressee from the front, then the rest by what it looks like."""
    rest = list(lines)
    marked = next((n for n, line in enumerate(rest[:8]) if is_title(line)), None)
    if marked is not None:
        del rest[:marked]  # 征求意见稿, 密级
    while rest and (is_title(rest[0]) or (len(found.title) == 0 and centred(rest[0]))):
        found.title.append(rest.pop(0))
    end = next((n for n, line in enumerate(rest[:6]) if line.text.endswith(("：", ":"))), None)
    if end is not None and found.title and rest[0].page == found.title[0].page:
        found.addressee, rest = rest[: end + 1], rest[end + 1 :]
    _sort_out(found, rest)


def _sort_out(found: Anatomy, rest: list[TextLine]) -> None:
    attached: tuple[TextLine, list[TextLine]] | None = None
    listing = noted = False
    for line in rest:
        noted = _small(found, line) or (noted and line.size_pt < SMALL_PT)  # a note may go on overleaf
        if ATTACHMENT.match(line.text):
            attached, listing = (line, []), False
            found.attachments.append(attached)
        elif attached is not None and (is_title(line) or (not attached[1] and centred(line))):
            attached[1].append(line)
        elif attached is not None and attached[1] and centred(line) and line.text.startswith(("（", "(")):
            continue  # （2024年修订） under a title
        elif is_title(line):
            _other_title(found, line)
        elif attached is None and (line.text.startswith(("附件：", "附件:")) or (listing and _goes_on(found, line))):
            listing = True
            found.listed.append(line)
        elif not noted:
            attached = None if attached and attached[1] else attached
            found.body.append(line)
            listing = False


def _other_title(found: Anatomy, line: TextLine) -> None:
    last = found.other_titles[-1] if found.other_titles else None
    if last and last[-1].page == line.page and line.base - last[-1].base < 15:
        last.append(line)
    else:
        found.other_titles.append([line])


def _goes_on(found: Anatomy, line: TextLine) -> bool:
    """The list of attachments goes on until a line is left free."""
    last = found.listed[-1]
    return LISTED.match(line.text) is not None or (last.page == line.page and line.base - last.base < 13)


def _small(found: Anatomy, line: TextLine) -> bool:
    """Notes and captions of tables and charts."""
    caption = line.face is Face.KAITI and line.left < 30 and line.size_pt < 15
    drawn = CAPTION.match(line.text) is not None and line.size_pt < SMALL_PT and centred(line)
    note = line.text.startswith(("注：", "注:")) and line.size_pt < SMALL_PT  # it may have come overleaf alone
    return note or drawn or (bool(found.sheet(line).ruled) and (line.size_pt < SMALL_PT or caption))


def _ending(found: Anatomy) -> None:
    """Date and issuer: a line that is a date, right of the middle, and the line over it."""
    for place, line in enumerate(found.body):
        if DAY.match(line.text) and line.left > 90:
            found.day = line
            above = found.body[place - 1] if place else None
            if above is not None and above.page == line.page and (above.left > 50 or _signs(found.body, place - 1)):
                found.issuer = above
            break
    found.body = [line for line in found.body if line not in (found.day, found.issuer)]


def _signs(body: Sequence[TextLine], place: int) -> bool:
    """Whether a long line over the date is the issuer's name: no sentence, and a line left free over it."""
    line, before = body[place], body[place - 1] if place else None
    alone = before is None or before.page != line.page or line.base - before.base > SIGNED_GAP_MM
    return alone and line.text[-1] not in "。；：，、！？"
