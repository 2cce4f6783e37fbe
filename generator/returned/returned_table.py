"""Where the cells of a returned 附件3's table stand, and which of its words found no place."""

import re
from collections.abc import Callable, Iterator, Sequence

from docx.oxml.table import CT_Row, CT_Tc
from docx.table import Table

from pingyi.domain.analysis_form import SHOWN, Problem

OWN_LABEL = re.compile(r"单位名称|单位年度工作实绩自述|表彰奖励情况|您对该单位\d*年的工作综合评价为：（分）")


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


def left_over(table: Table, taken: Sequence[CT_Tc], shown: Callable[[CT_Tc], str]) -> Iterator[Problem]:
    """Every cell with words that are neither taken nor the form's own: nothing of the table goes in silence."""
    known = {id(cell) for cell in taken}
    for number, row in enumerate(table._tbl.tr_lst, start=1):  # noqa: SLF001 - python-docx knows cells by their grid alone
        for cell in row.tc_lst:
            text = "".join(shown(cell).split())
            if text and id(cell) not in known and not OWN_LABEL.fullmatch(text):
                said = f"{text[:SHOWN]}{'…' if len(text) > SHOWN else ''}"
                yield Problem(
                    place=f"表格第{number}行", wrong=f"另有文字“{said}”，整理稿里不会有", mend="写进它该在的栏里"
                )
