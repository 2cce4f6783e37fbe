"""A Word table held against its own print: two independent readings of one form, which must say the same.

What Word's file says (cells, spans, words) is looked for in the PDF's rules and characters. Where they agree, the
form's rulings are known in millimetres, and so is what is printed between them; where they do not, the form is refused.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise, product, takewhile
from unicodedata import normalize

from pingyi.domain.forms.form import FormCell, TablePrint
from pingyi.generator.understood.printed_rules import RuledTable
from pingyi.ground.errors import FormError

NARROW_MM = 1.2  # columns of a Word grid that are narrower are jitter of dragged borders, no columns
SOME_WORDS = 12  # characters of a cell shown in a message
UNKNOWN_MM = 10.0  # a column without outer border whose width the file does not say


@dataclass(frozen=True, slots=True, kw_only=True)
class WordTable:
    """A table as the Word file lists it."""

    cells: tuple[FormCell, ...]
    widths_mm: tuple[float, ...]  # of its grid columns; 0 where unknown
    rows: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedTable:
    """The part of a Word table that stands on one page, in cells of the printed grid."""

    cells: tuple[FormCell, ...]
    printed: TablePrint


def on_paper(name: str, table: WordTable, ruled: Sequence[RuledTable], pdf: bytes) -> tuple[PrintedTable, ...]:
    """
    The table on its page or pages; `ruled` are the PDF's tables not yet taken, in order.

    Raises FormError naming the first cell where file and print part.
    """
    table = without_slivers(table)
    for first in range(len(ruled)):
        parts = _over_pages(table, ruled[first:], pdf)
        if parts:
            return parts
    raise FormError(_difference(name, table, ruled))


def _over_pages(table: WordTable, ruled: Sequence[RuledTable], pdf: bytes) -> tuple[PrintedTable, ...]:
    """The table on one page, or with its heading repeated on the pages that follow; empty when it does not fit."""
    whole = _laid(table, ruled[0], pdf)
    if whole:
        return (whole,)
    for heading in (1, 2, 3):
        parts = tuple(_parts(table, ruled, heading, pdf))
        if parts:
            return parts
    return ()


def _parts(table: WordTable, ruled: Sequence[RuledTable], heading: int, pdf: bytes) -> Iterator[PrintedTable]:
    """Page by page, the heading's rows on top of each; nothing unless all rows find their place."""
    found: list[PrintedTable] = []
    row = heading
    for page in ruled:
        part = _fitting(table, page, (heading, row), pdf)
        if part is None:
            return
        printed, row = part
        found.append(printed)
        if row == table.rows:
            yield from found
            return


def _fitting(table: WordTable, page: RuledTable, rows: tuple[int, int], pdf: bytes) -> tuple[PrintedTable, int] | None:
    """As many rows as stand on this page under the heading, from `rows[1]` on; and the next row."""
    heading, first = rows
    for last in range(table.rows, first, -1):
        if len(page.ys) - 3 <= heading + last - first <= len(page.ys) + 1:
            laid = _laid(_excerpt(table, heading, first, last), page, pdf)
            if laid:
                return laid, last
    return None


def _excerpt(table: WordTable, heading: int, first: int, last: int) -> WordTable:
    """The heading's rows and rows `first` to `last` (outside); a cell that runs on beyond them is cut."""
    cells = [cell for cell in table.cells if cell.row < heading]
    for cell in table.cells:
        top, bottom = max(cell.row, first), min(cell.row + cell.row_span, last)
        if cell.row >= heading and top < bottom:
            cells.append(replace(cell, row=heading + top - first, row_span=bottom - top))
    return WordTable(cells=tuple(cells), widths_mm=table.widths_mm, rows=heading + last - first)


def without_slivers(table: WordTable) -> WordTable:
    """The grid without boundaries that no cell uses, and without columns too narrow to be any."""
    used = sorted({cell.col for cell in table.cells} | {cell.col + cell.col_span for cell in table.cells})
    places = [sum(table.widths_mm[:col]) for col in range(len(table.widths_mm) + 1)]
    at: dict[int, int] = {}
    kept: list[int] = []
    for col in used:
        if kept and 0 < places[col] - places[kept[-1]] < NARROW_MM:
            at[col] = len(kept) - 1
        else:
            at[col] = len(kept)
            kept.append(col)
    cells = tuple(
        replace(cell, col=at[cell.col], col_span=at[cell.col + cell.col_span] - at[cell.col]) for cell in table.cells
    )
    widths = tuple(places[right] - places[left] for left, right in pairwise(kept))
    return WordTable(cells=tuple(cell for cell in cells if cell.col_span > 0), widths_mm=widths, rows=table.rows)


def _laid(table: WordTable, ruled: RuledTable, pdf: bytes) -> PrintedTable | None:
    """The Word grid on these rules, when every cell's words stand where they should."""
    for xs, ys in product(_columns(table, ruled), _rows(table, ruled)):
        if all(_same(cell.text, ruled.words(*_box(cell, xs, ys))) for cell in table.cells):
            printed = _print(ruled, (xs, ys), pdf)
            return None if _lost(table, printed) else PrintedTable(cells=table.cells, printed=printed)
    return None


def _lost(table: WordTable, printed: TablePrint) -> tuple[int, int] | None:
    """A place (row, column) that the print shows as a cell and the file does not list."""
    listed = {
        (row, col)
        for cell in table.cells
        for row in range(cell.row, cell.row + cell.row_span)
        for col in range(cell.col, cell.col + cell.col_span)
    }
    for row, col in product(range(table.rows), range(len(table.widths_mm))):
        level = printed.across[row][col] and printed.across[row + 1][col]
        upright = printed.down[row][col] and printed.down[row][col + 1]
        if (row, col) not in listed and (level or upright):
            return row, col
    return None


def _columns(table: WordTable, ruled: RuledTable) -> Iterator[tuple[float, ...]]:
    """The places of the grid's boundaries across; an outer one may have no rule."""
    missing = len(table.widths_mm) + 1 - len(ruled.xs)
    if missing == 0:
        yield ruled.xs
    if missing == 1:
        yield (ruled.xs[0] - (table.widths_mm[0] or UNKNOWN_MM), *ruled.xs)
        yield (*ruled.xs, ruled.xs[-1] + (table.widths_mm[-1] or UNKNOWN_MM))


def _rows(table: WordTable, ruled: RuledTable) -> Iterator[tuple[float, ...]]:
    if len(ruled.ys) == table.rows + 1:
        yield ruled.ys


def _box(cell: FormCell, xs: Sequence[float], ys: Sequence[float]) -> tuple[float, float, float, float]:
    """Left, top, right, bottom in mm."""
    return xs[cell.col], ys[cell.row], xs[cell.col + cell.col_span], ys[cell.row + cell.row_span]


def _print(ruled: RuledTable, grid: tuple[tuple[float, ...], tuple[float, ...]], pdf: bytes) -> TablePrint:
    xs, ys = grid
    across = tuple(tuple(ruled.drawn_level(y, left, right) for left, right in pairwise(xs)) for y in ys)
    down = tuple(tuple(ruled.drawn_upright(x, top, bottom) for x in xs) for top, bottom in pairwise(ys))
    return TablePrint(pdf=pdf, page=ruled.page, xs_mm=xs, ys_mm=ys, across=across, down=down, others_mm=ruled.others)


def _same(meant: str, printed: str) -> bool:
    """The same letters, in any order: upright text is set letter by letter, and symbols have no letters."""
    return _letters(meant) == _letters(printed)


def _letters(text: str) -> Counter[str]:
    return Counter(letter for letter in normalize("NFKC", text) if letter.isalnum())


def _difference(name: str, table: WordTable, ruled: Sequence[RuledTable]) -> str:
    """Chinese: where file and print part."""
    hint = "请在 Word 里把这张表的框线画全（选中表格，边框设为“所有框线”）、不要跨页断行，再试"
    if not ruled:
        return f"“{name}”的表格印出来没有框线，机器认不出格子；{hint}"
    wanted = (table.rows, len(table.widths_mm))
    for page in ruled:
        if (len(page.ys) - 1, len(page.xs) - 1) != wanted:
            continue
        lost = _lost(table, _print(page, (page.xs, page.ys), b""))
        if lost:
            place = f"第 {lost[0] + 1} 行第 {lost[1] + 1} 格"
            return f"“{name}”{place}印出来有、在 Word 文件里读不到；请在 Word 里删掉这一行重新插入再试"
        for cell in table.cells:
            printed = page.words(*_box(cell, page.xs, page.ys))
            if not _same(cell.text, printed):
                place = f"第 {cell.row + 1} 行第 {cell.col + 1} 格"
                return (
                    f"“{name}”{place}在 Word 文件里是“{cell.text[:SOME_WORDS]}”，印出来是“{printed[:SOME_WORDS]}”；"
                    "请把这一格改成普通文字再试"
                )
    if any(_goes_on(table, ruled[first:]) for first in range(len(ruled))):
        return (
            f"“{name}”的表格有 {table.rows} 行，印到了几页上，而表头没有在每页重复；"
            "请在 Word 里选中表头各行，在“表格属性—行”里勾选“在各页顶端以标题行形式重复出现”，再试"
        )
    sizes = "、".join(f"{len(page.ys) - 1} 行 {len(page.xs) - 1} 列" for page in ruled[:3])
    return f"“{name}”的表格在 Word 文件里有 {wanted[0]} 行 {wanted[1]} 列，印出来的框线却是 {sizes}；{hint}"


def _goes_on(table: WordTable, ruled: Sequence[RuledTable]) -> bool:
    """Whether these begin with several pages' tables that have the table's columns and, together, its rows."""
    rows = list(accumulate(len(page.ys) - 1 for page in takewhile(lambda one: len(one.xs) == len(ruled[0].xs), ruled)))
    return len(ruled[0].xs) - 1 == len(table.widths_mm) and table.rows in rows[1:]
