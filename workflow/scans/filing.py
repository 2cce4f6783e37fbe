"""What was read goes into the store, and beside its pictures where each sheet's table lies."""

import os
from collections.abc import Sequence
from pathlib import Path

from pingyi.domain.readings.reading import SheetReading
from pingyi.ground.foreign import inside
from pingyi.ground.whole import put, take_away
from pingyi.scanner.found.layout import LAYOUT_FILE
from pingyi.store.base.crops import NO_MOMENT
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store


def file_pages(store: Store, drawn: Path, filings: Sequence[Filing]) -> None:
    """
    File pages in one transaction; layouts among what is `drawn` of sheets, a cache that is made again when it is gone.

    Raises NoSpaceError, FileError.
    """
    store.file_pages(filings)
    for filing in filings:
        if isinstance(filing.outcome, SheetReading) and filing.outcome.layout:
            _keep_layout(inside(drawn, filing.outcome.digest), filing.outcome.layout)


def _keep_layout(folder: Path, layout: bytes) -> None:
    """Its date says nothing of the order in which sheets were fed; what was drawn from another one goes."""
    kept = folder / LAYOUT_FILE
    if not kept.is_file() or kept.read_bytes() != layout:
        for drawn in folder.iterdir() if folder.is_dir() else ():
            take_away(drawn)
        put(kept, layout)
    for path in (kept, folder):
        os.utime(path, (NO_MOMENT, NO_MOMENT))
