"""The table of a returned 附件3: which it is, and where its cells stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.table import CT_Row, CT_Tc
from docx.table import Table, _Cell

from pingyi.domain.handed_in.analysis_form import AWARD_NAMES
from pingyi.generator.shown.word_shown import MC, is_gone
from pingyi.ground.errors import FileError

UNIT_LABEL = "单位名称"
REPORT_WORDS = ("实绩", "自述")  # of the report's label


@dataclass(frozen=True, slots=True, kw_only=True)
class FormCells:
    """What of the table a unit fills in; each award by its columns."""

    table: Table
    unit: _Cell
    report: list[_Cell]
    awards: list[tuple[list[CT_Tc], ...]]
    heads: list[CT_Tc]  # of the awards' columns

    @property
    def of_awards(self) -> list[CT_Tc]:
        """All cells of awards."""
        return [cell for award in self.awards for column in award for cell in column]


def form_cells(document: Document, name: str) -> FormCells:
    """Find them in the file called `name`. Raises FileError where the form is not as it was given out."""
    found = [table for table in _tables(document) if any(True for _ in _named(table))]
    if not found:
        raise FileError(f"{name} 里没有绩效分析表（找不到“{UNIT_LABEL}”一栏）；请核对是不是报错了文件")
    if len(found) > 1:
        units = "、".join(written_names(document))
        raise FileError(f"{name} 里有 {len(found)} 张绩效分析表（{units}）；请一个单位报一个文件")
    rows = _rows(found[0])
    at = next(n for n, cells in enumerate(rows) if _is_unit_row(cells))
    head = next((n for n, cells in enumerate(rows) if AWARD_NAMES[0] in map(bare, cells)), None)
    if head is None or at + 1 >= head:
        raise FileError(f"{name} 的表格被改动过（找不到“实绩自述”或“{AWARD_NAMES[0]}”）；请用下发的表样重新填报")
    if tuple(map(bare, rows[head][-len(AWARD_NAMES) :])) != AWARD_NAMES:
        raise FileError(f"{name} 的表彰奖励栏目被改动过（应为{'、'.join(AWARD_NAMES)}）；请用下发的表样重新填报")
    heads = [cell._tc for cell in rows[head][-len(AWARD_NAMES) :]]  # noqa: SLF001
    below = [row for row in found[0]._tbl.tr_lst if not is_gone(row)][head + 1 :]  # noqa: SLF001
    return FormCells(
        table=found[0],
        unit=_name_cell(rows[at]),
        report=[cell for cells in _report_rows(rows[at + 1 : head]) for cell in (cells[1:] or cells)],
        awards=[award_cells(row, heads) for row in below],
        heads=heads,
    )


def written_names(document: Document) -> tuple[str, ...]:
    """What stands under 单位名称, wherever there is such a row."""
    return tuple(bare(_name_cell(row)) for table in _tables(document) for row in _named(table))


def bare(cell: _Cell) -> str:
    """Its own text, without white space."""
    return "".join(cell.text.split())


def award_cells(row: CT_Row, columns: Sequence[CT_Tc]) -> tuple[list[CT_Tc], ...]:
    """A row's cells by the column of the head they stand under, however the row's own grid begins and ends."""
    ranges = [range(cell.grid_offset, cell.grid_offset + cell.grid_span) for cell in columns]
    found: tuple[list[CT_Tc], ...] = tuple([] for _ in columns)
    for cell in row.tc_lst:
        first, last = cell.grid_offset, cell.grid_offset + cell.grid_span
        if last <= ranges[0].start:
            continue  # the label's
        if first < ranges[0].start:
            return tuple([] for _ in columns)  # the score's row, across
        shared = [min(last, column.stop) - max(first, column.start) for column in ranges]
        found[shared.index(max(shared))].append(cell)
    return found


def _tables(document: Document) -> Iterator[Table]:
    """All of them, those within others too."""
    for table in document.element.body.iter(qn("w:tbl")):
        if next(table.iterancestors(f"{MC}Fallback"), None) is None:
            yield Table(table, document._body)  # noqa: SLF001 - python-docx knows those in the text alone


def _rows(table: Table) -> list[list[_Cell]]:
    """Cells as they stand in the file, however many columns each spans: what is merged into one above is empty."""
    return [[_Cell(cell, table) for cell in row.tc_lst] for row in table._tbl.tr_lst if not is_gone(row)]  # noqa: SLF001


def _named(table: Table) -> Iterator[list[_Cell]]:
    return (cells for cells in _rows(table) if _is_unit_row(cells))


def _is_unit_row(cells: Sequence[_Cell]) -> bool:
    return len(cells) > 1 and bare(cells[0]).rstrip("：:") == UNIT_LABEL


def _name_cell(row: Sequence[_Cell]) -> _Cell:
    """The one after the label; empty ones are passed over."""
    return next((cell for cell in row[1:] if bare(cell)), row[1])


def _report_rows(rows: list[list[_Cell]]) -> list[list[_Cell]]:
    """Those under the report's label; a row of another label is none of it."""
    labels = [bare(cells[0]) if len(cells) > 1 else "" for cells in rows]
    ours = [
        cells for cells, label in zip(rows, labels, strict=True) if not label or any(w in label for w in REPORT_WORDS)
    ]
    return ours or rows[:1]
