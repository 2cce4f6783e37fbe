"""The database held against its evidence chain: entry by entry, row by row, sheet by sheet."""

from collections.abc import Iterator
from typing import Any

from pingyi.domain.trust.chain import EVENT_TEXT, Event, EventKind
from pingyi.domain.trust.log_check import broken_links
from pingyi.ground.errors import ArchiveError
from pingyi.store.base import chain
from pingyi.store.base.database import Database
from pingyi.store.base.faults import faults_of
from pingyi.store.base.migrations import migrate
from pingyi.store.base.paper_seals import PAPERS, Papers, batch_seal, paper_digest
from pingyi.store.base.store import Store
from pingyi.store.evidence.row_check import strange_rows

STATISTICS = ("sqlite_stat1", "sqlite_stat4")
KIND_TEXT = {"table": "表", "view": "视图", "trigger": "触发器", "index": "索引"}


def chain_differences(store: Store) -> Iterator[str]:
    """Chinese: what is not as the chain says, first to last; nothing when all is."""
    with faults_of(store.path):
        entries = chain.events(store.database)
        broken = [*broken_links(entries, entry_text), *_strange_entries(entries)]
        yield from broken
        if not broken:
            yield from strange_rows(store.database)
            yield from _rows(store.database, entries)
            yield from _whole_tables(store.database, entries)
            for papers in PAPERS:
                yield from _papers(store.database, papers)
                yield from _batches(store.database, entries, papers)
            yield from _rules(store.database)
            yield from _queue(store.database)


def entry_text(event: Event) -> str:
    """Which entry it is, by number and kind. Chinese."""
    kind = EVENT_TEXT[EventKind(event.kind)] if event.kind in EVENT_TEXT else event.kind
    return f"证据链第 {event.number} 条（{kind}）"


def _strange_entries(entries: tuple[Event, ...]) -> Iterator[str]:
    """The first entry that does not say what one of its kind says at least."""
    for event in entries:
        try:
            event.content()
        except ArchiveError as error:
            yield str(error)
            return


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


def _whole_tables(database: Database, entries: tuple[Event, ...]) -> Iterator[str]:
    """Tables without numbers hold what was last said of them."""
    said = {table: (event, whole) for event in entries for table, whole in event.content().get("tables", {}).items()}
    for table in chain.WHOLE:
        event, whole = said.get(table, (entries[0], {}))
        if chain.whole_table(database, table) != whole:
            yield f"表 {table} 的内容与{entry_text(event)}所记不同：有行被改动、删去或添加"


def _cover(database: Database, event: Event, cover: dict[str, Any], end: int) -> Iterator[str]:
    table, first, last = cover["table"], cover["first"], cover["last"]
    have, named = {column.name for column in database.table(table).columns}, cover["columns"]
    if first != end + 1 or last < first or not named or not set(named) <= have or len(set(named)) < len(named):
        yield f"{entry_text(event)}所记表 {table} 的范围或列对不上"
    elif chain.span_digest(database, table, cover["columns"], (first, last)) != cover["sha256"]:
        yield f"表 {table} 第 {first} 至 {last} 行与{entry_text(event)}所记不同：有行被改动、删去或添加"


def _papers(database: Database, papers: Papers) -> Iterator[str]:
    stored = _pairs(database, f"SELECT sheet, digest FROM {papers.digests}")  # noqa: S608 - our own names
    filed = _pairs(database, f"SELECT digest, batch FROM {papers.pages} ORDER BY digest")  # noqa: S608
    for page, batch in filed.items():
        if page not in stored:
            yield f"{batch} 批有一张票（{page[:12]}）不在证据链里"
        elif paper_digest(database, papers, page) != stored[page]:
            yield f"{batch} 批一张票（{page[:12]}）的读数与证据链所记不同：被改动过"
    read = _pairs(database, f"SELECT DISTINCT {papers.page}, '' FROM {papers.readings}")  # noqa: S608
    lost = sorted({*stored, *read} - set(filed))
    yield from (f"有一张票（{page[:12]}）被删去，只留下读数或校验值" for page in lost)


def _batches(database: Database, entries: tuple[Event, ...], papers: Papers) -> Iterator[str]:
    said: dict[str, tuple[Event, dict[str, Any]]] = {}
    for event in entries:
        said |= {batch: (event, seal) for batch, seal in event.content().get(papers.word, {}).items()}
    found = set(_pairs(database, f"SELECT DISTINCT batch, '' FROM {papers.pages}"))  # noqa: S608
    for batch in sorted(found - set(said)):
        yield f"{batch} 批的票不在证据链里"
    for batch, (event, seal) in sorted(said.items()):
        now = batch_seal(database, papers, batch)
        if now is None or now["sheets"] != seal["sheets"]:
            yield f"{batch} 批现有 {now['sheets'] if now else 0} 张票，{entry_text(event)}所记为 {seal['sheets']} 张"
        elif now != seal:
            yield f"{batch} 批的票与{entry_text(event)}所记不是同一些"


def _pairs(database: Database, sql: str) -> dict[str, str]:
    return {row[0]: row[1] for row in database.execute(sql)}


def _rules(database: Database) -> Iterator[str]:
    """Tables, views and triggers are those of the program: a trigger dropped lets rows be changed unseen."""
    version = int(database.execute("PRAGMA user_version").fetchone()[0])
    fresh = Database(memory=True)
    try:
        migrate(fresh, version)
        meant, found = _schema(fresh), _schema(database)
    finally:
        fresh.close()
    for kind, name in sorted({*meant, *found}):
        if (kind, name) not in found:
            yield f"数据库里少了程序建的 {name}：防改动的规则被去掉过"
        elif (kind, name) not in meant:
            yield f"数据库里多了 {KIND_TEXT.get(kind, kind)} {name}，不是程序建的：规则被改动过"
        elif meant[kind, name] != found[kind, name]:
            yield f"数据库里的 {name} 不是程序建的样子：规则被改动过"


def _queue(database: Database) -> Iterator[str]:
    """Rows that wait for people are those the views say: one struck from the queue would never be decided."""
    columns = "reason, batch, sheet, position, item, said"
    for one, other in (("queue", "queue_entries"), ("queue_entries", "queue")):
        sql = f"SELECT batch, item FROM (SELECT {columns} FROM {one} EXCEPT SELECT {columns} FROM {other})"  # noqa: S608
        for batch, item in database.execute(sql):
            yield f"{batch} 批序号 {item} 的一行在待判队列里的位置不对：队列被改动过"


def _schema(database: Database) -> dict[tuple[str, str], tuple[str, str]]:
    """
    By kind and name all there is, whatever it is called: its table and its SQL.

    SQLite's own statistics are left out, which it makes as it likes.
    """
    sql = f"SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema WHERE name NOT IN {STATISTICS}"  # noqa: S608
    return {(kind, name): (table, " ".join(text.split())) for kind, name, table, text in database.execute(sql)}
