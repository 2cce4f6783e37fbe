"""
Invented pages through the real scanner as far as the pen's ink, kept for training.

    python -m training.pages DIR --pages 2000 [--seed 1]

One pickle per page: the ink as PNG, the grid, and what every row means.
"""

import argparse
import pickle
import tempfile
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import click
import cv2
import numpy as np

from benchmarks.forms import PrintedForm, invent_form
from pingyi.domain.campaign.file import parse_campaign
from pingyi.samples.filler import copier, voters
from pingyi.samples.filler.layout import Layout, find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.voters import VoterMix
from pingyi.scanner.reader import Refusal, ink_of, register
from training.dirt import dirty
from training.kept import packed

FORMS = 16
COPIERS = ((copier.CLEAN, 0.15), (copier.OFFICE, 0.45), (copier.ROUGH, 0.25), (copier.PHOTO, 0.15))
WILD = VoterMix(
    overflow=0.25, sprawling=0.08, blank=0.06, multi=0.04, corrected=0.04, cross=0.05, circle=0.03,
    border=0.04, dot=0.02, strike=0.04, cross_voters=0.03, line_voters=0.04, opinions=0.1,
)  # fmt: skip
MIXES = (WILD, voters.UNRULY)
ODD_HANDS = 0.5
DIRTY = 0.15  # of pages
SEALS = 0.25  # of rough pages and photographs


def main() -> None:
    """Fill, scan, register, keep."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--usual", action="store_true", help="voters, hands and feeders as usual: for checking")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    rng = np.random.default_rng(asked.seed)
    text = files("pingyi.templates").joinpath("campaign-2024.toml").read_text(encoding="utf-8")
    campaign = parse_campaign(text, "campaign.toml")
    with tempfile.TemporaryDirectory() as scratch:
        forms = [invent_form(rng, campaign, Path(scratch) / f"form{k}.docx") for k in range(FORMS)]
        layouts = [find_layout(printed.page_pdf, printed.form) for printed in forms]
        with click.progressbar(range(asked.pages)) as numbers:
            for number in numbers:
                k = number % FORMS
                page = _page(forms[k], layouts[k], (asked.seed, number), usual=asked.usual)
                if page is not None:
                    (asked.folder / f"{asked.seed:03}-{number:05}.pickle").write_bytes(pickle.dumps(page))


def _page(printed: PrintedForm, layout: Layout, seeds: tuple[int, int], *, usual: bool) -> dict[str, object] | None:
    """One page's ink and truth; None when the page is refused."""
    rng = np.random.default_rng([*seeds, 7])
    machine, mix = (copier.OFFICE, voters.ORDINARY) if usual else _unusual(rng)
    votes = rng.dirichlet(np.ones(len(printed.form.choices)))
    mix = replace(mix, choice_shares=tuple(float(v) for v in votes))
    sheets = Sheets(page_pdf=printed.page_pdf, form=printed.form, mix=mix, copier=machine, copies=1, seed=seeds[0])
    scanned, truth = fill_sheet(sheets, layout, seeds[1])
    grey = cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE)
    if not usual and rng.random() < DIRTY:
        grey = dirty(rng, grey)
    found = register(grey, (printed.form,))
    if isinstance(found, Refusal):
        return None
    _, form, table = found
    ink = ink_of(table, form)
    return {
        "table": replace(table, grey=table.grey[:1, :1], dark=table.dark[:1, :1]),
        "ink": packed(ink),
        "form": form,
        "truth": [(row.item, str(row.verdict), row.choice, row.kind) for row in truth],
        "copier": machine.name,
        "two_level": scanned.two_level,
    }


def _unusual(rng: np.random.Generator) -> tuple[copier.Copier, VoterMix]:
    """A machine and voters with more of everything than an office sees."""
    presets, shares = zip(*COPIERS, strict=True)
    machine = presets[int(rng.choice(len(presets), p=shares))]
    if machine.seal_share or machine.photo:
        machine = replace(machine, seal_share=SEALS)
    return machine, replace(MIXES[int(rng.integers(len(MIXES)))], odd_hands=ODD_HANDS)


if __name__ == "__main__":
    main()
