"""95 % bounds of a share counted on a sample (Clopper and Pearson 1934)."""

from math import exp, lgamma, log, log1p

SURE = 0.95
HALVINGS = 60
NEGLIGIBLE = 1e-17  # of a sum


def upper_bound(count: int, total: int) -> float:
    """The share that is exceeded with at most 5 % probability (one-sided); for no event about 3 / total."""
    if count >= total:
        return 1.0
    low, high = count / total, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(count, total, middle) > 1 - SURE else (low, middle)
    return high


def _at_most(count: int, total: int, share: float) -> float:
    """The probability of at most `count` of `total` events, each of probability `share`, which is above the count's."""
    if share >= 1:
        return 0.0
    ways = lgamma(total + 1) - lgamma(count + 1) - lgamma(total - count + 1)
    term = exp(ways + count * log(share) + (total - count) * log1p(-share))
    found = term
    for fewer in range(count, 0, -1):
        term *= fewer * (1 - share) / ((total - fewer + 1) * share)
        found += term
        if term < found * NEGLIGIBLE:
            break
    return found


def share(count: int, total: int) -> str:
    """A count as a share with its upper bound, for tables."""
    if total == 0:
        return "-"
    return f"{count} of {total:,} = {count / total:.4%} (95 % below {upper_bound(count, total):.4%})"
