"""Parts of a page that lie elsewhere than on the paper, or stand on it twice: a feed that slips, a tear taped askew."""

from dataclasses import dataclass

import cv2
import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pen import TICK, Sheet
from printed_ballot import Grey, Printed

from benchmarks.votes.made_forms import MadeForm, MadeTable, Tick, printed_form
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.located import Located
from pingyi.scanner.reader import read_picture
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office

FEW = settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WAYS = st.sampled_from([-1, 1])
DPI = 200
CHOICES = ("满意", "基本满意", "不满意")
NAMES = ("区民政局", "区司法局", "区审计局", "区统计局", "区信访局", "区商务局", "区林业局", "区水利局", "区医保局")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticked:
    """A page with every row ticked, and where its rulings lie."""

    page: Grey
    forms: tuple[BallotForm, ...]
    meant: dict[str, str]
    levels: list[int]
    uprights: list[int]

    def wrong(self, page: Grey) -> list[str]:
        """Items decided otherwise than they were ticked; a page refused decides none."""
        found = read_picture(np.ascontiguousarray(page), Source(file="t.pdf", page=1), self.forms)
        rows = found.rows if isinstance(found, SheetReading) else ()
        return [row.item for row in rows if row.verdict is not Verdict.DOUBTFUL and row.choice != self.meant[row.item]]


def ticked(page: Grey, forms: tuple[BallotForm, ...]) -> Ticked:
    """A page whose rows are ticked in turn."""
    found = locate(page, forms)
    assert isinstance(found, Located)
    return Ticked(
        page=page,
        forms=forms,
        meant={row.item: CHOICES[int(row.item) % 3] for row in found.form.rows},
        levels=[round(float(y)) for y in found.crossings[..., 1].mean(axis=1)],
        uprights=[round(float(x)) for x in found.crossings[..., 0].mean(axis=0)],
    )


@pytest.fixture(scope="module")
def ballot(filled: Sheet, printed: Printed) -> Ticked:
    """Three blocks beside each other."""
    return ticked(filled.page, (printed.form,))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Ticked:
    """One block of columns that are alike."""
    folder = tmp_path_factory.mktemp("一栏")
    rows = ((str(k), name, *(Tick(question=name, choice=one) for one in CHOICES)) for k, name in enumerate(NAMES, 1))
    table = MadeTable(lines=(("序号", "单位名称", *CHOICES), *rows), widths_mm=(14.0, 70.0, 26.0, 26.0, 26.0))
    docx, asked = printed_form(MadeForm(title="测评表", tables=(table,)), folder, "一栏")
    (pdf,) = to_pdf([docx], folder)
    page = np.array(render(pdf, 0, DPI))
    for item, one in enumerate(asked, 1):
        points = np.rint((np.array(TICK) + one.boxes[item % 3].centre) * DPI / 25.4 * 16).astype(np.int32)
        cv2.polylines(page, [points], isClosed=False, color=25, thickness=4, lineType=16, shift=4)
    return ticked(page, asked_tables(docx, (), ()))


def columns_off(sheet: Ticked, first: int, last: int, way: int) -> Grey:
    """Columns moved up or down by a row."""
    part = slice(sheet.uprights[first], sheet.uprights[last] + 1)
    page = sheet.page.copy()
    page[:, part] = np.roll(page[:, part], way * (sheet.levels[6] - sheet.levels[5]), axis=0)
    return page


def rows_off(sheet: Ticked, row: int, share: float, way: int) -> Grey:
    """All from within a row on moved aside by a tick's column."""
    at = round(sheet.levels[row] + share * (sheet.levels[row + 1] - sheet.levels[row]))
    page = sheet.page.copy()
    page[at:] = np.roll(page[at:], way * (sheet.uprights[4] - sheet.uprights[3]), axis=1)
    return page


def twice(sheet: Ticked, first: int, last: int, axis: int) -> Grey:
    """What stands between two places stands there again."""
    whole = sheet.page if axis == 0 else sheet.page.T
    page = np.concatenate([whole[:last], whole[first:]])
    return page if axis == 0 else page.T


def within(places: list[int], cell: int, start: float, share: float) -> tuple[int, int]:
    """A piece of a row or column."""
    size = places[cell + 1] - places[cell]
    first = round(places[cell] + start * size)
    return first, first + round(share * size)


@FEW
@example(part=(2, 3, -1))
@example(part=(0, 2, 1))
@given(part=st.tuples(st.integers(0, 3), st.integers(1, 3), WAYS))
def test_columns_that_lie_a_row_off_move_no_vote(plain: Ticked, part: tuple[int, int, int]) -> None:
    first, wide, way = part
    assert plain.wrong(columns_off(plain, first, min(first + wide, 5), way)) == []


@FEW
@example(part=(2, 3, 1))
@given(part=st.tuples(st.integers(0, 12), st.integers(1, 6), WAYS))
def test_nor_on_a_ballot_of_several_blocks(ballot: Ticked, part: tuple[int, int, int]) -> None:
    first, wide, way = part
    assert ballot.wrong(columns_off(ballot, first, min(first + wide, 15), way)) == []


@FEW
@example(slip=(16, 0.4, 1))
@given(slip=st.tuples(st.integers(3, 19), st.floats(0, 1), WAYS))
def test_rows_that_lie_a_column_off_move_no_vote(ballot: Ticked, slip: tuple[int, float, int]) -> None:
    assert ballot.wrong(rows_off(ballot, *slip)) == []


@FEW
@example(band=(2, 0.1, 0.7))
@given(band=st.tuples(st.integers(2, 8), st.floats(0, 0.5), st.floats(0.2, 0.95)))
def test_a_row_that_was_scanned_twice_in_part_voids_no_vote(plain: Ticked, band: tuple[int, float, float]) -> None:
    assert plain.wrong(twice(plain, *within(plain.levels, *band), 0)) == []


@FEW
@example(band=(3, 0.1, 0.7))
@given(band=st.tuples(st.integers(2, 4), st.floats(0, 0.5), st.floats(0.2, 0.95)))
def test_nor_does_a_column(plain: Ticked, band: tuple[int, float, float]) -> None:
    assert plain.wrong(twice(plain, *within(plain.uprights, *band), 1)) == []


@pytest.mark.parametrize("share", [0.3, 0.6])
@pytest.mark.parametrize("column", [2, 3])
def test_one_column_more_than_the_form_has_moves_no_vote(plain: Ticked, column: int, share: float) -> None:
    assert plain.wrong(twice(plain, *within(plain.uprights, column, share, 1.0), 1)) == []


@pytest.mark.parametrize("share", [0.93, 1.0])
def test_nor_one_more_in_the_last_of_several_blocks(ballot: Ticked, share: float) -> None:
    assert ballot.wrong(twice(ballot, *within(ballot.uprights, 13, 0.4, share), 1)) == []
