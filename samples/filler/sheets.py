"""A batch of filled and scanned ballots as one file, with its truth."""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain
from multiprocessing import get_context
from pathlib import Path

import cv2
import numpy as np

from pingyi.domain.forms.form import BallotForm
from pingyi.samples.filler.copier import Copier
from pingyi.samples.filler.layout import Layout, find_layout, render
from pingyi.samples.filler.scan_file import write_scan
from pingyi.samples.filler.scanning import ScannedPage, Sheet, scan
from pingyi.samples.filler.truth import TrueRow
from pingyi.samples.filler.voters import VoterMix, fill_page

PAGES_AT_ONCE = 4  # per task: what all pages of a resolution share is made once per process


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """What to fill: a printed page, the form on it, its voters and their scanner."""

    page_pdf: Path
    form: BallotForm
    mix: VoterMix
    copier: Copier
    copies: int
    seed: int
    page: int = 0  # of the PDF, from 0


def fill_batch(sheets: Sheets, out: Path, jobs: int = 1, done: Callable[[int], None] | None = None) -> list[TrueRow]:
    """
    Write `out` (.pdf, .tif, or .jpg: one file a page) with one page per voter; give the truth, page by page.

    The same sheets give the same file whatever the number of processes.
    """
    layout = find_layout(sheets.page_pdf, sheets.form, sheets.page)
    truth: list[TrueRow] = []

    def pages() -> Iterator[ScannedPage]:
        for number, (scanned, rows) in enumerate(_pages(sheets, layout, jobs), start=1):
            truth.extend(replace(row, page=number, turn=scanned.turn, dpi=scanned.dpi) for row in rows)
            yield scanned
            if done:
                done(number)

    out.parent.mkdir(parents=True, exist_ok=True)
    write_scan(out, pages())
    return truth


def fill_sheet(sheets: Sheets, layout: Layout, number: int) -> tuple[ScannedPage, tuple[TrueRow, ...]]:
    """One voter's sheet, scanned; `number` counts from 0 and with the seed decides everything."""
    rng = np.random.default_rng([sheets.seed, number])
    filled = fill_page(rng, sheets.form, layout, sheets.mix)
    dpi = int(rng.choice(sheets.copier.dpis))
    sheet = Sheet(printed=render(sheets.page_pdf, sheets.page, dpi), dpi=dpi, filled=filled)
    return scan(rng, sheet, sheets.copier), filled.truth


def _pages(sheets: Sheets, layout: Layout, jobs: int) -> Iterator[tuple[ScannedPage, tuple[TrueRow, ...]]]:
    if jobs == 1 or sheets.copies <= PAGES_AT_ONCE:
        yield from _some(sheets, layout, range(sheets.copies))
        return
    chunks = [
        range(first, min(first + PAGES_AT_ONCE, sheets.copies)) for first in range(0, sheets.copies, PAGES_AT_ONCE)
    ]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_one_thread) as pool:
        yield from chain.from_iterable(pool.map(partial(_some, sheets, layout), chunks))


def _one_thread() -> None:
    cv2.setNumThreads(1)  # processes are the parallelism


def _some(sheets: Sheets, layout: Layout, numbers: range) -> list[tuple[ScannedPage, tuple[TrueRow, ...]]]:
    return [fill_sheet(sheets, layout, number) for number in numbers]
