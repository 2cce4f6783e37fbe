"""The next step: one rule, the same in the terminal and on the page."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pingyi.commands.show.tables import HOW, status_tables
from pingyi.store.base.records import BatchProgress
from pingyi.web.server.office import Office
from pingyi.web.server.overview import PAGES, make_overview
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.init import start_workspace
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.status import make_status
from pingyi.workflow.steps import Facts, StepKind, next_step, steps

FEW = st.integers(0, 3)
FACTS = st.builds(
    Facts,
    units_fit=st.booleans(),
    printed=st.booleans(),
    paper=st.builds(BatchProgress, sheets=FEW, rows=FEW, doubtful=FEW, open=FEW, unread=FEW),
    unscanned=st.lists(st.sampled_from(["A01", "B02"]), unique=True).map(tuple),
    opinions=st.tuples(FEW, FEW),
    scores=st.tuples(FEW, FEW),
    brought=st.fixed_dictionaries({"领导评分": FEW, "12345热线": FEW, "电话访谈": FEW}),
    unbalanced=st.lists(st.just("A01 批少 1 份"), max_size=2).map(tuple),
    returns=st.booleans(),
    open_policies=FEW,
    issued=st.booleans(),
)


@given(FACTS)
def test_there_is_a_next_step_until_every_step_is_done(facts: Facts) -> None:
    listed, following = steps(facts), next_step(facts)
    assert [step.kind for step in listed] == [kind for kind in StepKind if kind in {step.kind for step in listed}]
    assert (following is None) == all(step.done for step in listed)
    assert following is None or (following in listed and not following.done)


@given(FACTS)
def test_nothing_is_done_of_nothing(facts: Facts) -> None:
    """A tick says that something was done: a step of which there is nothing yet has none, and counts no nothing."""
    for step in steps(facts):
        assert not (step.done and re.search(r"(?<!\d)0 ", step.words)), step
    if not facts.paper.sheets:
        assert not [step for step in steps(facts) if step.done and step.kind in (StepKind.REVIEW, StepKind.OPINIONS)]


@given(FACTS)
def test_what_people_must_decide_comes_before_reading_more(facts: Facts) -> None:
    following = next_step(facts)
    if following and following.kind is StepKind.SCAN and facts.paper.sheets:
        assert not facts.paper.open
        assert not facts.paper.unread


def test_both_faces_know_every_step() -> None:
    assert set(HOW) == set(PAGES) == set(StepKind)


def test_both_faces_name_the_same_next_step(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "campaign")
    with watching(workspace) as store:
        here = confirmed(workspace, store)
        told = list(status_tables(make_status(here.campaign, here.batches(), store)))
    office = Office(workspace.root)
    with office.store() as store:
        shown = make_overview(office, store).next
    office.close()
    assert shown is not None
    assert f"下一步：{shown.kind.value}（{shown.words}）：{HOW[shown.kind]}" in told
