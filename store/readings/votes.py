"""Sheets as counting asks for them: a quarter of a million rows in a second or two."""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from pingyi.domain.readings.printed import PrintedRow
from pingyi.domain.readings.reading import RowVote, SheetVotes, Source, Verdict
from pingyi.store.base.faults import faults_of
from pingyi.store.base.row_types import doubts_of, understood
from pingyi.store.base.store import Store

_SHEETS = """
SELECT batch, source_file, source_page, digest, form_digest, form_page, form_pages FROM standing_sheets
ORDER BY batch, source_file, source_page, digest
"""
_ROWS = "SELECT item, name, verdict, choice, reasons FROM row_readings WHERE sheet = ? ORDER BY position"


def sheet_votes(store: Store) -> Iterator[tuple[str, SheetVotes]]:
    """Batch and votes of every sheet, by batch and place in its file."""
    with faults_of(store.path):
        run = store.database.conn.execute
        for batch, file, place, digest, form, page, pages in run(_SHEETS).fetchall():
            yield (
                batch,
                SheetVotes(
                    source=Source(file=file, page=place),
                    digest=digest,
                    form_digest=form,
                    form_page=page,
                    form_pages=pages,
                    rows=tuple(_vote(*row) for row in run(_ROWS, [digest])),
                ),
            )


def rows_printed_on(sheets: Iterable[SheetVotes]) -> dict[str, dict[PrintedRow, None]]:
    """The different rows of these sheets, by the digest of the form they were read as."""
    found: dict[str, dict[PrintedRow, None]] = {}
    seen: set[tuple[str, int, tuple[tuple[str, str], ...]]] = set()
    for sheet in sheets:
        printed = tuple([(row.item, row.name) for row in sheet.rows])
        if (sheet.form_digest, sheet.form_page, printed) not in seen:
            seen.add((sheet.form_digest, sheet.form_page, printed))
            rows = (PrintedRow(page=sheet.form_page, item=item, name=name) for item, name in printed)
            found.setdefault(sheet.form_digest, {}).update(dict.fromkeys(rows))
    return found


@lru_cache(maxsize=10_000)
@understood
def _vote(item: str, name: str, verdict: str, choice: str, reasons: str) -> RowVote:
    return RowVote(item=item, name=name, verdict=Verdict(verdict), choice=choice, reasons=doubts_of(reasons))
