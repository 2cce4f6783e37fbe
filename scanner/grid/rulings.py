"""The rulings of a registered table, upright: which were found, how still they lie, how high the rows are."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.form_canvas import form_canvas
from pingyi.scanner.grid.topology import Fit

Floats = npt.NDArray[np.float64]
RESIDUAL_PX = 0.8  # of a ruling against its own curve, at levelled size


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """Level and upright rulings of the table, in the form's order."""

    level: npt.NDArray[np.bool_]  # rows + 1: found on the page
    upright: npt.NDArray[np.bool_]  # columns + 1
    steady_level: npt.NDArray[np.bool_]  # found, and lying on one curve
    steady_upright: npt.NDArray[np.bool_]
    stretch: Floats  # of each row's height against the form's print, 1 = like the page's usual row
    spread: Floats  # of each column's width, likewise

    def regular(self, first: int, last: int, slack: float) -> bool:
        """Whether rows `first` to `last` (both inside) lie between rulings all found, as high as they should be."""
        rows = slice(first, last + 1)
        return bool(self.level[first : last + 2].all() and (np.abs(self.stretch[rows] - 1) <= slack).all())

    def even(self, first: int, last: int, slack: float) -> bool:
        """Whether the columns between two rulings lie between rulings all found, as wide as they should be."""
        return bool(self.upright[first : last + 1].all() and (np.abs(self.spread[first:last] - 1) <= slack).all())

    def unlike(self, least: float) -> npt.NDArray[np.bool_]:
        """Where (rows × columns) the paper shows less or more of a cell: part is under a fold, or was scanned twice."""
        high, wide = (np.minimum(sizes, 1 / sizes) < least for sizes in (self.stretch, self.spread))
        return np.asarray(high[:, None] | wide)


def rulings_of(fit: Fit, table: Table, form: BallotForm) -> Rulings:
    """What is known of them."""
    turn = fit.skeleton.turn
    found = [np.array([track is not None for track in tracks]) for tracks in (fit.rows, fit.columns)]
    steady = [
        np.array([track is not None and track.residual <= RESIDUAL_PX for track in tracks])
        for tracks in (fit.rows, fit.columns)
    ]
    level, upright = _upright(found, turn)
    steady_level, steady_upright = _upright(steady, turn)
    blank = form_canvas(form.table)
    heights, widths = np.diff(table.ys) / np.diff(blank.ys), np.diff(table.xs) / np.diff(blank.xs)
    return Rulings(
        level=level,
        upright=upright,
        steady_level=steady_level,
        steady_upright=steady_upright,
        stretch=np.asarray(heights / np.median(heights)),
        spread=np.asarray(widths / np.median(widths)),
    )


def _upright(flags: list[npt.NDArray[np.bool_]], turn: int) -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    rows, columns = flags
    if turn in (180, 270):
        rows = rows[::-1]
    if turn in (90, 180):
        columns = columns[::-1]
    return (columns, rows) if turn in (90, 270) else (rows, columns)
