"""A small invented campaign with real scans, for the page's tests and pictures."""

import csv
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Source, Verdict
from pingyi.domain.readings.score_reading import ScoreDoubt, ScorePage, ScorePaper, ScoreReading
from pingyi.samples.filler.copier import CLEAN
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import VoterMix
from pingyi.samples.tables import write_tables
from pingyi.store.people.leader_scores import KeptScorePage
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.init import start_workspace
from pingyi.workflow.scans.forms_read import load_forms
from training.scores.strokes import drawn

PLAN = (("A01", "A", "雒容镇", 4), ("F01", "F", "区民政局", 4))
MIX = VoterMix(overflow=0.0, blank=0.02, multi=0.01, corrected=0.01, cross=0.03, opinions=0.5)
SEED = 2024
SCORED = 24  # units on the page of scores
AFTER_COVER = 1  # the first page of a print run is its cover


def start(folder: Path) -> Workspace:
    """A new workspace with two small batches."""
    workspace, _ = start_workspace(folder)
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([("批次", "群体", "发放单位", "份数"), *PLAN])
    return workspace


def fill(workspace: Workspace, folder: Path, only: Sequence[str] = ()) -> dict[tuple[str, int, str], TrueRow]:
    """Fill the print runs that were made (of these batches), as scans in `folder`; the truth by file, page and item."""
    truth: dict[tuple[str, int, str], TrueRow] = {}
    batches = [batch for batch in workspace.batches() if not only or batch.code in only]
    for number, batch in enumerate(batches):
        code, copies = batch.code, batch.copies
        page = next(workspace.ballot.parent.glob(f"{code} *.pdf"))
        sheets = Sheets(
            page_pdf=page,
            form=_form(workspace),
            mix=MIX,
            copier=CLEAN,
            copies=copies,
            seed=SEED + number,
            page=AFTER_COVER,
        )
        rows = fill_batch(sheets, folder / f"{code}.pdf")
        truth |= {(f"{code}.pdf", row.page, row.item): row for row in rows}
    return truth


def stray(workspace: Workspace, path: Path) -> None:
    """A scan of one sheet more than A01 had: somebody copied one and put it into the pile."""
    run = next(workspace.ballot.parent.glob("A01 *.pdf"))
    form = _form(workspace)
    one = Sheets(page_pdf=run, form=form, mix=MIX, copier=CLEAN, copies=1, seed=SEED - 1, page=AFTER_COVER)
    fill_batch(one, path)


def tables(workspace: Workspace, folder: Path) -> dict[str, Path]:
    """Leaders' scores, hotline and phone interviews, by kind of import."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_tables(workspace.campaign, folder, SEED)


def scores(campaign: Campaign) -> KeptScorePage:
    """A page of leader's scores by our own pen, a third of them in doubt."""
    rng = np.random.default_rng(SEED)
    fields, crops = [], {}
    for position, unit in enumerate(campaign.units[:SCORED]):
        word = str(int(rng.integers(60, 101)))
        doubts = (ScoreDoubt.READERS_DIFFER,) if position % 3 == 0 else ()
        fields.append(
            ScoreReading(
                position=position,
                unit=unit.name,
                seen=unit.name,
                readings=(word, word if not doubts else ""),
                confidence=0.5 if doubts else 1.0,
                score=None if doubts else Decimal(word),
                doubts=doubts,
            )
        )
        crops[str(position)] = _written(word, rng)
    page = ScorePage(
        source=Source(file="领导评价表.pdf", page=1),
        digest=f"{SEED:064x}",
        paper=ScorePaper.LEADERS,
        batch_code="L",
        fields=tuple(fields),
        crops=crops,
    )
    return KeptScorePage(page=page, batch="L", scan="")


def _written(word: str, rng: np.random.Generator) -> bytes:
    """PNG of a ruled field with a number in it."""
    field = np.full((120, 330), 250, np.uint8)
    field[[4, 115], :] = 90
    left = 90
    for sign in word:
        ink = drawn(sign, 60.0, 4.0, rng)[:100]
        part = field[14 : 14 + ink.shape[0], left : left + ink.shape[1]]
        np.minimum(part, 255 - (ink * 0.85).astype(np.uint8), out=part)
        left += ink.shape[1]
    return bytes(cv2.imencode(".png", field)[1])


def key_of(true: TrueRow, choices: tuple[str, ...]) -> str:
    """The key two people press for a row; a mark nobody can read counts as none."""
    if true.verdict is Verdict.VALID:
        return str(choices.index(true.choice) + 1)
    return "x" if true.verdict is Verdict.MULTIPLE else "0"


def _form(workspace: Workspace) -> BallotForm:
    return load_forms([workspace.ballot], workspace.campaign.ballot.choices)[0]
