"""What most of a sheet's marks are tells what its others may be: on a sheet of crosses a tick is asked about too."""

import numpy as np
import pytest
from pen import Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.scanner.reader import read_picture

CROSS = (((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5)))


def rows_of(sheet: Sheet) -> dict[str, RowReading]:
    found = read_picture(sheet.page, Source(file="t.png", page=1), (sheet.printed.form,))
    assert isinstance(found, SheetReading), found
    return {row.item: row for row in found.rows}


@pytest.mark.parametrize("ticks", [1, 5, 25])
def test_ticks_among_crosses_are_asked_about(printed: Printed, ticks: int) -> None:
    sheet = Sheet(printed)
    for number, item in enumerate(sheet.rows):
        if number < ticks:
            sheet.tick(item, number % 3)
        else:
            sheet.draw(item, number % 3, *CROSS)
    read = rows_of(sheet)
    assert {row.verdict for row in read.values()} == {Verdict.DOUBTFUL}
    assert all(Doubt.CROSS in row.reasons for row in read.values())


@pytest.mark.parametrize("crosses", [1, 10, 25])
def test_crosses_among_ticks_leave_the_ticks_told(printed: Printed, crosses: int) -> None:
    sheet = Sheet(printed)
    for number, item in enumerate(sheet.rows):
        if number < crosses:
            sheet.draw(item, number % 3, *CROSS)
        else:
            sheet.tick(item, number % 3)
    read = list(rows_of(sheet).values())
    assert {row.verdict for row in read[:crosses]} == {Verdict.DOUBTFUL}
    assert {row.verdict for row in read[crosses:]} == {Verdict.VALID}


@pytest.mark.parametrize("breadth", [0.5, 0.9, 1.1])
@pytest.mark.parametrize("rise", [0.12, 0.18, 0.24])
def test_a_dash_is_no_tick_however_broad_the_pen(printed: Printed, breadth: float, rise: float) -> None:
    """As long as a cell, bowed, and rising to the right by up to 13 degrees."""
    along = np.linspace(-3.4, 3.4, 12)
    dash = tuple((float(x), float(-rise * x + 0.02 * x * x)) for x in along)
    sheet = Sheet(printed)
    for number, item in enumerate(sheet.rows):
        if item != "12":
            tick = ((-1.8, -0.8), (-0.6, 1.4), (2.2, -2.0))
            sheet.draw(item, number % 3, tick, pen_mm=breadth)
    sheet.draw("12", 0, dash, pen_mm=breadth)
    assert rows_of(sheet)["12"].verdict is Verdict.DOUBTFUL
