"""An evidence chain held against the rows and papers that came with it, wherever they lie."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from pingyi.domain.trust.chain import FIRST, Event, EventKind, entry_hash, rows_digest, seal_of


def broken_links(entries: Sequence[Event], name: Callable[[Event], str]) -> Iterator[str]:
    """Chinese: the first entry that does not follow from the one before; `name` is how an entry is called."""
    if not entries or entries[0].kind != EventKind.BEGIN:
        yield "证据链没有开头：第 1 条应为“记录开始”"
    previous = FIRST
    for number, event in enumerate(entries, start=1):
        if event.number != number:
            yield f"证据链缺第 {number} 条"
            return
        if event.previous != previous:
            yield f"{name(event)}与前一条接不上：前一条被改动过"
            return
        if entry_hash(event.number, event.kind, event.payload, event.previous) != event.hash:
            yield f"{name(event)}的内容与校验值不符：被改动过"
            return
        previous = event.hash


def rows_differ(entries: Iterable[Event], table: str, rows: Sequence[Mapping[str, Any]]) -> str:
    """Chinese: how the rows of a table (by their number) are not those its log tells of; empty when they are."""
    at, end = 0, 0
    for event in entries:
        for cover in (cover for cover in event.content().get("rows", ()) if cover["table"] == table):
            if cover["first"] != end + 1 or cover["last"] < cover["first"]:
                return f"证据链第 {event.number} 条所记表 {table} 的范围接不上"
            end, start = cover["last"], at
            while at < len(rows) and rows[at]["number"] <= end:
                at += 1
            told = [[row.get(column) for column in cover["columns"]] for row in rows[start:at]]
            if rows_digest(told) != cover["sha256"]:
                return f"表 {table} 第 {cover['first']} 至 {end} 行与证据链第 {event.number} 条所记不同"
    return "" if at == len(rows) else f"表 {table} 第 {end} 行以后的不在证据链里"


def papers_differ(
    entries: Iterable[Event], word: str, digests: Mapping[str, Sequence[str]], salts: Mapping[str, str]
) -> str:
    """Chinese: which batch's papers (by the digest of each one's reading) are not those its log tells of; or empty."""
    said = {batch: seal for event in entries for batch, seal in event.content().get(word, {}).items()}
    for batch in sorted({*said, *digests}):
        found = digests.get(batch, ())
        if said.get(batch) != {"sheets": len(found), "sha256": seal_of(salts.get(batch, ""), found)}:
            told = said.get(batch, {"sheets": 0})["sheets"]
            return f"{batch} 批的 {len(found)} 张票和读数与证据链所记的 {told} 张不是同一些"
    return ""
