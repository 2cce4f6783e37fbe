"""Ballots of many sizes, printed, filled by the sample pen, scanned, read: rows wrong, reviewed, unread.

    python -m benchmarks.documents.print_matrix [COPIES]

Rosters of 20 to 120 units with names of up to 30 characters, three or four choices, on A4 (one page, two pages) and
A3; COPIES ballots of each (default 4) on the office copier. A row counts as wrong when the machine decided a clear row
otherwise than the voter, or decided one that no machine should; two-page ballots are scanned as duplex sheets, pages
mixed. The last column counts pages that were not told to be the page they are.
"""

import sys
import tempfile
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path

from benchmarks.forms import official_campaign
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.texts import Paper
from pingyi.domain.forms.form import BallotForm, ballot_pages
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.errors import FormError
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.reader import read_page

UNITS = (20, 40, 59, 83, 120)
CHOICES = (("满意", "基本满意", "不满意"), ("很好", "较好", "一般", "较差"))
PAPERS = ((Paper.A4, 1, 3), (Paper.A4, 2, 2), (Paper.A3, 1, 4))  # paper, pages, blocks
LONG = "柳州市鱼峰区人民政府征地拆迁和房屋征收补偿综合服务管理中心"
SERIES = 7
BATCH = Batch(code="A07", group="A", distributor="区教育局", copies=1)
SEED = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One kind of ballot."""

    units: int
    choices: tuple[str, ...]
    paper: Paper
    pages: int
    blocks: int

    def campaign(self) -> Campaign:
        """The official campaign with another roster and paper."""
        base = official_campaign().model_dump()
        names = [LONG[: 4 + 7 * n % 26] + str(n) for n in range(1, self.units + 1)]
        each = -(-self.units // SERIES)
        parts = [names[start : start + each] for start in range(0, self.units, each)]
        shapes = base["series"]
        base["series"] = [shapes[k] | {"units": tuple(part)} for k, part in enumerate(parts)]
        base["aliases"] = {}
        base["ballot"] |= {"choices": self.choices, "paper": self.paper, "pages": self.pages, "blocks": self.blocks}
        base["policies"]["vote_weights"]["value"] = (100, 70, 30, 0)[: len(self.choices)]
        base["policies"]["vote_weights"]["alternatives"] = ()
        return Campaign.model_validate(base)


@dataclass(slots=True, kw_only=True)
class Found:
    """Counts of a case."""

    rows: int = 0
    wrong: int = 0
    reviewed: int = 0  # clear rows sent to people
    unread: int = 0  # pages
    strayed: int = 0  # pages taken for another page


def run(case: Case, folder: Path, copies: int) -> Found:
    """Print, fill, scan, read and compare."""
    name = f"{case.units}-{len(case.choices)}-{case.paper}-{case.pages}"
    campaign = case.campaign()
    document = write_ballot(campaign, folder / f"{name}.docx")
    base = write_ballot(campaign, folder / f"{name}-base.docx", coded=False)
    forms = ballot_pages(read_table_forms(document), campaign.ballot.choices)
    printed = write_print_run(to_pdf([base], folder)[0], BATCH, folder / f"{name}-run.pdf", campaign.ballot_print)
    found = Found()
    for form in forms:
        scan = folder / f"{name}-{form.page}.pdf"
        mix = replace(ORDINARY, choice_shares=(0.7, 0.2, 0.07, 0.03)[: len(case.choices)])
        total = sum(mix.choice_shares)
        mix = replace(mix, choice_shares=tuple(share / total for share in mix.choice_shares))
        sheets = Sheets(
            page_pdf=printed, form=form, mix=mix, copier=OFFICE, copies=copies, seed=SEED, page=form.page - 1
        )
        _compare(found, scan, (form, forms), fill_batch(sheets, scan, jobs=2))
    return found


def _compare(found: Found, scan: Path, forms: tuple[BallotForm, tuple[BallotForm, ...]], truth: list[TrueRow]) -> None:
    mine, every = forms
    by_row = {(row.page, row.item): row for row in truth}
    for page in range(1, max(row.page for row in truth) + 1):
        outcome = read_page(scan, page, every)
        if not isinstance(outcome, SheetReading):
            print(outcome.message())
            found.unread += 1
            continue
        found.strayed += outcome.form_page != mine.page or outcome.batch_code not in ("", BATCH.code)
        for row in outcome.rows:
            true = by_row.get((page, row.item))
            found.rows += 1
            decided = row.verdict is not Verdict.DOUBTFUL
            if true is None or (decided and (row.verdict, row.choice) != (true.verdict, true.choice)):
                found.wrong += 1
            elif not decided:
                found.reviewed += true.verdict is not Verdict.DOUBTFUL and true.kind != "sprawling"


def main(copies: int) -> None:
    """A line for each case, then the sums."""
    print("units choices paper pages    rows  wrong  reviewed  unread  strayed")
    total = Found()
    with tempfile.TemporaryDirectory() as scratch:
        for units, choices, (paper, pages, blocks) in product(UNITS, CHOICES, PAPERS):
            case = Case(units=units, choices=choices, paper=paper, pages=pages, blocks=blocks)
            try:
                found = run(case, Path(scratch), copies)
            except FormError as refused:
                print(f"{units:5} {len(choices):7} {paper:>5} {pages:5} not printed: {refused}", flush=True)
                continue
            print(
                f"{units:5} {len(choices):7} {paper:>5} {pages:5} {found.rows:7} {found.wrong:6} {found.reviewed:9} "
                f"{found.unread:7} {found.strayed:8}",
                flush=True,
            )
            for count in ("rows", "wrong", "reviewed", "unread", "strayed"):
                setattr(total, count, getattr(total, count) + getattr(found, count))
    print(
        f"all: {total.rows} rows, {total.wrong} wrong, {total.reviewed} reviewed "
        f"({total.reviewed / max(total.rows, 1):.2%}), {total.unread} pages unread, {total.strayed} strayed"
    )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 4)
