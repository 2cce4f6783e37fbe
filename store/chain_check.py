"""The database held against its evidence chain: entry by entry, row by row, sheet by sheet."""

from collections.abc import Iterator
from typing import Any

from sqlite_utils import Database

from domain.chain import EVENT_TEXT, FIRST, Event, EventKind, entry_hash
from store import chain
from store.faults import faults_of
from store.store import Store


def chain_differences(store: Store) -> Iterator[str]:
    """Chinese: what is not as the chain says, first to last; nothing when all is."""
    with faults_of(store.path):
        entries = chain.events(store.database)
        broken = list(_broken_links(entries))
        yield from broken
        if not broken:
            yield from _rows(store.database, entries)
            yield from _sheets(store.database)
            yield from _batches(store.database, entries)


def entry_text(event: Event) -> str:
    """Chinese: which entry."""
    kind = EVENT_TEXT[EventKind(event.kind)] if event.kind in EVENT_TEXT else event.kind
    return f"证据链第 {event.number} 条（{kind}）"


def _broken_links(entries: tuple[Event, ...]) -> Iterator[str]:
    if not entries or entries[0].kind != EventKind.BEGIN:
        yield "证据链没有开头：第 1 条应为“记录开始”"
    previous = FIRST
    for number, event in enumerate(entries, start=1):
        if event.number != number:
            yield f"证据链缺第 {number} 条"
            return
        if event.previous != previous:
            yield f"{entry_text(event)}与前一条接不上：前一条被改动过"
            return
        if entry_hash(event.number, event.kind, event.payload, event.previous) != event.hash:
            yield f"{entry_text(event)}的内容与校验值不符：被改动过"
            return
        previous = event.hash


def _rows(database: Database, entries: tuple[Event, ...]) -> Iterator[str]:
    """Every row of the covered tables lies in the range of one entry and is as it was then."""
    ends = dict.fromkeys(chain.COVERED, 0)
    for event in entries:
        for cover in event.content().get("rows", ()):
            table = cover["table"]
            if table not in chain.COVERED:
                continue  # of a newer program
            yield from _cover(database, event, cover, ends[table])
            ends[table] = cover["last"]
    for table, end in ends.items():
        if (more := chain.cover_rows(database, table, end)) is not None:
            yield f"表 {table} 第 {end + 1} 至 {more['last']} 行不在证据链里：不是由程序写入的，或证据链被截短"


def _cover(database: Database, event: Event, cover: dict[str, Any], end: int) -> Iterator[str]:
    table, first, last = cover["table"], cover["first"], cover["last"]
    have = {column.name for column in database.table(table).columns}
    if first != end + 1 or last < first or not set(cover["columns"]) <= have:
        yield f"{entry_text(event)}所记表 {table} 的范围或列对不上"
    elif chain.rows_digest(database, table, cover["columns"], (first, last)) != cover["sha256"]:
        yield f"表 {table} 第 {first} 至 {last} 行与{entry_text(event)}所记不同：有行被改动、删去或添加"


def _sheets(database: Database) -> Iterator[str]:
    stored = {row["sheet"]: row["digest"] for row in database.query("SELECT sheet, digest FROM sheet_digests")}
    filed = {row["digest"]: row["batch"] for row in database.query("SELECT digest, batch FROM sheets ORDER BY digest")}
    for sheet, batch in filed.items():
        if sheet not in stored:
            yield f"{batch} 批有一张票（{sheet[:12]}）不在证据链里"
        elif chain.sheet_digest(database, sheet) != stored[sheet]:
            yield f"{batch} 批一张票（{sheet[:12]}）的读数与证据链所记不同：被改动过"
    strays = database.execute("SELECT DISTINCT sheet FROM row_readings WHERE sheet NOT IN (SELECT digest FROM sheets)")
    lost = sorted({*stored, *(row[0] for row in strays)} - set(filed))
    yield from (f"有一张票（{sheet[:12]}）被删去，只留下读数或校验值" for sheet in lost)


def _batches(database: Database, entries: tuple[Event, ...]) -> Iterator[str]:
    said: dict[str, tuple[Event, dict[str, Any]]] = {}
    for event in entries:
        said |= {batch: (event, seal) for batch, seal in event.content().get("batches", {}).items()}
    found = {row[0] for row in database.execute("SELECT DISTINCT batch FROM sheets")}
    for batch in sorted(found - set(said)):
        yield f"{batch} 批的票不在证据链里"
    for batch, (event, seal) in sorted(said.items()):
        now = chain.batch_seal(database, batch)
        if now is None or now["sheets"] != seal["sheets"]:
            yield f"{batch} 批现有 {now['sheets'] if now else 0} 张票，{entry_text(event)}所记为 {seal['sheets']} 张"
        elif now != seal:
            yield f"{batch} 批的票与{entry_text(event)}所记不是同一些"
