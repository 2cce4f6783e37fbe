"""A figure as an equation with its numbers in it, as a reader can work it out again by hand."""

from fractions import Fraction

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.formula import LIMITS, Expression, Number, Sign, computed, in_words
from pingyi.domain.words.numbers import shown


def with_numbers(figure: Figure) -> str:
    """One step: 民意得分＝（253×100＋105×70＋25×30）÷383＝87.21; the parts' own values are put in."""
    return _equation(figure, figure.expression)


def worked_out(figure: Figure) -> str:
    """
    All steps in one line, down to counts, scores and amounts.

    问卷与电话＝（253×100＋105×70＋25×30）÷383÷100×15＝13.08. Counts are not taken apart any further, so that
    votes stay those of all groups together.
    """
    return _equation(figure, _whole_way(figure))


def _equation(figure: Figure, expression: Expression[Figure] | None) -> str:
    result = shown(figure.value) if _whole(figure) else str(figure.rounded())
    worked = in_words(expression, lambda part: shown(part.value)) if expression else ""
    note = figure.note if expression else figure.formula
    steps = f"{worked}＝" if worked not in ("", result) else ""
    return f"{figure.label}＝{steps}{result}{f'（{note}）' if note else ''}"


def _whole_way(figure: Figure) -> Expression[Figure] | None:
    """Its expression with those of its parts in it; one that only hands a part on has the part's, limit and all."""
    if figure.expression is None:
        return None
    only = figure.expression.terms[0] if len(figure.expression.terms) == 1 else None
    if isinstance(only, Figure) and only.expression is not None:
        return _whole_way(only)
    return figure.expression.map(_taken_apart)


def _taken_apart(part: Figure) -> "Figure | Number | Expression[Figure]":
    """What a part is made of; an input, a count or one held at its limit is its value."""
    expression = part.expression
    if expression is None or _counted(part):
        return part
    if expression.sign not in LIMITS:
        return expression.map(_taken_apart)
    inner, _ = expression.terms
    if _value(inner) != _value(expression):  # held at the limit: its terms would give another value
        return part
    return inner.map(_taken_apart) if isinstance(inner, Expression) else inner


def _counted(figure: Figure) -> bool:
    """Whether it is a count, or the sum of counts."""
    expression = figure.expression
    if expression is None:
        return _whole(figure)
    return expression.sign is Sign.PLUS and all(
        isinstance(term, Figure) and _counted(term) for term in expression.terms
    )


def _value(term: "Figure | Number | Expression[Figure]") -> Fraction:
    return computed(Expression(sign=Sign.PLUS, terms=(term,)), lambda part: Fraction(part.value))


def _whole(figure: Figure) -> bool:
    return figure.value == figure.value.to_integral_value()
