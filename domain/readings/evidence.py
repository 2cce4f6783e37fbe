"""Why one row was read as it was: measured figures beside what they are held against."""

import operator
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Self

from pingyi.domain.readings.reading import Doubt, RowReading, RowWord, Source


class Sense(StrEnum):
    """How a figure is held to its limit; the sign people are shown."""

    holds: Callable[[float, float], bool]  # whether a figure gives no reason for doubt, by its limit; thousands a page

    AT_MOST = "≤", operator.le
    BELOW = "<", operator.lt
    AT_LEAST = "≥", operator.ge

    def __new__(cls, sign: str, holds: Callable[[float, float], bool]) -> Self:
        """A sign, and what it asks."""
        sense = str.__new__(cls, sign)
        sense._value_, sense.holds = sign, holds
        return sense


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure; beyond its limit it is a reason for doubt. Labels are Chinese."""

    label: str
    value: float
    limit: float
    sense: Sense
    doubt: Doubt
    unit: str

    @property
    def passes(self) -> bool:
        """Whether it gives no reason for doubt."""
        return self.sense.holds(self.value, self.limit)


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvidence:
    """One connected piece of ink of the row."""

    place: str  # the choice whose cell holds its lowest point
    part: str  # Chinese: a mark, a speck, a stroke of another row passing through
    measured: tuple[Measured, ...]  # of a mark; the others are measured with the row


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEvidence:
    """Everything one row was judged by."""

    source: Source
    row: RowReading
    guess: RowWord  # what the strokes alone say, doubts aside
    odds: tuple[tuple[str, float], ...]  # the second judge's probability of each answer, by its word
    odds_needed: tuple[float, float]  # to agree, and to set aside doubts about a mark's shape
    figures: tuple[Measured, ...]  # of the row as a whole, of both judges together, of what lies beside them
    marks: tuple[MarkEvidence, ...]
    picture: bytes  # PNG: the row with rulings, ink and outlines drawn

    def beyond(self) -> frozenset[Doubt]:
        """The doubts for which a figure shown lies beyond its limit."""
        shown = (*self.figures, *(figure for mark in self.marks for figure in mark.measured))
        return frozenset(figure.doubt for figure in shown if not figure.passes)
