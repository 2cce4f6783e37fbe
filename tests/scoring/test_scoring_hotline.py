"""附件2: rates, follow-up, bonus, floors and caps."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import BUSY, default_campaign

from pingyi.domain.results.score import HotlineSummary
from pingyi.scoring.hotline import hotline_score, unanswered

D = Decimal


def points(summary: HotlineSummary, **policies: object) -> Decimal:
    campaign = default_campaign(**policies)
    return hotline_score(summary, campaign.hotline, campaign.policies).figure().value


def test_the_hand_computed_year() -> None:
    # 0.97×0.7 + 0.96×2.1 + (0.8×4.2 − 0.2) + (3 − 1/4×3) + 0.1 = 0.679 + 2.016 + 3.16 + 2.25 + 0.1
    assert points(BUSY) == D("8.205")


def test_a_half_cent_is_rounded_up_from_the_exact_value() -> None:
    campaign = default_campaign()
    assert hotline_score(BUSY, campaign.hotline, campaign.policies).figure().rounded() == D("8.21")


def test_satisfied_only() -> None:
    # 40/50 instead of 48/50: 0.16×2.1 less
    assert points(BUSY, hotline_satisfaction="satisfied_only") == D("8.205") - D("0.336")


def test_spot_checks_never_take_more_than_the_solution_points() -> None:
    assert points(replace(BUSY, spot_check_unsolved=50)) == D("8.205") - D("3.16")


def test_nothing_followed_up_gives_m() -> None:
    assert points(replace(BUSY, followed_up=0, follow_up_refused=0)) == D("8.205") + D("0.75")


PERFECT = replace(
    BUSY,
    closed_on_time=95,
    returned_on_time=5,
    dissatisfied=0,
    unsolved=0,
    spot_check_unsolved=0,
    follow_up_refused=0,
    bonus=D("0.8"),
)


@pytest.mark.parametrize(
    ("cap", "expected"), [("full_marks", D(10)), ("uncapped", D("10.8")), (D("0.5"), D("10.5")), (D(1), D("10.8"))]
)
def test_bonus_caps(cap: object, expected: Decimal) -> None:
    assert points(PERFECT, hotline_bonus_cap=cap) == expected


def test_rates_nobody_answered_for_leave_their_weight_to_the_others() -> None:
    silent = replace(BUSY, satisfied=0, basically_satisfied=0, dissatisfied=0)
    # on time 0.97 and solved 0.8 weigh 1 : 6 of the 7 points; then − 0.2, + 2.25 + 0.1
    assert points(silent) == D("0.97") * 1 + D("0.8") * 6 - D("0.2") + D("2.25") + D("0.1")
    assert unanswered(silent) == ("处理满意率",)


counts = st.integers(0, 200)


@pytest.mark.slow
@given(closed=st.integers(1, 300), late=counts, answers=st.tuples(*[counts] * 6), odd=st.integers(0, 40), m=counts)
def test_points_stay_between_nothing_and_full_marks(
    closed: int, late: int, answers: tuple[int, ...], odd: int, m: int
) -> None:
    summary = HotlineSummary(
        unit="雒容镇",
        closed=closed,
        returned=0,
        closed_on_time=max(closed - late, 0),
        returned_on_time=0,
        satisfied=answers[0],
        basically_satisfied=answers[1],
        dissatisfied=answers[2],
        solved=answers[3],
        partly_solved=answers[4],
        unsolved=answers[5],
        spot_check_unsolved=odd,
        followed_up=m,
        follow_up_refused=min(m, odd),
        bonus=D(0),
        source="",
    )
    value = points(summary)
    assert 0 <= value <= 10
    assert points(replace(summary, unsolved=summary.unsolved + 1)) <= value or answers[3:] == (0, 0, 0)
    assert points(replace(summary, closed_on_time=closed)) >= value
