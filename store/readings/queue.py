"""Rows that wait for people: who gets which next, how many there are."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pingyi.domain.readings.double_review import RowPlace, RowsRequest, WaitingRow
from pingyi.store.base.store import Store

_NOT_MINE = """NOT EXISTS (
  SELECT 1 FROM standing AS s WHERE s.sheet = q.sheet AND s.item = q.item AND s.account = :account)"""
_ROWS = """
SELECT q.batch, q.sheet, q.item, r.name
FROM queue AS q CROSS JOIN row_readings AS r ON r.sheet = q.sheet AND r.item = q.item
"""
_ORDER = "ORDER BY q.reason, q.batch, q.sheet, q.position LIMIT :limit"  # the primary key: nothing is sorted
_GROUPS = f"""
SELECT reason, said, NOT {_NOT_MINE} AS mine, count(*) AS rows FROM queue AS q GROUP BY reason, said, mine
"""  # noqa: S608 - our own words


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Open rows of one reason: how many still want this person, and how many are left to others."""

    reason: str  # a word of Doubt; empty for rows sent back to people
    mine_to_do: int
    waiting: int  # for a second person: this one has decided
    differing: int


def next_waiting(store: Store, wish: RowsRequest, limit: int, taken: Collection[RowPlace]) -> tuple[WaitingRow, ...]:
    """The next rows for this person, without those others have open (`taken`)."""
    passed = json.dumps([*wish.passed, *(f"{place.sheet}/{place.item}" for place in taken)])
    free = "q.sheet || '/' || q.item NOT IN (SELECT value FROM json_each(:passed))"
    sql = f"{_ROWS} WHERE {_wished(wish)} AND {free} {_ORDER}"
    return tuple(_waiting(row) for row in store.rows(sql, {**_values(wish), "passed": passed, "limit": limit}))


def count_waiting(store: Store, wish: RowsRequest) -> int:
    """How many rows wait for this person, wherever they are open."""
    sql = f"SELECT count(*) AS rows FROM queue AS q WHERE {_wished(wish)}"  # noqa: S608 - our own words
    return sum(int(row["rows"]) for row in store.rows(sql, _values(wish)))


def waiting_of_sheet(store: Store, account: str, sheet: str) -> tuple[WaitingRow, ...]:
    """Open rows of a sheet this person has not judged, in the order of the form."""
    sql = f"{_ROWS} WHERE q.sheet = :sheet AND {_NOT_MINE} ORDER BY q.position"
    return tuple(_waiting(row) for row in store.rows(sql, {"sheet": sheet, "account": account}))


def waiting_row(store: Store, place: RowPlace) -> WaitingRow | None:
    """An open row by its place."""
    sql = f"{_ROWS} WHERE q.sheet = ? AND q.item = ?"
    return next((_waiting(row) for row in store.rows(sql, [place.sheet, place.item])), None)


def groups(store: Store, account: str) -> tuple[Group, ...]:
    """Open rows by reason."""
    found: dict[str, dict[str, int]] = {}
    for row in store.rows(_GROUPS, {"account": account}):
        counts = found.setdefault(row["reason"], {"mine_to_do": 0, "waiting": 0, "differing": 0})
        kind = "differing" if row["said"] >= 2 else "waiting" if row["mine"] else "mine_to_do"
        counts[kind] += row["rows"]
    return tuple(Group(reason=reason, **counts) for reason, counts in sorted(found.items()))


def _wished(wish: RowsRequest) -> str:
    """The rows somebody asks for, as SQL; what stands in it is given by `_values`."""
    narrowed = [f"q.{column} = :{column}" for column in ("reason", "batch", "sheet") if getattr(wish, column)]
    return " AND ".join(["q.said >= 2" if wish.differing else "q.said < 2", _NOT_MINE, *narrowed])


def _values(wish: RowsRequest) -> dict[str, str]:
    return {"account": wish.account, "reason": wish.reason, "batch": wish.batch, "sheet": wish.sheet}


def _waiting(row: dict[str, Any]) -> WaitingRow:
    return WaitingRow(place=RowPlace(sheet=row["sheet"], item=row["item"]), name=row["name"], batch=row["batch"])
