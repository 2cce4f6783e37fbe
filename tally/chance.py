"""Exact chances of counts that fall on one batch when nothing is the matter."""

from fractions import Fraction
from math import comb, exp, lgamma, log


def at_least(found: int, drawn: int, marked: int, whole: int) -> float:
    """
    Probability that `drawn` sheets out of `whole`, of which `marked` bear something, hold `found` of these or more.

    Hypergeometric: right whatever the votes are like, as long as sheets fell into batches without regard to it.
    """
    top = min(drawn, marked)
    if found > top:
        return 0.0
    ways = sum(comb(marked, count) * comb(whole - marked, drawn - count) for count in range(found, top + 1))
    return float(Fraction(ways, comb(whole, drawn)))


def same_again(chances: list[float], sheets: int, found: int) -> float:
    """
    Expected number of groups of `found` out of `sheets` that share one pattern whose rows have these `chances`.

    A bound on the probability that there is any such group.
    """
    ways = lgamma(sheets + 1) - lgamma(found + 1) - lgamma(sheets - found + 1)
    return min(1.0, exp(ways + (found - 1) * sum(log(chance) for chance in chances)))
