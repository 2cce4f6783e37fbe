"""
Draws strokes that stand between two rows, and lines bent by hand down through several, on seven forms.

    python -m benchmarks.damage.between_rows [--pages 35] [--seed 1]

The forms are those of odd_ink; all other rows are ticked. A stroke of two arms has its foot 0 to 2.2 mm under a row
line: it is one vote at most, so told in both rows is wrong, and so is told alone in the row that holds less than 0.4
of it. Of a bent line no vote is known; the rows told by it are counted, those of lines through two rows apart.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import numpy as np
import numpy.typing as npt

from benchmarks.answers import Answer, Refused, answers
from benchmarks.damage.foreign_ink import Blank
from benchmarks.damage.odd_ink import Form, printed_forms, scanned
from benchmarks.damage.odd_marks import Sheet, along
from pingyi.domain.forms.form import TickRow
from pingyi.domain.readings.reading import Verdict
from pingyi.samples.filler.hand import invent_hand

FOOT_MM = (0.0, 2.2)
LEFT_MM, RIGHT_MM = ((-3.0, -0.4), (-4.0, -0.3)), ((0.4, 4.0), (-5.0, -0.3))  # across and up, from the foot
LITTLE = 0.4  # of a stroke: the row that holds less is not its row
APART = 3  # rows from one stroke to the next
SWING_MM, WAVE_MM, LEAN = (0.5, 3.0), (5.0, 25.0), 0.05
RUN = (2, 8)  # rows under one bent line
TOLD = {Verdict.VALID.value, Verdict.MULTIPLE.value}


def runs(blank: Blank) -> list[list[TickRow]]:
    """Rows that lie below each other with nothing between, top to bottom."""
    found = []
    for _, block in groupby(sorted(blank.form.rows, key=_place), key=lambda row: row.cells[0].col):
        for _, rows in groupby(enumerate(block), key=lambda one: one[1].cells[0].row - one[0]):
            found.append([row for _, row in rows])
    return found


def _place(row: TickRow) -> tuple[int, int]:
    return row.cells[0].col, row.cells[0].row


def _sheet(blank: Blank, rng: np.random.Generator, empty: set[str]) -> Sheet:
    """A voter's sheet, ticked in all rows but these."""
    hand = invent_hand(rng, blank.layout.box(blank.form.rows[0].cells[0]).size)
    sheet = Sheet(page=blank.page.copy(), form=blank.form, layout=blank.layout, hand=hand, rng=rng)
    for row in blank.form.rows:
        if row.item not in empty:
            sheet.tick(sheet.box(row, 0))
    return sheet


def strokes(form: Form, rng: np.random.Generator) -> Iterator[str]:
    """What is told of each stroke of a page that stands between two rows."""
    pairs = [(run[k], run[k + 1]) for run in runs(form.blank) for k in range(0, len(run) - 1, APART)]
    sheet = _sheet(form.blank, rng, {row.item for pair in pairs for row in pair})
    above: list[float] = []
    for upper, _ in pairs:
        box = sheet.box(upper, 1)
        foot = np.array([box.centre[0] + rng.uniform(-1, 1), box.bottom + rng.uniform(*FOOT_MM)])
        arms = [foot + np.array([rng.uniform(*across), rng.uniform(*up)]) for across, up in (LEFT_MM, RIGHT_MM)]
        sheet.write([arms[0], foot, arms[1]])
        above.append(float((along([arms[0], foot, arms[1]])[:, 1] < box.bottom).mean()))
    read = answers(scanned(sheet.page, rng), form.paper, ())
    if isinstance(read, Refused):
        yield "page refused"
        return
    for (upper, lower), share in zip(pairs, above, strict=True):
        yield said(read[upper.item].state in TOLD, read[lower.item].state in TOLD, share)


def said(upper: bool, lower: bool, share: float) -> str:  # noqa: FBT001
    """Of a stroke told in these rows that has this share in the upper one."""
    if upper and lower:
        return "WRONG: told in both rows"
    if not upper and not lower:
        return "told in neither row"
    return "WRONG: told in the other row" if (share if upper else 1 - share) < LITTLE else "told in one row"


def bent(form: Form, rng: np.random.Generator) -> Iterator[str]:
    """What is told of each row of a page through which a bent line comes down."""
    through = [
        run[first : first + many]
        for run in runs(form.blank)
        for many in (int(rng.integers(*RUN)),)
        for first in (int(rng.integers(max(1, len(run) - many))),)
        if len(run) >= RUN[0]
    ]
    sheet = _sheet(form.blank, rng, {row.item for rows in through for row in rows})
    for rows in through:
        sheet.write(_wave(sheet, rows))
    read = answers(scanned(sheet.page, rng), form.paper, ())
    if isinstance(read, Refused):
        yield "page refused"
        return
    for rows in through:
        of = "of a line through two rows" if len(rows) == RUN[0] else "of a line through more"
        for row in rows:
            yield f"{'told' if read[row.item].state in TOLD else _state(read[row.item])}, {of}"


def _state(answer: Answer) -> str:
    return "empty" if answer.state == Verdict.BLANK.value else "asked"


def _wave(sheet: Sheet, rows: Sequence[TickRow]) -> npt.NDArray[np.float64]:
    """From within the first row to within the last (points × x, y, mm)."""
    first, last, rng = sheet.box(rows[0], 1), sheet.box(rows[-1], 1), sheet.rng
    ends = first.top + rng.uniform(0.1, 0.5) * first.size[1], last.bottom - rng.uniform(0.1, 0.5) * last.size[1]
    down = np.linspace(*ends, 120)
    turn = 2 * np.pi * (down - down[0]) / rng.uniform(*WAVE_MM) + rng.uniform(0, 2 * np.pi)
    across = first.centre[0] + rng.uniform(*SWING_MM) * np.sin(turn) + rng.uniform(-LEAN, LEAN) * (down - down[0])
    return np.stack([across, down], axis=1)


def main() -> None:
    """Counts of both, most first."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=35, help="of strokes, and of bent lines")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        forms = printed_forms(Path(folder), wish.seed)
        for name, drawn in (("strokes between two rows", strokes), ("rows under a bent line", bent)):
            found: Counter[str] = Counter()
            for number in range(wish.pages):
                found.update(drawn(forms[number % len(forms)], np.random.default_rng([wish.seed, number])))
            print(f"{name}: {sum(found.values())}")
            print("\n".join(f"{count:>7}  {what}" for what, count in found.most_common()), flush=True)


if __name__ == "__main__":
    main()
