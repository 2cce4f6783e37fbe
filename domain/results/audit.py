"""A post-count audit: which sheets are drawn, what people saw on them, what risk is left."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

Mark = int | None
"""Index of the choice a row counts for; None: the row is void."""


class Unsure(Enum):
    """People who looked did not agree on a row: it counts as the worst it could be."""

    UNSURE = "unsure"


Seen = Mark | Unsure


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What an audit is to show: each unit's score (0–100) is off by less than `tolerance`, at risk `limit`."""

    tolerance: Decimal
    limit: Decimal  # the greatest chance that a wrong claim passes


DEFAULT_CLAIM = Claim(tolerance=Decimal(1), limit=Decimal("0.05"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """The counts of one unit as published: rows per choice and void rows, over all sheets audited."""

    choices: tuple[int, ...]
    void: int

    @property
    def rows(self) -> int:
        """Rows counted, void ones too."""
        return sum(self.choices) + self.void


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """One drawn row: what the count took it for and what people saw."""

    reported: Mark
    seen: Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRisk:
    """How far the drawn rows of one unit bear out the claim."""

    item: str
    looked: int
    differing: int  # rows seen otherwise than counted, unsure ones included
    risk: float  # chance of such a sample, or a better one, if the claim were wrong
