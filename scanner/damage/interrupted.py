"""Rows whose frame is broken by a band without ink: what was written there may be gone as well.

A tick cell stands between four rulings. Where two that face each other are both gone at the same place, or one that
is whole everywhere else is, something lay over the paper or took the ink off it: a roller, a strip, a fold, no toner.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import PX_PER_MM, Canvas, Table
from pingyi.scanner.grid.rulings import Rulings
from pingyi.scanner.page.compiled import compiled

BESIDE_PX = 3  # of a ruling's place: it may lie this far off
GONE = 0.35  # of the ruling's usual darkness: less is paper
LEAST_DARK = 30  # of 255: a ruling paler than this as a rule tells nothing
GAP_PX = round(0.5 * PX_PER_MM)  # both rulings gone
ALONE_PX = round(0.8 * PX_PER_MM)  # one gone, where it is whole elsewhere
SAMPLED = 4  # px: every fourth place tells how dark a ruling is
BROKEN = 0.02  # of a ruling gone in short pieces: then it is one that breaks by itself
BANDS = 4  # long gaps: more than ever lay over one ruling
KEEP_OFF_PX = round(
    1.0 * PX_PER_MM
)  # from a crossing: what wipes one ruling breaks those across it, and hides no whole tick

Flags = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.signedinteger]


def interrupted(table: Table, form: BallotForm, rulings: Rulings) -> frozenset[str]:
    """Items of rows with a tick cell whose frame is interrupted."""
    cells, down, across = _tick_cells(form)
    xs, ys = np.array(table.xs), np.array(table.ys)
    upright = _gaps(_seen(table.dark, xs, 1), (xs, ys), down, rulings.upright)
    level = _gaps(_seen(table.dark, ys, 0), (ys, xs), across, rulings.level)
    rows, columns = cells[:, 1:3].T, cells[:, 3:5].T
    broken = upright.hit(columns, ys[rows]) | level.hit(rows, xs[columns])
    return frozenset(form.rows[index].item for index in np.unique(cells[broken, 0]))


@lru_cache(maxsize=16)
def _tick_cells(form: BallotForm) -> tuple[Ints, Flags, Flags]:
    """Index of the row, and the rulings over, under, left and right of each tick cell; the edges that are drawn."""
    cells = np.array(
        [
            (index, cell.row, cell.row + cell.row_span, cell.col, cell.col + cell.col_span)
            for index, row in enumerate(form.rows)
            for cell in row.cells
        ]
    )
    return cells, np.array(form.table.printed.down).T, np.array(form.table.printed.across)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Gaps:
    """Where each ruling of one family is gone, along its length."""

    gone: Flags
    told: Flags  # rulings dark enough to tell
    alone: Ints  # running count of places where a ruling that is whole elsewhere is gone
    single: Ints  # the same where any ruling is

    def hit(self, pairs: Ints, between: Ints) -> Flags:
        """For each cell, between two rulings from `between[0]` to `between[1]`, whether its frame is broken."""
        first, last = between[0] + KEEP_OFF_PX, between[1] - KEEP_OFF_PX + 1
        found = _any(self.alone, pairs[0], (first, last)) | _any(self.alone, pairs[1], (first, last))
        for span in np.unique(pairs[1] - pairs[0]):
            facing = _count(self.gone[: len(self.gone) - span] & self.gone[span:], GAP_PX)
            wide = pairs[1] - pairs[0] == span
            found[wide] |= _any(facing, pairs[0][wide], (first[wide], last[wide]))
        for one, other in (pairs, pairs[::-1]):  # one ruling is missing as a whole: the other speaks for both
            found |= ~self.told[one] & _any(self.single, other, (first, last))
        return found


def _seen(dark: Canvas, places: Ints, axis: int) -> Canvas:
    """How dark each ruling of one family is along its length: rulings × pixels."""
    return _darkest(dark if axis == 0 else dark.T, places)


@compiled
def _darkest(dark: Canvas, places: Ints) -> Canvas:
    """The darkest of the rows beside each of the places, column by column."""
    found = np.zeros((len(places), dark.shape[1]), np.uint8)
    for k in range(len(places)):
        for row in range(max(0, places[k] - BESIDE_PX), min(len(dark), places[k] + BESIDE_PX + 1)):
            for x in range(dark.shape[1]):
                found[k, x] = max(found[k, x], dark[row, x])
    return found


def _gaps(seen: Canvas, places: tuple[Ints, Ints], drawn: Flags, found: Flags) -> _Gaps:
    """Gaps of rulings at `places[0]`, drawn (rulings × cells) between `places[1]`."""
    _, across = places
    where = np.zeros(seen.shape, bool)
    where[:, across[0] : across[-1]] = np.repeat(drawn, np.diff(across), axis=1)
    usual = _usual(seen[:, ::SAMPLED], where[:, ::SAMPLED])
    told = found & (usual >= LEAST_DARK)
    gone = (seen < GONE * usual[:, None]) & where & told[:, None]
    whole = told & _whole(gone, where)
    return _Gaps(gone=gone, told=told, alone=_count(gone & whole[:, None], ALONE_PX), single=_count(gone, GAP_PX))


def _whole(gone: Flags, where: Flags) -> Flags:
    """Rulings that do not break by themselves: these lack many pieces, others a few where something lay over them."""
    most = BROKEN * where.sum(axis=1)
    whole = np.asarray(gone.sum(axis=1) <= most)
    for line in np.flatnonzero(~whole):
        edges = np.flatnonzero(np.diff(np.pad(gone[line].astype(np.int8), 1)))
        lengths = edges[1::2] - edges[::2]
        bands = lengths >= ALONE_PX
        whole[line] = bands.sum() <= BANDS and lengths[~bands].sum() <= most[line]
    return whole


def _usual(seen: Canvas, where: Flags) -> Ints:
    """Each ruling's median darkness where it is drawn; 0 where it is not drawn at all."""
    ordered = np.sort(np.where(where, seen, 0), axis=1)  # what is not drawn comes first
    middle = where.shape[1] - (where.sum(axis=1) + 1) // 2
    return np.asarray(ordered[np.arange(len(ordered)), np.minimum(middle, where.shape[1] - 1)], np.int64)


def _count(flags: Flags, length: int) -> Ints:
    """Running count of places at which a run of at least `length` ends."""
    counted = np.zeros(flags.shape, np.int32)
    some = np.flatnonzero(flags.any(axis=1))  # few rulings have gaps
    total = np.cumsum(np.pad(flags[some], ((0, 0), (length, 0))), axis=1, dtype=np.int32)
    counted[some] = np.cumsum(total[:, length:] - total[:, :-length] == length, axis=1)
    return counted


def _any(counted: Ints, lines: Ints, between: tuple[Ints, Ints]) -> Flags:
    first, last = between
    return np.asarray(counted[lines, np.maximum(last, first) - 1] > counted[lines, first - 1])
