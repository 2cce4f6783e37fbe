"""
Ink that nobody wrote as a vote or a score, drawn where it could pass for one: ends of bars, bands over digits.

    python -m benchmarks.damage.foreign_ink [--sheets 20] [--fields 20000] [--seed N]

Bars of any width, slant, tone and length run into one cell of every row of the sample form, beside a tick and in blank
rows; others, and straight lines of the page's own pen, come down through one to seven rows: a vote of theirs, or a void
of a tick's, is wrong. Bands lie over drawn score fields: ink that is taken off with one, and nobody asked, is wrong.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, TickRow
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import MM_PER_INCH, Layout, find_layout, render
from pingyi.scanner.reader import read_picture
from pingyi.scanner.scores.score_field import DUST_DARK, field_ink
from pingyi.workflow.scans.forms_read import load_forms

Grey = npt.NDArray[np.uint8]
Strokes = tuple[tuple[tuple[float, float], ...], ...]

FORM = Path(__file__).parent.parent.parent / "samples" / "scans" / "form.docx"
DPI = 200
PEN_MM = 0.5
TICK = (((-1.8, -0.8), (-0.6, 1.4), (2.2, -2.0)),)
PEN, DARKEST, PALEST = 25, 5, 120  # grey of ink
FIELD_PX = (120, 114)  # of a score field, height × width
RULINGS = (10, 108)  # its rulings, px from the top
SIDES = [6, 7, 106, 107]  # and from the left, in a sheet's cell
INSIDE = slice(RULINGS[0] + 3, RULINGS[1] - 3)
SAME = 0.9  # of the ink read with and without a band
SEVENS = (((22, 40), (48, 40), (36, 82)), ((62, 40), (90, 40), (76, 82)))
TWOS = (((24, 45), (40, 40), (44, 52), (24, 80), (52, 80)), ((60, 45), (76, 40), (80, 52), (58, 80), (90, 80)))
JOINED = (((24, 40), (48, 40), (36, 82)), ((22, 62), (86, 62)), ((64, 38), (56, 62)), ((78, 44), (76, 82)))  # 74
NUMBERS = (SEVENS, TWOS, JOINED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form, its printed page (grey, DPI) and where its cells stand on it (mm)."""

    form: BallotForm
    page: Grey
    layout: Layout


def blank_form(docx: Path, folder: Path) -> Blank:
    """Print a form in `folder`."""
    (pdf,), form = to_pdf([docx], folder), load_forms([docx], ())[0]
    return Blank(form=form, page=np.array(render(pdf, 0, DPI)), layout=find_layout(pdf, form))


def with_bars(blank: Blank, chance: np.random.Generator, *, ticked: bool) -> SheetReading:
    """What is read of a sheet with a bar in another cell than the first of every row, which is ticked or not."""
    page = blank.page.copy()
    for row in blank.form.rows:
        if ticked:
            _draw(page, blank.layout.box(row.cells[0]).centre, TICK, PEN)
        y, lean, long = chance.uniform(-2.0, 2.0), chance.normal(0, 0.15), chance.uniform(1.5, 9.0)
        wide = int(chance.integers(1, 8)) * 0.25
        bar = tuple(((3.6, at), (3.6 - long, at + lean)) for at in np.arange(y - wide / 2, y + wide / 2 + 0.1, 0.2))
        centre = blank.layout.box(row.cells[int(chance.integers(1, 3))]).centre
        _draw(page, centre, bar, int(chance.integers(DARKEST, PALEST)))
    return _read(page, blank)


def _read(page: Grey, blank: Blank) -> SheetReading:
    read = read_picture(page, Source(file="bars.png", page=1), (blank.form,))
    if not isinstance(read, SheetReading):
        raise TypeError(read.message())
    return read


def with_lines_down(blank: Blank, chance: np.random.Generator) -> tuple[list[str], int]:
    """
    Rows misread, and rows crossed, of a sheet where bars or lines of the pen come down through rows of every block.

    A third of the rows they cross are ticked, and nearly all others.
    """
    page, pen = blank.page.copy(), int(chance.integers(PEN, PALEST))
    runs = [run for block in _blocks(blank.form) for run in _runs(block, chance)]
    crossed = {row.item for run in runs for row in run}
    ticked: dict[str, str] = {}
    for row in blank.form.rows:
        if chance.random() < (0.3 if row.item in crossed else 0.9):
            choice = int(chance.integers(len(row.cells)))
            ticked[row.item] = blank.form.choices[choice]
            _draw(page, blank.layout.box(row.cells[choice]).centre, TICK, pen)
    for run in runs:
        column, dark = int(chance.integers(3)), int(chance.choice([pen, int(chance.integers(DARKEST, PALEST))]))
        first, last = (blank.layout.box(row.cells[column]).centre for row in (run[0], run[-1]))
        x, down = chance.uniform(-3.5, 3.5), last[1] - first[1] + chance.uniform(0.0, 3.5)
        wide = float(chance.choice((0.2, chance.uniform(0.2, 3.0))))
        strokes = (((x + at, chance.uniform(-3, 0)), (x + at, down)) for at in np.arange(0, wide, 0.2))
        _draw(page, first, tuple(strokes), dark)
    return [row.item for row in _read(page, blank).rows if _misread(row, ticked)], len(crossed)


def _blocks(form: BallotForm) -> list[list[TickRow]]:
    """Rows under the same tick columns."""
    return [list(rows) for _, rows in groupby(form.rows, key=lambda row: row.cells[0].col)]


def _runs(block: list[TickRow], chance: np.random.Generator) -> Iterator[list[TickRow]]:
    """Runs of two to seven rows with one between."""
    first = 0
    while first < len(block) - 1:
        last = min(len(block), first + int(chance.integers(2, 8)))
        yield block[first:last]
        first = last + 1


def _misread(row: RowReading, ticked: dict[str, str]) -> bool:
    """Whether a decided row says anything but its tick."""
    if row.verdict is Verdict.DOUBTFUL:
        return False
    return row.choice != ticked.get(row.item, "") or row.verdict is Verdict.MULTIPLE


def field(number: tuple[tuple[tuple[int, int], ...], ...], *, sides: bool) -> Grey:
    """A score field from ruling to ruling with lines of ink; with `sides`, rulings beside it too."""
    grey = np.full(FIELD_PX, 245, np.uint8)
    for y in RULINGS:
        cv2.line(grey, (0, y), (FIELD_PX[1], y), 20, 2)
    for points in number:
        cv2.polylines(grey, [np.array(points, np.int32)], isClosed=False, color=30, thickness=5, lineType=16)
    if sides:
        grey[:, SIDES] = 20
    return grey


def band_over(grey: Grey, chance: np.random.Generator) -> Grey:
    """The field under a band of any tone, width and place."""
    at, lean, banded = int(chance.integers(12, 107)), int(chance.integers(-3, 4)), grey.copy()
    height, width = FIELD_PX
    level = ((-9, at - lean), (width + 9, at + lean))
    ends = level if chance.random() < 0.5 else ((at - lean, -9), (at + lean, height + 9))
    cv2.line(banded, *ends, int(chance.choice((10, 60, 110, 150))), int(chance.choice((2, 3, 6, 9, 12, 18, 24, 30))))
    return banded


def silently_changed(whole: Grey, banded: Grey, *, sides: bool) -> bool:
    """Whether the readers would see other ink under the band than without it, and nobody be asked."""
    found, bare = field_ink(banded, sides=sides), field_ink(whole, sides=sides)
    if found.lost or found.cut or np.array_equal(banded[INSIDE], whole[INSIDE]):
        return False
    read, written = found.dark > DUST_DARK, bare.dark > DUST_DARK
    return bool((read & written).sum() < SAME * max(written.sum(), read.sum()))


def _draw(page: Grey, centre: tuple[float, float], strokes: Strokes, dark: int) -> None:
    """Strokes of points (mm from the centre), in place."""
    width = max(1, round(PEN_MM * DPI / MM_PER_INCH))
    for stroke in strokes:
        points = np.rint((np.asarray(stroke) + centre) * DPI / MM_PER_INCH * 16).astype(np.int32)
        cv2.polylines(page, [points], isClosed=False, color=dark, thickness=width, lineType=16, shift=4)


def main() -> None:
    """Draw, read, count."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--sheets", type=int, default=20)
    parser.add_argument("--fields", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    chance = np.random.default_rng(wish.seed)
    with tempfile.TemporaryDirectory() as folder:
        blank = blank_form(FORM, Path(folder))
    for ticked, false in ((True, Verdict.MULTIPLE), (False, Verdict.VALID)):
        read = (row for _ in range(wish.sheets) for row in with_bars(blank, chance, ticked=ticked).rows)
        seen = Counter(row.verdict for row in read)
        what = "beside a tick" if ticked else "in blank rows"
        print(f"ends of bars {what}: {seen[false]} {false.value} of {seen.total()}, {seen[Verdict.DOUBTFUL]} asked")
    down = [with_lines_down(blank, chance) for _ in range(wish.sheets)]
    misread, crossed = sum(len(rows) for rows, _ in down), sum(rows for _, rows in down)
    print(f"bars and lines down through rows: {misread} rows misread, {crossed} crossed")
    wrong = 0
    for _ in range(wish.fields):
        sides = bool(chance.random() < 0.5)
        whole = field(NUMBERS[chance.integers(len(NUMBERS))], sides=sides)
        wrong += silently_changed(whole, band_over(whole, chance), sides=sides)
    print(f"bands over scores: {wrong} of {wish.fields} fields changed in silence")


if __name__ == "__main__":
    main()
