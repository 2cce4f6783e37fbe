"""A region: its districts, and every unit of them side by side."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from pingyi.domain.words.numbers import decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictUnit:
    """One evaluated unit; `item` is its number on its district's ballot."""

    district: str
    item: str
    name: str
    kind: str  # 镇, 街道, 机关部门
    weights: tuple[tuple[str, Fraction | None], ...]  # of each choice of the ballot, out of 100; None: abstention


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCounts:
    """How often each mark was counted: a choice, blank, multiple or doubtful."""

    unit: DistrictUnit
    marks: Mapping[str, int]

    @property
    def valid(self) -> int:
        """Votes for any choice that counts."""
        return sum(self.marks.get(choice, 0) for choice, weight in self.unit.weights if weight is not None)

    @property
    def score(self) -> Fraction | None:
        """Out of 100, every valid vote once; None without a valid vote."""
        counting = ((choice, weight) for choice, weight in self.unit.weights if weight is not None)
        weighted = sum((weight * self.marks.get(choice, 0) for choice, weight in counting), Fraction(0))
        return weighted / self.valid if self.valid else None

    @property
    def points(self) -> str:
        """The score with two places, rounded once; empty without one."""
        if self.score is None:
            return ""
        return str(decimal(self.score).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A unit's place among those of its kind; units without votes have none (0)."""

    counts: UnitCounts
    in_district: int
    in_region: int
