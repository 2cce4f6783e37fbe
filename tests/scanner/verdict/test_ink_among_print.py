"""A row is empty only if nothing lies among the print of its cells; a second mark there is a small tick at least."""

from dataclasses import replace

import numpy as np
import pytest

from pingyi.domain.forms.form import FormCell, TickRow
from pingyi.domain.readings.reading import Doubt
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import Mark, RowMarks
from pingyi.scanner.verdict.first_judge import first_opinion, rows_seen

CELLS = tuple(FormCell(row=3, col=col, text="很好") for col in range(2, 5))
ROW = TickRow(item="1", name="甲", cells=CELLS)
SECOND = 36
TICK = Mark(
    area=2.1,
    shares=(0.0, 1.0, 0.0),
    width=2.4,
    height=2.6,
    low_choice=1,
    low_margin=5.0,
    low_beside=-1,
    at_side=False,
    bottoms=1,
    crossings=0.0,
    fork_choice=-1,
    forks=0,
    plus=False,
    hole=0.0,
    solid=0.55,
    thickness=0.9,
    darkness=0.5,
    left_arm=1.0,
    right_arm=2.2,
    from_above=0.0,
    through=False,
)


def ink(among: dict[tuple[int, int], int]) -> Ink:
    nothing = np.zeros((8, 8), bool)
    return Ink(
        dark=np.zeros((8, 8), np.uint8),
        crossed=np.zeros((8, 8), np.uint8),
        pen=0.5,
        noise=0.0,
        blurred=nothing,
        covered=nothing,
        unsure=frozenset(),
        among=among,
        second=SECOND,
    )


@pytest.mark.parametrize("column", [2, 3, 4])
@pytest.mark.parametrize(
    ("marks", "px", "asked"),
    [
        ((), 0, set()),
        ((), 9, {2, 3, 4}),
        ((TICK,), SECOND - 1, set()),
        ((TICK,), SECOND, {2, 4}),  # not beside the tick itself: its own stroke
    ],
)
def test_ink_among_print_is_asked_about(marks: tuple[Mark, ...], px: int, asked: set[int], column: int) -> None:
    among = {(3, column): px} if px else {}
    (seen,) = rows_seen((RowMarks(row=ROW, marks=marks, weak=0.0, covered=0.0),), ink(among), frozenset())
    (opinion,) = first_opinion([seen])
    assert (Doubt.PRINT_IN_CELL in opinion.doubts) is (column in asked)


@pytest.mark.parametrize("printed", [False, True])
@pytest.mark.parametrize("reaching", [(), (0,), (1,), (0, 1)])
def test_a_second_mark_that_ends_at_the_ruling_may_be_the_arm_of_one_below(
    reaching: tuple[int, ...], *, printed: bool
) -> None:
    """What is printed in the row below hides where it goes on."""
    row = replace(ROW, cells=tuple(replace(cell, text="很好" if printed else "") for cell in CELLS))
    other = replace(TICK, low_choice=2, shares=(0.0, 0.0, 1.0))
    marks = tuple(replace(mark, on_floor=k in reaching) for k, mark in enumerate((TICK, other)))
    (seen,) = rows_seen((RowMarks(row=row, marks=marks, weak=0.0, covered=0.0),), ink({}), frozenset())
    (opinion,) = first_opinion([seen])
    assert (Doubt.BETWEEN_ROWS in opinion.doubts) is (printed and bool(reaching))
