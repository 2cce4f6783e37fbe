"""One cell that holds no value, or another than its maker meant."""

import random
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from benchmarks.points.tables.base import Cell, Good
from benchmarks.points.tables.case import Case
from benchmarks.points.tables.written import Look, lines_of, write_book, write_text
from pingyi.domain.words.cell_fault import ERRORS
from pingyi.workflow.files.headings import cell_name

ERRORS_SHOWN = ("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?")
MEANS = ("平均分", "评分")
Spoil = Callable[[Good, random.Random], Case | None]


def place(good: Good, rng: random.Random, *, headings: tuple[str, ...] = ()) -> tuple[int, int]:
    """A row of the data and a column that is read, from 0."""
    return rng.randrange(len(good.rows)), good.column(rng.choice(headings or good.read))


def in_sheet(row: int) -> str:
    """As a refusal names it."""
    return f"第 {row + 2} 行"


def csv_case(good: Good, changed: Good, at: tuple[int, int]) -> Case:
    """`changed` in a .csv; the refusal must name row and column."""
    return Case(
        name="",
        meant=good,
        make=lambda folder: write_text(folder / "表.csv", lines_of(changed)),
        named=(in_sheet(at[0]), f"“{good.headings[at[1]]}”"),
    )


def book_case(good: Good, at: tuple[int, int], look: Look, changed: Good | None = None) -> Case:
    """The same of a .xlsx."""
    return Case(
        name="",
        meant=good,
        make=lambda folder: write_book(folder / "表.xlsx", lines_of(changed or good), look),
        named=(in_sheet(at[0]), f"“{good.headings[at[1]]}”"),
    )


def error_cell(good: Good, rng: random.Random) -> Case:
    """A formula whose value is an error."""
    row, column = place(good, rng)
    return book_case(good, (row, column), Look(formulas={(row + 1, column): rng.choice(ERRORS_SHOWN)}))


def never_computed(good: Good, rng: random.Random) -> Case:
    """A formula without a stored value, as programs write them."""
    row, column = place(good, rng)
    return book_case(good, (row, column), Look(formulas={(row + 1, column): ""}))


def error_as_text(good: Good, rng: random.Random) -> Case:
    """An error or a cell too narrow, saved as csv."""
    row, column = place(good, rng)
    word = rng.choice([*sorted(ERRORS), "########"])
    return csv_case(good, good.with_cell(row, column, word), (row, column))


def percent(good: Good, rng: random.Random) -> Case | None:
    """A number shown as a percentage."""
    if not good.numbers():
        return None
    row, column = place(good, rng, headings=good.numbers())
    changed = good.with_cell(row, column, float(good.rows[row][column]) / 100)
    return book_case(good, (row, column), Look(formats={(row + 1, column): "0.00%"}), changed)


def all_shares(good: Good, _: random.Random) -> Case | None:
    """Means out of one: 0.9387."""
    if good.name not in ("均分", "逐份评分"):
        return None
    column = next(place for place, name in enumerate(good.headings) if name in MEANS)
    changed = good
    for row in range(len(good.rows)):
        changed = changed.with_cell(row, column, round(float(good.rows[row][column]) / 100, 4))
    return csv_case(good, changed, (0, column))


def of_ten(good: Good, _: random.Random) -> Case | None:
    """Means out of ten."""
    if good.name not in ("均分", "逐份评分"):
        return None
    column = next(place for place, name in enumerate(good.headings) if name in MEANS)
    changed = good
    for row in range(len(good.rows)):
        changed = changed.with_cell(row, column, round(float(good.rows[row][column]) / 10, 3))
    return Case(name="", meant=good, make=lambda folder: write_text(folder / "表.csv", lines_of(changed)))


def other_number(write: Callable[[Cell], Cell], good: Good, rng: random.Random) -> Case | None:
    """A number written as it is none, or is another."""
    if not good.numbers():
        return None
    row, column = place(good, rng, headings=good.numbers())
    changed = good.with_cell(row, column, write(good.rows[row][column]))
    return csv_case(good, changed, (row, column))


def comma_for_point(good: Good, rng: random.Random) -> Case | None:
    """9,3 for 9.3, quoted."""
    if good.name not in ("均分", "逐份评分"):
        return None
    row, column = place(good, rng, headings=tuple(name for name in good.headings if name in MEANS))
    text = str(good.rows[row][column]).replace(".", ",")
    return csv_case(good, good.with_cell(row, column, text), (row, column))


def column_in_percent(good: Good, rng: random.Random) -> Case | None:
    """满意（%） over whole numbers that add up to a hundred."""
    if good.name not in ("电话", "票决"):
        return None
    lines = lines_of(good)
    first = good.column("满意")
    for line in lines[1:]:
        share = rng.randrange(60, 95)
        line[first:] = [share, (100 - share) // 2, 100 - share - (100 - share) // 2]
    lines[0][first:] = [f"{name}（%）" for name in good.headings[first:]]
    return Case(name="", meant=good, make=lambda folder: write_text(folder / "表.csv", lines))


def blank(good: Good, rng: random.Random) -> Case | None:
    """A value taken out of a column that is needed."""
    needed = [name for name in good.headings if name in ("单位名称", "评议群体", *good.numbers()) and name != "加分"]
    if good.name == "工单":
        needed = ["工单编号", "诉求类型", "承办单位", "派单时间", "工单状态"]
    row, column = place(good, rng, headings=tuple(needed))
    return csv_case(good, good.with_cell(row, column, ""), (row, column))


def strange_unit(good: Good, rng: random.Random) -> Case:
    """A unit nobody knows: a wrong letter, another district's, or one more letter."""
    heading = "承办单位" if good.name == "工单" else "单位名称"
    row, column = place(good, rng, headings=(heading,))
    name = str(good.rows[row][column])
    word = rng.choice((f"{name[:-1]}茛", f"城中区{name}", f"{name}所", f"{name}①"))
    case = csv_case(good, good.with_cell(row, column, word), (row, column))
    return Case(name="", meant=good, make=case.make, named=(in_sheet(row), "名单里没有"))


def strange_moment(good: Good, rng: random.Random) -> Case | None:
    """A moment that is none, or may be two."""
    if good.name != "工单":
        return None
    row, column = place(good, rng, headings=("派单时间", "签收时间"))
    word = rng.choice(
        ("2024-02-30 10:00", "3/4/2024 10:00", "24-03-04", "2024-13-01 09:00", "2034-05-06 25:00", "上午")
    )
    return csv_case(good, good.with_cell(row, column, word), (row, column))


def from_1904(good: Good, _: random.Random) -> Case | None:
    """Days as bare numbers in a workbook that counts from 1904."""
    if good.name != "工单":
        return None
    column = good.column("派单时间")
    changed = good
    for row in range(len(good.rows)):
        changed = changed.with_cell(row, column, 44000.5 + row)

    def make(folder: Path) -> Path:
        return write_book(folder / "表.xlsx", lines_of(changed), Look(from_1904=True))

    return Case(name="", meant=good, make=make, named=("第 2 行", "“派单时间”"))


def merged(good: Good, rng: random.Random) -> Case:
    """Two cells below or beside each other made one: what stood in the second is gone."""
    row, column = place(good, rng)
    row = min(row, len(good.rows) - 2)
    below = rng.random() < 0.5 or column + 1 == len(good.headings) or good.headings[column + 1] not in good.read
    other = (row + 1, column) if below else (row, column + 1)
    look = Look(merged=((row + 1, column, other[0] + 1, other[1]),))
    return Case(
        name="",
        meant=good,
        make=lambda folder: write_book(folder / "表.xlsx", lines_of(good), look),
        named=(in_sheet(other[0]), cell_name(other[0] + 1, other[1])) if good.name != "工单" else (in_sheet(other[0]),),
    )


FAULTS: Mapping[str, Spoil] = {
    "error": error_cell,
    "never computed": never_computed,
    "error as text": error_as_text,
    "percent": percent,
    "shares for means": all_shares,
    "means out of ten": of_ten,
    "half": partial(other_number, lambda cell: f"{float(cell) + 0.5}" if isinstance(cell, int) else "九十"),
    "negative": partial(other_number, lambda cell: f"-{float(cell) + 1:g}"),
    "footnote": partial(other_number, lambda cell: f"{cell}①"),
    "raised footnote": partial(other_number, lambda cell: f"{cell}²"),
    "underscore": partial(other_number, lambda cell: f"1_{cell}"),
    "blank within": partial(other_number, lambda cell: f"{cell} 7"),
    "exponent": partial(other_number, lambda cell: f"{cell}E1"),
    "comma within": partial(other_number, lambda cell: f"{int(cell) % 90 + 10},{int(cell) % 9 + 1}"),
    "comma for point": comma_for_point,
    "column in percent": column_in_percent,
    "blank": blank,
    "strange unit": strange_unit,
    "strange moment": strange_moment,
    "1904": from_1904,
    "merged": merged,
}
