"""Two people decide something apart; it is settled once two of them say the same."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic, TypeVar

from pingyi.domain.readings.reading import DecidedWord

PAGE_WORDS = ("已重新扫描", "不是评议表", "空白页", "无法辨认")  # what people may find of an unread page
BELONGS = "背面另附纸归属"  # the column of it where people type opinions
BELONGS_WORDS = ("附在前一张上", "单独登记")  # what people may find of a page somebody wrote on: whose it is
A = TypeVar("A")  # an answer: to a row, to a score


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer(DecidedWord):
    """What a person makes of a row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement(Generic[A]):
    """What one person, known by the account, says of a row or field."""

    account: str
    answer: A


@dataclass(frozen=True, slots=True, kw_only=True)
class RowPlace:
    """One row of one sheet."""

    sheet: str
    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPlace:
    """One score field of one page."""

    page: str  # digest of its picture
    position: int  # from 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRow:
    """An open row as a person gets it: nothing of what the machine or others made of it."""

    place: RowPlace
    name: str
    batch: str


@dataclass(frozen=True, slots=True)
class Tab:
    """Who may hold rows: a page open in a session."""

    session: str
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsRequest:
    """Which rows somebody asks for."""

    account: str
    holder: Tab
    differing: bool = False  # rows on which two people differ
    reason: str = ""
    batch: str = ""
    sheet: str = ""
    passed: tuple[str, ...] = ()  # sheet/item: skipped, or on its way


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """How often two people who decided apart said the same."""

    rows: int
    equal: int
    kappa: Fraction | None  # Cohen 1960; None when chance alone would always agree, or without rows

    @property
    def share(self) -> Fraction | None:
        """Of rows on which both said the same."""
        return Fraction(self.equal, self.rows) if self.rows else None


def settled(judgements: Sequence[Judgement[A]]) -> tuple[Judgement[A], Judgement[A]] | None:
    """The first two judgements by different people that say the same, in the order they were made."""
    for at, later in enumerate(judgements):
        for earlier in judgements[:at]:
            if earlier.answer == later.answer and earlier.account != later.account:
                return earlier, later
    return None


def agreement(pairs: Sequence[tuple[Answer, Answer]]) -> Agreement:
    """
    Share and Cohen's kappa of the first and second answers to each row.

    Kappa = (p - e) / (1 - e): p the share of equal answers, e the share expected by chance from how often the first
    and the second people give each answer.
    """
    rows, equal = len(pairs), sum(first == second for first, second in pairs)
    if not rows:
        return Agreement(rows=0, equal=0, kappa=None)
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    chance = Fraction(sum(firsts[answer] * seconds[answer] for answer in firsts), rows * rows)
    kappa = None if chance == 1 else (Fraction(equal, rows) - chance) / (1 - chance)
    return Agreement(rows=rows, equal=equal, kappa=kappa)
