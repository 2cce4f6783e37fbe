"""The evidence chain in the database: entries appended in the transaction of the change they tell of."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from pingyi.domain.trust.chain import FIRST, Event, EventKind, canonical, entry_hash, rows_digest
from pingyi.ground.errors import ClosedError
from pingyi.store.base.database import Database
from pingyi.store.base.paper_seals import PAPERS, seal_new

COVERED: Mapping[str, str] = {  # rows the log answers for, one range of this column in each entry
    "audit_draws": "number",
    "audit_sights": "number",
    "brought": "number",
    "confirmations": "number",
    "corrections": "number",
    "hotline_exports": "number",
    "hotline_orders": "export",
    "imports": "number",
    "judgements": "number",
    "log_entries": "number",
    "opinion_texts": "number",
    "page_decisions": "number",
    "printed_forms": "number",
    "reassigned": "number",
    "referrals": "number",
    "returns": "number",
    "score_decisions": "number",
    "score_judgements": "number",
    "statements": "number",
    "taken_back": "number",
    "unread_pages": "number",
}
SINCE_EXTENSION = frozenset(
    {
        "brought",
        "judgements",
        "log_entries",
        "printed_forms",
        "reassigned",
        "referrals",
        "returns",
        "score_judgements",
        "statements",
        "taken_back",
    }
)
"""An older log says nothing of these."""
WHOLE = ("opinion_drafts",)
"""Tables without numbers, which would tell an order: the log says what all their rows are."""
UNORDERED = {"unread_pages": ("number", "batch", "reason")}
"""Where a page lies and whose twin it is stays out of the log's digest, so that a result file can do without it."""


CHANGING = frozenset(
    {
        EventKind.SCAN,
        EventKind.READING,
        EventKind.CORRECTION,
        EventKind.JUDGEMENT,
        EventKind.IMPORT,
        EventKind.ORDERS,
        EventKind.CONFIRMATION,
        EventKind.MERGE,
        EventKind.TAKE_BACK,
        EventKind.REASSIGN,
    }
)
"""What may change a result, and is refused once a formal notice is out."""
_CLOSING = """
SELECT kind FROM events WHERE kind = 'reopen' OR (kind = 'document' AND json_extract(payload, '$.closes'))
ORDER BY number DESC LIMIT 1
"""
_STATING = (EventKind.BEGIN.value, EventKind.EXTENSION.value)
_STATED = "SELECT * FROM events WHERE kind IN (?, ?) ORDER BY number"


def append(database: Database, kind: EventKind, content: Mapping[str, object]) -> Event:
    """Append an entry to the chain; to be called inside the transaction of the change."""
    if kind in CHANGING and _is_closed(database):
        raise ClosedError(
            "正式通报已经发出，评议已经封账，这次的改动没有记入；确需更改的，"
            "请两人运行 pingyi reopen --by 姓名 --witness 姓名 --reason 原因，重出的通报会标明更正"
        )
    last = head(database)
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST)
    payload = canonical(content)
    event = Event(
        number=number,
        kind=kind.value,
        payload=payload,
        previous=previous,
        hash=entry_hash(number, kind.value, payload, previous),
    )
    database.execute(
        "INSERT INTO events (number, kind, payload, previous, hash) VALUES (?, ?, ?, ?, ?)",
        [event.number, event.kind, event.payload, event.previous, event.hash],
    )
    return event


def _is_closed(database: Database) -> bool:
    """Whether a formal notice was issued that nobody has reopened; older programs' notices close nothing."""
    return any(row["kind"] == EventKind.DOCUMENT.value for row in database.query(_CLOSING))


def head(database: Database) -> Event | None:
    """The last entry; None before the chain is begun."""
    found = list(database.query("SELECT * FROM events ORDER BY number DESC LIMIT 1"))
    return Event(**found[0]) if found else None


def events(database: Database) -> tuple[Event, ...]:
    """The whole chain, first to last."""
    return tuple(Event(**row) for row in database.query("SELECT * FROM events ORDER BY number"))


@contextmanager
def recorded(database: Database, kind: EventKind, *tables: str) -> Iterator[None]:
    """Append one entry for the rows the block adds to `tables`, and for papers; none if it adds nothing."""
    before = {table: _last(database, table) for table in tables}
    yield
    rows = [cover for table in tables if (cover := cover_rows(database, table, before[table]))]
    papers = _new_papers(database) if kind is EventKind.READING else {}  # only filing pages brings papers
    if rows or papers:
        # of readings no more than the day: hours and minutes would tell which pages came in together
        moment = datetime.now().astimezone()
        at = moment.date().isoformat() if kind is EventKind.READING else moment.isoformat(timespec="seconds")
        append(database, kind, {"at": at, "rows": rows, **papers})


def cover_rows(database: Database, table: str, after: int = 0) -> dict[str, Any] | None:
    """What the log says of the rows of `table` behind key `after`; none without such rows."""
    last = _last(database, table)
    if last == after:
        return None
    columns = UNORDERED.get(table) or [column.name for column in database.table(table).columns]
    return {
        "table": table,
        "columns": list(columns),
        "first": after + 1,
        "last": last,
        "sha256": span_digest(database, table, columns, (after + 1, last)),
    }


def whole_table(database: Database, table: str) -> dict[str, Any]:
    """What the log says of all rows of `table`."""
    columns = [column.name for column in database.table(table).columns]
    rows = database.execute(f"SELECT {_listed(columns)} FROM [{table}]").fetchall()  # noqa: S608 - our own names
    return {"columns": columns, "rows": len(rows), "sha256": rows_digest(rows)}


def _listed(columns: Iterable[str]) -> str:
    return ", ".join(f"[{column}]" for column in columns)


def span_digest(database: Database, table: str, columns: Iterable[str], span: tuple[int, int]) -> str:
    """Digest of these columns of the rows whose key lies in `span`, ends included."""
    sql = f"SELECT {_listed(columns)} FROM [{table}] WHERE [{COVERED[table]}] BETWEEN ? AND ?"  # noqa: S608 - names checked by the caller
    return rows_digest(database.execute(sql, span))


def begin(database: Database) -> None:
    """Start the log, once: it states what the database already holds; and go on where an older program's log stops."""
    last = head(database)
    stated = (Event(**row) for row in database.query(_STATED, [*_STATING]))
    told = covered_by(event.content() for event in stated)
    tables = sorted({*COVERED, *WHOLE} - told)
    if not tables:
        return
    with database.atomic():
        rows = [cover for table in tables if table in COVERED and (cover := cover_rows(database, table))]
        whole = {"tables": {table: whole_table(database, table) for table in tables if table in WHOLE}}
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        name = {"workspace": secrets.token_hex(16)}  # two that begin in one second are still two
        content = {"at": at, "covers": tables, "rows": rows, **whole, **_new_papers(database), **({} if last else name)}
        append(database, EventKind.EXTENSION if last else EventKind.BEGIN, content)


def covered_by(contents: Iterable[Mapping[str, Any]]) -> set[str]:
    """The tables a log answers for: those its entries say it covers from then on."""
    found: set[str] = set()
    for number, content in enumerate(contents):
        found.update(content.get("covers", set(COVERED) - SINCE_EXTENSION if number == 0 else ()))
    return found


def _new_papers(database: Database) -> dict[str, Any]:
    """By each kind's word in the log: what is said of the batches that got new papers."""
    return {papers.word: sealed for papers in PAPERS if (sealed := seal_new(database, papers))}


def _last(database: Database, table: str) -> int:
    return int(database.execute(f"SELECT coalesce(max([{COVERED[table]}]), 0) FROM [{table}]").fetchone()[0])  # noqa: S608
