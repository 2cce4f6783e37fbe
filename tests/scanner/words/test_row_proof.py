"""A row is the one whose own print says so: wiped rulings, folds, strips and foreign names move no vote."""

import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from office_text import with_units
from pen import Sheet
from PIL import Image
from printed_ballot import Grey, Printed
from word_tables import borderless, written

from benchmarks.one_table import ballot_form, read_table_form
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import FormError
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.generator.forms.ballot import write_ballot
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.located import Located
from pingyi.scanner.reader import read_picture
from pingyi.scanner.shown.blank_proof import blank_fault

PAPER = 244
WIPED_PX = 4  # of a ruling at 200 dpi, each side


@pytest.fixture(scope="module")
def laid(filled: Sheet, printed: Printed) -> Located:
    found = locate(filled.page, (printed.form,))
    assert isinstance(found, Located)
    return found


def outcome(page: Grey, printed: Printed) -> PageOutcome:
    return read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), (printed.form,))


def wrong(found: PageOutcome, printed: Printed) -> list[str]:
    """Items decided otherwise than they were ticked; a page refused decides none."""
    if isinstance(found, UnreadPage):
        return []
    meant = {item: printed.form.choices[int(item) % 3] for item in (row.item for row in printed.form.rows)}
    return [row.item for row in found.rows if row.verdict is not Verdict.DOUBTFUL and row.choice != meant[row.item]]


def decided(found: PageOutcome) -> int:
    rows = found.rows if isinstance(found, SheetReading) else ()
    return sum(row.verdict is not Verdict.DOUBTFUL for row in rows)


def level(laid: Located, line: int) -> int:
    """Where a ruling lies on the page."""
    return round(float(laid.crossings[line, :, 1].mean()))


def upright(laid: Located, line: int) -> int:
    return round(float(laid.crossings[:, line, 0].mean()))


@pytest.mark.parametrize("line", [0, 1, 2, 12, 22, -2, -1])
def test_a_wiped_level_ruling_moves_no_vote(filled: Sheet, laid: Located, printed: Printed, line: int) -> None:
    page = filled.page.copy()
    y = level(laid, line)
    page[y - WIPED_PX : y + WIPED_PX + 1] = PAPER
    found = outcome(page, printed)
    assert wrong(found, printed) == []
    assert decided(found) >= 50


@pytest.mark.parametrize("line", [0, 1, 3, 5, 8, -2, -1])
def test_a_wiped_upright_ruling_moves_no_vote(filled: Sheet, laid: Located, printed: Printed, line: int) -> None:
    page = filled.page.copy()
    x = upright(laid, line)
    page[:, x - WIPED_PX : x + WIPED_PX + 1] = PAPER
    assert wrong(outcome(page, printed), printed) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(band=(12, 6, 4.5, 1))
@given(band=st.tuples(st.integers(2, 16), st.integers(1, 8), st.floats(2.0, 9.0), st.integers(1, 3)))
def test_ticks_gone_under_bands_that_begin_inside_a_row_are_asked_about(
    filled: Sheet, laid: Located, printed: Printed, band: tuple[int, int, float, int]
) -> None:
    row, rows, width_mm, bands = band
    page = filled.page.copy()
    half = round(width_mm * 200 / 25.4 / 2)
    last = min(row + rows, len(laid.crossings) - 3)
    for column in range(2, 2 + bands):
        middle = (upright(laid, column) + upright(laid, column + 1)) // 2
        page[level(laid, row) + 3 : level(laid, last) + 8, middle - half : middle + half] = PAPER
    found = outcome(page, printed)
    assert wrong(found, printed) == []
    hidden = {one.item for one in printed.form.rows if one.cells[0].col == 2 and row <= one.cells[0].row < last}
    read = found.rows if isinstance(found, SheetReading) else ()
    assert [one.item for one in read if one.item in hidden and one.verdict is not Verdict.DOUBTFUL] == []


def test_other_names_on_the_same_grid_are_another_form(filled: Sheet, campaign: Campaign, tmp_path: Path) -> None:
    """The sheet of another office: not one name of this form is printed on it, its numbers and rulings are."""
    serial = iter(range(1, len(campaign.units) + 1))
    names = [
        [f"{'甲乙丙丁戊己庚辛'[next(serial) % 8]}州{unit[1:]}" for unit in series.units] for series in campaign.series
    ]
    docx = write_ballot(with_units(campaign, names), tmp_path / "f.docx")
    form = ballot_form(read_table_form(docx), campaign.ballot.choices)
    found = read_picture(filled.page, Source(file="t.pdf", page=1), (form,))
    assert isinstance(found, UnreadPage)
    assert found.reason in {Unread.ROWS_UNPROVEN, Unread.WRONG_FORM}


def test_a_form_proves_itself_on_its_own_blank(printed: Printed) -> None:
    assert blank_fault(printed.form) is None


def test_a_form_whose_print_shows_ink_in_tick_cells_does_not(filled: Sheet, printed: Printed) -> None:
    ticked = io.BytesIO()
    Image.fromarray(filled.page).save(ticked, "PDF", resolution=filled.dpi)
    table = printed.form.table
    soiled = replace(table, printed=replace(table.printed, pdf=ticked.getvalue(), page=1))
    fault = blank_fault(replace(printed.form, table=soiled))
    assert fault is not None
    assert "59 行" in fault.said
    assert fault.picture.startswith(b"\x89PNG")


@pytest.mark.office
def test_a_form_without_borders_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(FormError, match="框线"):
        read_table_form(written(tmp_path / "表.docx", borderless))


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(start=4.5, columns=0.5)
@example(start=7.4, columns=1.0)
@given(start=st.floats(1, 10), columns=st.floats(0.2, 2.5))
def test_columns_hidden_by_a_fold_move_no_vote(
    filled: Sheet, laid: Located, printed: Printed, start: float, columns: float
) -> None:
    width = upright(laid, 3) - upright(laid, 2)
    left = upright(laid, int(start)) + round((start % 1) * width)
    gone = round(columns * width)
    page = np.concatenate(
        [filled.page[:, :left], filled.page[:, left + gone :], np.full((len(filled.page), gone), PAPER, np.uint8)],
        axis=1,
    )
    page[:, left - 1 : left + 1] = 180  # the crease
    assert wrong(outcome(page, printed), printed) == []


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.tuples(st.integers(2, 4), st.floats(6, 20)), bar=st.tuples(st.integers(60, 190), st.floats(1.2, 4.0)))
def test_the_end_of_a_bar_is_no_second_mark(
    filled: Sheet, laid: Located, printed: Printed, place: tuple[int, float], bar: tuple[int, float]
) -> None:
    (column, end), (grey, width_mm) = place, bar
    x = (upright(laid, column) + upright(laid, column + 1)) // 2
    half = round(width_mm * 200 / 25.4 / 2)
    height = level(laid, 3) - level(laid, 2)
    page = filled.page.copy()
    part = page[level(laid, 2) + height // 3 : level(laid, 2) + round((end - 2) * height), x - half : x + half]
    np.minimum(part, grey, out=part)
    assert wrong(outcome(page, printed), printed) == []
