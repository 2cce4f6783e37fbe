"""Where a table's choices stand side by side: the heads of its columns of tick cells, never guessed."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pingyi.domain.forms.lists import holds_two_lists, under_other_words
from pingyi.domain.forms.places import Block, Heads, Places, prints_like_ticks
from pingyi.domain.forms.table import FormCell, TableForm
from pingyi.domain.forms.unknown import HOW, marked_choices
from pingyi.domain.forms.words import bare, is_grade, is_label_word
from pingyi.ground.errors import FormError, UncertainFormError


def find_heads(table: TableForm, choices: Sequence[str] | None) -> Heads | None:
    """
    The blocks of `choices`, or of the table's own known words; None when nothing in it is to be ticked.

    Raises FormError when it is laid out as nothing here can be read, UncertainFormError when a person must say.
    """
    places = Places(table)
    if choices:
        found = [run for line in places.headings() for run in _matching(line, tuple(choices))]
        return _said(table, places, _heads(table, places, tuple(choices), found)) if found else None
    every = [run for line in places.headings() for run in _known(line)]
    runs = [run for run in every if not _is_body(places, run, every)]
    wordings = list(dict.fromkeys(tuple(cell.text for cell in run) for run in runs))
    if not wordings:
        marked = marked_choices(table, places)
        return None if marked is None else find_heads(table, marked)
    if len(wordings) > 1:
        lists = "；".join("、".join(words) for words in wordings)
        raise FormError(
            f"表格“{table.name}”一张表里有几套选项（{lists}），分不清各行用哪一套；请在 Word 里拆成几张表，分页印"
        )
    if any(holds_two_lists(places, run) for run in runs):
        raise _two_lists(table, wordings[0])
    heads = _heads(table, places, wordings[0], every)
    return replace(heads, aside=_neighbours(table, places, heads))


def _two_lists(table: TableForm, words: Sequence[str]) -> FormError:
    return FormError(
        f"表格“{table.name}”表头里的“{'、'.join(words)}”像是两道题的选项并排，一行里要各选一项，读不了；"
        "请在 Word 里拆成两张表，每张一套选项。如果确是一套选项、一行只选一项，请用 --choices 写明"
    )


def _matching(line: tuple[FormCell, ...], choices: tuple[str, ...]) -> Iterator[tuple[FormCell, ...]]:
    for k in range(len(line) - len(choices) + 1):
        run = line[k : k + len(choices)]
        if tuple(cell.text for cell in run) == choices:
            yield run


def _known(line: tuple[FormCell, ...]) -> Iterator[tuple[FormCell, ...]]:
    """Runs of at least two different known words side by side."""
    run: list[FormCell] = []
    for cell in line:
        repeated = bare(cell.text) in {bare(one.text) for one in run}
        if not is_grade(cell.text) or repeated:
            if len(run) > 1:
                yield tuple(run)
            run = []
        if is_grade(cell.text):
            run.append(cell)
    if len(run) > 1:
        yield tuple(run)


def _heads(table: TableForm, places: Places, choices: tuple[str, ...], runs: Sequence[tuple[FormCell, ...]]) -> Heads:
    """The runs that are headings, each with its rows and its labels."""
    bodies = [run for run in runs if _is_body(places, run, runs)]
    runs = [run for run in runs if run not in bodies]
    if bodies and not any(is_label_word(text) for run in runs for text in _label_texts(places, run)):
        raise FormError(
            f"表格“{table.name}”每一行都印着选项（{'、'.join(choices)}），第{runs[0][0].row + 1}行不知是不是表头；"
            "请在 Word 里加一行表头（序号、姓名、各选项），下面的选项格留空"
        )
    blocks = []
    for run in runs:
        top, start = run[0].row + run[0].row_span, run[0].col
        below = [other[0].row for other in runs if other[0].row >= top and _overlap(run, other)]
        left = max((_end(other) for other in runs if _same_line(run, other) and _end(other) <= start), default=0)
        block = Block(heads=run, left=left, top=top, bottom=min(below, default=places.rows))
        blocks.append(_with_shared_labels(table, places, block, runs) if left == start else block)
    blocks = _grouped(places, blocks)
    return Heads(choices=choices, blocks=_own_labels(places, blocks), aside=())


def _with_shared_labels(table: TableForm, places: Places, block: Block, runs: Sequence[tuple[FormCell, ...]]) -> Block:
    """A block beside another, by whose labels its rows are told: both under words of their own, or it is refused."""
    beside = sorted((run for run in runs if _same_line(run, block.heads)), key=lambda run: run[0].col)
    words = [_word_over(places, run) for run in beside]
    first = beside[0][0].col
    if (
        not all(words)
        or len({*words}) < len(words)
        or first == 0
        or any(_end(left) != right[0].col for left, right in pairwise(beside))
    ):
        raise FormError(
            f"表格“{table.name}”第{block.top}行的选项栏左侧没有序号和名称栏，无法按行辨认；"
            "请在每组选项的左侧保留序号或名称栏，或在各组选项上面各写一个词"
        )
    return replace(block, left=0, labelled=first)


def _word_over(places: Places, run: tuple[FormCell, ...]) -> str:
    """The word in a cell over exactly these heads; empty without one."""
    over = places.at(run[0].row - 1, run[0].col)
    exact = over is not None and (over.col, over.col + over.col_span) == (run[0].col, _end(run))
    return over.text if over is not None and exact else ""


def _grouped(places: Places, blocks: Sequence[Block]) -> list[Block]:
    """Blocks by the same labels are told apart by the words over them."""
    shared = [block.top for block in blocks if block.labelled]
    return [replace(block, group=_word_over(places, block.heads)) if block.top in shared else block for block in blocks]


def _is_body(places: Places, run: tuple[FormCell, ...], runs: Sequence[tuple[FormCell, ...]]) -> bool:
    """Whether these are tick cells with words printed in them: in a heading's columns, beside other labels than its."""
    above = [other for other in runs if other[0].row < run[0].row and _columns(other) == _columns(run)]
    if not above:
        return False
    heading = min(above, key=lambda other: other[0].row)
    ours, theirs = (_label_texts(places, one) for one in (run, heading))
    return ours != theirs and not any(is_label_word(text) for text in ours)


def _label_texts(places: Places, run: tuple[FormCell, ...]) -> list[str]:
    row = run[0].row + run[0].row_span - 1
    return [cell.text for cell in places.across(row, 0, run[0].col)]


def _own_labels(places: Places, blocks: list[Block]) -> tuple[Block, ...]:
    """Between two blocks side by side, columns that only the left one has (remarks) are no labels of the right one."""
    first = min(blocks, key=lambda block: (block.left, block.top)) if blocks else None
    found = []
    for block in blocks:
        wanted = [] if first is None else [cell.text for cell in places.across(first.top - 1, first.left, first.start)]
        own = places.across(block.top - 1, block.left, block.labels_end)
        if 0 < len(wanted) < len(own) and [cell.text for cell in own[-len(wanted) :]] == wanted:
            left = own[-len(wanted)].col
            found.append(replace(block, left=left))
        else:
            found.append(block)
    return tuple(found)


def _columns(run: tuple[FormCell, ...]) -> list[tuple[int, int]]:
    return [(cell.col, cell.col_span) for cell in run]


def _end(run: tuple[FormCell, ...]) -> int:
    return run[-1].col + run[-1].col_span


def _overlap(one: tuple[FormCell, ...], other: tuple[FormCell, ...]) -> bool:
    return one[0].col < _end(other) and other[0].col < _end(one)


def _same_line(one: tuple[FormCell, ...], other: tuple[FormCell, ...]) -> bool:
    return one[0].row + one[0].row_span == other[0].row + other[0].row_span


def _said(table: TableForm, places: Places, heads: Heads) -> Heads:
    """Heads that a person named, with what else looks ticked. Raises FormError where a known choice was left out."""
    beside = [cell for block in heads.blocks for cell in _beside(places, heads, block) if not is_label_word(cell.text)]
    known = [cell.text for cell in beside if is_grade(cell.text)]
    if known:
        raise FormError(
            f"表格“{table.name}”的“{'、'.join(known)}”栏也要打勾，说明的选项里却没有（{'、'.join(heads.choices)}）；"
            "请写全，或把另一道题的选项拆成另一张表"
        )
    return replace(heads, aside=tuple(dict.fromkeys(f"“{cell.text}”栏不在所写的选项里，不读" for cell in beside)))


def _beside(places: Places, heads: Heads, block: Block) -> list[FormCell]:
    """The headed columns of a block's heading that are none of the choices and print no more than theirs."""
    return [
        cell
        for cell in places.across(block.top - 1, 0, places.columns)
        if cell.text
        and not any(other.start <= cell.col < other.end for other in heads.blocks)
        and prints_like_ticks(places, cell, block)
    ]


def _neighbours(table: TableForm, places: Places, heads: Heads) -> tuple[str, ...]:
    """The empty columns beside the known choices that are none. Raises UncertainFormError where one may be."""
    aside = []
    for block in heads.blocks:
        for cell in _beside(places, heads, block):
            if is_label_word(cell.text):
                aside.append(f"“{cell.text}”栏是空的，不是选项，不读")
                continue
            if under_other_words(places, cell, block.heads):
                raise _two_lists(table, (*(one.text for one in block.heads), cell.text))
            beside = cell.col == block.end or cell.col + cell.col_span == block.start
            more = sorted((*block.heads, cell), key=lambda one: one.col) if beside else block.heads
            raise UncertainFormError(
                f"表格“{table.name}”认得选项{'、'.join(heads.choices)}，但“{cell.text}”栏也是空的，或印得和选项格一样，不知道是不是选项；{HOW}",
                choices=tuple(one.text for one in more),
            )
    return tuple(dict.fromkeys(aside))
