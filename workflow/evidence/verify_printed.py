"""A hash somebody holds on paper: which notice it was printed on, whether that one still stands."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pingyi.domain.trust.chain import EVENT_TEXT, Event, EventKind
from pingyi.domain.trust.head_code import hash_of
from pingyi.ground.errors import ArchiveError
from pingyi.workflow.results.issuing import is_final

SOME = 10  # units listed


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Chinese: by which later notice it was replaced or what has changed since; and what was found of it."""

    superseded: tuple[str, ...]
    done: tuple[str, ...]


def check_printed(chain: tuple[Event, ...], printed: str) -> Printed:
    """The notice that bears this hash (hex), held against what came after it; nothing for a hash of no notice."""
    if printed not in {event.hash for event in chain}:
        return Printed(superseded=(), done=())  # named as a difference
    notices = [event for event in chain if event.kind == EventKind.DOCUMENT and event.content().get("head") == printed]
    if not notices:
        return Printed(superseded=(), done=_since(chain, printed))
    last = notices[-1]
    formal = next((event for event in reversed(notices) if is_final(event)), None)
    kind = "正式通报" if formal else "征求意见稿（不是正式通报）"
    later = [event for event in chain[last.number :] if is_final(event)]
    told = [f"这份通报已被 {_day(event)} 的正式通报取代（证据链第 {event.number} 条）" for event in later[-1:]]
    told += _changes(chain, printed)
    return Printed(
        superseded=tuple(told), done=(f"所给校验值印在 {_day(last)} 的{kind}上（证据链第 {last.number} 条）",)
    )


def hash_copied(written: str, known: Iterable[str]) -> str:
    """The one of `known` that is meant; what was written where it has a mistaken letter."""
    try:
        return hash_of(written, known)
    except ValueError:
        return written


def printed_hash(written: str, chain: tuple[Event, ...]) -> str:
    """The hash meant by what somebody copied from paper. Raises ArchiveError on a mistaken letter."""
    try:
        return hash_of(written, (event.hash for event in reversed(chain)))
    except ValueError as error:
        raise ArchiveError(f"校验码“{written}”抄错了（末位是校验位，对不上）；请对照通报重抄") from error


def _since(chain: tuple[Event, ...], printed: str) -> tuple[str, ...]:
    """Of a hash that no notice bears, a day's slip's: where it stands, and what was added after it."""
    number = next(event.number for event in chain if event.hash == printed)
    words = {str(kind): text for kind, text in EVENT_TEXT.items()}
    later = Counter(words.get(event.kind, event.kind) for event in chain[number:])
    added = "、".join(f"{text} {count} 条" for text, count in later.items()) or "没有新记录"
    return (f"所给校验值是证据链第 {number} 条：到这一条为止没有改动过；此后又有：{added}", "没有哪份通报印的是它")


def _changes(chain: tuple[Event, ...], printed: str) -> Iterator[str]:
    """Units whose published numbers are others in the newest score."""
    scores = [event for event in chain if event.kind == EventKind.SCORE]
    then = next((event for event in scores if event.hash == printed), None)
    if then is None or scores[-1] is then:
        return
    before = {unit["unit"]: unit for unit in then.content()["units"]}
    now = {unit["unit"]: unit for unit in scores[-1].content()["units"]}
    changed = [name for name in (*before, *(now.keys() - before.keys())) if before.get(name) != now.get(name)]
    for name in changed[:SOME]:
        yield f"{name}：这份通报上是{_short(before.get(name))}，现在是{_short(now.get(name))}"
    if len(changed) > SOME:
        yield f"……共 {len(changed)} 个单位的数与这份通报不同"


def _short(unit: dict[str, Any] | None) -> str:
    return f"总分 {unit['total']}、第 {unit['rank']} 名" if unit else "没有这个单位"


def _day(event: Event) -> str:
    return str(event.content().get("at", ""))[:10] or "某日"
