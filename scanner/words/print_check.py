"""Whether the printed words stand where the form has words: the last guard against a wrong or turned grid."""

import numpy as np

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.places import BOTTOM, LEFT, RIGHT, TOP, boxes, count_from, printed_places
from pingyi.scanner.page.levels import percentile

INSIDE_PX = 6  # keep off the rulings
DARK_SHARE = 0.2  # of the print's own depth
TEXT_INK = 0.012  # share of a cell's pixels that a word darkens at least
LETTER_PX = 14  # or so many a letter, where a short word stands in a wide cell: 0.4 mm²


def print_agreement(table: Table, form: BallotForm) -> float:
    """Share of label cells (not tick cells) whose ink agrees with the form: words where there are words, 0..1."""
    level = DARK_SHARE * percentile(table.dark[::8, ::4], 99.5)
    places, letters = printed_places(form)
    where = boxes(table, places, -INSIDE_PX)
    size = (where[:, RIGHT] - where[:, LEFT]).clip(0) * (where[:, BOTTOM] - where[:, TOP]).clip(0)
    dark = count_from(table.dark, where, int(np.floor(level)) + 1)
    enough = np.where(letters > 0, np.minimum(TEXT_INK * size, LETTER_PX * letters), TEXT_INK * size)
    agree = ((dark > enough) == (letters > 0))[size > 0]
    return float(np.mean(agree)) if agree.size else 1.0
