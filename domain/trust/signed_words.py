"""Statements taken in: whose signature holds, who is known by whom, and who has said what last."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from pingyi.domain.trust.chain import MOST_ENTRY_PARTS, from_canonical
from pingyi.domain.trust.statement import (
    PREFIX,
    SENT_BACK,
    VOUCHERS,
    Act,
    Answer,
    Person,
    Statement,
    Subject,
    Word,
    person_key,
)

Holds = Callable[[str, str, str], bool]
"""Whether a text has this signature (hex) by this key (hex)."""


@dataclass(slots=True)
class SignedWords:
    """All words whose signature holds, and by whom; `faults` are Chinese."""

    people: dict[str, Person] = field(default_factory=dict)  # by person_key, of this workspace
    words: dict[tuple[str, Subject], list[tuple[str, Answer]]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def agreed(self, act: Act, word: Word, pair: tuple[str, str]) -> bool:
        """Whether this is these two people's last word on it, and nobody else has said anything since."""
        one, other = map(person_key, pair)
        said = self.words.get((act.value, word.subject), [])
        latest = dict(said)
        if one == other or not said or said[-1][0] not in (one, other):
            return False
        return latest.get(one) == latest.get(other) == word.answer

    def backed(self, act: Act, word: Word, pair: tuple[str, str]) -> bool:
        """Whether these two stand behind it, or, where neither has a key here (a station's people), two who have."""
        if self.agreed(act, word, pair):
            return True
        if any(person_key(name) in self.people for name in pair):
            return False
        taken = self.last_agreed(act, word.subject)
        return taken is not None and taken[0] == word.answer and set(taken[1]) <= self.people.keys()

    def last_agreed(self, act: Act, subject: Subject) -> tuple[Answer, tuple[str, str]] | None:
        """The answer the last speaker shares with somebody else's last word, and who the two are; None without."""
        said = self.words.get((act.value, subject), [])
        latest = dict(said)
        if not said:
            return None
        last, answer = said[-1]
        same = [who for who in latest if who != last and latest[who] == answer]
        return (answer, (same[-1], last)) if same else None


def read_statements(statements: Iterable[Statement], workspace: str, holds: Holds) -> SignedWords:
    """Take in statements in their order; those that do not hold are named and count for nothing."""
    reading = _Reading(workspace=workspace, holds=holds)
    for statement in statements:
        try:
            reading.take(statement)
        except _NotSoundError as error:
            reading.found.faults.append(f"第 {statement.number} 条陈述（{statement.by}）{error}")
    return reading.found


class _NotSoundError(Exception):
    """Chinese: why a statement does not hold."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Said:
    act: Act
    home: str  # the workspace it was said in
    words: tuple[Word, ...]


@dataclass(slots=True, kw_only=True)
class _Reading:
    workspace: str
    holds: Holds
    found: SignedWords = field(default_factory=SignedWords)
    seen: set[str] = field(default_factory=set)
    vouched: dict[Word, set[str]] = field(default_factory=dict)

    def take(self, statement: Statement) -> None:
        said = _parsed(statement)
        if statement.text in self.seen:
            raise _NotSoundError("是把以前的一条再放进来的")
        self.seen.add(statement.text)
        who = person_key(statement.by)
        if said.act is Act.PERSON:
            self._newcomer(statement, said)
            return
        person = self.found.people.get(who)
        if person is None or said.home != self.workspace:
            raise _NotSoundError("由没有钥匙的人作出")
        if not self.holds(PREFIX + statement.text, statement.signature, person.key):
            raise _NotSoundError("的签名不是本人的")
        for word in said.words:
            if said.act is Act.VOUCH:
                self.vouched.setdefault(word, set()).add(who)
            else:
                words = self.found.words.setdefault((said.act.value, word.subject), [])
                if word.answer == SENT_BACK:
                    words.clear()  # what was said before counts no more
                words.append((who, word.answer))

    def _newcomer(self, statement: Statement, said: _Said) -> None:
        if len(said.words) != 1 or said.words[0].subject != ("person", statement.by):
            raise _NotSoundError("没有写明是谁的钥匙")
        word, who = said.words[0], person_key(statement.by)
        if not who or not self.holds(PREFIX + statement.text, statement.signature, word.answer[0]):
            raise _NotSoundError("的签名不是本人的")
        others = self.found.people.keys() - {who}
        needed = VOUCHERS if who in self.found.people else min(VOUCHERS, len(others))
        if said.home != self.workspace or len(self.vouched.get(word, set()) & others) < needed:
            raise _NotSoundError(f"：这个人的钥匙没有本办另外 {needed} 个人见证")
        self.found.people[who] = Person(name=statement.by, key=word.answer[0])


def _parsed(statement: Statement) -> _Said:
    try:
        content: dict[str, Any] = from_canonical(statement.text, MOST_ENTRY_PARTS)
        words = tuple(
            Word(subject=tuple(map(str, subject)), answer=tuple(map(str, answer)))
            for subject, answer in content["words"]
        )
        said = _Said(act=Act(content["act"]), home=str(content["workspace"]), words=words)
        plain = content["by"] == statement.by
    except (ValueError, KeyError, TypeError) as error:
        raise _NotSoundError("不成格式") from error
    if not plain or not all(word.subject and word.answer for word in words):
        raise _NotSoundError("不成格式")
    return said
