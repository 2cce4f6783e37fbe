"""A whole database as plain rows, in one order whatever the order they came in, and back."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pingyi.domain.readings.reading import Unread
from pingyi.domain.trust.chain import lines_digest
from pingyi.ground.errors import ArchiveError
from pingyi.store.base import chain
from pingyi.store.base.database import Database
from pingyi.store.base.faults import faults_of
from pingyi.store.base.migrations import migrate
from pingyi.store.base.store import Store
from pingyi.store.evidence.meanings import HEX, PLACE_MARK, Row
from pingyi.store.evidence.row_check import insertion

PRIVATE = frozenset({"accounts", "sessions", "claims", "jobs", "queue", "standing"})
"""Password hashes, session tokens, what only a running server needs, and what follows from the other tables."""
PLACED: Mapping[str, Mapping[str, Any]] = {
    "sheets": {"scan": "", "source_file": "", "source_page": 1},
    "score_pages": {"scan": "", "source_file": "", "source_page": 1},
    "unread_pages": {"scan": "", "source_file": "", "source_page": 1, "detail": "", "twin": ""},
}
"""Columns that tell where a page came in, or what lies beside it, and what stands there without them."""
MARK = "页 {}"  # in the place of a scan: which unread page it was


def table_names(store: Store) -> tuple[str, ...]:
    """Every table of the database, also those of other programs' steps; who may log in is no evidence."""
    with faults_of(store.path):
        return tuple(name for name in _names(store.database) if name not in PRIVATE)


def table_rows(store: Store, table: str) -> Iterator[Row]:
    """Its rows by primary key."""
    with faults_of(store.path):
        yield from _rows(store.database, table)


def schema_version(store: Store) -> int:
    """Which step of the schema the database is at."""
    with faults_of(store.path):
        return int(store.database.execute("PRAGMA user_version").fetchone()[0])


def content_digest(store: Store) -> str:
    """SHA-256 of every row of every table: equal databases have equal digests, whatever their files' bytes."""
    with faults_of(store.path):
        return _content(store.database)


def without_places(store: Store, table: str) -> Iterator[Row]:
    """
    A table of PLACED without places.

    A page once unread and read since is known by a mark on both instead of their common place. Sets of rows the
    evidence chain of an older program answers for to the last column stay as they are.
    """
    marks = _marks(store)
    if table == "unread_pages" and _bound_to_places(store):
        yield from table_rows(store, table)
        return
    for row in table_rows(store, table):
        bare = {column: PLACED[table].get(column, value) for column, value in row.items()}
        mark = marks.get((row["scan"], row["source_page"]), "")
        if table == "unread_pages" and not mark and row["reason"] == Unread.SAME_PAPER:
            bare["digest"] = ""  # of a second pile, whose order would be that of the first
        yield {**bare, "scan": mark or (MARK.format(row["number"]) if table == "unread_pages" else "")}


def tells_places(store: Store) -> bool:
    """Whether its pages lie among kept scans; in a database restored without pictures none says where it lies."""
    sql = "SELECT digest, scan FROM sheets UNION ALL SELECT digest, scan FROM score_pages"
    with faults_of(store.path):
        papers = dict(store.database.execute(sql).fetchall())
        unread = [row[0] for row in store.database.execute("SELECT scan FROM unread_pages")]
    marks = {*papers, ""}  # a page read since has its sheet's digest in the place of its scan
    named = (scan for scan in [*papers.values(), *unread] if scan not in marks)
    return not (papers or unread) or any(not PLACE_MARK.fullmatch(scan) for scan in named)


def _marks(store: Store) -> dict[tuple[str, int], str]:
    """By place, for pages that were unread and stand in `sheets` now: the sheet's digest, which follows no order."""
    sql = (
        "SELECT s.scan, s.source_page, min(s.digest) FROM sheets AS s JOIN unread_pages AS u "
        "ON u.scan = s.scan AND u.source_page = s.source_page GROUP BY 1, 2"
    )
    with faults_of(store.path):
        return {(row[0], row[1]): row[2] for row in store.database.execute(sql)}


def _bound_to_places(store: Store) -> bool:
    covers = (cover for event in chain.events(store.database) for cover in event.content().get("rows", ()))
    return any(cover["table"] == "unread_pages" and "scan" in cover["columns"] for cover in covers)


def build(path: Path, version: int, tables: Iterable[tuple[str, Iterable[Row]]]) -> str:
    """
    Make a database of this schema version with these rows; its content_digest, before a later version adds to it.

    Raises FileError on a newer version, ArchiveError on rows the schema does not allow.
    """
    with faults_of(path):
        database = Database(path)
        try:
            database.execute("PRAGMA journal_mode = WAL")
            migrate(database, version)
            with database.atomic():
                database.execute("PRAGMA defer_foreign_keys = ON")
                for table, rows in tables:
                    _fill(database, table, rows)
            return _content(database)
        finally:
            database.close()


def _fill(database: Database, table: str, rows: Iterable[Row]) -> None:
    sql, values = insertion(database, table)
    try:
        database.conn.executemany(sql, map(values, rows))
    except sqlite3.IntegrityError as error:
        raise ArchiveError(f"表 {table} 有行违反数据库自己的规则（{error}）：封存前被改动过；请换另一份归档") from error


def _content(database: Database) -> str:
    named = (name for name in _names(database) if name not in PRIVATE)
    return lines_digest([table, row] for table in named for row in _rows(database, table))


def _names(database: Database) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT GLOB 'sqlite_*' ORDER BY name"
    return [row[0] for row in database.execute(sql)]


def _rows(database: Database, table: str) -> Iterator[Row]:
    key = ", ".join(f"[{column}]" for column in database.table(table).pks)
    for row in database.query(f"SELECT * FROM [{table}] ORDER BY {key}"):  # noqa: S608 - names from the schema itself
        yield {column: _written(value) for column, value in row.items()}


def _written(value: object) -> object:
    """Bytes as JSON can hold them."""
    return {HEX: value.hex()} if isinstance(value, bytes) else value
