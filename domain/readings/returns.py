"""What the office counted by hand of each batch, and where it does not agree with what was read."""

from dataclasses import dataclass

from pingyi.domain.readings.paper import PageCount

BATCH = "批次"
FILLED = ("实发份数", "回收份数", "作废份数", "未收回")
"""Columns of the ledger people count by hand in; 回收份数 has the spoiled ones in it."""


MIXED_IN = "混入的由两人改归或移出（pingyi papers）"
"""What to do about papers that lie in a wrong batch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Returns:
    """One line of 发放回收登记表, in ballots (one of two pages is one)."""

    batch: str
    issued: int
    returned: int  # fit to be read; spoiled ones are not among them
    spoiled: int
    outstanding: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchPaper:
    """Everything known of one batch's paper."""

    batch: str
    printed: int  # ballots, by the distribution plan
    returns: Returns | None  # None: nothing entered yet
    sheets: tuple[PageCount, ...]  # read and counted
    set_aside: int  # pages that people found to be ballots nobody can read
    waiting: int  # pages nobody has decided on


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaderPaper:
    """
    Everything known of one batch of leaders' scored papers.

    One copy is what one leader fills in, a 领导评价表 or 附件3 of every unit: either way one score field of each unit.
    """

    batch: str  # the body's letter alone where papers were scanned under it
    printed: int  # copies, by the distribution plan; 0: not in it
    returns: Returns | None  # None: nothing entered yet
    pages: int  # read
    fields: tuple[tuple[str, int], ...]  # read, by unit of the roster
    unknown: int  # fields whose unit nobody has told
    open: int  # fields that wait for people, these among them
    a_page: int  # fields on a page: one of 附件3, those of all units on a sheet
    set_aside: int  # pages that people found to be papers nobody can read
    waiting: int  # pages nobody has decided on

    @property
    def copies(self) -> int:
        """As many as the unit with most fields has: how many came at least."""
        return max((count for _, count in self.fields), default=0)

    @property
    def span(self) -> str:
        """Fields of one unit, the fewest and the most."""
        fewest = min((count for _, count in self.fields), default=0)
        return str(fewest) if fewest == self.copies else f"{fewest}–{self.copies}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPaper:
    """Rows of one unit in one batch: read from paper, and what the tally made of them."""

    batch: str
    item: str
    read: int
    valid: int
    blank: int
    multiple: int
    doubtful: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Imbalance:
    """Numbers that should agree and do not. Chinese: what, and what to do."""

    batch: str  # empty: of no batch in particular
    what: str
    remedy: str

    def message(self) -> str:
        """One Chinese line: batch, what disagrees, what to do."""
        where = f"{self.batch} 批" if self.batch else ""
        return f"{where}{self.what}；{self.remedy}"
