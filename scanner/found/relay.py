"""A form laid again where its labels say that it lies: rulings follow the words between them."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.topology import Fit, laid_again
from pingyi.scanner.lines.lines import Levelled, Track
from pingyi.scanner.words.label_proof import LabelLikeness

TELLS = 0.04  # by which a label must be more like one row's print than like any other's
LIKE = 0.3  # and how like it at least


def by_labels(page: Levelled, fit: Fit, blocks: Sequence[LabelLikeness], form: BallotForm) -> Fit | None:
    """The fit with each row's rulings where its words stand; None when the words say nothing else than the fit."""
    turn = fit.skeleton.turn
    upside_down = turn in (90, 180)
    tracks = list(fit.columns if turn in (90, 270) else fit.rows)
    if upside_down:
        tracks.reverse()
    moved = _moved(tracks, _said(blocks, form))
    if moved is None:
        return None
    if upside_down:
        moved.reverse()
    rows, columns = (fit.rows, moved) if turn in (90, 270) else (moved, fit.columns)
    return laid_again(page, fit, rows, columns)


def _said(blocks: Sequence[LabelLikeness], form: BallotForm) -> dict[int, int]:
    """For rows of the table as laid, the row that most labels on it name."""
    votes: dict[int, Counter[int]] = {}
    for block in blocks:
        levels = [form.rows[index].cells[0].row for index in block.rows]
        ordered = np.sort(block.likeness, axis=1)
        told = block.seen & (ordered[:, -1] - ordered[:, -2] >= TELLS) & (ordered[:, -1] >= LIKE)
        for k in np.flatnonzero(told):
            votes.setdefault(levels[k], Counter())[levels[int(block.likeness[k].argmax())]] += 1
    return {level: said.most_common(1)[0][0] for level, said in votes.items()}


def _moved(tracks: list[Track | None], said: dict[int, int]) -> list[Track | None] | None:
    """Each ruling of the form on the track of the ruling whose row names it; what no row names lies as beside it."""
    laid = sorted(said)
    if not laid or all(said[level] == level for level in laid):
        return None
    if any(said[later] <= said[earlier] for earlier, later in pairwise(laid)):
        return None  # rows do not change places on paper
    moved: list[Track | None] = [None] * len(tracks)
    for line in range(len(tracks)):
        for level in (line, line - 1):  # the row below the line, and the row above it
            nearest = min(laid, key=lambda known: abs(said[known] - level))
            source = line - said[nearest] + nearest
            between = abs(said[nearest] - level)
            if moved[line] is None and 0 <= source < len(tracks) and (between == 0 or _steady(said, nearest, level)):
                moved[line] = tracks[source]
    return moved


def _steady(said: dict[int, int], nearest: int, level: int) -> bool:
    """Whether the rows named on both sides of an unnamed one say the same of where it lies."""
    offset = said[nearest] - nearest
    above = [known for known in said if said[known] <= level]
    below = [known for known in said if said[known] >= level]
    sides = [max(above)] if above else []
    sides += [min(below)] if below else []
    return all(said[known] - known == offset for known in sides)
