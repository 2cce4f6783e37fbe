"""Invented sheets as a store files them, without paper: for attacks on what comes after the reading."""

import hashlib
import random
from pathlib import Path

from pingyi.domain.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import Workspace, working

SHEETS, DOUBTFUL = 6, 4  # of each batch; rows of each sheet
CHOICES = ("满意", "基本满意", "不满意")


def file_sheets(workspace: Workspace, doubtful: int = DOUBTFUL) -> None:
    """Invented sheets of every batch, `doubtful` rows of each in doubt."""
    chance = random.Random(7)  # noqa: S311 - invented votes
    filings = [
        Filing(
            outcome=_sheet(workspace, Source(file=f"{batch.code}.pdf", page=page), doubtful, chance),
            batch=batch.code,
            scan=hashlib.sha256(batch.code.encode()).hexdigest(),
        )
        for batch in workspace.batches()
        for page in range(1, SHEETS + 1)
    ]
    with working(workspace, "benchmark") as store:
        store.file_pages(filings)


def _sheet(workspace: Workspace, source: Source, doubtful: int, chance: random.Random) -> SheetReading:
    open_rows = set(chance.sample(range(len(workspace.campaign.units)), doubtful))
    batch, rows = Path(source.file).stem, []
    for number, unit in enumerate(workspace.campaign.units):
        doubt = number in open_rows
        rows.append(
            RowReading(
                item=str(unit.serial),
                name=unit.name,
                verdict=Verdict.DOUBTFUL if doubt else Verdict.VALID,
                choice="" if doubt else chance.choices(CHOICES, (8, 2, 1))[0],
                confidence=0.9,
                reasons=(Doubt.CROSS,) if doubt else (),
            )
        )
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=source,
        digest=hashlib.sha256(f"{batch}-{source.page}".encode()).hexdigest(),
        form_digest="f",
        batch_code=batch,
        turn=0,
        rows=tuple(rows),
        has_opinion=False,
    )
