"""Invented stations of a campaign: their sheets, decisions, and workspaces to begin with."""

import random
import shutil
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import numpy as np
from printed_ballot import Printed

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.store.base.store import now
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.init import start_workspace

CHOICES = ("满意", "基本满意", "不满意")
BATCHES = "批次,群体,发放单位,份数\nA01,A,雒容镇,60\nB01,B,天马街道,50\n"


def still(*_: object) -> None:
    """Nobody watches."""


def sheet(printed: Printed, seed: int, *, batch: str = "A01", placement: int | None = None) -> SheetReading:
    """An invented reading; one row is doubtful. Equal `placement`: the same paper."""
    random_ = random.Random(seed)  # noqa: S311 - invented votes
    rows = [
        RowReading(item=row.item, name=row.name, verdict=Verdict.VALID, choice=random_.choice(CHOICES), confidence=0.9)
        for row in printed.form.rows
    ]
    rows[4] = replace(rows[4], verdict=Verdict.DOUBTFUL, choice="", reasons=(Doubt.CROSS,))
    ink = np.random.default_rng(seed if placement is None else placement).integers(1, 60_000, (len(rows), 4))
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="a.pdf", page=seed),
        digest=f"{seed:064x}",
        form_digest=printed.form.table.digest,
        batch_code=batch,
        turn=0,
        has_opinion=False,
        rows=tuple(rows),
        placement=ink.astype("<u2").tobytes(),
        crops={rows[4].item: b"PNG"},
    )


def decision(reading: SheetReading, choice: str, row: int = 4) -> Correction:
    item = reading.rows[row].item
    return Correction(
        sheet=reading.digest,
        item=item,
        verdict=Verdict.VALID,
        choice=choice,
        decided_by="甲",
        confirmed_by="乙",
        decided_at=datetime.fromisoformat(now()),
    )


def started(folder: Path, printed: Printed) -> Workspace:
    workspace, _ = start_workspace(folder)
    workspace.batches_file.write_text(BATCHES, encoding="utf-8")
    workspace.ballot.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(printed.docx, workspace.ballot)
    return workspace
