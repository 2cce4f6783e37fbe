"""Why one row was read as it was: measured figures beside what they are held against."""

from dataclasses import dataclass

from pingyi.domain.reading import Doubt, RowReading, Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One figure; beyond its limit it is a reason for doubt. Labels are Chinese."""

    label: str
    value: float
    limit: float
    at_most: bool  # else at least
    doubt: Doubt
    unit: str = ""

    @property
    def passes(self) -> bool:
        """Whether it gives no reason for doubt."""
        return self.value <= self.limit if self.at_most else self.value >= self.limit


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkEvidence:
    """One connected piece of ink of the row."""

    place: str  # the choice whose cell holds its lowest point
    part: str  # Chinese: a mark, a speck, a stroke of another row passing through
    measured: tuple[Measured, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RowEvidence:
    """Everything one row was judged by."""

    source: Source
    row: RowReading
    guess: tuple[Verdict, str]  # what the strokes alone say, doubts aside: verdict and choice
    odds: tuple[tuple[str, float], ...]  # the second judge's probability of each answer, by its word
    odds_needed: tuple[float, float]  # to agree, and to set aside doubts about a mark's shape
    figures: tuple[Measured, ...]  # of the row as a whole
    marks: tuple[MarkEvidence, ...]
    hidden: bool  # a cell lies under a fold, or is torn off
    picture: bytes  # PNG: the row with rulings, ink and outlines drawn
