"""Looking before taking in: what tables were understood to say, and what taking them in would change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, PhoneSummary
from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.ground.names import readable_name
from pingyi.scoring.orders.sums import FIELDS
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import order_changes
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.tables.imports import Understood, understand_table

Entry = LeaderScores | LeaderVotes | HotlineSummary | PhoneSummary
NAMES = {  # Chinese, of what an entry holds
    "count": "份数", "mean": "平均分", "choices": "票", "bonus": "加分",
    **{field: name for name, field in FIELDS.items()},
}  # fmt: skip
UNTOLD = ("unit", "group", "source", "scores", "from_orders")  # said otherwise, or by the mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What taking a table in would do to what counts."""

    new: int
    changed: tuple[str, ...]  # Chinese, one each: what becomes of it
    same: int
    elsewhere: int  # of the same kind, brought in before and not in this table: they go on counting
    known: bool = False  # nothing in it is new


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One table, before it is taken in, read for this campaign."""

    campaign: Campaign
    kind: str
    understood: Understood
    changes: Changes
    sample: str  # Chinese: the first row as it was read
    unlisted: tuple[str, ...]  # units of the roster that it does not speak of


@dataclass(frozen=True, slots=True, kw_only=True)
class Looks:
    """Several tables; one that cannot be taken in does not keep the others out."""

    tables: tuple[Look, ...]
    refused: tuple[PingyiError, ...]


def look_at_tables(campaign: Campaign, store: Store, kind: str, paths: Sequence[Path], advance: Advance) -> Looks:
    """Understand tables and hold them against what is there; nothing is changed."""
    found, refused = list[Look](), list[PingyiError]()
    for number, path in enumerate(paths):
        advance(readable_name(path.name), number, len(paths))
        try:
            found.append(_look(campaign, store, kind, understand_table(campaign, kind, path)))
        except PingyiError as error:
            refused.append(error)
    advance("核看", len(paths), len(paths))
    return Looks(tables=tuple(found), refused=tuple(refused))


def check_still(campaign: Campaign, store: Store, looks: Looks) -> None:
    """Raises NotReadyError where by now the same tables would be shown otherwise."""
    if any(_look(campaign, store, look.kind, look.understood) != look for look in looks.tables):
        raise NotReadyError("核看以后，单位名单或已导入的数有了变化，还没有导入；请再运行一次，核看后再导入")


def _look(campaign: Campaign, store: Store, kind: str, found: Understood) -> Look:
    there = {one.unit for one in (*found.entries, *found.orders)}
    return Look(
        campaign=campaign,
        kind=kind,
        understood=found,
        changes=_order_changes(store, found) if found.orders else _changes(store, found.entries),
        sample=_order_sample(found) if found.orders else f"{_name(found.entries[0])}：{_words(found.entries[0])}",
        unlisted=tuple(unit.name for unit in campaign.units if unit.name not in there),
    )


def _order_changes(store: Store, found: Understood) -> Changes:
    changes = order_changes(store, found.orders)
    return Changes(
        new=changes.new, changed=changes.moved, same=changes.same, elsewhere=changes.elsewhere, known=changes.known
    )


def _order_sample(found: Understood) -> str:
    """Of the first order its moments; of all the days of dispatch."""
    first, days = found.orders[0], sorted(order.dispatched for order in found.orders)
    ended = "".join(
        f"，{word} {moment:%Y-%m-%d %H:%M}"
        for word, moment in (("办结", first.closed), ("退单", first.returned))
        if moment is not None
    )
    return (
        f"{first.code} {first.unit} {first.kind.value}，派单 {first.dispatched:%Y-%m-%d %H:%M}{ended}；"
        f"全表派单从 {days[0]:%Y-%m-%d} 到 {days[-1]:%Y-%m-%d}"
    )


def _changes(store: Store, entries: Sequence[Entry]) -> Changes:
    known = {_key(one): one for one in _counting(store, type(entries[0]))}
    moved = [
        (known[_key(one)], one) for one in entries if _key(one) in known and _values(known[_key(one)]) != _values(one)
    ]
    new = sum(_key(one) not in known for one in entries)
    same = len(entries) - new - len(moved)
    return Changes(
        new=new,
        changed=tuple(f"{_name(after)}：{'，'.join(_moves(before, after))}" for before, after in moved),
        same=same,
        elsewhere=len(known.keys() - {_key(one) for one in entries}),
        known=same == len(entries),
    )


def _counting(store: Store, kind: type[Entry]) -> tuple[Entry, ...]:
    """What counts now, of this kind of entry."""
    brought = outside(store)
    every = (*brought.leaders, *brought.leader_votes, *brought.hotline, *brought.phone)
    return tuple(one for one in every if isinstance(one, kind))


def _key(entry: Entry) -> tuple[str, str]:
    return entry.unit, entry.group if isinstance(entry, LeaderScores | LeaderVotes) else ""


def _name(entry: Entry) -> str:
    return " ".join(filter(None, _key(entry)))


def _values(entry: Entry) -> Entry:
    return replace(entry, source="")


def _words(entry: Entry) -> str:
    return "，".join(f"{NAMES[name]} {_shown(entry, name)}" for name in _told(entry))


def _moves(before: Entry, after: Entry) -> Iterator[str]:
    for name in _told(after):
        old, new = _shown(before, name), _shown(after, name)
        if old != new:
            yield f"{NAMES[name]} {old} → {new}"


def _told(entry: Entry) -> Iterator[str]:
    return (field.name for field in fields(entry) if field.name not in UNTOLD)


def _shown(entry: Entry, name: str) -> str:
    value = getattr(entry, name)
    return "/".join(map(str, value)) if isinstance(value, tuple) else f"{value}"
