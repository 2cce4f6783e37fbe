"""[ballot]: the table that is ticked and what stands around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.forms.abstaining import SAYS_NOTHING
from pingyi.domain.forms.heads import find_heads
from pingyi.domain.forms.labels import Labels, label_columns, tick_cells
from pingyi.domain.forms.places import Heads, Places
from pingyi.domain.forms.plan_paper import PlanLine, PlanPaper, PlanTable
from pingyi.domain.forms.table import A3_LONG_MM, A4_LONG_MM, FormCell
from pingyi.domain.forms.words import bare, is_grade
from pingyi.ground.errors import FormError, UncertainFormError
from pingyi.workflow.plan_in.findings import Asked, Finding, Source, Told, source

ATTACHMENT = re.compile(
    r"^(?P<label>(?:附件|附表|附)[0-9０-９一二三四五六七八九十]*(?:[-—][0-9]+)?)[:：]?(?P<title>.*)$"
)
OTHER_PAGE = re.compile(r"（第[2-9]页）$")
NOTED = re.compile(r"^(?:注|说明|备注|填表说明|填写说明)[：:]?")
COUNTED = re.compile(r"^(?:[0-9０-９]+[.．、]|[（(][0-9一二三四五六七八九十]+[）)]|[①-⑳])")
TITLE = re.compile(r"[^：:。；_]{2,50}(?:表|票|卷|单)(?:[（(][^）)]{1,12}[）)])?")
SECTION = re.compile(r"^[一二三四五六七八九十]+、")
OPINION = re.compile("意见|建议")


@dataclass(frozen=True, kw_only=True)
class TickedTable:
    """A table of the plan that voters tick."""

    table: PlanTable
    heads: Heads
    places: Places
    labels: tuple[Labels, ...]  # by block

    @property
    def choices(self) -> tuple[str, ...]:
        """As they are printed."""
        return self.heads.choices


@dataclass(frozen=True, kw_only=True)
class Above:
    """What stands over an annex's table."""

    label: PlanLine | None
    title: tuple[PlanLine, ...]
    rest: tuple[PlanLine, ...]

    @property
    def title_text(self) -> str:
        """Its words, a title on the attachment's own line too."""
        return _title_beside(self.label) + "".join(line.plain for line in self.title)


def ticked_tables(paper: PlanPaper) -> tuple[list[TickedTable], list[str]]:
    """Every table with words known to be ticked; and why one that has them is not read (Chinese)."""
    found, refused = [], []
    for table in paper.tables:
        if len({cell.text for cell in table.form.cells if is_grade(cell.text)}) < 2:
            continue
        try:
            one = _ticked(table)
        except FormError as error:
            refused.append(f"{table.place}没有读作评议表：{str(error).partition('；请')[0]}")
            continue
        found += [one] if one else []
    return found, refused


def _ticked(table: PlanTable) -> TickedTable | None:
    """Raises FormError where it is not certain what is ticked, but for a column of those who do not know."""
    try:
        heads = find_heads(table.form, None)
    except UncertainFormError as error:
        if not error.choices or not all(is_grade(word) or bare(word) in SAYS_NOTHING for word in error.choices):
            raise
        heads = find_heads(table.form, error.choices)
    if heads is None:
        return None
    places = Places(table.form)
    labels = tuple(label_columns(table.form, places, block, ()) for block in heads.blocks)
    return TickedTable(table=table, heads=heads, places=places, labels=labels)


def above_table(paper: PlanPaper, table: PlanTable) -> Above:
    """Attachment's label, title and text over a table."""
    lines = paper.above(table)
    labels = [k for k, line in enumerate(lines) if (one := ATTACHMENT.match(line.plain)) and _is_label(one)]
    start = labels[-1] if labels else None
    below = lines[start + 1 :] if start is not None else ()
    titled = start is not None and bool(_title_beside(lines[start]))
    end = 0
    while end < len(below) and not titled and not below[end].plain.endswith(("：", ":", "。", "？")):
        end += 1
    return Above(label=lines[start] if start is not None else None, title=below[:end], rest=below[end:])


def _title_beside(label: PlanLine | None) -> str:
    """The title on the attachment's own line; a mark there (第1页) is none."""
    found = ATTACHMENT.match(label.plain) if label else None
    return found["title"] if found and TITLE.fullmatch(found["title"]) else ""


def _is_label(found: re.Match[str]) -> bool:
    """附件：1.… at the notice's end lists them and begins none."""
    return found["label"] not in {"附件", "附表", "附"} or not found["title"]


def read_ballot(paper: PlanPaper, ballots: Sequence[TickedTable]) -> Iterator[Finding]:
    """What [ballot] says, choices included, abstentions and weights not."""
    if not ballots:
        return
    first = ballots[0]
    above = above_table(paper, first.table)
    yield from _label_and_title(paper, ballots, above)
    yield from _speech(above, first.table)
    yield Told(
        place=("ballot", "choices"), value=first.choices, ground="评议表的表头",
        sources=(source(_cell_place(first, first.heads.blocks[0].heads[0]), "、".join(first.choices)),),
    )  # fmt: skip
    for name, word in (("item_header", first.labels[0].serial_word), ("name_header", first.labels[0].name_word)):
        if word:
            yield Told(place=("ballot", name), value=word, sources=(source(first.table.place, word),), ground="表头")
    side_by_side = sum(block.top == first.heads.blocks[0].top for block in first.heads.blocks)
    yield Told(
        place=("ballot", "blocks"), value=side_by_side, sources=(source(first.table.place, "、".join(first.choices)),),
        ground=f"选项并排 {side_by_side} 次",
    )  # fmt: skip
    yield from _paper(paper, ballots)
    yield _opinion(ballots)
    noted = (one.table for one in ballots if any(NOTED.match(line.plain) for line in paper.below(one.table)[:1]))
    yield _notes(paper, next(noted, ballots[-1].table))


def annex_blocks(paper: PlanPaper, first_table: PlanTable, last_table: PlanTable) -> tuple[int, int]:
    """First and last block (0-based) of a form's annex: from its label or title to the notes under it."""
    above = above_table(paper, first_table)
    heads = [*([above.label] if above.label else []), *above.title, *above.rest]
    first = paper.blocks.index(heads[0] if heads else first_table)
    below = paper.below(last_table)
    end = next((k for k, line in enumerate(below) if _ends(line)), len(below))
    return first, paper.blocks.index(last_table) + end


def _ends(line: PlanLine) -> bool:
    """Whether another annex or chapter begins with a line."""
    found = ATTACHMENT.match(line.plain)
    return (found is not None and _is_label(found)) or SECTION.match(line.plain) is not None


def _label_and_title(paper: PlanPaper, ballots: Sequence[TickedTable], above: Above) -> Iterator[Finding]:
    found = ATTACHMENT.match(above.label.plain) if above.label else None
    where = () if above.label is None else (source(above.label.place, above.label.text),)
    if found:
        yield Told(place=("ballot", "attachment"), value=found["label"], sources=where)
    else:
        example = 'attachment = "附件1"'
        yield Asked(place=("ballot", "attachment"), why="评议表上面没有写“附件几”", example=example)
    title, example = above.title_text, 'title = "{year}年度{district}评议表"'
    others = {OTHER_PAGE.sub("", above_table(paper, one.table).title_text) for one in ballots[1:]} - {title, ""}
    if not title:
        yield Asked(place=("ballot", "title"), why="评议表上面没有标题", example=example)
    elif not TITLE.fullmatch(title):
        why = f"评议表上面的“{title[:40]}”里，标题到哪里为止认不准"
        yield Asked(place=("ballot", "title"), why=why, example=example, sources=where)
    elif others:
        why = f"有几张评议表，标题不同（{'、'.join([title, *sorted(others)])}）；程序里一次评议只印一种票"
        yield Asked(place=("ballot", "title"), why=why, example=example, sources=where)
    else:
        sources = tuple(source(line.place, line.text) for line in above.title) or where
        yield Told(place=("ballot", "title"), value=title, sources=sources)


def _speech(above: Above, table: PlanTable) -> Iterator[Finding]:
    rest = list(above.rest)
    greeting = rest.pop(0) if rest and rest[0].plain.endswith(("：", ":")) else None
    if greeting:
        where = (source(greeting.place, greeting.text),)
        yield Told(place=("ballot", "greeting"), value=greeting.plain, sources=where)
    else:
        why = f"{table.place}（评议表）上面没有称呼"
        yield Asked(place=("ballot", "greeting"), why=why, example='greeting = "尊敬的评议人："')
    if rest:
        sources = tuple(source(line.place, line.text) for line in rest)
        ground = "原文" if len(rest) == 1 else f"原文（{len(rest)} 段合成一段）"
        words = "".join("".join(line.text.split("\n")) for line in rest)
        yield Told(place=("ballot", "request"), value=words, sources=sources, ground=ground)
    else:
        why = f"{table.place}（评议表）上面没有说明的文字"
        yield Asked(place=("ballot", "request"), why=why, example='request = "请对下列单位{year}年度的工作进行评议。"')


def _paper(paper: PlanPaper, ballots: Sequence[TickedTable]) -> Iterator[Finding]:
    table = ballots[0].table
    width, height = table.form.page_mm
    large = max(width, height) > (A4_LONG_MM + A3_LONG_MM) / 2
    where = (Source(place=table.place, quote=f"所在页 {width:.0f}×{height:.0f} 毫米"),)
    if large == (width > height):  # A4 upright or A3 landscape: what is printed here
        yield Told(place=("ballot", "paper"), value="A3" if large else "A4", sources=where, ground="页面设置")
    else:
        why = "程序印的票是 A4 竖放或 A3 横放，原文不是"
        yield Asked(place=("ballot", "paper"), why=why, example='paper = "A4"', sources=where)
    named = (Source(place=table.place, quote="评议表"),)
    titles = [above_table(paper, one.table).title_text for one in ballots[1:]]
    if all(OTHER_PAGE.search(title) for title in titles):
        ground = f"{len(ballots)} 张打勾的表"
        yield Told(place=("ballot", "pages"), value=len(ballots), sources=named, ground=ground)
    else:
        why = f"评议表分成 {len(ballots)} 张表，印出来是几页认不准"
        yield Asked(place=("ballot", "pages"), why=why, example=f"pages = {len(ballots)}", sources=named)


def _opinion(ballots: Sequence[TickedTable]) -> Finding:
    for one in ballots:
        for cell in one.table.form.cells:
            if OPINION.search(cell.text) and cell.row not in _ticked_rows(one):
                words = "".join(one.table.lines_of(cell))
                where = (source(one.table.place_of(cell), words),)
                return Told(place=("ballot", "opinion"), value=words, sources=where)
    example = 'opinion = "对被评单位有何意见、建议？（可另附纸）"'
    return Asked(place=("ballot", "opinion"), why="评议表里没有写意见的格子", example=example)


def _ticked_rows(one: TickedTable) -> set[int]:
    """Rows with cells to tick, and those of the heads."""
    heads = {row for block in one.heads.blocks for row in range(block.top)}
    return heads | {
        row
        for block in one.heads.blocks
        for row in range(block.top, block.bottom)
        if tick_cells(one.places, block, row) is not None
    }


def _notes(paper: PlanPaper, table: PlanTable) -> Finding:
    """What stands under the table up to the next attachment."""
    place = ("ballot", "notes")
    lines = []
    for line in paper.below(table):
        if _ends(line):
            break
        lines.append(line)
    sources = tuple(source(line.place, line.text) for line in lines)
    if lines and not NOTED.match(lines[0].plain):
        why = "评议表下面有文字，开头不是“注”或“说明”，不知道是不是票下的注"
        return Asked(place=place, why=why, example='notes = ["每行只选一栏。"]', sources=sources[:2])
    parts = [part for line in lines for part in line.text.split("\n")]
    if len(parts) > 1 and not all(COUNTED.match(NOTED.sub("", "".join(part.split()))) for part in parts):
        why = "评议表下面的文字有的编了号、有的没有，不知道注到哪里为止"
        return Asked(place=place, why=why, example='notes = ["每行只选一栏。"]', sources=sources)
    words = [NOTED.sub("", "".join(part.split()) if k == 0 else part.strip()) for k, part in enumerate(parts)]
    notes = tuple(note for one in words if (note := COUNTED.sub("", one.strip())))
    empty = (Source(place=table.place, quote="（表下没有文字）"),)
    return Told(place=place, value=notes, sources=sources[:3] or empty)


def _cell_place(one: TickedTable, cell: FormCell) -> str:
    return one.table.place_of(cell)
