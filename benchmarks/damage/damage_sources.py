"""Some forty whole pages: the repo's samples, ballots and leaders' sheets made for the day, the scans of ../shared."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np

from benchmarks.answers import Answer, Kind, Paper
from benchmarks.damage.damage_pages import SHARED, Picture, Source, cases, sources_of
from benchmarks.forms import invent_form, official_campaign
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.points import Component
from pingyi.domain.forms.form import ballot_pages
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.samples.filler.copier import CLEAN, OFFICE
from pingyi.samples.filler.hand import invent_hand
from pingyi.samples.filler.layout import MM_PER_INCH, find_layout, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import write_truth
from pingyi.samples.filler.voters import NEAT, ORDINARY, FilledPage
from pingyi.workflow.scans.forms_read import load_forms
from training.scores.strokes import drawn

SAMPLES = Path(__file__).parent.parent.parent / "samples" / "scans"
SAMPLED = {
    "clean": 2,
    "office": 3,
    "skewed": 1,
    "stretched": 1,
    "thick_print": 1,
    "shaded": 1,
    "dusty": 1,
    "two_level": 1,
}
SPARSE = replace(NEAT, blank=0.5, multi=0.05)  # blank rows, which damage could make votes of
FRESH = (("neat", NEAT, CLEAN, 3), ("office", ORDINARY, OFFICE, 4), ("sparse", SPARSE, OFFICE, 2))
INVENTED = 5
BATCH = Batch(code="A07", group="A", distributor="区教育局", copies=1)
LEADERS = 3
DPI = 200
DIGIT_MM = (3.6, 4.6)
PEN_PX = 3.0
INK = 0.9


def every_source(folder: Path, seed: int) -> Iterator[Source]:
    """All pages there are; `folder` keeps what is made for it."""
    for name, pages in SAMPLED.items():
        yield from sources_of("own", SAMPLES / f"{name}.pdf", Paper(docx=SAMPLES / "form.docx"), pages)
    yield from _fresh(folder, seed)
    yield from _invented(folder, seed)
    ballots = SHARED / "data" / "ballots"
    for name, pages in (("clean", 3), ("office", 5)):
        scan_file = ballots / name / "batch.pdf"
        if scan_file.is_file():
            truth = scan_file.with_name("truth.jsonl")
            yield from sources_of("word", scan_file, Paper(docx=ballots / "blank.docx"), pages, truth)
    yield from cases()
    yield from _leaders(folder, seed)


def _fresh(folder: Path, seed: int) -> Iterator[Source]:
    """Our own ballot with its batch code, filled for the day."""
    campaign = official_campaign()
    docx = write_ballot(campaign, folder / "own.docx")
    base = write_ballot(campaign, folder / "own-base.docx", coded=False)
    printed = write_print_run(to_pdf([base], folder)[0], BATCH, folder / "own-run.pdf", campaign.ballot_print)
    form = ballot_pages(read_table_forms(docx), campaign.ballot.choices)[0]
    for name, mix, copier, copies in FRESH:
        sheets = Sheets(page_pdf=printed, form=form, mix=mix, copier=copier, copies=copies, seed=seed)
        yield from _filled("own", sheets, Paper(docx=docx, choices=form.choices), folder / f"own-{name}.pdf")


def _filled(group: str, sheets: Sheets, paper: Paper, out: Path) -> Iterator[Source]:
    write_truth(out.with_name(f"{out.stem}.truth.jsonl"), fill_batch(sheets, out))
    yield from sources_of(group, out, paper, sheets.copies)


def _invented(folder: Path, seed: int) -> Iterator[Source]:
    """Ballots of other heights, widths, rulings, words."""
    rng = np.random.default_rng([seed, 1])
    campaign = official_campaign()
    for number in range(INVENTED):
        printed = invent_form(rng, campaign, folder / f"invented{number}.docx")
        shares = (0.7, 0.2, 0.07, 0.03)[: len(printed.form.choices)]
        mix = replace(ORDINARY, choice_shares=tuple(share / sum(shares) for share in shares))
        copier = OFFICE if number % 2 else CLEAN
        sheets = Sheets(
            page_pdf=printed.page_pdf, form=printed.form, mix=mix, copier=copier, copies=1, seed=seed + number
        )
        paper = Paper(docx=printed.docx, choices=printed.form.choices)
        yield from _filled("invented", sheets, paper, folder / f"invented{number}-scan.pdf")


def _leaders(folder: Path, seed: int) -> Iterator[Source]:
    """领导评价表 of the default campaign with invented scores by our own pen."""
    campaign, paper = official_campaign(), leader_paper(folder)
    pdf = to_pdf([paper.docx], folder)[0]
    form = load_forms([paper.docx], paper.choices)[0]
    layout = find_layout(pdf, form)
    units = [unit.name for unit in campaign.units]
    for number in range(LEADERS):
        rng = np.random.default_rng([seed, 2, number])
        page, truth = render(pdf, 0, DPI).copy(), {}
        for row in form.rows:
            text = str(int(rng.integers(60, 100)))
            _write(page, text, layout.box(row.cells[0]).centre, rng)
            truth[units[int(row.item) - 1]] = Answer(state="valid", choice=text)
        filled = FilledPage(hand=invent_hand(rng, (8.0, 8.0)), strokes=(), truth=())
        out = folder / f"leaders-{number}.pdf"
        write_scan(out, [scan(rng, Sheet(printed=page, dpi=DPI, filled=filled), CLEAN)])
        yield Source(group="leaders", name=out.stem, scan=out, page=1, paper=paper, truth=truth, kinds={})


def leader_paper(folder: Path) -> Paper:
    """The sheet of one body of leaders, as `forms leaders` writes it for the default campaign."""
    campaign = official_campaign()
    if campaign.leaders is None:
        raise ValueError("the default campaign has leaders")
    paper = Paper(docx=folder / "leaders.docx", choices=(campaign.leaders.score_header,), kind=Kind.SCORES)
    write_leader_sheet(campaign, next(g for g in campaign.groups if g.component is Component.BODIES), paper.docx)
    return paper


def _write(page: Picture, text: str, centre: tuple[float, float], rng: np.random.Generator) -> None:
    """A number by our own pen, in place; `centre` in mm."""
    mm = DPI / MM_PER_INCH
    high = rng.uniform(*DIGIT_MM) * mm
    signs = [drawn(sign, high, PEN_PX, rng) for sign in text]
    tallest = max(sign.shape[0] for sign in signs)
    padded = [cv2.copyMakeBorder(s, tallest - s.shape[0], 0, 2, 3, cv2.BORDER_CONSTANT, value=(0,)) for s in signs]
    ink = np.hstack(padded)
    x, y = round(centre[0] * mm - ink.shape[1] / 2), round(centre[1] * mm - ink.shape[0] / 2)
    part = page[y : y + ink.shape[0], x : x + ink.shape[1]]
    np.minimum(part, 255 - (ink * INK).astype(np.uint8), out=part)
