"""Summary tables from outside, kept entry by entry; the latest entry of a kind, unit and group counts."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import TypeAdapter

from pingyi.domain.chain import EventKind
from pingyi.domain.score import HotlineSummary, LeaderScores, LeaderVotes, Outside, PhoneSummary
from pingyi.store.base.faults import faults_of
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.row_types import Entry, import_content
from pingyi.store.base.store import Store, now

T = TypeVar("T")
_LATEST = """
SELECT content FROM imports AS i
WHERE kind = ? AND number = (
  SELECT max(number) FROM imports AS o WHERE o.kind = i.kind AND o.unit = i.unit AND o.evaluators = i.evaluators
)
ORDER BY number
"""
_FILES = """
SELECT kind, source, count(*) AS entries, count(l.number) AS counting, imported_at AS at FROM imports AS i
LEFT JOIN (SELECT max(number) AS number FROM imports GROUP BY kind, unit, evaluators) AS l ON l.number = i.number
GROUP BY kind, source, sha256, imported_at
UNION ALL
SELECT 'orders', source, orders, NULL, imported_at FROM hotline_exports
ORDER BY at DESC
"""


def add_imports(store: Store, file: ImportedFile, entries: Sequence[Entry]) -> None:
    """Keep these entries, all or none."""
    at = now()  # one moment: by it an import is known among those of the same file
    with store.recording(EventKind.IMPORT, "imports"):
        store.database.table("imports").insert_all(
            {
                **import_content(entry),
                "unit": entry.unit,
                "evaluators": entry.group if isinstance(entry, LeaderScores | LeaderVotes) else "",
                "source": file.name,
                "sha256": file.sha256,
                "imported_at": at,
            }
            for entry in entries
        )


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


def imported_files(store: Store) -> tuple[dict[str, Any], ...]:
    """
    Kind, source, entries and time of each import, the newest first, each by itself though its file came twice.

    `counting` of its entries are the newest of their kind, unit and group; of work orders that is not told.
    """
    return tuple(store.rows(_FILES))
