"""Fills four sets of ballots from a seed, for benchmarks/accuracy.py.

python benchmarks/fresh_sets.py DIR --seed 99
python benchmarks/accuracy.py DIR/clean DIR/office DIR/rough DIR/photo
"""

import argparse
from importlib.resources import files
from pathlib import Path

from domain.campaign_file import parse_campaign
from domain.form import ballot_form
from generator.ballot import write_ballot
from generator.pdf import to_pdf
from generator.table_form import read_table_form
from samples.filler import copier, voters
from samples.filler.sheets import Sheets, fill_batch
from samples.filler.truth import write_truth

SETS = (
    ("clean", voters.NEAT, copier.CLEAN, 30),
    ("office", voters.ORDINARY, copier.OFFICE, 120),
    ("rough", voters.UNRULY, copier.ROUGH, 90),
    ("photo", voters.ORDINARY, copier.PHOTO, 40),
)


def main() -> None:
    """Write DIR/blank.docx and the sets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=99)
    asked = parser.parse_args()
    text = files("templates").joinpath("campaign-2024.toml").read_text(encoding="utf-8")
    docx = write_ballot(parse_campaign(text, "campaign.toml"), asked.folder / "blank.docx")
    page, form = to_pdf([docx], asked.folder)[0], ballot_form(read_table_form(docx))
    for name, mix, scanner, copies in SETS:
        out = asked.folder / name / "batch.pdf"
        sheets = Sheets(page_pdf=page, form=form, mix=mix, copier=scanner, copies=copies, seed=asked.seed)
        write_truth(out.with_name("truth.jsonl"), fill_batch(sheets, out, jobs=2))
        print(f"{name}: {copies} pages")


if __name__ == "__main__":
    main()
