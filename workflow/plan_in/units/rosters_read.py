"""Where a plan lists its units: in the ballot, in a table of names, in running text."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from pingyi.domain.forms.labels import label_cells, tick_cells
from pingyi.domain.forms.places import Block, Places
from pingyi.domain.forms.plan_paper import PlanPaper, PlanTable
from pingyi.domain.forms.table import FormCell
from pingyi.domain.forms.words import FREE, SUMS, is_serial
from pingyi.workflow.plan_in.numerals import COUNT, count_of
from pingyi.workflow.plan_in.units.ballot import TickedTable
from pingyi.workflow.plan_in.units.roster import Entry, Roster, in_reading_order, roster_of

NAME_HEAD = re.compile(
    r"^(?:被?(?:考评|评议|参评|测评|考核|评价)?(?:的)?)?(?:单位|部门|科室|对象|村|学院|公司)(?:名称|名单)?$|^名称$"
)
SERIES_HEAD = re.compile(r"^(?:类别|系列|组别|分类|类型|分组|单位类别|所属系列|单位性质)$")
IN_TEXT = re.compile(
    rf"^(?:[（(]?[一二三四五六七八九十0-9]+[）)、.．])?(?P<label>(?P<name>[^，。；：（(]{{1,20}})"
    rf"[（(](?:共)?(?P<count>{COUNT})(?:个|家|所)[^）)]{{0,20}}[）)])[：:](?P<list>[^；。]+)[；。]?(?P<more>.*)$"
)
SERIES_WORDS = re.compile(r"[^，。；：、“”√]{1,20}(?:[（(][^）)]*[）)])?(?:（续）)?")
CONTINUED = "（续）"
LONGEST_NAME = 30


def ballot_roster(ballots: Sequence[TickedTable]) -> Roster | None:
    """The units of the ballot's pages."""
    found: list[Entry] = []
    odd: list[str] = []
    for one in ballots:
        odd += _odd_rows(one)
        placed = [
            (block, row, entry) for block in range(len(one.heads.blocks)) for row, entry in _block_entries(one, block)
        ]
        several = len(one.heads.blocks) > 1 and any(entry.serial is None for _, _, entry in placed)
        ordered = in_reading_order(placed)
        if several:
            return Roster(kind="评议表", series=(), faults=("几栏并排而没有序号，次序认不准",))
        found += _labelled(ordered, found[-1].label if found else "")
    roster = roster_of("评议表", found) if found else None
    return replace(roster, faults=(*roster.faults, *odd)) if roster and odd else roster


def _block_entries(one: TickedTable, number: int) -> Iterator[tuple[int, Entry]]:
    block, labels = one.heads.blocks[number], one.labels[number]
    groups = sorted(labels.groups)
    mark = ""
    for row in range(block.top, block.bottom):
        own = [cell for cell in label_cells(one.places, block, row) if cell.text]
        if not own:
            continue
        if tick_cells(one.places, block, row) is None:
            if _is_series(one.places, block, own) and SERIES_WORDS.fullmatch(own[0].text):
                mark = own[0].text
            continue
        if SUMS.match(own[0].text):
            continue
        label = "".join(cell.text for cell in own if cell.col in groups) or mark
        name = next((cell for cell in own if cell.col == labels.name), None)
        serial = next((cell for cell in own if cell.col == labels.serial), None)
        if name is not None and name is not serial:
            yield row, _entry(one.table, serial, name, label)


def _odd_rows(one: TickedTable) -> Iterator[str]:
    """Rows across the names that are no series: what they say is not known (Chinese)."""
    for block in one.heads.blocks:
        for row in range(block.top, block.bottom):
            own = [cell for cell in label_cells(one.places, block, row) if cell.text]
            ticked = not own or tick_cells(one.places, block, row) is not None
            if not ticked and _is_series(one.places, block, own) and not SERIES_WORDS.fullmatch(own[0].text):
                yield f"第 {row + 1} 行的“{own[0].text[:LONGEST_NAME]}”不知道是不是系列"


def _is_series(places: Places, block: Block, own: Sequence[FormCell]) -> bool:
    """Whether a row without tick cells is one over units: one cell of words, no box for opinions."""
    across = [cell for cell in places.across(own[0].row, block.left, block.end) if cell.text]
    return len(across) == 1 and not FREE.search(own[0].text) and not own[0].text.endswith(("：", ":"))


def _entry(table: PlanTable, serial: FormCell | None, name: FormCell, label: str) -> Entry:
    number = count_of(serial.text.rstrip(".．、)）").lstrip("(（")) if serial is not None else None
    return Entry(serial=number, name=name.text, label=label, where=table.place_of(name))


def _labelled(entries: Sequence[Entry], label: str) -> Iterator[Entry]:
    """A series goes on over the next block and page until another begins."""
    for entry in entries:
        label = (entry.label or label).removesuffix(CONTINUED)
        yield Entry(serial=entry.serial, name=entry.name, label=label, where=entry.where)


def table_rosters(paper: PlanPaper, taken: Sequence[PlanTable]) -> Iterator[Roster]:
    """Tables of names, one column or several side by side, those `taken` for something else left out."""
    for table in paper.tables:
        if table not in taken and (entries := list(_listed(table))):
            yield roster_of("名单表", entries)


def _listed(table: PlanTable) -> list[Entry]:
    places = Places(table.form)
    for head in range(min(2, places.rows)):
        cells = places.across(head, 0, places.columns)
        names = [cell for cell in cells if NAME_HEAD.match(cell.text)]
        others = [c for c in cells if c not in names and not is_serial(c.text) and not SERIES_HEAD.match(c.text)]
        if names and not others:
            return _labelled_list(table, places, names, head + 1)
    return []


def _labelled_list(table: PlanTable, places: Places, names: Sequence[FormCell], top: int) -> list[Entry]:
    placed = []
    heads = places.across(top - 1, 0, places.columns)
    for number, head in enumerate(names):
        before = names[number - 1].col if number else -1
        own = [cell for cell in heads if before < cell.col < head.col]
        serial = next((cell for cell in own if is_serial(cell.text)), None)
        series = next((cell for cell in own if SERIES_HEAD.match(cell.text)), None)
        mark = ""
        for row in range(top, places.rows):
            cell = places.at(row, head.col)
            if cell is None or not cell.text:
                continue
            if cell.col != head.col or cell.col_span != head.col_span:
                mark = cell.text  # a row across is a series' own
                continue
            label = (places.at(row, series.col) if series else None) or None
            number_cell = places.at(row, serial.col) if serial else None
            placed.append((number, row, _entry(table, number_cell, cell, label.text if label else mark)))
    return list(_labelled(in_reading_order(placed), ""))


def text_roster(paper: PlanPaper) -> Roster | None:
    """Paragraphs that name a series, say how many it has, and list them: 乡镇类（8个）：甲镇、乙镇."""
    found = []
    for line in paper.lines:
        match = IN_TEXT.match(line.plain)
        if match is None:
            continue
        names = split_list(match["list"])
        if all(len(name) <= LONGEST_NAME for name in names):
            label = match["label"]
            found += [Entry(serial=None, name=name, label=label, where=line.place) for name in names]
    return roster_of("正文", found) if found else None


def split_list(text: str) -> list[str]:
    """Names parted by 、 or ，outside of brackets."""
    parts, depth = [""], 0
    for sign in text:
        depth += (sign in "（(") - (sign in "）)")
        if sign in "、，," and depth == 0:
            parts.append("")
        else:
            parts[-1] += sign
    return [part for part in parts if part]
