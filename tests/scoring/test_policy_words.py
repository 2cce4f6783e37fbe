"""A policy in words: every answer has some, and a figure in them is the campaign's, as its points are computed."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.policies import words_of
from pingyi.domain.campaign.policy_words import ANSWER_TEXT, answer_text
from pingyi.domain.campaign.scheme import questions
from pingyi.domain.words.numbers import plain
from pingyi.scoring.evidence import gather
from pingyi.scoring.items import public_shares

CAMPAIGN = default_campaign()
UNIT = next(unit for unit in CAMPAIGN.units if unit.name == "区人大常委会机关")  # has orders
TALLY, OUTSIDE = invented_tally(CAMPAIGN), invented_outside(CAMPAIGN)
MARKS = st.integers(1, 40).map(lambda halves: Decimal(halves) / 2)


def with_marks(answer: str, shared: Decimal, rates: Decimal, follow_up: Decimal) -> Campaign:
    campaign = default_campaign(department_shared=answer)
    hotline = campaign.hotline.model_copy(update={"rates": rates, "follow_up": follow_up})
    tables = []
    for table in campaign.points:
        merged = any(item.component is Component.HOTLINE and item.points is None for item in table.items)
        items = tuple(
            item.model_copy(update={"points": shared}) if merged and item.component is Component.VOTES else item
            for item in table.items
        )
        tables.append(table.model_copy(update={"items": items}))
    return campaign.model_copy(update={"hotline": hotline, "points": tuple(tables)})


@pytest.mark.slow
@given(answer=st.sampled_from(words_of("department_shared")), shared=MARKS, rates=MARKS, follow_up=MARKS)
def test_merged_points_are_told_as_they_are_shared(
    answer: str, shared: Decimal, rates: Decimal, follow_up: Decimal
) -> None:
    campaign = with_marks(answer, shared + rates + follow_up, rates, follow_up)
    told = answer_text(campaign, "department_shared", answer)
    shares = public_shares(UNIT, campaign.points_of(UNIT.kind), gather(campaign, TALLY, OUTSIDE))
    said = re.findall(r"(热线|评议)([\d./]+)分", told)
    assert ("评议", plain(shares.votes.value)) in said
    if shares.hotline is not None:
        assert ("热线", plain(shares.hotline.value)) in said
    whole = plain(Fraction(shared + rates + follow_up))
    known = {plain(shares.votes.value), whole} | ({plain(shares.hotline.value)} if shares.hotline else set())
    assert {number for _, number in said} <= known


def test_no_fixed_words_name_points_of_a_campaign() -> None:
    assert not [text for texts in ANSWER_TEXT.values() for text in texts.values() if re.search(r"\d分", text)]


@pytest.mark.parametrize("name", [name for name, _ in questions(CAMPAIGN)])
def test_every_answer_that_is_a_word_is_told_in_chinese(name: str) -> None:
    for answer in words_of(name):
        assert answer_text(CAMPAIGN, name, answer) != answer
    assert {*ANSWER_TEXT.get(name, {})} <= {*words_of(name)}


def test_a_campaign_without_merged_points_is_told_so() -> None:
    tables = tuple(table for table in CAMPAIGN.points if UNIT.kind not in table.kinds)
    campaign = CAMPAIGN.model_copy(update={"points": tables})
    assert "不涉及" in answer_text(campaign, "department_shared", "pro_rata")


def test_the_scheme_of_2024_is_told_by_its_numbers() -> None:
    inside, by_share, outside = (
        answer_text(CAMPAIGN, "department_shared", one) for one in words_of("department_shared")
    )
    assert inside == "有热线数据的部门：热线10分（7+3）、评议5分；无热线数据的：评议15分"
    assert by_share == "按比例：热线6分、评议9分"
    assert outside == "评议15分，热线不计入"
