"""The columns beside a block's tick cells: which numbers its rows, which names them, which groups them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pingyi.domain.forms.places import Block, Places
from pingyi.domain.forms.table import FormCell, TableForm
from pingyi.domain.forms.words import STRONG_NAMES, is_name, is_serial
from pingyi.ground.errors import FormError, UncertainFormError

NUMBER = re.compile(r"^[（(]?([0-9０-９]+|[一二三四五六七八九十]+)[)）.．、]?$")

FIGURE = re.compile("[0-9０-９]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """The columns left of a block's tick cells: grid columns of what they are."""

    serial: int | None
    name: int
    named: bool  # whether rows have names, in a column other than that of their numbers
    figures: bool  # whether the numbers are figures, not 一、二
    groups: frozenset[int]  # columns with cells that belong to several rows
    serial_word: str
    name_word: str


def label_columns(table: TableForm, places: Places, block: Block, names: Sequence[str]) -> Labels:
    """Which label columns number the rows, name them, group them."""
    ticked = [row for row in range(block.top, block.bottom) if tick_cells(places, block, row) is not None]
    body = {row: label_cells(places, block, row) for row in ticked}
    starts = sorted({max(cell.col, block.left) for cells in body.values() for cell in cells})
    columns = [(col, _head_word(places, block, col)) for col in starts]
    worded = [place for place in columns if is_serial(place[1])]
    numbers = worded or [place for place in columns[:-1] if _numbers(body.values(), place[0])]
    serial, serial_word = numbers[0] if numbers else (None, "")
    groups = frozenset(
        cell.col
        for cell in places.cells
        if block.left <= cell.col < block.labels_end
        and sum(cell.row <= row < cell.row + cell.row_span for row in ticked) > 1
    )
    others = [place for place in columns if place[0] != serial]
    wanted = [place for place in others if place[1] in names]
    if names and not wanted:
        words = "、".join(word for _, word in columns)
        raise FormError(f"表格“{table.name}”的表头里没有名称栏“{'、'.join(names)}”（有：{words}）；请核对 --names")
    apart = frozenset(col for col, _ in columns if _tells_apart(body.values(), col))
    name = _name_column(table, wanted or others, (groups, apart), numbered=serial is not None)
    if name is None:
        name = (block.left, "") if serial is None else (serial, serial_word)
    return Labels(
        serial=serial,
        name=name[0],
        named=name[0] != serial and any(_column(body.values(), name[0])),
        figures=any(FIGURE.search(text) for text in _column(body.values(), serial)),
        groups=groups,
        serial_word=serial_word,
        name_word=name[1],
    )


def _head_word(places: Places, block: Block, col: int) -> str:
    head = places.at(block.top - 1, col)
    return "" if head is None else head.text


def _column(rows: Iterable[Sequence[FormCell]], col: int | None) -> list[str]:
    """What is printed in a column."""
    return [cell.text for cells in rows for cell in cells if cell.col == col and cell.text]


def _numbers(rows: Iterable[Sequence[FormCell]], col: int) -> bool:
    """Whether a column holds nothing but numbers, no two alike."""
    texts = _column(rows, col)
    return len(texts) > 1 and len(set(texts)) == len(texts) and all(NUMBER.match(text) for text in texts)


def _tells_apart(rows: Iterable[Sequence[FormCell]], col: int) -> bool:
    """Whether no two rows have the same in this column, and none that has a label has nothing in it."""
    named = [cells for cells in rows if any(cell.text and not NUMBER.match(cell.text) for cell in cells)]
    texts = _column(named, col)
    return len({*texts}) == len(texts) == len(named)


def _name_column(
    table: TableForm,
    columns: Sequence[tuple[int, str]],
    kinds: tuple[frozenset[int], frozenset[int]],
    *,
    numbered: bool,
) -> tuple[int, str] | None:
    """The column that names the rows; `kinds` are those that group several rows, and those no two rows share."""
    groups, apart = kinds
    own = [place for place in columns if place[0] not in groups] or list(columns)
    if len(own) < 2:
        return own[0] if own else None
    strong = [place for place in own if STRONG_NAMES.search(place[1])]
    known = strong or [place for place in own if is_name(place[1])]
    if known or numbered:
        return next((place for place in known if place[0] in apart), (known or own)[0])
    words = tuple(word for _, word in own)
    raise UncertainFormError(
        f"表格“{table.name}”没有序号栏，又有几栏像名称（{'、'.join(words)}），不知道按哪一栏认各行；"
        "请用 --names 写明名称栏的表头文字，或在 Word 里加一栏序号",
        names=words[:1],
    )


def label_cells(places: Places, block: Block, row: int) -> tuple[FormCell, ...]:
    """A row's cells left of its tick cells, printed or not."""
    return places.across(row, block.left, block.labels_end)


def tick_cells(places: Places, block: Block, row: int) -> tuple[FormCell, ...] | None:
    """A row's tick cells, one under each head; None when they do not lie so."""
    found = [places.at(row, head.col) for head in block.heads]
    exact = [
        cell
        for cell, head in zip(found, block.heads, strict=True)
        if cell is not None and (cell.col, cell.col_span, cell.row_span) == (head.col, head.col_span, 1)
    ]
    return tuple(exact) if len(exact) == len(found) else None
