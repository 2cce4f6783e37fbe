"""A ruled Word table and the ballot it is: types only; `domain.forms.form` finds the one in the other."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from pingyi.domain.forms.declared import Declared

A4_MM = (210.0, 297.0)  # width and height
A4_LONG_MM, A3_LONG_MM = 297.0, 420.0


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCell:
    """One (possibly merged) cell; row and col are 0-based grid positions, spans count grid cells."""

    row: int
    col: int
    row_span: int = 1
    col_span: int = 1
    text: str = ""  # white space removed


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePrint:
    """
    A table as its own file prints it: what stands on paper is held against this.

    Rulings are in mm from the page's top left; `across[i][j]` tells whether the edge over row i in column j is drawn,
    `down[i][j]` the edge left of column j in row i. An outer ruling without ink lies where its words leave off.
    """

    pdf: bytes = field(repr=False)
    page: int  # 1-based
    xs_mm: tuple[float, ...]
    ys_mm: tuple[float, ...]
    across: tuple[tuple[bool, ...], ...]
    down: tuple[tuple[bool, ...], ...]
    others_mm: tuple[tuple[float, float, float, float], ...]  # left, top, right, bottom of the page's other tables


@dataclass(frozen=True, slots=True, kw_only=True)
class TableForm:
    """The topology of a form's table, and its sizes as printed here: other printers scale and wrap otherwise."""

    name: str  # file name, for messages
    digest: str  # SHA-256 of the Word file
    heading: str  # text above the table, white space removed
    column_widths_mm: tuple[float, ...]
    row_heights_mm: tuple[float, ...]
    printed: TablePrint
    cells: tuple[FormCell, ...]
    page_mm: tuple[float, float] = A4_MM  # width and height of the paper the file asks for
    strange: tuple[str, ...] = ()  # Chinese: what in this table cannot be told; it must not be a ballot then
    remarks: tuple[str, ...] = ()  # Chinese: what else of the file was seen and is not read
    new_page: bool = True  # whether a page begins between the table before and this one

    def __hash__(self) -> int:
        """Few figures tell tables apart; hashing every cell would cost more than what is kept by it."""
        return hash((self.digest, self.printed.page, self.printed.ys_mm))

    @property
    def long_side_mm(self) -> float:
        """The longer side of the paper: of A4, or of A3 for whatever is clearly larger than A4."""
        return A3_LONG_MM if max(self.page_mm) > (A4_LONG_MM + A3_LONG_MM) / 2 else A4_LONG_MM


@dataclass(frozen=True, slots=True, kw_only=True)
class TickRow:
    """One line of the form to be ticked; `cells` are in the order of the form's choices."""

    item: str
    name: str
    cells: tuple[FormCell, ...]
    labels: tuple[FormCell, ...] = ()  # the printed cells of the row's own block, as one reads: serial and name too
    heads: tuple[FormCell, ...] = ()  # over each of `cells`, the header cell with the choice's word
    written: FormCell | None = None  # 另选他人: the empty cell a voter writes a name in


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotForm:
    """A table form whose tick rows are known."""

    table: TableForm
    choices: tuple[str, ...]
    rows: tuple[TickRow, ...]
    opinion: FormCell | None
    page: int = 1  # 1-based, of the ballot's `pages`
    pages: int = 1
    serials: tuple[str, ...] = ()  # header words of the columns that number rows
    names: tuple[str, ...] = ()  # and of those that name them
    aside: tuple[str, ...] = ()  # Chinese: what of the file is not read, and why
    marks: Declared = Declared.TICK  # what chooses, as the office says
    several: bool = False  # a row may have several ticks: its choice is all their words, see `words_of`
    key: str | None = None  # in the mark on its sheets, None: not known; "" of its own print, which has no mark

    @property
    def alone(self) -> bool:
        """Whether one row alone has a name: its print is told from no other, so its sheets are known by their mark."""
        return self.pages == 1 and sum(row.written is None for row in self.rows) == 1

    def __hash__(self) -> int:
        """By its table: what is found once for a form is kept by the form."""
        return hash((self.table, self.page, self.choices))


def paper_long_mm(forms: Sequence[BallotForm]) -> float:
    """The longer side of the largest paper among the forms."""
    return max((form.table.long_side_mm for form in forms), default=A4_LONG_MM)
