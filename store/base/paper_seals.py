"""What the log says of papers read: how many of each batch, and which, without naming one or telling their order."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.domain.trust.chain import canonical, seal_of, sha256
from pingyi.store.base.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Papers:
    """One kind of paper: its table and what was read on it; where a page lies is left out."""

    word: str  # in the log's entries
    pages: str
    columns: tuple[str, ...]
    shown: tuple[str, ...]  # the same, of papers whose pictures (the first of them) are answered for too
    readings: str
    page: str  # column of `readings` that names the page
    order: str
    parts: tuple[str, ...]
    digests: str
    salt: str  # what its batches are called among the salts, before their code
    later: tuple[str, ...] = ()  # columns of a newer program, answered for where they hold something


BALLOTS = Papers(
    word="batches",
    pages="sheets",
    columns=("digest", "batch", "form_digest", "turn", "has_opinion", "form_page", "form_pages"),
    shown=("crops", "placement"),
    readings="row_readings",
    page="sheet",
    order="position, item",
    parts=("position", "item", "name", "verdict", "choice", "confidence", "reasons"),
    digests="sheet_digests",
    salt="",
)
LEADERS = Papers(
    word="score_batches",
    pages="score_pages",
    columns=("digest", "batch", "paper"),
    shown=("crops",),
    readings="score_readings",
    page="page",
    order="position",
    parts=("position", "unit", "seen", "first", "second", "confidence", "score", "doubts"),
    digests="score_digests",
    salt="评分 ",
    later=("placement", "has_opinion"),
)
PAPERS = (BALLOTS, LEADERS)


def crops_digest(crops: Mapping[str, str]) -> str:
    """Of the pictures people are shown of a paper: SHA-256 by item."""
    return sha256(canonical(sorted(crops.items())))


def paper_digest(database: Database, papers: Papers, digest: str) -> str:
    """Digest of what was read on one page, recomputed."""
    pages = database.query(f"SELECT * FROM {papers.pages} WHERE digest = ?", [digest])  # noqa: S608 - our own names
    rows = f"SELECT {_listed(papers.parts)} FROM {papers.readings} WHERE {papers.page} = ? ORDER BY {papers.order}"  # noqa: S608
    head = (_told(papers, page) for page in pages)
    return sha256(canonical([*head, *(list(row) for row in database.execute(rows, [digest]))]))


def told_digest(papers: Papers, page: Mapping[str, Any], rows: Sequence[Mapping[str, Any]]) -> str:
    """The same of a page and its rows in their order, told by somebody else's database."""
    parts = ([row[part] for part in papers.parts] for row in rows)
    return sha256(canonical([_told(papers, page), *parts]))


def _told(papers: Papers, page: Mapping[str, Any]) -> list[Any]:
    """Bytes as hex digits, whether they come from the database or from JSON that was looked at."""
    more = (*(papers.shown if page.get(papers.shown[0]) else ()), *(one for one in papers.later if page.get(one)))
    found = (page[column] for column in (*papers.columns, *more))
    return [one.hex() if isinstance(one, bytes) else one["hex"] if isinstance(one, dict) else one for one in found]


def seal_new(database: Database, papers: Papers) -> dict[str, dict[str, Any]]:
    """Digest the pages that have none yet; what the log says of each batch they belong to."""
    new = [
        (row[0], row[1])
        for row in database.execute(
            f"SELECT digest, batch FROM {papers.pages} WHERE digest NOT IN (SELECT sheet FROM {papers.digests})"  # noqa: S608
        ).fetchall()
    ]
    database.table(papers.digests).insert_all(
        {"sheet": page, "digest": paper_digest(database, papers, page)} for page, _ in new
    )
    return {batch: _sealed(database, papers, batch) for batch in sorted({batch for _, batch in new})}


def batch_seal(database: Database, papers: Papers, batch: str) -> dict[str, Any] | None:
    """What the log must say last of a batch, from the digests in the database; none without a salt."""
    salt = database.execute("SELECT salt FROM batch_salts WHERE batch = ?", [papers.salt + batch]).fetchone()
    if salt is None:
        return None
    sql = f"SELECT d.digest FROM {papers.digests} AS d JOIN {papers.pages} AS s ON s.digest = d.sheet WHERE s.batch = ?"  # noqa: S608
    digests = [row[0] for row in database.execute(sql, [batch])]
    return {"sheets": len(digests), "sha256": seal_of(salt[0], digests)}


def _sealed(database: Database, papers: Papers, batch: str) -> dict[str, Any]:
    """With a new salt: what was said of the batch before can no longer be tried out."""
    salt = secrets.token_hex(32)
    database.execute("INSERT OR REPLACE INTO batch_salts (batch, salt) VALUES (?, ?)", [papers.salt + batch, salt])
    seal = batch_seal(database, papers, batch)
    if seal is None:
        raise AssertionError(batch)
    return seal


def _listed(columns: tuple[str, ...]) -> str:
    return ", ".join(f"[{column}]" for column in columns)
