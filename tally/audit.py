"""
Whether a sample seen by people bears out the published scores: a comparison audit at a risk limit.

A unit's score is a ratio, weights of valid rows over valid rows. That it is below S+δ (above S−δ) is the same as a
bounded mean over all its rows being above 0: (S+δ−w)·v, or (w−S+δ)·v. Each of these means is tested by the drawn rows'
differences from what was counted, sampled without replacement, with a supermartingale that bets against the claim's
being wrong. SHANGRLA: Stark, 2020, arXiv:1911.10035. The bets: Waudby-Smith & Ramdas, 2024, arXiv:2010.09686; Stark,
2023, arXiv:2201.02707; spread over several sizes as in Spertus, 2023, arXiv:2304.01010.

No correction for 59 units is needed: the claim is wrong only if some unit's is, and each is refused at the limit.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import repeat

from pingyi.domain.results.audit import Claim, Looked, Mark, Reported, UnitRisk, Unsure

BETS = (0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 1.0)  # shares of the most one may bet; small ones outlive errors


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two means: `values` of a row by mark, void last; D is the most two rows can differ by."""

    values: tuple[float, ...]
    null_mean: float  # of the scaled differences, if the claim were just wrong

    @property
    def width(self) -> float:
        """D, the most by which what two rows count for can differ."""
        return max(self.values) - min(self.values)

    def difference(self, row: Looked) -> float:
        """0..2; 1 for a row seen as it was counted."""
        true = min(self.values) if isinstance(row.seen, Unsure) else self._value(row.seen)
        return 1 + (true - self._value(row.reported)) / self.width

    def _value(self, mark: Mark) -> float:
        return self.values[-1] if mark is None else self.values[mark]


def draw(sheets: Iterable[str], seed: str, count: int) -> tuple[str, ...]:
    """
    The first `count` sheets (digests) in the order of SHA-256(seed, sheet): anyone can repeat it.

    A larger count goes on where a smaller one ended.
    """
    tickets = sorted((hashlib.sha256(f"{seed}\n{sheet}".encode()).hexdigest(), sheet) for sheet in set(sheets))
    return tuple(sheet for _, sheet in tickets[:count])


def unit_risk(
    item: str, reported: Reported, looked: Sequence[Looked], weights: Sequence[float | None], claim: Claim
) -> UnitRisk:
    """The risk left for one unit; `looked` in the order of the draw, `weights` per choice out of 100 (None: none)."""
    sides = _sides(reported, weights, claim)
    risk = max((_p_value(side, map(side.difference, looked), reported.rows) for side in sides), default=0.0)
    differing = sum(row.seen != row.reported for row in looked)
    return UnitRisk(item=item, looked=len(looked), differing=differing, risk=risk)


def rows_needed(reported: Reported, weights: Sequence[float | None], claim: Claim) -> int:
    """How many rows a unit asks for if none differs; all of them where nothing less will do."""
    limit = float(claim.limit)
    sides = _sides(reported, weights, claim)
    risks = (_risks(side, repeat(1.0, reported.rows), reported.rows) for side in sides)
    return max((_first_below(limit, found, reported.rows) for found in risks), default=0)


def _sides(reported: Reported, weights: Sequence[float | None], claim: Claim) -> tuple[_Side, ...]:
    """None for a unit without a valid row: it has no score to be wrong about."""
    votes = [(w, count) for w, count in zip(weights, reported.choices, strict=True) if w is not None]
    valid = sum(count for _, count in votes)
    if not valid:
        return ()
    score = sum(weight * count for weight, count in votes) / valid
    tolerance = float(claim.tolerance)
    mean = tolerance * valid / reported.rows  # of either, over the rows as counted
    sides = []
    for sign in (1, -1):
        values = (*(0.0 if w is None else sign * (score - w) + tolerance for w in weights), 0.0)
        sides.append(_Side(values=values, null_mean=1 - mean / (max(values) - min(values))))
    return tuple(sides)


def _p_value(side: _Side, differences: Iterable[float], rows: int) -> float:
    """By Ville's inequality: one over the most that was ever won."""
    return min(_risks(side, differences, rows), default=1.0)


def _risks(side: _Side, differences: Iterable[float], rows: int) -> Iterable[float]:
    """The risk after each row, in the order of the draw."""
    fortunes = [1.0] * len(BETS)
    seen = 0.0
    for number, difference in enumerate(differences):
        mean = (rows * side.null_mean - seen) / (rows - number)  # of what is left, if the claim were just wrong
        if mean <= 0:
            yield 0.0  # not even zeros to the end could make it wrong
            return
        fortunes = [fortune * (1 + bet * (difference / mean - 1)) for fortune, bet in zip(fortunes, BETS, strict=True)]
        seen += difference
        fortune = sum(fortunes) / len(fortunes)
        yield min(1.0, 1 / fortune) if fortune else 1.0


def _first_below(limit: float, risks: Iterable[float], otherwise: int) -> int:
    return next((number for number, risk in enumerate(risks, start=1) if risk <= limit), otherwise)
