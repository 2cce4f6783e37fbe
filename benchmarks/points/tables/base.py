"""Good tables of every kind an office sends, and what a reading of one comes to."""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.points import Component
from pingyi.samples.orders import HEADINGS as ORDER_HEADINGS
from pingyi.samples.orders import order_rows
from pingyi.samples.tables import HEADINGS as HOTLINE_HEADINGS
from pingyi.scoring.orders.columns import COLUMNS
from pingyi.workflow.tables.imports import understand_table

CAMPAIGN_FILE = Path(__file__).parents[3] / "templates" / "campaign-2024.toml"
UNITS, ORDERS = 8, 24  # rows of a small table
Cell = str | int | float
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Good:
    """A right table: what it is imported as, its headings and rows, and which columns are read."""

    name: str
    kind: str
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    read: tuple[str, ...]

    def column(self, heading: str) -> int:
        """Where it stands, from 0."""
        return self.headings.index(heading)

    def with_cell(self, row: int, column: int, cell: Cell) -> "Good":
        """With another value in one place; `row` from 0, of the data."""
        line = (*self.rows[row][:column], cell, *self.rows[row][column + 1 :])
        return self.with_row(row, line)

    def with_row(self, row: int, line: Row) -> "Good":
        """With another row."""
        return replace(self, rows=(*self.rows[:row], line, *self.rows[row + 1 :]))

    def numbers(self) -> tuple[str, ...]:
        """Columns that hold a number in every row."""
        columns = zip(self.headings, zip(*self.rows, strict=True), strict=True)
        return tuple(name for name, cells in columns if all(isinstance(cell, int | float) for cell in cells))


def campaign() -> Campaign:
    """The scheme of 2024."""
    return parse_campaign(CAMPAIGN_FILE.read_text(encoding="utf-8"), CAMPAIGN_FILE.name)


def good_tables(campaign: Campaign, rng: random.Random) -> dict[str, Good]:
    """One of every kind, by its Chinese name; numbers are invented."""
    units = [unit.name for unit in rng.sample(campaign.units, UNITS)]
    leaders = [group.key for group in campaign.groups if group.component is not Component.VOTES]
    choices = campaign.ballot.choices
    means = [(unit, key, rng.randrange(6, 40), rng.randrange(8100, 9890) / 100) for unit in units for key in leaders]
    scores = [(unit, key, rng.randrange(810, 990) / 10) for unit in units for key in leaders for _ in range(2)]
    votes = [(unit, key, *_votes(rng)) for unit in units for key in leaders]
    answers = [(unit, word, rng.randrange(1, 40)) for unit in units for word in choices]
    calls = [(unit, rng.choice(choices)) for unit in units for _ in range(4)]
    found = (
        _good("均分", "leaders", ("单位名称", "评议群体", "份数", "平均分"), means),
        _good("逐份评分", "leaders", ("单位名称", "评议群体", "评分"), scores),
        _good("票决", "leaders", ("单位名称", "评议群体", *choices), votes),
        _good("热线汇总", "hotline", HOTLINE_HEADINGS, [_hotline(unit, rng) for unit in units]),
        _good("电话", "phone", ("单位名称", *choices), [(unit, *_votes(rng)) for unit in units]),
        _good("电话分项", "phone", ("单位名称", "评价", "票数"), answers),
        _good("电话逐条", "phone", ("单位名称", "评价"), calls),
        _orders(campaign, rng),
    )
    return {one.name: one for one in found}


def _good(name: str, kind: str, headings: Sequence[str], rows: Iterable[Row]) -> Good:
    return Good(name=name, kind=kind, headings=tuple(headings), rows=tuple(rows), read=tuple(headings))


def _votes(rng: random.Random) -> tuple[int, int, int]:
    return rng.randrange(20, 60), rng.randrange(3, 15), rng.randrange(0, 6)


def _hotline(unit: str, rng: random.Random) -> Row:
    closed, returned, followed = rng.randrange(20, 400), rng.randrange(0, 20), rng.randrange(0, 12)
    rated = closed // 2
    happy, solved = rng.randrange(rated // 2, rated), rng.randrange(rated // 2, rated)
    return (
        unit, closed, returned, closed - rng.randrange(0, 9), max(0, returned - rng.randrange(0, 2)),
        happy, (rated - happy) // 2, rated - happy - (rated - happy) // 2,
        solved, (rated - solved) // 2, rated - solved - (rated - solved) // 2,
        rng.randrange(0, 3), followed, followed // 4, rng.choice((0, 0, 0.05, 0.1)),
    )  # fmt: skip


def _orders(campaign: Campaign, rng: random.Random) -> Good:
    rows = [tuple(row.get(name, "") for name in ORDER_HEADINGS) for row in order_rows(campaign, ORDERS, rng.random())]
    return Good(name="工单", kind="hotline", headings=ORDER_HEADINGS, rows=tuple(rows), read=COLUMNS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """What a table was read as, without its file's name and rows' numbers, and what was assumed."""

    content: frozenset[object]
    notes: tuple[str, ...]


def taken(campaign: Campaign, kind: str, path: Path) -> Taken:
    """Raises what reading it raises."""
    found = understand_table(campaign, kind, path)
    entries = [replace(entry, source="") for entry in found.entries]
    orders = [order._replace(row=0) for order in found.orders]
    return Taken(content=frozenset((*entries, *orders)), notes=found.notes)
