"""
What a page costs from file to filed sheet, against reading alone.

    python -m benchmarks.reading.scanned [--pages 250] [--jobs 2] [--keep DIR]

Invented voters of the default campaign fill that many sheets in batches of 50, scanned by the office copier at 200 dpi.
The first 500 are read in this process; then `pingyi scan` files them all in a workspace. CPU time of all its processes,
and pages a second. With --keep the scans are made once and found again.
"""

import argparse
import csv
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import click

from benchmarks.spent import spent
from pingyi.domain.forms.form import BallotForm
from pingyi.ground.errors import ExitCode
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.reader import read_page
from pingyi.workflow.desk.workspace import Workspace, open_workspace
from pingyi.workflow.init import start_workspace
from pingyi.workflow.scans.forms_read import load_forms

BATCH = 50
DPI = 200
SEED = 41
AFTER_COVER = 1  # the first page of a print run is its cover
ALONE = 500  # pages tell what reading takes
WARM = 2  # pages: imports, compiled code and caches are not a page's cost
COPIER = replace(OFFICE, dpis=(DPI,), two_level_share=0.0, colour_share=0.0)


def prepared(folder: Path, pages: int, jobs: int) -> tuple[Workspace, list[Path]]:
    """A workspace with its print runs, and a scan of each batch."""
    place = folder / "workspace"
    workspace = open_workspace(place) if place.exists() else start_workspace(place)[0]
    codes = [f"A{number:02}" for number in range(1, 1 + -(-pages // BATCH))]
    town = workspace.campaign.units[0].name
    with workspace.batches_file.open("w", encoding="utf-8-sig", newline="") as stream:
        rows = ((code, "A", town, min(BATCH, pages - BATCH * number)) for number, code in enumerate(codes))
        csv.writer(stream).writerows([("批次", "群体", "发放单位", "份数"), *rows])
    if not workspace.ballot.exists():
        _pingyi(workspace, "forms", "ballots")
    scans = [folder / f"{code}.pdf" for code in codes]
    form = load_forms([workspace.ballot], workspace.campaign.ballot.choices)[0]
    with click.progressbar(list(zip(workspace.batches(), scans, strict=True)), label="filling", file=sys.stderr) as bar:
        for number, (batch, scan) in enumerate(bar):
            if not scan.exists():
                run = next(workspace.ballot.parent.glob(f"{batch.code} *.pdf"))
                sheets = Sheets(
                    page_pdf=run,
                    form=form,
                    mix=ORDINARY,
                    copier=COPIER,
                    copies=batch.copies,
                    seed=SEED + number,
                    page=AFTER_COVER,
                )
                fill_batch(sheets, scan, jobs)
    return workspace, scans


def _pingyi(workspace: Workspace, *words: str) -> tuple[float, float]:
    return spent([sys.executable, "-m", "pingyi.cli", "-C", str(workspace.root), *words], [ExitCode.PAGES_UNREAD])


def read_alone(scans: list[Path], pages: int, form: BallotForm) -> float:
    """CPU seconds of reading every page in this process."""
    places = [(scan, page) for scan in scans for page in range(1, BATCH + 1)][:pages]
    for scan, page in places[:WARM]:
        read_page(scan, page, (form,))
    start = time.process_time()
    for scan, page in places:
        read_page(scan, page, (form,))
    return time.process_time() - start


def scanned(workspace: Workspace, scans: list[Path], jobs: int) -> tuple[float, float]:
    """CPU and wall seconds of `pingyi scan`."""
    return _pingyi(workspace, "scan", *map(str, scans), "--jobs", str(jobs))


def main() -> None:
    """Print both costs and their ratio."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=250)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--keep", type=Path, help="folder for the workspace and the scans")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        workspace, scans = prepared(wish.keep or Path(folder), wish.pages, wish.jobs)
        form = load_forms([workspace.ballot], workspace.campaign.ballot.choices)[0]
        read = min(ALONE, wish.pages)
        alone = read_alone(scans, read, form) / read
        filed, wall = scanned(workspace, scans, wish.jobs)
    filed /= wish.pages
    print(f"{wish.pages} pages at {DPI} dpi, CPU ms a page: reading {alone * 1000:.1f}, scan {filed * 1000:.1f}")
    print(f"scan / reading {filed / alone:.2f}; {wish.pages / wall:.1f} pages a second with {wish.jobs} processes")


if __name__ == "__main__":
    main()
