"""A small invented campaign with real scans, for the page's tests and pictures."""

import csv
from pathlib import Path

from domain.form import BallotForm
from domain.reading import Verdict
from samples.filler.copier import CLEAN
from samples.filler.sheets import Sheets, fill_batch
from samples.filler.truth import TrueRow
from samples.filler.voters import VoterMix
from samples.tables import write_tables
from workflow.init import start_workspace
from workflow.read import load_forms
from workflow.workspace import Workspace

PLAN = (("A01", "A", "雒容镇", 4), ("F01", "F", "区民政局", 4))
MIX = VoterMix(overflow=0.0, blank=0.02, multi=0.01, corrected=0.01, cross=0.03, opinions=0.5)
SEED = 2024
AFTER_COVER = 1  # the first page of a print run is its cover


def start(folder: Path) -> Workspace:
    """A new workspace with two small batches."""
    workspace, _ = start_workspace(folder)
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        csv.writer(stream).writerows([("批次", "群体", "发放单位", "份数"), *PLAN])
    return workspace


def fill(workspace: Workspace, folder: Path) -> dict[tuple[str, int, str], TrueRow]:
    """Fill the print runs `forms ballots` made, as scans in `folder`; the truth by file, page and item."""
    truth: dict[tuple[str, int, str], TrueRow] = {}
    for number, (code, _, _, copies) in enumerate(PLAN):
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


def tables(workspace: Workspace, folder: Path) -> dict[str, Path]:
    """Leaders' scores, hotline and phone interviews, by kind of import."""
    folder.mkdir(parents=True, exist_ok=True)
    return write_tables(workspace.campaign, folder, SEED)


def key_of(true: TrueRow, choices: tuple[str, ...]) -> str:
    """The key two people press for a row; a mark nobody can read counts as none."""
    if true.verdict is Verdict.VALID:
        return str(choices.index(true.choice) + 1)
    return "x" if true.verdict is Verdict.MULTIPLE else "0"


def _form(workspace: Workspace) -> BallotForm:
    return load_forms([workspace.ballot], workspace.campaign.ballot.choices)[0]
