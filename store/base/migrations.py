"""The database's versions: each step is a named file of SQL, applied once, whole or not at all."""

import re
import sqlite3
from functools import cache
from importlib.resources import files
from threading import Lock

from pingyi.ground.errors import FileError
from pingyi.store.base.database import Database

STEPS = (
    "schema",  # sheets, readings, corrections, unread pages, imports
    "blank_backs",  # empty backs are no longer open pages
    "opinions",  # drafts and typed texts of opinions
    "hotline",  # work orders of the hotline
    "pages",  # which page of its ballot a sheet is
    "confirmations",  # who confirmed which policy
    "audits",  # post-count audits: draws and what people saw
    "leader_scores",  # scores read from leaders' papers, and people's decisions on them
    "papers",  # where the ink of a sheet lies; no trace of the order in which sheets came in
    "returns",  # forms handed out and come back, as counted by hand
    "workbench",  # the page: accounts, sessions, judgements of one person, claims, jobs, the log
    "chain",  # the evidence chain
    "score_chain",  # the same for leaders' papers
    "queue",  # rows that wait, in the order they are handed out; what one person read of a score
    "printed_forms",  # what stood on the forms sheets were read as; the marks on sheets
    "score_pages_read",  # a page read as a leaders' paper after all is no open page
    "statements",  # what people sign with keys of their own
    "shown",  # the evidence chain answers for the pictures people judge from
    "brought",  # each import by itself, and which of them were taken back
    "report_pages",  # pages of a report without a score row are no open pages; where the ink of leaders' papers lies
    "leader_opinions",  # opinions on leaders' papers
    "written_pages",  # pages somebody wrote on, without a form, are opinions
    "reassigned",  # papers given to another batch, or taken out of the count
    "confirmation_reasons",  # why a policy's confirmation was taken back
)

_EMPTY_LOCK = Lock()
ANOTHER = re.compile(r"already exists|duplicate column name|no such (?:table|column)")  # version than it says


def statements(number: int) -> str:
    """The SQL that makes version `number` of the one before."""
    step = files("pingyi.store").joinpath("schema", f"{number:02}_{STEPS[number - 1]}.sql")
    return step.read_text(encoding="utf-8")


def migrate(database: Database, last: int = len(STEPS)) -> None:
    """Bring the database to the newest version (or the `last` given). Raises FileError when a newer program made it."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    newest = max(version, last)
    if newest > len(STEPS):
        raise FileError(
            f"数据库由更新版本的程序建立（第 {newest} 版，本程序只认到第 {len(STEPS)} 版）；请升级程序后再打开"
        )
    if version == 0 and database.execute("SELECT 1 FROM sqlite_schema").fetchone() is None:
        _start_new(database, last)
        return
    _climb(database, version, last)


def _start_new(database: Database, last: int) -> None:
    """An empty database is given all steps at once: a tenth of their cost."""
    with _EMPTY_LOCK:
        _empty(last).conn.backup(database.conn)


@cache
def _empty(last: int) -> Database:
    """A database of this version in memory, made once for a process. Used by one thread at a time."""
    made = Database(sqlite3.connect(":memory:", check_same_thread=False))
    _climb(made, 0, last)
    return made


def _climb(database: Database, version: int, last: int) -> None:
    """Step after step, each whole or not at all."""
    for number in range(version + 1, last + 1):
        try:
            database.conn.executescript(f"BEGIN;\n{statements(number)}\nPRAGMA user_version = {number};\nCOMMIT;")
        except sqlite3.OperationalError as error:
            if not ANOTHER.search(str(error)):
                raise
            raise FileError(
                f"数据库自称第 {version} 版，里面却不是第 {number - 1} 版的样子（{error}）：版本号或结构被改动过；"
                "请运行 pingyi backup restore 恢复到最近的备份"
            ) from error
