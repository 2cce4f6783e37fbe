"""Forms handed out and come back, as the office entered them; and the paper the store itself holds."""

from collections.abc import Sequence

from pingyi.domain.readings.returns import Returns
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.faults import faults_of
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store, now
from pingyi.store.outside.brought import Came, list_import

ILLEGIBLE = "无法辨认"  # people's word for a page that is a ballot and cannot be read

_SET_ASIDE = """
SELECT batch, count(*) AS pages FROM (
  SELECT DISTINCT u.batch, u.scan, u.source_page FROM unread_pages AS u JOIN page_decisions AS d ON d.page = u.number
  WHERE d.outcome = ?
    AND NOT EXISTS (SELECT 1 FROM sheets AS s WHERE s.scan = u.scan AND s.source_page = u.source_page)
)
GROUP BY batch
"""

_ROWS = """
SELECT s.batch, r.name, count(*) AS rows FROM row_readings AS r JOIN standing_sheets AS s ON s.digest = r.sheet
GROUP BY s.batch, r.name
"""


def add_returns(store: Store, file: ImportedFile, entries: Sequence[Returns], by: str = "") -> None:
    """Append these lines, all or none."""
    at = now()
    with store.recording(EventKind.IMPORT, "returns", "brought"):
        store.database.table("returns").insert_all(
            {
                "batch": entry.batch,
                "issued": entry.issued,
                "returned": entry.returned,
                "spoiled": entry.spoiled,
                "outstanding": entry.outstanding,
                "source": file.name,
                "sha256": file.sha256,
                "imported_at": at,
            }
            for entry in entries
        )
        rows = len(entries)
        list_import(store, Came(kind="returns", table="returns", file=file, entries=rows, rows=rows, by=by, at=at))


def returns_entered(store: Store) -> dict[str, Returns]:
    """The line that counts, by batch."""
    sql = "SELECT batch, issued, returned, spoiled, outstanding FROM latest_returns"
    with faults_of(store.path):
        return {row["batch"]: Returns(**row) for row in store.database.query(sql)}


def set_aside(store: Store) -> dict[str, int]:
    """Pages people found to be ballots nobody can read, by batch."""
    with faults_of(store.path):
        return {row["batch"]: row["pages"] for row in store.database.query(_SET_ASIDE, [ILLEGIBLE])}


def rows_read(store: Store) -> dict[tuple[str, str], int]:
    """Rows on the sheets on file, by batch and printed name: counted in the database, not by the tally."""
    with faults_of(store.path):
        return {(row["batch"], row["name"]): row["rows"] for row in store.database.query(_ROWS)}
