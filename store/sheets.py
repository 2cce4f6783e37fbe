"""Single sheets and rows in the store, for showing them."""

from dataclasses import dataclass

from domain.reading import Source
from store.store import Store

_CELLS = """
SELECT r.sheet, r.item, r.name, r.verdict, r.choice, r.confidence
FROM row_readings AS r
WHERE r.verdict <> 'doubtful' AND r.verdict = ? AND r.choice = ? AND (? = '' OR r.item = ?)
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


def decided_cells(store: Store, verdict: str, choice: str, item: str, page: tuple[int, int]) -> tuple[DecidedCell, ...]:
    """Rows the machine decided this way, the least sure first; `page` is offset and count. No order of arrival."""
    values = [verdict, choice, item, item, page[1], page[0]]
    return tuple(
        DecidedCell(sheet=row["sheet"], item=row["item"], name=row["name"], confidence=row["confidence"])
        for row in store.rows(_CELLS, values)
    )


def rows_counted(store: Store, item: str, word: str, batch: str, page: tuple[int, int]) -> tuple[DecidedCell, ...]:
    """Rows on one unit that count as `word` (a choice, blank or multiple), in an order that tells nothing."""
    sql = """
      SELECT r.sheet, r.item, r.name, r.confidence FROM row_readings AS r JOIN sheets AS s ON s.digest = r.sheet
      LEFT JOIN latest_corrections AS c ON c.sheet = r.sheet AND c.item = r.item
      WHERE r.item = ? AND s.batch = ?
        AND CASE coalesce(c.verdict, r.verdict) WHEN 'valid' THEN coalesce(c.choice, r.choice)
            ELSE coalesce(c.verdict, r.verdict) END = ?
      ORDER BY r.sheet LIMIT ? OFFSET ?
    """
    return tuple(
        DecidedCell(sheet=row["sheet"], item=row["item"], name=row["name"], confidence=row["confidence"])
        for row in store.rows(sql, [item, batch, word, page[1], page[0]])
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
