"""Counts by batch, in two parts: what readings alone decide, and what people change every minute."""

from pingyi.store.base.store import Store

_MACHINE = """
SELECT batch, count(*) AS sheets, sum(rows) AS rows, sum(doubtful) AS doubtful FROM (
  SELECT s.batch, (SELECT count(*) FROM row_readings AS r WHERE r.sheet = s.digest) AS rows,
         (SELECT count(*) FROM row_readings AS r WHERE r.sheet = s.digest AND r.verdict = 'doubtful') AS doubtful
  FROM standing_sheets AS s
) GROUP BY batch
"""
_OPEN = "SELECT batch, count(*) AS open FROM queue GROUP BY batch"
_UNREAD = "SELECT batch, count(*) AS unread FROM open_unread_pages GROUP BY batch"


def machine_counts(store: Store) -> dict[str, dict[str, int]]:
    """Sheets, rows and doubtful rows by batch; changes only when pages are filed or given elsewhere."""
    names = ("sheets", "rows", "doubtful")
    return {row["batch"]: {name: row[name] for name in names} for row in store.rows(_MACHINE)}


def people_counts(store: Store) -> dict[str, dict[str, int]]:
    """Open rows and unread pages by batch."""
    found: dict[str, dict[str, int]] = {}
    for name, sql in (("open", _OPEN), ("unread", _UNREAD)):
        for row in store.rows(sql):
            found.setdefault(row["batch"], {})[name] = row[name]
    return found
