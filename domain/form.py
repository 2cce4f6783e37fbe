"""A ruled Word table as a form: its cells, its tick rows and its opinion box."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.errors import FormError

ITEM_HEADERS = ("序号", "题号", "编号", "号")
OPINION_WORDS = ("意见", "建议")
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


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotForm:
    """A table form whose tick rows are known."""

    table: TableForm
    choices: tuple[str, ...]
    rows: tuple[TickRow, ...]
    opinion: FormCell | None
    page: int = 1  # 1-based, of the ballot's `pages`
    pages: int = 1


def ballot_form(table: TableForm, choices: Sequence[str] | None = None) -> BallotForm:
    """
    Find the tick rows under the header words `choices`; without choices, take the header's own.

    Raises FormError when no header row holds the choices side by side.
    """
    grid = _by_place(table)
    wanted = tuple(choices) if choices else _own_choices(table)
    header, starts = _header(table, grid, wanted)
    rows: list[TickRow] = []
    block_start = 0
    for start in starts:
        item_col, name_col = _label_columns(grid, header, block_start, start)
        heads = tuple(grid[(header, start + k)] for k in range(len(wanted)))
        for row in range(header + 1, len(table.row_heights_mm)):
            tick_row = _tick_row(grid, row, (item_col, name_col), range(start, start + len(wanted)))
            if tick_row:
                labels = tuple(
                    c for c in table.cells if c.row <= row < c.row + c.row_span and block_start <= c.col < start
                )
                rows.append(replace(tick_row, labels=labels, heads=heads))
        block_start = start + len(wanted)
    _check_items(table, rows)
    return BallotForm(table=table, choices=wanted, rows=tuple(rows), opinion=_opinion(table, grid))


def ballot_pages(tables: Sequence[TableForm], choices: Sequence[str] | None = None) -> tuple[BallotForm, ...]:
    """
    The pages of one ballot: the largest of a file's tables, and every other one with the same choices in its header.

    Raises FormError when no page can be ticked, or one serial stands on two of them.
    """
    largest = max(tables, key=lambda table: len(table.row_heights_mm) * len(table.column_widths_mm))
    main = ballot_form(largest, choices)
    forms = [
        main if table is largest else ballot_form(table, main.choices)
        for table in tables
        if table is largest or _starts(table, _by_place(table), main.choices)
    ]
    _check_items(largest, [row for form in forms for row in form.rows])
    return tuple(replace(form, page=page, pages=len(forms)) for page, form in enumerate(forms, start=1))


def paper_long_mm(forms: Sequence[BallotForm]) -> float:
    """The longer side of the largest paper among the forms."""
    return max((form.table.long_side_mm for form in forms), default=A4_LONG_MM)


def _by_place(table: TableForm) -> dict[tuple[int, int], FormCell]:
    return {(cell.row, cell.col): cell for cell in table.cells}


def _own_choices(table: TableForm) -> tuple[str, ...]:
    """The header's words right of the first two columns, up to where the first block repeats."""
    header = sorted((c for c in table.cells if c.row == 0), key=lambda c: c.col)
    words = [c.text for c in header]
    end = next((i for i in range(1, len(words)) if words[i] == words[0]), len(words))
    if end < 4:
        raise FormError(f"表格“{table.name}”的表头里找不到选项栏（表头：{'、'.join(words)}）；请用 --choices 写明选项")
    return tuple(words[2:end])


def _header(table: TableForm, grid: dict[tuple[int, int], FormCell], choices: tuple[str, ...]) -> tuple[int, list[int]]:
    found = _starts(table, grid, choices)
    if found is not None:
        return found
    words = "、".join(c.text for c in table.cells if c.row == 0)
    raise FormError(
        f"表格“{table.name}”中没有一行表头依次写着“{'、'.join(choices)}”（首行是：{words}）；"
        "请核对表样或用 --choices 写明选项"
    )


def _starts(
    table: TableForm, grid: dict[tuple[int, int], FormCell], choices: tuple[str, ...]
) -> tuple[int, list[int]] | None:
    """The header row that holds the choices side by side, and the columns where they begin."""
    columns = len(table.column_widths_mm)
    for row in range(len(table.row_heights_mm)):
        starts = [
            col
            for col in range(columns - len(choices) + 1)
            if all(
                (cell := grid.get((row, col + i))) is not None and cell.col_span == 1 and cell.text == choice
                for i, choice in enumerate(choices)
            )
        ]
        if starts:
            return row, starts
    return None


def _label_columns(grid: dict[tuple[int, int], FormCell], header: int, first: int, start: int) -> tuple[int, int]:
    labels = [col for col in range(first, start) if (header, col) in grid]
    if not labels:
        raise FormError("选项栏左侧没有序号和名称栏，无法按行辨认；请在表格左侧保留序号栏")
    item = next((col for col in labels if grid[(header, col)].text in ITEM_HEADERS), labels[0])
    return item, next((col for col in labels if col > item), item)


def _tick_row(
    grid: dict[tuple[int, int], FormCell], row: int, labels: tuple[int, int], columns: range
) -> TickRow | None:
    cells = [grid.get((row, col)) for col in columns]
    item = grid.get((row, labels[0]))
    name = grid.get((row, labels[1]))
    if item is None or not item.text or item.col_span > 1:
        return None
    if any(cell is None or cell.col_span > 1 or cell.row_span > 1 for cell in cells):
        return None
    return TickRow(item=item.text, name=name.text if name else "", cells=tuple(c for c in cells if c))


def _check_items(table: TableForm, rows: list[TickRow]) -> None:
    if not rows:
        raise FormError(f"表格“{table.name}”在选项表头之下没有可打勾的行；请核对表样")
    seen: set[str] = set()
    for row in rows:
        if row.item in seen:
            raise FormError(f"表格“{table.name}”的序号“{row.item}”出现了两次；请在 Word 中改正序号")
        seen.add(row.item)


def _opinion(table: TableForm, grid: dict[tuple[int, int], FormCell]) -> FormCell | None:
    for cell in table.cells:
        if any(word in cell.text for word in OPINION_WORDS):
            right = grid.get((cell.row, cell.col + cell.col_span))
            if right is not None and not right.text:
                return right
    return None
