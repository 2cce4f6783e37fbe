"""Rolling copies of the database, made after each command that changed it, and the way back to one."""

import os
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.ground.errors import DamagedStoreError, FileError, NoSpaceError, NotReadyError
from pingyi.ground.whole import new_file
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store

FOLDER = "backups"
KEPT = 5  # copies; each is as large as the database
NAME = re.compile(r"(\d{6}) .*\.db")  # a number, for the clock may be set back; the time is for people
BESIDE = ("", "-wal", "-shm")  # what SQLite keeps of one database


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """One copy of the database and how much is in it."""

    path: Path
    sheets: int
    corrections: int
    imports: int
    sound: bool  # SQLite finds no fault in it


def back_up(store: Store, folder: Path) -> Path:
    """
    Copy the database to `folder` and drop the oldest copies.

    Raises DamagedStoreError, older copies untouched, when the copy has a fault; NoSpaceError when it did not fit.
    """
    last = max((number for number, _ in _numbered(folder)), default=0)
    path = folder / f"{last + 1:06d} {datetime.now().astimezone():%Y-%m-%d %H.%M.%S}.db"
    try:
        with new_file(path) as part, faults_of(path):
            for left in folder.glob("*.part"):  # by a process that was killed
                left.unlink()
            with closing(sqlite3.connect(part)) as copy:
                store.database.conn.backup(copy)
                copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
                fault = fault_in(copy)
            _synced(part)
            if fault:
                raise damaged(store.path, fault)
    except NoSpaceError as error:
        raise NoSpaceError(f"结果已经存好，但磁盘空间不足，没有写成备份 {path}；请清出空间") from error
    for _, old in sorted(_numbered(folder))[:-KEPT]:
        old.unlink(missing_ok=True)
    return path


def backups(folder: Path) -> tuple[Backup, ...]:
    """Every copy, newest first."""
    return tuple(_looked_at(path) for _, path in sorted(_numbered(folder), reverse=True))


def restore(database: Path, folder: Path, name: str) -> tuple[Backup, Path]:
    """
    Put the copy called `name`, or the newest sound one, in the database's place; the copy, and where the old one went.

    Raises NotReadyError when there is none, DamagedStoreError when the named one has a fault, NoSpaceError.
    """
    found = [backup for backup in backups(folder) if name in ("", backup.path.name, backup.path.name[:6])]
    if not found:
        raise NotReadyError(f"{folder} 里没有{f'叫“{name}”的' if name else ''}备份；请用 pingyi backup list 查看")
    chosen = next((backup for backup in found if backup.sound), None)
    if chosen is None:
        raise DamagedStoreError(f"备份 {found[0].path.name} 也已损坏；请用 pingyi backup list 另选一份")
    with faults_of(database):
        aside = _set_aside(database, folder)
        with new_file(database) as part:
            shutil.copyfile(chosen.path, part)
            _synced(part)
            for ending in BESIDE[1:]:  # the old log would be played into the new database
                database.with_name(database.name + ending).unlink(missing_ok=True)
    return chosen, aside


def check_sound(store: Store) -> None:
    """Raises DamagedStoreError when a page of the database is damaged."""
    with faults_of(store.path):
        fault = fault_in(store.database.conn)
    if fault:
        raise damaged(store.path, fault)


def fault_in(connection: sqlite3.Connection) -> str:
    """What SQLite finds wrong with the database's pages; empty when nothing is."""
    said = str(connection.execute("PRAGMA quick_check(1)").fetchone()[0])
    return "" if said == "ok" else said.splitlines()[-1]


def check_present(database: Path, folder: Path) -> None:
    """A database that vanished is not begun anew in silence. Raises FileError."""
    if not database.exists() and any(_numbered(folder)):
        raise FileError(
            f"找不到数据库 {database}，而备份还在；请找回这个文件，或运行 pingyi backup restore 恢复到最近的备份"
        )


def damaged(database: Path, fault: str) -> DamagedStoreError:
    """The error that tells the way back."""
    return DamagedStoreError(
        f"数据库 {database} 有损坏的地方（{fault}）；请先检查磁盘，再运行 pingyi backup restore 恢复到最近的备份"
    )


def _numbered(folder: Path) -> Iterator[tuple[int, Path]]:
    for path in folder.glob("*.db"):
        if match := NAME.fullmatch(path.name):
            yield int(match[1]), path


def _looked_at(path: Path) -> Backup:
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as copy:
            sound = not fault_in(copy)
            counts = [
                int(copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608 - our own names
                for table in ("sheets", "corrections", "imports")
            ]
    except sqlite3.DatabaseError:
        sound, counts = False, [0, 0, 0]
    return Backup(path=path, sheets=counts[0], corrections=counts[1], imports=counts[2], sound=sound)


def _set_aside(database: Path, folder: Path) -> Path:
    """The database as it is, copied: whoever looks into the fault wants it."""
    number = sum(1 for _ in folder.glob("damaged-*")) + 1
    aside = folder / f"damaged-{number}"
    aside.mkdir(parents=True, exist_ok=True)
    for ending in BESIDE[:2]:
        file = database.with_name(database.name + ending)
        if file.exists():
            shutil.copyfile(file, aside / file.name)
    return aside


def _synced(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())
