"""A new database, given all steps at once, is the one that climbs them one by one."""

import sqlite3
from pathlib import Path

import pytest

from pingyi.store.base.database import Database
from pingyi.store.base.migrations import STEPS, migrate
from pingyi.store.base.store import Store

SCHEMA = "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid"


def about(database: Database) -> tuple[list[object], object]:
    version = database.execute("PRAGMA user_version").fetchone()
    tables = [row[0] for row in database.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = {name: database.execute(f"SELECT * FROM {name}").fetchall() for name in tables}  # noqa: S608
    return [version, database.execute(SCHEMA).fetchall()], rows


@pytest.mark.parametrize("last", range(1, len(STEPS) + 1))
def test_at_once_is_step_by_step(tmp_path: Path, last: int) -> None:
    at_once, climbing = (Database(sqlite3.connect(tmp_path / f"{name}.db")) for name in "ab")
    migrate(at_once, last)
    for number in range(1, last + 1):
        migrate(climbing, number)
    assert about(at_once) == about(climbing)


def test_what_is_put_into_one_is_in_no_other(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db", tmp_path) as first:
        first.database.execute("CREATE TABLE odd (x)")
    with Store(tmp_path / "b.db", tmp_path) as second:
        assert not list(second.rows("SELECT 1 FROM sqlite_schema WHERE name = 'odd'"))
        assert second.database.execute("PRAGMA journal_mode").fetchone() == ("wal",)
