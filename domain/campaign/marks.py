"""What the program prints into its papers so that a scan tells which paper it is, of which campaign."""

import base64
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from pingyi.domain.trust.chain import canonical

OLD_BALLOT, BALLOT, OLD_ANALYSIS, ANALYSIS = "PY1:", "PY2:", "PY3:", "PY4:"  # the digit is the version of what follows
KEY_CHARACTERS = 6  # thirty bits: one campaign in a thousand million is taken for another, in the smallest QR code
_KEY = rf"(?P<key>[A-Z2-7]{{{KEY_CHARACTERS}}})"
_BALLOT = re.compile(rf"(?:{OLD_BALLOT}|{BALLOT}{_KEY}:)(?P<batch>[A-Z]\d{{2,3}})?(?:/(?P<page>[1-9]))?")
_ANALYSIS = re.compile(rf"(?:{OLD_ANALYSIS}(?P<year>\d{{4}})|{ANALYSIS}{_KEY})-(?P<serial>\d{{1,3}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPrint:
    """What tells one print run from another year's, another district's, another roster's: the same on every copy."""

    title: str
    year: int
    district: str
    rows: tuple[tuple[str, str], ...]  # number and name of each unit, in order
    choices: tuple[str, ...]
    pages: int = 1

    @property
    def key(self) -> str:
        """Short enough for a mark."""
        rows = [[item, _bare(name)] for item, name in self.rows]
        choices = [_bare(choice) for choice in self.choices]
        said = [_bare(self.title), self.year, _bare(self.district), rows, choices, self.pages]
        digest = hashlib.sha256(canonical(said).encode()).digest()
        return base64.b32encode(digest).decode("ascii")[:KEY_CHARACTERS]


@dataclass(frozen=True, slots=True, kw_only=True)
class BallotMark:
    """
    The QR code over a ballot or 领导评价表: `PY2:K7Q2MA:A07/2` is page 2 of batch A07 of the form with that key.

    Older prints say `PY1:A07/2` and name no form. Nothing in it singles out a voter.
    """

    key: str = ""  # of the form; empty: an older print
    batch: str = ""  # code; empty: none
    page: int = 0  # 1-based; 0 on a ballot of one page

    @property
    def payload(self) -> str:
        """The code's text; only characters a QR code stores densely."""
        page = f"/{self.page}" if self.page else ""
        return f"{BALLOT}{self.key}:{self.batch}{page}" if self.key else f"{OLD_BALLOT}{self.batch}{page}"


def ballot_mark(payload: str) -> BallotMark | None:
    """The mark a code's text stands for; None when it is some other code."""
    found = _BALLOT.fullmatch(payload)
    if found is None:
        return None
    return BallotMark(key=found["key"] or "", batch=found["batch"] or "", page=int(found["page"] or 0))


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalysisMark:
    """
    The QR code at the right end of 附件3's score row: `PY4:K7Q2MA-28` is unit 28 of the roster with that key.

    Older prints say `PY3:2024-28`, which names neither district nor roster. It names the unit that is scored, never
    the leader who scores it: every copy of the form bears the same. It stands once on a form, so the page that bears
    it is the page with the score field.
    """

    key: str = ""  # empty: an older print
    year: int = 0  # 0: the key has it
    serial: int  # the unit's number on the ballot, from 1

    @property
    def payload(self) -> str:
        """The code's text; only characters a QR code stores densely."""
        return f"{ANALYSIS}{self.key}-{self.serial}" if self.key else f"{OLD_ANALYSIS}{self.year}-{self.serial}"


def analysis_mark(payload: str) -> AnalysisMark | None:
    """The mark a code's text stands for; None when it is some other code."""
    found = _ANALYSIS.fullmatch(payload.strip())
    if found is None:
        return None
    return AnalysisMark(key=found["key"] or "", year=int(found["year"] or 0), serial=int(found["serial"]))


def other_campaign(said: str, keys: Iterable[str]) -> str:
    """Chinese: the mark `said` on a paper is none of those of this campaign, or of this vote."""
    expected = "、".join(sorted(set(keys)))
    return (
        f"票面标记写的是别的一次印的表（标记 {said}），这一次应为 {expected}；"
        "名称、年度、区县、单位或题目、选项、页数有一样不同，就是别的一次。请核对原件，是别的一次的请取出；"
        "确是这一次印发的，请把 campaign.toml（投票的是 vote.toml）和表样改回印票时的样子再扫"
    )


def _bare(words: str) -> str:
    return "".join(words.split())
