"""Imports one by one: what came when, of which file, by whom; what of it counts; which were taken back."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store, now

_BROUGHT = """
SELECT b.number, b.kind, b.source, b.entries, b.brought_by, b.brought_at, t.reason, t.decided_by, t.confirmed_by,
       t.decided_at
FROM brought AS b LEFT JOIN taken_back AS t
  ON t.number = (SELECT max(number) FROM taken_back WHERE brought = b.number)
ORDER BY b.number DESC
"""
_COUNTING = """
WITH latest AS (
  SELECT 'imports' AS part, number, max(number) OVER (PARTITION BY kind, unit, evaluators) AS by FROM standing_imports
  UNION ALL SELECT 'returns', number, max(number) OVER (PARTITION BY batch) FROM standing_returns
), spans AS (
  SELECT number, first, last, CASE kind WHEN 'returns' THEN kind ELSE 'imports' END AS part
  FROM brought WHERE kind <> 'orders'
)
SELECT b.number AS brought, n.number AS by, count(*) AS rows FROM latest AS l
JOIN spans AS b ON b.part = l.part AND l.number BETWEEN b.first AND b.last
JOIN spans AS n ON n.part = l.part AND l.by BETWEEN n.first AND n.last GROUP BY 1, 2
UNION ALL
SELECT b.number, n.number, rows FROM (
  SELECT export, by, count(*) AS rows FROM (
    SELECT export, max(export) OVER (PARTITION BY code) AS by FROM standing_orders
  ) GROUP BY 1, 2
) JOIN brought AS b ON b.kind = 'orders' AND b.first = export JOIN brought AS n ON n.kind = 'orders' AND n.first = by
"""
_RESTING = """
SELECT b.number FROM brought AS b WHERE b.kind = 'orders' AND b.number > ?
  AND b.number NOT IN (SELECT brought FROM taken_back)
  AND b.entries > (SELECT count(*) FROM hotline_orders WHERE export = b.first)
ORDER BY b.number DESC
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Came:
    """An import whose rows have just been added to `table`, as its last ones; `by` is empty at the terminal."""

    kind: str  # leaders, leader_votes, hotline, phone, orders, returns
    table: str
    file: ImportedFile
    entries: int  # of the file
    rows: int  # added
    by: str
    at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenBack:
    """Two people's word that an import counts no more."""

    brought: int
    reason: str
    decided_by: str
    confirmed_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One import; moments are ISO 8601."""

    number: int
    kind: str
    source: str
    entries: int
    counting: int  # of what was kept of it, what no later import replaced; of orders only new and changed ones are kept
    replaced_by: tuple[int, ...]  # later imports, by number
    by: str  # empty: at the terminal, or by an older program
    at: str
    taken_back: TakenBack | None
    taken_back_at: str


def list_import(store: Store, came: Came) -> int:
    """Inside the import's transaction: name it as one; the number of its last row."""
    sql = f"SELECT max(number) FROM [{came.table}]"  # noqa: S608 - our own names
    last = int(store.database.execute(sql).fetchone()[0])
    store.database.table("brought").insert(
        {
            "kind": came.kind,
            "source": came.file.name,
            "sha256": came.file.sha256,
            "entries": came.entries,
            "first": last - came.rows + 1,
            "last": last,
            "brought_by": came.by,
            "brought_at": came.at,
        }
    )
    return last


def brought(store: Store) -> tuple[Brought, ...]:
    """Every import, the newest first."""
    counting: dict[int, dict[int, int]] = {}
    for row in store.rows(_COUNTING):
        counting.setdefault(row["brought"], {})[row["by"]] = row["rows"]
    return tuple(_brought(row, counting.get(row["number"], {})) for row in store.rows(_BROUGHT))


def resting_on(store: Store, number: int) -> tuple[int, ...]:
    """
    Later exports of orders that count and of which only what was new or changed was kept, the newest first.

    What they had in common with an earlier one is kept with that alone, and would go with it.
    """
    return tuple(row["number"] for row in store.rows(_RESTING, [number]))


def add_taken_back(store: Store, given: TakenBack) -> None:
    """Append it, with its entry in the chain."""
    with store.recording(EventKind.TAKE_BACK, "taken_back"):
        store.database.table("taken_back").insert(
            {
                "brought": given.brought,
                "reason": given.reason,
                "decided_by": given.decided_by,
                "confirmed_by": given.confirmed_by,
                "decided_at": now(),
            }
        )


def _brought(row: Mapping[str, Any], rows_by: Mapping[int, int]) -> Brought:
    back = None
    if row["reason"] is not None:
        people = {key: row[key] for key in ("reason", "decided_by", "confirmed_by")}
        back = TakenBack(brought=row["number"], **people)
    return Brought(
        number=row["number"],
        kind=row["kind"],
        source=row["source"],
        entries=row["entries"],
        counting=rows_by.get(row["number"], 0),
        replaced_by=tuple(sorted(rows_by.keys() - {row["number"]})),
        by=row["brought_by"],
        at=row["brought_at"],
        taken_back=back,
        taken_back_at=row["decided_at"] or "",
    )
