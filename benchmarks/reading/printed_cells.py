"""
Fills forms that print digits or words in the cells to be ticked, and counts silent errors and reviews.

    python -m benchmarks.reading.printed_cells FORM.docx… [--pages 30] [--seed 7] [--copier office] [--list]

Most ticks stand in the first column, as people answer: what is printed there has to be known from the few cells that
nobody ticked. Hands and copiers are ours, the forms need not be.
"""

import argparse
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.bounds import share
from benchmarks.one_table import ballot_form, read_table_form
from benchmarks.reading.accuracy import HEAD, Count, ReadPage, compare, details, table_line
from pingyi.domain.readings.reading import Source
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.copier import PRESETS
from pingyi.samples.filler.layout import find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import ORDINARY, UNRULY
from pingyi.scanner.reader import read_picture

LEANING = 0.3  # of each choice's voters takes the next instead


def measured(docx: Path, wish: argparse.Namespace, folder: Path) -> Count:
    """So many sheets of a form, filled, scanned and read."""
    form = ballot_form(read_table_form(docx))
    pdf = to_pdf([docx], folder)[0]
    shares = LEANING ** np.arange(len(form.choices))
    usual = UNRULY if wish.copier == "rough" else ORDINARY
    sheets = Sheets(
        page_pdf=pdf,
        form=form,
        mix=replace(usual, choice_shares=tuple((shares / shares.sum()).tolist())),
        copier=PRESETS[wish.copier],
        copies=1,
        seed=wish.seed,
    )
    layout, truth, read = find_layout(pdf, form), list[TrueRow](), list[ReadPage]()
    for number in range(1, wish.pages + 1):
        scanned, rows = fill_sheet(sheets, layout, number)
        grey = np.asarray(cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE))
        outcome = read_picture(grey, Source(file=docx.name, page=number), (form,))
        read.append(ReadPage(page=number, outcome=outcome, cpu_ms=0.0))
        truth += [replace(row, page=number) for row in rows]
    return compare(truth, read)


def main() -> None:
    """A line for each form."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("forms", type=Path, nargs="+")
    parser.add_argument("--pages", type=int, default=30)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--copier", choices=sorted(PRESETS), default="office")
    parser.add_argument("--list", action="store_true", help="name the rows that were read wrongly or asked about")
    wish = parser.parse_args()
    print(HEAD)
    with TemporaryDirectory() as kept:
        for docx in wish.forms:
            count = measured(docx, wish, Path(kept))
            decided = count.rows["clear"] - count.reviewed["clear"]
            print(table_line(docx.stem, count))
            print(f"  silent errors {share(len(count.wrong), decided)}", flush=True)
            if wish.list:
                print(*details(count, reviews=True), sep="\n")


if __name__ == "__main__":
    main()
