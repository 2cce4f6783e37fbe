"""What the machine read in the score fields of leaders' papers, and what people decided. Neither is ever edited."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from pingyi.domain.campaign.policies import Policies
from pingyi.domain.readings.reading import Source, UnreadPage

HIGHEST = Decimal(100)
NO_UNIT = "无"  # the unit of a void field nobody can give to one: a foreign page, a form of nobody's
NUMBER = re.compile(r"\d{1,3}(\.\d)?")  # halves and one decimal


class ScorePaper(StrEnum):
    """The paper scores were written on."""

    ANALYSIS = "analysis"  # 附件3: one unit, one field
    LEADERS = "leaders"  # 领导评价表: all units, a column of fields


class ScoreDoubt(StrEnum):
    """Why a field waits for two people."""

    EMPTY = "empty"
    NO_NUMBER = "no_number"
    READERS_DIFFER = "readers_differ"
    LONE_SIGN = "lone_sign"
    UNSURE = "unsure"
    OUT_OF_RANGE = "out_of_range"
    CUT_OFF = "cut_off"
    INK_LOST = "ink_lost"
    PRINT_UNLIKE = "print_unlike"
    UNIT_UNKNOWN = "unit_unknown"
    MARK_MISSING = "mark_missing"
    NAME_DIFFERS = "name_differs"
    NAME_UNPROVEN = "name_unproven"
    NAME_ELSEWHERE = "name_elsewhere"
    TITLE_UNLIKE = "title_unlike"
    UNSTEADY = "unsteady"
    OVERWRITTEN = "overwritten"
    UPSIDE_DOWN = "upside_down"
    FAINT = "faint"
    PEOPLE_READ = "people_read"
    EDITED = "edited"


UNIT_DOUBTS = frozenset(  # nobody but people may say whose the score is
    {
        ScoreDoubt.UNIT_UNKNOWN,
        ScoreDoubt.MARK_MISSING,
        ScoreDoubt.NAME_DIFFERS,
        ScoreDoubt.NAME_UNPROVEN,
        ScoreDoubt.NAME_ELSEWHERE,
        ScoreDoubt.TITLE_UNLIKE,
    }
)
SCORE_DOUBT_TEXT: dict[ScoreDoubt, str] = {
    ScoreDoubt.EMPTY: "没有填写",
    ScoreDoubt.NO_NUMBER: "有涂改、多个数或不是数字",
    ScoreDoubt.READERS_DIFFER: "两种识别不一致",
    ScoreDoubt.LONE_SIGN: "只有一个字：也可能是圈、一画或没写完",
    ScoreDoubt.UNSURE: "笔迹不清",
    ScoreDoubt.OUT_OF_RANGE: "不是0～100的分数",
    ScoreDoubt.CUT_OFF: "字迹超出栏外",
    ScoreDoubt.INK_LOST: "栏内有笔迹没有认进去",
    ScoreDoubt.PRINT_UNLIKE: "评分栏印字与表样不符",
    ScoreDoubt.UNIT_UNKNOWN: "认不准单位",
    ScoreDoubt.MARK_MISSING: "没有读到单位二维码",
    ScoreDoubt.NAME_DIFFERS: "二维码与印的单位名称不一致",
    ScoreDoubt.NAME_UNPROVEN: "印的单位名称没有认准",
    ScoreDoubt.NAME_ELSEWHERE: "这一页没有印单位名称，前页也证明不了",
    ScoreDoubt.TITLE_UNLIKE: "标题不是本区本年度的绩效分析表，或没有认准",
    ScoreDoubt.UNSTEADY: "格线辨认不清",
    ScoreDoubt.OVERWRITTEN: "像是改写过：有一个字看着是两个数叠在一起",
    ScoreDoubt.UPSIDE_DOWN: "倒过来看也是一个分数，字形分不出正倒",
    ScoreDoubt.FAINT: "有很淡的笔迹，机器认不出",
    ScoreDoubt.PEOPLE_READ: "规定由人工认读",
    ScoreDoubt.EDITED: "扫描后又改过",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreReading:
    """One field: both readers' words as they are, and the score when nothing speaks against it."""

    position: int  # on the page, from 0
    unit: str  # official name; empty when it could not be told
    seen: str  # the unit's name or mark as read on the page
    readings: tuple[str, str]
    confidence: float  # of the less sure reader, 0..1
    score: Decimal | None  # set when and only when there is no doubt
    doubts: tuple[ScoreDoubt, ...] = ()

    def __post_init__(self) -> None:
        if (self.score is None) != bool(self.doubts):
            raise ValueError("a score is given when and only when there is no doubt")


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorePage:
    """One page as read; the key is `digest`, the SHA-256 of its grey picture."""

    source: Source
    digest: str
    paper: ScorePaper
    batch_code: str  # as printed; empty when none was found
    fields: tuple[ScoreReading, ...]
    mark: str = ""  # text of the code printed on it (domain/campaign/marks.py); empty when none was found
    marked: str = ""  # the unit its mark names; empty: none
    nameless: bool = False  # 附件3 whose name stands on the page before
    has_opinion: bool = False  # something is written in the box for opinions
    placement: bytes = field(default=b"", repr=False)  # its ink, to know the paper again; empty: too little
    crops: dict[str, bytes] = field(default_factory=dict, repr=False, compare=False)  # PNG by position


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportPage:
    """A page of 附件3 without the score row: the report's beginning, which names the unit, or a part of it."""

    page: UnreadPage  # as it is filed
    first: bool
    unit: str = ""  # proven by what the beginning prints; empty: not proven, or no beginning
    seen: str = ""  # the name printed there, as read
    head: bytes = field(default=b"", repr=False, compare=False)  # PNG, of a beginning


ScoreOutcome = ScorePage | ReportPage | UnreadPage


def outcome_source(outcome: ScoreOutcome) -> Source:
    """Where the page came from."""
    return outcome.page.source if isinstance(outcome, ReportPage) else outcome.source


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreDecision:
    """What two people read in a field; no score means that the field is void."""

    page: str  # digest
    position: int
    unit: str
    score: Decimal | None
    decided_by: str
    confirmed_by: str
    decided_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreAnswer:
    """What one person reads in a field; no score means that the field is void."""

    unit: str
    score: Decimal | None


def unit_hint(reading: ScoreReading) -> str:
    """Chinese: what the page says of its unit where people must say it; nothing where it is proven."""
    seen = reading.seen
    if reading.unit or not seen:
        return ""
    return f"；{seen if '“' in seen else f'印的是“{seen}”'}，请对照原件写明单位"


def agreed(first: str, second: str) -> tuple[Decimal | None, ScoreDoubt | None]:
    """The score two readers agree on, or why there is none."""
    if not first and not second:
        return None, ScoreDoubt.EMPTY
    if first != second:
        spoilt = "#" in first
        return None, ScoreDoubt.NO_NUMBER if spoilt else ScoreDoubt.READERS_DIFFER
    return written_score(first)


def written_score(text: str) -> tuple[Decimal | None, ScoreDoubt | None]:
    """
    The score a leader wrote so, or why it is none.

    A lone digit is none, however surely it is read: to a machine a circle is a 0, a stroke a 1 or a 7.
    """
    if len(text) == 1 and text.isdecimal():
        return None, ScoreDoubt.LONE_SIGN
    return score_of(text)


def score_of(text: str) -> tuple[Decimal | None, ScoreDoubt | None]:
    """A score from its writing: 0..100, at most one decimal."""
    if not NUMBER.fullmatch(text):
        return None, ScoreDoubt.NO_NUMBER if not text.replace(".", "").isdecimal() else ScoreDoubt.OUT_OF_RANGE
    value = Decimal(text)
    leading = re.match(r"0\d", text) is not None
    return (None, ScoreDoubt.OUT_OF_RANGE) if value > HIGHEST or leading else (value, None)


def machine_may_count(reading: ScoreReading, policies: Policies) -> bool:
    """Whether the machine's score counts without people; any other field waits for them."""
    return reading.score is not None and machine_counts(policies)


def machine_counts(policies: Policies) -> bool:
    """Whether any of the machine's scores counts without people: those it has (score_readings.score)."""
    return policies.machine_scores.value == "agreed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoredSheet:
    """The scores on one page that nobody doubts any more, in no order."""

    batch: str
    source: Source
    scores: tuple[Decimal, ...]
