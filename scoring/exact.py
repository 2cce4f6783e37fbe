"""Exact arithmetic: a tree of fractions that becomes a tree of figures in one step."""

from dataclasses import dataclass
from decimal import Context, Decimal
from fractions import Fraction

from domain.figure import Figure

# Digits a figure keeps. Thirds do not end in decimals, so values are kept as fractions until the
# tree is whole and each is divided out once; 40 digits leave no doubt at a rounding boundary.
DIGITS = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Exact:
    """A figure in the making; the fields are those of Figure, the value a fraction."""

    label: str
    value: Fraction
    formula: str = ""
    parts: tuple["Exact", ...] = ()
    sources: tuple[str, ...] = ()

    def figure(self) -> Figure:
        """The figure and all below it."""
        return Figure(
            label=self.label,
            value=decimal(self.value),
            formula=self.formula,
            parts=tuple(part.figure() for part in self.parts),
            sources=self.sources,
        )


def decimal(value: Fraction) -> Decimal:
    """The fraction divided out once."""
    return Context(prec=DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator))


def plain(value: Fraction) -> str:
    """A setting as written in a formula: 70, 0.6, 4.2; never rounded where it ends, else as a fraction."""
    if set(_prime_factors(value.denominator)) <= {2, 5}:
        text = f"{decimal(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value.numerator}/{value.denominator}"


def leaf(label: str, value: int | Decimal | Fraction, *sources: str) -> Exact:
    """A counted or imported number."""
    return Exact(label=label, value=Fraction(value), sources=sources)


def _prime_factors(number: int) -> list[int]:
    factors, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return [*factors, number] if number > 1 else factors
