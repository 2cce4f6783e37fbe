"""How large a form may lie on a page: candidate pixels per millimetre, from the long lines that may bound its table."""

from collections.abc import Sequence

import numpy as np

from pingyi.scanner.lines.lines import Floats, Track

SCALE_STEP = 0.02  # relative; finer than the scatter of gaps
SCALES = 12  # tried, the largest
RULING_SHARE = 0.35  # of a ruling that runs from end to end: longer tracks may bound the table


def scales_of(tracks: Sequence[Track], sizes: tuple[float, ...], whole: int, middle: float) -> tuple[float, ...]:
    """
    Candidate pixels per millimetre, as they are to be tried: any two long tracks may be the outer rulings.

    `sizes` (mm) lie between the form's rulings, of which so many are drawn from end to end (`whole`).
    """
    least = RULING_SHARE * _ruling(tracks, whole)
    place = np.array([t.place(middle) for t in tracks if t.seen > least])
    extents = np.abs(place[:, None] - place[None, :]).ravel()
    wanted = extents[extents > 0.4 * extents.max()]
    total = sum(sizes)
    steps = _steps(wanted / total)
    less = _steps(np.concatenate([wanted / (total - sizes[0]), wanted / (total - sizes[-1])]))  # one left no track
    steps += [step for step in less if step not in steps]
    return tuple(float(np.exp(step * SCALE_STEP)) for step in steps)


def _ruling(tracks: Sequence[Track], whole: int) -> float:
    """How long a ruling is that is drawn from end to end; beside a short table a streak is three times as long."""
    return sorted((t.seen for t in tracks), reverse=True)[min(whole // 2, len(tracks) - 1)]


def _steps(scales: Floats) -> list[int]:
    """The largest first: the outermost long lines are the table's, more often than not."""
    return [int(step) for step in np.unique(np.rint(np.log(scales) / SCALE_STEP))[: -SCALES - 1 : -1]]
