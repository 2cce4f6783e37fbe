"""Papers two people gave to another batch, or took out of the count; what was read of them stays."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pingyi.domain.readings.reading import Source
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.row_types import source_of
from pingyi.store.base.store import Store, now

_PAPERS = """
SELECT p.digest, p.was, coalesce(r.batch, p.was) AS batch, p.scored, p.source_file, p.source_page, p.scan, p.turn,
  coalesce(r.reason, '') AS reason, coalesce(r.decided_by, '') AS decided_by,
  coalesce(r.confirmed_by, '') AS confirmed_by, coalesce(r.decided_at, '') AS decided_at
FROM (
  SELECT digest, batch AS was, 0 AS scored, source_file, source_page, scan, turn FROM sheets
  UNION ALL SELECT digest, batch, 1, source_file, source_page, scan, 0 FROM score_pages
) AS p LEFT JOIN latest_reassigned AS r ON r.paper = p.digest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reassigned:
    """Two people's word on where a paper (its digest) counts; no batch: nowhere."""

    paper: str
    batch: str
    reason: str
    decided_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperPlace:
    """A ballot or a leaders' paper on file, and where it counts."""

    digest: str
    was: str  # the batch it was read into
    batch: str  # in which it counts; empty: nowhere
    scored: bool  # a leaders' paper
    source: Source
    scan: str  # SHA-256 of its file
    turn: int  # degrees clockwise to set it upright; 0 where it is not kept
    said: Reassigned | None
    said_at: str  # ISO 8601; empty: nothing was said of it

    @property
    def moved(self) -> bool:
        """Whether it counts elsewhere than where it was read into, or nowhere."""
        return self.batch != self.was


def papers_of(store: Store, batch: str) -> tuple[PaperPlace, ...]:
    """Every paper that counts in this batch, in the order of their digests, which tells nothing."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE batch = ? ORDER BY digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql, [batch]))


def papers_moved(store: Store) -> tuple[PaperPlace, ...]:
    """Every paper that counts elsewhere than where it was read into, or nowhere."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE batch <> was ORDER BY was, digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql))


def papers_said(store: Store) -> tuple[PaperPlace, ...]:
    """Every paper two people ever gave a place."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE decided_at <> '' ORDER BY digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql))


def papers_from(store: Store, file: str) -> tuple[PaperPlace, ...]:
    """The papers of a scan file, by the name it came with."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE source_file = ? ORDER BY digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql, [file]))


def papers_known(store: Store, digests: Iterable[str]) -> tuple[PaperPlace, ...]:
    """The papers with these digests, those that are there."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE digest IN (SELECT value FROM json_each(?)) ORDER BY digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql, [json.dumps(list(digests))]))


def papers_named(store: Store, beginning: str) -> tuple[PaperPlace, ...]:
    """The papers whose digest begins so."""
    sql = f"SELECT * FROM ({_PAPERS}) WHERE substr(digest, 1, ?) = ? ORDER BY digest"  # noqa: S608 - our own words
    return tuple(_place(row) for row in store.rows(sql, [len(beginning), beginning]))


def add_reassigned(store: Store, given: Sequence[Reassigned]) -> None:
    """Append them, all or none, with their entry in the chain."""
    at = now()
    with store.recording(EventKind.REASSIGN, "reassigned"):
        store.database.table("reassigned").insert_all(
            {
                "paper": one.paper,
                "batch": one.batch,
                "reason": one.reason,
                "decided_by": one.decided_by,
                "confirmed_by": one.confirmed_by,
                "decided_at": at,
            }
            for one in given
        )


def _place(row: dict[str, Any]) -> PaperPlace:
    said = None
    if row["decided_at"]:
        people = {key: row[key] for key in ("batch", "reason", "decided_by", "confirmed_by")}
        said = Reassigned(paper=row["digest"], **people)
    return PaperPlace(
        digest=row["digest"],
        was=row["was"],
        batch=row["batch"],
        scored=bool(row["scored"]),
        source=source_of(row),
        scan=row["scan"],
        turn=row["turn"],
        said=said,
        said_at=row["decided_at"],
    )
