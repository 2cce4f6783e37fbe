"""Lines of another table taken for the form's rulings, where one of its own left no track."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from pingyi.scanner.grid.topology import Fit, Flags, fit_skeleton, ruled_edges
from pingyi.scanner.lines.lines import Levelled, Track

OWN_SHARE = 1 / 3  # of its own edges seen: less, and the line is not this ruling
CROSSED_SHARE = 0.75  # of the edges across an outermost band: fewer, and the table does not reach out so far


def without_borrowed(page: Levelled, fit: Fit) -> Fit | None:
    """The form laid once more without the lines that cannot be its rulings; None where there are none such."""
    form = fit.skeleton
    across, down = ruled_edges(page, fit.grid)
    rows = _borrowed(fit.rows, (form.across, across), (form.down, down))
    columns = _borrowed(fit.columns, (form.down.T, down.T), (form.across.T, across.T))
    if not rows.any() and not columns.any():
        return None
    middle = (page.dark.shape[1] / 2, page.dark.shape[0] / 2)
    horizontal = _left(page.horizontal, fit.rows, rows, middle[0])
    vertical = _left(page.vertical, fit.columns, columns, middle[1])
    apart = [("horizontal", track) for track in page.horizontal if track not in horizontal]
    apart += [("vertical", track) for track in page.vertical if track not in vertical]
    slanted = (*page.slanted, *apart)
    return fit_skeleton(replace(page, horizontal=horizontal, vertical=vertical, slanted=slanted), form)


def _borrowed(tracks: Sequence[Track | None], own: tuple[Flags, Flags], crossing: tuple[Flags, Flags]) -> Flags:
    """Which of one family's tracks have no edges of their own, or lie out beyond where the other family reaches."""
    (form, seen), (form_across, seen_across) = own, crossing
    found = _share(form, seen) < OWN_SHARE
    open_bands = _share(form_across, seen_across) < CROSSED_SHARE
    first = int(np.argmin(open_bands))
    last = len(open_bands) - int(np.argmin(open_bands[::-1]))
    if not open_bands.all():
        found[:first] = True
        found[last + 1 :] = True
    return np.asarray(found & np.array([track is not None for track in tracks]))


def _share(form: Flags, seen: Flags) -> npt.NDArray[np.float64]:
    """Of each line's edges in the form, the share seen; 1 where the form has none."""
    wanted = form.sum(axis=1)
    return np.where(wanted > 0, (form & seen).sum(axis=1) / np.maximum(wanted, 1), 1.0)


def _left(
    family: tuple[Track, ...], tracks: Sequence[Track | None], borrowed: Flags, middle: float
) -> tuple[Track, ...]:
    """The family without the borrowed ones, and without what lies beyond an outermost of these."""
    gone = {id(track) for track, flag in zip(tracks, borrowed, strict=True) if flag}
    kept = [float(track.at(middle)) for track, flag in zip(tracks, borrowed, strict=True) if track and not flag]
    if not kept:
        return family
    low = min(kept) if borrowed[0] else -np.inf
    high = max(kept) if borrowed[-1] else np.inf
    return tuple(track for track in family if id(track) not in gone and low <= float(track.at(middle)) <= high)
