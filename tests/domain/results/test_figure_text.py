"""Formulas with numbers in them: what is printed can be worked out again, and comes to what is published."""

import ast
import operator
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as given_by
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.figure_text import with_numbers, worked_out
from pingyi.domain.results.formula import (
    Expression,
    Number,
    at_least,
    at_most,
    computed,
    less,
    product,
    quotient,
    total,
)
from pingyi.domain.words.numbers import decimal
from pingyi.scoring.score import score


def number(value: object) -> Number:
    return Number(value=Fraction(str(value)))


def given(label: str, expression: Expression[Figure]) -> Figure:
    """A figure that follows from its expression."""
    value = computed(expression, lambda part: Fraction(part.value))
    parts = tuple(expression.references())
    return Figure(label=label, value=decimal(value), parts=parts, expression=expression)


SIGNS = str.maketrans("＋－×÷（）", "+-*/()")
OPERATORS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}
WEIGHTED = {key: Decimal(share) for key, share in zip("ABCDEF", ("0.3", "0.2", "0.15", "0.15", "0.1", "0.05"))}  # noqa: B905


def comes_to(terms: str) -> Fraction:
    """The exact value of a printed expression, percent signs and all."""
    plain = re.sub(r"([\d.]+)%", r"(\1/100)", terms.translate(SIGNS))

    def value(node: ast.expr) -> Fraction:
        match node:
            case ast.BinOp(left=left, op=sign, right=right):
                return OPERATORS[type(sign)](value(left), value(right))
            case ast.Constant():
                return Fraction(ast.get_source_segment(plain, node) or "")
        raise AssertionError(terms)

    return value(ast.parse(plain, mode="eval").body)


@pytest.mark.parametrize(
    "policies",
    [
        {},
        {"group_weighting": {**WEIGHTED, "电话访谈": Decimal("0.05")}},
        {"phone": Decimal("0.4"), "department_shared": "pro_rata"},
        {"hotline_bonus_cap": "uncapped", "self_votes": "left_out", "trimming": 1},
        {"hotline_satisfaction": "satisfied_only", "department_shared": "hotline_outside"},
    ],
)
def test_every_units_line_comes_to_its_published_points(policies: dict[str, object]) -> None:
    campaign = default_campaign(**policies)
    sheet = score(campaign, invented_tally(campaign), invented_outside(campaign))
    for unit in sheet.units:
        for figure in unit.items:
            label, *steps, result = re.sub(r"（[^（）]*分[^（）]*）$", "", worked_out(figure)).split("＝")
            assert (label, Decimal(result)) == (figure.label, figure.rounded())
            for step in steps:
                terms, _, limit = step.partition("，")
                if limit and abs(comes_to(terms) - Fraction(figure.value)) > Fraction(1, 10**9):
                    assert figure.value == Decimal(re.findall(r"[\d.]+", limit)[0])
                else:
                    assert abs(comes_to(terms) - Fraction(figure.value)) < Fraction(1, 10**9)


def test_the_numbers_stand_where_the_labels_do() -> None:
    three, two, one = (Figure(label=f"{count}票", value=Decimal(count)) for count in (3, 2, 1))
    votes = total(*(product(part, number(worth)) for part, worth in ((three, 100), (two, 70), (one, 30))))
    assert with_numbers(given("民意得分", votes)) == "民意得分＝3×100＋2×70＋1×30＝470"


def test_a_value_held_at_its_limit_is_not_taken_apart() -> None:
    rate, unsolved = Figure(label="综合解决率", value=Decimal("0.5")), Figure(label="抽查未解决", value=Decimal(40))
    points = less(
        product(rate, Number(value=Fraction(3, 5), percent=True), number(7)), product(unsolved, number("0.2"))
    )
    held = given("解决率得分", at_least(points, number(0)))
    other = Figure(label="其他", value=Decimal(2))
    assert with_numbers(held) == "解决率得分＝0.5×60%×7－40×0.2，不低于0＝0"
    assert worked_out(given("三率得分", total(other, held))) == "三率得分＝2＋0＝2"


def test_points_handed_on_as_they_are_show_the_limit_they_were_held_to() -> None:
    earned = given("热线考评得分", at_most(total(number("9.8"), number("0.5")), number(10)))
    assert worked_out(given("12345热线", total(earned))) == "12345热线＝9.8＋0.5，不超过10分＝10"


def test_words_stay_words() -> None:
    assert with_numbers(Figure(label="加分", value=Decimal("0.05"))) == "加分＝0.05"
    full = Figure(label="12345热线", value=Decimal(10), formula="没有热线工单，按满分10分计")
    assert worked_out(full) == "12345热线＝10（没有热线工单，按满分10分计）"


@given_by(st.integers(0, 999), st.integers(1, 999), st.integers(1, 30))
def test_a_sum_within_a_product_is_bracketed(a: int, b: int, full: int) -> None:
    half = given("半", quotient(number(1), number(2)))
    inner = given("差", less(Figure(label="甲", value=Decimal(a)), Figure(label="乙", value=Decimal(b)), half))
    assert worked_out(given("总", product(inner, number(full)))).startswith(f"总＝（{a}－{b}－1÷2）×{full}＝")


@given_by(st.integers(1, 60), st.integers(1, 100), st.integers(0, 9), st.integers(0, 30))
def test_steps_do_not_depend_on_whether_a_result_is_whole(forms: int, mean: int, rate: int, extra: int) -> None:
    points, count = Figure(label="评分合计", value=Decimal(forms * mean)), Figure(label="份数", value=Decimal(forms))
    average = given("平均分", quotient(points, count))  # whole always
    other = given(
        "另一项", at_most(total(product(Figure(label="率", value=Decimal(rate)), number(1)), number(extra)), number(30))
    )
    line = worked_out(given("得分", total(product(quotient(average, number(100)), number(5)), other)))
    assert f"{forms * mean}÷{forms}÷100×5" in line
    if rate + extra <= 30:
        assert f"{rate}×1＋{extra}＝" in line
    else:
        assert "＋30＝" in line


def test_votes_of_all_groups_together_stay_one_number() -> None:
    by_group = [Figure(label=name, value=Decimal(count)) for name, count in (("甲", 7), ("乙", 8))]
    votes = given("满意票", total(*by_group))
    line = worked_out(given("得分", quotient(product(votes, number(100)), given("有效票", total(votes)))))
    assert line == "得分＝15×100÷15＝100"
