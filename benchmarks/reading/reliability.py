"""
Whether the confidence of a row is what it says: the second judge's odds for the first's guess, against the truth.

    python -m benchmarks.reading.reliability [--pages 400] [--json FILE]

Official ballots of invented voters through the office copier; a row no machine should decide counts as a wrong guess.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import click
import cv2
import numpy as np

from benchmarks.forms import official_form
from pingyi.domain.readings.reading import Verdict
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.layout import Layout, find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.ink.marks import measure
from pingyi.scanner.reader import ink_of
from pingyi.scanner.verdict.first_judge import first_opinion, rows_seen
from pingyi.scanner.verdict.judge import decided
from pingyi.scanner.verdict.second_judge import second_opinion

EDGES = (0.0, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.95, 0.99, 0.999, 0.9999, 1.1)
SPRAWLING = "sprawling"  # asking and reading are both right: left out


@dataclass(frozen=True, slots=True)
class Guess:
    """One row: the odds of the guess, whether the first judge doubted it, whether it was decided, and right."""

    odds: float
    doubted: bool
    decided: bool
    right: bool


def guesses(sheets: Sheets, layout: Layout, page: int) -> Iterator[Guess]:
    """Every row of one page; nothing when the page is refused."""
    scanned, truth = fill_sheet(sheets, layout, page)
    grey = np.asarray(cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE))
    found = locate(grey, (sheets.form,))
    if isinstance(found, Refusal):
        return
    ink = ink_of(found.table, found.form)
    marks = measure(found.table, ink, found.form)
    true = {row.item: row for row in truth}
    first_says = first_opinion(rows_seen(marks, ink, found.unsteady))
    pairs = zip(marks, first_says, second_opinion(found.table, ink, found.form), strict=True)
    for row, first, second in pairs:
        meant = true[row.row.item]
        if meant.kind != SPRAWLING:
            yield Guess(
                odds=second.of(first.verdict, first.choice),
                doubted=bool(first.doubts),
                decided=not decided(first, second),
                right=_right(first.verdict, "" if first.choice is None else found.form.choices[first.choice], meant),
            )


def _right(verdict: Verdict, choice: str, meant: TrueRow) -> bool:
    return verdict is meant.verdict and (verdict is not Verdict.VALID or choice == meant.choice)


def bins(rows: list[Guess]) -> Iterator[tuple[int, float, float, int]]:
    """Rows, mean odds, share right and rows decided, by odds."""
    for low, high in pairwise(EDGES):
        within = [row for row in rows if low <= row.odds < high]
        if within:
            odds, right = np.mean([row.odds for row in within]), np.mean([row.right for row in within])
            yield len(within), float(odds), float(right), sum(row.decided for row in within)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=400)
    parser.add_argument("--seed", type=int, default=771)
    parser.add_argument("--json", type=Path)
    wish = parser.parse_args()
    rows: list[Guess] = []
    with tempfile.TemporaryDirectory() as folder:
        printed = official_form(Path(folder))
        layout = find_layout(printed.page_pdf, printed.form)
        sheets = Sheets(
            page_pdf=printed.page_pdf, form=printed.form, mix=ORDINARY, copier=OFFICE, copies=1, seed=wish.seed
        )
        with click.progressbar(range(wish.pages)) as pages:
            for page in pages:
                rows += guesses(sheets, layout, page)
    groups = {
        name: list(bins([row for row in rows if row.doubted == doubted]))
        for name, doubted in (("first judge sure", False), ("first judge in doubt", True))
    }
    for name, lines in groups.items():
        print(f"{name}: rows, mean odds, right, decided")
        for count, odds, right, taken in lines:
            print(f"{count:>8}{odds:>10.5f}{right:>9.4f}{taken:>8}")
    if wish.json:
        wish.json.write_text(json.dumps(groups), encoding="utf-8")


if __name__ == "__main__":
    main()
