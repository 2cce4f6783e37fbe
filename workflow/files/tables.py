"""Tables that offices send (.xlsx, .xls, .csv) to rows of text by heading."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.words.cell_fault import CellFault, Fault
from pingyi.domain.words.table_shape import TableShape, shape_of
from pingyi.ground.errors import ImportRowsError, rows_refused
from pingyi.scoring.summaries.columns import is_sum
from pingyi.workflow.files.headings import (
    Header,
    as_written,
    asked_cells,
    bare,
    cell_name,
    ends_early,
    headers,
    heading_faults,
    hidden_notes,
    is_remark,
    other_quantities,
    repeats,
    stray_notes,
    stray_problems,
    strays,
)
from pingyi.workflow.files.raw_sheets import raw_sheets

EXCEL_DIGITS = 15  # what Excel itself keeps and shows of a number; the rest is binary noise
SOME_HEADINGS, SHOWN_LETTERS = 8, 12  # of a line that is no heading line
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
    shape: TableShape


@dataclass(frozen=True, slots=True, kw_only=True)
class _Grid:
    """A sheet, its cells as text; `place` says in Chinese which, before a row's number."""

    place: str
    lines: list[list[str | CellFault]]
    hidden: frozenset[int]
    hidden_columns: frozenset[int]
    unseen: bool


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
    columns = _Columns(read=read, totals=layout[0])
    rows = _rows(path, grid, header, columns)
    shape = shape_of(grid.place, header.index + 1, as_written(grid.lines, header), [*read])
    return Table(layout=layout, rows=rows, notes=tuple(_notes(grid, header, rows, columns)), shape=shape)


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


def _known(layout: Sequence[str], aliases: Mapping[str, str]) -> dict[str, str]:
    names = (*layout, *aliases.values())  # a column that may be missing is in no layout
    return {bare(name): name for name in names} | {bare(alias): name for alias, name in aliases.items()}


def _nothing_fits(path: Path, grids: Sequence[_Grid], layouts: Sequence[Layout], aliases: Mapping[str, str]) -> str:
    lacking = [
        ([name for name in layout if name not in header.headings], grid.lines[header.index])
        for grid in grids
        for layout in layouts
        for header in headers(grid.lines, _known(layout, aliases))
    ]
    missing, nearest = min(lacking, key=lambda one: len(one[0]), default=([*layouts[0]], []))
    known = _known([name for layout in layouts for name in layout], aliases)
    shapes = " 或 ".join("、".join(layout) for layout in layouts)
    others = "".join(f"；{word}" for word in other_quantities(nearest, known))
    there = "、".join(word for cell in nearest[:SOME_HEADINGS] if (word := str(cell).strip()[:SHOWN_LETTERS]))
    found = f"；文件里最像表头的是：{there}（认不出字的，是存成了别的编码，请另存为 .xlsx）" if there else ""
    return (
        f"{path.name} 缺少列：{'、'.join(missing)}{others}；表头应有：{shapes}（列名里的空格、括号全半角不论）{found}"
    )


def _rows(path: Path, grid: _Grid, header: Header, columns: _Columns) -> tuple[TableRow, ...]:
    """Below the headings. Raises ImportRowsError naming every cell that holds no value or stands out of place."""
    problems, rows = list(heading_faults(grid.lines, header)), list[TableRow]()
    problems += stray_problems(grid.lines, strays(grid.lines, header))
    for index in range(header.index + 1, len(grid.lines)):
        line = grid.lines[index]
        cells = {heading: str(cell).strip() for heading, cell in zip(header.headings, line, strict=False) if heading}
        if not any(cells.values()) or _is_beside(grid, index, header, columns):
            continue
        if not is_sum(cells.get(columns.totals)):
            problems += [f"{grid.place}第 {index + 1} 行{fault}" for fault in _faults(index, line, header, columns)]
        rows.append(TableRow(number=index + 1, cells=dict.fromkeys(filter(None, header.headings), "") | cells))
    if problems:
        raise rows_refused(path.name, problems)
    return tuple(rows)


def _is_beside(grid: _Grid, index: int, header: Header, columns: _Columns) -> bool:
    """Whether a line is no row of the table: its headings again, or remarks below it."""
    line = grid.lines[index]
    if not columns.totals:
        return False
    place = header.headings.index(columns.totals)
    return repeats(grid.lines, index, header) or is_remark(line, line[place] if place < len(line) else "")


def _faults(index: int, line: Sequence[str | CellFault], header: Header, columns: _Columns) -> Iterator[str]:
    for column, (heading, cell) in enumerate(zip(header.headings, line, strict=False)):
        if not isinstance(cell, CellFault) or heading not in columns.read:
            continue
        if heading not in columns.own or cell.fault is not Fault.NOT_COMPUTED:
            yield f"“{heading}”（{cell_name(index, column)}）{cell.words}"
    if early := ends_early(line, asked_cells(header)):
        yield early


def _notes(grid: _Grid, header: Header, rows: Sequence[TableRow], columns: _Columns) -> Iterator[str]:
    if header.rows > 1:
        yield f"表头占两行（第 {header.index}、{header.index + 1} 行），按两行合起来的列名读入"
    yield from stray_notes(strays(grid.lines, header))
    for index in range(header.index + 1, len(grid.lines)):
        if any(map(str, grid.lines[index])) and _is_beside(grid, index, header, columns):
            again = repeats(grid.lines, index, header)
            first = next(word for cell in grid.lines[index] if (word := str(cell).strip()))
            yield f"第 {index + 1} 行{'又是表头' if again else f'“{first}”是表外的说明'}，没有读入"
    hidden = [row.number - 1 for row in rows if row.number - 1 in grid.hidden]
    yield from hidden_notes(grid, header, hidden, columns.read)


def _grids(path: Path) -> dict[str, _Grid]:
    """Every sheet as text, in order; a .csv has one."""
    return {
        name: _Grid(
            place=f"工作表“{name}”" if name else "",
            lines=[[_text(cell) for cell in line] for line in sheet.lines],
            hidden=sheet.hidden,
            hidden_columns=sheet.hidden_columns,
            unseen=sheet.unseen,
        )
        for name, sheet in raw_sheets(path).items()
    }


def _text(cell: object) -> str | CellFault:
    """A cell as one sees it: whole numbers without a decimal point."""
    if isinstance(cell, str | CellFault):
        return cell
    return f"{cell:.{EXCEL_DIGITS}g}" if isinstance(cell, float) and abs(cell) < 10**EXCEL_DIGITS else str(cell)
