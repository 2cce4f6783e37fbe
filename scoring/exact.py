"""Exact arithmetic: a tree of fractions that becomes a tree of figures in one step."""

from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from pingyi.domain.results.figure import Figure
from pingyi.domain.results.formula import Expression, Number, computed, in_words
from pingyi.domain.words.numbers import decimal, rounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """A figure in the making; the fields are those of Figure, the value a fraction, the formula put into words last."""

    label: str
    value: Fraction
    formula: str = ""  # in place of the expression's own words
    parts: tuple["Exact", ...] = ()
    sources: tuple[str, ...] = ()
    note: str = ""
    expression: "Expression[Exact] | None" = None  # over Exact objects of the same tree

    def rounded(self) -> Decimal:
        """As it is published, with two places."""
        return rounded(decimal(self.value))

    def figure(self) -> Figure:
        """The figure and all below it; one that stands at several places of the tree is one object."""
        return _figure(self, {})


Formula = Expression[Exact]


def derived(label: str, expression: Formula, *, parts: tuple[Exact, ...] | None = None, note: str = "") -> Exact:
    """
    A number that follows from others: value and words come from the one expression.

    `parts` are shown below it; by default all figures the expression names. `note` is put in brackets behind the words.
    """
    return Exact(
        label=label,
        value=computed(expression, lambda part: part.value),
        parts=_once(expression) if parts is None else parts,
        note=note,
        expression=expression,
    )


def renamed(part: Exact, formula: str) -> Exact:
    """The same with other words for its formula."""
    return replace(part, formula=formula)


def leaf(label: str, value: int | Decimal | Fraction, *sources: str) -> Exact:
    """A counted or imported number."""
    return Exact(label=label, value=Fraction(value), sources=sources)


def setting(name: str, value: Decimal | Fraction) -> Number:
    """A constant from the campaign's settings."""
    return Number(value=Fraction(value), setting=name)


def percent(name: str, value: Fraction) -> Number:
    """A setting written as a percentage."""
    return Number(value=value, setting=name, percent=True)


def constant(value: int | Fraction) -> Number:
    """A constant of the rules themselves: 0, 100."""
    return Number(value=Fraction(value))


def _once(expression: Formula) -> tuple[Exact, ...]:
    found: dict[int, Exact] = {id(part): part for part in expression.references()}
    return tuple(found.values())


def _in_words(exact: Exact) -> str:
    if exact.expression is None:
        return ""
    words = in_words(exact.expression, lambda part: part.label)
    return f"{words}（{exact.note}）" if exact.note else words


def _figure(exact: Exact, made: dict[int, Figure]) -> Figure:
    if id(exact) not in made:
        parts = tuple(_figure(part, made) for part in exact.parts)
        expression = exact.expression.map(lambda part: _figure(part, made)) if exact.expression else None
        made[id(exact)] = Figure(
            label=exact.label,
            value=decimal(exact.value),
            formula=exact.formula or _in_words(exact),
            parts=parts,
            sources=exact.sources,
            note=exact.note,
            expression=expression,
        )
    return made[id(exact)]
