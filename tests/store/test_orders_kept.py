"""Orders in the workspace: newer exports supersede, adopted figures and recomputed ones are set side by side."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from order_files import CAMPAIGN, GOOD, read, write
from python_calamine import CalamineWorkbook
from rich.table import Table

from pingyi.samples.orders import write_orders
from pingyi.scoring.orders.sums import FIELDS
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import orders
from pingyi.workflow.said.hotline import SOME_ORDERS, order_lines
from pingyi.workflow.tables.hotline import check_hotline, orders_behind, orders_of, outside_with_orders, unit_counts
from pingyi.workflow.tables.imports import import_table


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        yield opened


def test_the_same_export_changes_nothing_and_a_newer_one_supersedes_order_by_order(
    tmp_path: Path, store: Store
) -> None:
    second = GOOD | {"工单编号": "YF2"}
    first_file = write(tmp_path / "一.csv", GOOD, second)
    assert import_table(CAMPAIGN, store, "hotline", first_file).orders is not None
    once = orders(store)
    again = import_table(CAMPAIGN, store, "hotline", first_file).orders
    assert again is not None
    assert again.known
    newer = import_table(
        CAMPAIGN,
        store,
        "hotline",
        write(tmp_path / "二.csv", GOOD | {"办结时间": "2024-03-20 10:00"}, GOOD | {"工单编号": "YF3"}),
    ).orders
    assert newer is not None
    assert (newer.new, newer.changed, newer.same, newer.elsewhere, newer.moved) == (1, 1, 0, 1, ("YF20240001",))
    assert [order.code for order in orders(store)] == ["YF2", "YF20240001", "YF3"]
    import_table(CAMPAIGN, store, "hotline", first_file)  # an old file brought in by mistake
    assert orders(store)[1].closed == datetime.fromisoformat("2024-03-20 10:00")
    assert once[1].closed == datetime.fromisoformat("2024-03-08 09:30")


def test_stored_orders_come_back_as_they_were_read(tmp_path: Path, store: Store) -> None:
    table = write_orders(CAMPAIGN, tmp_path / "工单.csv", 500, 3)
    import_table(CAMPAIGN, store, "hotline", table)
    assert orders(store) == tuple(sorted(read(table), key=lambda order: order.code))


SUMMARY = (
    "承办单位,办结量,退单量,按时办结量,按时退单量,满意,基本满意,不满意,已解决,部分解决,未解决,"
    "抽查未解决,跟踪问效量,跟踪未通过,加分\n"
)


def test_the_adopted_table_counts_and_the_orders_that_differ_are_named(tmp_path: Path, store: Store) -> None:
    late = {"工单编号": "YF2", "办结时间": "2024-03-19 10:00", "平台判定按时": "是", "重办次数": "1"}
    other = {"工单编号": "YF3", "承办单位": "里雍镇"}
    import_table(CAMPAIGN, store, "hotline", write(tmp_path / "工单.csv", GOOD, GOOD | late, GOOD | other))
    (tmp_path / "汇总.csv").write_text(f"{SUMMARY}雒容镇,3,0,2,0,0,0,0,0,0,0,0,0,0,0\n", encoding="utf-8")
    import_table(CAMPAIGN, store, "hotline", tmp_path / "汇总.csv")
    scored = {summary.unit: summary for summary in outside_with_orders(CAMPAIGN, store).hotline}
    assert (scored["雒容镇"].closed, scored["雒容镇"].from_orders) == (3, False)
    assert (scored["里雍镇"].closed, scored["里雍镇"].from_orders) == (1, True)
    report = check_hotline(tmp_path, CAMPAIGN, store)
    found = {difference.count: difference for difference in report.comparison.differences}
    assert set(found) == {"办结量", "按时办结量"}
    assert (found["按时办结量"].gap, found["按时办结量"].unexplained) == (1, 0)
    (culprit,) = found["按时办结量"].culprits
    assert culprit.judged.order.code == "YF2"
    assert "平台判定按时：重办 1 次" in culprit.reason
    assert (found["办结量"].gap, found["办结量"].unexplained) == (1, 1)
    assert report.comparison.only_orders == ("里雍镇",)
    assert report.file.is_file()
    assert outside(store).hotline[0].closed == 3


@pytest.mark.slow
def test_every_count_opens_into_its_orders(tmp_path: Path, store: Store) -> None:
    import_table(CAMPAIGN, store, "hotline", write_orders(CAMPAIGN, tmp_path / "工单.csv", 600, 5))
    summary = unit_counts(CAMPAIGN, store, "雒容镇")
    assert len(orders_behind(CAMPAIGN, store, "雒容镇", "按时办结量")) == summary.closed_on_time
    assert len(orders_behind(CAMPAIGN, store, "雒容镇", "退单量")) == summary.returned
    assert len(orders_behind(CAMPAIGN, store, "雒容镇", "跟踪问效量")) == summary.followed_up
    assert summary.closed_on_time > 0


def test_the_workbook_lists_every_order_with_the_counts_it_is_in(tmp_path: Path, store: Store) -> None:
    import_table(CAMPAIGN, store, "hotline", write_orders(CAMPAIGN, tmp_path / "工单.csv", 300, 5))
    book = CalamineWorkbook.from_path(str(check_hotline(tmp_path, CAMPAIGN, store).file))
    _, headings, *lines = book.get_sheet_by_name("全部工单").to_python()
    assert len(lines) == len(orders(store)) == 300
    rows = [dict(zip(headings, line, strict=True)) for line in lines]
    for unit in {row["单位名称"] for row in rows}:
        summary = unit_counts(CAMPAIGN, store, str(unit))
        own = [str(row["计入"]) for row in rows if row["单位名称"] == unit]
        for count, field in FIELDS.items():
            mark = f"【{count}】"  # what a clerk filters by: it stands in no other
            added = sum((Decimal(one.split(mark)[1].split("【")[0] or 1) for one in own if mark in one), Decimal(0))
            assert added == getattr(summary, field)


def test_the_terminal_lists_every_order_when_asked(tmp_path: Path, store: Store) -> None:
    import_table(CAMPAIGN, store, "hotline", write_orders(CAMPAIGN, tmp_path / "工单.csv", 3000, 5))
    listed = orders_behind(CAMPAIGN, store, "雒容镇", "办结量")
    assert len(listed) > SOME_ORDERS
    for every, rows in ((False, SOME_ORDERS), (True, len(listed))):
        (table,) = (line for line in order_lines(listed, "", every=every) if isinstance(line, Table))
        assert table.row_count == rows
    assert len(orders_of(CAMPAIGN, store, "雒容镇")) >= len(listed)


def test_where_two_readings_would_do_the_one_that_explains_the_others_is_named(tmp_path: Path, store: Store) -> None:
    answers = {"短信评价_满意": "满意", "人工回访_满意": "满意", "是否接通": "是"}
    rows = [
        GOOD | answers | {"工单编号": f"YF{number}", "承办单位": unit}
        for number, unit in enumerate(("雒容镇", "里雍镇", "白沙镇"))
    ]
    over = {"派单时间": "2024-12-30 10:00", "办结时间": "2025-01-03 10:00", "短信评价_满意": "满意"}
    import_table(
        CAMPAIGN,
        store,
        "hotline",
        write(tmp_path / "工单.csv", *rows, GOOD | over | {"工单编号": "YF9", "承办单位": "雒容镇"}),
    )
    units = "".join(
        f"{unit},{closed},0,{closed},0,{good},0,0,0,0,0,0,0,0,0\n"
        for unit, closed, good in (("雒容镇", 2, 2), ("里雍镇", 1, 1), ("白沙镇", 1, 1))
    )
    (tmp_path / "汇总.csv").write_text(f"{SUMMARY}{units}", encoding="utf-8")
    import_table(CAMPAIGN, store, "hotline", tmp_path / "汇总.csv")
    found = check_hotline(tmp_path, CAMPAIGN, store).comparison.differences
    assert {(one.unit, one.count, one.gap, one.unexplained) for one in found} == {
        (unit, "满意", -1, 0) for unit in ("雒容镇", "里雍镇", "白沙镇")
    }
    assert [[culprit.judged.order.code for culprit in one.culprits] for one in found] == [["YF0"], ["YF1"], ["YF2"]]
