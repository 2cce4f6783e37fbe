"""Fills four sets of ballots from a seed, for benchmarks/reading/accuracy.py.

python -m benchmarks.reading.fresh_sets DIR --seed 99
python -m benchmarks.reading.accuracy DIR/clean DIR/office DIR/rough DIR/photo
"""

import argparse
from pathlib import Path

from benchmarks.forms import official_form
from pingyi.samples.filler import copier, voters
from pingyi.samples.filler.sheets import Sheets, fill_batch
from pingyi.samples.filler.truth import write_truth

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
    printed = official_form(asked.folder)
    printed.docx.rename(asked.folder / "blank.docx")
    page, form = printed.page_pdf, printed.form
    for name, mix, scanner, copies in SETS:
        out = asked.folder / name / "batch.pdf"
        sheets = Sheets(page_pdf=page, form=form, mix=mix, copier=scanner, copies=copies, seed=asked.seed)
        write_truth(out.with_name("truth.jsonl"), fill_batch(sheets, out, jobs=2))
        print(f"{name}: {copies} pages")


if __name__ == "__main__":
    main()
