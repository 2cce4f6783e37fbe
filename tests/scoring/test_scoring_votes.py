"""Votes to points: hand-computed vectors, group weights, phone, own batches, small groups."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import PointTable
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.score import Outside, PhoneSummary
from pingyi.ground.errors import CampaignError
from pingyi.scoring.checks import check_settings
from pingyi.scoring.evidence import gather
from pingyi.scoring.votes import vote_score

Votes = dict[str, tuple[int, int, int]]
D = Decimal
WEIGHTS = {"A": D("0.5"), "B": D("0.1"), "C": D("0.1"), "D": D("0.1"), "E": D("0.1"), "F": D("0.1")}


def tally(votes: Votes, *, distributor: str = "", void: int = 0) -> Tally:
    """Votes on unit 1 (雒容镇) by batch."""
    return Tally(
        choices=("满意", "基本满意", "不满意"),
        rows=tuple(RowCount(batch=b, item="1", choices=c, blank=void, multiple=0) for b, c in votes.items()),
        batches=tuple(BatchCount(batch=b, distributor=distributor, issued=99, returned=sum(votes[b])) for b in votes),
        corrected=0,
        open_rows=0,
        unread_pages=0,
    )


def figure(campaign: Campaign, counted: Tally, phone: tuple[int, int, int] | None = None) -> Figure:
    told = () if phone is None else (PhoneSummary(unit="雒容镇", choices=phone, source="电话.csv"),)
    score = vote_score(campaign.units[0], gather(campaign, counted, Outside(phone=told)))
    assert score is not None
    return score.figure()


def test_pooled_votes_are_divided_by_the_units_own_valid_votes() -> None:
    # (60×100 + 30×70 + 10×30) ÷ 100 = 84; blank rows do not count
    assert figure(default_campaign(), tally({"A01": (50, 20, 10), "B01": (10, 10, 0)}, void=5)).value == 84


def test_a_unit_without_any_valid_vote_has_no_score() -> None:
    campaign = default_campaign()
    assert vote_score(campaign.units[0], gather(campaign, tally({"A01": (0, 0, 0)}, void=9), Outside())) is None


def test_weighted_groups_are_renormalised_over_those_who_voted() -> None:
    # A: 100, B: 30; weights 0.5 and 0.1 of the 0.6 that voted → (50 + 3) ÷ 0.6
    score = figure(default_campaign(group_weighting=WEIGHTS), tally({"A01": (10, 0, 0), "B01": (0, 0, 40)}))
    assert score.rounded(4) == D("88.3333")
    assert score.formula.endswith("÷（0.5＋0.1）")


def test_phone_as_a_group_is_pooled_with_the_paper() -> None:
    # (10×100 + 10×30) ÷ 20
    assert figure(default_campaign(), tally({"A01": (10, 0, 0)}), phone=(0, 0, 10)).value == 65


def test_phone_with_a_fixed_weight_and_without_interviews() -> None:
    campaign = default_campaign(phone=D("0.4"))
    # 0.6 × 100 + 0.4 × 30
    assert figure(campaign, tally({"A01": (10, 0, 0)}), phone=(0, 0, 3)).value == 72
    assert figure(campaign, tally({"A01": (10, 0, 0)})).value == 100


def test_own_batches_are_left_out_only_where_they_judge_their_own_unit() -> None:
    own = tally({"A01": (10, 0, 0)}, distributor="雒容镇")
    other = tally({"B01": (0, 0, 10)})
    both = Tally(
        choices=own.choices,
        rows=own.rows + other.rows,
        batches=own.batches + other.batches,
        corrected=0,
        open_rows=0,
        unread_pages=0,
    )
    assert figure(default_campaign(), both).value == 65
    assert figure(default_campaign(self_votes="left_out"), both).value == 30


def test_small_groups_are_shown_together_only() -> None:
    score = figure(default_campaign(), tally({"A01": (30, 5, 5), "C01": (2, 1, 0), "D01": (4, 0, 0)}))
    leaves = [(part.label, part.value, part.sources) for part in score.parts[0].parts]
    assert leaves == [("各镇、区直部门干部", 30, ("A01",)), ("其他群体", 6, ("C01", "D01"))]


def test_small_groups_scores_are_not_shown_when_groups_are_weighted() -> None:
    votes: Votes = {"A01": (30, 5, 5), "C01": (2, 1, 0), "D01": (4, 0, 0)}
    score = figure(default_campaign(group_weighting=WEIGHTS), tally(votes))
    assert [part.label for part in score.parts] == ["各镇、区直部门干部得分", "其他群体得分"]
    assert score.parts[1].parts == ()
    # A 87.5 × 0.5, C 90 × 0.1, D 100 × 0.1, over 0.7
    assert score.rounded(4) == ((D("43.75") + 9 + 10) / D("0.7")).quantize(D("0.0001"))


def test_interviews_need_a_weight_when_groups_are_weighted() -> None:
    campaign = default_campaign(group_weighting=WEIGHTS)
    outside = Outside(phone=(PhoneSummary(unit="雒容镇", choices=(1, 0, 0), source="电话.csv"),))
    with pytest.raises(CampaignError, match="电话访谈"):
        check_settings(campaign, outside)
    check_settings(default_campaign(group_weighting={**WEIGHTS, "电话访谈": D("0.1")}), outside)


def test_interviews_of_a_scheme_that_asks_nobody_by_phone_stop_the_score() -> None:
    """Brought in by an older program, or before the method was changed: no policy is asked for them."""
    campaign = default_campaign()

    def on_paper(table: PointTable) -> PointTable:
        items = tuple(item.model_copy(update={"method": ("问卷调查",)}) for item in table.items)
        return table.model_copy(update={"items": items})

    tables = tuple(map(on_paper, campaign.points))
    outside = Outside(phone=(PhoneSummary(unit="雒容镇", choices=(1, 0, 0), source="电话.csv"),))
    with pytest.raises(CampaignError, match="评价方式里没有"):
        check_settings(campaign.model_copy(update={"points": tables}), outside)
    check_settings(campaign, outside)


def test_wrong_settings_are_all_listed() -> None:
    campaign = default_campaign(group_weighting={"A": D(1), "X": D(1)}, vote_weights=(D(100), D(30), D(70)))
    with pytest.raises(CampaignError) as caught:
        check_settings(campaign, Outside())
    for word in ("群体 B", "“X”", "从高到低"):
        assert word in str(caught.value)


groups = st.dictionaries(
    st.sampled_from(["A01", "B01", "C01", "D01"]),
    st.tuples(st.integers(0, 60), st.integers(0, 60), st.integers(0, 60)),
    min_size=1,
).filter(lambda votes: any(sum(counts) for counts in votes.values()))


@pytest.mark.slow
@given(votes=groups, weighted=st.booleans(), at=st.sampled_from(["A01", "B01", "C01", "D01"]))
def test_scores_stay_within_bounds_and_a_better_vote_never_lowers_them(
    votes: Votes, at: str, *, weighted: bool
) -> None:
    campaign = default_campaign(**({"group_weighting": WEIGHTS} if weighted else {}))
    before = figure(campaign, tally(votes)).value
    assert 30 <= before <= 100
    good, fair, bad = votes.get(at, (0, 0, 0))
    if bad:
        after = figure(campaign, tally({**votes, at: (good + 1, fair, bad - 1)})).value
        assert after > before
