"""
Makes samples/office again: what comes back to an office in one campaign, so that README's lines can be tried.

    python -m benchmarks.documents.make_office

Ballots of two batches, returned 附件3 (one right, one with faults), leaders' scores, work orders, the filled ledger;
all invented, for the workspace that `pingyi init` makes. Everything follows from the seeds.
"""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
import pdfplumber
import xlsxwriter

from benchmarks.documents.returned_forms import write_case
from benchmarks.documents.spoilt_forms import CASES
from benchmarks.forms import official_campaign
from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.sheets.ledger import NAMES
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.voters import ORDINARY, FilledPage
from pingyi.samples.orders import HEADINGS, order_rows
from pingyi.workflow.init import sample_batches
from training.scores.strokes import drawn

Picture = npt.NDArray[np.uint8]
OUT = Path(__file__).parents[2] / "samples" / "office"
COPIER = replace(OFFICE, dpis=(200,), two_level_share=1.0, colour_share=0.0)  # fax pixels: the repository stays small
BATCHES, SHEETS = ("A01", "B01"), 8
RETURNED = (0, 1)  # of the spoilt forms: a right one, one in other faces
SCORES = ("95", "88", "92.5", "90", "76", "97")  # one unit's form each
DPI, DIGIT_MM, PEN_PX = 200, 6.0, 3.0
ORDERS = 300
SEED = 2024


def main() -> None:
    """Write everything anew."""
    shutil.rmtree(OUT, ignore_errors=True)
    for folder in ("扫描", "收件", "评分"):
        (OUT / folder).mkdir(parents=True)
    campaign = official_campaign()
    batches = [batch for batch in sample_batches(campaign) if batch.code in BATCHES]
    with tempfile.TemporaryDirectory() as scratch:
        _ballots(campaign, batches, Path(scratch))
        write_scan(OUT / "评分" / "L.pdf", _score_pages(campaign, Path(scratch)))
    for number in RETURNED:
        write_case(campaign, campaign.units[number], CASES[number], OUT / "收件")
    _table(
        OUT / "工单.xlsx",
        HEADINGS,
        [[row.get(name, "") for name in HEADINGS] for row in order_rows(campaign, ORDERS, SEED)],
    )
    _table(OUT / "登记表.xlsx", NAMES, [_handed_out(campaign, batch) for batch in batches])


def _ballots(campaign: Campaign, batches: list[Batch], scratch: Path) -> None:
    word_file = write_ballot(campaign, scratch / "ballot.docx")
    form = ballot_form(read_table_form(word_file), campaign.ballot.choices)
    page = to_pdf([word_file], scratch)[0]
    for number, batch in enumerate(batches):
        printed = write_print_run(page, batch, scratch / f"{batch.code}.pdf", campaign.ballot_print)
        sheets = Sheets(page_pdf=printed, form=form, mix=ORDINARY, copier=COPIER, copies=SHEETS, seed=SEED + number)
        fill_batch(sheets, OUT / "扫描" / f"{batch.code}.pdf")


def _score_pages(campaign: Campaign, scratch: Path) -> Iterator[ScannedPage]:
    """The last page of a 附件3 for each score, filled and scanned."""
    units = campaign.units[: len(SCORES)]
    forms = [write_analysis(campaign, unit.name, scratch / f"{unit.serial:02d}.docx") for unit in units]
    rng = np.random.default_rng(SEED)
    for pdf, score in zip(to_pdf(forms, scratch), SCORES, strict=True):
        with pdfplumber.open(pdf) as opened:
            last, chars = len(opened.pages) - 1, opened.pages[-1].chars
        colon = [char for char in chars if char["text"] == "："][-1]
        bracket = [char for char in chars if char["text"] == "（"][-1]
        page = np.array(render(pdf, last, DPI))
        middle = (colon["x1"] + bracket["x0"]) / 2 * DPI / 72, (colon["top"] + colon["bottom"]) / 2 * DPI / 72
        _write(page, _number(score, rng), middle)
        nothing = FilledPage(hand=invent_hand(rng, (8.0, 8.0)), strokes=(), truth=())
        yield scan(rng, Sheet(printed=page, dpi=DPI, filled=nothing), COPIER)


def _number(text: str, rng: np.random.Generator) -> Picture:
    """Ink (0..255) of a number, signs side by side on one line."""
    high = DIGIT_MM * DPI / 25.4
    signs = [np.full((5, 5), 255, np.uint8) if sign == "." else drawn(sign, high, PEN_PX, rng) for sign in text]
    tall = max(sign.shape[0] for sign in signs)
    return np.hstack([
        cv2.copyMakeBorder(sign, tall - sign.shape[0], 0, 2, 3, cv2.BORDER_CONSTANT, value=(0,)) for sign in signs
    ])  # fmt: skip


def _write(page: Picture, ink: Picture, middle: tuple[float, float]) -> None:
    x, y = round(middle[0] - ink.shape[1] / 2), round(middle[1] - ink.shape[0] / 2)
    part = page[y : y + ink.shape[0], x : x + ink.shape[1]]
    np.minimum(part, 255 - ink, out=part)


def _handed_out(campaign: Campaign, batch: Batch) -> list[str | int]:
    """A filled line of the 发放回收登记表: all that were scanned came back, one was spoilt and not scanned."""
    group = campaign.group(batch.group)
    filled = {
        "批次": batch.code,
        "评议群体": group.name if group else "",
        "发放单位": batch.distributor,
        "应发份数": batch.copies,
        "实发份数": batch.copies,
        "回收份数": SHEETS + 1,
        "作废份数": 1,
        "未收回": batch.copies - SHEETS - 1,
    }
    return [filled.get(name, "") for name in NAMES]


def _table(path: Path, headings: tuple[str, ...] | list[str], rows: list[list[str | int | float]]) -> None:
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate([list(headings), *rows]):
            sheet.write_row(number, 0, row)


if __name__ == "__main__":
    main()
