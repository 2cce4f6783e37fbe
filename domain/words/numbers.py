"""Exact numbers and how they are written."""

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

# Digits a figure keeps. Thirds do not end in decimals, so values are kept as fractions until the
# tree is whole and each is divided out once; 40 digits leave no doubt at a rounding boundary.
DIGITS = 40
SHOWN_PLACES = 6  # decimals shown of a number that does not end; the published ones have two


def decimal(value: Fraction) -> Decimal:
    """The fraction divided out once."""
    return Context(prec=DIGITS).divide(Decimal(value.numerator), Decimal(value.denominator))


def rounded(value: Decimal, places: int = 2) -> Decimal:
    """Half up, the one rounding of the scheme; for printing and ranking only."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def plain(value: Fraction) -> str:
    """A setting as written in a formula: 70, 0.6, 4.2; never rounded where it ends, else as a fraction."""
    if set(_prime_factors(value.denominator)) <= {2, 5}:
        text = f"{decimal(value):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return f"{value.numerator}/{value.denominator}"


def shown(value: Decimal) -> str:
    """A number in the middle of a computation: whole, or with as many decimals as it has, six at most."""
    text = f"{rounded(value, SHOWN_PLACES):f}"
    return text.rstrip("0").rstrip(".")


def _prime_factors(number: int) -> list[int]:
    factors, divisor = [], 2
    while divisor * divisor <= number:
        while number % divisor == 0:
            factors.append(divisor)
            number //= divisor
        divisor += 1
    return [*factors, number] if number > 1 else factors
