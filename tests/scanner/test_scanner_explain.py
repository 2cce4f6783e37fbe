"""The figures shown to people are those the first judge goes by."""

import numpy as np
import pytest
from pen import Sheet
from printed_ballot import Printed

from pingyi.scanner.found.locate import Located, locate
from pingyi.scanner.ink.marks import Mark, measure
from pingyi.scanner.reader import ink_of
from pingyi.scanner.shown.explain import _mark_figures
from pingyi.scanner.verdict import first_judge

CROSS = ((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5))
CIRCLE = (tuple((1.6 * float(np.cos(a)), 1.6 * float(np.sin(a))) for a in np.linspace(0, 6.3, 20)),)
DASH = (((-2.0, 0.0), (2.0, 0.1)),)
SCRIBBLE = tuple(((-2.0, y), (2.0, y + 0.4)) for y in (-1.2, -0.7, -0.2, 0.3, 0.8))


@pytest.fixture(scope="module")
def marks(printed: Printed) -> tuple[list[Mark], first_judge.Usual]:
    sheet = Sheet(printed).tick_others("1", "2", "3", "4", "5")
    for item, strokes in zip("1234", (CROSS, CIRCLE, DASH, SCRIBBLE), strict=True):
        sheet.draw(item, 1, *strokes)
    sheet.draw("5", 1, ((-1.8, -0.8), (-0.6, 1.4), (2.2, -2.0)), dark=170)
    found = locate(sheet.page, (printed.form,))
    assert isinstance(found, Located)
    ink = ink_of(found.table, found.form)
    rows = measure(found.table, ink, found.form)
    usual = first_judge.usual_marks(rows, ink)
    standing = [mark for row in rows for mark in row.marks if not mark.through]
    return [mark for mark in standing if not first_judge.is_speck(mark, usual)], usual


def test_a_mark_is_doubted_where_a_figure_shown_is_beyond_its_limit(
    marks: tuple[list[Mark], first_judge.Usual],
) -> None:
    found, usual = marks
    doubted = [bool(first_judge._mark_doubts(mark, usual)) for mark in found]
    shown = [any(not figure.passes for figure in _mark_figures(mark, usual)) for mark in found]
    assert shown == doubted
    assert 4 <= sum(doubted) < len(found) / 2
