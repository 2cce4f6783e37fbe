"""Lines of a page on which a table lies where it is printed: what lies elsewhere is no ruling of it."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pingyi.domain.forms.form import TableForm
from pingyi.scanner.lines.lines import Floats, Levelled, Track

NEAR_MM = 4.0  # of its place on the form: a table is laid by another one of its page


def where_printed(page: Levelled, form: TableForm, width_px: int) -> Levelled:
    """The upright page, `width_px` wide as the form's, with only the lines near rulings; the others become strays."""
    printed, scale = form.printed, width_px / form.page_mm[0]
    level = _near(page, page.horizontal, np.array(printed.ys_mm) * scale, (NEAR_MM * scale, 1))
    upright = _near(page, page.vertical, np.array(printed.xs_mm) * scale, (NEAR_MM * scale, 0))
    others = [("horizontal", track) for track in page.horizontal if track not in level]
    others += [("vertical", track) for track in page.vertical if track not in upright]
    return replace(page, horizontal=level, vertical=upright, slanted=(*page.slanted, *others))


def _near(page: Levelled, tracks: Sequence[Track], rulings: Floats, near: tuple[float, int]) -> tuple[Track, ...]:
    """Those whose middle lies within so many page pixels of a ruling, along x (0) or y (1)."""
    limit, axis = near
    return tuple(t for t in tracks if np.abs(rulings - _middle(page, t, axis)).min() <= limit)


def _middle(page: Levelled, track: Track, axis: int) -> float:
    """Page coordinate of a line's middle across it."""
    along = (track.start + track.end) / 2
    across = float(track.at(along))
    point = np.array([along, across] if axis else [across, along])
    return float((page.to_page[:, :2] @ point + page.to_page[:, 2])[axis])
