"""What goes on beyond the outer rulings: a table ends where its form does, or part of it was scanned twice or moved."""

import numpy as np
import numpy.typing as npt

from pingyi.scanner.damage.seen import HURT, edges_seen
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.lines.lines import Floats, Levelled, Track

RUN_ON_PX = 20.0  # of the levelled picture, 5 mm: a ruling that goes on so far is no slip of the printer
FIRST_PX, LAST_PX = 6, 80  # how far beyond an outer ruling its moved piece is looked for: 1.5 mm to two rows

Flags = npt.NDArray[np.bool_]


def runs_on(fit: Fit) -> bool:
    """Whether most of the form's level rulings go on beyond an outer upright one: there are more columns."""
    sideways = fit.skeleton.turn in (90, 270)
    tracks = [track for track in (fit.columns if sideways else fit.rows) if track is not None]
    along = fit.grid[..., 1 if sideways else 0]
    first, last = float(along.min()) - RUN_ON_PX, float(along.max()) + RUN_ON_PX
    left = sum(track.start <= first and _inked(track, -np.inf, first + RUN_ON_PX) >= RUN_ON_PX for track in tracks)
    right = sum(track.end >= last and _inked(track, last - RUN_ON_PX, np.inf) >= RUN_ON_PX for track in tracks)
    return 2 * max(left, right) > len(tracks)


def _inked(track: Track, first: float, last: float) -> float:
    """Length of ink between two places along."""
    return sum(max(0.0, min(end, last) - max(start, first)) for start, end in track.spans)


def moved(page: Levelled, fit: Fit, across: Floats, down: Floats) -> Flags:
    """
    Cells of columns that lie some rows off, and of rows that lie some columns off.

    An outer edge of theirs is not whole, by the shares of edges that are seen; beyond either end stands one too many.
    """
    found = np.zeros((len(fit.rows) - 1, len(fit.columns) - 1), bool)
    found |= _moved(page.across, fit.grid, across)
    found |= _moved(page.down, fit.grid.transpose(1, 0, 2), down.T).T
    return found


def _moved(response: npt.NDArray[np.uint8], grid: Floats, seen: Floats) -> Flags:
    """Columns of `grid` an outer edge of which is not whole, while a line stands beyond either end."""
    ends = np.asarray(seen[[0, -1]])
    told = np.any(ends > HURT, axis=1, keepdims=True)  # a ruling wiped as a whole says nothing
    lacking = np.asarray(np.any((ends <= HURT) & told, axis=0))
    if lacking.any():
        lacking &= _beyond(response, grid[-2:]) | _beyond(response, grid[1::-1])
    return np.asarray(lacking)[None, :]


def _beyond(response: npt.NDArray[np.uint8], end: Floats) -> Flags:
    """Where a line runs along the outer ruling `end[1]`, on the side that `end[0]` is not on."""
    away = end[1] - end[0]
    away /= np.linalg.norm(away, axis=1, keepdims=True)
    outer = end[1] + away * np.arange(FIRST_PX, LAST_PX)[:, None, None]
    return np.asarray((edges_seen(response, outer[:, :-1], outer[:, 1:]) > HURT).any(axis=0))
