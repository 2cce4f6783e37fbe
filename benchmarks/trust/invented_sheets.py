"""Invented sheets as a store files them, without paper: for attacks on, and tests of, what comes after the reading."""

import hashlib
import random
from collections.abc import Callable, Sequence
from pathlib import Path

from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import Workspace, working

SHEETS, DOUBTFUL = 6, 4  # of each batch; rows of each sheet
CHOICES = ("满意", "基本满意", "不满意")
OPEN = "?"


def invented_sheet(units: Sequence[Unit], source: Source, said: Callable[[Unit], str]) -> SheetReading:
    """A whole sheet of the batch its file is named after; `said`: a choice, empty for a blank row, OPEN for a doubt."""
    batch = Path(source.file).stem
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=source,
        digest=hashlib.sha256(f"{batch}-{source.page:03d}".encode()).hexdigest(),
        form_digest="f",
        batch_code=batch,
        turn=0,
        rows=tuple(_row(unit, said(unit)) for unit in units),
        has_opinion=False,
    )


def _row(unit: Unit, said: str) -> RowReading:
    item, name = str(unit.serial), unit.name
    if said == OPEN:
        return RowReading(item=item, name=name, verdict=Verdict.DOUBTFUL, confidence=0.3, reasons=(Doubt.CROSS,))
    verdict = Verdict.VALID if said else Verdict.BLANK
    return RowReading(item=item, name=name, verdict=verdict, choice=said, confidence=0.99)


def file_sheets(workspace: Workspace, doubtful: int = DOUBTFUL) -> None:
    """Invented sheets of every batch, `doubtful` rows of each in doubt."""
    chance = random.Random(7)  # noqa: S311 - invented votes
    units = workspace.campaign.units
    filings = []
    for batch in workspace.batches():
        for page in range(1, SHEETS + 1):
            said = chance.choices(CHOICES, (8, 2, 1), k=len(units))
            for row in chance.sample(range(len(units)), doubtful):
                said[row] = OPEN
            source = Source(file=f"{batch.code}.pdf", page=page)
            sheet = invented_sheet(units, source, dict(zip(units, said, strict=True)).__getitem__)
            scan = hashlib.sha256(batch.code.encode()).hexdigest()
            filings.append(Filing(outcome=sheet, batch=batch.code, scan=scan))
    with working(workspace, "benchmark") as store:
        store.file_pages(filings)
