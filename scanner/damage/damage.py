"""Where the form's rulings are missing on a page that otherwise fits: a corner folded over or torn off."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import FormCell
from pingyi.scanner.damage.beyond import moved
from pingyi.scanner.damage.seen import GONE, HURT, edges_seen
from pingyi.scanner.grid.topology import Fit, Skeleton
from pingyi.scanner.lines.lines import Levelled

Flags = npt.NDArray[np.bool_]

MOST_HIDDEN = 0.2  # of the cells: more is no corner
ELSEWHERE = 0.985  # of the edges outside the hidden part must stand where the form says
CELL_EDGES_GONE = 2  # of a cell's four: then something lies over it, whatever the rest of the page says
SIDES_GONE = 2  # upright rulings that are not in a row: one may be wiped, several say that the row lies elsewhere


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """What is hidden. Grids are upright, in basic (unmerged) cells."""

    hidden: Flags  # (rows, cols)
    aside: Flags  # rows in which several upright rulings are not where they stand in the others
    elsewhere: float  # share of the other edges that are where the form says
    at_corner: bool  # one piece, at a corner of the table

    @property
    def bearable(self) -> bool:
        """Whether the rest of the page can be trusted."""
        return self.at_corner and self.elsewhere >= ELSEWHERE and float(self.hidden.mean()) <= MOST_HIDDEN

    def hides(self, cell: FormCell) -> bool:
        """Whether any part of the cell is hidden."""
        rows, cols = slice(cell.row, cell.row + cell.row_span), slice(cell.col, cell.col + cell.col_span)
        return bool(self.hidden[rows, cols].any())


def damage(page: Levelled, fit: Fit) -> Damage:
    """Look for every edge of the form once more."""
    across = edges_seen(page.across, fit.grid[:, :-1], fit.grid[:, 1:])
    down = edges_seen(page.down, fit.grid[:-1], fit.grid[1:])
    form = fit.skeleton
    rows, columns = (np.array([track is not None for track in tracks]) for tracks in (fit.rows, fit.columns))
    looked = form.across & rows[:, None], form.down & columns  # a ruling wiped as a whole hides nothing
    gone = _beside(looked[0] & (across <= GONE), looked[1] & (down <= GONE))
    hurt = _beside(looked[0] & (across <= HURT), looked[1] & (down <= HURT))
    piece, at_corner = _piece(gone > 0)
    if not (gone[piece] >= CELL_EDGES_GONE).any():  # part of one ruling is wiped: nothing lies over the cells beside it
        piece, at_corner = np.zeros_like(piece), False
    hidden = piece | (_grown(piece) & (hurt > 0)) | (gone >= CELL_EDGES_GONE) | (_outside(rows, columns) & (hurt > 0))
    hidden |= moved(page, fit, np.where(form.across, across, 1.0), np.where(form.down, down, 1.0))
    apart = _apart(form, hidden)
    apart = apart[0] & rows[:, None], apart[1] & columns
    wrong = np.concatenate([(form.across != (across > GONE))[apart[0]], (form.down != (down > GONE))[apart[1]]])
    upright, seen = (form.down & apart[1], down) if form.turn % 180 == 0 else (form.across & apart[0], across)
    sides = upright & (seen <= GONE)  # beside what is hidden an edge is gone for that
    return Damage(
        hidden=np.rot90(hidden, -(form.turn // 90)),
        aside=np.asarray(np.rot90(sides, -(form.turn // 90)).sum(axis=1) >= SIDES_GONE),
        elsewhere=1 - float(wrong.mean()) if wrong.size else 0.0,
        at_corner=at_corner,
    )


def _outside(rows: Flags, columns: Flags) -> Flags:
    """Cells at an outer ruling that left no track: the paper may end there, or be folded over."""
    found = np.zeros((len(rows) - 1, len(columns) - 1), bool)
    found[0], found[-1] = ~rows[0], ~rows[-1]
    found[:, 0] |= ~columns[0]
    found[:, -1] |= ~columns[-1]
    return found


def _beside(across: Flags, down: Flags) -> npt.NDArray[np.int64]:
    """How many of each basic cell's four edges are flagged."""
    parts = (across[:-1], across[1:], down[:, :-1], down[:, 1:])
    return np.asarray(np.sum([part.astype(np.int64) for part in parts], axis=0))


def _piece(cells: Flags) -> tuple[Flags, bool]:
    """The largest connected piece that holds a corner of the table; else the largest."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    corners = {int(labels[i, j]) for i in (0, -1) for j in (0, -1)} - {0}
    candidates = corners or set(range(1, count))
    if not candidates:
        return np.zeros_like(cells), False
    best = max(candidates, key=lambda label: int(stats[label, cv2.CC_STAT_AREA]))
    return np.asarray(labels == best), bool(corners)


def _grown(cells: Flags) -> Flags:
    return np.asarray(cv2.dilate(cells.astype(np.uint8), np.ones((3, 3), np.uint8)) > 0)


def _apart(form: Skeleton, hidden: Flags) -> tuple[Flags, Flags]:
    """Edges (across, down) that touch no hidden cell."""
    across, down = np.ones_like(form.across), np.ones_like(form.down)
    across[:-1] &= ~hidden
    across[1:] &= ~hidden
    down[:, :-1] &= ~hidden
    down[:, 1:] &= ~hidden
    return across, down
