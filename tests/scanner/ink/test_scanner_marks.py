"""One odd row on an otherwise plainly ticked sheet: what the reader makes of it."""

import numpy as np
import pytest
from pen import TICK, Sheet
from printed_ballot import Printed

from benchmarks.damage.foreign_ink import Blank, with_bars, with_lines_down
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.scanner.reader import read_picture

ODD = "27"


def read(sheet: Sheet) -> SheetReading:
    outcome = read_picture(sheet.page, Source(file="t.pdf", page=1), (sheet.printed.form,))
    assert isinstance(outcome, SheetReading), outcome
    return outcome


def row(sheet: Sheet, item: str = ODD) -> RowReading:
    return next(row for row in read(sheet).rows if row.item == item)


@pytest.fixture
def sheet(printed: Printed) -> Sheet:
    return Sheet(printed).tick_others(ODD)


def test_a_plain_sheet_is_read_whole(printed: Printed) -> None:
    sheet = Sheet(printed)
    wanted = {item: int(item) % 3 for item in sheet.rows}
    for item, choice in wanted.items():
        sheet.tick(item, choice)
    reading = read(sheet)
    assert {row.item: row.choice for row in reading.rows} == {
        item: printed.form.choices[choice] for item, choice in wanted.items()
    }
    assert all(row.verdict is Verdict.VALID and row.confidence > 0.5 for row in reading.rows)
    assert reading.batch_code == "A07"
    assert not reading.has_opinion


def test_a_row_without_a_tick_is_blank(sheet: Sheet) -> None:
    assert row(sheet).verdict is Verdict.BLANK


def test_two_ticks_are_multiple(sheet: Sheet) -> None:
    assert row(sheet.tick(ODD, 0).tick(ODD, 2)).verdict is Verdict.MULTIPLE


def test_tail_in_the_next_cell_is_one_tick(sheet: Sheet) -> None:
    long_tail = (TICK[0], TICK[1], (5.5, -3.0))
    found = row(sheet.draw(ODD, 0, long_tail))
    assert (found.verdict, found.choice) == (Verdict.VALID, "满意")


def test_tail_through_the_row_above_leaves_that_row_alone(sheet: Sheet) -> None:
    sheet.draw(ODD, 1, (TICK[0], TICK[1], (4.5, -7.0)))
    assert row(sheet, "26").choice == "满意"


def test_a_vertex_touching_the_next_rows_tick_makes_two_ticks(sheet: Sheet) -> None:
    low = tuple((x, y + 2.6) for x, y in TICK)
    sheet.draw(ODD, 0, low)
    assert row(sheet).verdict in (Verdict.VALID, Verdict.DOUBTFUL)
    assert row(sheet, "28").verdict in (Verdict.VALID, Verdict.DOUBTFUL)


@pytest.mark.parametrize(
    ("name", "strokes"),
    [
        ("cross", [((-2, -2), (2, 2)), ((2, -2), (-2, 2))]),
        ("upright cross", [((-2.2, 0), (2.2, 0)), ((0, -2.2), (0, 2.2))]),
        ("circle", [tuple((2.4 * np.cos(a), 2.4 * np.sin(a)) for a in np.linspace(0, 6.3, 40))]),
        ("struck out", [TICK, ((-4, 1.2), (4, -1.5)), ((-4, -0.5), (4, 0.5))]),
        ("scribble", [tuple((x, 2.2 * (-1) ** k) for k, x in enumerate(np.linspace(-3, 3, 14)))]),
        ("speck", [((0, 0), (0.4, 0.2))]),
        ("dash", [((-3.5, 0), (3.5, 0.2))]),
        ("on the border", [tuple((x + 4.8, y) for x, y in TICK)]),
    ],
)
def test_what_no_machine_should_decide_goes_to_a_person(
    sheet: Sheet, name: str, strokes: list[tuple[tuple[float, float], ...]]
) -> None:
    found = row(sheet.draw(ODD, 0, *strokes))
    assert found.verdict is Verdict.DOUBTFUL, (name, found)
    assert found.reasons


def test_a_tick_and_a_struck_out_tick_go_to_a_person(sheet: Sheet) -> None:
    strike = tuple((x, 2.0 * (-1) ** k) for k, x in enumerate(np.linspace(-3, 3, 12)))
    assert row(sheet.tick(ODD, 1).draw(ODD, 0, TICK, strike)).verdict is Verdict.DOUBTFUL


def test_pencil_on_a_whole_sheet_is_ink(printed: Printed) -> None:
    sheet = Sheet(printed)
    for item in sheet.rows:
        sheet.draw(item, 1, TICK, dark=175)
    assert {row.choice for row in read(sheet).rows} == {"基本满意"}


def test_narrow_ticks_of_a_broad_pale_pen_are_ticks(printed: Printed) -> None:
    sheet = Sheet(printed)
    for item in sheet.rows:
        sheet.draw(item, 1, ((-0.5, -0.6), (-0.1, 1.4), (0.45, -2.6)), dark=160, pen_mm=0.6)
    found = read(sheet).rows
    assert {row.choice for row in found if row.verdict is not Verdict.DOUBTFUL} == {"基本满意"}
    assert sum(row.verdict is Verdict.DOUBTFUL for row in found) <= len(found) / 10


def test_a_doubtful_row_comes_with_its_picture(sheet: Sheet) -> None:
    reading = read(sheet.draw(ODD, 0, ((-2, -2), (2, 2)), ((2, -2), (-2, 2))))
    assert reading.crops[ODD].startswith(b"\x89PNG")
    assert set(reading.crops) == {row.item for row in reading.rows if row.verdict is Verdict.DOUBTFUL}


def test_an_opinion_is_seen_and_cut_out(sheet: Sheet) -> None:
    opinion = sheet.printed.form.opinion
    assert opinion is not None
    sheet.rows["opinion"] = type(sheet.rows[ODD])(item="opinion", name="", cells=(opinion,))
    for k in range(12):
        sheet.draw("opinion", 0, ((4 * k - 30, -2), (4 * k - 28, 2)), ((4 * k - 30, 1), (4 * k - 27, 0)))
    reading = read(sheet)
    assert reading.has_opinion
    assert "opinion" in reading.crops


def test_every_doubt_names_its_reason(sheet: Sheet) -> None:
    found = row(sheet.draw(ODD, 0, ((-2, -2), (2, 2)), ((2, -2), (-2, 2))))
    assert Doubt.CROSS in found.reasons


@pytest.mark.parametrize("seed", range(4))
def test_the_end_of_a_bar_is_no_tick(printed: Printed, seed: int) -> None:
    blank = Blank(form=printed.form, page=printed.page(), layout=printed.layout)
    beside = with_bars(blank, np.random.default_rng(seed), ticked=True)
    assert {(row.verdict, row.choice) for row in beside.rows} <= {(Verdict.DOUBTFUL, ""), (Verdict.VALID, "满意")}
    alone = with_bars(blank, np.random.default_rng(seed), ticked=False)
    assert {row.verdict for row in alone.rows} == {Verdict.DOUBTFUL}


@pytest.mark.parametrize("seed", range(6))
def test_bars_and_straight_lines_down_through_rows_are_no_votes(printed: Printed, seed: int) -> None:
    blank = Blank(form=printed.form, page=printed.page(), layout=printed.layout)
    misread, crossed = with_lines_down(blank, np.random.default_rng(seed))
    assert not misread
    assert crossed > 30
