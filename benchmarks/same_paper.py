"""
Rescanned papers found, false alarms among sheets no machine could tell apart by their votes, and what a page costs.

    python -m benchmarks.same_paper [--hands 30] [--sheets 60]

Each invented hand ticks 满意 in every row of so many sheets; the first eighth are scanned twice by different invented
copiers. Every pair of sheets of a hand is compared: the worst case there is.
The cost is CPU time of holding one page against so many known sheets, made of the sheets read and moved by chance.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from itertools import combinations
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from PIL import Image

from benchmarks.bounds import upper_bound
from benchmarks.forms import PrintedForm, official_form
from domain.form import BallotForm
from samples.filler.copier import OFFICE, ROUGH
from samples.filler.hand import Hand, invent_hand
from samples.filler.layout import Layout, find_layout, render
from samples.filler.marks import BEHAVIOURS, Place
from samples.filler.scanning import Sheet, scan
from samples.filler.voters import FilledPage
from scanner.locate import locate
from scanner.placement import Placement, from_bytes, placement, to_bytes
from scanner.reader import ink_of
from scanner.refusal import Refusal
from scanner.same_paper import Papers, blocks_of, same_paper

KNOWN, ASKED, MOVED = 4000, 40, 40  # sheets, pages, hundredths of two millimetres
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
    least: float  # share of rows alike, of a paper and itself
    read: tuple[bytes, ...]


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
    shares = [pair.share for first, second in both for pair in same_paper([first], [second], blocks)]
    return Found(
        least=min(shares, default=0.0),
        read=tuple(to_bytes(placed) for placed in read),
        twice=len(both),
        found=sum(bool(same_paper([first], [second], blocks)) for first, second in both),
        pairs=sum(1 for _ in combinations(read, 2)),
        alarms=sum(pair.first < pair.second for pair in same_paper(read, read, blocks)),
    )


def cost_ms(kept: list[bytes], form: BallotForm) -> float:
    """CPU milliseconds to hold one page against KNOWN sheets."""
    rng, papers = np.random.default_rng(1), Papers(form)
    for number in range(KNOWN):
        found = from_bytes(kept[number % len(kept)]).astype(np.int64)
        moved = found + (found > 0) * rng.integers(-MOVED, MOVED, found.shape)
        papers.add(to_bytes(moved.clip(0, 65535).astype(np.uint16)))
    papers.like(kept[0])  # compiled
    start = process_time()
    for page in kept[:ASKED]:
        papers.like(page)
    return 1000 * (process_time() - start) / len(kept[:ASKED])


def main() -> None:
    """Print the counts with their bounds, and the cost."""
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
    print(f"rows alike on the least like pair of one paper: {min(c.least for c in counts if c.twice):.2f}")
    print(f"pairs by one hand, all 满意: {pairs}, false alarms {alarms}, 95 % bound {upper_bound(alarms, pairs):.2g}")
    kept = [page for count in counts for page in count.read]
    print(f"a page against {KNOWN} known sheets: {cost_ms(kept, printed.form):.2f} ms CPU")


if __name__ == "__main__":
    main()
