"""
Rescanned papers found, false alarms among sheets no machine could tell apart by their votes, and what a page costs.

    python -m benchmarks.reading.same_paper [--hands 12] [--sheets 225]

Each invented hand ticks 满意 in every row of so many sheets; the first quarter are scanned twice by different invented
copiers. Every pair of sheets of a hand is compared: the worst case there is. Pairs grow with the square of the sheets
and pictures do not, so few hands with many sheets try more pairs for the same time.
The cost is CPU time of holding one page against so many known sheets, made of the sheets read and moved by chance.
"""

import argparse
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from io import BytesIO
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from PIL import Image

from benchmarks.bounds import upper_bound
from benchmarks.forms import PrintedForm, official_form
from pingyi.domain.forms.form import BallotForm
from pingyi.samples.filler.copier import OFFICE, ROUGH
from pingyi.samples.filler.hand import Hand, invent_hand
from pingyi.samples.filler.layout import Layout, find_layout, render
from pingyi.samples.filler.marks import BEHAVIOURS, RowToMark
from pingyi.samples.filler.scanning import Sheet, scan
from pingyi.samples.filler.voters import FilledPage
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.ink.placement import Placement, from_bytes, placement, to_bytes
from pingyi.scanner.ink.same_paper import SAME_SHARE, Papers, blocks_of, in_mm, shares_alike
from pingyi.scanner.reader import ink_of

KNOWN, ASKED, MOVED = 4000, 40, 40  # sheets, pages, hundredths of two millimetres
TWICE = 4  # one sheet in so many is scanned again
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

    unread: int
    same: tuple[float, ...]  # share of rows alike, of a paper scanned twice
    pairs: int
    alarms: int
    nearest: float  # share of rows alike of the two papers that look most alike
    read: tuple[bytes, ...]
    seconds: float  # CPU


def _filled(rng: Random, hand: Hand, desk: Desk) -> FilledPage:
    strokes = []
    for row in desk.printed.form.rows:
        boxes = tuple(desk.layout.box(cell) for cell in row.cells)
        strokes += BEHAVIOURS["normal"](RowToMark(rng=rng, hand=hand, row=row, boxes=boxes, chosen=0)).strokes
    return FilledPage(hand=hand, strokes=tuple(strokes), truth=())


def _read(rng: Random, page: FilledPage, desk: Desk) -> Placement | None:
    copier = ROUGH if rng.random() < 0.5 else OFFICE
    dpi = int(rng.choice(copier.dpis))
    scanned = scan(rng, Sheet(printed=render(desk.printed.page_pdf, 0, dpi), dpi=dpi, filled=page), copier)
    found = locate(np.array(Image.open(BytesIO(scanned.data)).convert("L")), (desk.printed.form,))
    return None if isinstance(found, Refusal) else placement(found.table, ink_of(found.table, found.form), found.form)


def one_hand(desk: Desk) -> Found:
    """Fill, scan, scan some again, compare every pair."""
    start, rng = process_time(), np.random.default_rng([41, desk.hand])
    hand = invent_hand(rng, desk.layout.box(desk.printed.form.rows[0].cells[0]).size)
    pages = [_filled(rng, hand, desk) for _ in range(desk.sheets)]
    blocks = blocks_of(desk.printed.form)
    found = [_read(rng, page, desk) for page in pages]
    again = [(first, _read(rng, page, desk)) for first, page in zip(found, pages[: desk.sheets // TWICE], strict=False)]
    both = [(first, second) for first, second in again if first is not None and second is not None]
    read = [placed for placed in found if placed is not None]
    shares = shares_alike(in_mm(read), in_mm(read), blocks)[np.triu_indices(len(read), 1)]
    return Found(
        unread=len(found) - len(read) + len(again) - len(both),
        same=tuple(float(shares_alike(in_mm([first]), in_mm([second]), blocks)[0, 0]) for first, second in both),
        pairs=len(shares),
        alarms=int(np.count_nonzero(shares >= SAME_SHARE)),
        nearest=float(shares.max(initial=0)),
        read=tuple(to_bytes(placed) for placed in read),
        seconds=process_time() - start,
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
    parser.add_argument("--hands", type=int, default=12)
    parser.add_argument("--sheets", type=int, default=225)
    wish = parser.parse_args()
    counts = []
    with TemporaryDirectory() as folder, ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        printed = official_form(Path(folder))
        layout = find_layout(printed.page_pdf, printed.form)
        desks = [Desk(printed=printed, layout=layout, hand=k, sheets=wish.sheets) for k in range(wish.hands)]
        for count in pool.map(one_hand, desks):
            counts.append(count)
            print(f"hand {len(counts)}: nearest two papers {count.nearest:.2f}", flush=True)
    same = [share for count in counts for share in count.same]
    found = sum(share >= SAME_SHARE for share in same)
    pairs, alarms = sum(c.pairs for c in counts), sum(c.alarms for c in counts)
    print(f"scanned twice {len(same)}, found {found} = {found / len(same):.2%}, ", end="")
    print(f"missed at most {upper_bound(len(same) - found, len(same)):.2%} (95 %)")
    print(f"rows alike: one paper and itself at least {min(same):.2f}, two papers at most ", end="")
    print(f"{max(c.nearest for c in counts):.2f}, {SAME_SHARE} decides")
    print(f"pairs by one hand, all 满意: {pairs}, false alarms {alarms}, 95 % bound {upper_bound(alarms, pairs):.2g}")
    kept = [page for count in counts for page in count.read]
    print(f"a page against {KNOWN} known sheets: {cost_ms(kept, printed.form):.2f} ms CPU")
    print(f"pages not read {sum(c.unread for c in counts)}; CPU {sum(c.seconds for c in counts):.0f} s")


if __name__ == "__main__":
    main()
