"""From readings to votes: corrections by people, settled ballots, the tally."""

from dataclasses import dataclass
from datetime import datetime

from pingyi.domain.readings.paper import PageCount
from pingyi.domain.readings.reading import DecidedWord, Doubt


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction(DecidedWord):
    """What two people decided on one row; appended, never changed. The latest one counts."""

    sheet: str  # digest of the sheet's picture
    item: str
    decided_by: str  # 计票人
    confirmed_by: str  # 监票人
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledRow(DecidedWord):
    """A row nobody doubts any more."""

    item: str  # the serial as printed; of a seated sheet, as it is in the roster
    name: str  # of the unit, as printed: by it the vote is joined
    by_person: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """One sheet (of one page of the form) with every row settled."""

    sheet: str
    batch: str
    rows: tuple[SettledRow, ...]
    page: int  # 1-based, of a ballot of `pages`
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenRow:
    """A row that still waits for a person."""

    sheet: str
    batch: str
    item: str
    name: str  # of the unit, as printed
    reasons: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftBallot:
    """One sheet of which some rows may still be open; a draft counts `rows` and says how many are open."""

    sheet: str
    batch: str
    rows: tuple[SettledRow, ...]
    open_rows: tuple[OpenRow, ...]
    page: int  # 1-based, of a ballot of `pages`
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RowCount:
    """Votes on one unit from one batch; `choices` in the order of the campaign's choices."""

    batch: str
    item: str  # the unit's serial in the roster
    choices: tuple[int, ...]
    blank: int
    multiple: int
    doubtful: int = 0  # only in a draft: left out of the votes, and said so

    @property
    def valid(self) -> int:
        """Valid votes: one tick."""
        return sum(self.choices)

    @property
    def ballots(self) -> int:
        """Rows on paper, whatever became of them."""
        return self.valid + self.blank + self.multiple + self.doubtful

    @property
    def group(self) -> str:
        """Key of the evaluator group: the letter its batch codes start with."""
        return self.batch[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchCount:
    """Paper accounting of one batch."""

    batch: str
    distributor: str  # official name when it is an evaluated unit itself
    issued: int
    returned: int  # ballots read into the workspace, whatever their number of pages
    pages: tuple[PageCount, ...] = ()

    @property
    def group(self) -> str:
        """Key of the evaluator group: the letter its batch codes start with."""
        return self.batch[:1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """Every count of the campaign, smallest first; sums are taken from it, never stored."""

    choices: tuple[str, ...]
    rows: tuple[RowCount, ...]
    batches: tuple[BatchCount, ...]
    corrected: int  # rows decided by people
    open_rows: int  # rows left undecided (draft only)
    unread_pages: int
    gone_rows: tuple[RowCount, ...] = ()  # votes for units that are evaluated no more, where there are any
