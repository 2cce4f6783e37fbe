"""Summary tables from outside, kept entry by entry; the latest entry of a kind, unit and group counts."""

from collections.abc import Sequence
from typing import TypeVar

from pydantic import TypeAdapter

from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.faults import faults_of
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.row_types import Entry, import_content
from pingyi.store.base.store import Store, now
from pingyi.store.outside.brought import Came, list_import

T = TypeVar("T")
_LATEST = """
SELECT content, max(number) AS number FROM standing_imports WHERE kind = ?
GROUP BY unit, evaluators ORDER BY number
"""


def add_imports(store: Store, file: ImportedFile, entries: Sequence[Entry], by: str = "") -> None:
    """Keep these entries (one at least), all or none."""
    at, contents = now(), [import_content(entry) for entry in entries]
    with store.recording(EventKind.IMPORT, "imports", "brought"):
        store.database.table("imports").insert_all(
            {
                **content,
                "unit": entry.unit,
                "evaluators": entry.group if isinstance(entry, LeaderScores | LeaderVotes) else "",
                "source": file.name,
                "sha256": file.sha256,
                "imported_at": at,
            }
            for content, entry in zip(contents, entries, strict=True)
        )
        kind, rows = contents[0]["kind"], len(entries)
        list_import(store, Came(kind=kind, table="imports", file=file, entries=rows, rows=rows, by=by, at=at))


def outside(store: Store) -> Outside:
    """Everything imported that counts."""
    return Outside(
        leaders=_latest(store, LeaderScores, "leaders"),
        leader_votes=_latest(store, LeaderVotes, "leader_votes"),
        hotline=_latest(store, HotlineSummary, "hotline"),
        phone=_latest(store, PhoneSummary, "phone"),
    )


def _latest(store: Store, entry_type: type[T], kind: str) -> tuple[T, ...]:
    adapter = TypeAdapter(entry_type)
    with faults_of(store.path):
        found = list(store.database.query(_LATEST, [kind]))
    return tuple(adapter.validate_json(row["content"]) for row in found)
