"""Votes and points of one state of the data, made once for whatever is asked of them."""

from dataclasses import dataclass

from pingyi.domain.ballot import DraftBallot, Tally
from pingyi.domain.score import ScoreSheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What one walk over the workspace's sheets came to."""

    sheets: tuple[DraftBallot, ...]  # settled by the decisions that count, rows numbered as printed
    tally: Tally


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """What was counted, and the points it leads to."""

    counted: Counted
    scores: ScoreSheet

    @property
    def tally(self) -> Tally:
        """The votes that were scored."""
        return self.counted.tally
