"""Sheets as paper: where their ink lies, and what people decided on those that look like one paper."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import Source
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store

_DECIDED = """
SELECT u.digest, d.outcome FROM page_decisions AS d JOIN unread_pages AS u ON u.number = d.page
WHERE u.reason = 'same_paper' ORDER BY d.number
"""
_PLACED = """
SELECT s.digest, coalesce(r.batch, s.batch) AS batch, s.source_file, s.source_page, s.form_pages, s.form_page,
  s.placement
FROM sheets AS s LEFT JOIN latest_reassigned AS r ON r.paper = s.digest WHERE s.placement <> x'' ORDER BY s.digest
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlacedSheet:
    """A sheet on file, and where its ink lies."""

    digest: str
    batch: str  # in which it counts; empty: two people took it out
    source: Source
    page: tuple[int, int]  # of the form: pages, page
    placement: bytes


def placed_sheets(store: Store) -> Iterator[PlacedSheet]:
    """Every sheet with a placement, by digest."""
    with faults_of(store.path):
        rows = store.database.query(_PLACED)
        for row in rows:
            yield PlacedSheet(
                digest=row["digest"],
                batch=row["batch"],
                source=Source(file=row["source_file"], page=row["source_page"]),
                page=(row["form_pages"], row["form_page"]),
                placement=row["placement"],
            )


def pairs_decided(store: Store) -> dict[str, PairRuling]:
    """What people found, by digest of the sheet set aside; the latest counts."""
    with faults_of(store.path):
        found = [(row["digest"], row["outcome"]) for row in store.database.query(_DECIDED)]
    return {digest: PairRuling(outcome) for digest, outcome in found if outcome in tuple(PairRuling)}
