"""A table laid out as cannot be read, drawn anew as one line a question with its choices in the heading."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from pingyi.domain.forms.words import BOXES, is_grade

BOX = re.compile(f"[{BOXES}]")
AROUND = " 　\t\n，,、；;。"  # what stands between a choice and the next box
QUESTION = "题目"  # over questions that stood on lines of their own
PEOPLE = "测评对象"  # over people who stood side by side

Grid = Sequence[Sequence[str]]  # texts by row and column; a merged cell's in each of its places


@dataclass(frozen=True, slots=True, kw_only=True)
class Redrawn:
    """A table of one list of choices: headings of its label columns, its rows' labels, free lines under it."""

    heads: tuple[str, ...]
    choices: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    free: tuple[str, ...] = ()


def redrawn(grid: Grid) -> tuple[Redrawn, ...]:
    """The tables instead of one with boxes in cells, people in columns or choices one above the other; else none."""
    return _from_boxes(grid) or _from_columns(grid) or _from_upright(grid) or _from_listed(grid)


def boxed_words(text: str) -> tuple[str, ...]:
    """The words beside at least two boxes, all before their words or all behind; else none."""
    parts = [part.strip(AROUND) for part in BOX.split(text)]
    words = parts[1:] if not parts[0] else parts[:-1] if not parts[-1] else []
    return tuple(words) if len(words) > 1 and all(words) and len({*words}) == len(words) else ()


def _from_boxes(grid: Grid) -> tuple[Redrawn, ...]:
    boxed = [row for row, line in enumerate(grid) if boxed_words(line[-1])]
    if not boxed or boxed != list(range(boxed[0], boxed[0] + len(boxed))) or boxed[0] > 1:
        return ()
    last = boxed[-1] + 1
    labels = [tuple(line[:-1]) for line in grid]
    if any(BOX.search(text) for line in labels for text in line) or not all(all(labels[row]) for row in boxed):
        return ()
    free = tuple(line[0] for line in grid[last:])
    if any(len({*line} - {"", line[0]}) for line in grid[last:]):  # more than a line to write on
        return ()
    heads = labels[0] if boxed[0] else ("项目",) if len(labels[0]) == 1 else ()
    return _grouped(heads, [(labels[row], boxed_words(grid[row][-1])) for row in boxed], free)


def _from_columns(grid: Grid) -> tuple[Redrawn, ...]:
    names, choices = tuple(grid[0][1:]), tuple(line[0] for line in grid[1:])
    empty = not any(text for line in grid[1:] for text in line[1:])
    apart = len({*names}) == len(names) and len({*choices}) == len(choices)
    if not (empty and apart and len(choices) > 1 and all(names) and all(map(is_grade, choices))):
        return ()
    return (Redrawn(heads=(PEOPLE,), choices=choices, rows=tuple((name,) for name in names)),)


def _from_upright(grid: Grid) -> tuple[Redrawn, ...]:
    body = grid[1:]
    if len(grid[0]) < 3 or any(not is_grade(line[-2]) or line[-1] or not all(line[:-2]) for line in body):
        return ()
    runs = [
        (labels, tuple(line[-2] for line in lines))
        for labels, lines in groupby(body, key=lambda line: tuple(line[:-2]))
    ]
    if any(len(words) < 2 or len({*words}) < len(words) for _, words in runs):
        return ()
    return _grouped(tuple(grid[0][:-2]), runs, ())


def _from_listed(grid: Grid) -> tuple[Redrawn, ...]:
    """Questions on lines of their own, each with its choices on the lines under it, beside cells to tick."""
    if any(len(line) != 2 or line[1] not in ("", line[0]) or not line[0] for line in grid):
        return ()
    asked: list[tuple[str, list[str]]] = []
    for text, beside in grid:
        if not is_grade(text):
            asked.append((text, []))
        elif not asked or beside:
            return ()
        else:
            asked[-1][1].append(text)
    free = tuple(text for text, words in asked[-1:] if not words)
    runs = [((text,), tuple(words)) for text, words in asked[: len(asked) - len(free)]]
    if not runs or any(len(words) < 2 or len({*words}) < len(words) for _, words in runs):
        return ()
    return _grouped((QUESTION,), runs, free)


def _grouped(
    heads: tuple[str, ...], rows: Sequence[tuple[tuple[str, ...], tuple[str, ...]]], free: tuple[str, ...]
) -> tuple[Redrawn, ...]:
    """A table for each run of rows with the same choices; free lines under the last."""
    if not heads or not all(heads):
        return ()
    runs = [(choices, tuple(labels for labels, _ in run)) for choices, run in groupby(rows, key=lambda row: row[1])]
    return tuple(
        Redrawn(heads=heads, choices=choices, rows=found, free=free if k == len(runs) else ())
        for k, (choices, found) in enumerate(runs, start=1)
    )
