"""
Rescanned papers found, and false alarms among sheets no machine could tell apart by their votes.

    python -m benchmarks.same_paper [--hands 30] [--sheets 60]

Each invented hand ticks 满意 in every row of so many sheets; the first eighth are scanned twice by different invented
copiers. Every pair of sheets of a hand is compared: the worst case there is.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PIL import Image

from benchmarks.bounds import upper_bound
from benchmarks.forms import PrintedForm, official_form
from samples.filler.copier import OFFICE, ROUGH
from samples.filler.hand import Hand, invent_hand
from samples.filler.layout import Layout, find_layout, render
from samples.filler.marks import BEHAVIOURS, Place
from samples.filler.scanning import Sheet, scan
from samples.filler.voters import FilledPage
from scanner.locate import locate
from scanner.placement import Placement, placement
from scanner.reader import ink_of
from scanner.refusal import Refusal
from scanner.same_paper import blocks_of, same_paper

TWICE = 8  # one sheet in so many is scanned again
Random = np.random.Generator


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """One hand's work: which form, how many sheets."""

    printed: PrintedForm
    layout: Layout
    hand: int
    sheets: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Counts of one hand."""

    twice: int
    found: int
    pairs: int
    alarms: int


def _filled(rng: Random, hand: Hand, desk: Desk) -> FilledPage:
    strokes = []
    for row in desk.printed.form.rows:
        boxes = tuple(desk.layout.box(cell) for cell in row.cells)
        strokes += BEHAVIOURS["normal"](Place(rng=rng, hand=hand, row=row, boxes=boxes, chosen=0)).strokes
    return FilledPage(hand=hand, strokes=tuple(strokes), truth=())


def _read(rng: Random, page: FilledPage, desk: Desk) -> Placement | None:
    copier = ROUGH if rng.random() < 0.5 else OFFICE
    dpi = int(rng.choice(copier.dpis))
    scanned = scan(rng, Sheet(printed=render(desk.printed.page_pdf, 0, dpi), dpi=dpi, filled=page), copier)
    found = locate(np.array(Image.open(BytesIO(scanned.data)).convert("L")), (desk.printed.form,))
    return None if isinstance(found, Refusal) else placement(found.table, ink_of(found.table, found.form), found.form)


def one_hand(desk: Desk) -> Found:
    """Fill, scan, scan again, compare every pair."""
    rng = np.random.default_rng([41, desk.hand])
    hand = invent_hand(rng, desk.layout.box(desk.printed.form.rows[0].cells[0]).size)
    pages = [_filled(rng, hand, desk) for _ in range(desk.sheets)]
    blocks = blocks_of(desk.printed.form)
    read = [placed for page in pages if (placed := _read(rng, page, desk)) is not None]
    again = [(_read(rng, page, desk), _read(rng, page, desk)) for page in pages[: desk.sheets // TWICE]]
    both = [(first, second) for first, second in again if first is not None and second is not None]
    return Found(
        twice=len(both),
        found=sum(bool(same_paper([first], [second], blocks)) for first, second in both),
        pairs=sum(1 for _ in combinations(read, 2)),
        alarms=sum(pair.first < pair.second for pair in same_paper(read, read, blocks)),
    )


def main() -> None:
    """Print the two counts with their bounds."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--hands", type=int, default=30)
    parser.add_argument("--sheets", type=int, default=60)
    wish = parser.parse_args()
    with TemporaryDirectory() as folder, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        printed = official_form(Path(folder))
        layout = find_layout(printed.page_pdf, printed.form)
        desks = [Desk(printed=printed, layout=layout, hand=k, sheets=wish.sheets) for k in range(wish.hands)]
        counts = list(pool.map(one_hand, desks))
    twice, found = sum(c.twice for c in counts), sum(c.found for c in counts)
    pairs, alarms = sum(c.pairs for c in counts), sum(c.alarms for c in counts)
    print(f"scanned twice {twice}, found {found} = {found / twice:.2%}")
    print(f"pairs by one hand, all 满意: {pairs}, false alarms {alarms}, 95 % bound {upper_bound(alarms, pairs):.2g}")


if __name__ == "__main__":
    main()
