"""
Draws odd marks, pens, stains and lines over several rows on seven forms, reads them, and counts rows decided wrongly.

    python -m benchmarks.damage.odd_ink [--pages 7] [--seed 1] [--kind NAME]...

The forms: the sample's, the default campaign's ballot, five invented ones. A page has one voter's ordinary ticks and
one kind of oddity, in a sixth of its rows or over three to seven of them. Special rows are those drawn in; a line or a
stain may touch ordinary ones too. Wrong is a decision for what people may not say of the row; asking is never wrong.
Each wrong row is named under its kind. A crash of the reader ends the run.
"""

import argparse
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np

from benchmarks.answers import ASKED, Answer, Paper, Picture, Refused, answers
from benchmarks.damage.foreign_ink import FORM, Blank, blank_form
from benchmarks.damage.odd_marks import EMPTY, MARKS, Says, Sheet
from benchmarks.damage.odd_stains import LINES, STAINS
from benchmarks.forms import invent_form, official_campaign
from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.domain.readings.reading import Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.samples.filler.hand import invent_hand

INVENTED = 5
IN_ROWS = {**MARKS, **STAINS}
KINDS = (*IN_ROWS, *LINES)
ODD_SHARE, FEWEST_ODD = 6, 2  # one row in so many is odd, and so many at least
TICKED = (0.3, 1.0)  # share of the ordinary rows
TICK_SCALE = (0.8, 1.15)
CROSSED = (3, 8)  # rows under one line
BLUR_PX, LIGHT, GRAIN, SKEW_DEG = (0.4, 0.8), (0.95, 0.98), (1.0, 4.0), 0.4  # of the scan
LID = 243
HEAD = (
    f"{'':<32}{'pages':>6}{'refused':>8}{'decided':>8} |{'special':>8}{'asked':>6}{'wrong':>6}"
    f" |{'ordinary asked':>15}{'wrong':>6}"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A printed form, and how it is read."""

    name: str
    paper: Paper
    blank: Blank


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A scan, what people may say of each row, and which rows were drawn in oddly; rows by serial."""

    picture: Picture
    says: Mapping[str, Says]
    special: frozenset[str]


@dataclass(slots=True, kw_only=True)
class Counts:
    """Pages, and rows of the pages that were read."""

    pages: int = 0
    refused: int = 0
    decided: int = 0
    special: int = 0
    special_asked: int = 0
    special_wrong: int = 0
    ordinary_asked: int = 0
    ordinary_wrong: int = 0
    lines: list[str] = field(default_factory=list)  # a line for each wrong row

    def add(self, other: "Counts") -> None:
        """Sum up, lines too."""
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name) + getattr(other, one.name))


def printed_forms(folder: Path, seed: int) -> list[Form]:
    """All seven, written and printed in `folder`."""
    campaign, rng = official_campaign(), np.random.default_rng(seed)
    papers = {"sample": FORM, "campaign": write_ballot(campaign, folder / "campaign.docx")}
    for number in range(1, INVENTED + 1):
        name = f"invented {number}"
        papers[name] = invent_form(rng, campaign, folder / f"{name}.docx").docx
    return [Form(name=name, paper=Paper(docx=docx), blank=blank_form(docx, folder)) for name, docx in papers.items()]


def filled(kind: str, blank: Blank, rng: np.random.Generator) -> Filled:
    """A voter's page with one kind of oddity: it lies over the ordinary ticks."""
    form = blank.form
    hand = invent_hand(rng, blank.layout.box(form.rows[0].cells[0]).size)
    sheet = Sheet(page=blank.page.copy(), form=form, layout=blank.layout, hand=hand, rng=rng)
    odd = _run(form, rng) if kind in LINES else _some(form, rng)
    special = frozenset(row.item for row in odd)
    share = rng.uniform(*TICKED)
    says = {row.item: _ordinary(sheet, row, share) for row in form.rows if row.item not in special}
    if kind in LINES:
        said = LINES[kind](sheet, odd, int(rng.integers(len(odd[0].cells))))
        says |= dict.fromkeys(special, said)
    else:
        says |= {row.item: IN_ROWS[kind](sheet, row, int(rng.integers(len(row.cells)))) for row in odd}
    return Filled(picture=scanned(sheet.page, rng), says=says, special=special)


def _some(form: BallotForm, rng: np.random.Generator) -> list[TickRow]:
    """Rows here and there."""
    many = max(FEWEST_ODD, len(form.rows) // ODD_SHARE)
    return [form.rows[k] for k in sorted(rng.choice(len(form.rows), many, replace=False))]


def _run(form: BallotForm, rng: np.random.Generator) -> list[TickRow]:
    """Rows below each other."""
    blocks = [list(rows) for _, rows in groupby(form.rows, key=lambda row: row.cells[0].col)]
    block = blocks[rng.integers(len(blocks))]
    first = int(rng.integers(max(1, len(block) - CROSSED[1])))
    return block[first : first + int(rng.integers(*CROSSED))]


def _ordinary(sheet: Sheet, row: TickRow, share: float) -> Says:
    """A tick, or none."""
    if sheet.rng.random() >= share:
        return EMPTY
    cell = int(sheet.rng.integers(len(row.cells)))
    sheet.tick(sheet.box(row, cell), scale=sheet.rng.uniform(*TICK_SCALE))
    return sheet.counts(cell)


def scanned(page: Picture, rng: np.random.Generator) -> Picture:
    """As a scanner hands it over: a little soft, grey, grainy and askew."""
    light = cv2.GaussianBlur(page.astype(np.float32), (0, 0), rng.uniform(*BLUR_PX)) * rng.uniform(*LIGHT)
    grainy = np.clip(light + rng.normal(0, rng.uniform(*GRAIN), page.shape), 0, 255).astype(np.uint8)
    height, width = page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), rng.normal(0, SKEW_DEG), 1)
    return np.asarray(cv2.warpAffine(grainy, turn, (width, height), borderValue=LID))


def counted(name: str, page: Filled, read: Mapping[str, Answer] | Refused) -> Counts:
    """The counts of one page; `name` begins the lines of its wrong rows."""
    if isinstance(read, Refused):
        return Counts(pages=1, refused=1)
    found = Counts(pages=1, special=len(page.special))
    for item, answer in read.items():
        special = item in page.special
        if answer.state == ASKED:
            found.special_asked += special
            found.ordinary_asked += not special
            continue
        found.decided += 1
        said = answer.choice if answer.state == Verdict.VALID else answer.state
        if said not in page.says[item]:
            found.special_wrong += special
            found.ordinary_wrong += not special
            which, may = "special" if special else "ordinary", " or ".join(sorted(page.says[item]))
            found.lines.append(f"{name}, {which} row {item}: read {said}, may be {may}")
    return found


def run(kind: str, forms: list[Form], pages: int, seed: int) -> Counts:
    """Draw, read and count one kind; forms take turns."""
    found = Counts()
    for number in range(pages):
        form = forms[number % len(forms)]
        page = filled(kind, form.blank, np.random.default_rng([seed, number, *kind.encode()]))
        read = answers(page.picture, form.paper, ())
        found.add(counted(f"page {number + 1} ({form.name})", page, read))
    return found


def report(kind: str, found: Counts) -> Iterator[str]:
    """Counts under HEAD, then wrong rows."""
    yield (
        f"{kind:<32}{found.pages:>6}{found.refused:>8}{found.decided:>8} |{found.special:>8}{found.special_asked:>6}"
        f"{found.special_wrong:>6} |{found.ordinary_asked:>15}{found.ordinary_wrong:>6}"
    )
    yield from (f"    {line}" for line in found.lines)


def main() -> None:
    """A line for each kind, then the totals."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=7, help="of each kind")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", action="append", choices=KINDS, help="this kind alone; may be given again")
    wish = parser.parse_args()
    total = Counts()
    with tempfile.TemporaryDirectory() as folder:
        forms = printed_forms(Path(folder), wish.seed)
        print(HEAD)
        for kind in wish.kind or KINDS:
            found = run(kind, forms, wish.pages, wish.seed)
            print("\n".join(report(kind, found)), flush=True)
            total.add(found)
    total.lines.clear()
    print(*report("all", total))
    wrong = total.special_wrong + total.ordinary_wrong
    print(f"{total.decided} rows decided, {wrong} of them wrong")


if __name__ == "__main__":
    main()
