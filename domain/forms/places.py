"""A form's table by its grid places, and the blocks of tick cells found in it."""

from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.domain.forms.table import FormCell, TableForm
from pingyi.domain.forms.words import MARK_CELL, SHORT


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """Choices side by side under one heading, with the rows below it and the labels left of it."""

    heads: tuple[FormCell, ...]
    left: int  # first grid column of its labels
    top: int  # first row under the heading
    bottom: int  # row after its last
    labelled: int = 0  # grid column after its labels, where those are another block's; 0: they are its own
    group: str = ""  # the word over its heads, where several blocks have the same labels

    @property
    def labels_end(self) -> int:
        """Grid column after its labels."""
        return self.labelled or self.start

    @property
    def start(self) -> int:
        """First grid column of its tick cells."""
        return self.heads[0].col

    @property
    def end(self) -> int:
        """Grid column after its last tick cell."""
        return self.heads[-1].col + self.heads[-1].col_span


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """A table's blocks, all with the same choices."""

    choices: tuple[str, ...]
    blocks: tuple[Block, ...]
    aside: tuple[str, ...]  # Chinese: empty columns that are none to tick in


class Places:
    """A table's cells by the grid places they cover."""

    def __init__(self, table: TableForm) -> None:
        self.cells = table.cells
        self.rows, self.columns = len(table.row_heights_mm), len(table.column_widths_mm)
        self._covering = {
            (row, col): cell
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.row_span)
            for col in range(cell.col, cell.col + cell.col_span)
        }

    def at(self, row: int, col: int) -> FormCell | None:
        """The cell that covers a place."""
        return self._covering.get((row, col))

    def across(self, row: int, first: int, last: int) -> tuple[FormCell, ...]:
        """The cells that cover any of a row's places from `first` up to `last`, each once."""
        found = dict.fromkeys(cell for col in range(first, last) if (cell := self.at(row, col)) is not None)
        return tuple(found)

    def headings(self) -> Iterator[tuple[FormCell, ...]]:
        """From top to bottom: cells side by side whose lower edges lie on one line."""
        for bottom in range(1, self.rows + 1):
            line = [cell for cell in self.cells if cell.row + cell.row_span == bottom]
            run: list[FormCell] = []
            for cell in sorted(line, key=lambda cell: cell.col):
                if run and run[-1].col + run[-1].col_span != cell.col:
                    yield tuple(run)
                    run = []
                run.append(cell)
            if run:
                yield tuple(run)


def prints_like_ticks(places: Places, head: FormCell, block: Block) -> bool:
    """Whether a column beside the choices may be one too: its cells are empty, or print what is ticked over."""
    rows = range(block.top, block.bottom)
    own = [cell for row in rows if (cell := places.at(row, head.col)) and _columns(cell) == _columns(head)]
    texts = [cell.text for cell in own]
    if all(not text or text == head.text or MARK_CELL.match(text) for text in texts):
        return bool(own)
    if head.col < block.end or any(len(text) > SHORT for text in texts):
        return False
    ticked = (cell for row in rows for one in block.heads if (cell := places.at(row, one.col)))
    return not all(texts) or any(cell.text for cell in ticked)


def _columns(cell: FormCell) -> tuple[int, int]:
    return cell.col, cell.col_span
