"""Whoever knows in which order voters handed in their ballots cannot find out what they voted."""

import sqlite3
import zipfile
from pathlib import Path

import pytest
from order_attack import (
    CHANCE,
    COMMANDS,
    SHEETS,
    Fed,
    agreement,
    all_orders,
    digests,
    fed,
    file_sheets,
    in_results,
    raw_orders,
    table_orders,
)
from python_calamine import CalamineWorkbook

from pingyi.domain.trust.chain import seal_of
from pingyi.generator.sheets.review_sheet import ROWS_SHEET
from pingyi.store.base.lock import HOLDER
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import events
from pingyi.store.evidence.secrecy import forget_order
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.review import find_sheet

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def jobs(tmp_path_factory: pytest.TempPathFactory, _signing_key: None) -> list[Fed]:
    return [fed(tmp_path_factory.mktemp("fed") / "w", seed) for seed in range(3)]


def test_no_order_left_behind_is_better_than_chance(jobs: list[Fed]) -> None:
    best: dict[str, list[float]] = {}
    for job in jobs:
        for source, listed in all_orders(job):
            found = list(dict.fromkeys(listed))
            assert len(found) == SHEETS, source
            best.setdefault(source, []).append(agreement(job.order, found))
    leaks = {source: found for source, found in best.items() if min(found) > CHANCE}
    assert leaks == {}
    assert {source.partition(".")[0].partition(":")[0] for source in best} >= {
        "sheets", "row_readings", "sheet_digests", "corrections", "database", "sealed sheets", "sealed corrections",
        "archive", "review workbook", "pictures in the workbook", "crops/ files by time", "sheets/ files by time",
    }, "every channel was tried"  # fmt: skip


def test_the_attack_finds_an_order_where_there_is_one(jobs: list[Fed]) -> None:
    """The test above can fail: row numbers and the columns it leaves out give the order away."""
    job = jobs[0]
    rows: list[dict[str, object]] = [{"digest": digest, "read_at": at} for at, digest in enumerate(job.order)]
    found = {source: agreement(job.order, listed) for source, listed in table_orders({"sheets": rows}, job.order)}
    assert found["sheets.digest by read_at"] == pytest.approx(1.0)
    with sqlite3.connect(job.workspace.database) as database:
        by_page = [row[0] for row in database.execute("SELECT digest FROM sheets ORDER BY source_page")]
    assert agreement(job.order, by_page) == pytest.approx(1.0)


def test_the_results_tell_no_place_even_of_a_pile_that_was_scanned_twice(jobs: list[Fed]) -> None:
    job = jobs[1]
    list(in_results(job, pictures=False))
    with zipfile.ZipFile(job.workspace.root / "results.zip") as archive:
        lines = archive.read("tables/unread_pages.jsonl").decode()
    assert lines.count("same_paper") == SHEETS
    assert not [digest for digest in job.order if digest in lines or digest[::-1] in lines]
    assert "乙.pdf" not in lines
    assert "甲.pdf" not in lines


def test_copies_of_the_database_tell_no_order_within_a_command(jobs: list[Fed]) -> None:
    """Between two commands they do, as the scans' own names do: each copy holds what was there after its command."""
    worst: dict[str, list[float]] = {}
    for job in jobs:
        before: set[str] = set()
        copies = sorted(job.workspace.backups.glob("*.db"))
        assert len(copies) == COMMANDS + 2
        for number, copy in enumerate(copies[:COMMANDS]):
            with sqlite3.connect(copy) as database:
                held = {row[0] for row in database.execute("SELECT digest FROM sheets")}
            new = [digest for digest in job.order if digest in held - before]
            assert len(new) == SHEETS // COMMANDS
            for source, listed in raw_orders(f"copy {number}", copy, new):
                worst.setdefault(source, []).append(agreement(new, listed))
            before = held
    assert {source: found for source, found in worst.items() if min(found) > 0.56} == {}  # one in 100 orders of 20


def test_salts_in_copies_open_no_more_than_what_a_command_ended_with(jobs: list[Fed]) -> None:
    for job in jobs:
        with working(job.workspace, "test") as store:
            contents = [event.content() for event in events(store)]
        said = [content["batches"]["A01"]["sha256"] for content in contents if content.get("batches")]
        opened = 0
        for copy in sorted(job.workspace.backups.glob("*.db")):
            with sqlite3.connect(copy) as database:
                salts = [row[0] for row in database.execute("SELECT salt FROM batch_salts")]
                held = [row[0] for row in database.execute("SELECT digest FROM sheet_digests")]
            assert all(seal_of(salt, held) in said for salt in salts)
            raw = copy.read_bytes()
            opened = max(opened, len(salts))
            assert sum(raw.count(salt.encode()) for salt in salts) == len(salts), "and none is left in freed pages"
        assert opened == 1
        assert len(said) > COMMANDS


def test_a_command_that_was_killed_leaves_no_order_to_the_next(tmp_path: Path) -> None:
    found: dict[str, list[float]] = {}
    for seed in range(3):
        workspace, _ = start_workspace(tmp_path / str(seed))
        order = digests(seed)
        with Store(workspace.database, workspace.crops) as store:
            file_sheets(workspace, store, order, 1)  # and no more: it was killed
        (workspace.root / HOLDER).write_text("{}")
        with working(workspace, "status"):
            pass
        for name, path in (("database", workspace.database), ("copy", min(workspace.backups.glob("*.db")))):
            for source, listed in raw_orders(name, path, order):
                found.setdefault(source, []).append(agreement(order, listed))
    assert {source: agreed for source, agreed in found.items() if min(agreed) > CHANCE} == {}


def test_nothing_is_left_in_the_write_ahead_log(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w")
    log = workspace.database.with_name("pingyi.db-wal")
    with working(workspace, "scan") as store:
        file_sheets(workspace, store, digests(1), 1)
        assert log.stat().st_size > 0
        forget_order(store)
        assert log.stat().st_size == 0
    assert not log.exists()


def test_the_log_names_no_sheet_and_readings_bear_no_time_of_day(jobs: list[Fed]) -> None:
    with working(jobs[0].workspace, "test") as store:
        entries = events(store)
    assert not [digest for digest in jobs[0].order if any(digest in event.payload for event in entries)]
    assert {len(event.content()["at"]) for event in entries if event.kind == "reading"} == {len("2024-01-01")}


def test_the_workbook_for_people_names_no_page_and_no_moment(jobs: list[Fed]) -> None:
    job = jobs[2]
    path = job.workspace.root / "复核表.xlsx"
    with working(job.workspace, "test") as store:
        assert find_sheet(store, job.order[6][:10]) == ("甲.pdf 第 7 页",), "whoever has to see the paper can ask"
    sheet = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(ROWS_SHEET).to_python()
    assert not any("甲.pdf" in str(cell) for line in sheet for cell in line)
