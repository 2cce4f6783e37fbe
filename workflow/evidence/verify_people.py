"""Whether people's own signatures stand behind what was decided, and behind each formal notice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pingyi.domain.trust.chain import Event, EventKind, canonical, sha256
from pingyi.domain.trust.signed_words import SignedWords
from pingyi.domain.trust.statement import Act
from pingyi.store.base.chain import CHANGING
from pingyi.store.base.store import Store
from pingyi.workflow.desk.record import FOLLOWING
from pingyi.workflow.people.keys import signed_words
from pingyi.workflow.people.signed import backing
from pingyi.workflow.results.issuing import NOTICE, is_final

SOME = 20  # decisions listed


@dataclass(frozen=True, slots=True, kw_only=True)
class People:
    """Chinese: what does not hold, and what was found to hold or cannot be told."""

    differences: tuple[str, ...]
    done: str


def check_people(store: Store, chain: tuple[Event, ...]) -> People:
    """Decisions held against statements, formal notices against those who issued them."""
    found = backing(store)
    strange = [f"本人签名：{fault}" for fault in found.faults]
    if found.people:
        strange += [f"{one}没有这两个人的签名" for one in found.unsigned[:SOME]]
    strange += _notices(store, chain)
    bare = found.older + len(found.unsigned)
    formal = [event for event in chain if is_final(event)]
    said = [
        f"第 {event.number} 条（{'、'.join(_signers(event.content())) or '较早版本，没有签发人'}）" for event in formal
    ]
    told = f"；正式通报：证据链{'、'.join(said)}" if said else "；没有正式通报"
    return People(differences=tuple(strange), done=_done(found.signed, bare, found.people) + told)


def _done(signed: int, bare: int, people: tuple[str, ...]) -> str:
    if not people:
        return f"没有账号：人工判定和确认 {bare} 项没有本人签名，不能证明是谁作的"
    rest = f"；较早版本记下的 {bare} 项没有签名，不能证明是谁作的" if bare else ""
    return f"人工判定和确认 {signed} 项由两人各自签名（有钥匙的 {len(people)} 人：{'、'.join(people)}）{rest}"


def _notices(store: Store, chain: tuple[Event, ...]) -> Iterator[str]:
    """Each formal notice was issued by two people, and nothing changed what it closed before two reopened it."""
    begun, settings, last, signed = False, dict[str, str](), chain[0].hash, 0
    closed: Event | None = None
    for event in chain:
        content = event.content()
        begun |= "statements" in content.get("covers", ())
        settings = content.get("settings", settings)
        signed = max([signed, *(row["last"] for row in content.get("rows", ()) if row["table"] == "statements")])
        if is_final(event) and begun:
            closed = event
            yield from _issued(signed_words(store, signed), event, sha256(canonical([last, settings])))
        elif event.kind == EventKind.REOPEN and closed is not None:
            if signed_words(store, signed).last_agreed(Act.REOPEN, (closed.hash,)) is None:
                yield f"证据链第 {event.number} 条：封账后重新打开，没有两个人的签名"
            closed = None
        elif closed is not None and event.kind in CHANGING:
            yield f"证据链第 {event.number} 条是在正式通报（第 {closed.number} 条）发出以后改动的，没有重新打开"
            closed = None  # said once
        if event.kind not in FOLLOWING:
            last = event.hash


def _issued(said: SignedWords, event: Event, basis: str) -> Iterator[str]:
    agreed = said.last_agreed(Act.NOTICE, NOTICE)
    if agreed is None or agreed[0] != (basis,) or not set(agreed[1]) <= said.people.keys():
        yield f"正式通报（证据链第 {event.number} 条）不是由本办两个有钥匙的人签发的，或签发以后数据又变过"
        return
    names = {said.people[who].name for who in agreed[1]}
    if names != set(_signers(event.content())):
        yield f"正式通报（证据链第 {event.number} 条）上写的签发人与签名的人不同"


def _signers(content: Mapping[str, object]) -> tuple[str, ...]:
    signed = content.get("signed")
    return tuple(map(str, signed)) if isinstance(signed, list) else ()
