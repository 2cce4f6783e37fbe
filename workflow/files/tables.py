"""Tables that offices send (.xlsx, .xls, .csv) to rows of text by heading."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.cell_fault import CellFault, Fault
from pingyi.ground.errors import ImportRowsError, rows_refused
from pingyi.scoring.summary_columns import SUMS
from pingyi.workflow.files.headings import (
    Header,
    bare,
    cell_name,
    headers,
    heading_faults,
    hidden_notes,
    stray_notes,
    stray_problems,
    strays,
)
from pingyi.workflow.files.raw_sheets import raw_sheets

EXCEL_DIGITS = 15  # what Excel itself keeps and shows of a number; the rest is binary noise
Layout = tuple[str, ...]  # the headings a table must have


@dataclass(frozen=True, slots=True, kw_only=True)
class TableRow:
    """One row; `number` is its 1-based row in the file, keys are bare headings."""

    number: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table found in a file: which layout it follows, its rows, and what was assumed (Chinese)."""

    layout: Layout
    rows: tuple[TableRow, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """A sheet, its cells as text; `place` says in Chinese which, before a row's number."""

    place: str
    lines: list[list[str | CellFault]]
    hidden: frozenset[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Columns:
    """Headings whose cells must hold a value; by `totals` a row is known that only adds up the others."""

    read: Collection[str]
    totals: str = ""
    own: Collection[str] = ()


def read_table(
    path: Path, wanted: Sequence[str], sheet: str = "", *, own_formulas: Collection[str] = ()
) -> tuple[TableRow, ...]:
    """
    Rows under the first line that holds all `wanted` headings; empty rows are left out.

    `sheet` names the sheet of a workbook, without it the first one is read. `own_formulas` are columns that we
    filled with formulas ourselves: where none was computed yet, the cell is empty.

    Raises ImportRowsError when the file is no table, lacks a heading, or has a cell that holds no value.
    """
    grids = _grids(path)
    if sheet and sheet not in grids:
        raise ImportRowsError(f"{path.name} 里没有工作表“{sheet}”；请用导出的原表填写")
    grid = grids[sheet] if sheet else next(iter(grids.values()))
    layout = tuple(wanted)
    header = _find_header(grid, layout, {})
    if header is None:
        raise ImportRowsError(_nothing_fits(path, [grid], [layout], {}))
    return _rows(path, grid, header, _Columns(read=set(header.headings), own=own_formulas))


def read_layout(path: Path, layouts: Sequence[Layout], aliases: Mapping[str, str]) -> Table:
    """
    The layout a file follows, and its rows, from whichever sheet has the headings.

    A heading may have other names (`aliases`), stars, and a remark in brackets behind it: 办结量（件）*.

    Raises ImportRowsError when no sheet fits, several do, a heading stands there twice, or a cell holds no value.
    """
    grids = _grids(path)
    found = [
        (grid, layout, header)
        for grid in grids.values()
        if (fit := _first_fit(grid, layouts, aliases)) is not None
        for layout, header in (fit,)
    ]
    if not found:
        raise ImportRowsError(_nothing_fits(path, list(grids.values()), layouts, aliases))
    if len(found) > 1:
        names = "、".join(grid.place.removeprefix("工作表") for grid, _, _ in found)
        raise ImportRowsError(f"{path.name} 的工作表 {names} 都像要导入的表；请只保留一张，或分成几个文件逐个导入")
    grid, layout, header = found[0]
    read = {*layout, *aliases.values()}
    for heading in read:
        if header.headings.count(heading) > 1:
            raise ImportRowsError(f"{path.name} 第 {header.index + 1} 行有两列“{heading}”；请合并或删去一列")
    rows = _rows(path, grid, header, _Columns(read=read, totals=layout[0]))
    return Table(layout=layout, rows=rows, notes=tuple(_notes(grid, header, rows)))


def cells_at(path: Path, sheet: str, *places: tuple[int, int]) -> tuple[str, ...]:
    """Single cells by 0-based row and column, as text; empty where the sheet ends before. Raises as read_table."""
    grid = _grids(path).get(sheet)
    lines = grid.lines if grid else []
    return tuple(
        str(lines[row][column]) if row < len(lines) and column < len(lines[row]) else "" for row, column in places
    )


def _first_fit(grid: _Grid, layouts: Sequence[Layout], aliases: Mapping[str, str]) -> tuple[Layout, Header] | None:
    for layout in layouts:
        header = _find_header(grid, layout, aliases)
        if header is not None:
            return layout, header
    return None


def _find_header(grid: _Grid, layout: Layout, aliases: Mapping[str, str]) -> Header | None:
    found = headers(grid.lines, _known(layout, aliases))
    return next((header for header in found if all(name in header.headings for name in layout)), None)


def _known(layout: Layout, aliases: Mapping[str, str]) -> dict[str, str]:
    return {bare(name): name for name in layout} | {bare(alias): name for alias, name in aliases.items()}


def _nothing_fits(path: Path, grids: Sequence[_Grid], layouts: Sequence[Layout], aliases: Mapping[str, str]) -> str:
    lacking = [
        [name for name in layout if name not in header.headings]
        for grid in grids
        for layout in layouts
        for header in headers(grid.lines, _known(layout, aliases))
    ]
    missing = min(lacking, key=len, default=list(layouts[0]))
    shapes = " 或 ".join("、".join(layout) for layout in layouts)
    return f"{path.name} 缺少列：{'、'.join(missing)}；表头应有：{shapes}（列名里的空格、括号全半角不论）"


def _rows(path: Path, grid: _Grid, header: Header, columns: _Columns) -> tuple[TableRow, ...]:
    """Below the headings. Raises ImportRowsError naming every cell that holds no value or stands out of place."""
    problems, rows = list(heading_faults(grid.lines, header)), list[TableRow]()
    problems += stray_problems(grid.lines, strays(grid.lines, header))
    for index in range(header.index + 1, len(grid.lines)):
        line = grid.lines[index]
        cells = {heading: str(cell).strip() for heading, cell in zip(header.headings, line, strict=False) if heading}
        if cells.get(columns.totals) not in SUMS:
            problems += [f"{grid.place}第 {index + 1} 行{fault}" for fault in _faults(index, line, header, columns)]
        if any(cells.values()):
            rows.append(TableRow(number=index + 1, cells=dict.fromkeys(filter(None, header.headings), "") | cells))
    if problems:
        raise rows_refused(path.name, problems)
    return tuple(rows)


def _faults(index: int, line: Sequence[str | CellFault], header: Header, columns: _Columns) -> Iterator[str]:
    for column, (heading, cell) in enumerate(zip(header.headings, line, strict=False)):
        if not isinstance(cell, CellFault) or heading not in columns.read:
            continue
        if heading not in columns.own or cell.fault is not Fault.NOT_COMPUTED:
            yield f"“{heading}”（{cell_name(index, column)}）{cell.words}"


def _notes(grid: _Grid, header: Header, rows: Sequence[TableRow]) -> Iterator[str]:
    if header.rows > 1:
        yield f"表头占两行（第 {header.index}、{header.index + 1} 行），按两行合起来的列名读入"
    yield from stray_notes(strays(grid.lines, header))
    yield from hidden_notes([row.number - 1 for row in rows if row.number - 1 in grid.hidden])


def _grids(path: Path) -> dict[str, _Grid]:
    """Every sheet as text, in order; a .csv has one."""
    return {
        name: _Grid(
            place=f"工作表“{name}”" if name else "",
            lines=[[_text(cell) for cell in line] for line in sheet.lines],
            hidden=sheet.hidden,
        )
        for name, sheet in raw_sheets(path).items()
    }


def _text(cell: object) -> str | CellFault:
    """A cell as one sees it: whole numbers without a decimal point."""
    if isinstance(cell, str | CellFault):
        return cell
    return f"{cell:.{EXCEL_DIGITS}g}" if isinstance(cell, float) and abs(cell) < 10**EXCEL_DIGITS else str(cell)
