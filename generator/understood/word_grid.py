"""A Word table's cells on its grid, as Word shows them: merges joined, controls opened, hidden rows left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement as Element

from pingyi.domain.forms.table import FormCell
from pingyi.generator.shown.word_shown import OFF, ShownFile, is_gone, shown_children

TWIPS_PER_MM = 1440 / 25.4
SAME_TWIPS = 20  # widths that differ by less are one: rounding of centimetres
TRACKED = ("w:cellIns", "w:cellDel", "w:cellMerge")


@dataclass(slots=True, kw_only=True)
class Placed:
    """A cell while its table is read."""

    row: int
    col: int
    cols: int
    text: str
    lines: tuple[str, ...] = ()
    rows: int = 1
    merged: bool = False  # begins or continues a vertical merge


@dataclass(slots=True, kw_only=True)
class Grid:
    """A table's cells, the sizes it asks for, and what about it could not be told (Chinese, with its place)."""

    cells: list[Placed] = field(default_factory=list)
    heights_mm: list[float] = field(default_factory=list)
    widths_mm: list[float] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)
    revised: bool = False

    def form_cells(self) -> tuple[FormCell, ...]:
        """The cells in reading order."""
        ordered = sorted(self.cells, key=lambda cell: (cell.row, cell.col))
        return tuple(FormCell(row=c.row, col=c.col, row_span=c.rows, col_span=c.cols, text=c.text) for c in ordered)


def grid_of(table: Element, shown: ShownFile) -> Grid:
    """One table of a Word file as a grid of merged cells, widths in mm; what cannot be told is noted in it."""
    grid = Grid()
    if _on(table.find(f"{qn('w:tblPr')}/{qn('w:bidiVisual')}")):
        grid.strange.append("整张表从右到左排")
    above: dict[tuple[int, int], Placed] = {}
    columns = 0
    widths: list[dict[tuple[int, int], int]] = []
    rows = [child for child in shown_children(table) if child.tag == qn("w:tr") and not is_gone(child)]
    for number, row in enumerate(rows):
        above, end, asked = _row(row, number, grid, shown, above)
        columns = max(columns, end)
        widths.append(asked)
    grid.widths_mm = _widths(table, columns, widths)
    _drop_unused_columns(grid)
    return grid


def _row(
    row: Element, number: int, grid: Grid, shown: ShownFile, above: dict[tuple[int, int], Placed]
) -> tuple[dict[tuple[int, int], Placed], int, dict[tuple[int, int], int]]:
    """Place one row's cells; those that may go on below, the column after its last, and the widths it asks for."""
    properties = row.find(qn("w:trPr"))
    grid.heights_mm.append(_number(properties, "w:trHeight") / TWIPS_PER_MM)
    grid.revised |= properties is not None and properties.find(qn("w:ins")) is not None
    open_below: dict[tuple[int, int], Placed] = {}
    widths: dict[tuple[int, int], int] = {}
    at = int(_number(properties, "w:gridBefore"))
    before: Placed | None = None
    for place, (cell, span) in enumerate(_cells(row), start=1):
        about = cell.find(qn("w:tcPr"))
        words = shown.words(cell)
        grid.revised |= words.revised
        named = [f"第{number + 1}行第{place}格有{what}" for what in words.strange]
        if about is not None and any(about.find(qn(name)) is not None for name in TRACKED):
            named.append(f"第{number + 1}行第{place}格有未接受的单元格修订")
        if _merge(about, "w:hMerge") == "continue" and before is not None:
            before.cols += span
            at += span
            continue
        vertical = _merge(about, "w:vMerge")
        before = _join(above, (at, span), number) if vertical == "continue" else None
        if before is None:
            if vertical == "continue":
                named.append(f"第{number + 1}行第{place}格要与上一行合并，上面却没有左右对齐的格")
            before = Placed(row=number, col=at, cols=span, text=words.text, lines=words.lines, merged=bool(vertical))
            grid.cells.append(before)
            grid.strange += named
        elif any("自动编号" in what for what in words.strange) or shown.numbered(cell):
            grid.strange.append(f"第{number + 1}行第{place}格合并在上一格里，却还有自动编号")
        if before.merged:
            open_below[(at, span)] = before
        widths[(at, at + span)] = _width(about)
        at += span
    return open_below, at + int(_number(properties, "w:gridAfter")), widths


def _cells(row: Element) -> Iterator[tuple[Element, int]]:
    for cell in shown_children(row):
        if cell.tag == qn("w:tc"):
            yield cell, max(1, int(_number(cell.find(qn("w:tcPr")), "w:gridSpan")))


def _join(above: dict[tuple[int, int], Placed], place: tuple[int, int], number: int) -> Placed | None:
    """The cell above that this one continues."""
    found = above.get(place)
    if found is not None:
        found.rows = number - found.row + 1
    return found


def _merge(about: Element | None, name: str) -> str:
    found = None if about is None else about.find(qn(name))
    return "" if found is None else str(found.get(qn("w:val"), "continue"))


def _number(properties: Element | None, name: str) -> float:
    found = None if properties is None else properties.find(qn(name))
    return 0.0 if found is None else float(found.get(qn("w:val"), "0"))


def _width(about: Element | None) -> int:
    found = None if about is None else about.find(qn("w:tcW"))
    if found is None or found.get(qn("w:type"), "dxa") != "dxa":
        return 0
    return int(float(found.get(qn("w:w"), "0")))


def _on(element: Element | None) -> bool:
    return element is not None and element.get(qn("w:val"), "") not in OFF


def _widths(table: Element, columns: int, asked: list[dict[tuple[int, int], int]]) -> list[float]:
    """The cells' own widths where all rows agree on them, as Word takes them; else the table's grid."""
    single: dict[int, set[int]] = {}
    for row in asked:
        for (left, right), width in row.items():
            if right == left + 1:
                single.setdefault(left, set()).add(width)
    agreed = [single.get(col, {0}) for col in range(columns)]
    if all(min(found) > 0 and max(found) - min(found) <= SAME_TWIPS for found in agreed):
        return [min(found) / TWIPS_PER_MM for found in agreed]
    grid = [float(one.get(qn("w:w"), "0")) for one in table.findall(f"{qn('w:tblGrid')}/{qn('w:gridCol')}")]
    return [width / TWIPS_PER_MM for width in (grid + [0.0] * columns)[:columns]]


def _drop_unused_columns(grid: Grid) -> None:
    """Grid columns at whose edge no cell begins or ends are drawn by nobody: join them with their left neighbour."""
    columns = len(grid.widths_mm)
    edges = sorted({0, columns} | {c.col for c in grid.cells} | {c.col + c.cols for c in grid.cells})
    number = {edge: k for k, edge in enumerate(edges)}
    parts = [grid.widths_mm[a:b] for a, b in pairwise(edges)]
    grid.widths_mm = [sum(part) if all(part) else 0.0 for part in parts]
    for cell in grid.cells:
        cell.cols = number[cell.col + cell.cols] - number[cell.col]
        cell.col = number[cell.col]
