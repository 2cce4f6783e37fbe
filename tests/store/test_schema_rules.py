"""The rules in the database are the program's own, whatever a foreign one is called."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from pingyi.ground.errors import FileError
from pingyi.store.base.migrations import STEPS
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.evidence.dump import table_names

FOREIGN = {
    "trigger": "CREATE TRIGGER [{name}] AFTER INSERT ON sheets BEGIN SELECT 1; END",
    "view": "CREATE VIEW [{name}] AS SELECT 1",
    "table": "CREATE TABLE [{name}] (id INTEGER PRIMARY KEY)",
    "index": "CREATE INDEX [{name}] ON sheets (batch)",
}


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("empty")
    with Store(folder / "pingyi.db", folder / "crops"):
        pass
    return folder / "pingyi.db"


@pytest.fixture
def database(empty: Path, tmp_path: Path) -> Path:
    return Path(shutil.copyfile(empty, tmp_path / "pingyi.db"))


def spoil(database: Path, *statements: str) -> None:
    with closing(sqlite3.connect(database, isolation_level=None)) as open_:
        for statement in statements:
            open_.execute(statement)


def differences(database: Path) -> list[str]:
    with Store(database, database.parent / "crops") as store:
        return list(chain_differences(store))


@pytest.mark.parametrize("name", ["x", "sqlite9_x", "sqliteX", "SQLITE9stat1", "sheets_2", "序"])
@pytest.mark.parametrize("kind", FOREIGN)
def test_what_the_program_did_not_build_is_named(database: Path, kind: str, name: str) -> None:
    spoil(database, FOREIGN[kind].format(name=name))
    assert [text for text in differences(database) if name in text and "不是程序建的" in text]


def test_a_name_kept_for_sqlite_itself_hides_nothing(database: Path) -> None:
    text = FOREIGN["trigger"].format(name="x")
    spoil(
        database,
        text,
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET name = 'sqlite_x', sql = replace(sql, '[x]', '[sqlite_x]') WHERE name = 'x'",
    )
    assert [found for found in differences(database) if "sqlite_x" in found]


def test_tables_of_any_name_are_sealed_too(database: Path) -> None:
    spoil(database, FOREIGN["table"].format(name="sqlite9_x"))
    with Store(database, database.parent / "crops") as store:
        assert "sqlite9_x" in table_names(store)


def test_statistics_of_sqlite_are_no_rule(database: Path) -> None:
    spoil(database, "ANALYZE")
    assert differences(database) == []


@pytest.mark.parametrize("version", range(len(STEPS)))
def test_a_version_set_back_is_said_or_does_no_harm(database: Path, version: int) -> None:
    spoil(database, f"PRAGMA user_version = {version}")
    try:
        found = differences(database)
    except FileError as error:
        found = [str(error)]
        assert "版本号或结构被改动过" in found[0]
    assert found or version == len(STEPS) - 1  # the last step makes a view anew, and may be made twice
