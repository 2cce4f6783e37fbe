"""Layouts of votes as offices draw them, each with invented words; the truth of a form is how it was made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.strange.strange_texts import CHOICES, GROUPS, QUESTIONS, TITLES, labels
from benchmarks.votes.made_forms import ABOVE, LEFT, Boxes, Cell, MadeForm, MadeTable, Tick, Write

Random = np.random.Generator
WIDE_MM = 174.0  # of the type area
SCALE = tuple(str(k) for k in range(1, 11))
POSTS = ("主任", "副主任", "科长", "副科长")


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """A way to draw a vote, and what the program is to make of it."""

    name: str
    make: Callable[[Random], MadeForm]
    choices: tuple[str, ...] = ()  # said by the office, where the form alone does not tell


def ticks(question: str, choices: Sequence[str]) -> tuple[Cell, ...]:
    """A row's cells to tick."""
    return tuple(Tick(question=question, choice=choice) for choice in choices)


def widths(*parts: float) -> tuple[float, ...]:
    """Column widths in mm in these proportions."""
    return tuple(WIDE_MM * part / sum(parts) for part in parts)


def _choices(rng: Random, most: int = 5) -> tuple[str, ...]:
    lists = [choices for choices in CHOICES if len(choices) <= most]
    return lists[int(rng.integers(len(lists)))]


def _title(rng: Random) -> str:
    return TITLES[int(rng.integers(len(TITLES)))]


def _one(rng: Random, lines: Sequence[tuple[Cell, ...]], wide: tuple[float, ...], row_mm: float = 9.0) -> MadeForm:
    return MadeForm(title=_title(rng), tables=(MadeTable(lines=tuple(lines), widths_mm=wide, row_mm=row_mm),))


def _no_serial(rng: Random) -> MadeForm:
    choices, names = _choices(rng), labels(rng, 12)
    lines = [("测评对象", *choices), *((name, *ticks(name, choices)) for name in names)]
    return _one(rng, lines, widths(60, *[22] * len(choices)))


def _three_labels(rng: Random) -> MadeForm:
    choices, names = _choices(rng, 4), labels(rng, 12)
    lines = [
        ("序号", "姓名", "职务", *choices),
        *((str(k), name, POSTS[k % len(POSTS)], *ticks(name, choices)) for k, name in enumerate(names, 1)),
    ]
    return _one(rng, lines, widths(12, 50, 24, *[22] * len(choices)))


def _two_levels(rng: Random) -> MadeForm:
    choices, names = _choices(rng), labels(rng, 12)
    head = ("序号", "测评对象", "测评等次", *[LEFT] * (len(choices) - 1))
    lines = [
        head,
        (ABOVE, ABOVE, *choices),
        *((str(k), name, *ticks(name, choices)) for k, name in enumerate(names, 1)),
    ]
    return _one(rng, lines, widths(12, 50, *[22] * len(choices)))


def _three_levels(rng: Random) -> MadeForm:
    choices, names = _choices(rng), labels(rng, 10)
    wide = [LEFT] * (len(choices) - 1)
    lines = [
        ("序号", "测评对象", "测评意见", *wide),
        (ABOVE, ABOVE, "总体评价（请打√）", *wide),
        (ABOVE, ABOVE, *choices),
        *((str(k), name, *ticks(name, choices)) for k, name in enumerate(names, 1)),
    ]
    return _one(rng, lines, widths(12, 50, *[22] * len(choices)))


def _groups(rng: Random) -> MadeForm:
    choices, names = _choices(rng, 4), [str(one) for one in rng.permutation(QUESTIONS)[:12]]
    lines: list[tuple[Cell, ...]] = [("一级指标", "二级指标", *choices)]
    for k, name in enumerate(names):
        lines.append((GROUPS[k // 3] if k % 3 == 0 else ABOVE, name, *ticks(name, choices)))
    return _one(rng, lines, widths(22, 60, *[22] * len(choices)))


def _several_tables(rng: Random) -> MadeForm:
    names = labels(rng, 9)
    asked = [str(one) for one in rng.permutation(QUESTIONS)[:5]]
    first, second = (CHOICES[int(k)] for k in rng.choice(4, size=2, replace=False))
    tables = [
        MadeTable(
            over=over,
            lines=(
                ("序号", head, *choices),
                *((str(k), name, *ticks(name, choices)) for k, name in enumerate(listed, 1)),
            ),
            widths_mm=widths(12, 60, *[22] * len(choices)),
        )
        for over, head, choices, listed in (
            ("一、领导班子", "项目", first, asked), ("二、领导干部", "姓名", second, names),
        )
    ]  # fmt: skip
    return MadeForm(title=_title(rng), tables=tuple(tables))


def _repeated_heading(rng: Random) -> MadeForm:
    choices, names = _choices(rng, 4), labels(rng, 40)
    lines = [("序号", "姓名", *choices), *((str(k), name, *ticks(name, choices)) for k, name in enumerate(names, 1))]
    table = MadeTable(lines=tuple(lines), widths_mm=widths(12, 50, *[22] * len(choices)), repeats=1)
    return MadeForm(title=_title(rng), tables=(table,))


def _write_ins(rng: Random) -> MadeForm:
    choices, names = (CHOICES[2], CHOICES[3])[int(rng.integers(2))], labels(rng, 8)
    lines: list[tuple[Cell, ...]] = [("序号", "候选人姓名", *choices)]
    lines += [(str(k), name, *ticks(name, choices)) for k, name in enumerate(names, 1)]
    lines += [
        ("另选他人" if k == 1 else "", Write(question=f"另选{k}"), *ticks(f"另选{k}", choices)) for k in range(1, 4)
    ]
    return _one(rng, lines, widths(24, 50, *[24] * len(choices)))


def _remarks(rng: Random) -> MadeForm:
    choices, names = _choices(rng, 4), labels(rng, 12)
    lines = [
        ("序号", "姓名", *choices, "备注"),
        *((str(k), name, *ticks(name, choices), "") for k, name in enumerate(names, 1)),
    ]
    return _one(rng, lines, widths(12, 44, *[20] * len(choices), 30))


def _scale(rng: Random) -> MadeForm:
    choices, names = SCALE, [str(one) for one in rng.permutation(QUESTIONS)[:10]]
    lines = [("题号", "题目", *choices), *((str(k), name, *ticks(name, choices)) for k, name in enumerate(names, 1))]
    return _one(rng, lines, widths(10, 50, *[11] * 10))


def _blocks(rng: Random) -> MadeForm:
    choices, names = _choices(rng, 3), labels(rng, 24)
    half = len(names) // 2
    lines: list[tuple[Cell, ...]] = [("序号", "姓名", *choices) * 2]
    for k in range(half):
        pair = (k, k + half)
        lines.append(tuple(cell for one in pair for cell in (str(one + 1), names[one], *ticks(names[one], choices))))
    return _one(rng, lines, widths(*[10, 32, *[14] * len(choices)] * 2))


def _two_groups_a_row(rng: Random) -> MadeForm:
    choices, names = ("好", "较好", "一般", "差"), labels(rng, 10)
    both = ("政治素质", "工作实绩")
    lines: list[tuple[Cell, ...]] = [
        ("序号", "姓名", *(cell for word in both for cell in (word, LEFT, LEFT, LEFT))),
        (ABOVE, ABOVE, *choices, *choices),
    ]
    for k, name in enumerate(names, 1):
        lines.append((str(k), name, *(cell for word in both for cell in ticks(f"{name}·{word}", choices))))
    return _one(rng, lines, widths(10, 34, *[15] * 8))


def _people_in_columns(rng: Random) -> MadeForm:
    choices, names = ("优秀", "称职", "基本称职", "不称职"), labels(rng, 5)
    lines: list[tuple[Cell, ...]] = [("等次", *names)]
    lines += [(choice, *(Tick(question=name, choice=choice) for name in names)) for choice in choices]
    return _one(rng, lines, widths(26, *[28] * len(names)), 12.0)


def _upright_choices(rng: Random) -> MadeForm:
    choices, asked = ("满意", "基本满意", "不满意"), [str(one) for one in rng.permutation(QUESTIONS)[:6]]
    lines: list[tuple[Cell, ...]] = [("题目", "选项", "打√")]
    for name in asked:
        for k, choice in enumerate(choices):
            lines.append((name if not k else ABOVE, choice, Tick(question=name, choice=choice)))
    return _one(rng, lines, widths(80, 40, 30))


def _one_column(rng: Random) -> MadeForm:
    names = labels(rng, 11)
    lines: list[tuple[Cell, ...]] = [("序号", "候选人姓名", "赞成")]
    lines += [(str(k), name, Tick(question=name, choice="赞成")) for k, name in enumerate(names, 1)]
    return _one(rng, lines, widths(20, 60, 40))


def _boxes_in_cells(rng: Random) -> MadeForm:
    choices, asked = ("满意", "基本满意", "不满意"), [str(one) for one in rng.permutation(QUESTIONS)[:10]]
    lines: list[tuple[Cell, ...]] = [("序号", "题目", "您的评价")]
    lines += [(str(k), name, Boxes(question=name, choices=choices)) for k, name in enumerate(asked, 1)]
    return _one(rng, lines, widths(12, 70, 80))


LAYOUTS = (
    Layout(name="no serial", make=_no_serial),
    Layout(name="three label columns", make=_three_labels),
    Layout(name="heading over two levels", make=_two_levels),
    Layout(name="heading over three levels", make=_three_levels),
    Layout(name="merged groups", make=_groups),
    Layout(name="several tables on a page", make=_several_tables),
    Layout(name="heading repeated over pages", make=_repeated_heading),
    Layout(name="lines for names written in", make=_write_ins),
    Layout(name="remarks on the right", make=_remarks),
    Layout(name="scale of ten", make=_scale, choices=SCALE),
    Layout(name="two blocks", make=_blocks),
    Layout(name="two groups of grades a row", make=_two_groups_a_row),
    Layout(name="boxes in cells", make=_boxes_in_cells),
    Layout(name="people in columns", make=_people_in_columns),
    Layout(name="choices one above the other", make=_upright_choices),
    Layout(name="one column to tick", make=_one_column, choices=("赞成",)),
)
