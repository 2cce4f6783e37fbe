"""Leaders: pooled means, trimming, votes."""

from decimal import Decimal

from invented_year import default_campaign

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.figure import Figure
from pingyi.domain.results.score import LeaderScores, LeaderVotes, Outside
from pingyi.scoring.evidence import Missing, gather
from pingyi.scoring.leaders import leader_score

D = Decimal
EMPTY = Tally(choices=("满意", "基本满意", "不满意"), rows=(), batches=(), corrected=0, open_rows=0, unread_pages=0)


def singles(group: str, *scores: str) -> LeaderScores:
    values = tuple(D(score) for score in scores)
    mean = sum(values) / len(values)
    return LeaderScores(unit="雒容镇", group=group, scores=values, count=len(values), mean=mean, source=f"{group}.csv")


def mean_only(group: str, count: int, mean: str) -> LeaderScores:
    return LeaderScores(unit="雒容镇", group=group, scores=(), count=count, mean=D(mean), source=f"{group}.csv")


def outcome(campaign: Campaign, outside: Outside, tally: Tally = EMPTY, of: Component = Component.TEAMS) -> object:
    found = leader_score(campaign.units[0], of, gather(campaign, tally, outside))
    return found if isinstance(found, Missing) else found.figure()


def test_groups_of_one_component_are_pooled_not_averaged_again() -> None:
    # (30×90 + 10×80) ÷ 40, not 85
    outside = Outside(leaders=(mean_only("M", 30, "90"), mean_only("N", 10, "80"), mean_only("L", 9, "10")))
    score = outcome(default_campaign(), outside)
    assert isinstance(score, Figure)
    assert score.value == D("87.5")
    assert [part.label for part in score.parts] == ["各镇、区直部门领导班子平均分", "各街道领导班子平均分"]


def test_single_scores_give_the_exact_mean() -> None:
    score = outcome(default_campaign(), Outside(leaders=(singles("M", "90", "91", "91"), singles("N", "88"))))
    assert isinstance(score, Figure)
    assert score.value == 90
    assert [(part.label, part.parts[0].value) for part in score.parts] == [("其他群体平均分", 4)]


def test_trimming_drops_from_all_scores_together() -> None:
    outside = Outside(leaders=(singles("M", "100", "90", "80"), singles("N", "0", "85")))
    score = outcome(default_campaign(trimming=1), outside)
    assert isinstance(score, Figure)
    assert score.value == 85


def test_trimming_needs_single_scores_and_says_which_file_lacks_them() -> None:
    missing = outcome(default_campaign(trimming=1), Outside(leaders=(mean_only("M", 30, "90"), singles("N", "0"))))
    assert isinstance(missing, Missing)
    assert "M.csv" in missing.reason
    assert "每份一行" in missing.remedy


def test_trimming_everything_away_is_refused() -> None:
    campaign = default_campaign(trimming=2, missing_source="others")
    missing = outcome(campaign, Outside(leaders=(singles("M", "1", "2", "3", "4"),)))
    assert isinstance(missing, Missing)
    assert "没有剩余" in missing.reason


def test_votes_of_leaders_come_from_tables_and_from_counted_forms() -> None:
    campaign = default_campaign(leader_form="votes")
    counted = Tally(
        choices=EMPTY.choices,
        rows=(RowCount(batch="N01", item="1", choices=(0, 0, 10), blank=0, multiple=0),),
        batches=(BatchCount(batch="N01", distributor="x", issued=10, returned=10),),
        corrected=0,
        open_rows=0,
        unread_pages=0,
    )
    table = LeaderVotes(unit="雒容镇", group="M", choices=(10, 0, 0), source="M.csv")
    score = outcome(campaign, Outside(leader_votes=(table,)), counted)
    assert isinstance(score, Figure)
    assert score.value == 65
    twice = LeaderVotes(unit="雒容镇", group="N", choices=(10, 0, 0), source="N.csv")
    missing = outcome(campaign, Outside(leader_votes=(twice,)), counted)
    assert isinstance(missing, Missing)
    assert "重复计算" in missing.reason


def test_no_scores_at_all_says_what_to_import() -> None:
    missing = outcome(default_campaign(), Outside(), of=Component.BODIES)
    assert isinstance(missing, Missing)
    assert "pingyi import leaders" in missing.remedy
