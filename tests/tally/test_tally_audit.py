"""The audit's risk is a risk: wrong claims pass no more often than promised, right ones need few rows."""

import random
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.results.audit import Claim, Looked, Mark, Reported, Seen, Unsure
from pingyi.tally.audit import draw, rows_needed, unit_risk

pytestmark = pytest.mark.slow

WEIGHTS = (100.0, 70.0, 30.0)
marks = st.sampled_from((0, 1, 2, None))


def _claim(tolerance: str = "1", limit: str = "0.05") -> Claim:
    return Claim(tolerance=Decimal(tolerance), limit=Decimal(limit))


def _counted(reported: list[Mark]) -> Reported:
    return Reported(choices=tuple(reported.count(k) for k in range(3)), void=reported.count(None))


def _score(rows: list[Mark]) -> float:
    valid = [WEIGHTS[mark] for mark in rows if mark is not None]
    return sum(valid) / len(valid)


def _risk(reported: list[Mark], seen: list[Seen], drawn: int, claim: Claim) -> float:
    rows = [Looked(reported=a, seen=b) for a, b in zip(reported, seen, strict=True)]
    return unit_risk("1", _counted(reported), rows[:drawn], WEIGHTS, claim).risk


ROWS: list[Mark] = [*[0] * 700, *[1] * 190, *[2] * 90, *[None] * 20]


@pytest.mark.parametrize(
    ("mistaken", "as_if"),
    [((2, 0), 15), ((0, 2), 15), ((1, 0), 34), ((None, 0), 40)],
    ids=["30 for 100", "100 for 30", "70 for 100", "void for 100"],
)
def test_a_wrong_claim_passes_no_more_often_than_the_limit(mistaken: tuple[Mark, Mark], as_if: int) -> None:
    true_mark, counted_mark = mistaken
    seen: list[Mark] = [*ROWS, *[true_mark] * as_if]
    reported: list[Mark] = [*ROWS, *[counted_mark] * as_if]
    off = abs(_score(seen) - _score(reported))
    claim = _claim(f"{off * 0.999:.6f}")  # so the claim "off by less" is just wrong
    dice = random.Random(7)  # noqa: S311 - a simulation
    passed = 0
    for _ in range(400):
        order = dice.sample(range(len(seen)), len(seen))
        risk = _risk([reported[k] for k in order], [seen[k] for k in order], 350, claim)
        passed += risk <= 0.05
    assert passed <= 35  # 20 expected at most; more than 35 of 400 happen once in a thousand such runs


def test_a_right_claim_passes_with_the_rows_it_asks_for() -> None:
    needed = rows_needed(_counted(ROWS), WEIGHTS, _claim())
    assert 100 < needed < 400
    shuffled = random.Random(3).sample(ROWS, len(ROWS))  # noqa: S311
    assert _risk(shuffled, list(shuffled), needed, _claim()) <= 0.05
    assert _risk(shuffled, list(shuffled), needed - 1, _claim()) > 0.05


def test_a_few_errors_ask_for_more_rows_and_many_refuse() -> None:
    shuffled = random.Random(3).sample(ROWS, len(ROWS))  # noqa: S311
    seen: list[Seen] = list(shuffled)
    seen[0] = 2 if shuffled[0] != 2 else 0
    assert _risk(shuffled, seen, 280, _claim()) > 0.05
    assert _risk(shuffled, seen, 700, _claim()) <= 0.05
    upside_down: list[Seen] = [2 if mark == 0 else mark for mark in shuffled]
    assert _risk(shuffled, upside_down, len(shuffled), _claim()) == 1.0


@given(st.lists(st.tuples(marks, marks), min_size=5, max_size=60), st.integers(0, 59))
def test_not_agreeing_on_a_row_is_never_better_than_any_sight_of_it(pairs: list[tuple[Mark, Mark]], at: int) -> None:
    reported = [0, *[pair[0] for pair in pairs]]
    seen: list[Seen] = [0, *[pair[1] for pair in pairs]]
    at %= len(seen)
    unsure = [*seen[:at], Unsure.UNSURE, *seen[at + 1 :]]
    assert _risk(reported, unsure, len(seen), _claim()) >= _risk(reported, seen, len(seen), _claim()) - 1e-9


@given(st.lists(st.tuples(marks, marks), min_size=1, max_size=60))
def test_a_complete_look_decides_rightly(pairs: list[tuple[Mark, Mark]]) -> None:
    """When every row was looked at, a claim that is wrong is never taken as shown beyond doubt."""
    reported = [0, *[pair[0] for pair in pairs]]
    seen = [0, *[pair[1] for pair in pairs]]
    if abs(_score(reported) - _score(seen)) >= 1:
        assert _risk(reported, list(seen), len(seen), _claim()) > 0


def test_a_unit_nobody_voted_on_has_no_score_to_be_wrong_about() -> None:
    assert _risk([None, None], [None, None], 0, _claim()) == 0.0


def test_the_draw_can_be_repeated_and_goes_on() -> None:
    sheets = [f"{number:064x}" for number in range(500)]
    first = draw(sheets, "2025-01-20 五位数字 83114", 50)
    assert draw(reversed(sheets), "2025-01-20 五位数字 83114", 120)[:50] == first
    assert len(set(first)) == 50
    assert draw(sheets, "83115", 50) != first
