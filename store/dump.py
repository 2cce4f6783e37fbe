"""A whole database as plain rows, in one order whatever the order they came in, and back."""

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from sqlite_utils import Database

from domain.chain import lines_digest
from domain.errors import ArchiveError
from store.faults import faults_of
from store.migrations import migrate
from store.store import Store

Row = dict[str, Any]
HEX = "hex"  # key under which bytes are written
PRIVATE = frozenset({"accounts", "sessions", "claims", "jobs", "queue", "standing"})
"""Password hashes, session tokens, what only a running server needs, and what follows from the other tables."""
PLACES: Mapping[str, Any] = {"scan": "", "source_file": "", "source_page": 1, "read_at": ""}
"""Columns of `sheets` that tell where and when a page came in, and what stands there without them."""


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
    return lines_digest([table, row] for table in table_names(store) for row in table_rows(store, table))


def without_places(store: Store) -> Iterator[Row]:
    """`sheets` without where and when; kept for pages once unread, since by it they are known to be read."""
    with faults_of(store.path):
        unread = {(row[0], row[1]) for row in store.database.execute("SELECT scan, source_page FROM unread_pages")}
    for row in table_rows(store, "sheets"):
        known = (row.get("scan"), row.get("source_page")) in unread
        yield row if known else {column: PLACES.get(column, value) for column, value in row.items()}


def build(path: Path, version: int, tables: Iterable[tuple[str, Iterable[Row]]]) -> None:
    """
    Make a database of this schema version with these rows.

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
        finally:
            database.close()


def _fill(database: Database, table: str, rows: Iterable[Row]) -> None:
    try:
        for row in rows:
            database.table(table).insert({column: _raw(value) for column, value in row.items()})
    except sqlite3.IntegrityError as error:
        raise ArchiveError(f"表 {table} 有行违反数据库自己的规则（{error}）：封存前被改动过") from error


def _names(database: Database) -> list[str]:
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [row[0] for row in database.execute(sql)]


def _rows(database: Database, table: str) -> Iterator[Row]:
    key = ", ".join(f"[{column}]" for column in database.table(table).pks)
    for row in database.query(f"SELECT * FROM [{table}] ORDER BY {key}"):  # noqa: S608 - names from the schema itself
        yield {column: _written(value) for column, value in row.items()}


def _written(value: object) -> object:
    """Bytes as JSON can hold them."""
    return {HEX: value.hex()} if isinstance(value, bytes) else value


def _raw(value: object) -> object:
    return bytes.fromhex(value[HEX]) if isinstance(value, dict) else value
