"""Ballots no office has printed: other heights, widths, rulings and words, so that nothing learns one form by heart."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

import docx
import numpy as np
from docx.oxml.ns import qn
from docx.shared import Pt

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Campaign, Series
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.libreoffice.pdf import to_pdf

CHOICES = (("满意", "基本满意", "不满意"), ("很好", "较好", "一般", "较差"), ("好", "中", "差"), ("赞成", "反对"))
RULES_PT = (0.25, 0.5, 0.5, 0.75, 1.0, 1.5)
EIGHTHS_PER_PT = 8
PRINT_PT = 9.0
PRINTED_SHARE = 0.3  # of forms print something inside the tick cells


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """A form with the page it was printed on."""

    page_pdf: Path
    docx: Path
    form: BallotForm


def invent_form(rng: np.random.Generator, campaign: Campaign, path: Path) -> PrintedForm:
    """Write, print and read back a new ballot; `path` ends in .docx."""
    choices = CHOICES[int(rng.integers(len(CHOICES)))]
    blocks = int(rng.choice([1, 2, 3])) if len(choices) < 4 else int(rng.choice([1, 2]))
    most = {1: 30, 2: 60, 3: 75}[blocks]
    text = campaign.ballot.model_copy(update={"choices": choices, "blocks": blocks})
    series = _series(rng, campaign, int(rng.integers(most // 3, most + 1)))
    varied = campaign.model_copy(update={"ballot": text, "series": series})
    varied.__dict__.pop("units", None)  # a copy carries the old roster along, cached
    write_ballot(varied, path)
    _dress(rng, path, ballot_form(read_table_form(path), choices))
    form = ballot_form(read_table_form(path), choices)
    return PrintedForm(page_pdf=to_pdf([path], path.parent)[0], docx=path, form=form)


def _series(rng: np.random.Generator, campaign: Campaign, units: int) -> tuple[Series, ...]:
    """So many units, in a few series, with the campaign's names of all lengths."""
    names = [name for series in campaign.series for name in series.units]
    picked = [names[int(k)] for k in rng.permutation(len(names))]
    picked = (picked + [f"{name}二" for name in picked])[:units]
    count = int(rng.integers(1, 5))
    cuts = np.sort(rng.choice(np.arange(1, units), count - 1, replace=False))
    parts = np.split(np.array(picked, dtype=object), cuts)
    return tuple(
        old.model_copy(update={"units": tuple(part)}) for old, part in zip(campaign.series, parts, strict=False)
    )


def _dress(rng: np.random.Generator, path: Path, form: BallotForm) -> None:
    """Other rulings, and now and then print inside the tick cells."""
    document = docx.Document(str(path))
    table = document.tables[-1]
    rule = RULES_PT[int(rng.integers(len(RULES_PT)))]
    for edge in table._tbl.tblPr.find(qn("w:tblBorders")):  # noqa: SLF001 - python-docx has no borders of its own
        edge.set(qn("w:sz"), str(round(rule * EIGHTHS_PER_PT)))
    if rng.random() < PRINTED_SHARE:
        words = form.choices if rng.random() < 0.5 else tuple("1234")
        cells = [row.cells for row in table.rows]
        for row in form.rows:
            for cell, word in zip(row.cells, words, strict=False):
                run = cells[cell.row][cell.col].paragraphs[0].add_run(word)
                run.font.size = Pt(PRINT_PT)
    document.save(str(path))


def official_campaign() -> Campaign:
    """The campaign that comes with the program."""
    text = files("pingyi.templates").joinpath("campaign-2024.toml").read_text(encoding="utf-8")
    return parse_campaign(text, "campaign.toml")


def official_form(folder: Path) -> PrintedForm:
    """Its ballot, as Word and PDF in `folder`."""
    path = write_ballot(official_campaign(), folder / "official.docx")
    return PrintedForm(page_pdf=to_pdf([path], folder)[0], docx=path, form=ballot_form(read_table_form(path)))
