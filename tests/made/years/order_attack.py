"""Sheets fed in a known order, and every order that can be read out of what is left of them."""

import json
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from filled_workbook import Filled, fill
from PIL import Image
from python_calamine import CalamineWorkbook

from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.generator.sheets.review_sheet import ROWS_SHEET
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.secrecy import forget_order
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.review import export_review, import_review
from pingyi.workflow.scans.filing import file_pages

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
        form_page=1,
        form_pages=1,
        source=Source(file="甲.pdf", page=page),
        digest=digest,
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=(clear[0], doubtful, *clear[1:]),
        has_opinion=False,
        crops={"2": png(digest)},
        layout=b"{}",
    )


def png(digest: str) -> bytes:
    out = BytesIO()
    Image.fromarray(np.frombuffer(bytes.fromhex(digest), np.uint8).reshape(4, 8)).save(out, "PNG")
    return out.getvalue()


def file_sheets(workspace: Workspace, store: Store, order: list[str], first_page: int) -> None:
    filings = [
        Filing(outcome=reading(digest, page), batch="A01", scan="s") for page, digest in enumerate(order, first_page)
    ]
    for start in range(0, len(filings), AT_ONCE):
        file_pages(store, workspace.drawn, filings[start : start + AT_ONCE])


def fed(folder: Path, seed: int) -> Fed:
    """Sheets scanned by several commands; the pile given a second time; doubts exported, decided, imported."""
    workspace, _ = start_workspace(folder)
    order, each = digests(seed), SHEETS // COMMANDS
    for start in range(0, SHEETS, each):
        with working(workspace, "scan") as store:
            file_sheets(workspace, store, order[start : start + each], start + 1)
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


def in_pictures(job: Fed) -> Iterator[tuple[str, list[str]]]:
    for folder in (job.workspace.crops, job.workspace.drawn):
        for name, pattern in (("folders", "*"), ("files", "*/*")):
            found = sorted(folder.glob(pattern), key=lambda path: (path.stat().st_mtime_ns, str(path)))
            assert len(found) == SHEETS
            yield f"{folder.name}/ {name} by time", [path.relative_to(folder).parts[0] for path in found]


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
    yield from in_pictures(job)
    yield from in_workbook(job)
    yield from in_results(job, pictures=True)
    yield from in_results(job, pictures=False)
