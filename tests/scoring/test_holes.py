"""A hole in the matrix of units and sources is no number: it stops the score, or is what two people confirmed."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally, no_orders

from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import HotlineSummary, LeaderVotes, Outside, PhoneSummary, ScoreSheet
from pingyi.ground.errors import NotReadyError
from pingyi.scoring.score import ranking, score

WEIGHTS = {key: Decimal(1) for key in "ABCDEF"} | {"电话访谈": Decimal(1)}
CAMPAIGN = default_campaign()
TALLY = invented_tally(CAMPAIGN)
OUTSIDE = replace(
    invented_outside(CAMPAIGN),
    phone=tuple(PhoneSummary(unit=unit.name, choices=(9, 2, 1), source="电话.xlsx") for unit in CAMPAIGN.units),
)
LEADER_GROUPS = [group for group in CAMPAIGN.groups if group.component is not Component.VOTES]
PAPER_GROUPS = sorted({row.group for row in TALLY.rows})
SOURCES = ["热线", "电话访谈", *(group.key for group in LEADER_GROUPS), *PAPER_GROUPS]
Matrix = tuple[Tally, Outside]


def without(unit: Unit, source: str) -> Matrix:
    """The whole matrix less one cell."""
    if source == "热线":
        return TALLY, replace(OUTSIDE, hotline=tuple(one for one in OUTSIDE.hotline if one.unit != unit.name))
    if source == "电话访谈":
        return TALLY, replace(OUTSIDE, phone=tuple(one for one in OUTSIDE.phone if one.unit != unit.name))
    if source in PAPER_GROUPS:
        rows = tuple(row for row in TALLY.rows if (row.item, row.group) != (str(unit.serial), source))
        return replace(TALLY, rows=rows), OUTSIDE
    leaders = tuple(one for one in OUTSIDE.leaders if (one.unit, one.group) != (unit.name, source))
    return TALLY, replace(OUTSIDE, leaders=leaders)


def named(source: str) -> str:
    group = CAMPAIGN.group(source)
    return group.name if group else source


def test_the_whole_matrix_is_scored() -> None:
    assert not score(CAMPAIGN, TALLY, OUTSIDE).draft


@pytest.mark.slow
@settings(max_examples=15, deadline=None)
@given(unit=st.sampled_from(CAMPAIGN.units), source=st.sampled_from(SOURCES))
def test_any_one_cell_removed_stops_the_score_and_names_unit_and_source(unit: Unit, source: str) -> None:
    tally, outside = without(unit, source)
    with pytest.raises(NotReadyError) as caught:
        ranking(CAMPAIGN, tally, outside)
    (line,) = str(caught.value).splitlines()[1:]
    assert named(source) in line
    assert f"1 个单位：{unit.name}" in line
    draft = ranking(CAMPAIGN, tally, outside, draft=True)
    assert draft.draft
    assert any(named(source) in remark and unit.name in remark for remark in draft.remarks)


def test_leaders_votes_have_no_holes_either() -> None:
    campaign = default_campaign(leader_form="votes")
    votes = tuple(
        LeaderVotes(unit=unit.name, group=group.key, choices=(9, 1, 0), source="票决.xlsx")
        for unit in campaign.units
        for group in LEADER_GROUPS
    )
    assert score(campaign, TALLY, replace(OUTSIDE, leader_votes=votes))
    nothing = replace(votes[0], choices=(0, 0, 0))
    with pytest.raises(NotReadyError, match=f"缺?.*1 个单位：{votes[0].unit}"):
        score(campaign, TALLY, replace(OUTSIDE, leader_votes=(nothing, *votes[1:])))


def test_a_group_whose_every_vote_is_void_gives_its_weight_to_nobody() -> None:
    campaign = default_campaign(group_weighting=WEIGHTS)
    assert score(campaign, TALLY, OUTSIDE)
    rows = tuple(
        replace(row, choices=(0, 0, 0), blank=sum(row.choices)) if (row.group, row.item) == ("B", "7") else row
        for row in TALLY.rows
    )
    with pytest.raises(NotReadyError, match=named("B")):
        score(campaign, replace(TALLY, rows=rows), OUTSIDE)
    assert score(CAMPAIGN, replace(TALLY, rows=rows), OUTSIDE)  # pooled, no vote weighs nothing


def test_a_group_whose_only_batch_a_unit_handed_out_itself_gives_its_weight_to_nobody() -> None:
    campaign = default_campaign(group_weighting=WEIGHTS, self_votes="left_out")
    batches = tuple(replace(one, distributor="区财政局") if one.batch == "B01" else one for one in TALLY.batches)
    tally = replace(TALLY, batches=batches)
    with pytest.raises(NotReadyError, match=rf"缺{named('B')}的评价.*1 个单位：区财政局"):
        score(campaign, tally, OUTSIDE)
    assert score(default_campaign(self_votes="left_out"), tally, OUTSIDE)  # pooled, no weight goes anywhere


@pytest.mark.parametrize(
    ("policies", "source"),
    [
        ({"group_weighting": WEIGHTS}, "B"),
        ({"group_weighting": WEIGHTS}, "电话访谈"),
        ({"phone": Decimal("0.4")}, "电话访谈"),
    ],
)
def test_a_weight_for_which_nothing_came_at_all_goes_to_nobody(policies: dict[str, object], source: str) -> None:
    campaign = default_campaign(**policies)
    assert score(campaign, TALLY, OUTSIDE)
    rows = tuple(row for row in TALLY.rows if row.group != source)
    outside = OUTSIDE if source in PAPER_GROUPS else replace(OUTSIDE, phone=())
    with pytest.raises(NotReadyError, match=rf"缺{named(source)}的评价.*{len(CAMPAIGN.units)} 个单位"):
        score(campaign, replace(TALLY, rows=rows), outside)
    assert score(CAMPAIGN, replace(TALLY, rows=rows), outside)  # pooled, no weight goes anywhere


def test_a_group_of_which_a_page_never_came_has_not_evaluated_the_units_on_it() -> None:
    """The tally has a row of noughts for them."""
    lost = {str(unit.serial) for unit in CAMPAIGN.units[30:]}
    rows = tuple(
        replace(row, choices=(0, 0, 0), blank=0, multiple=0) if row.group == "B" and row.item in lost else row
        for row in TALLY.rows
    )
    with pytest.raises(NotReadyError, match=rf"缺{named('B')}的评价.*{len(lost)} 个单位"):
        score(CAMPAIGN, replace(TALLY, rows=rows), OUTSIDE)


def test_what_two_people_confirmed_is_computed_and_stands_beside_the_number() -> None:
    unit = next(unit for unit in CAMPAIGN.units if unit.name == "区财政局")
    tally, outside = without(unit, "M")
    found = score(default_campaign(missing_source="others"), tally, outside)
    assert not found.draft
    figure = next(one for one in found.units if one.unit == unit.name).item(Component.TEAMS)
    assert figure is not None
    assert any("没有各镇、区直部门领导班子的评价，只按其余计" in part.formula for part in figure.parts)


def departments() -> Iterator[Unit]:
    return (unit for unit in CAMPAIGN.units if unit.kind == "机关部门")


def scored(campaign: Campaign, unit: Unit, line: HotlineSummary | None) -> ScoreSheet:
    others = tuple(one for one in OUTSIDE.hotline if one.unit != unit.name)
    return score(campaign, TALLY, replace(OUTSIDE, hotline=(*others, line) if line else others))


def points(sheet: ScoreSheet, unit: Unit, component: Component) -> Decimal | None:
    figure = next(one for one in sheet.units if one.unit == unit.name).item(component)
    return None if figure is None else figure.value


def test_a_unit_not_listed_and_one_with_a_line_of_zeros_are_two_things() -> None:
    unit = next(departments())
    zeros = scored(CAMPAIGN, unit, no_orders(unit.name))
    assert points(zeros, unit, Component.HOTLINE) is None
    unlisted = default_campaign(unlisted_hotline="no_orders")
    assert scored(unlisted, unit, None).units == zeros.units


def test_a_table_of_those_that_had_orders_leaves_the_others_without_any() -> None:
    """No line of zeros, and units by the dozen left out: what is not listed had none, and the draft says so."""
    some = replace(OUTSIDE, hotline=tuple(one for one in OUTSIDE.hotline if one.closed + one.returned))
    left_out = next(unit for unit in departments() if unit.name not in {one.unit for one in some.hotline})
    sheet = score(CAMPAIGN, TALLY, some)
    assert points(sheet, left_out, Component.HOTLINE) is None
    remarks = ranking(CAMPAIGN, TALLY, some, draft=True).remarks
    assert any("按没有热线工单计" in line and left_out.name in line for line in remarks)


def test_interviews_about_some_units_leave_the_others_to_the_questionnaires() -> None:
    some = replace(OUTSIDE, phone=OUTSIDE.phone[:20])
    remarks = ranking(CAMPAIGN, TALLY, some, draft=True).remarks
    assert any("电话访谈没有涉及的单位" in line and CAMPAIGN.units[-1].name in line for line in remarks)
    assert not score(CAMPAIGN, TALLY, some).draft


def test_single_orders_list_no_units_so_none_is_missing() -> None:
    own = tuple(replace(one, from_orders=True) for one in OUTSIDE.hotline[:-1])
    towns = {unit.name for unit in CAMPAIGN.units if unit.kind != "机关部门"}
    assert OUTSIDE.hotline[-1].unit not in towns
    assert score(CAMPAIGN, TALLY, replace(OUTSIDE, hotline=own))


def test_follow_ups_of_a_unit_without_orders_are_a_question_for_the_office() -> None:
    unit = next(one for one in departments() if one.name == "区财政局")
    line = replace(no_orders(unit.name), followed_up=3, follow_up_refused=1)
    with pytest.raises(NotReadyError, match=r"没有热线工单而有跟踪问效.*follow_up_alone.*区财政局"):
        scored(CAMPAIGN, unit, line)
    full = default_campaign(follow_up_alone="rates_full")
    assert points(scored(full, unit, line), unit, Component.HOTLINE) == 9  # 7 + 3 − 1/3 × 3
    left_out = default_campaign(follow_up_alone="left_out")
    assert points(scored(left_out, unit, line), unit, Component.HOTLINE) is None


@pytest.mark.parametrize(("answer", "expected"), [("shared", "9"), ("full", "9")])
def test_orders_found_unresolved_are_taken_off_when_nobody_answered(answer: str, expected: str) -> None:
    unit = next(one for one in CAMPAIGN.units if one.name == "雒容镇")
    line = replace(no_orders(unit.name), closed=10, closed_on_time=10, spot_check_unsolved=5)
    campaign = default_campaign(unanswered_rates=answer)
    assert points(scored(campaign, unit, line), unit, Component.HOTLINE) == Decimal(expected)  # 7 − 5 × 0.2 + 3


def test_the_weight_of_a_rate_nobody_answered_for_is_the_offices_word() -> None:
    unit = next(one for one in CAMPAIGN.units if one.name == "雒容镇")
    line = replace(no_orders(unit.name), closed=10, closed_on_time=5, solved=1, unsolved=1)
    shared, full = (default_campaign(unanswered_rates=one) for one in ("shared", "full"))
    assert points(scored(shared, unit, line), unit, Component.HOTLINE) == Decimal("6.5")  # both rates a half
    assert points(scored(full, unit, line), unit, Component.HOTLINE) == Decimal("7.55")  # 0.35 + 2.1 + 2.1 + 3
