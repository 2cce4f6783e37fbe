"""Formulas with numbers in them: what is printed can be worked out again, and comes to what is published."""

import ast
import operator
import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from invented_year import default_campaign, invented_outside, invented_tally

from domain.figure import Figure
from domain.figure_text import with_numbers, worked_out
from scoring.score import score

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


def test_the_longest_label_is_meant() -> None:
    parts = tuple(
        Figure(label=name, value=Decimal(count)) for name, count in (("满意票", 3), ("基本满意票", 2), ("不满意票", 1))
    )
    figure = Figure(label="民意得分", value=Decimal(90), formula="满意票×100＋基本满意票×70＋不满意票×30", parts=parts)
    assert with_numbers(figure) == "民意得分＝3×100＋2×70＋1×30＝90"


def test_a_value_held_at_its_limit_is_not_taken_apart() -> None:
    rate = Figure(label="综合解决率", value=Decimal("0.5"))
    unsolved = Figure(label="抽查未解决", value=Decimal(40))
    held = Figure(
        label="解决率得分",
        value=Decimal(0),
        formula="综合解决率×60%×7－抽查未解决×0.2，不低于0",
        parts=(rate, unsolved),
    )
    total = Figure(label="三率得分", value=Decimal(2), formula="其他＋解决率得分", parts=(held,))
    assert with_numbers(held) == "解决率得分＝0.5×60%×7－40×0.2，不低于0＝0"
    assert worked_out(total) == "三率得分＝其他＋0＝2"


def test_words_stay_words() -> None:
    assert with_numbers(Figure(label="加分", value=Decimal("0.05"))) == "加分＝0.05"
    full = Figure(label="12345热线", value=Decimal(10), formula="没有热线工单，按满分10分计")
    assert worked_out(full) == "12345热线＝10（没有热线工单，按满分10分计）"


@given(st.integers(0, 999), st.integers(1, 999), st.integers(1, 30))
def test_a_sum_within_a_product_is_bracketed(a: int, b: int, full: int) -> None:
    parts = tuple(Figure(label=name, value=Decimal(count)) for name, count in (("甲", a), ("乙", b)))
    inner = Figure(label="差", value=Decimal(a) - Decimal(b) + Decimal("0.123456"), formula="甲－乙", parts=parts)
    outer = Figure(label="总", value=inner.value * full, formula=f"差×{full}", parts=(inner,))
    assert worked_out(outer).startswith(f"总＝（{a}－{b}）×{full}＝")
