"""Odd marks are counted by what people may say of their rows."""

import numpy as np
import pytest

from benchmarks.answers import Answer, Refused
from benchmarks.damage.foreign_ink import FORM, Blank
from benchmarks.damage.odd_ink import KINDS, Filled, counted, filled
from pingyi.samples.filler.layout import find_layout, render
from pingyi.workflow.scans.forms_read import load_forms

GOOD, POOR = frozenset({"好"}), frozenset({"差"})
PAGE = Filled(
    picture=np.zeros((1, 1), np.uint8),
    says={"1": GOOD, "2": frozenset({"blank"}), "3": GOOD | {"blank"}, "4": POOR},
    special=frozenset({"2", "3"}),
)


@pytest.fixture(scope="module")
def blank() -> Blank:
    form, pdf = load_forms([FORM], ())[0], FORM.with_suffix(".pdf")
    return Blank(form=form, page=np.array(render(pdf, 0, 200)), layout=find_layout(pdf, form))


def test_asking_is_never_wrong_and_a_decision_must_be_one_of_those_allowed() -> None:
    valid = Answer(state="valid", choice="好")
    read = {"1": valid, "2": valid, "3": Answer(state="blank"), "4": Answer(state="asked")}
    found = counted("page 1", PAGE, read)
    assert (found.decided, found.special, found.special_asked, found.special_wrong) == (3, 2, 0, 1)
    assert (found.ordinary_asked, found.ordinary_wrong) == (1, 0)
    assert found.lines == ["page 1, special row 2: read 好, may be blank"]


def test_a_void_is_one_only_where_it_may_be() -> None:
    assert counted("page 1", PAGE, {"1": Answer(state="multiple")}).ordinary_wrong == 1


def test_a_refused_page_decides_nothing() -> None:
    found = counted("page 1", PAGE, Refused(reason="cropped", words="切边"))
    assert (found.pages, found.refused, found.decided, found.special) == (1, 1, 0, 0)


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_drawn_and_says_something_of_every_row(kind: str, blank: Blank) -> None:
    twice = [filled(kind, blank, np.random.default_rng(3)) for _ in range(2)]
    assert (twice[0].picture == twice[1].picture).all()
    assert set(twice[0].says) == {row.item for row in blank.form.rows}
    assert twice[0].special
    assert all(said <= {*blank.form.choices, "blank", "multiple"} for said in twice[0].says.values())
