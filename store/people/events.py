"""The log of what people did, and the list of long jobs."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.store import Store, now


@dataclass(frozen=True, slots=True, kw_only=True)
class LogEntry:
    """One thing somebody did."""

    number: int
    account: str
    action: str
    detail: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRecord:
    """A long job: what was asked for, and what came of it."""

    number: int
    kind: str
    title: str
    wish: Mapping[str, Any]
    account: str
    state: str  # waiting, running, done, failed, interrupted
    lines: tuple[str, ...]
    asked_at: str
    ended_at: str


def write_log(store: Store, account: str, action: str, detail: str = "") -> None:
    """Append to the log, as part of a transaction under way or by itself."""
    entry = {"account": account, "action": action, "detail": detail, "at": now()}
    with store.recording(EventKind.LOG, "log_entries"):
        store.database.table("log_entries").insert(entry)


def log_entries(store: Store, before: int, limit: int) -> tuple[LogEntry, ...]:
    """The newest entries with a number below `before` (0: the very newest)."""
    sql = "SELECT * FROM log_entries WHERE ? = 0 OR number < ? ORDER BY number DESC LIMIT ?"
    return tuple(LogEntry(**row) for row in store.rows(sql, [before, before, limit]))


def add_job(store: Store, kind: str, title: str, wish: Mapping[str, Any], account: str) -> int:
    """Put a job at the end of the list; its number."""
    row = {"kind": kind, "title": title, "wish": json.dumps(wish), "account": account}
    with store.transaction():
        table = store.database.table("jobs")
        table.insert({**row, "state": "waiting", "lines": "[]", "asked_at": now(), "ended_at": ""})
        return int(store.database.execute("SELECT last_insert_rowid()").fetchone()[0])


def set_job(store: Store, number: int, state: str, lines: Sequence[str] = ()) -> None:
    """Say where a job stands."""
    ended = "" if state in ("waiting", "running") else now()
    with store.transaction():
        changes = {"state": state, "lines": json.dumps(list(lines), ensure_ascii=False), "ended_at": ended}
        store.database.table("jobs").update(number, changes)


def jobs(store: Store, limit: int) -> tuple[JobRecord, ...]:
    """The newest jobs, at most `limit`, the last asked for first."""
    return tuple(_job(row) for row in store.rows("SELECT * FROM jobs ORDER BY number DESC LIMIT ?", [limit]))


def unfinished_jobs(store: Store) -> tuple[JobRecord, ...]:
    """Jobs a server that is no more has left behind, the oldest first."""
    sql = "SELECT * FROM jobs WHERE state IN ('waiting', 'running') ORDER BY number"
    return tuple(_job(row) for row in store.rows(sql))


def _job(row: dict[str, Any]) -> JobRecord:
    return JobRecord(**{**row, "wish": json.loads(row["wish"]), "lines": tuple(json.loads(row["lines"]))})
