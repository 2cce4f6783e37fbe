"""Marks easily lost with what is taken off a page, or under darker ink beside them: no row of theirs is empty."""

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pen import TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.scanner.reader import read_picture

PAPER = 250


def verdicts(sheet: Sheet) -> dict[str, Verdict]:
    found = read_picture(sheet.page, Source(file="t.png", page=1), (sheet.printed.form,))
    assert isinstance(found, SheetReading), found
    return {row.item: row.verdict for row in found.rows}


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=st.integers(1, 14), rows=st.integers(3, 12), choice=st.integers(0, 2), lean_mm=st.floats(-1.5, 1.5))
def test_a_line_drawn_down_a_column_leaves_no_row_empty(
    printed: Printed, first: int, rows: int, choice: int, lean_mm: float
) -> None:
    sheet = Sheet(printed)
    block = [row for row in sheet.rows.values() if row.cells[0].col == sheet.rows["1"].cells[0].col]
    crossed = block[first - 1 : first - 1 + rows]
    for item in sheet.rows:
        if item not in {row.item for row in crossed}:
            sheet.tick(item, int(item) % 3)
    top, bottom = (np.array(printed.layout.box(row.cells[choice]).centre) for row in (crossed[0], crossed[-1]))
    down = tuple(bottom - top + (lean_mm, 0.0))
    sheet.draw(crossed[0].item, choice, ((0.0, -1.5), (float(down[0]), float(down[1]) + 1.5)))
    found = verdicts(sheet)
    assert Verdict.BLANK not in {found[row.item] for row in crossed}


@pytest.mark.parametrize("contrast", [22, 35, 50, 70])
@pytest.mark.parametrize("dark", [25, 70])
def test_a_pale_tick_among_dark_ones_is_not_taken_for_paper(printed: Printed, contrast: int, dark: int) -> None:
    sheet = Sheet(printed)
    sheet.page = np.minimum(sheet.page, PAPER)
    pale = ("4", "17", "33", "50")
    for item in sheet.rows:
        sheet.draw(item, int(item) % 3, TICK, dark=PAPER - contrast if item in pale else dark)
    found = verdicts(sheet)
    assert Verdict.BLANK not in {found[item] for item in pale}
    assert {found[item] for item in sheet.rows if item not in pale} == {Verdict.VALID}
