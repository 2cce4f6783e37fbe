"""
Seconds and rows a second of the hotline: 100,000 invented orders imported and scored.

    python -m benchmarks.points.hotline [--orders N] [--format xlsx|csv]

Times are CPU seconds of this process and those it starts, with wall seconds beside them. Afterwards the database and
everything written is searched for the invented callers' names, phones and titles.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import xlsxwriter

from pingyi.domain.campaign.campaign import Campaign
from pingyi.samples.orders import HEADINGS, callers, order_rows, write_orders
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.tables.hotline import check_hotline, outside_with_orders
from pingyi.workflow.tables.imports import import_table

SEED = 12345
SEARCHED = 3000  # callers looked for in every file: one by one, that is slow


def main() -> None:
    """Invent, import, score, check, search."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--orders", type=int, default=100_000)
    parser.add_argument("--format", choices=("xlsx", "csv"), default="xlsx")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace, _ = start_workspace(Path(folder) / "w", None)
        campaign = workspace.campaign
        table = _table(campaign, Path(folder) / f"工单.{asked.format}", asked.orders)
        print(f"{asked.orders:,} orders, {len(HEADINGS)} columns, {table.stat().st_size / 1e6:.1f} MB {asked.format}")
        with working(workspace, "benchmark") as store:
            spent = _timed(workspace.root, campaign, store, table, asked.orders)
        print(f"import and score: {spent:.1f} s CPU = {asked.orders / spent:,.0f} orders/s")
        found = _leaks(workspace.root, campaign, asked.orders)
        print(f"names, phones and titles of {min(asked.orders, SEARCHED):,} callers found in the workspace: {found}")


def _timed(root: Path, campaign: Campaign, store: Store, table: Path, orders: int) -> float:
    spent: list[float] = []
    with _clock("import", orders, spent):
        import_table(campaign, store, "hotline", table)
    with _clock("score", orders, spent):
        outside_with_orders(campaign, store)
    total = sum(spent)
    with _clock("import again, nothing changes", orders, spent):
        import_table(campaign, store, "hotline", table)
    with _clock("check against nothing, workbook", orders, spent):
        check_hotline(root, campaign, store)
    return total


@contextmanager
def _clock(what: str, orders: int, spent: list[float]) -> Iterator[None]:
    cpu, wall = _cpu(), time.perf_counter()
    yield
    cpu, wall = _cpu() - cpu, time.perf_counter() - wall
    spent.append(cpu)
    print(f"  {what}: {cpu:.2f} s CPU, {wall:.2f} s wall, {orders / cpu:,.0f} orders/s")


def _cpu() -> float:
    """With ended children: the file is opened in a process of its own."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def _table(campaign: Campaign, path: Path, count: int) -> Path:
    if path.suffix == ".csv":
        return write_orders(campaign, path, count, SEED)
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("工单")
    sheet.write_row(0, 0, HEADINGS)
    for number, row in enumerate(order_rows(campaign, count, SEED), start=1):
        sheet.write_row(number, 0, [row.get(name, "") for name in HEADINGS])
    book.close()
    return path


def _leaks(root: Path, campaign: Campaign, count: int) -> int:
    words = {word.encode() for word in callers(order_rows(campaign, min(count, SEARCHED), SEED))}
    files = [path.read_bytes() for path in root.rglob("*") if path.is_file()]
    return sum(word in content for word in words for content in files)


if __name__ == "__main__":
    main()
