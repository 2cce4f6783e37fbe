"""Whoever knows in which order voters handed in their ballots cannot find out what they voted."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from python_calamine import CalamineWorkbook
from test_workflow_review import Filled, fill

from domain.chain import seal_of
from domain.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from generator.review_sheet import ROWS_SHEET
from store.lock import HOLDER
from store.log import events
from store.records import Filing
from store.secrecy import forget_order
from store.store import Store
from workflow.archive import make_archive
from workflow.init import start_workspace
from workflow.review import export_review, find_sheet, import_review
from workflow.workspace import Workspace, working

SHEETS, COMMANDS = 60, 3  # scanned by so many commands
AT_ONCE = 5  # filed in one transaction
PLACES = {"source_file", "source_page", "scan"}  # needed to find a paper until the campaign closes
CHANCE = 0.36  # of random orders of 60, one in 200 agrees so well; three in a row never do


@dataclass(frozen=True)
class Fed:
    """A workspace and the order in which its sheets came in."""

    workspace: Workspace
    order: list[str]


def digests(seed: int) -> list[str]:
    """As sheets are named: by what they look like, in the order they were fed."""
    rng = np.random.default_rng(seed)
    return [rng.bytes(32).hex() for _ in range(SHEETS)]


def reading(digest: str, page: int) -> SheetReading:
    doubtful = RowReading(item="2", name="里雍镇", verdict=Verdict.DOUBTFUL, confidence=0.3, reasons=(Doubt.CROSS,))
    choice = "不满意" if int(digest[:2], 16) < 20 else "满意"
    clear = [
        RowReading(item=str(item), name="甲", verdict=Verdict.VALID, choice=choice, confidence=0.9)
        for item in (1, *range(3, 60))
    ]
    return SheetReading(
        source=Source(file="甲.pdf", page=page),
        digest=digest,
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=(clear[0], doubtful, *clear[1:]),
        has_opinion=False,
        crops={"2": png(digest)},
    )


def png(digest: str) -> bytes:
    out = BytesIO()
    Image.fromarray(np.frombuffer(bytes.fromhex(digest), np.uint8).reshape(4, 8)).save(out, "PNG")
    return out.getvalue()


def file_sheets(store: Store, order: list[str], first_page: int) -> None:
    filings = [
        Filing(outcome=reading(digest, page), batch="A01", scan="s") for page, digest in enumerate(order, first_page)
    ]
    for start in range(0, len(filings), AT_ONCE):
        store.file_pages(filings[start : start + AT_ONCE])


def fed(folder: Path, seed: int) -> Fed:
    """Sheets scanned by several commands; the pile given a second time; doubts exported, decided, imported."""
    workspace, _ = start_workspace(folder)
    order, each = digests(seed), SHEETS // COMMANDS
    for start in range(0, SHEETS, each):
        with working(workspace, "scan") as store:
            file_sheets(store, order[start : start + each], start + 1)
            forget_order(store)
    with working(workspace, "scan") as store:
        store.file_pages([twin(digest, page) for page, digest in enumerate(order, start=1)])
    with working(workspace, "review") as store:
        lines = export_review(workspace.campaign, store, folder / "复核表.xlsx")
        answers: Filled = {
            ROWS_SHEET: {
                (line, column): word
                for line in range(1, lines + 1)
                for column, word in (("判定", "满意"), ("计票人", "甲某（虚构）"), ("监票人", "乙某（虚构）"))
            }
        }
        import_review(workspace.campaign, store, fill(folder / "复核表.xlsx", answers))
    return Fed(workspace=workspace, order=order)


def twin(digest: str, page: int) -> Filing:
    """The same paper scanned again, set aside."""
    detail = f"与甲.pdf 第 {page} 页（A01 批）的字迹位置有 90% 的行相同"
    again = UnreadPage(
        source=Source(file="乙.pdf", page=page),
        digest=digest[::-1],
        reason=Unread.SAME_PAPER,
        detail=detail,
        twin=digest,
    )
    return Filing(outcome=again, batch="A01", scan="t")


def agreement(order: list[str], found: list[str]) -> float:
    """How well one order agrees with another, whichever way round it is read: 1 the same, 0 not at all."""
    at = {digest: number for number, digest in enumerate(found)}
    ranks = np.array([at[digest] for digest in order])
    return abs(float(np.corrcoef(ranks, np.arange(len(ranks)))[0, 1]))


def raw_orders(name: str, path: Path, order: list[str]) -> Iterator[tuple[str, list[str]]]:
    """By where a sheet's name stands in the bytes of a file."""
    raw = path.read_bytes()
    for word, find in (("first", raw.find), ("last", raw.rfind)):
        yield f"{name}: place in the file, {word}", sorted(order, key=lambda digest: find(digest.encode()))


def table_orders(rows: dict[str, list[dict[str, object]]], order: list[str]) -> Iterator[tuple[str, list[str]]]:
    """Of every table that names every sheet: as its rows lie, and by each column."""
    for table, found in rows.items():
        for key in ("digest", "sheet", "twin"):
            naming = [row for row in found if row.get(key) in set(order)]
            if len({row[key] for row in naming}) < SHEETS:
                continue
            yield f"{table}.{key} as they lie", [str(row[key]) for row in naming]
            for column in naming[0]:
                if column not in PLACES:
                    listed = sorted(naming, key=lambda row: (str(row[column]).rjust(20), str(row[key])))
                    yield f"{table}.{key} by {column}", [str(row[key]) for row in listed]


def in_database(job: Fed) -> Iterator[tuple[str, list[str]]]:
    """All tables but the pages set aside, which name the place of their twin: people must find both papers."""
    database = sqlite3.connect(job.workspace.database)
    database.row_factory = sqlite3.Row
    names = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    tables = {name: [dict(row) for row in database.execute(f"SELECT * FROM {name}")] for name in names}  # noqa: S608
    del tables["unread_pages"]
    yield from table_orders(tables, job.order)
    yield from raw_orders("database", job.workspace.database, job.order)


def in_crops(job: Fed) -> Iterator[tuple[str, list[str]]]:
    folder = job.workspace.crops
    for name, pattern in (("folders", "*"), ("files", "*/*")):
        found = sorted(folder.glob(pattern), key=lambda path: (path.stat().st_mtime_ns, str(path)))
        yield f"crop {name} by time", [path.relative_to(folder).parts[0] for path in found]


def in_workbook(job: Fed) -> Iterator[tuple[str, list[str]]]:
    path = job.workspace.root / "复核表.xlsx"
    grid = CalamineWorkbook.from_path(str(path)).get_sheet_by_name(ROWS_SHEET).to_python()
    head = next(number for number, line in enumerate(grid) if "键" in line)
    yield "review workbook", [str(line[grid[head].index("键")]).partition("/")[0] for line in grid[head + 1 :]]
    with zipfile.ZipFile(path) as book:
        pictures = sorted(name for name in book.namelist() if name.startswith("xl/media/"))
        shown = [book.read(name) for name in pictures]
    by_picture = {png(digest): digest for digest in job.order}
    yield "pictures in the workbook", [by_picture[picture] for picture in shown if picture in by_picture]


def in_results(job: Fed, *, pictures: bool) -> Iterator[tuple[str, list[str]]]:
    """The sealed file of results, which holds no places at all."""
    out = job.workspace.root / ("with.zip" if pictures else "results.zip")
    with working(job.workspace, "archive") as store:
        make_archive(job.workspace, store, out, pictures=pictures)
    with zipfile.ZipFile(out) as archive:
        tables = {
            f"sealed {name[7:].removesuffix('.jsonl')}": [
                json.loads(line) for line in archive.read(name).decode().splitlines()
            ]
            for name in archive.namelist()
            if name.startswith("tables/") and "places" not in name
        }
        dates = {entry.date_time for entry in archive.infolist()}
    assert len(dates) == 1
    yield from table_orders(tables, job.order)
    yield from raw_orders("archive", out, job.order) if not pictures else ()


def all_orders(job: Fed) -> Iterator[tuple[str, list[str]]]:
    yield from in_database(job)
    yield from in_crops(job)
    yield from in_workbook(job)
    yield from in_results(job, pictures=True)
    yield from in_results(job, pictures=False)


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
        "archive", "review workbook", "pictures in the workbook", "crop files by time",
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
            file_sheets(store, order, 1)  # and no more: it was killed
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
        file_sheets(store, digests(1), 1)
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
