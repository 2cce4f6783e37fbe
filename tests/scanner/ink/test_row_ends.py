"""Ticks at the edges of their cells: feet under the row line, arms without a foot, feet on a ruling."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from pen import PEN_MM, TICK, Sheet
from printed_ballot import Printed

from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.scanner.reader import read_picture
from pingyi.scanner.verdict.mark_rules import OWN_SHARE

UPPER, LOWER = "27", "28"
FOOT_MM = max(y for _, y in TICK)
LONG_MM = sum(float(np.hypot(*np.subtract(*ends))) for ends in pairwise(TICK))
TALL_MM = FOOT_MM - min(y for _, y in TICK)
BY_HEIGHT = 0.12  # by which the share of its ink differs from that of its height: the left arm is short
PATIENT = {"deadline": None, "suppress_health_check": [HealthCheck.function_scoped_fixture]}


def rows(sheet: Sheet) -> dict[str, RowReading]:
    outcome = read_picture(sheet.page, Source(file="t.pdf", page=1), (sheet.printed.form,))
    assert isinstance(outcome, SheetReading), outcome
    return {row.item: row for row in outcome.rows}


def high(printed: Printed) -> float:
    """Height of a row, mm."""
    box = printed.layout.box(Sheet(printed).rows[UPPER].cells[0])
    return box.bottom - box.top


def lowered(printed: Printed, size: float, dip: float) -> tuple[tuple[float, float], ...]:
    """A tick whose foot stands `dip` of a row's height under its row line."""
    down = (0.5 + dip) * high(printed) - size * FOOT_MM
    return tuple((size * x, size * y + down) for x, y in TICK)


def above(printed: Printed, size: float, dip: float) -> float:
    """Share of such a tick's height over the line."""
    return 1 - dip * high(printed) / (size * TALL_MM)


@pytest.mark.parametrize(("size", "dip"), [(1.0, 0.05), (1.5, 0.05), (1.5, 0.1), (2.0, 0.1), (2.0, 0.15)])
def test_a_foot_just_under_the_line_is_no_ink_of_the_next_row(printed: Printed, size: float, dip: float) -> None:
    sheet = Sheet(printed).tick_others(UPPER, LOWER)
    found = rows(sheet.draw(UPPER, 1, lowered(printed, size, dip)).tick(LOWER, 0))
    assert (found[LOWER].verdict, found[LOWER].choice) == (Verdict.VALID, "满意")
    assert (found[UPPER].verdict, found[UPPER].choice) == (Verdict.VALID, "基本满意")


@settings(max_examples=25, **PATIENT)
@example(size=2.0, dip=0.2, other=False)
@example(size=1.5, dip=0.3, other=False)
@example(size=2.0, dip=0.3, other=True)
@example(size=1.0, dip=0.107421875, other=False)  # each half looks like a tick
@given(size=st.floats(1.0, 2.2), dip=st.floats(0, 0.5), other=st.booleans())
def test_a_tick_between_two_rows_is_neither_rows_vote_unless_most_of_it_is_there(
    printed: Printed, *, size: float, dip: float, other: bool
) -> None:
    sheet = Sheet(printed).tick_others(UPPER, LOWER).draw(UPPER, 1, lowered(printed, size, dip))
    found = rows(sheet.tick(LOWER, 0) if other else sheet)
    share = above(printed, size, dip)
    told = {Verdict.VALID, Verdict.MULTIPLE}
    if found[UPPER].verdict in told:
        assert share > 0.5
    if not other and found[LOWER].verdict in told:
        assert share < 0.5 + BY_HEIGHT
    if other and found[LOWER].verdict is Verdict.VALID:
        assert (found[LOWER].choice, share > 0.5) == ("满意", True)
    assert found[UPPER].verdict is not Verdict.BLANK or share < 0.5


@settings(max_examples=40, **PATIENT)
@example(left=(-1.2, -2.2), right=(2.8, -3.4), dip_mm=0.87, pen_mm=PEN_MM, dark=25)
@given(
    left=st.tuples(st.floats(-3.0, -0.6), st.floats(-4.0, -0.3)),
    right=st.tuples(st.floats(0.6, 4.0), st.floats(-5.0, -0.3)),
    dip_mm=st.floats(0.0, 4.5),
    pen_mm=st.floats(0.3, 0.9),
    dark=st.integers(10, 120),
)
def test_a_stroke_of_one_ticks_ink_is_never_two_votes(  # noqa: PLR0913
    printed: Printed, *, left: tuple[float, float], right: tuple[float, float], dip_mm: float, pen_mm: float, dark: int
) -> None:
    assume((np.hypot(*left) + np.hypot(*right)) * pen_mm < 1.2 * LONG_MM * PEN_MM)
    foot = high(printed) / 2 + dip_mm
    stroke = tuple((x, foot + y) for x, y in (left, (0.0, 0.0), right))
    found = rows(Sheet(printed).tick_others(UPPER, LOWER).draw(UPPER, 1, stroke, dark=dark, pen_mm=pen_mm))
    told = [item for item in (UPPER, LOWER) if found[item].verdict in {Verdict.VALID, Verdict.MULTIPLE}]
    assert len(told) < 2


@pytest.mark.parametrize("size", [1.5, 2.0])
@pytest.mark.parametrize("dip", [0.1, 0.2, 0.3])
def test_a_hand_that_ticks_too_low_all_down_the_sheet_moves_no_vote(printed: Printed, size: float, dip: float) -> None:
    sheet = Sheet(printed)
    meant = {item: int(item) % 3 for item in sheet.rows}
    for item, choice in meant.items():
        sheet.draw(item, choice, lowered(printed, size, dip))
    if above(printed, size, dip) < 0.5 + BY_HEIGHT:
        return  # then it may as well be the next row's
    choices = printed.form.choices
    decided = {item: row.choice for item, row in rows(sheet).items() if row.verdict is not Verdict.DOUBTFUL}
    assert {item: choice for item, choice in decided.items() if choice != choices[meant[item]]} == {}


def test_two_arms_that_meet_under_the_line_are_one_tick(printed: Printed) -> None:
    foot = high(printed) / 2
    wide = ((-1.9, foot - 3.5), (-1.0, foot + 0.4), (0.0, foot + 0.7), (2.8, foot - 5.0))
    found = rows(Sheet(printed).tick_others(UPPER, LOWER).draw(UPPER, 1, wide).tick(LOWER, 0))
    assert (found[UPPER].verdict, found[UPPER].choice) == (Verdict.VALID, "基本满意")
    assert (found[LOWER].verdict, found[LOWER].choice) == (Verdict.VALID, "满意")


def test_two_ticks_side_by_side_in_a_cell_are_not_one(printed: Printed) -> None:
    foot = high(printed) / 2
    first = ((-2.6, foot - 2.2), (-2.0, foot + 0.7), (-0.9, foot - 2.4))
    second = ((0.4, foot - 2.2), (1.0, foot + 0.7), (2.2, foot - 2.4))
    found = rows(Sheet(printed).tick_others(UPPER, LOWER).draw(UPPER, 1, first, second).tick(LOWER, 0))
    assert found[UPPER].verdict is Verdict.DOUBTFUL
    assert Doubt.SEVERAL_MARKS in found[UPPER].reasons


@settings(max_examples=20, **PATIENT)
@example(along=0.0)
@example(along=0.3)
@given(along=st.floats(-3.0, 3.0))
def test_a_tick_across_a_ruling_is_that_cells_where_its_ink_lies_or_is_asked_about(
    printed: Printed, along: float
) -> None:
    sheet = Sheet(printed).tick_others(UPPER)
    box = printed.layout.box(sheet.rows[UPPER].cells[0])
    across = box.right - box.centre[0] - TICK[1][0] + along  # its foot `along` mm right of the ruling
    moved = tuple((x + across, y) for x, y in TICK)
    found = rows(sheet.draw(UPPER, 0, moved))[UPPER]
    if found.verdict is Verdict.DOUBTFUL:
        return
    share = right_of(moved, box.right - box.centre[0])
    assert found.verdict is Verdict.VALID
    assert (share if found.choice == "基本满意" else 1 - share) >= OWN_SHARE - 0.1  # measured by the stroke's middle


def right_of(stroke: tuple[tuple[float, float], ...], line: float) -> float:
    """Share of a stroke's length right of an upright line."""
    points = np.concatenate([np.linspace(start, end, 200) for start, end in pairwise(stroke)])
    lengths = np.repeat([np.hypot(*np.subtract(end, start)) for start, end in pairwise(stroke)], 200)
    return float(lengths[points[:, 0] > line].sum() / lengths.sum())
