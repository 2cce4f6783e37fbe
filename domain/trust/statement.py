"""What people sign: a statement holds one person's words on some subjects, in one writing."""

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from pingyi.domain.trust.chain import canonical, sha256
from pingyi.domain.words.plain_words import simplified

VOUCHERS = 2  # who must know a newcomer, of those there are
PREFIX = "pingyi-statement-1\n"  # a signature of anything else is none of a statement


class Act(StrEnum):
    """What a statement is about; the strings are kept."""

    PERSON = "person"  # this is my key
    VOUCH = "vouch"  # I know this person, and this is their key
    ROWS = "rows"
    PAGES = "pages"
    SCORES = "scores"
    OPINIONS = "opinions"
    POLICY = "policy"
    TAKE_BACK = "take_back"  # what came with an import counts no more
    REASSIGN = "reassign"  # a paper counts in another batch, or nowhere
    NOTICE = "notice"  # a formal notice may be issued of what the records hold
    REOPEN = "reopen"  # what a formal notice closed may be changed again


Subject = tuple[str, ...]
Answer = tuple[str, ...]
SENT_BACK: Answer = ("sent_back",)  # a row, to be decided anew
WITHDRAWN: Answer = ("withdrawn",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One answer on one subject."""

    subject: Subject
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One person's words; `text` is what was signed, `signature` hex."""

    number: int
    by: str
    text: str
    signature: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody whose key is known; hex."""

    name: str
    key: str


def person_key(name: str) -> str:
    """
    By which names are told apart: two names with one such key are one person's.

    Without blanks, invisible characters, signs or case; wide, Kangxi and traditional characters as plain ones.
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(simplified(sign) for sign in plain if unicodedata.category(sign)[0] in "LN")


def statement_text(by: str, act: Act, words: Sequence[Word], about: Mapping[str, str]) -> str:
    """The one writing that is signed; `about` tells workspace, time and a number used once."""
    said = [[list(word.subject), list(word.answer)] for word in words]
    return canonical({**about, "by": by, "act": act.value, "words": said})


def row_word(sheet: str, item: str, verdict: str, choice: str) -> Word:
    """What somebody makes of a row of a ballot."""
    return Word(subject=(sheet, item), answer=(verdict, choice))


def page_word(page: int, outcome: str) -> Word:
    """What somebody found out about an unread page, by its number."""
    return Word(subject=(str(page),), answer=(outcome,))


def score_word(page: str, position: int, unit: str, score: Decimal | None) -> Word:
    """What somebody read in a field of a leaders' paper; None: it is void."""
    return Word(subject=(page, str(position)), answer=(unit, "" if score is None else str(score)))


def opinion_word(sheet: str, text: str, units: Iterable[str]) -> Word:
    """An opinion as somebody typed it: its digest, for the text stands elsewhere."""
    return Word(subject=(sheet,), answer=(sha256(canonical([text, list(units)])),))


def take_back_word(brought: int, reason: str) -> Word:
    """Why an import, by its number, counts no more."""
    return Word(subject=(str(brought),), answer=(reason,))


def reassign_word(paper: str, batch: str, reason: str) -> Word:
    """Where a paper (its digest) counts from now on (empty: nowhere), and why."""
    return Word(subject=(paper,), answer=(batch, reason))


def policy_word(policy: str, value: str, *, stands: bool, reason: str = "") -> Word:
    """An answer to what the scheme leaves open; taken back, for a reason, when it does not stand."""
    why = (reason,) if reason else ()  # older programs asked for none
    return Word(subject=(policy,), answer=(value, "stands" if stands else "taken_back", *why))
