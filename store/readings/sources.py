"""Which files the sheets of each batch came from."""

from dataclasses import dataclass

from pingyi.domain.readings.reading import Source
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store

_FILES = """
SELECT batch, source_file, count(*) AS pages FROM standing_sheets
GROUP BY batch, source_file ORDER BY batch, source_file
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFile:
    """A file with sheets of a batch."""

    batch: str
    name: str
    pages: int


def batch_files(store: Store) -> tuple[BatchFile, ...]:
    """Files by batch, in order."""
    with faults_of(store.path):
        found = list(store.database.query(_FILES))
    return tuple(BatchFile(batch=row["batch"], name=row["source_file"], pages=row["pages"]) for row in found)


def sheet_sources(store: Store) -> dict[str, Source]:
    """File and page of every sheet, by its digest."""
    with faults_of(store.path):
        found = list(store.database.query("SELECT digest, source_file, source_page FROM sheets"))
    return {row["digest"]: Source(file=row["source_file"], page=row["source_page"]) for row in found}
