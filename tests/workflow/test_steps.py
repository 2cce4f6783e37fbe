"""The next step: one rule, the same in the terminal and on the page."""

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pingyi.commands.show.tables import HOW, status_tables
from pingyi.domain.trust.chain import EventKind
from pingyi.domain.trust.people import Account, Right, Role
from pingyi.store.base.records import BatchProgress
from pingyi.store.evidence.log import append_event
from pingyi.web.server.office import Office
from pingyi.web.server.overview import PAGES, make_overview, newest_overview
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.init import start_workspace
from pingyi.workflow.own_step import NEEDS, Mine, own_step, waits_for
from pingyi.workflow.people.accounts import change_account
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.status import make_status
from pingyi.workflow.steps import Facts, NoticeStand, StepKind, next_step, steps

FEW = st.integers(0, 3)
FACTS = st.builds(
    Facts,
    units_fit=st.booleans(),
    people=FEW,
    samples=FEW,
    printed=st.booleans(),
    paper=st.builds(BatchProgress, sheets=FEW, rows=FEW, doubtful=FEW, open=FEW, unread=FEW),
    unscanned=st.lists(st.sampled_from(["A01", "B02"]), unique=True).map(tuple),
    opinions=st.tuples(FEW, FEW),
    scores=st.tuples(FEW, FEW),
    brought=st.fixed_dictionaries({"领导评分": FEW, "12345热线": FEW, "电话访谈": FEW}),
    unbalanced=st.lists(st.just("A01 批少 1 份"), max_size=2).map(tuple),
    returns=st.booleans(),
    open_policies=FEW,
    notice=st.sampled_from(NoticeStand),
)

CHIEF = Account(name="王五", role=Role.ADMIN)
MINE = st.builds(
    Mine,
    account=st.builds(Account, name=st.just("王五"), role=st.sampled_from(Role)),
    waiting=st.fixed_dictionaries(dict.fromkeys((StepKind.REVIEW, StepKind.OPINIONS, StepKind.SCORES), FEW)),
    split=FEW,
    people=st.integers(1, 3),
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


@given(FACTS, MINE)
def test_nobody_is_sent_where_only_others_can_do_something(facts: Facts, mine: Mine) -> None:
    found, open_steps = own_step(facts, mine), [step for step in steps(facts) if not step.done]
    if found.step is None:
        assert bool(found.others) == bool(open_steps)
        assert not [one for one in open_steps if mine.can(one) and one.kind is not StepKind.NOTICE]
        return
    assert mine.account.may(NEEDS.get(found.step.kind, Right.WORK))
    assert mine.waiting.get(found.step.kind, 1)
    if found.step.kind is StepKind.NOTICE:
        assert open_steps == [found.step]
    assert not [one for one in found.others if mine.can(one) and one.kind is not StepKind.NOTICE]


@given(FACTS)
def test_two_who_said_a_row_differently_are_told_that_a_third_is_wanted(facts: Facts) -> None:
    mine = Mine(account=CHIEF, waiting={StepKind.REVIEW: 0}, split=1, people=2)
    found = own_step(facts, mine).step
    assert found is not None
    assert found.kind is StepKind.ACCOUNTS
    assert "第三人" in found.words


def test_what_was_printed_and_who_came_is_known_at_once(office: Office) -> None:
    before = newest_overview(office).facts
    with office.store() as store:
        append_event(store, EventKind.PRINT_RUN, {"files": {}})
        change_account(store, Account(name="孙七", role=Role.ENTRY, active=False), "王五")
    office.workspace.ballot.parent.mkdir(parents=True, exist_ok=True)
    office.workspace.ballot.touch()
    after = newest_overview(office).facts
    assert (before.printed, after.printed) == (False, True)
    assert after.people == before.people - 1


def test_both_faces_know_every_step() -> None:
    assert set(HOW) == set(PAGES) == set(StepKind)


def test_both_faces_name_the_same_next_step(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "campaign")
    with watching(workspace) as store:
        here = confirmed(workspace, store)
        told = list(status_tables(make_status(here.campaign, here.batches(), store)))
    office = Office(workspace.root)
    with office.store() as store:
        overview = make_overview(office, store)
        mine = waits_for(office.campaign, store, CHIEF)
    office.close()
    shown = own_step(overview.facts, mine).step
    assert shown is not None
    assert f"下一步：{shown.kind.value}（{shown.words}）：{HOW[shown.kind]}" in told
