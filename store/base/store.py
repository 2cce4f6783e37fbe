"""The workspace's memory: one open database. Every write is one transaction."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.paper import PageCount
from pingyi.domain.readings.reading import SheetReading, UnreadPage
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base import chain
from pingyi.store.base.crops import save_crops
from pingyi.store.base.database import Database
from pingyi.store.base.faults import faults_of
from pingyi.store.base.migrations import migrate
from pingyi.store.base.records import BatchProgress, DoubtfulRow, Filing, KnownSheet, OpenPage, PageDecision
from pingyi.store.base.row_types import correction_of, open_row_of, reading_of, source_of, unread_page_of
from pingyi.store.base.turns import turn_of

BUSY_MS = 5000  # a backup program or virus scanner may hold the file for a moment

_READINGS = """
SELECT s.digest, s.batch, s.source_file, s.source_page, s.form_digest, s.turn, s.has_opinion,
       s.form_page, s.form_pages, s.mark,
       r.item, r.name, r.verdict, r.choice, r.confidence, r.reasons
FROM sheets AS s JOIN row_readings AS r ON r.sheet = s.digest
ORDER BY s.batch, s.source_file, s.source_page, s.digest, r.position
"""

_PROGRESS = """
SELECT batch, sum(sheets) AS sheets, sum(rows) AS rows, sum(doubtful) AS doubtful,
       sum(open) AS open, sum(unread) AS unread
FROM (
  SELECT batch, 1 AS sheets, 0 AS rows, 0 AS doubtful, 0 AS open, 0 AS unread FROM standing_sheets
  UNION ALL
  SELECT s.batch, 0, 1, r.verdict = 'doubtful', 0, 0
  FROM standing_sheets AS s JOIN row_readings AS r ON r.sheet = s.digest
  UNION ALL
  SELECT s.batch, 0, 0, 1, 0, 0 FROM referred_rows AS f JOIN standing_sheets AS s ON s.digest = f.sheet
  JOIN row_readings AS r ON r.sheet = f.sheet AND r.item = f.item WHERE r.verdict <> 'doubtful'
  UNION ALL
  SELECT batch, 0, 0, 0, 1, 0 FROM open_rows
  UNION ALL
  SELECT batch, 0, 0, 0, 0, 1 FROM open_unread_pages
)
GROUP BY batch ORDER BY batch
"""

_KNOWN = """
SELECT coalesce(r.batch, s.batch) AS batch, s.source_file, s.source_page
FROM sheets AS s LEFT JOIN latest_reassigned AS r ON r.paper = s.digest
"""

_PAGE_COUNTS = """
SELECT batch, form_page, form_pages, count(*) AS sheets FROM standing_sheets
GROUP BY batch, form_pages, form_page ORDER BY batch, form_pages, form_page
"""


class Store:
    """Owns the connection; close it, or use it as a context."""

    def __init__(self, path: Path, crops: Path) -> None:
        self.path = path
        self.crops = crops
        self._turn = turn_of(path)
        with faults_of(path):
            # lent out by a pool, a connection goes from thread to thread, one at a time
            self.database = Database(sqlite3.connect(path, check_same_thread=False))
            try:
                self.database.execute(f"PRAGMA busy_timeout = {BUSY_MS}")
                self.database.execute("PRAGMA journal_mode = WAL")
                self.database.execute("PRAGMA synchronous = FULL")  # a power cut loses nothing that was reported
                self.database.execute("PRAGMA secure_delete = ON")  # an old salt of the chain is gone for good
                migrate(self.database)  # may put a table in another's place: foreign keys are held from here on
                self.database.execute("PRAGMA foreign_keys = ON")
                chain.begin(self.database)
            except BaseException:
                self.database.close()
                raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self.database.close()

    # ---- pages ----

    def file_pages(self, filings: Sequence[Filing]) -> None:
        """Keep these pages, all or none; a sheet or an unread page known already is passed over."""
        with self.recording(EventKind.READING, "unread_pages"):
            for filing in filings:
                match filing.outcome:
                    case SheetReading():
                        self._file_sheet(filing, filing.outcome)
                    case UnreadPage():
                        self._file_unread(filing, filing.outcome)

    def known_sheet(self, digest: str) -> KnownSheet | None:
        """Where the sheet with this picture was filed before, and counts now."""
        found = self.rows(f"{_KNOWN} WHERE s.digest = ?", [digest])
        return next((KnownSheet(batch=row["batch"], source=source_of(row)) for row in found), None)

    def pages_read(self, scan: str) -> dict[int, str]:
        """Batch (empty: taken out) by 1-based page, of the pages of a file (SHA-256) that have been read."""
        found = self.rows(f"{_KNOWN} WHERE s.scan = ?", [scan])
        return {row["source_page"]: row["batch"] for row in found}

    def readings(self) -> Iterator[tuple[str, SheetReading]]:
        """Batch and reading of every sheet, without crops, by batch and place in its file."""
        for _, rows in groupby(self.rows(_READINGS), key=lambda row: row["digest"]):
            first, *others = rows
            yield first["batch"], reading_of([first, *others])

    def open_rows(self) -> tuple[DoubtfulRow, ...]:
        """Rows that wait for a person, by batch and place."""
        found = self.rows("SELECT * FROM open_rows ORDER BY batch, source_file, source_page, sheet, position")
        return tuple(DoubtfulRow(row=open_row_of(row), name=row["name"], source=source_of(row)) for row in found)

    def open_pages(self) -> tuple[OpenPage, ...]:
        """Unread pages nobody has dealt with, by batch and place."""
        found = self.rows("SELECT * FROM open_unread_pages ORDER BY batch, source_file, source_page")
        return tuple(
            OpenPage(number=row["number"], batch=row["batch"], page=unread_page_of(row), scan=row["scan"])
            for row in found
        )

    def progress(self) -> dict[str, BatchProgress]:
        """How far each batch is that has any page; unread pages without a batch stand under ''."""
        counts = ("sheets", "rows", "doubtful", "open", "unread")
        return {row["batch"]: BatchProgress(**{key: row[key] for key in counts}) for row in self.rows(_PROGRESS)}

    def page_counts(self) -> dict[str, tuple[PageCount, ...]]:
        """Sheets of each page of the ballot, by batch."""
        counts: dict[str, list[PageCount]] = {}
        for row in self.rows(_PAGE_COUNTS):
            count = PageCount(page=row["form_page"], pages=row["form_pages"], sheets=row["sheets"])
            counts.setdefault(row["batch"], []).append(count)
        return {batch: tuple(found) for batch, found in counts.items()}

    # ---- people ----

    def corrections(self) -> tuple[Correction, ...]:
        """Every decision on a row, in the order they were made."""
        return tuple(correction_of(row) for row in self.rows("SELECT * FROM corrections ORDER BY number"))

    def latest_corrections(self) -> dict[tuple[str, str], Correction]:
        """The decision that counts, by sheet and item."""
        found = self.rows("SELECT * FROM latest_corrections")
        return {(row["sheet"], row["item"]): correction_of(row) for row in found}

    def latest_correction(self, sheet: str, item: str) -> Correction | None:
        """The decision that counts on one row."""
        sql = "SELECT * FROM corrections WHERE sheet = ? AND item = ? ORDER BY number DESC LIMIT 1"
        return next((correction_of(row) for row in self.rows(sql, [sheet, item])), None)

    def referred(self) -> frozenset[tuple[str, str]]:
        """Rows sent back to people, by sheet and item, that nobody has decided since."""
        return frozenset((row["sheet"], row["item"]) for row in self.rows("SELECT sheet, item FROM referred_rows"))

    def pages_dealt_with(self) -> dict[int, bool]:
        """Whether people have decided on it, for every page ever unread, by number."""
        found = self.rows("SELECT number, number IN (SELECT page FROM page_decisions) AS dealt_with FROM unread_pages")
        return {row["number"]: bool(row["dealt_with"]) for row in found}

    def add_decisions(self, corrections: Sequence[Correction], pages: Sequence[PageDecision] = ()) -> None:
        """Append decisions on rows and on unread pages, all or none."""
        with self.transaction():
            self.insert_corrections(corrections)
            self.insert_page_decisions(pages)

    def insert_corrections(self, corrections: Sequence[Correction]) -> None:
        """Inside a transaction: append decisions on rows, in an order that tells nothing of the pile's."""
        with chain.recorded(self.database, EventKind.CORRECTION, "corrections"):
            self.database.table("corrections").insert_all(
                {
                    "sheet": correction.sheet,
                    "item": correction.item,
                    "verdict": correction.verdict.value,
                    "choice": correction.choice,
                    "decided_by": correction.decided_by,
                    "confirmed_by": correction.confirmed_by,
                    "decided_at": correction.decided_at.isoformat(),
                }
                for correction in sorted(corrections, key=lambda one: (one.sheet, one.item))
            )

    def insert_page_decisions(self, pages: Sequence[PageDecision]) -> None:
        """Inside a transaction: append decisions on unread pages."""
        with chain.recorded(self.database, EventKind.CORRECTION, "page_decisions"):
            self.database.table("page_decisions").insert_all(
                {
                    "page": decision.page,
                    "outcome": decision.outcome,
                    "decided_by": decision.decided_by,
                    "confirmed_by": decision.confirmed_by,
                    "decided_at": now(),
                }
                for decision in pages
            )

    # ---- inside ----

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of the block or nothing; faults come out as messages for the clerk."""
        with faults_of(self.path):
            if self.database.conn.in_transaction:  # part of a larger one
                yield
                return
            with self._turn:
                self.database.execute("BEGIN IMMEDIATE")  # what is read in it stays true until it is written
                with self.database.conn:
                    yield

    @contextmanager
    def recording(self, kind: EventKind, *tables: str) -> Iterator[None]:
        """A transaction with an entry in the evidence chain for what it adds to `tables`."""
        with self.transaction(), chain.recorded(self.database, kind, *tables):
            yield

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Iterator[dict[str, Any]]:
        """For this room: what a query finds."""
        with faults_of(self.path):
            yield from self.database.query(sql, parameters)

    def _file_sheet(self, filing: Filing, reading: SheetReading) -> None:
        if self.known_sheet(reading.digest):
            return
        crops = save_crops(self.crops, reading.digest, reading.crops)
        self.database.table("sheets").insert(
            {
                "digest": reading.digest,
                "batch": filing.batch,
                "source_file": reading.source.file,
                "source_page": reading.source.page,
                "scan": filing.scan,
                "form_digest": reading.form_digest,
                "turn": reading.turn,
                "has_opinion": int(reading.has_opinion),
                "form_page": reading.form_page,
                "form_pages": reading.form_pages,
                "placement": reading.placement,
                "mark": reading.mark,
                "crops": crops,
            }
        )
        self.database.table("row_readings").insert_all(
            {
                "sheet": reading.digest,
                "position": position,
                "item": row.item,
                "name": row.name,
                "verdict": row.verdict.value,
                "choice": row.choice,
                "confidence": row.confidence,
                "reasons": ",".join(row.reasons),
            }
            for position, row in enumerate(reading.rows)
        )

    def _file_unread(self, filing: Filing, page: UnreadPage) -> None:
        values: dict[str, Any] = {
            "batch": filing.batch,
            "source_file": page.source.file,
            "source_page": page.source.page,
            "scan": filing.scan,
            "digest": page.digest,
            "reason": page.reason.value,
            "detail": page.detail,
            "twin": page.twin,
        }
        same = " AND ".join(f"{column} = :{column}" for column in values)
        if not list(self.rows(f"SELECT 1 FROM unread_pages WHERE {same}", values)):  # noqa: S608 - our own names
            self.database.table("unread_pages").insert(values)


def now() -> str:
    """The moment, with its zone, as it is stored."""
    return datetime.now().astimezone().isoformat(timespec="seconds")
