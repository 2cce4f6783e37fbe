"""Which ranks hang on open questions; and that order and names of groups never matter."""

import random
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_year import confirmed, default_campaign, invented_outside, invented_tally

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.policies import value_key
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.sensitivity import PolicyEffect, annex_lines
from pingyi.scoring.score import score
from pingyi.scoring.sensitivity import answered, other_answers, sensitivity

pytestmark = pytest.mark.slow

T = TypeVar("T")
CAMPAIGN = default_campaign()
TALLY = invented_tally(CAMPAIGN)
OUTSIDE = invented_outside(CAMPAIGN)
Effects = dict[str, PolicyEffect]


@pytest.fixture(scope="module")
def found() -> Effects:
    """What each open question would change, looked at once."""
    return {effect.name: effect for effect in sensitivity(CAMPAIGN, TALLY, OUTSIDE)}


def test_every_other_word_and_every_listed_alternative_is_tried(found: Effects) -> None:
    policies = dict(CAMPAIGN.policies.items())
    assert other_answers("no_hotline", policies["no_hotline"]) == ("full", "proportional")
    assert other_answers("vote_weights", policies["vote_weights"]) == policies["vote_weights"].alternatives
    bare = policies["department_shared"].model_copy(update={"alternatives": ()})
    assert other_answers("department_shared", bare) == ("pro_rata", "hotline_outside")
    away = policies["phone"].model_copy(update={"value": Decimal("0.4")})
    assert other_answers("phone", away) == ("as_group",)
    assert set(found) == {name for name, _ in questions(CAMPAIGN)}


def test_changes_are_those_of_scoring_anew(found: Effects) -> None:
    now = {unit.unit: unit for unit in score(CAMPAIGN, TALLY, OUTSIDE).units}
    for other, answer in zip(
        found["vote_weights"].alternatives, CAMPAIGN.policies.vote_weights.alternatives, strict=True
    ):
        then = score(answered(CAMPAIGN, "vote_weights", answer), TALLY, OUTSIDE)
        moved = {unit.unit: (now[unit.unit].rank, unit.rank) for unit in then.units if now[unit.unit].rank != unit.rank}
        assert moved
        assert {change.unit: change.rank for change in other.changes} == moved


def test_what_cannot_be_tried_says_why(found: Effects) -> None:
    (votes,) = found["leader_form"].alternatives
    assert "没有四家班子评价的票" in votes.obstacle
    (latest,) = found["both_answers"].alternatives
    assert "工单明细" in latest.summary()


def test_orders_are_added_up_anew_where_there_are_single_ones() -> None:
    first, *others = OUTSIDE.hotline
    worse = replace(first, satisfied=0, basically_satisfied=0, dissatisfied=first.satisfied + first.dissatisfied + 1)
    resummed = {"both": OUTSIDE, "latest": replace(OUTSIDE, hotline=(worse, *others))}
    effects = {effect.name: effect for effect in sensitivity(CAMPAIGN, TALLY, OUTSIDE, resummed=resummed)}
    (latest,) = effects["both_answers"].alternatives
    assert latest.totals_changed == 1
    assert not latest.obstacle


def test_an_answer_nothing_hangs_on_is_said_to_change_nothing(found: Effects) -> None:
    assert {other.summary() for other in found["no_hotline"].alternatives} == {"得分、名次都不变"}


def test_ranking_in_other_classes_moves_no_points(found: Effects) -> None:
    (other,) = found["ranking"].alternatives
    assert other.regrouped
    assert other.totals_changed == 0
    assert {change.ranked_in for change in other.changes} == {"镇、街道", "机关部门"}


def test_confirmed_questions_are_looked_at_only_on_demand(found: Effects) -> None:
    settled = confirmed(CAMPAIGN)
    assert sensitivity(settled, TALLY, OUTSIDE) == ()
    assert len(sensitivity(settled, TALLY, OUTSIDE, confirmed_too=True)) == len(found)


def test_lines_for_the_annex_name_the_units_that_move(found: Effects) -> None:
    lines = list(annex_lines(found.values()))
    assert lines[0].startswith("满意、基本满意、不满意每票折算分，现按“100/70/30”。改为“")
    assert len(lines) == len(found)
    assert found["vote_weights"].alternatives[0].moves()[0] in lines[0]


@pytest.mark.parametrize(("value", "same"), [(Decimal("0.40"), Decimal("0.4")), (Decimal(1), Decimal("1.0"))])
def test_a_value_written_otherwise_is_the_same_value(value: Decimal, same: Decimal) -> None:
    assert value_key(value) == value_key(same)
    assert value_key({"B": value, "A": same}) == value_key({"A": same, "B": value})


def points(sheet: ScoreSheet) -> list[tuple[str, Decimal, int]]:
    return [(unit.unit, unit.total.value, unit.rank) for unit in sheet.units]


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_batches_rows_and_files_never_changes_a_score(seed: int) -> None:
    random_ = random.Random(seed)  # noqa: S311 - any order will do

    def shuffled(entries: tuple[T, ...]) -> tuple[T, ...]:
        return tuple(random_.sample(entries, len(entries)))

    tally = replace(TALLY, rows=shuffled(TALLY.rows), batches=shuffled(TALLY.batches))
    outside = replace(
        OUTSIDE,
        leaders=tuple(replace(entry, scores=shuffled(entry.scores)) for entry in shuffled(OUTSIDE.leaders)),
        hotline=shuffled(OUTSIDE.hotline),
        phone=shuffled(OUTSIDE.phone),
    )
    assert points(score(CAMPAIGN, tally, outside)) == points(score(CAMPAIGN, TALLY, OUTSIDE))


def relabelled(campaign: Campaign, change: dict[str, str]) -> Campaign:
    groups = tuple(group.model_copy(update={"key": change.get(group.key, group.key)}) for group in campaign.groups)
    return campaign.model_copy(update={"groups": groups})


@settings(max_examples=6, deadline=None)
@given(st.permutations("ABCDEF"))
def test_calling_groups_by_other_letters_changes_nothing(letters: list[str]) -> None:
    change = dict(zip("ABCDEF", letters, strict=True))
    campaign = default_campaign(
        group_weighting={**dict.fromkeys("ABCDE", Decimal("0.15")), "F": Decimal("0.05"), "电话访谈": Decimal("0.2")}
    )
    shares = campaign.policies.group_weighting.value
    assert isinstance(shares, dict)
    renamed = {change.get(key, key): share for key, share in shares.items()}
    other = relabelled(answered(campaign, "group_weighting", renamed), change)
    rows = tuple(replace(row, batch=change[row.batch[0]] + row.batch[1:]) for row in TALLY.rows)
    batches = tuple(replace(batch, batch=change[batch.batch[0]] + batch.batch[1:]) for batch in TALLY.batches)
    again = score(other, replace(TALLY, rows=rows, batches=batches), OUTSIDE)
    assert points(again) == points(score(campaign, TALLY, OUTSIDE))


@settings(max_examples=8, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    policies=st.fixed_dictionaries(
        {
            "department_shared": st.sampled_from(["hotline_inside", "pro_rata", "hotline_outside"]),
            "phone": st.sampled_from(["as_group", Decimal("0.4"), Decimal(1), Decimal(0)]),
            "trimming": st.integers(0, 3),
            "self_votes": st.sampled_from(["counted", "left_out"]),
            "hotline_satisfaction": st.sampled_from(["satisfied_and_basic", "satisfied_only"]),
        }
    ),
)
def test_points_never_leave_their_range(seed: int, policies: dict[str, object]) -> None:
    campaign = default_campaign(**policies)
    sheet = score(campaign, invented_tally(campaign, seed), invented_outside(campaign, seed))
    for unit, scored in zip(campaign.units, sheet.units, strict=True):
        table = campaign.points_of(unit.kind)
        assert 0 <= scored.total.value <= table.total
        for item in table.items:
            figure = scored.item(item.component)
            if figure is not None:
                assert 0 <= figure.value <= (item.points or 10)
        public = [scored.item(component) for component in (Component.VOTES, Component.HOTLINE)]
        full = 25 if unit.kind != "机关部门" else 15
        assert sum(figure.value for figure in public if figure) <= full
