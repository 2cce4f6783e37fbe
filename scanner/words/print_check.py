"""Whether the printed words stand where the form has words: the last guard against a wrong or turned grid."""

import numpy as np

from pingyi.domain.form import BallotForm
from pingyi.scanner.grid.canvas import Table

INSIDE_PX = 6  # keep off the rulings
DARK_SHARE = 0.2  # of the print's own depth
TEXT_INK = 0.012  # share of a cell's pixels that a word darkens at least
LETTER_PX = 14  # or so many a letter, where a short word stands in a wide cell: 0.4 mm²


def print_agreement(table: Table, form: BallotForm) -> float:
    """Share of label cells (not tick cells) whose ink agrees with the form: words where there are words, 0..1."""
    tick_cells = {(cell.row, cell.col) for row in form.rows for cell in row.cells}
    level = DARK_SHARE * float(np.percentile(table.dark[::8, ::4], 99.5))
    agree = []
    for cell in form.table.cells:
        if (cell.row, cell.col) in tick_cells or cell == form.opinion:
            continue
        part = table.box(cell).grown(-INSIDE_PX, table.dark.shape).of(table.dark)
        if part.size:
            enough = TEXT_INK * part.size
            if cell.text:
                enough = min(enough, LETTER_PX * len(cell.text))
            agree.append((np.count_nonzero(part > level) > enough) == bool(cell.text))
    return float(np.mean(agree)) if agree else 1.0
