"""What an office declared chooses, and nothing else does: crosses on sheets of crosses, filled dots on theirs."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from pen import TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.forms.declared import Declared
from pingyi.domain.readings.reading import Doubt, RowReading, Verdict
from pingyi.scanner.page.page_type import NO_MARKUP
from pingyi.scanner.reader import Seen, see

Strokes = tuple[tuple[tuple[float, float], ...], ...]

CROSS: Strokes = (((-1.5, -1.5), (1.5, 1.5)), ((-1.5, 1.5), (1.5, -1.5)))
STRUCK: Strokes = (TICK, ((-2.5, -0.2), (2.8, 0.1)))  # a tick and a line through it
STRUCK_CROSS: Strokes = (*CROSS, ((-2.5, 0.3), (2.5, 0.2)))
RING: Strokes = (tuple((1.5 * float(np.cos(a)), 1.5 * float(np.sin(a))) for a in np.linspace(0, 6.3, 24)),)
SPECK: Strokes = (((-0.1, 0.0), (0.1, 0.0)),)


def dot(radius: float = 1.4) -> Strokes:
    """Filled from the middle outwards."""
    turns = np.linspace(0, 2 * np.pi * radius / 0.3, 120)
    return (
        tuple((radius * k / 120 * float(np.cos(a)), radius * k / 120 * float(np.sin(a))) for k, a in enumerate(turns)),
    )


def sheet_of(printed: Printed, marks: Declared) -> Sheet:
    return Sheet(replace(printed, form=replace(printed.form, marks=marks)))


def filled(sheet: Sheet, strokes: Strokes, *but: str) -> Sheet:
    """The first choice in every row except these."""
    for item in sheet.rows:
        if item not in but:
            sheet.draw(item, 0, *strokes)
    return sheet


def rows_of(sheet: Sheet) -> dict[str, RowReading]:
    seen = see(sheet.page, (sheet.printed.form,), NO_MARKUP)
    assert isinstance(seen, Seen), seen
    return {row.reading.item: row.reading for row in seen.rows}


SIGNS: dict[Declared, Callable[[], Strokes]] = {Declared.TICK_OR_CROSS: lambda: CROSS, Declared.DOT: dot}


@pytest.mark.parametrize("marks", SIGNS)
def test_a_declared_mark_is_a_vote_and_on_a_form_of_ticks_it_is_none(printed: Printed, marks: Declared) -> None:
    strokes = SIGNS[marks]()
    sheet = filled(sheet_of(printed, marks), strokes, "5")
    read = rows_of(sheet)
    assert {row.verdict for item, row in read.items() if item != "5"} == {Verdict.VALID}
    assert {row.choice for row in read.values()} == {printed.form.choices[0], ""}
    assert read["5"].verdict is Verdict.BLANK
    undeclared = rows_of(filled(Sheet(printed), strokes, "5"))
    assert {row.verdict for item, row in undeclared.items() if item != "5"} == {Verdict.DOUBTFUL}


def test_ticks_go_on_being_votes_where_crosses_are_too(printed: Printed) -> None:
    sheet = sheet_of(printed, Declared.TICK_OR_CROSS).tick_others("3").draw("3", 0, *CROSS)
    read = rows_of(sheet)
    assert read.pop("3").reasons, "one cross among ticks may be a tick struck out"
    assert {row.verdict for row in read.values()} == {Verdict.VALID}


def test_ticks_are_for_people_where_dots_alone_choose(printed: Printed) -> None:
    read = rows_of(filled(sheet_of(printed, Declared.DOT), dot(), "2", "3", "4").tick("2").draw("3", 0, *RING))
    assert [read[item].verdict for item in "234"] == [Verdict.DOUBTFUL, Verdict.DOUBTFUL, Verdict.BLANK]
    assert Doubt.UNDECLARED in read["2"].reasons


@pytest.mark.parametrize("strokes", [STRUCK, STRUCK_CROSS], ids=["tick", "cross"])
@pytest.mark.parametrize("others", [TICK, CROSS], ids=["ticks", "crosses"])
def test_what_is_struck_out_is_no_cross(printed: Printed, others: Strokes, strokes: Strokes) -> None:
    sheet = sheet_of(printed, Declared.TICK_OR_CROSS)
    sheet = sheet.tick_others("4") if others is TICK else filled(sheet, CROSS, "4")
    assert rows_of(sheet.draw("4", 1, *strokes))["4"].verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize("marks", SIGNS)
@pytest.mark.parametrize("beside", [CROSS, (TICK,), dot(), dot(0.7)], ids=["cross", "tick", "dot", "small dot"])
def test_a_row_with_two_marks_of_which_one_is_no_tick_is_for_people(
    printed: Printed, marks: Declared, beside: Strokes
) -> None:
    read = rows_of(filled(sheet_of(printed, marks), SIGNS[marks]()).draw("7", 2, *beside))
    assert read["7"].verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize("marks", SIGNS)
def test_a_mark_on_the_line_between_two_cells_is_for_people(printed: Printed, marks: Declared) -> None:
    sheet = filled(sheet_of(printed, marks), SIGNS[marks](), "6")
    half = sheet.printed.layout.box(sheet.rows["6"].cells[0]).size[0] / 2
    sheet.draw("6", 0, *(tuple((x + half, y) for x, y in stroke) for stroke in SIGNS[marks]()))
    assert rows_of(sheet)["6"].verdict is Verdict.DOUBTFUL


@pytest.mark.parametrize("marks", SIGNS)
def test_a_touch_of_the_pen_is_no_declared_mark(printed: Printed, marks: Declared) -> None:
    read = rows_of(
        filled(sheet_of(printed, marks), SIGNS[marks](), "8", "9").draw("8", 1, *SPECK).draw("9", 1, *dot(0.4))
    )
    assert {read[item].verdict for item in "89"} == {Verdict.DOUBTFUL}
