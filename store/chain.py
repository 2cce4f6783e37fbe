"""The evidence chain in the database: entries appended in the transaction of the change they tell of."""

import secrets
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from domain.chain import FIRST, Event, EventKind, canonical, entry_hash, lines_digest, seal_of, sha256

COVERED: Mapping[str, str] = {  # rows the log answers for, one range of this column in each entry
    "audit_draws": "number",
    "audit_sights": "number",
    "confirmations": "number",
    "corrections": "number",
    "hotline_exports": "number",
    "hotline_orders": "export",
    "imports": "number",
    "opinion_texts": "number",
    "page_decisions": "number",
    "score_decisions": "number",
    "unread_pages": "number",
}
SHEET_COLUMNS = ("digest", "batch", "form_digest", "turn", "has_opinion", "form_page", "form_pages")
ROW_COLUMNS = ("position", "item", "name", "verdict", "choice", "confidence", "reasons")
_NEW_SHEETS = "SELECT digest FROM sheets WHERE digest NOT IN (SELECT sheet FROM sheet_digests)"
_SEALED = "SELECT d.digest FROM sheet_digests AS d JOIN sheets AS s ON s.digest = d.sheet WHERE s.batch = ?"


def append(database: Database, kind: EventKind, content: Mapping[str, object]) -> Event:
    """Append an entry to the chain; to be called inside the transaction of the change."""
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


def head(database: Database) -> Event | None:
    """The last entry."""
    found = list(database.query("SELECT * FROM events ORDER BY number DESC LIMIT 1"))
    return Event(**found[0]) if found else None


def events(database: Database) -> tuple[Event, ...]:
    """The whole chain, first to last."""
    return tuple(Event(**row) for row in database.query("SELECT * FROM events ORDER BY number"))


@contextmanager
def recorded(database: Database, kind: EventKind, *tables: str) -> Iterator[None]:
    """Append one entry that answers for the rows the block adds to `tables` (and sheets); none if it adds nothing."""
    before = {table: _last(database, table) for table in tables}
    yield
    rows = [cover for table in tables if (cover := cover_rows(database, table, before[table]))]
    batches = seal_sheets(database) if kind is EventKind.READING else {}  # only filing pages brings sheets
    if rows or batches:
        # of readings no more than the day: hours and minutes would tell which pages came in together
        moment = datetime.now().astimezone()
        at = moment.date().isoformat() if kind is EventKind.READING else moment.isoformat(timespec="seconds")
        append(database, kind, {"at": at, "rows": rows, **({"batches": batches} if batches else {})})


def cover_rows(database: Database, table: str, after: int = 0) -> dict[str, Any] | None:
    """What the log says of the rows of `table` behind key `after`; none without such rows."""
    last = _last(database, table)
    if last == after:
        return None
    columns = [column.name for column in database.table(table).columns]
    return {
        "table": table,
        "columns": columns,
        "first": after + 1,
        "last": last,
        "sha256": rows_digest(database, table, columns, (after + 1, last)),
    }


def rows_digest(database: Database, table: str, columns: Iterable[str], span: tuple[int, int]) -> str:
    """Digest of these columns of the rows whose key lies in `span`, ends included."""
    named = ", ".join(f"[{column}]" for column in columns)
    sql = f"SELECT {named} FROM [{table}] WHERE [{COVERED[table]}] BETWEEN ? AND ?"  # noqa: S608 - names checked by the caller
    return lines_digest(sorted((list(row) for row in database.execute(sql, span)), key=canonical))


def sheet_digest(database: Database, sheet: str) -> str:
    """Digest of one reading, recomputed; where and when it was scanned is left out."""
    sheet_sql = f"SELECT {', '.join(SHEET_COLUMNS)} FROM sheets WHERE digest = ?"  # noqa: S608 - our own names
    rows_sql = f"SELECT {', '.join(ROW_COLUMNS)} FROM row_readings WHERE sheet = ? ORDER BY position, item"  # noqa: S608
    head_row = [list(row) for row in database.execute(sheet_sql, [sheet])]
    return sha256(canonical([*head_row, *(list(row) for row in database.execute(rows_sql, [sheet]))]))


def seal_sheets(database: Database) -> dict[str, dict[str, Any]]:
    """Digest the sheets that have none yet; what the log says of each batch they belong to."""
    new = [row[0] for row in database.execute(_NEW_SHEETS).fetchall()]
    database.table("sheet_digests").insert_all(
        {"sheet": sheet, "digest": sheet_digest(database, sheet)} for sheet in new
    )
    touched: set[str] = set()
    for sheet in new:
        touched.update(row[0] for row in database.execute("SELECT batch FROM sheets WHERE digest = ?", [sheet]))
    return {batch: _seal(database, batch) for batch in sorted(touched)}


def batch_seal(database: Database, batch: str) -> dict[str, Any] | None:
    """What the log must say last of a batch, from the digests in the database; none without a salt."""
    salt = database.execute("SELECT salt FROM batch_salts WHERE batch = ?", [batch]).fetchone()
    if salt is None:
        return None
    digests = [row[0] for row in database.execute(_SEALED, [batch])]
    return {"sheets": len(digests), "sha256": seal_of(salt[0], digests)}


def begin(database: Database) -> None:
    """Start the log, once: it states what the database already holds."""
    if head(database) is not None:
        return
    with database.atomic():
        rows = [cover for table in COVERED if (cover := cover_rows(database, table))]
        at = datetime.now().astimezone().isoformat(timespec="seconds")
        append(database, EventKind.BEGIN, {"at": at, "rows": rows, "batches": seal_sheets(database)})


def _seal(database: Database, batch: str) -> dict[str, Any]:
    salt = secrets.token_hex(32)
    database.execute("INSERT OR REPLACE INTO batch_salts (batch, salt) VALUES (?, ?)", [batch, salt])
    seal = batch_seal(database, batch)
    if seal is None:
        raise AssertionError(batch)
    return seal


def _last(database: Database, table: str) -> int:
    return int(database.execute(f"SELECT coalesce(max([{COVERED[table]}]), 0) FROM [{table}]").fetchone()[0])  # noqa: S608
