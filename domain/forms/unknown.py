"""A table without words known to be ticked: what is asked of a person about it, and which layouts cannot be read."""

import re
from collections.abc import Sequence

from pingyi.domain.forms.places import Places
from pingyi.domain.forms.table import FormCell, TableForm
from pingyi.domain.forms.words import (
    BOXES,
    SHORT,
    STRONG_NAMES,
    asks_in_boxes,
    is_grade,
    is_label_word,
    lists_grades,
)
from pingyi.ground.errors import FormError, UncertainFormError

SHOWN_WORDS = 12  # of a cell, in messages
BOX = re.compile(f"[{BOXES}]")
REDRAW = "，或用 pingyi vote redraw 改画"
HOW = "请用 --choices 写明选项栏的表头文字（从左到右，逗号隔开），或运行 pingyi form 让它写出一份待确认的 .toml"


def marked_choices(table: TableForm, places: Places) -> tuple[str, ...] | None:
    """
    The header words over marks printed to be ticked over; None where nothing looks like a ballot.

    Raises UncertainFormError where something does, FormError where it is laid out as cannot be read.
    """
    _refuse_layouts(table, places)
    best: list[FormCell] = []
    for line in places.headings():
        top = line[0].row + line[0].row_span
        run: list[FormCell] = []
        for cell in line:
            ticked = cell.text and cell.col and not is_label_word(cell.text) and _tickable(places, cell, top)
            run = [*run, cell] if ticked else []
            best = run if len(run) > max(1, len(best)) else best
        if len(best) > 1:
            break
    if not best:
        return None
    words = tuple(cell.text for cell in best)
    few = f"“{'、'.join(words)}”"
    top = best[0].row + best[0].row_span
    labels = [text for row in range(top, places.rows) for text in _row_labels(places, row, best[0].col)]
    if len({text for text in labels if is_grade(text)}) > 1:
        raise UncertainFormError(
            f"表格“{table.name}”的表头是{few}，等次写在左栏：像是被评的人排在列上，这样的表读不了；"
            f"请在 Word 里改成一人一行、等次在表头{REDRAW}。如果表头确是选项，{HOW}",
            choices=words,
        )
    marked = [row for row in range(top, places.rows) if _marks(places, best, row)]
    if len(marked) > 1:
        return words
    raise UncertainFormError(
        f"表格“{table.name}”的表头里没有认得的选项词；{few}这几栏下面是空的，不知道是不是选项；{HOW}",
        choices=words,
    )


def _tickable(places: Places, head: FormCell, top: int) -> bool:
    """Whether at least two rows with a label have an empty cell, or one with a short mark, under this head."""
    cells = [
        cell
        for row in range(top, places.rows)
        if any(_row_labels(places, row, head.col))
        and (cell := places.at(row, head.col)) is not None
        and (cell.col, cell.col_span, cell.row_span) == (head.col, head.col_span, 1)
    ]
    return len(cells) > 1 and all(len(cell.text) <= SHORT and not is_grade(cell.text) for cell in cells)


def _row_labels(places: Places, row: int, before: int) -> list[str]:
    return [cell.text for cell in places.across(row, 0, before) if cell.text]


def _marks(places: Places, heads: Sequence[FormCell], row: int) -> bool:
    """Whether a row's cells hold different figures or letters: marks to tick over."""
    cells = [places.at(row, head.col) for head in heads]
    texts = {cell.text for cell in cells if cell is not None}
    return len(texts) == len(heads) and all(text.isalnum() and len(text) <= SHORT for text in texts)


def _refuse_layouts(table: TableForm, places: Places) -> None:
    """Layouts that are ballots and cannot be read. Raises FormError naming them."""
    boxed = next((cell for cell in places.cells if asks_in_boxes(cell.text)), None)
    if boxed is not None:
        raise FormError(
            f"表格“{table.name}”第{boxed.row + 1}行的选项是同一格里的方框（{boxed.text[:SHOWN_WORDS]}…），"
            f"这样的表读不了；请在 Word 里改成每个选项一栏、勾打在空格里{REDRAW if BOX.search(boxed.text) else ''}"
        )
    listed = next((cell for cell in places.cells if cell.col_span > 1 and lists_grades(cell.text)), None)
    if listed is not None:
        raise FormError(
            f"表格“{table.name}”第{listed.row + 1}行的几个选项写在同一格里（{listed.text[:SHOWN_WORDS]}），"
            "不知道下面各栏是哪一项；请在 Word 里拆分这一格，每个选项的文字写在自己的一栏上"
        )
    across = next((people for row in range(places.rows) if (people := _people_across(places, row))), "")
    if across:
        raise FormError(
            f"表格“{table.name}”里像是候选人横着排（{across[:SHOWN_WORDS]}…），这样的表读不了；"
            "请在 Word 里改成一人一行、选项（如赞成、反对、弃权）写在表头"
        )
    grades = [cell for cell in places.cells if is_grade(cell.text) and cell.col_span < places.columns]
    for cell in grades:
        below = places.at(cell.row + cell.row_span, cell.col)
        if below in grades and below is not None and below.col_span == cell.col_span:
            right = places.at(cell.row, cell.col + cell.col_span)
            if right is not None and not right.text and right.col + right.col_span == places.columns:
                raise FormError(
                    f"表格“{table.name}”第{cell.row + 1}行起选项上下排列（{cell.text}、{below.text}），这样的表读不了；"
                    f"请在 Word 里改成一题一行、选项在表头{REDRAW}"
                )


def _people_across(places: Places, row: int) -> str:
    """The names beside 姓名 in a row over one row of cells to tick; empty where there are none."""
    names, under, after = (places.across(at, 0, places.columns) for at in (row, row + 1, row + 2))
    named = len(names) > SHORT and STRONG_NAMES.search(names[0].text) and all(cell.text for cell in names)
    alone = not _is_labelled_alone(after)
    return "、".join(cell.text for cell in names[1:]) if named and alone and _is_labelled_alone(under) else ""


def _is_labelled_alone(cells: Sequence[FormCell]) -> bool:
    """Whether a row has a word in its first cell and in no other."""
    return len(cells) > SHORT and bool(cells[0].text) and not any(cell.text for cell in cells[1:])
