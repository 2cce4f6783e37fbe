"""One expression, three renderings that cannot contradict each other."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.formula import (
    Expression,
    Number,
    Sign,
    at_most,
    computed,
    in_cells,
    in_words,
    product,
    quotient,
    total,
)
from pingyi.scoring.score import score

leaves = st.fractions(min_value=1, max_value=9, max_denominator=4)
expressions = st.recursive(
    leaves | leaves.map(lambda value: Number(value=value)),
    lambda inner: st.builds(
        lambda sign, terms: Expression(sign=sign, terms=tuple(terms)),
        st.sampled_from([Sign.PLUS, Sign.MINUS, Sign.TIMES, Sign.OVER]),
        st.lists(inner, min_size=2, max_size=3),
    ),
    max_leaves=8,
).filter(lambda found: isinstance(found, Expression))
ARABIC = str.maketrans("＋－×÷（）", "+-*/()")


def asked(text: str) -> Fraction:
    """What the rendered text comes to by the ordinary rules of arithmetic."""
    return eval(text, {"Fraction": Fraction})  # noqa: S307 - text of this test's own making


@pytest.mark.slow
@given(expressions)
def test_words_and_cells_mean_what_is_computed(expression: Expression[Fraction]) -> None:
    def exact(value: Fraction | Number) -> str:
        plain = value.value if isinstance(value, Number) else value
        return f"Fraction({plain.numerator}, {plain.denominator})"

    try:
        expected = computed(expression, lambda value: value)
    except ZeroDivisionError:
        return
    bare = _without_numbers(expression)
    assert asked(in_words(bare, exact).translate(ARABIC)) == expected
    assert asked(in_cells(expression, exact)) == expected


def _without_numbers(expression: Expression[Fraction]) -> Expression[Fraction]:
    """Constants as figures, so that a fraction's own stroke is not taken for a division."""
    terms = tuple(
        _without_numbers(term) if isinstance(term, Expression) else term.value if isinstance(term, Number) else term
        for term in expression.terms
    )
    return Expression(sign=expression.sign, terms=terms)


def test_brackets_stand_only_where_they_are_needed() -> None:
    text = in_words(
        at_most(product(quotient(total("甲", "乙"), "丙"), Number(value=Fraction(15))), Number(value=Fraction(10))), str
    )
    assert text == "（甲＋乙）÷丙×15，不超过10分"


def test_every_figure_of_a_year_that_has_parts_also_has_its_numbers() -> None:
    campaign = default_campaign()
    sheet = score(campaign, invented_tally(campaign), invented_outside(campaign))
    for unit in sheet.units:
        for _, figure in unit.total.walk():
            if figure.expression is not None:
                again = computed(figure.expression, lambda part: Fraction(part.value))
                assert abs(again - Fraction(figure.value)) < Fraction(1, 10**30)
                assert figure.with_numbers()


def test_numbers_stand_in_the_place_of_labels() -> None:
    votes = Figure(label="满意票", value=Decimal(60))
    valid = Figure(label="有效票", value=Decimal(90))
    rate = Figure(
        label="率",
        value=Decimal(2) / 3,
        formula="满意票÷有效票",
        parts=(votes, valid),
        expression=quotient(votes, valid),
    )
    assert rate.with_numbers() == "60÷90"
    assert Figure(label="率", value=rate.value, parts=(rate,), expression=total(rate)).with_numbers() == "0.666667"
