"""Which row of the form each row of a page is, by what is printed in its label cells.

A label is held against every label of its column: a row is the one whose own print is more like it than any other's.
Nothing is taken from the rulings but where to look, so a grid laid wrongly convicts itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.words.label_prints import (
    AROUND,
    Floats,
    LabelColumn,
    cut,
    head_rows,
    label_columns,
    unit,
    words_alone,
)

Flags = npt.NDArray[np.bool_]
Compared = tuple[Floats, Flags]  # likeness, and which cells show print

SEEN = 0.25  # of the column's usual contrast: paler, or wiped, a label says nothing
LEAST_CONTRAST = 3.0  # of 255, spread of a cell that holds print at all
DECISIVE = 0.12  # else the words are compared wherever they stand in their cells, and however large
ALONE = 0.6  # likeness to its own print from which a label with no other to be held against is its own


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelLikeness:
    """How like each row's labels are to each row's print, over all label columns of one block of rows."""

    rows: npt.NDArray[np.int64]  # indices of tick rows, from top to bottom
    likeness: Floats  # rows on the page × rows of the form, -1..1
    seen: npt.NDArray[np.bool_]  # rows whose labels show print

    def margins(self) -> Floats:
        """By how much each row's own print is more like it than any other row's; nan where nothing is seen."""
        others = self.likeness.copy()
        np.fill_diagonal(others, -np.inf)
        best = others.max(axis=1, initial=-np.inf)
        own = np.diag(self.likeness)
        margins = np.where(np.isfinite(best), own - best, own - ALONE)
        return np.where(self.seen, margins, np.nan)

    def looks_like(self) -> npt.NDArray[np.int64]:
        """For each row, the place in `rows` of the form's row it is most like."""
        return np.asarray(self.likeness.argmax(axis=1))


def label_likeness(table: Table, picture: Floats, form: BallotForm) -> tuple[LabelLikeness, ...]:
    """Compare a registered page's labels, `softened`, with the form's, block by block."""
    blocks: dict[int, list[LabelColumn]] = {}
    for column in label_columns(form):
        blocks.setdefault(form.rows[column.rows[0]].cells[0].col, []).append(column)
    return tuple(_block(table, picture, columns) for columns in blocks.values())


def head_likeness(table: Table, picture: Floats, form: BallotForm) -> tuple[LabelLikeness, ...]:
    """
    The same for the words over the choices; `rows` counts the choices.

    Choices share letters (很好, 较好), and what tells them apart is lost where they stand a little off one another: a
    word that as a whole is most like its own print speaks for no other choice then, nor for its own.
    """
    return tuple(_heads(table, picture, column) for column in head_rows(form))


def _heads(table: Table, picture: Floats, column: LabelColumn) -> LabelLikeness:
    likeness, visible = in_place = _in_place(table, picture, column)
    found = _together([column], [in_place])
    if (found.margins()[found.seen] >= DECISIVE).all():
        return found
    whole = _compare(unit(cut(picture, table, column.cells, (column.height, column.width))), column.plain)
    own = whole.argmax(axis=1) == np.arange(len(whole))
    capped = np.where(own[:, None], np.minimum(likeness, np.diag(likeness)[:, None]), likeness)
    return _together([column], [(capped, visible)])


def _block(table: Table, picture: Floats, columns: list[LabelColumn]) -> LabelLikeness:
    compared = [_in_place(table, picture, column) for column in columns]
    if all(_decisive(found) < DECISIVE for found in compared):
        compared = [_anywhere(table, picture, *pair) for pair in zip(columns, compared, strict=True)]
    return _together(columns, compared)


def _together(columns: list[LabelColumn], compared: list[Compared]) -> LabelLikeness:
    """Label columns speak together, each by its width: a name says more than a number."""
    rows = np.unique(np.concatenate([column.rows for column in columns]))
    total = np.zeros((len(rows), len(rows)), np.float32)
    weight = np.zeros((len(rows), len(rows)), np.float32)
    seen = np.zeros(len(rows), bool)
    for column, (likeness, visible) in zip(columns, compared, strict=True):
        places = np.searchsorted(rows, column.rows)
        told = visible[:, None] & (~column.same | np.eye(len(places), dtype=bool))
        total[np.ix_(places, places)] += np.where(told, column.width * likeness, 0)
        weight[np.ix_(places, places)] += np.where(told, column.width, 0)
        seen[places] |= visible
    return LabelLikeness(rows=rows, likeness=np.asarray(total / np.maximum(weight, 1), np.float32), seen=seen)


def _in_place(table: Table, picture: Floats, column: LabelColumn) -> Compared:
    """Cells on the page × cells of the form, print where the form has it; and which cells show print."""
    found = cut(picture, table, column.cells, (column.height, column.width))
    contrast = found.std(axis=1)
    visible = contrast >= max(LEAST_CONTRAST, SEEN * float(np.median(contrast)))
    if not visible.any():
        return np.zeros((len(found), len(found)), np.float32), visible
    usual = found[visible].mean(axis=0)
    shifts = AROUND[int((column.usual @ unit(usual[None])[0]).argmax())]
    return _compare(unit(found - usual), [column.pictures[shift] for shift in shifts]), visible


def _anywhere(table: Table, picture: Floats, column: LabelColumn, in_place: Compared) -> Compared:
    """The same, or for the words alone wherever they stand in their cells: whichever shows them more alike."""
    likeness, visible = in_place
    if not visible.any():
        return in_place
    alone = words_alone(picture, table, column.cells).reshape(len(likeness), -1)
    anywhere = _compare(unit(alone - alone[visible].mean(axis=0)), column.words)
    return np.maximum(likeness, anywhere), visible


def _compare(scan: Floats, form: Iterable[Floats]) -> Floats:
    """The best likeness over the shifts of the form's pictures (each cells × pixels)."""
    return np.asarray(reduce(np.maximum, (scan @ shifted.T for shifted in form)))


def _decisive(compared: Compared) -> float:
    """How much more each label is like one row's print, whichever, than like the next."""
    likeness, visible = compared
    if not visible.any():
        return 0.0
    if likeness.shape[1] == 1:
        return 1.0
    ordered = np.sort(likeness[visible], axis=1)
    return float(np.median(ordered[:, -1] - ordered[:, -2]))
