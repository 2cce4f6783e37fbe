"""A table much shorter than its page: what runs along the whole page is longer than any of its rulings."""

from dataclasses import dataclass
from itertools import product

import numpy as np
import pytest

from benchmarks.votes.made_forms import MadeForm, MadeTable, Tick, printed_form
from pingyi.domain.form import BallotForm
from pingyi.domain.reading import SheetReading, Source
from pingyi.generator.word.pdf import to_pdf
from pingyi.samples.filler.layout import render
from pingyi.scanner.reader import read_picture
from pingyi.workflow.votes.vote_desk import asked_tables

pytestmark = pytest.mark.office

DPI, MM = 150, 150 / 25.4
CHOICES = ("满意", "基本满意", "不满意")
ASKED = ("窗口态度", "办事流程", "政策解释", "收费公开", "垃圾清运", "停车秩序", "供应时间", "餐具卫生", "电梯维护")


@dataclass(frozen=True, slots=True, kw_only=True)
class Blank:
    """A form of few rows, and a perfect scan of it."""

    forms: tuple[BallotForm, ...]
    page: np.ndarray


@pytest.fixture(scope="module", params=[9, 4], ids=["nine rows", "four rows"])
def blank(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Blank:
    folder = tmp_path_factory.mktemp("短表")
    names = ASKED[: request.param]
    rows = ((str(k), name, *(Tick(question=name, choice=one) for one in CHOICES)) for k, name in enumerate(names, 1))
    lines = (("序号", "题目", *CHOICES), *rows)
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
