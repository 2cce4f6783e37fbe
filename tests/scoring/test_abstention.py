"""An abstention is one line of campaign.toml: printed, counted by itself, in no denominator."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import CAMPAIGN_FILE, default_campaign, plan

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.policy_words import answer_text
from pingyi.domain.readings.ballot import Ballot, BatchCount, RowCount, SettledRow, Tally
from pingyi.domain.readings.reading import Verdict
from pingyi.domain.results.audit import Claim, Reported
from pingyi.domain.results.region import DistrictUnit, UnitCounts
from pingyi.domain.results.score import Outside
from pingyi.domain.results.sums import by_unit
from pingyi.generator.documents.notice_text import votes_remark
from pingyi.ground.errors import CampaignError, ImportRowsError
from pingyi.scoring.evidence import gather
from pingyi.scoring.summaries.rows import Line, phone, phone_calls
from pingyi.scoring.votes import vote_score
from pingyi.tally.audit import rows_needed, unit_risk
from pingyi.tally.count import count

LINE = 'choices = ["满意", "基本满意", "不满意"]\n'
WORD = "不了解"


def campaign_with(line: str) -> Campaign:
    text = CAMPAIGN_FILE.read_text(encoding="utf-8")
    assert LINE in text
    return parse_campaign(text.replace(LINE, LINE + line), "campaign.toml")


ABSTAINING = campaign_with(f'abstentions = ["{WORD}"]\n')


def tally(campaign: Campaign, votes: tuple[int, ...]) -> Tally:
    row = RowCount(batch="A01", item="1", choices=votes, blank=0, multiple=0)
    paper = BatchCount(batch="A01", distributor="", issued=999, returned=sum(votes))
    return Tally(
        choices=campaign.ballot.choices, rows=(row,), batches=(paper,), corrected=0, open_rows=0, unread_pages=0
    )


def test_one_line_makes_a_choice_that_is_printed_and_does_not_count() -> None:
    assert ABSTAINING.ballot.choices == ("满意", "基本满意", "不满意", WORD)
    assert [choice.counts for choice in ABSTAINING.choices] == [True, True, True, False]
    assert [choice.weight for choice in ABSTAINING.choices[:3]] == [100, 70, 30]


def test_it_may_stand_among_the_choices_in_any_place() -> None:
    text = CAMPAIGN_FILE.read_text(encoding="utf-8")
    written = f'choices = ["{WORD}", "满意", "基本满意", "不满意"]\nabstentions = ["{WORD}"]\n'
    campaign = parse_campaign(text.replace(LINE, written), "campaign.toml")
    assert [(choice.word, choice.weight) for choice in campaign.choices if choice.counts] == [
        ("满意", 100), ("基本满意", 70), ("不满意", 30),
    ]  # fmt: skip
    assert campaign.counted((9, 1, 2, 3)) == (1, 2, 3)


def test_a_campaign_of_before_is_read_as_it_is() -> None:
    before = default_campaign()
    assert before.ballot.choices == ("满意", "基本满意", "不满意")
    assert all(choice.counts for choice in before.choices)
    assert before.counted_label == "有效票"
    assert Campaign.model_validate(before.model_dump()) == before
    assert Campaign.model_validate(ABSTAINING.model_dump()) == ABSTAINING


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ('abstentions = ["满意"]\n', "写了 3 个折算分，计分的选项有 2 个"),
        ('abstentions = ["满意", "基本满意", "不满意"]\n', "不能全在"),
    ],
)
def test_what_counts_must_have_its_weight(line: str, words: str) -> None:
    with pytest.raises(CampaignError, match=words):
        campaign_with(line)


@given(st.tuples(*[st.integers(0, 60)] * 3), st.integers(0, 60))
def test_points_are_the_same_however_many_abstain(votes: tuple[int, ...], abstained: int) -> None:
    before, unit = default_campaign(), ABSTAINING.units[0]
    without = vote_score(unit, gather(before, tally(before, votes), Outside()))
    with_them = vote_score(unit, gather(ABSTAINING, tally(ABSTAINING, (*votes, abstained)), Outside()))
    assert (without and without.value) == (with_them and with_them.value)


def test_a_unit_everybody_abstains_on_has_no_score() -> None:
    assert vote_score(ABSTAINING.units[0], gather(ABSTAINING, tally(ABSTAINING, (0, 0, 0, 9)), Outside())) is None


def test_the_denominator_is_called_by_another_name_than_valid_votes() -> None:
    score = vote_score(ABSTAINING.units[0], gather(ABSTAINING, tally(ABSTAINING, (6, 3, 1, 5)), Outside()))
    assert score is not None
    parts = {part.label: part.value for part in score.parts}
    assert parts["计分票"] == 10
    assert votes_remark((), 10, ABSTAINING) == ""


def test_abstentions_are_counted_by_themselves_and_rows_still_add_up() -> None:
    random = Random(3)  # noqa: S311 - invented votes
    expected: Counter[str] = Counter()
    ballots = []
    for number in range(40):
        words = [random.choice(ABSTAINING.ballot.choices) for _ in ABSTAINING.units]
        expected[words[0]] += 1
        rows = tuple(
            SettledRow(item=str(unit.serial), name=unit.name, verdict=Verdict.VALID, choice=word)
            for unit, word in zip(ABSTAINING.units, words, strict=True)
        )
        ballots.append(Ballot(page=1, pages=1, sheet=str(number), batch="A01", rows=rows))
    counted = by_unit(count(ballots, plan(), ABSTAINING).rows)["1"]
    assert dict(zip(ABSTAINING.ballot.choices, counted.choices, strict=True)) == expected
    assert counted.valid == counted.ballots == 40
    assert sum(ABSTAINING.counted(counted.choices)) == 40 - expected[WORD]


def test_tables_brought_in_need_no_column_for_it_and_lose_no_other_answer() -> None:
    unit = ABSTAINING.units[0].name
    cells = {"单位名称": unit, "满意": "6", "基本满意": "3", "不满意": "1"}
    (summed,) = phone([Line(number=2, cells=cells)], ABSTAINING, "电话.csv")
    assert summed.choices == (6, 3, 1)
    calls = [Line(number=n, cells={"单位名称": unit, "评价": word}) for n, word in enumerate(("满意", WORD, "满意"), 2)]
    (answered,) = phone_calls(calls, ABSTAINING, "电话.csv")
    assert answered.choices == (2, 0, 0)
    with pytest.raises(ImportRowsError, match="不认识“听说过”"):
        phone_calls([Line(number=2, cells={"单位名称": unit, "评价": "听说过"})], ABSTAINING, "电话.csv")


def test_the_audit_takes_an_abstention_for_a_row_that_counts_for_nothing() -> None:
    weights = [float(choice.weight) if choice.counts else None for choice in ABSTAINING.choices]
    claim = Claim(tolerance=Decimal(1), limit=Decimal("0.05"))
    as_choice = Reported(choices=(300, 80, 20, 50), void=0)
    as_void = Reported(choices=(300, 80, 20, 0), void=50)
    assert rows_needed(as_choice, weights, claim) == rows_needed(as_void, weights, claim)
    assert unit_risk("1", as_choice, (), weights, claim) == unit_risk("1", as_void, (), weights, claim)


def test_a_region_divides_by_votes_that_count() -> None:
    weights = (("满意", Fraction(100)), ("不满意", Fraction(0)), (WORD, None))
    unit = DistrictUnit(district="甲区", item="1", name="甲", kind="镇", weights=weights)
    counts = UnitCounts(unit=unit, marks={"满意": 3, "不满意": 1, WORD: 6})
    assert (counts.valid, counts.points) == (4, "75.00")


@pytest.mark.parametrize("word", ["不了解", "弃权", "不 清楚"])
def test_a_choice_that_says_one_does_not_know_is_no_vote_of_zero_points(word: str) -> None:
    """As such offices write it: one more choice, weight 0. What is assumed is said; whoever means 0 points says so."""
    text = CAMPAIGN_FILE.read_text(encoding="utf-8").replace('"不满意"]', f'"不满意", "{word}"]', 1)
    text = text.replace("value = [100, 70, 30]", "value = [100, 70, 30, 0]")
    text = text.replace("[[100, 75, 55], [100, 80, 60], [100, 60, 0]]", "[[100, 75, 55, 0]]")
    found = parse_campaign(text, "campaign.toml")
    assert found.ballot.abstentions == (word,)
    assert [choice.weight for choice in found.choices if choice.counts] == [100, 70, 30]
    assert answer_text(found, "vote_weights", found.policies.vote_weights.value) == f"100/70/30，“{word}”不计分"
    assert found.policies.vote_weights.alternatives == ((100, 75, 55),)
    assert Campaign.model_validate(found.model_dump()) == found
    meant = parse_campaign(text.replace("blocks = 3", "abstentions = []\nblocks = 3"), "campaign.toml")
    assert meant.ballot.abstentions == ()
    assert len(meant.policies.vote_weights.value) == 4
    worth = parse_campaign(text.replace("value = [100, 70, 30, 0]", "value = [100, 70, 30, 10]"), "campaign.toml")
    assert worth.ballot.abstentions == ()
