"""A form found on a page."""

from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.found.layout import Layout, row_spans
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.lines.lines import Floats
from pingyi.scanner.words.batch_code import SheetMark


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """Which form lies where, and which of its rows may not be believed."""

    fit: Fit
    form: BallotForm
    table: Table
    crossings: Floats  # of its rulings: rows + 1 × columns + 1 × x, y in pixels of the page as it was fed
    mark: SheetMark  # as printed over the table
    unsteady: frozenset[str]  # items whose rulings were set by their neighbours or do not lie still
    unproven: frozenset[str]  # items whose row is not shown by its own print
    hidden: frozenset[str]  # items with a tick cell under a fold or torn off, or in a frame that is interrupted

    def layout(self, size: tuple[int, int]) -> Layout:
        """Where it lies on its page, which is so many pixels high and wide."""
        return Layout(
            crossings=self.crossings,
            size=size,
            turn=self.fit.skeleton.turn,
            xs=self.table.xs,
            ys=self.table.ys,
            rows=row_spans(self.form),
        )
