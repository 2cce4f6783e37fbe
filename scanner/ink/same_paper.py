"""Which sheets are one paper: scanned again, or a copy of it; by where the ink lies, whatever it says."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.ink.placement import NUMBERS, UNIT_MM, Placement, from_bytes
from pingyi.scanner.page.compiled import compiled

# Rows of two scans of one paper lie within 0.1 mm of each other once each block's common shift is taken off; two sheets
# by the neatest hand, all ticked in one column, come as near in a sixth of their rows at most.
NEAR_MM = 0.2
SAME_SHARE = 0.28  # of the rows inked on both
SHIFT_MM = 0.45  # a block's common shift: scanners stretch, thresholds fatten or thin every stroke alike
ROUGH_MM, ROUGH_SHARE = 0.8, 0.3  # a look that passes over nearly all pairs in a glance
LEAST_ROWS = 12  # inked on both; fewer prove nothing
FIRST_ROOM = 256  # sheets; doubled when full

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two sheets that look like one paper; `share` of their rows lie alike."""

    first: int
    second: int
    share: float


class Papers:
    """The sheets seen so far of one page of the form; grows as they come."""

    def __init__(self, form: BallotForm) -> None:
        self._blocks = blocks_of(form)
        self._seen = np.zeros((FIRST_ROOM, len(form.rows), NUMBERS), np.float32)
        self._count = 0

    def fits(self, kept: bytes) -> bool:
        """Whether it is a placement of this form's rows; nothing fits every form."""
        return len(kept) in (0, self._seen.shape[1] * NUMBERS * 2)

    def add(self, kept: bytes) -> int:
        """Keep a placement; its number, from 0. Raises ValueError when it is of another form."""
        if self._count == len(self._seen):
            self._seen = np.concatenate([self._seen, np.zeros_like(self._seen)])
        self._seen[self._count] = self._one(kept)
        self._count += 1
        return self._count - 1

    def like(self, kept: bytes) -> Pair | None:
        """The sheet seen that looks most like the same paper, as `first`; `second` is the one asked about."""
        shares = shares_alike(self._seen[: self._count], self._one(kept)[np.newaxis], self._blocks)[:, 0]
        if not len(shares) or shares.max() < SAME_SHARE:
            return None
        return Pair(first=int(shares.argmax()), second=self._count, share=float(shares.max()))

    def _one(self, kept: bytes) -> Floats:
        one: Floats = in_mm([from_bytes(kept)])[0]
        return one


def rows_inked(kept: bytes) -> int:
    """On fewer than LEAST_ROWS nothing can be told."""
    return int(np.count_nonzero(from_bytes(kept)[:, 0]))


def blocks_of(form: BallotForm) -> Ints:
    """The block of each row, numbered from 0: rows under the same tick columns."""
    columns = sorted({row.cells[0].col for row in form.rows})
    return np.array([columns.index(row.cells[0].col) for row in form.rows], np.int64)


def in_mm(found: Sequence[Placement]) -> Floats:
    """Sheets × rows × numbers; nan where a row holds no ink."""
    stacked = np.stack(found).astype(np.float32) * np.float32(UNIT_MM)
    stacked[stacked[:, :, 0] == 0] = np.nan
    return stacked


@compiled
def shares_alike(known: Floats, new: Floats, blocks: Ints) -> Floats:
    """Known × new sheets, as `in_mm` gives them: share of rows that lie alike, 0 where a glance tells two apart."""
    shares = np.zeros((len(known), len(new)), np.float32)
    for a in range(len(known)):
        for b in range(len(new)):
            if _roughly(known[a], new[b]):
                shares[a, b] = _share(known[a], new[b], blocks)
    return shares


@compiled
def _roughly(one: Floats, other: Floats) -> bool:
    both = near = 0
    for row in range(len(one)):
        across, down = abs(one[row, 0] - other[row, 0]), abs(one[row, 1] - other[row, 1])
        if not np.isnan(across):
            both += 1
            near += across < ROUGH_MM and down < ROUGH_MM
    return both >= LEAST_ROWS and near >= ROUGH_SHARE * both


@compiled
def _share(one: Floats, other: Floats, blocks: Ints) -> float:
    difference = one - other
    squares = np.zeros(len(one), np.float32)
    for block in range(blocks.max() + 1):
        rows = np.flatnonzero((blocks == block) & ~np.isnan(difference[:, 0]))
        for number in range(difference.shape[1]):
            values = difference[rows, number]
            if len(values):
                shift = min(max(np.median(values), -SHIFT_MM), SHIFT_MM)
                squares[rows] += (values - shift) ** 2
    inked = np.flatnonzero(~np.isnan(difference[:, 0]))
    return np.count_nonzero(squares[inked] < NEAR_MM**2) / len(inked)
