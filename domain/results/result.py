"""What a campaign has come to at one moment: every document, table and page is taken from one such state."""

from dataclasses import dataclass

from pingyi.domain.readings.ballot import Ballot, DraftBallot, Tally
from pingyi.domain.results.score import ScoreSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """The paper: every sheet settled, its rows numbered as in the roster, and all counts of them."""

    sheets: tuple[Ballot | DraftBallot, ...]
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """The paper and the points it leads to."""

    count: Count
    scores: ScoreSheet

    @property
    def tally(self) -> Tally:
        """All counts of the paper, by batch and unit."""
        return self.count.tally
