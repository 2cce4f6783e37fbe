"""The whole score sheet: shares of points, missing parts, ranks, remarks."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally, no_orders

from pingyi.domain.campaign.points import Component
from pingyi.domain.forms.declared import Declared, declared_lines
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.score import Outside, ScoreSheet
from pingyi.ground.errors import NotReadyError, OpenDoubtsError
from pingyi.scoring.score import ranks, score

D = Decimal
CAMPAIGN = default_campaign()
TALLY = invented_tally(CAMPAIGN)
OUTSIDE = invented_outside(CAMPAIGN)


def of(sheet: ScoreSheet, unit: str, component: Component) -> Figure | None:
    return next(one for one in sheet.units if one.unit == unit).item(component)


def full_marks(figure: Figure | None) -> str:
    assert figure is not None
    return figure.formula


def test_a_whole_year_is_scored_within_full_marks() -> None:
    sheet = score(CAMPAIGN, TALLY, OUTSIDE)
    assert [one.unit for one in sheet.units] == [unit.name for unit in CAMPAIGN.units]
    assert not sheet.draft
    for one, unit in zip(sheet.units, CAMPAIGN.units, strict=True):
        assert 0 < one.total.value <= CAMPAIGN.points_of(unit.kind).total
        assert abs(sum(item.value for item in one.items) - one.total.value) < D("1e-20")


def test_towns_have_four_lines_and_departments_share_fifteen() -> None:
    sheet = score(CAMPAIGN, TALLY, OUTSIDE)
    assert full_marks(of(sheet, "雒容镇", Component.VOTES)).endswith("×15")
    # 13 … 59: every third department has orders
    assert "热线10分、评议5分" in full_marks(of(sheet, "区人大常委会机关", Component.VOTES))
    assert of(sheet, "区纪委监委", Component.HOTLINE) is None
    assert "没有热线工单" in full_marks(of(sheet, "区纪委监委", Component.VOTES))


def test_pro_rata_shares_fifteen_as_six_and_nine() -> None:
    sheet = score(default_campaign(department_shared="pro_rata"), TALLY, OUTSIDE)
    assert "热线6分、评议9分" in full_marks(of(sheet, "区人大常委会机关", Component.VOTES))
    assert full_marks(of(sheet, "区人大常委会机关", Component.HOTLINE)).endswith("÷10×6")


def test_hotline_outside_leaves_all_fifteen_to_the_votes() -> None:
    sheet = score(default_campaign(department_shared="hotline_outside"), TALLY, OUTSIDE)
    assert of(sheet, "区人大常委会机关", Component.HOTLINE) is None
    assert "×15" in full_marks(of(sheet, "区人大常委会机关", Component.VOTES))


def without_orders(unit: str) -> Outside:
    """The unit's line of the table is one of zeros."""
    return replace(
        OUTSIDE, hotline=tuple(no_orders(unit) if summary.unit == unit else summary for summary in OUTSIDE.hotline)
    )


def test_a_town_without_orders_stops_the_formal_score() -> None:
    with pytest.raises(NotReadyError, match="1 个单位：雒容镇"):
        score(CAMPAIGN, TALLY, without_orders("雒容镇"))


def test_a_town_without_orders_gets_full_or_proportional_points_where_settled_so() -> None:
    full = score(default_campaign(no_hotline="full"), TALLY, without_orders("雒容镇"))
    figure = of(full, "雒容镇", Component.HOTLINE)
    assert figure is not None
    assert figure.value == 10
    part = score(default_campaign(no_hotline="proportional"), TALLY, without_orders("雒容镇"))
    votes, hotline = of(part, "雒容镇", Component.VOTES), of(part, "雒容镇", Component.HOTLINE)
    assert votes is not None
    assert hotline is not None
    assert hotline.rounded(8) == (votes.value / 15 * 10).quantize(D("1e-8"))


def test_no_hotline_table_at_all_is_missing_even_for_departments() -> None:
    bare = replace(OUTSIDE, hotline=())
    with pytest.raises(NotReadyError, match="59 个单位"):
        score(default_campaign(no_hotline="full"), TALLY, bare)
    draft = score(CAMPAIGN, TALLY, bare, draft=True)
    assert draft.draft
    assert any("没有热线数据" in line for line in draft.remarks)


def test_a_draft_leaves_out_what_is_missing_and_says_so() -> None:
    bare = replace(OUTSIDE, leaders=OUTSIDE.leaders[3:])
    with pytest.raises(NotReadyError, match="雒容镇"):
        score(CAMPAIGN, TALLY, bare)
    draft = score(CAMPAIGN, TALLY, bare, draft=True)
    assert of(draft, "雒容镇", Component.BODIES) is None
    assert any("的单位缺项" in line for line in draft.remarks)


def test_open_rows_stop_the_formal_score() -> None:
    doubtful = invented_tally(CAMPAIGN, open_rows=4)
    with pytest.raises(OpenDoubtsError, match="4 行"):
        score(CAMPAIGN, doubtful, OUTSIDE)
    assert any("4 行待人工认定" in line for line in score(CAMPAIGN, doubtful, OUTSIDE, draft=True).remarks)


def test_ranking_across_kinds() -> None:
    sheet = score(default_campaign(ranking="kind"), TALLY, OUTSIDE)
    assert {one.ranked_in for one in sheet.units} == {"镇、街道", "机关部门"}
    towns = sorted((one.rank, -one.total.rounded()) for one in sheet.units if one.ranked_in == "镇、街道")
    assert len(towns) == 12
    assert [value for _, value in towns] == sorted(value for _, value in towns)


def test_ties_share_a_rank_and_the_next_is_skipped() -> None:
    values = [("一", D("9.10")), ("一", D("8.00")), ("二", D("1.00")), ("一", D("9.10")), ("一", D("9.20"))]
    assert ranks(values) == (2, 4, 1, 2, 1)


def test_more_sheets_back_than_handed_out_is_remarked() -> None:
    first = TALLY.batches[0]
    crowded = replace(TALLY, batches=(replace(first, returned=first.issued + 2), *TALLY.batches[1:]))
    assert any("批次 A01" in line for line in score(CAMPAIGN, crowded, OUTSIDE).remarks)


@pytest.mark.parametrize(
    "policies",
    [
        {"vote_weights": (D(100), D(75), D(55))},
        {"group_weighting": {**dict.fromkeys("ABCDEF", D("0.15")), "电话访谈": D("0.1")}},
        {"phone": D("0.4")},
        {"trimming": 1},
        {"self_votes": "left_out"},
        {"hotline_bonus_cap": "uncapped"},
        {"hotline_satisfaction": "satisfied_only"},
        {"both_answers": "latest"},
    ],
)
def test_every_alternative_can_be_computed(policies: dict[str, object]) -> None:
    assert len(score(default_campaign(**policies), TALLY, OUTSIDE).units) == 59


def test_no_number_of_a_group_under_five_stands_in_any_tree() -> None:
    few = replace(TALLY, rows=tuple(row for row in TALLY.rows if row.batch != "C01"))
    small = tuple(
        replace(row, batch="C01", choices=(2, 1, 0), blank=0, multiple=0) for row in TALLY.rows if row.batch == "A01"
    )
    sheet = score(CAMPAIGN, _with(few, small), OUTSIDE)
    labels = {figure.label for one in sheet.units for _, figure in one.total.walk()}
    assert "区人大代表" not in labels
    assert "其他群体" in labels


def _with(tally: Tally, rows: tuple[object, ...]) -> Tally:
    return replace(tally, rows=(*tally.rows, *rows))


@given(st.lists(st.tuples(st.sampled_from("一二"), st.integers(0, 5).map(D)), min_size=1, max_size=20))
def test_a_rank_is_one_more_than_the_number_of_better_units(values: list[tuple[str, Decimal]]) -> None:
    for (name, value), rank in zip(values, ranks(values), strict=True):
        same_class = [other for kind, other in values if kind == name]
        assert sorted(same_class, reverse=True).index(value) + 1 == rank


@pytest.mark.parametrize("marks", list(Declared))
def test_what_besides_ticks_was_a_vote_stands_among_what_the_points_rest_on(marks: Declared) -> None:
    told = CAMPAIGN.model_copy(update={"ballot": CAMPAIGN.ballot.model_copy(update={"marks": marks})})
    sheet = score(told, TALLY, OUTSIDE)
    assert not sheet.draft
    assert [line for line in sheet.remarks if "本表按规定" in line] == [*declared_lines(marks)]
    assert len([*declared_lines(marks)]) == (marks is not Declared.TICK)
