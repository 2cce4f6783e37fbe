"""A table much shorter than its page: what runs along the whole page is longer than any of its rulings."""

from dataclasses import dataclass
from itertools import pairwise, product
from pathlib import Path

import cv2
import numpy as np
import pytest
from handwriting import write
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.votes.made_forms import MadeForm, MadeTable, Tick, printed_form
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Doubt, SheetReading, Source, Verdict
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.reader import read_picture
from pingyi.scanner.sheet import read_tables
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office

DPI, MM = 150, 150 / 25.4
CHOICES = ("满意", "基本满意", "不满意")
ASKED = ("窗口态度", "办事流程", "政策解释", "收费公开", "垃圾清运", "停车秩序", "供应时间", "餐具卫生", "电梯维护")


def lines_of(names: tuple[str, ...], choices: tuple[str, ...]) -> tuple[tuple[str | Tick, ...], ...]:
    """A heading, and a row for each name."""
    rows = ((str(k), name, *(Tick(question=name, choice=one) for one in choices)) for k, name in enumerate(names, 1))
    return (("序号", "题目", *choices), *rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form of few rows, and a perfect scan of it."""

    forms: tuple[BallotForm, ...]
    page: np.ndarray


@pytest.fixture(scope="module", params=[9, 4], ids=["nine rows", "four rows"])
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    folder = tmp_path_factory.mktemp("短表")
    names = ASKED[: request.param]
    lines = lines_of(names, CHOICES)
    made = MadeForm(title="测评表", tables=(MadeTable(lines=lines, widths_mm=(14.0, 70.0, 30.0, 30.0, 30.0)),))
    docx, _ = printed_form(made, folder, "短表")
    (pdf,) = to_pdf([docx], folder)
    return Blank(forms=asked_tables(docx, (), ()), page=np.array(render(pdf, 0, DPI)))


def striped(page: np.ndarray, down_mm: tuple[float, ...], *, lid: bool) -> np.ndarray:
    """Streaks along the feed at these places, and with `lid` the sheet's own edges against a dark lid."""
    found = page.copy()
    for x in down_mm:
        found[:, int(x * MM) : int(x * MM) + 2] //= 2
    if lid:
        edge = int(4 * MM)
        found[:edge], found[-edge:], found[:, :edge], found[:, -edge:] = 40, 40, 40, 40
    return found


PLACES = ((), (30.0,), (103.0,), (8.0, 150.0))


@pytest.mark.parametrize(("down_mm", "lid"), [case for case in product(PLACES, (False, True)) if any(case)])
def test_a_short_table_is_found_beside_streaks_and_the_sheet_s_edges(
    blank: Blank, down_mm: tuple[float, ...], *, lid: bool
) -> None:
    found = read_picture(striped(blank.page, down_mm, lid=lid), Source(file="t.png", page=1), blank.forms)
    assert isinstance(found, SheetReading), found
    assert [row.name for row in found.rows] == [row.name for row in blank.forms[0].rows]


@pytest.mark.parametrize("down_mm", [(30.0, 44.0), (22.0, 60.0, 150.0)])
@pytest.mark.parametrize("slope", [-0.035, 0.03])
def test_streaks_down_the_feed_do_not_hide_that_the_sheet_lies_askew(
    blank: Blank, down_mm: tuple[float, ...], slope: float
) -> None:
    height, width = blank.page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), np.degrees(slope), 1.0)
    askew = cv2.warpAffine(blank.page, turn, (width, height), borderValue=255)
    found = read_picture(striped(askew, down_mm, lid=False), Source(file="t.png", page=1), blank.forms)
    assert isinstance(found, SheetReading), found
    assert {row.verdict for row in found.rows} <= {Verdict.BLANK, Verdict.DOUBTFUL}


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    column=st.integers(2, 5),
    off_mm=st.tuples(st.floats(3.0, 9.0), st.floats(3.0, 9.0)),
    slope=st.sampled_from((0.0, 0.01, -0.01)),
)
def test_streaks_beside_rulings_are_not_taken_for_them(
    blank: Blank, column: int, off_mm: tuple[float, float], slope: float
) -> None:
    rulings = blank.forms[0].table.printed.xs_mm
    height, width = blank.page.shape
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), np.degrees(slope), 1.0)
    askew = cv2.warpAffine(blank.page, turn, (width, height), borderValue=255)
    beside = tuple(rulings[k] - off for k, off in zip((column - 1, column), off_mm, strict=True))
    found = read_picture(striped(askew, beside, lid=True), Source(file="t.png", page=1), blank.forms)
    assert isinstance(found, SheetReading), found
    asked = {reason for row in found.rows for reason in row.reasons}
    assert not asked & {Doubt.DAMAGED_CELL, Doubt.ROW_UNPROVEN}


@pytest.mark.parametrize("down_mm", [(26.0, 187.0), (20.0, 180.0), (24.0, 103.0, 186.0), (118.0, 150.0)])
def test_each_of_two_tables_is_found_between_streaks_that_might_bound_it(
    tmp_path: Path, down_mm: tuple[float, ...]
) -> None:
    two = (("一、领导班子", ASKED[:4], CHOICES), ("二、领导干部", ASKED[4:], ("同意", "不同意")))
    tables = tuple(
        MadeTable(over=over, lines=lines_of(names, of), widths_mm=(14.0, 70.0, *[90.0 / len(of)] * len(of)))
        for over, names, of in two
    )
    docx, asked = printed_form(MadeForm(title="测评表", tables=tables), tmp_path, "两表")
    (pdf,) = to_pdf([docx], tmp_path)
    page = striped(np.array(render(pdf, 0, DPI)), down_mm, lid=False)
    found = read_tables(page, Source(file="t.png", page=1), asked_tables(docx, (), ()))
    assert isinstance(found, SheetReading), found
    assert len(found.rows) == len(asked)
    assert {row.verdict for row in found.rows} == {Verdict.BLANK}


@pytest.mark.parametrize("filled", [False, True], ids=["streak", "handwriting"])
def test_remarks_beside_the_choices_are_no_words_the_form_lacks(tmp_path: Path, *, filled: bool) -> None:
    lines = tuple((*line, "备注" if not k else "") for k, line in enumerate(lines_of(ASKED, CHOICES)))
    made = MadeForm(title="测评表", tables=(MadeTable(lines=lines, widths_mm=(14.0, 56.0, 24.0, 24.0, 24.0, 32.0)),))
    docx, _ = printed_form(made, tmp_path, "备注")
    (pdf,) = to_pdf([docx], tmp_path)
    page = np.array(render(pdf, 0, DPI))
    forms = asked_tables(docx, (), ())
    if filled:
        printed = forms[0].table.printed
        for top, bottom in pairwise(printed.ys_mm[1:]):
            write(page, (printed.xs_mm[-2] * MM + 12, (top + bottom) / 2 * MM - 14), signs=3)
    else:
        page = striped(page, (forms[0].table.printed.xs_mm[-1] - 14,), lid=False)
    found = read_picture(page, Source(file="t.png", page=1), forms)
    assert isinstance(found, SheetReading), found
    assert {row.verdict for row in found.rows} == {Verdict.BLANK}
