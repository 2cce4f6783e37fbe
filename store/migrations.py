"""The database's versions: each step is a named function giving SQL, applied once, whole or not at all."""

from collections.abc import Callable
from importlib.resources import files

from sqlite_utils import Database

from domain.errors import FileError

Step = Callable[[], str]


def first_schema() -> str:
    """Version 1: sheets, readings, corrections, unread pages, imports."""
    return files("store").joinpath("schema.sql").read_text(encoding="utf-8")


def blank_backs() -> str:
    """Version 2: empty backs are no longer open pages."""
    return files("store").joinpath("blank_backs.sql").read_text(encoding="utf-8")


def opinions() -> str:
    """Version 3: drafts and typed texts of opinions."""
    return files("store").joinpath("opinions.sql").read_text(encoding="utf-8")


def workbench() -> str:
    """The page: accounts, sessions, judgements of one person, claims, jobs, the log."""
    return files("store").joinpath("workbench.sql").read_text(encoding="utf-8")


STEPS: tuple[Step, ...] = (first_schema, blank_backs, opinions, workbench)


def migrate(database: Database) -> None:
    """Bring the database to the newest version. Raises FileError when a newer program made it."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    if version > len(STEPS):
        raise FileError(
            f"数据库由更新版本的程序建立（第 {version} 版，本程序只认到第 {len(STEPS)} 版）；请升级程序后再打开"
        )
    for number, step in enumerate(STEPS[version:], start=version + 1):
        database.conn.executescript(f"BEGIN;\n{step()}\nPRAGMA user_version = {number};\nCOMMIT;")
