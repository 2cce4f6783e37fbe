"""An office's own plan document as neutral paragraphs and tables: what is read in it stands beside its place."""

from dataclasses import dataclass
from functools import cached_property

from pingyi.domain.forms.table import FormCell, TableForm, TablePrint

NOT_PRINTED = TablePrint(pdf=b"", page=0, xs_mm=(), ys_mm=(), across=(), down=(), others_mm=())


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One paragraph; `number` is 1-based among all that say something."""

    number: int
    text: str  # lines within it parted by \n

    @property
    def plain(self) -> str:
        """Its words without any white space."""
        return "".join(self.text.split())

    @property
    def place(self) -> str:
        """Where it stands, in Chinese: 第3段."""
        return f"第{self.number}段"


@dataclass(frozen=True, kw_only=True)
class PlanTable:
    """One table; `number` is 1-based among the file's tables, `form` is not held against a print."""

    number: int
    form: TableForm
    lines: dict[tuple[int, int], tuple[str, ...]]  # of the cell that begins at this row and column

    @property
    def place(self) -> str:
        """Which table it is, in Chinese: 表2."""
        return f"表{self.number}"

    def place_of(self, cell: FormCell) -> str:
        """The same of a cell, counted from 1."""
        return f"{self.place}第{cell.row + 1}行第{cell.col + 1}列"

    def lines_of(self, cell: FormCell) -> tuple[str, ...]:
        """A cell's lines with their inner white space."""
        return self.lines.get((cell.row, cell.col), ())


@dataclass(frozen=True, kw_only=True)
class PlanPaper:
    """The whole document in its order."""

    name: str
    digest: str  # SHA-256 of the file
    blocks: tuple[PlanLine | PlanTable, ...]
    remarks: tuple[str, ...]  # Chinese: what could not be told of it, with its place

    @cached_property
    def lines(self) -> tuple[PlanLine, ...]:
        """Its paragraphs in their order, without those of tables."""
        return tuple(block for block in self.blocks if isinstance(block, PlanLine))

    @cached_property
    def tables(self) -> tuple[PlanTable, ...]:
        """Its tables in their order, none within another."""
        return tuple(block for block in self.blocks if isinstance(block, PlanTable))

    @cached_property
    def texts(self) -> tuple[tuple[str, str], ...]:
        """Place and words, without white space, of every paragraph and every cell."""
        found: list[tuple[str, str]] = []
        for block in self.blocks:
            if isinstance(block, PlanLine):
                found.append((block.place, block.plain))
            else:
                found += [(block.place_of(cell), cell.text) for cell in block.form.cells if cell.text]
        return tuple(found)

    def above(self, table: PlanTable) -> tuple[PlanLine, ...]:
        """The paragraphs between the table before and this one."""
        place = self.blocks.index(table)
        start = next((k + 1 for k in range(place - 1, -1, -1) if isinstance(self.blocks[k], PlanTable)), 0)
        return tuple(block for block in self.blocks[start:place] if isinstance(block, PlanLine))

    def below(self, table: PlanTable) -> tuple[PlanLine, ...]:
        """The paragraphs between this table and the next."""
        place = self.blocks.index(table)
        end = next((k for k in range(place + 1, len(self.blocks)) if isinstance(self.blocks[k], PlanTable)), None)
        return tuple(block for block in self.blocks[place + 1 : end] if isinstance(block, PlanLine))
