"""Which rows under a block's heads are ticked, what names each of them, and which rows are none and why."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from pingyi.domain.forms.labels import Labels, label_cells, label_columns, tick_cells
from pingyi.domain.forms.places import Block, Heads, Places
from pingyi.domain.forms.strays import (
    SHOWN_LETTERS,
    above_heads,
    are_asked,
    is_numbered_only,
    is_written,
    looks_ticked,
    unnamed,
    unwritten,
)
from pingyi.domain.forms.table import TableForm, TickRow
from pingyi.domain.forms.words import FREE, MARK_CELL, SHORT, SUMS, asks_in_boxes, counts
from pingyi.ground.errors import FormError

WRITTEN = "另选"  # and its number: a line for a name that is not printed
BETWEEN = "·"  # a serial and what tells its rows apart


class Print(Enum):
    """What is printed in a row's tick cells."""

    NOTHING = "空"
    MARKS = "记号"
    WORDS = "选项词"
    OTHER = "别的字"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table's tick rows in block order, and what was not taken (Chinese)."""

    rows: tuple[TickRow, ...]
    groups: tuple[str, ...]  # by row: the group's word, to tell two of a name apart
    labels: tuple[Labels, ...]
    aside: tuple[str, ...]


def find_rows(table: TableForm, heads: Heads, names: Sequence[str], *, write_ins: bool = False) -> Rows:
    """
    The tick rows under a table's heads; with `write_ins` those too whose name a voter writes.

    Raises FormError naming every row that looks like one and cannot be taken, UncertainFormError when it is not
    known which column names the rows.
    """
    places = Places(table)
    rows: list[TickRow] = []
    groups: list[str] = []
    aside: list[str] = []
    lost = [why] if (why := above_heads(places, heads)) else []
    labels = [label_columns(table, places, block, names) for block in heads.blocks]
    for block, columns in zip(heads.blocks, labels, strict=True):
        prints: dict[Print, int] = {}
        writing = False
        for row in range(block.top, block.bottom):
            taken, why = _row(places, block, row, heads.choices)
            own = [cell for cell in label_cells(places, block, row) if cell.text]
            writing = is_written(own, columns, writing)
            nameless = writing or is_numbered_only(places, row, own, columns)
            if why:
                (lost if taken else aside).append(why)
            elif not taken:
                continue
            elif write_ins and nameless and (line := _line_to_write(places, block, row, columns)) is not None:
                rows.append(replace(line, item=f"{WRITTEN}{sum(one.written is not None for one in rows) + 1}"))
                groups.append("")
            elif writing:
                (lost if write_ins else aside).append(unwritten(row, write_ins=write_ins))
            elif reason := unnamed(places, row, own, columns):
                (aside if reason[0] else lost).append(reason[1])
            else:
                prints.setdefault(_printed(places, block, row, heads.choices), row)
                rows.append(_tick_row(places, block, row, columns))
                groups.append("".join(cell.text for cell in own if cell.col in columns.groups))
        lost += _mixed(prints) if rows and rows[-1].heads == block.heads else _empty_block(places, block)
    if lost:
        raise _unclear(table.name, lost)
    return Rows(rows=tuple(rows), groups=tuple(groups), labels=tuple(labels), aside=tuple(_shortened(aside)))


def _mixed(prints: Mapping[Print, int]) -> list[str]:
    """Why rows with these prints, each first found in a row, are no rows of one table."""
    kinds = "、".join(f"第{row + 1}行是{kind.value}" for kind, row in prints.items())
    return [f"选项格里有的印了字，有的没有（{kinds}）"] if len(prints) > 1 else []


def _empty_block(places: Places, block: Block) -> list[str]:
    """Why a block is none of whose rows was taken, though it has cells to tick beside empty labels."""
    empty = [row for row in range(block.top, block.bottom) if not any(c.text for c in label_cells(places, block, row))]
    ticked = any(tick_cells(places, block, row) for row in empty)
    words = "、".join(head.text for head in block.heads)
    return [f"第{block.top}行的选项“{words}”左边一栏没有印序号和名称，不知道各行是谁的"] if ticked else []


def _unclear(name: str, lost: Sequence[str]) -> FormError:
    return FormError(
        f"表格“{name}”里有 {len(lost)} 处像是要打勾的行而分不清，没有读：{'；'.join(dict.fromkeys(lost))}；"
        "请在 Word 里改好（每行的选项格与表头对齐、不合并、不缺格、留空）再试"
    )


def unsure(name: str, strange: Sequence[str]) -> str:
    """Chinese: what in a table cannot be told."""
    return f"表格“{name}”里有说不准的地方：{'；'.join(strange)}；请在 Word 里改成普通的格子和文字再试"


def named_apart(name: str, found: Sequence[Rows]) -> tuple[tuple[TickRow, ...], ...]:
    """
    The rows of a ballot's tables with items no two of which are alike.

    Raises FormError when two rows are labelled alike in every way.
    """
    rows = [(row, group) for one in found for row, group in zip(one.rows, one.groups, strict=True)]
    items = [row.item for row, _ in rows]
    for wider in (lambda row, _: row.name, lambda _, group: group):
        often = Counter(items)
        items = [
            item if often[item] == 1 else _joined(item, wider(row, group))
            for item, (row, group) in zip(items, rows, strict=True)
        ]
    often = Counter(items)
    twice = [item for item, many in often.items() if many > 1]
    if len(twice) == len(often) and len(found) > 1:
        raise FormError(
            f"“{name}”里几张表的行都一样，“{'、'.join(twice)[:SHOWN_LETTERS]}…”出现了两次，分不清是哪一张表的；"
            "如果是一页印了几份票，请改成一页一份，如果各表问的不同，请把行的名称写得不同（如 张三（作风））"
        )
    if twice:
        raise FormError(f"表格“{name}”里“{'、'.join(twice)}”出现了两次，分不清是哪一行；请在 Word 中改正序号或名称")
    numbered = iter(items)
    return tuple(tuple(replace(row, item=next(numbered)) for row in one.rows) for one in found)


def _joined(item: str, more: str) -> str:
    return item if not more or more == item else f"{item}{BETWEEN}{more}"


def _row(places: Places, block: Block, row: int, choices: Sequence[str]) -> tuple[bool, str]:
    """Whether it looks like a tick row, and why it is not taken; both empty where there is nothing to say."""
    labels = [cell for cell in label_cells(places, block, row) if cell.text]
    said = f"第{row + 1}行“{''.join(cell.text for cell in labels)[:SHOWN_LETTERS]}”"
    cells = tick_cells(places, block, row)
    if cells is None:
        return _unticked(places, block, row, said)
    if labels and SUMS.match(labels[0].text):
        return False, f"{said}是合计"
    texts = [cell.text for cell in cells if cell.text]
    if _printed(places, block, row, choices) is not Print.OTHER:
        return True, ""
    if are_asked(texts):
        return False, f"{said}的选项栏里是填写的项目（{'、'.join(texts)[:SHOWN_LETTERS]}）"
    return True, f"{said}的选项格里印着“{'、'.join(texts)[:SHOWN_LETTERS]}”"


def _unticked(places: Places, block: Block, row: int, said: str) -> tuple[bool, str]:
    """The same of a row without a tick cell of its own under each head."""
    labels = [cell for cell in label_cells(places, block, row) if cell.text]
    across = places.across(row, block.start, block.end)
    asked = [cell.text for cell in across if cell.text]
    if any(asks_in_boxes(text) for text in asked):
        return True, f"{said}的选项是同一格里的方框（请把它拆成另一张表，每个选项一栏）"
    if asked and labels and are_asked(asked):
        return False, f"{said}的选项栏里是填写的项目（{'、'.join(asked)[:SHOWN_LETTERS]}）"
    if labels and _lacks(places, block, row):
        return True, f"{said}{_fault(places, block, row)}"
    if _is_joined(places, block, row):
        return True, f"{said}的选项格合并成了一格（如果这一行不打勾，请在左边的文字后加“：”）"
    if labels and not asked and looks_ticked(places, row):
        return True, f"{said}的格子与表头左右不对齐"
    text = "".join(cell.text for cell in dict.fromkeys((*labels, *across)))[:SHOWN_LETTERS]
    return False, f"第{row + 1}行“{text}”没有选项格" if text else ""


def _is_joined(places: Places, block: Block, row: int) -> bool:
    """Whether a row is labelled as those that are ticked, and has one empty cell where they have several."""
    labels, heads = (label_cells(places, block, one) for one in (row, block.top - 1))
    alike = [(cell.col, cell.col_span) for cell in labels] == [(cell.col, cell.col_span) for cell in heads]
    own = [cell.text for cell in labels if cell.row == row]
    if not alike or not any(own) or any(text.endswith(("：", ":")) or FREE.search(text) for text in own):
        return False
    return not any(cell.text for cell in places.across(row, block.start, block.end))


def _lacks(places: Places, block: Block, row: int) -> bool:
    """Whether a labelled row has some tick cells of its own and not all, or lacks one."""
    found = [(places.at(row, head.col), head) for head in block.heads]
    own = [c for c, head in found if c and not c.text and (c.col, c.col_span) == (head.col, head.col_span)]
    return bool(own) or any(cell is None for cell, _ in found)


def _fault(places: Places, block: Block, row: int) -> str:
    for head in block.heads:
        cell = places.at(row, head.col)
        if cell is None:
            return f"在“{head.text}”栏缺一格"
        if cell.row_span > 1:
            return f"的“{head.text}”格上下合并"
        if (cell.col, cell.col_span) != (head.col, head.col_span):
            return f"的“{head.text}”格与表头左右不对齐"
    return ""


def _printed(places: Places, block: Block, row: int, choices: Sequence[str]) -> Print:
    texts = [cell.text for cell in tick_cells(places, block, row) or ()]
    if not any(texts):
        return Print.NOTHING
    if texts == list(choices):
        return Print.WORDS
    if all(MARK_CELL.match(text) for text in texts):
        return Print.MARKS
    if len(set(texts)) == len(texts) and all(len(text) <= SHORT and text.isalnum() for text in texts):
        return Print.MARKS
    return Print.OTHER


def _tick_row(places: Places, block: Block, row: int, columns: Labels) -> TickRow:
    labels = tuple(cell for cell in label_cells(places, block, row) if cell.text)
    serial = None if columns.serial is None else places.at(row, columns.serial)
    name_cell = places.at(row, columns.name)
    name = name_cell.text if name_cell is not None and name_cell.col >= block.left else ""
    number = serial.text if serial is not None and serial.col == columns.serial and counts(serial.text) else ""
    others = [c.text for c in labels if c.col not in columns.groups and c.col != columns.serial]
    called = name or "".join(others) or "".join(c.text for c in labels)
    if number == name and not others:
        name = "" if columns.name == columns.serial else name
    item, name = number or called, name or ("" if number else called)
    if block.group:
        item, name = f"{item}{BETWEEN}{block.group}", f"{name or item}{BETWEEN}{block.group}"
    return TickRow(
        item=item,
        name=name,
        cells=tick_cells(places, block, row) or (),
        labels=labels,
        heads=block.heads,
    )


def _line_to_write(places: Places, block: Block, row: int, columns: Labels) -> TickRow | None:
    """A line for a name that is not printed; None where no cell beside the tick cells is left empty for it."""
    empty = [cell for cell in label_cells(places, block, row) if not cell.text and cell.row_span == 1]
    named = [cell for cell in empty if cell.col == columns.name] or empty[-1:]
    cells = tick_cells(places, block, row)
    if not named or cells is None:
        return None
    labels = tuple(cell for cell in label_cells(places, block, row) if cell.text and cell.row_span == 1)
    return TickRow(item=WRITTEN, name="", cells=cells, labels=labels, heads=block.heads, written=named[0])


def _shortened(aside: Iterable[str]) -> Iterable[str]:
    """Each once."""
    return dict.fromkeys(aside)
