"""
Every layout of `layouts.py` filled by invented voters, scanned, and read as a vote reads it; held against the truth.

    python -m benchmarks.votes [--layout NAME] [--texts 3] [--sheets 40] [--seed 24] [--keep DIR] [--asked DIR]

Silent: a question the machine decided otherwise than its voter meant. Missing: one it has no reading of. A layout is
read, or refused in words. `--asked` keeps the picture of every row asked about without need and counts the reasons.
"""

import argparse
import shutil
import tempfile
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from benchmarks.votes.layouts import LAYOUTS, Layout
from benchmarks.votes.made_forms import Asked, plain_label, printed_form
from benchmarks.votes.redrawn_forms import redrawn_form
from benchmarks.votes.voters import PEOPLE, Plan, Truth, fill
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import SheetReading, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import FormError
from pingyi.samples.filler.copier import OFFICE
from pingyi.samples.filler.layout import render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.voters import ORDINARY
from pingyi.scanner.sheet import read_sheet
from pingyi.workflow.votes.vote_desk import asked_tables

DPI = 200
MIX = replace(ORDINARY, cross=0.0, circle=0.0, border=0.0, dot=0.0, strike=0.0, cross_voters=0.0, blank=0.02)
NAMES = ("甘海生", "廖敏", "玉月娥")
NOT_CHOSEN = 0.3  # of the candidates where there is but one column
ALSO = 0.4  # of the further choices of a row that may have several
WRITES = 0.3  # share of voters who write a name in


@dataclass(slots=True)
class Figures:
    """Of one layout."""

    questions: int = 0
    asked: int = 0  # that people are asked about without need
    meant: int = 0  # that people must be asked about: corrected, names written in
    pages: int = 0
    unread: int = 0
    silent: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    why: Counter[str] = field(default_factory=Counter)
    crops: dict[str, bytes] = field(default_factory=dict)  # PNG of rows asked about without need

    @property
    def review(self) -> float:
        """Share of clear questions people are asked about."""
        return self.asked / max(1, self.questions - self.meant)


def plan(rng: np.random.Generator, asked: Sequence[Asked], *, several: bool) -> Plan:
    """What one voter wants."""
    names = {one.label: str(rng.choice(NAMES)) for one in asked if one.name_box is not None and rng.random() < WRITES}
    choices: dict[str, int | None] = {}
    for one in asked:
        shares = np.array([0.6 / 2**k for k in range(len(one.choices))])
        choices[one.label] = int(rng.choice(len(one.choices), p=shares / shares.sum()))
        if len(one.choices) == 1 and rng.random() < NOT_CHOSEN:
            choices[one.label] = None
        if one.name_box is not None:
            choices[one.label] = 0 if one.label in names else None
    more: dict[str, tuple[int, ...]] = {}
    for one in asked if several else ():
        also = [k for k in range(len(one.choices)) if k != choices[one.label] and rng.random() < ALSO]
        more |= {one.label: tuple(also)} if also else {}
    return Plan(choices=choices, names=names, more=more)


def hold(layout: Layout, texts: int, sheets: int, seed: int, folder: Path, *, anew: bool = False) -> Figures:  # noqa: PLR0913
    """Fill and read so many sheets of so many forms of a layout, or of these as the program draws them `anew`."""
    found = Figures()
    for text in range(texts):
        rng = np.random.default_rng([seed, text])
        name = f"{LAYOUTS.index(layout):02}-{text}"
        try:
            docx, asked = (redrawn_form if anew else printed_form)(layout.make(rng), folder, name)[:2]
            tables = asked_tables(docx, layout.choices, ())
        except FormError as error:
            found.refused.append(str(error))
            continue
        tables = tuple(replace(table, several=layout.several) for table in tables)
        (pdf,) = to_pdf([docx], folder)
        truth, pages = _filled(asked, pdf, sheets, (seed, text), several=layout.several)
        scans = docx.with_suffix(".scan.pdf")
        write_scan(scans, [one for one, _ in pages])
        for number, (_, which) in enumerate(pages, start=1):
            _compare(found, (scans, number), tables, [one for one in asked if one.page == which[1]], truth[which[0]])
    return found


def _filled(
    asked: Sequence[Asked], pdf: Path, sheets: int, seed: tuple[int, int], *, several: bool
) -> tuple[list[dict[str, Truth]], list[tuple[ScannedPage, tuple[int, int]]]]:
    """Truth of each sheet, and each page with its sheet and its page of the form (both from 0)."""
    truth, pages = [], []
    for number in range(sheets):
        rng = np.random.default_rng([*seed, number])
        drawn, meant = fill(
            rng, asked, plan(rng, asked, several=several), MIX if not several else replace(MIX, multi=0.0)
        )
        truth.append(meant)
        for page, filled in drawn.items():
            pages.append(
                (scan(rng, Sheet(printed=render(pdf, page, DPI), dpi=DPI, filled=filled), OFFICE), (number, page))
            )
    return truth, pages


def _compare(
    found: Figures,
    place: tuple[Path, int],
    tables: tuple[BallotForm, ...],
    asked: Sequence[Asked],
    truth: dict[str, Truth],
) -> None:
    found.pages += 1
    found.questions += len(asked)
    reading = read_sheet(*place, tables)
    if not isinstance(reading, SheetReading):
        found.unread += 1
        found.refused.append(reading.message())
        found.asked += len(asked)
        return
    read = {label: row for row in reading.rows for label in (row.item, row.name) if label}
    for one in asked:
        true, row = truth[one.label], read.get(plain_label(one.label))
        hard = true.kind in PEOPLE or (one.name_box is not None and true.word in NAMES)
        found.meant += hard
        where = f"{place[0].name} page {place[1]} {one.label}"
        if row is None:
            found.missing.append(where)
        elif row.verdict is Verdict.DOUBTFUL:
            found.asked += not hard
            if not hard:
                why = "+".join(row.reasons)
                found.why[why] += 1
                found.crops[f"{why} {place[0].stem} {place[1]} {row.item} {true.word}.png"] = reading.crops[row.item]
        elif hard or row.word != true.word:
            found.silent.append(f"{where}: {row.word}, meant {true.word} ({true.kind})")


def _show(got: Figures, name: str, pictures: Path | None) -> int:
    """A line of the table, and below it what is wrong; how many things are."""
    share = f"{got.review:.2%}" if got.questions else "—"
    cells = (name, got.questions, len(got.silent), len(got.missing), share, got.unread)
    print("|", " | ".join(map(str, cells)), "|", "; ".join(dict.fromkeys(got.refused))[:200], "|", flush=True)
    for line in (*got.silent[:20], *got.missing[:5]):
        print("  ", line, flush=True)
    if pictures:
        _show_asked(got, pictures / name)
    return len(got.silent) + len(got.missing)


def _show_asked(got: Figures, folder: Path) -> None:
    """Why rows were asked about, and their pictures."""
    folder.mkdir(parents=True, exist_ok=True)
    for why, rows in got.why.most_common():
        print(f"   {rows:4} {why}", flush=True)
    for name, png in got.crops.items():
        (folder / name).write_bytes(png)


def main() -> None:
    """Hold every layout and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--layout", default="")
    parser.add_argument("--texts", type=int, default=3)
    parser.add_argument("--sheets", type=int, default=40)
    parser.add_argument("--seed", type=int, default=24)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--asked", type=Path)
    given = parser.parse_args()
    wrong = 0
    print("| layout | questions | silent | missing | review | pages unread | refused |\n|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as scratch:
        folder = given.keep or Path(scratch)
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for layout in LAYOUTS:
            if given.layout not in layout.name:
                continue
            got = hold(layout, given.texts, given.sheets, given.seed, folder)
            wrong += _show(got, layout.name, given.asked)
            if not got.questions:
                got = hold(layout, given.texts, given.sheets, given.seed, folder, anew=True)
                wrong += _show(got, f"{layout.name}, drawn anew", given.asked)
    raise SystemExit(min(1, wrong))


if __name__ == "__main__":
    main()
