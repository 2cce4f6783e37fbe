"""A large invented campaign for the page: readings drawn from a seed, people, tables, and paper for a few sheets."""

import random
import time
from collections.abc import Iterator
from pathlib import Path

from benchmarks.page import small_campaign
from benchmarks.page.served import PASSWORD
from benchmarks.trust.people import enrol
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.domain.trust.people import Role
from pingyi.samples.tables import write_tables
from pingyi.scanner.files.pages import count_pages
from pingyi.scanner.reader import read_page
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.paper.forms import make_forms
from pingyi.workflow.scans.filing import file_pages
from pingyi.workflow.scans.forms_read import proven_forms
from pingyi.workflow.tables.imports import import_table

DOUBTFUL_SHARE = 0.01
SEED = 2024
AT_ONCE = 200  # sheets in a transaction
REAL_SCANS = ("A01", "F01")  # of the first sheets there is paper, so that pictures can be drawn
DOUBTS = (Doubt.CROSS, Doubt.CIRCLE, Doubt.CORRECTION, Doubt.BORDER, Doubt.SPECK)


def paper(workspace: Workspace, scratch: Path) -> None:
    """Printed forms, and scans of a few filled ones, so that there is something to draw."""
    make_forms("ballots", workspace, _still)
    small_campaign.fill(workspace, scratch / "copier", REAL_SCANS)
    workspace.scans.mkdir(exist_ok=True)
    for number, code in enumerate(REAL_SCANS):
        (scratch / "copier" / f"{code}.pdf").replace(workspace.scans / f"{number:064x}.pdf")


def fill(workspace: Workspace, ballots: int, people: int) -> None:
    """Readings drawn from a seed, straight into the store; tables and people beside them."""
    start_ = time.perf_counter()
    with working(workspace, "fill") as store:
        sheets = list(readings(workspace, ballots))
        for first in range(0, len(sheets), AT_ONCE):
            file_pages(store, workspace.drawn, sheets[first : first + AT_ONCE])
        for kind, path in write_tables(workspace.campaign, workspace.root, SEED).items():
            import_table(workspace.campaign, store, kind, path)
        others = {f"第{number}人": Role.REVIEW if number % 4 == 3 else Role.ENTRY for number in range(people)}
        enrol(store, {"管理": Role.ADMIN, **others}, PASSWORD)
        print(
            f"{ballots} ballots, {len(store.open_rows())} doubtful rows, {time.perf_counter() - start_:.0f} s to fill"
        )


def readings(workspace: Workspace, ballots: int) -> Iterator[Filing]:
    """Sheets over all batches in turn."""
    rng, batches = random.Random(SEED), workspace.batches()  # noqa: S311 - invented votes
    layouts = _layouts(workspace)
    choices = workspace.campaign.ballot.choices
    for number in range(ballots):
        rows = tuple(_row(rng, str(unit.serial), unit.name, choices) for unit in workspace.campaign.units)
        batch = batches[number % len(batches)].code
        scan, page = number % len(batches), number // len(batches) + 1
        sheet = SheetReading(
            form_page=1,
            form_pages=1,
            source=Source(file=f"{batch}.pdf", page=page),
            digest=f"{rng.getrandbits(256):064x}",
            form_digest="f",
            batch_code=batch,
            turn=0,
            rows=rows,
            has_opinion=rng.random() < 0.2,
            layout=layouts.get((f"{scan:064x}", page), b""),
        )
        yield Filing(outcome=sheet, batch=batch, scan=f"{scan:064x}")


def _layouts(workspace: Workspace) -> dict[tuple[str, int], bytes]:
    """Where the tables of the pages lie that there is paper of, by scan and page."""
    forms = proven_forms([workspace.ballot], workspace.campaign.ballot.choices) if workspace.ballot.exists() else ()
    pages = [(scan, page + 1) for scan in workspace.scans.glob("*.pdf") for page in range(count_pages(scan))]
    read = {(scan.stem, page): read_page(scan, page, forms) for scan, page in pages}
    return {place: page.layout for place, page in read.items() if isinstance(page, SheetReading)}


def _row(rng: random.Random, item: str, name: str, choices: tuple[str, ...]) -> RowReading:
    if rng.random() < DOUBTFUL_SHARE:
        return RowReading(item=item, name=name, verdict=Verdict.DOUBTFUL, confidence=0.0, reasons=(rng.choice(DOUBTS),))
    choice = rng.choices(choices, (0.75, 0.2, 0.05))[0]
    return RowReading(item=item, name=name, verdict=Verdict.VALID, choice=choice, confidence=rng.uniform(0.98, 1))


def _still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""
