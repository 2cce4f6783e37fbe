"""Rows from outside (an archive, a bundle, a database somebody else wrote to) held against what our readers rely on."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Any

from pingyi.ground.errors import ArchiveError
from pingyi.store.base.database import Database
from pingyi.store.base.migrations import migrate
from pingyi.store.evidence.meanings import HEX, LARGEST, MEANINGS, NAMING, Row, wrong_in_row

AT_ONCE = 100  # rows
WRONG_ROW = "表 {} 第 {} 行{}：不是本程序写的；请换一份可信的副本"
KINDS: Mapping[str, frozenset[type]] = {
    "TEXT": frozenset({str}),
    "INTEGER": frozenset({int}),
    "REAL": frozenset({float, int}),
    "BLOB": frozenset({dict}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What may stand in a column of a table."""

    kind: str  # SQLite's word
    types: frozenset[type]  # of JSON


_APART = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'index') AND sql IS NOT NULL"


class Lawful:
    """The schema's own rules (what may stand in a column, no key twice), for rows that come without their database."""

    def __init__(self, version: int) -> None:
        self._columns = columns_at(version)
        self._database = Database(memory=True)
        migrate(self._database, version)
        for kind, name in self._database.execute(_APART).fetchall():
            self._database.execute(f"DROP {kind} [{name}]")
        self._ways = {table: insertion(self._database, table) for table in self._columns}

    def rows(self, table: str, rows: Iterable[Any]) -> Iterator[Row]:
        """The same rows. Raises ArchiveError naming the first that breaks a rule, of its kind or of the schema."""
        checked = enumerate(checked_rows(table, rows, self._columns[table]), start=1)
        sql, values = self._ways[table]
        try:
            while some := list(islice(checked, AT_ONCE)):
                try:
                    self._database.conn.executemany(sql, (values(row) for _, row in some))
                except sqlite3.IntegrityError as error:
                    wrong = f"至第 {some[-1][0]} 行中有一行违反数据库自己的规则（{error}）"
                    raise ArchiveError(WRONG_ROW.format(table, some[0][0], wrong)) from error
                yield from (row for _, row in some)
        finally:
            self._database.conn.execute(f"DELETE FROM [{table}]")  # noqa: S608


def columns_at(version: int) -> dict[str, dict[str, Column]]:
    """By table and name the columns of a database at this step of the schema. Raises FileError on a newer one."""
    database = Database(memory=True)
    try:
        migrate(database, version)
        return {
            table: {
                column.name: Column(
                    kind=column.type,
                    types=KINDS[column.type] | (set() if column.notnull or column.is_pk else {type(None)}),
                )
                for column in database.table(table).columns
            }
            for table in database.table_names()
            if not table.startswith("sqlite_")
        }
    finally:
        database.close()


def checked_rows(table: str, rows: Iterable[Any], columns: Mapping[str, Column]) -> Iterator[Row]:
    """The same rows, each looked at. Raises ArchiveError naming table, line and column of the first that is wrong."""
    for number, row in enumerate(rows, start=1):
        wrong = _wrong_type(row, columns) or wrong_in_row(row, NAMING.get(table, {}))
        wrong = wrong or wrong_in_row(row, MEANINGS.get(table, {}))
        if wrong:
            raise ArchiveError(WRONG_ROW.format(table, number, wrong))
        yield row


def strange_rows(database: Database) -> Iterator[str]:
    """Chinese: rows of a database whose words mean nothing to us, or that speak of rows that are not there."""
    for table in MEANINGS:
        for row in database.query(f"SELECT * FROM [{table}]"):  # noqa: S608 - our own names
            if wrong := wrong_in_row(row, MEANINGS[table]):
                yield f"表 {table} 有一行{wrong}：被改动过"
                break
    for table, _, parent, _ in database.execute("PRAGMA foreign_key_check"):
        if parent != "accounts":  # archives leave out who may log in
            yield f"表 {table} 有一行指向表 {parent} 里没有的一行：被改动过"
            break


def insertion(database: Database, table: str) -> tuple[str, Callable[[Row], Sequence[object]]]:
    """SQL that adds a row to this table, and what to give it of a row that was written as JSON."""
    columns = database.table(table).columns
    names = [column.name for column in columns]
    sql = f"INSERT INTO [{table}] ({_listed(names)}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - the schema's own names
    if any(column.type == "BLOB" for column in columns):
        return sql, lambda row: [_raw(row[name]) for name in names]
    return sql, itemgetter(*names)


def _raw(value: Any) -> object:
    return bytes.fromhex(value[HEX]) if isinstance(value, dict) else value


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}]" for name in names)


def _wrong_type(row: object, columns: Mapping[str, Column]) -> str:
    if not isinstance(row, dict) or row.keys() != columns.keys():
        odd = sorted(set(row) ^ set(columns)) if isinstance(row, dict) else []
        return f"的列不对{'、'.join(map(str, odd[:3]))[:60]}"
    for name, column in columns.items():
        value = row[name]
        kind = type(value)
        if kind not in column.types:
            return f" {name} 不是{column.kind}"
        if kind is int and not -LARGEST <= value < LARGEST:
            return f" {name} 的数太大"
        if kind is dict and not _is_hex(value):
            return f" {name} 不是字节"
    return ""


def _is_hex(value: dict[str, Any]) -> bool:
    try:
        return value.keys() == {HEX} and bytes.fromhex(value[HEX]).hex() == value[HEX]
    except (ValueError, TypeError):
        return False
