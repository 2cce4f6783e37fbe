"""Two people said the same, or they did not; how often is a number anybody can check."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pingyi.domain.readings.double_review import Answer, Judgement, agreement, settled
from pingyi.domain.readings.reading import Verdict

GOOD, POOR = Answer(verdict=Verdict.VALID, choice="满意"), Answer(verdict=Verdict.VALID, choice="不满意")
NONE = Answer(verdict=Verdict.BLANK)
answers = st.sampled_from((GOOD, POOR, NONE))


def said(*pairs: tuple[str, Answer]) -> list[Judgement]:
    return [Judgement(account=name, answer=answer) for name, answer in pairs]


def test_the_same_answer_of_two_people_settles_a_row() -> None:
    pair = settled(said(("甲", GOOD), ("乙", GOOD)))
    assert pair is not None
    assert [judgement.account for judgement in pair] == ["甲", "乙"]


def test_one_person_alone_never_settles_a_row() -> None:
    assert settled(said(("甲", GOOD), ("甲", GOOD))) is None


def test_a_third_person_settles_with_whom_they_agree() -> None:
    pair = settled(said(("甲", GOOD), ("乙", POOR), ("丙", POOR)))
    assert pair is not None
    assert [judgement.account for judgement in pair] == ["乙", "丙"]


def test_three_different_answers_stay_open() -> None:
    assert settled(said(("甲", GOOD), ("乙", POOR), ("丙", NONE))) is None


def test_doubt_is_no_answer() -> None:
    with pytest.raises(ValueError, match="decides nothing"):
        Answer(verdict=Verdict.DOUBTFUL)


def test_kappa_of_cohens_textbook_table() -> None:
    pairs = [(GOOD, GOOD)] * 20 + [(GOOD, POOR)] * 5 + [(POOR, GOOD)] * 10 + [(POOR, POOR)] * 15
    found = agreement(pairs)
    assert (found.share, found.kappa) == (Fraction(35, 50), Fraction(2, 5))


@given(st.lists(st.tuples(answers, answers), max_size=40))
def test_kappa_is_one_only_for_full_agreement_and_never_more(pairs: list[tuple[Answer, Answer]]) -> None:
    found = agreement(pairs)
    if found.kappa is not None:
        assert found.kappa <= 1
        assert (found.kappa == 1) == (found.equal == found.rows)
