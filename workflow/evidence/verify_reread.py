"""Pages read anew from their scans, held against what is on record."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import VERDICT_TEXT, PageOutcome, RowReading, SheetReading
from pingyi.scanner.reader import read_page
from pingyi.store.base.store import Store
from pingyi.store.readings.places import PagePlace, places
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Desk, Workspace, kept_scan
from pingyi.workflow.evidence.verify_scans import KeptScans
from pingyi.workflow.scans.forms_read import campaign_forms
from pingyi.workflow.scans.reading import Reader
from pingyi.workflow.scans.scan import ballot_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """Sheets to be read anew, and of how many."""

    chosen: tuple[SheetReading, ...]
    readings: int


def draw(store: Store, kept: KeptScans, wanted: int | None, seed: str) -> Drawn:
    """`wanted` sheets (None: all) of those scanned here; nobody can choose the seed, everybody can repeat it."""
    where = places(store)
    readings = sorted(
        (reading for _, reading in store.readings() if not kept.elsewhere(where[reading.digest].scan)),
        key=lambda one: one.digest,
    )
    count = len(readings) if wanted is None else min(wanted, len(readings))
    chosen = random.Random(seed).sample(readings, count)  # noqa: S311 - to be repeated, not to be secret
    return Drawn(chosen=tuple(chosen), readings=len(readings))


def reread_differences(workspace: Workspace, store: Store, drawn: Drawn, advance: Advance) -> Iterator[str]:
    """Chinese: sheets that read otherwise than on record."""
    if not drawn.chosen:
        return
    forms = campaign_forms(ballot_file(workspace), workspace.campaign)
    yield from read_again(workspace, store, drawn, partial(_as_ballot, forms), advance)


def _as_ballot(forms: tuple[BallotForm, ...], path: Path, page: int) -> PageOutcome:
    return read_page(path, page, forms)


def read_again(desk: Desk, store: Store, drawn: Drawn, read: Reader, advance: Advance) -> Iterator[str]:
    """The same of papers of any kind, read by `read`."""
    where = places(store, [reading.digest for reading in drawn.chosen])
    for done, reading in enumerate(drawn.chosen):
        advance("重新读票", done, len(drawn.chosen))
        yield from _reread(desk, reading, where[reading.digest], read)


def _reread(desk: Desk, reading: SheetReading, place: PagePlace, read: Reader) -> Iterator[str]:
    again = read(kept_scan(desk.scans, place.scan), place.page)
    sheet = f"{reading.batch_code} 批一张票（{reading.digest[:12]}，{place.scan[:12]}… 第 {place.page} 页）"
    if again.digest != reading.digest:
        yield f"{sheet}的图像与入库时不同，或所记的页不对"
    elif not isinstance(again, SheetReading):
        yield f"{sheet}这次没有读出来：{again.message()}"
    elif [(row.item, row.name) for row in reading.rows] != [(row.item, row.name) for row in again.rows]:
        yield f"{sheet}是按另一份表样读的：现在的表样序号或单位不同；请换回读票时的表样再核验"
    else:
        for old, new in zip(reading.rows, again.rows, strict=True):
            if (old.verdict, old.choice) != (new.verdict, new.choice):
                yield f"{sheet}序号 {old.item}：重新读为“{_said(new)}”，记的是“{_said(old)}”"


def _said(row: RowReading) -> str:
    return row.choice or VERDICT_TEXT[row.verdict]
