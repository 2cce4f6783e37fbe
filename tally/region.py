"""Units of many districts ranked together, by kind: exact, equal scores share a place."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

from pingyi.domain.results.region import Placed, UnitCounts


def place(counts: Iterable[UnitCounts]) -> tuple[Placed, ...]:
    """Best first within each kind; those without a valid vote last, without a place."""
    found = list(counts)
    region: dict[tuple[str, ...], list[Fraction]] = defaultdict(list)
    for one in found:
        if one.score is not None:
            region[one.unit.kind,].append(one.score)
            region[one.unit.kind, one.unit.district].append(one.score)
    for scores in region.values():
        scores.sort()
    placed = [
        Placed(
            counts=one,
            in_district=_rank(one.score, region[one.unit.kind, one.unit.district]),
            in_region=_rank(one.score, region[one.unit.kind,]),
        )
        for one in found
    ]
    return tuple(sorted(placed, key=_order))


def _rank(score: Fraction | None, ascending: list[Fraction]) -> int:
    """1 for the best; 0 without a score."""
    return 0 if score is None else len(ascending) - bisect_right(ascending, score) + 1


def _order(one: Placed) -> tuple[object, ...]:
    unit = one.counts.unit
    return unit.kind, one.in_region or float("inf"), unit.district, len(unit.item), unit.item
