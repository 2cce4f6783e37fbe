"""A workspace with a year of invented sheets and tables in its store; nothing is printed or scanned."""

import json
import random
from pathlib import Path

from invented_year import invented_outside, plan

from benchmarks.trust.invented_sheets import CHOICES, invented_sheet
from pingyi.domain.campaign.campaign import Unit
from pingyi.domain.readings.reading import SheetReading, Source
from pingyi.store.base.records import Filing, ImportedFile
from pingyi.store.outside.imports import add_imports
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import start_workspace


def invented_workspace(folder: Path, sheets: int = 12, seed: int = 3, abstentions: tuple[str, ...] = ()) -> Workspace:
    """`sheets` of each batch of the invented plan, without doubt; leaders, hotline and phone imported."""
    random_ = random.Random(seed)  # noqa: S311 - invented votes
    workspace, _ = start_workspace(folder)
    if abstentions:
        text = workspace.campaign_file.read_text(encoding="utf-8")
        line = f"abstentions = {json.dumps(abstentions, ensure_ascii=False)}\n"
        workspace.campaign_file.write_text(text.replace("\nblocks = ", f"\n{line}blocks = "), encoding="utf-8")
        workspace = open_workspace(folder)
    lines = [f"{batch.code},{batch.group},{batch.distributor},{batch.copies}" for batch in plan()]
    workspace.batches_file.write_text("\n".join(["批次,群体,发放单位,份数", *lines]), encoding="utf-8")
    filings = [
        Filing(outcome=_sheet(workspace, batch.code, page, random_), batch=batch.code, scan="")
        for batch in plan()
        for page in range(1, sheets + 1)
    ]
    outside = invented_outside(workspace.campaign)
    with working(workspace, "test") as store:
        store.file_pages(filings)
        for entries in (outside.leaders, outside.hotline, outside.phone):
            add_imports(store, ImportedFile(name=entries[0].source, sha256="0" * 64), entries)
    return workspace


def _sheet(workspace: Workspace, batch: str, page: int, random_: random.Random) -> SheetReading:
    others = workspace.campaign.ballot.abstentions

    def said(unit: Unit) -> str:
        good = 0.6 + unit.serial % 7 / 20
        weights = (good, 0.9 - good, 0.08, *[0.1] * len(others), 0.02)
        return random_.choices((*CHOICES, *others, ""), weights)[0]

    return invented_sheet(workspace.campaign.units, Source(file=f"{batch}.pdf", page=page), said)
