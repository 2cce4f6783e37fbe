"""A .csv whose cells slipped, whose quotes do not close, or whose letters are another's."""

import random
from collections.abc import Callable, Mapping
from functools import partial

from benchmarks.points.tables.base import Cell, Good
from benchmarks.points.tables.case import Case
from benchmarks.points.tables.spoilt_cells import in_sheet, place
from benchmarks.points.tables.written import lines_of, write_raw, write_text

Spoil = Callable[[Good, random.Random], Case | None]


def _text(lines: list[list[Cell]]) -> str:
    return "\r\n".join(",".join(str(cell) for cell in line) for line in lines) + "\r\n"


def comma_too_many(good: Good, rng: random.Random) -> Case:
    """One more cell amid a row."""
    row, column = place(good, rng)
    lines = lines_of(good)
    lines[row + 1].insert(column, rng.choice(("", 1)))
    return _lines_case(good, lines, row)


def comma_lost(good: Good, rng: random.Random) -> Case:
    """One cell less: the rest of the row moves to the left."""
    row, column = place(good, rng)
    lines = lines_of(good)
    del lines[row + 1][column]
    return _lines_case(good, lines, row)


def comma_forgotten(good: Good, rng: random.Random) -> Case | None:
    """Two cells run into one."""
    if len(good.headings) < 3:
        return None
    row, column = place(good, rng)
    column = min(column, len(good.headings) - 2)
    lines = lines_of(good)
    lines[row + 1][column : column + 2] = [f"{lines[row + 1][column]}{lines[row + 1][column + 1]}"]
    return _lines_case(good, lines, row)


def _lines_case(good: Good, lines: list[list[Cell]], row: int) -> Case:
    return Case(name="", meant=good, make=lambda folder: write_text(folder / "表.csv", lines), named=(in_sheet(row),))


def quote_open(good: Good, rng: random.Random) -> Case:
    """A remark that begins with a quote nobody closes: it takes in the rows below."""
    row, lines = rng.randrange(len(good.rows) - 2), lines_of(good)
    for line in lines:
        line.append("")
    lines[0][-1], lines[row + 1][-1] = "备注", '"补报'
    return Case(
        name="", meant=good, make=lambda folder: write_raw(folder / "表.csv", _text(lines)), named=(in_sheet(row),)
    )


def quote_closed_later(good: Good, rng: random.Random) -> Case:
    """The same, closed by another remark's quote two rows below."""
    row, lines = rng.randrange(len(good.rows) - 2), lines_of(good)
    for line in lines:
        line.append("")
    lines[0][-1], lines[row + 1][-1], lines[row + 2][-1] = "备注", '"补报', '"'
    return Case(
        name="", meant=good, make=lambda folder: write_raw(folder / "表.csv", _text(lines)), named=(in_sheet(row),)
    )


def other_encoding(encoding: str, good: Good, _: random.Random) -> Case:
    """In an encoding nobody here saves in."""
    text = _text(lines_of(good))
    return Case(
        name="", meant=good, make=lambda folder: write_raw(folder / "表.csv", text, encoding), named=("表.csv",)
    )


def read_wrong_once(good: Good, _: random.Random) -> Case:
    """UTF-8 that some program took for GBK and saved as UTF-8."""
    text = _text(lines_of(good)).encode().decode("gb18030", errors="replace")
    return Case(name="", meant=good, make=lambda folder: write_raw(folder / "表.csv", text), named=("表.csv",))


def letters_lost(good: Good, rng: random.Random) -> Case:
    """A unit's letters that the encoding did not have."""
    heading = "承办单位" if good.name == "工单" else "单位名称"
    row, column = place(good, rng, headings=(heading,))
    lines = lines_of(good)
    lines[row + 1][column] = f"?{str(lines[row + 1][column])[1:]}"
    return _lines_case(good, lines, row)


def row_twice(good: Good, rng: random.Random) -> Case | None:
    """A row that stands there a second time."""
    if good.name in ("逐份评分", "电话逐条"):
        return None  # there two rows alike are two forms, two calls
    row, lines = rng.randrange(len(good.rows)), lines_of(good)
    lines.append(lines[row + 1])
    return _lines_case(good, lines, len(good.rows))


def unit_twice(good: Good, rng: random.Random) -> Case | None:
    """A unit a second time by another name, with other numbers."""
    if good.name not in ("均分", "票决", "热线汇总", "电话"):
        return None
    row, lines = rng.randrange(len(good.rows)), lines_of(good)
    again = [*lines[row + 1]]
    again[0] = f"柳州市鱼峰区{again[0]}".replace("鱼峰区区", "鱼峰区")
    again[-1] = lines[(row + 1) % len(good.rows) + 1][-1]
    lines.append(again)
    return _lines_case(good, lines, len(good.rows))


def columns_exchanged(good: Good, rng: random.Random) -> Case | None:
    """Two columns' values under each other's headings."""
    pairs = {
        "均分": ("份数", "平均分"), "票决": ("单位名称", "评议群体"), "热线汇总": ("办结量", "按时办结量"),
        "工单": ("派单时间", "办结时间"), "电话分项": ("评价", "票数"), "逐份评分": ("评议群体", "评分"),
    }  # fmt: skip
    if good.name not in pairs:
        return None
    one, other = (good.column(name) for name in pairs[good.name])
    if good.name == "工单" and rng.random() < 0.5:
        one, other = good.column("短信评价_解决"), good.column("短信评价_满意")
    lines = lines_of(good)
    for line in lines[1:]:
        line[one], line[other] = line[other], line[one]
    return Case(name="", meant=good, make=lambda folder: write_text(folder / "表.csv", lines), named=("行",))


FAULTS: Mapping[str, Spoil] = {
    "comma too many": comma_too_many,
    "comma lost": comma_lost,
    "comma forgotten": comma_forgotten,
    "quote open": quote_open,
    "quote closed later": quote_closed_later,
    "big5": partial(other_encoding, "big5"),
    "utf-16 without mark": partial(other_encoding, "utf-16-le"),
    "utf-7": partial(other_encoding, "utf-7"),
    "read wrong once": read_wrong_once,
    "letters lost": letters_lost,
    "row twice": row_twice,
    "unit twice": unit_twice,
    "columns exchanged": columns_exchanged,
}
