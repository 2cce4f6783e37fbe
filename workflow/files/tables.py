"""Tables that offices send (.xlsx, .xls, .csv) to rows of text by heading."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.ground.errors import ImportRowsError
from pingyi.workflow.files.raw_sheets import raw_sheets

HEADER_SEARCH_ROWS = 10  # titles and notes may stand above the headings
EXCEL_DIGITS = 15  # what Excel itself keeps and shows of a number; the rest is binary noise
Grid = list[list[str]]
Layout = tuple[str, ...]  # the headings a table must have


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `number` is its 1-based row in the file, keys are bare headings."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Header:
    """Where headings were found, renamed to the known ones."""

    index: int
    headings: list[str]


def read_table(path: Path, wanted: Sequence[str], sheet: str = "") -> tuple[TableRow, ...]:
    """
    Rows under the first line that holds all `wanted` headings; empty rows are left out.

    `sheet` names the sheet of a workbook, without it the first one is read.

    Raises ImportRowsError when the file is no table or lacks a heading.
    """
    sheets = _sheets(path)
    if sheet and sheet not in sheets:
        raise ImportRowsError(f"{path.name} 里没有工作表“{sheet}”；请用导出的原表填写")
    grid = sheets[sheet] if sheet else next(iter(sheets.values()))
    layout = tuple(wanted)
    header = _find_header(grid, layout, {})
    if header is None:
        raise ImportRowsError(_nothing_fits(path, [grid], [layout], {}))
    return tuple(_rows(grid, header))


def read_layout(
    path: Path, layouts: Sequence[Layout], aliases: Mapping[str, str]
) -> tuple[Layout, tuple[TableRow, ...]]:
    """
    The layout a file follows, and its rows, from whichever sheet has the headings.

    A heading may have other names (`aliases`) and a remark in brackets behind it: 办结量（件）.

    Raises ImportRowsError when no sheet fits, several do, or a heading stands there twice.
    """
    sheets = _sheets(path)
    found = [
        (name, layout, header)
        for name, grid in sheets.items()
        if (fit := _first_fit(grid, layouts, aliases)) is not None
        for layout, header in (fit,)
    ]
    if not found:
        raise ImportRowsError(_nothing_fits(path, list(sheets.values()), layouts, aliases))
    if len(found) > 1:
        names = "、".join(f"“{name}”" for name, _, _ in found)
        raise ImportRowsError(f"{path.name} 的工作表 {names} 都像要导入的表；请只保留一张，或分成几个文件逐个导入")
    name, layout, header = found[0]
    for heading in layout:
        if header.headings.count(heading) > 1:
            raise ImportRowsError(f"{path.name} 第 {header.index + 1} 行有两列“{heading}”；请合并或删去一列")
    return layout, tuple(_rows(sheets[name], header))


def cells_at(path: Path, sheet: str, *places: tuple[int, int]) -> tuple[str, ...]:
    """Single cells by 0-based row and column, as text; empty where the sheet ends before. Raises as read_table."""
    grid = _sheets(path).get(sheet, [])
    return tuple(grid[row][column] if row < len(grid) and column < len(grid[row]) else "" for row, column in places)


def bare(text: str) -> str:
    """Without white space, full-width letters, digits and brackets made plain."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _first_fit(grid: Grid, layouts: Sequence[Layout], aliases: Mapping[str, str]) -> tuple[Layout, _Header] | None:
    for layout in layouts:
        header = _find_header(grid, layout, aliases)
        if header is not None:
            return layout, header
    return None


def _find_header(grid: Grid, layout: Layout, aliases: Mapping[str, str]) -> _Header | None:
    for index, headings in enumerate(_named(grid, layout, aliases)):
        if all(name in headings for name in layout):
            return _Header(index=index, headings=headings)
    return None


def _named(grid: Grid, layout: Layout, aliases: Mapping[str, str]) -> Iterator[list[str]]:
    """The first lines with their cells renamed to known headings."""
    known = {bare(name): name for name in layout} | {bare(alias): name for alias, name in aliases.items()}
    for line in grid[:HEADER_SEARCH_ROWS]:
        cells = [bare(cell) for cell in line]
        yield [known.get(cell) or known.get(cell.split("(", 1)[0]) or cell for cell in cells]


def _nothing_fits(path: Path, grids: Sequence[Grid], layouts: Sequence[Layout], aliases: Mapping[str, str]) -> str:
    lacking = [
        [name for name in layout if name not in headings]
        for grid in grids
        for layout in layouts
        for headings in _named(grid, layout, aliases)
    ]
    missing = min(lacking, key=len, default=list(layouts[0]))
    shapes = " 或 ".join("、".join(layout) for layout in layouts)
    return f"{path.name} 缺少列：{'、'.join(missing)}；表头应有：{shapes}（列名里的空格、括号全半角不论）"


def _rows(grid: Grid, header: _Header) -> Iterator[TableRow]:
    for number, line in enumerate(grid[header.index + 1 :], start=header.index + 2):
        cells = {heading: cell.strip() for heading, cell in zip(header.headings, line, strict=False) if heading}
        if any(cells.values()):
            yield TableRow(number=number, cells=dict.fromkeys(filter(None, header.headings), "") | cells)


def _sheets(path: Path) -> dict[str, Grid]:
    """Every sheet as text, in order; a .csv has one."""
    return {name: [[_text(cell) for cell in line] for line in rows] for name, rows in raw_sheets(path).items()}


def _text(cell: object) -> str:
    """A cell as one sees it: whole numbers without a decimal point."""
    if isinstance(cell, str):
        return cell
    return f"{cell:.{EXCEL_DIGITS}g}" if isinstance(cell, float) and abs(cell) < 10**EXCEL_DIGITS else str(cell)
