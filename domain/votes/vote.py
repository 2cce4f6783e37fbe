"""A vote an office holds on one Word form: which kind, who gets how many copies, by which numbers it is decided."""

import re
import tomllib
from enum import StrEnum
from typing import Self

from pydantic import Field, ValidationError, model_validator

from pingyi.domain.campaign.settings_told import setting_problems
from pingyi.domain.campaign.syntax import syntax_problem
from pingyi.domain.campaign.texts import Strict
from pingyi.domain.forms.abstaining import SAYS_NOTHING
from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.words import bare
from pingyi.ground.errors import CampaignError

FAVOURS = ("赞成", "同意", "支持", "赞同", "推荐", "提名", "信任", "是")  # over the column that gives somebody a vote
MOST_COPIES = 9999  # of a place
CODE = r"^[A-Z]\d{2,3}$"  # as domain/campaign/marks.py prints it


class VoteKind(StrEnum):
    """What the votes are for; the words stand in vote.toml."""

    ASSESSMENT = "民主测评"
    EQUAL = "等额选举"
    CONTESTED = "差额选举"
    SURVEY = "满意度"

    @property
    def elects(self) -> bool:
        """Whether people are chosen into a number of seats."""
        return self in (VoteKind.EQUAL, VoteKind.CONTESTED)


class Base(StrEnum):
    """Whose half an elected person must have more than; the words stand in vote.toml."""

    ELIGIBLE = "应到会人数"
    ATTENDING = "实到会人数"
    RETURNED = "收回选票数"


class Quorum(StrEnum):
    """How many of 应到会 must come for an election to hold; the words stand in vote.toml."""

    FOUR_FIFTHS = "五分之四"
    TWO_THIRDS = "三分之二"
    HALF = "过半数"
    NONE = "不设"

    def reached(self, attending: int, eligible: int) -> bool:
        """Whether so many are enough."""
        match self:
            case Quorum.FOUR_FIFTHS:
                return 5 * attending >= 4 * eligible
            case Quorum.TWO_THIRDS:
                return 3 * attending >= 2 * eligible
            case Quorum.HALF:
                return 2 * attending > eligible
        return True


class Place(Strict):
    """Who is given copies; the code is printed on every one of them."""

    code: str = Field(pattern=CODE)
    name: str = Field(min_length=1)
    copies: int = Field(ge=1, le=MOST_COPIES)


class Vote(Strict):
    """vote.toml: all that is not on the form."""

    name: str = Field(min_length=1)
    kind: VoteKind
    form: str  # the Word file's name in the workspace
    digest: str = Field(pattern="^[0-9a-f]{64}$")  # its SHA-256 when it was printed
    choices: tuple[str, ...] = ()  # over the columns that are ticked, where the form alone does not tell
    names: tuple[str, ...] = ()  # over the column that names the rows, likewise
    several: bool = False  # a row may have several ticks, each of which counts
    marks: Declared = Declared.TICK  # what chooses, as the form tells its voters
    favour: str = ""  # election: the choice that gives a vote
    seats: int = Field(default=0, ge=0)  # election: 应选名额
    exact: bool = False  # election: a sheet that chooses fewer is void too
    base: Base = Base.ELIGIBLE
    quorum: Quorum = Quorum.FOUR_FIFTHS
    eligible: int = Field(default=0, ge=0)  # 应到会有选举权人数; 0: not said
    attending: int = Field(default=0, ge=0)  # 实到会有选举权人数; 0: not said
    places: tuple[Place, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _hangs_together(self) -> Self:
        codes = [place.code for place in self.places]
        if len({*codes}) < len(codes):
            raise ValueError("places 里有批次号用了两次；请换一个号")
        if self.kind.elects and not (self.seats and self.favour):
            raise ValueError("选举要写应选名额（seats）和表示赞成的选项（favour）；请补上")
        if self.kind.elects and self.several:
            raise ValueError("选举的每行只选一项；请去掉“每行可以选几项”（several）")
        if self.several and self.marks is not Declared.TICK:
            raise ValueError(
                "每行可以选几项（several）的只认勾（勾旁边的叉可能是划去）；请去掉它，或把填法（marks）改成打勾"
            )
        if self.exact and not self.kind.elects:
            raise ValueError("只有选举才有应选名额；请去掉“少选的也整张无效”（exact）")
        if self.eligible and self.attending > self.eligible:
            told = f"实到会 {self.attending} 人多于应到会 {self.eligible} 人"
            raise ValueError(f"{told}；请核对应到会（eligible）和实到会（attending）人数")
        return self

    @property
    def issued(self) -> int:
        """Copies handed out at all places."""
        return sum(place.copies for place in self.places)


SETTINGS = (*Vote.model_fields, *Place.model_fields)


def fitting_vote(**said: object) -> Vote:
    """A vote that is not written down yet. Raises CampaignError on what does not hang together."""
    try:
        return Vote.model_validate(said)
    except ValidationError as error:
        raise CampaignError("\n".join(setting_problems("", error, SETTINGS))) from error


def parse_vote(text: str, name: str) -> Vote:
    """Parse vote.toml, called `name`. Raises CampaignError listing every problem."""
    try:
        return Vote.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise CampaignError(f"{name} {syntax_problem(text, str(error))}") from error
    except ValidationError as error:
        lines = setting_problems(text, error, SETTINGS)
        raise CampaignError(f"{name} 有 {len(lines)} 处要改，请改正再试：\n  " + "\n  ".join(lines)) from error


def parse_places(text: str) -> tuple[tuple[str, int], ...]:
    """Places and their copies as people type or paste them: 甲处=30,乙处=12, or one a line. Raises CampaignError."""
    found = []
    for part in re.split(r"[,，、;；\n]", text):
        if not part.strip():
            continue
        parts = re.fullmatch(r"\s*(.*?\S)(?:\s*[=＝:：]\s*|\s+)(\d{1,9})\s*份?\s*", part)
        if not parts or not 1 <= int(parts[2]) <= MOST_COPIES:
            raise CampaignError(f"“{part.strip()}”应写成 发放处=份数，如 办公室=30（至多 {MOST_COPIES} 份）；请改正")
        found.append((parts[1], int(parts[2])))
    if not found:
        raise CampaignError("没有写发放处和份数；请写上，如 办公室=30")
    return tuple(found)


def favour_of(choices: tuple[str, ...]) -> str:
    """The choice that gives a vote, by its known word; empty when none is known, or several are."""
    known = [word for word in choices if bare(word) in FAVOURS]
    return known[0] if len(known) == 1 else ""


def abstains(choice: str) -> bool:
    """Whether who ticks it says nothing of the row: counted apart."""
    return bare(choice) in SAYS_NOTHING
