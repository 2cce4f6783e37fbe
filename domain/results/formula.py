"""How one number follows from others: one expression, written in words, with numbers, or for a spreadsheet."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Generic, TypeVar

from pingyi.domain.words.numbers import plain

R = TypeVar("R")
S = TypeVar("S")


class Sign(StrEnum):
    """What is done to the terms."""

    PLUS = "＋"
    MINUS = "－"
    TIMES = "×"
    OVER = "÷"
    AT_MOST = "不超过"
    AT_LEAST = "不低于"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A constant; one that is a setting has a name, by which a spreadsheet gives it a cell of its own."""

    value: Fraction
    setting: str = ""
    percent: bool = False

    def text(self) -> str:
        """As a formula shows it: 70, 0.6, 10%; never rounded where it ends, else as a fraction."""
        return f"{plain(self.value * 100)}%" if self.percent else plain(self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression(Generic[R]):
    """Terms under one sign; a term is another figure, a constant or an expression again."""

    sign: Sign
    terms: tuple["R | Number | Expression[R]", ...]

    def map(self, change: "Callable[[R], S | Number | Expression[S]]") -> "Expression[S]":
        """The same over other figures, or with expressions in the place of figures."""
        return Expression(sign=self.sign, terms=tuple(_mapped(term, change) for term in self.terms))

    def references(self) -> Iterator[R]:
        """The figures it is about, in reading order; one named twice comes twice."""
        for term in self.terms:
            if isinstance(term, Expression):
                yield from term.references()
            elif not isinstance(term, Number):
                yield term

    def numbers(self) -> Iterator[Number]:
        """Its constants, in reading order."""
        for term in self.terms:
            if isinstance(term, Expression):
                yield from term.numbers()
            elif isinstance(term, Number):
                yield term


def total(*terms: "R | Number | Expression[R]") -> Expression[R]:
    """The sum of the terms, in their order."""
    return Expression(sign=Sign.PLUS, terms=terms)


def product(*terms: "R | Number | Expression[R]") -> Expression[R]:
    """The product of the terms, in their order."""
    return Expression(sign=Sign.TIMES, terms=terms)


def less(first: "R | Number | Expression[R]", *others: "R | Number | Expression[R]") -> Expression[R]:
    """The first less all others."""
    return Expression(sign=Sign.MINUS, terms=(first, *others))


def quotient(above: "R | Number | Expression[R]", below: "R | Number | Expression[R]") -> Expression[R]:
    """The one over the other."""
    return Expression(sign=Sign.OVER, terms=(above, below))


def at_most(term: "R | Number | Expression[R]", limit: Number) -> Expression[R]:
    """Never above the limit."""
    return Expression(sign=Sign.AT_MOST, terms=(term, limit))


def at_least(term: "R | Number | Expression[R]", limit: Number) -> Expression[R]:
    """Never below the limit."""
    return Expression(sign=Sign.AT_LEAST, terms=(term, limit))


def computed(expression: Expression[R], value: Callable[[R], Fraction]) -> Fraction:
    """What it comes to, exactly. Raises ZeroDivisionError."""
    first, *others = [_value(term, value) for term in expression.terms]
    for other in others:
        match expression.sign:
            case Sign.PLUS:
                first += other
            case Sign.MINUS:
                first -= other
            case Sign.TIMES:
                first *= other
            case Sign.OVER:
                first /= other
            case Sign.AT_MOST:
                first = min(first, other)
            case Sign.AT_LEAST:
                first = max(first, other)
    return first


def in_words(expression: Expression[R], text: Callable[[R], str]) -> str:
    """Chinese: signs between what `text` says of each figure, brackets only where they are needed."""
    match expression.sign:
        case Sign.AT_MOST | Sign.AT_LEAST:
            inner, limit = (_word(term, text, "") for term in expression.terms)
            return f"{inner}，{expression.sign}{limit}{'分' if expression.sign is Sign.AT_MOST else ''}"
        case sign:
            terms = (
                _word(term, text, sign if number else f"{sign}first") for number, term in enumerate(expression.terms)
            )
            return sign.join(terms)


def in_cells(expression: Expression[R], cell: Callable[[R | Number], str]) -> str:
    """For Excel, without the leading =; `cell` gives the address of a figure, and of a constant or its digits."""
    terms = [f"({in_cells(t, cell)})" if isinstance(t, Expression) else cell(t) for t in expression.terms]
    match expression.sign:
        case Sign.AT_MOST:
            return f"MIN({','.join(terms)})"
        case Sign.AT_LEAST:
            return f"MAX({','.join(terms)})"
        case Sign.PLUS | Sign.MINUS | Sign.TIMES | Sign.OVER:
            return _EXCEL[expression.sign].join(terms)


_EXCEL = {Sign.PLUS: "+", Sign.MINUS: "-", Sign.TIMES: "*", Sign.OVER: "/"}
_TIGHT = (Sign.TIMES, Sign.OVER)  # bind more than the others
LIMITS = (Sign.AT_MOST, Sign.AT_LEAST)


def _word(term: "R | Number | Expression[R]", text: Callable[[R], str], under: str) -> str:
    """One term below a sign; `under` is the sign, with "first" behind it for the first term."""
    if isinstance(term, Number):
        return term.text()
    if not isinstance(term, Expression):
        return text(term)
    if len(term.terms) == 1:
        return _word(term.terms[0], text, under)
    words = in_words(term, text)
    sign = under[:1]
    loose = term.sign not in _TIGHT
    needed = (sign in _TIGHT and loose) or (under in (Sign.OVER, Sign.MINUS) and (loose or sign == Sign.OVER))
    return f"（{words}）" if needed else words


def _value(term: "R | Number | Expression[R]", value: Callable[[R], Fraction]) -> Fraction:
    if isinstance(term, Expression):
        return computed(term, value)
    return term.value if isinstance(term, Number) else value(term)


def _mapped(
    term: "R | Number | Expression[R]", change: "Callable[[R], S | Number | Expression[S]]"
) -> "S | Number | Expression[S]":
    if isinstance(term, Expression):
        return term.map(change)
    return term if isinstance(term, Number) else change(term)
