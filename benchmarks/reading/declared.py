"""
Fills the official ballot and one nobody printed with declared marks, and counts silent errors and reviews for each.

    python -m benchmarks.reading.declared [--pages 60] [--seed 5] [--copier office] [--marks 打勾或打叉] [--list]

Each way of filling is scanned by the same invented copiers, page for page with the same seed; ticks on a form that
asks for ticks are the measure of the others. Rows a person must judge (several marks, corrections, marks on a border,
specks, strikes) are counted apart, as in benchmarks.reading.accuracy. `undeclared` is the same filling read by a form
that asks for ticks: none of its crosses and dots may become a vote.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks.bounds import share
from benchmarks.forms import PrintedForm, invent_form, official_campaign, official_form
from benchmarks.reading.accuracy import HEAD, Count, ReadPage, compare, details, table_line
from pingyi.domain.forms.declared import Declared
from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.samples.filler.copier import PRESETS
from pingyi.samples.filler.layout import find_layout
from pingyi.samples.filler.sheets import Sheets, fill_sheet
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import ORDINARY, UNRULY, VoterMix
from pingyi.scanner.reader import read_picture

OTHER_SHARE = 4  # every fourth page is of the other form


def _mix(copier: str, marks: Declared, choices: int) -> VoterMix:
    usual = UNRULY if copier == "rough" else ORDINARY
    leaning = 0.3 ** np.arange(choices)
    crosses = 0.0 if marks is Declared.TICK_OR_CROSS else usual.cross_voters
    return replace(usual, marks=marks, cross_voters=crosses, choice_shares=tuple((leaning / leaning.sum()).tolist()))


def _filled(
    forms: Sequence[PrintedForm], marks: Declared, wish: argparse.Namespace
) -> Iterator[tuple[int, PrintedForm, np.ndarray, list[TrueRow]]]:
    """Page number, form, picture and truth."""
    layouts = [find_layout(one.page_pdf, one.form) for one in forms]
    for number in range(1, wish.pages + 1):
        which = number % OTHER_SHARE == 0
        printed = forms[which]
        sheets = Sheets(
            page_pdf=printed.page_pdf,
            form=printed.form,
            mix=_mix(wish.copier, marks, len(printed.form.choices)),
            copier=PRESETS[wish.copier],
            copies=1,
            seed=wish.seed,
        )
        scanned, truth = fill_sheet(sheets, layouts[which], number)
        grey = np.asarray(cv2.imdecode(np.frombuffer(scanned.data, np.uint8), cv2.IMREAD_GRAYSCALE))
        yield number, printed, grey, [replace(row, page=number) for row in truth]


def measured(forms: Sequence[PrintedForm], marks: Declared, wish: argparse.Namespace) -> tuple[Count, int]:
    """Read as declared, and how many of its crosses and dots a form that asks for ticks would have made votes of."""
    truth, read, guessed = list[TrueRow](), list[ReadPage](), 0
    for number, printed, grey, rows in _filled(forms, marks, wish):
        source = Source(file="declared", page=number)
        outcome = read_picture(grey, source, (replace(printed.form, marks=marks),))
        read.append(ReadPage(page=number, outcome=outcome, cpu_ms=0.0))
        truth += rows
        if marks is not Declared.TICK:
            guessed += _votes(read_picture(grey, source, (printed.form,)), outcome)
        if wish.keep:
            cv2.imwrite(str(wish.keep / f"{marks.name}-{number}.png"), grey)
    return compare(truth, read), guessed


def _votes(as_ticks: object, as_declared: object) -> int:
    """Rows that are a vote on both readings, on a page that is not filled with ticks; ticks are votes on both."""
    if not isinstance(as_ticks, SheetReading) or not isinstance(as_declared, SheetReading):
        return 0
    valid = [row for row in as_ticks.rows if row.verdict is Verdict.VALID]
    return len(valid) if len(valid) < len(as_ticks.rows) / 2 else 0


def main() -> None:
    """A line for each way of filling."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--copier", choices=sorted(PRESETS), default="office")
    parser.add_argument("--marks", choices=[one.value for one in Declared], help="only this way of filling")
    parser.add_argument("--list", action="store_true", help="name the rows that were read wrongly or asked about")
    parser.add_argument("--keep", type=Path, help="write the pages to this folder")
    wish = parser.parse_args()
    with TemporaryDirectory() as kept:
        folder = Path(kept)
        other = invent_form(np.random.default_rng(wish.seed), official_campaign(), folder / "other.docx")
        forms = (official_form(folder), other)
        print(HEAD)
        for marks in Declared if wish.marks is None else (Declared(wish.marks),):
            count, guessed = measured(forms, marks, wish)
            decided = count.rows["clear"] - count.reviewed["clear"]
            print(table_line(marks.name.lower(), count))
            print(f"  silent errors {share(len(count.wrong), decided)}; votes where undeclared {guessed}", flush=True)
            if wish.list:
                print(*details(count, reviews=True), sep="\n")


if __name__ == "__main__":
    main()
