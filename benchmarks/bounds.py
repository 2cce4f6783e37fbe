"""95 % bounds of a share counted on a sample (Clopper and Pearson 1934)."""

from scipy.special import betaincinv

SURE = 0.95


def upper_bound(count: int, total: int) -> float:
    """The share that is exceeded with at most 5 % probability (one-sided); for no event about 3 / total."""
    if total == 0:
        return 1.0
    return float(betaincinv(count + 1, total - count, SURE)) if count < total else 1.0


def share(count: int, total: int) -> str:
    """A count as a share with its upper bound, for tables."""
    if total == 0:
        return "-"
    return f"{count} of {total:,} = {count / total:.4%} (95 % below {upper_bound(count, total):.4%})"
