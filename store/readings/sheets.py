"""Single sheets and rows in the store, for showing them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.readings.reading import Source
from pingyi.store.base.store import Store

_CELLS = """
SELECT r.sheet, r.item, r.name, r.verdict, r.choice, r.confidence
FROM row_readings AS r JOIN standing_sheets AS s ON s.digest = r.sheet
WHERE r.verdict <> 'doubtful' AND r.verdict = ? AND r.choice = ?
  AND (? = '[]' OR r.name IN (SELECT value FROM json_each(?)))
ORDER BY r.confidence, r.sheet, r.item LIMIT ? OFFSET ?
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlace:
    """Where a sheet's picture is: the SHA-256 of its file, and its place there."""

    batch: str
    scan: str
    source: Source


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedCell:
    """A row the machine decided."""

    sheet: str
    item: str
    name: str
    confidence: float


def sheet_place(store: Store, sheet: str) -> SheetPlace | None:
    """Where this sheet came from."""
    found = store.rows("SELECT batch, scan, source_file, source_page FROM sheets WHERE digest = ?", [sheet])
    return next(
        (
            SheetPlace(
                batch=row["batch"],
                scan=row["scan"],
                source=Source(file=row["source_file"], page=row["source_page"]),
            )
            for row in found
        ),
        None,
    )


def rows_of_sheet(store: Store, sheet: str) -> tuple[tuple[str, str], ...]:
    """Number and name of each row printed on a sheet."""
    sql = "SELECT item, name FROM row_readings WHERE sheet = ? ORDER BY position"
    return tuple((row["item"], row["name"]) for row in store.rows(sql, [sheet]))


def items_printed(store: Store, names: Sequence[str]) -> tuple[str, ...]:
    """The numbers rows with one of these names have on the sheets."""
    sql = "SELECT DISTINCT item FROM row_readings WHERE name IN (SELECT value FROM json_each(?)) ORDER BY item"
    return tuple(row["item"] for row in store.rows(sql, [json.dumps(names)]))


def decided_cells(
    store: Store, mark: tuple[str, str], names: Sequence[str], page: tuple[int, int]
) -> tuple[DecidedCell, ...]:
    """
    Rows the machine decided this way (verdict and choice), the least sure first, in no order of arrival.

    Only rows with one of these printed names, if any are given; `page` is offset and count.
    """
    printed = json.dumps(names)
    values = [*mark, printed, printed, page[1], page[0]]
    return tuple(
        DecidedCell(sheet=row["sheet"], item=row["item"], name=row["name"], confidence=row["confidence"])
        for row in store.rows(_CELLS, values)
    )


def rows_counted(
    store: Store, names: Sequence[str], count: tuple[str, str], page: tuple[int, int]
) -> tuple[DecidedCell, ...]:
    """
    Rows with one of these printed names that count as a word (a choice, blank or multiple) in a batch.

    In an order that tells nothing; `count` is word and batch.
    """
    sql = """
      SELECT r.sheet, r.item, r.name, r.confidence
      FROM row_readings AS r JOIN standing_sheets AS s ON s.digest = r.sheet
      LEFT JOIN latest_corrections AS c ON c.sheet = r.sheet AND c.item = r.item
      WHERE r.name IN (SELECT value FROM json_each(?)) AND s.batch = ?
        AND CASE coalesce(c.verdict, r.verdict) WHEN 'valid' THEN coalesce(c.choice, r.choice)
            ELSE coalesce(c.verdict, r.verdict) END = ?
      ORDER BY r.sheet LIMIT ? OFFSET ?
    """
    return tuple(
        DecidedCell(sheet=row["sheet"], item=row["item"], name=row["name"], confidence=row["confidence"])
        for row in store.rows(sql, [json.dumps(names), count[1], count[0], page[1], page[0]])
    )


def unread_place(store: Store, number: int) -> SheetPlace | None:
    """Where an unread page came from."""
    found = store.rows("SELECT batch, scan, source_file, source_page FROM unread_pages WHERE number = ?", [number])
    return next(
        (
            SheetPlace(
                batch=row["batch"], scan=row["scan"], source=Source(file=row["source_file"], page=row["source_page"])
            )
            for row in found
        ),
        None,
    )
