"""What a vote came to: question by question, place by place, and who is elected."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from pingyi.domain.forms.question import Question
from pingyi.domain.votes.vote import Vote, abstains


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionCount:
    """Votes on one question; `choices` in the row's order, only from sheets that are valid."""

    row: Question
    choices: tuple[int, ...]
    blank: int
    multiple: int
    still_open: int  # in a draft: rows nobody has decided
    counted: int  # rows that say something of it: what shares are of

    def votes(self, choice: str) -> int:
        """Votes for a choice."""
        return dict(zip(self.row.choices, self.choices, strict=True)).get(choice, 0)

    def share(self, choice: str) -> Fraction | None:
        """Of the votes that say something; None of abstentions, and where there are none."""
        return None if abstains(choice) or not self.counted else Fraction(self.votes(choice), self.counted)


class Standing(StrEnum):
    """How a candidate came off; the words are printed."""

    ELECTED = "当选"
    TIED = "票数相等，再投"
    BEYOND = "名额已满"
    SHORT = "未过半数"
    UNDECIDED = "不确定"


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """Somebody who can be elected, printed on the form or written in."""

    name: str
    votes: int
    rank: int  # 1, 2, 2, 4
    standing: Standing
    written: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceCount:
    """Paper of one place; a form of several pages counts as often as its page most often read."""

    code: str
    name: str
    issued: int
    returned: int

    @property
    def excess(self) -> bool:
        """Whether more came back than went out."""
        return self.returned > self.issued


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetWord:
    """A sheet and what every row of it was counted as: what the numbers are added up from."""

    sheet: str  # digest of its picture
    place: str  # code
    page: int
    over: int  # people chosen beyond the seats, below 0 too few where they must be as many: void; 0 where it is not
    words: tuple[tuple[str, str], ...]  # item, and choice, `blank`, `multiple` or `doubtful`


@dataclass(frozen=True, slots=True, kw_only=True)
class Election:
    """Whether it is valid, and who is elected."""

    base: int  # people of whom more than half are needed
    faults: tuple[str, ...]  # Chinese: why it is not valid; empty when it is
    candidates: tuple[Candidate, ...]  # by votes

    @property
    def elected(self) -> tuple[Candidate, ...]:
        """Those who are elected, by votes."""
        return tuple(one for one in self.candidates if one.standing is Standing.ELECTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class VoteResult:
    """Everything the result document says."""

    vote: Vote
    places: tuple[PlaceCount, ...]
    questions: tuple[QuestionCount, ...]
    sheets: tuple[SheetWord, ...]  # by digest: in no order of the pile
    void_sheets: int
    corrected: int  # rows decided by people
    still_open: int  # rows nobody has decided, in a draft
    unread_pages: int
    election: Election | None

    @property
    def issued(self) -> int:
        """Copies handed out at all places."""
        return sum(place.issued for place in self.places)

    @property
    def returned(self) -> int:
        """Ballots, not pages, that came back."""
        return sum(place.returned for place in self.places)

    @property
    def waiting(self) -> str:
        """Chinese: what is not counted yet; empty when nothing waits."""
        rows = f"{self.still_open} 行待人工判定" if self.still_open else ""
        pages = f"{self.unread_pages} 页没有读出" if self.unread_pages else ""
        return "、".join(filter(None, (rows, pages)))

    @property
    def overfull(self) -> str:
        """Chinese: places with more paper in than out; empty when there are none."""
        told = [f"{one.name}收回 {one.returned} 份、发出 {one.issued} 份" for one in self.places if one.excess]
        return f"{'；'.join(told)}：收回的多于发出的，请核对有没有票重复扫描" if told else ""
