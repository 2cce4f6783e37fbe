"""Exact chances of counts that fall on one batch when nothing is the matter."""

from math import exp, fsum, lgamma, log


def at_least(found: int, drawn: int, marked: int, whole: int) -> float:
    """
    Probability that `drawn` sheets out of `whole`, of which `marked` bear something, hold `found` of these or more.

    Hypergeometric: right whatever the votes are like, as long as sheets fell into batches without regard to it.
    """
    fewest, most = max(found, drawn - (whole - marked), 0), min(drawn, marked)
    ways = (_ways(marked, count) + _ways(whole - marked, drawn - count) for count in range(fewest, most + 1))
    return min(1.0, fsum(exp(way - _ways(whole, drawn)) for way in ways))


def _ways(things: int, chosen: int) -> float:
    """Logarithm of how many choices there are: the numbers themselves have ten thousands of digits."""
    return lgamma(things + 1) - lgamma(chosen + 1) - lgamma(things - chosen + 1)


def same_again(chances: list[float], sheets: int, found: int) -> float:
    """
    Expected number of groups of `found` out of `sheets` that share one pattern whose rows have these `chances`.

    A bound on the probability that there is any such group.
    """
    return min(1.0, exp(_ways(sheets, found) + (found - 1) * sum(log(chance) for chance in chances)))
