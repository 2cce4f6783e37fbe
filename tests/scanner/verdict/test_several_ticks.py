"""Rows that may have several ticks: each cell is a question of its own, asked about no more than a row of one tick."""

from dataclasses import replace

import pytest
from pen import TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import Doubt, RowReading, Verdict
from pingyi.scanner.page.page_type import NO_MARKUP
from pingyi.scanner.reader import Seen, see
from pingyi.scanner.verdict.judge import Judged

Strokes = tuple[tuple[tuple[float, float], ...], ...]

SHAKY: Strokes = (((-2.0, -0.8), (-1.2, 1.2), (-0.6, 0.2), (0.0, 1.4), (2.2, -2.0)),)
STRUCK: Strokes = (TICK, ((-2.5, -0.2), (2.8, 0.1)))
CROSS: Strokes = (((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5)))
DOT: Strokes = (((-0.1, 0.0), (0.1, 0.0)),)


@pytest.fixture
def sheet(printed: Printed) -> Sheet:
    """A form whose rows may have several ticks, one of which stands in each row but three."""
    several = replace(printed, form=replace(printed.form, several=True))
    return Sheet(several).tick_others("3", "5", "7")


def judged(sheet: Sheet) -> dict[str, Judged]:
    seen = see(sheet.page, (sheet.printed.form,), NO_MARKUP)
    assert isinstance(seen, Seen), seen
    return {row.reading.item: row for row in seen.rows}


def read(sheet: Sheet, item: str) -> RowReading:
    return judged(sheet)[item].reading


def test_what_is_set_aside_of_one_tick_is_set_aside_of_each_of_several(sheet: Sheet) -> None:
    """Ticks with two low points: the first judge doubts each of them, the second sees what they are."""
    for item, cells in {"3": (0,), "5": (0, 2), "7": (0, 1, 2)}.items():
        for cell in cells:
            sheet.draw(item, cell, *SHAKY)
    rows, words = judged(sheet), sheet.printed.form.choices
    assert all(rows[item].first.doubts for item in "357"), "else nothing is set aside here"
    said = {item: (rows[item].reading.verdict, rows[item].reading.choice) for item in "357"}
    assert said["3"] == (Verdict.VALID, words[0])
    assert said["5"] == (Verdict.VALID, f"{words[0]}、{words[2]}")
    assert said["7"] == (Verdict.VALID, "、".join(words))


@pytest.mark.parametrize("back", [STRUCK, CROSS], ids=["struck out", "crossed"])
@pytest.mark.parametrize("cell", range(3))
def test_a_mark_taken_back_beside_ticks_goes_to_people(sheet: Sheet, back: Strokes, cell: int) -> None:
    for other in range(3):
        sheet.draw("5", other, *(back if other == cell else (TICK,)))
    assert read(sheet, "5").verdict is Verdict.DOUBTFUL


def test_a_dot_in_a_cell_beside_ticks_goes_to_people_as_one_in_a_blank_row_does(sheet: Sheet) -> None:
    sheet.tick("5", 0).draw("5", 2, *DOT).draw("7", 2, *DOT)
    found = judged(sheet)
    assert Doubt.SPECK in found["5"].reading.reasons
    assert Doubt.SPECK in found["7"].reading.reasons


def test_several_ticks_still_void_a_row_that_may_have_but_one(sheet: Sheet) -> None:
    sheet.tick("5", 0).tick("5", 2)
    one = Sheet(replace(sheet.printed, form=replace(sheet.printed.form, several=False)))
    one.page = sheet.page
    assert read(one, "5").verdict is Verdict.MULTIPLE
    assert read(sheet, "5").choice.count("、") == 1
