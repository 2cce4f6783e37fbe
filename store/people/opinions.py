"""Opinions in the store: which sheets carry one, drafts, typed texts."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.handed_in.opinion import OpinionDraft, OpinionText
from pingyi.domain.readings.reading import Source
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base import chain
from pingyi.store.base.faults import faults_of
from pingyi.store.base.row_types import source_of
from pingyi.store.base.store import Store, now


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPage:
    """A page somebody wrote on, without a form: the back of a sheet, or one put in beside it."""

    number: int  # of the unread page
    scan: str  # SHA-256 of its file
    source: Source
    before: str  # digest of the paper before it in its stack; empty: none, or not known here
    belongs: str  # one of BELONGS_WORDS once two people have said whose it is


@dataclass(frozen=True, slots=True, kw_only=True)
class InkedBox:
    """A sheet that holds an opinion, in its box or anywhere else; or a page written on."""

    sheet: str
    batch: str
    page: WrittenPage | None = None  # None: a ballot or a leaders' paper


_INKED = """
SELECT digest, batch FROM standing_sheets WHERE has_opinion
UNION SELECT digest, batch FROM standing_score_pages WHERE has_opinion
"""
_TEXTS = """
SELECT * FROM latest_opinion_texts WHERE sheet NOT IN (SELECT paper FROM latest_reassigned WHERE batch = '')
"""


def inked_boxes(store: Store) -> tuple[InkedBox, ...]:
    """
    Ballots and leaders' papers with an opinion, and pages written on, by batch.

    Within a batch they stand in no order that tells when they came in.
    """
    papers = [InkedBox(sheet=row["digest"], batch=row["batch"]) for row in store.rows(_INKED)]
    return tuple(sorted([*papers, *written_pages(store)], key=lambda box: (box.batch, box.sheet)))


def written_pages(store: Store) -> tuple[InkedBox, ...]:
    """The pages without a form that somebody wrote on."""
    return tuple(
        InkedBox(
            sheet=row["digest"],
            batch=row["batch"],
            page=WrittenPage(
                number=row["number"],
                scan=row["scan"],
                source=source_of(row),
                before=row["before"],
                belongs=row["belongs"],
            ),
        )
        for row in store.rows("SELECT * FROM written_pages ORDER BY batch, digest")
    )


def drafts(store: Store, reader: str) -> dict[str, OpinionDraft]:
    """What this reader has drafted, by sheet."""
    with faults_of(store.path):
        found = list(store.database.query("SELECT * FROM opinion_drafts WHERE reader = ?", [reader]))
    return {
        row["sheet"]: OpinionDraft(sheet=row["sheet"], reader=reader, text=row["text"], confidence=row["confidence"])
        for row in found
    }


def add_drafts(store: Store, new: Sequence[OpinionDraft]) -> None:
    """Keep these drafts, all or none."""
    with store.transaction():
        store.database.table("opinion_drafts").insert_all(
            {
                "sheet": draft.sheet,
                "reader": draft.reader,
                "text": draft.text,
                "confidence": draft.confidence,
            }
            for draft in new
        )
        if new:
            told = {"opinion_drafts": chain.whole_table(store.database, "opinion_drafts")}
            chain.append(store.database, EventKind.DRAFT, {"at": now(), "tables": told})


def opinion_texts(store: Store) -> dict[str, OpinionText]:
    """The text that counts, by sheet; none of a paper that was taken out."""
    with faults_of(store.path):
        found = list(store.database.query(_TEXTS))
    return {
        row["sheet"]: OpinionText(
            sheet=row["sheet"],
            text=row["text"],
            units=named_units(store, row["sheet"], row["units"]),
            typed_by=row["typed_by"],
            checked_by=row["checked_by"],
            typed_at=datetime.fromisoformat(row["typed_at"]),
        )
        for row in found
    }


def named_units(store: Store, sheet: str, units: str) -> tuple[str, ...]:
    """
    Names from kept JSON; earlier programs kept numbers, which mean what stood on the sheet's own form.

    A number that no page read of that form bears is given as `第 7 号`: it is no unit's name.
    """
    found = []
    for unit in json.loads(units):
        names = [row["name"] for row in store.rows(_NAMED, [sheet, str(unit)])] if isinstance(unit, int) else [unit]
        found.append(names[0] if len(names) == 1 else f"第 {unit} 号")
    return tuple(found)


_NAMED = """
SELECT DISTINCT r.name FROM row_readings AS r JOIN sheets AS s ON s.digest = r.sheet
WHERE s.form_digest = (SELECT form_digest FROM sheets WHERE digest = ?) AND r.item = ?
"""


def add_opinion_texts(store: Store, texts: Sequence[OpinionText]) -> None:
    """Append typed texts, all or none; what one person typed of these is settled."""
    with store.recording(EventKind.OPINION, "opinion_texts"):
        store.database.conn.executemany(
            "DELETE FROM opinion_proposals WHERE sheet = ?", [(typed.sheet,) for typed in texts]
        )
        store.database.table("opinion_texts").insert_all(
            {
                "sheet": typed.sheet,
                "text": typed.text,
                "units": json.dumps(typed.units, ensure_ascii=False),
                "typed_by": typed.typed_by,
                "checked_by": typed.checked_by,
                "typed_at": typed.typed_at.isoformat(),
            }
            for typed in sorted(texts, key=lambda one: one.sheet)
        )


def latest_drafts(store: Store) -> dict[str, str]:
    """A draft of each sheet; of several readers, the one whose name sorts last, as later versions do."""
    sql = "SELECT sheet, text FROM opinion_drafts ORDER BY reader"
    return {row["sheet"]: row["text"] for row in store.rows(sql)}
