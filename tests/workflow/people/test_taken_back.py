"""An import taken back is as if it had not come, whatever came before and after it."""

import json
import random
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from invented_year import default_campaign
from order_files import GOOD, read, write

from pingyi.domain.handed_in.orders import HotlineOrder
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.score import HotlineSummary, LeaderScores, PhoneSummary
from pingyi.domain.trust.chain import EventKind
from pingyi.ground.errors import NotReadyError
from pingyi.store.base import chain
from pingyi.store.base.database import Database
from pingyi.store.base.migrations import STEPS, migrate
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.row_types import Entry, import_content
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.evidence.log import events
from pingyi.store.outside.brought import brought, resting_on
from pingyi.store.outside.imports import add_imports, outside
from pingyi.store.outside.orders import add_orders, order_sources, order_units, orders
from pingyi.store.outside.returns import add_returns, returns_entered
from pingyi.workflow.people.keys import Pair, nobody
from pingyi.workflow.people.taken_back import take_back
from pingyi.workflow.said.imports import state_text, taken_back_lines

CAMPAIGN = default_campaign()
UNITS = [unit.name for unit in CAMPAIGN.units][:6]
OLDER = STEPS.index("brought")  # the last step that knew no single imports
PAIR = Pair(by="张三", witness="李四", ask=nobody)
Table = tuple[str, tuple[Entry, ...] | tuple[HotlineOrder, ...] | tuple[Returns, ...]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        yield opened


def phone(*votes: int) -> tuple[PhoneSummary, ...]:
    return tuple(
        PhoneSummary(unit=unit, choices=(number, 1, 0), source="电话.xlsx")
        for unit, number in zip(UNITS, votes, strict=False)
    )


def take(store: Store, name: str, table: Table) -> None:
    kind, rows = table
    file = ImportedFile(name=name, sha256="0" * 64)
    if kind == "orders":
        add_orders(store, file, rows)  # type: ignore[arg-type]
    elif kind == "returns":
        add_returns(store, file, rows)  # type: ignore[arg-type]
    else:
        add_imports(store, file, rows)  # type: ignore[arg-type]


def counting(store: Store) -> tuple[object, ...]:
    found = outside(store)
    every = (*found.leaders, *found.leader_votes, *found.hotline, *found.phone)
    return sorted(map(repr, every)), orders(store), returns_entered(store), order_units(store)


@pytest.fixture(scope="module")
def pool(tmp_path_factory: pytest.TempPathFactory) -> tuple[HotlineOrder, ...]:
    """Eight orders, each in two states."""
    folder = tmp_path_factory.mktemp("orders")
    rows = [GOOD | {"工单编号": f"YF{number}", "承办单位": UNITS[number % 6]} for number in range(8)]
    late = [row | {"办结时间": "2024-03-20 10:00"} for row in rows]
    return (*read(write(folder / "一.csv", *rows)), *read(write(folder / "二.csv", *late)))


def drawn(chance: random.Random, pool: tuple[HotlineOrder, ...]) -> Table:
    some = chance.sample(range(6), chance.randint(1, 6))
    match chance.choice(("phone", "hotline", "leaders", "orders", "returns")):
        case "phone":
            return "phone", tuple(
                PhoneSummary(unit=UNITS[n], choices=(chance.randint(0, 9), 1, 2), source="电话.xlsx") for n in some
            )
        case "hotline":
            numbers = dict.fromkeys(
                ("closed", "returned", "closed_on_time", "returned_on_time", "satisfied", "basically_satisfied",
                 "dissatisfied", "solved", "partly_solved", "unsolved", "spot_check_unsolved", "followed_up",
                 "follow_up_refused"), chance.randint(0, 9),
            )  # fmt: skip
            return "hotline", tuple(
                HotlineSummary(unit=UNITS[n], bonus=Decimal("0.1"), source="热线.xlsx", **numbers) for n in some
            )
        case "leaders":
            return "leaders", tuple(
                LeaderScores(
                    unit=UNITS[n], group=chance.choice("HI"), count=3, mean=Decimal(chance.randint(60, 99)),
                    scores=(), source="领导.xlsx",
                )
                for n in some
            )  # fmt: skip
        case "orders":
            return "orders", tuple(pool[number + 8 * chance.randint(0, 1)] for number in chance.sample(range(8), 5))
        case _:
            return "returns", tuple(
                Returns(batch=f"A0{n + 1}", issued=9, returned=chance.randint(0, 9), spoiled=0, outstanding=0)
                for n in some
            )


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(12))
def test_what_counts_is_what_the_imports_that_stand_alone_would_bring(
    seed: int, tmp_path: Path, store: Store, pool: tuple[HotlineOrder, ...]
) -> None:
    chance = random.Random(seed)  # noqa: S311 - invented imports
    came: dict[int, Table] = {}
    taken: set[int] = set()
    for step in range(12):
        if came.keys() - taken and chance.random() < 0.4:
            wanted = chance.choice(sorted(came.keys() - taken))
            if came[wanted][0] == "orders" and resting_on(store, wanted):
                with pytest.raises(NotReadyError, match="没有另存"):
                    take_back(store, wanted, PAIR, "导错了")
            else:
                take_back(store, wanted, PAIR, "导错了")
                taken.add(wanted)
        else:
            before = len(brought(store))
            table = drawn(chance, pool)
            take(store, f"{step}.xlsx", table)
            if len(brought(store)) > before:
                came[brought(store)[0].number] = table
    with Store(tmp_path / "alone.db", tmp_path / "crops") as alone:
        for number, table in came.items():
            if number not in taken:
                take(alone, f"{number}.xlsx", table)
        assert counting(store) == counting(alone)
    assert not list(chain_differences(store))
    for one in brought(store):
        assert (one.taken_back is not None) == (one.number in taken)
        assert not (one.counting and one.taken_back)
        assert all(by > one.number and by not in taken for by in one.replaced_by)


def test_what_it_had_replaced_counts_again_and_what_nobody_else_has_is_said(store: Store) -> None:
    take(store, "一.xlsx", ("phone", phone(5)))
    take(store, "二.xlsx", ("phone", phone(7, 8)))
    (second, first) = brought(store)
    assert (first.counting, first.replaced_by, second.counting) == (0, (2,), 2)
    assert state_text(first) == "已被第 2 次替换"
    said = "\n".join(taken_back_lines(take_back(store, 2, PAIR, " 是去年的表 ")))
    assert "其中 1 行改以第 1 次导入（一.xlsx）为准" in said
    assert "1 行没有别的导入可以代替" in said
    assert [one.choices for one in outside(store).phone] == [(5, 1, 0)]
    (second, first) = brought(store)
    assert state_text(second).startswith("已撤回（张三、李四 ")
    assert state_text(second).endswith("）：是去年的表")
    assert (first.counting, first.replaced_by) == (1, ())
    assert [event.kind for event in events(store)][-2:] == [EventKind.TAKE_BACK, EventKind.LOG]


def test_orders_taken_back_may_come_again(store: Store, pool: tuple[HotlineOrder, ...]) -> None:
    take(store, "工单.csv", ("orders", pool[:8]))
    take_back(store, 1, PAIR, "先撤回")
    assert (orders(store), order_sources(store)) == ((), ())
    take(store, "工单.csv", ("orders", pool[:8]))
    assert len(orders(store)) == 8
    assert order_sources(store) == ("工单.csv",)


def test_orders_that_later_ones_rest_on_are_taken_back_last(store: Store, pool: tuple[HotlineOrder, ...]) -> None:
    take(store, "一.csv", ("orders", pool[:4]))
    take(store, "二.csv", ("orders", pool[:8]))
    with pytest.raises(NotReadyError, match=r"请先撤回第 2 次，再撤回第 1 次"):
        take_back(store, 1, PAIR, "导错了")
    assert len(orders(store)) == 8
    take_back(store, 2, PAIR, "导错了")
    take_back(store, 1, PAIR, "导错了")
    assert orders(store) == ()


@pytest.mark.parametrize(
    ("number", "pair", "reason", "words"),
    [
        (9, PAIR, "错", "没有第 9 次导入"),
        (1, PAIR, " ", "要写明原因"),
        (1, Pair(by="张三", witness="张 三", ask=nobody), "错", "须是两个人"),
    ],
)
def test_what_cannot_be_taken_back_is_told(store: Store, number: int, pair: Pair, reason: str, words: str) -> None:
    take(store, "一.xlsx", ("phone", phone(5)))
    with pytest.raises(NotReadyError, match=words):
        take_back(store, number, pair, reason)
    assert outside(store).phone


def test_nothing_is_taken_back_twice(store: Store) -> None:
    take(store, "一.xlsx", ("phone", phone(5)))
    take_back(store, 1, PAIR, "错")
    with pytest.raises(NotReadyError, match="已经撤回"):
        take_back(store, 1, PAIR, "错")


def test_imports_of_an_older_program_are_listed_one_by_one(tmp_path: Path) -> None:
    database = Database(tmp_path / "pingyi.db")
    migrate(database, OLDER)
    votes = [import_content(one) for one in phone(1, 2, 3)]
    days = ("2024-12-01", "2024-12-01", "2024-12-02")
    old_rows(database, "更早.xlsx", votes, days)  # before there was a chain: by file and moment
    tables = [name for name in chain.COVERED if name not in ("brought", "taken_back", "reassigned")]
    covers = [cover for name in tables if (cover := chain.cover_rows(database, name))]
    chain.append(database, EventKind.BEGIN, {"covers": tables, "rows": covers})
    for _ in range(2):
        with database.atomic(), chain.recorded(database, EventKind.IMPORT, "imports"):
            old_rows(database, "一.xlsx", votes[:2], ("2024-12-09T10:00:00+08:00", "2024-12-09T10:00:01+08:00"))
    with database.atomic(), chain.recorded(database, EventKind.ORDERS, "hotline_exports"):
        export = {"source": "工单.csv", "sha256": "0" * 64, "content": "c", "orders": 5, "imported_at": "2024-12-10"}
        database.table("hotline_exports").insert(export)
    database.close()
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        assert [(one.source, one.entries, one.counting, one.replaced_by) for one in reversed(brought(store))] == [
            ("更早.xlsx", 2, 0, (4,)),
            ("更早.xlsx", 1, 1, ()),
            ("一.xlsx", 2, 0, (4,)),
            ("一.xlsx", 2, 2, ()),
            ("工单.csv", 5, 0, ()),
        ]
        take_back(store, 4, PAIR, "导错了")
        assert [one.counting for one in reversed(brought(store))] == [0, 1, 2, 0, 0]
        assert not list(chain_differences(store))


def old_rows(database: Database, source: str, contents: list[dict[str, str]], moments: tuple[str, ...]) -> None:
    kept = {"evaluators": "", "source": source, "sha256": "0" * 64}
    units = (json.loads(one["content"])["unit"] for one in contents)
    database.table("imports").insert_all(
        {**one, **kept, "unit": unit, "imported_at": at} for one, unit, at in zip(contents, units, moments, strict=True)
    )
