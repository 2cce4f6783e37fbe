"""Work orders, kept row by row; of an order brought in several times the latest counts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache, lru_cache
from typing import Any

from pingyi.domain.handed_in.orders import (
    Answer,
    Extension,
    HotlineOrder,
    OrderKind,
    OrderState,
    Ruling,
    Satisfaction,
    Solution,
    Suspension,
)
from pingyi.domain.trust.chain import EventKind
from pingyi.store.base.faults import faults_of
from pingyi.store.base.records import ImportedFile
from pingyi.store.base.store import Store, now
from pingyi.store.outside.brought import Came, list_import

_INSERT = (
    "INSERT INTO hotline_orders VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_BY_EXPORT = "SELECT * FROM standing_orders ORDER BY code, export"  # as the table lies: nothing is sorted
_KNOWN = "SELECT 1 FROM hotline_exports WHERE content = ? AND number NOT IN (SELECT export FROM exports_taken_back)"
_EXPORT = "INSERT INTO hotline_exports (source, sha256, content, orders, imported_at) VALUES (?, ?, ?, ?, ?)"
_SOURCES = """
SELECT source FROM hotline_exports WHERE number NOT IN (SELECT export FROM exports_taken_back) ORDER BY number
"""
Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderChanges:
    """What an export did to the orders that count."""

    new: int
    changed: int
    same: int
    elsewhere: int  # orders that count and that this export does not have
    moved: tuple[str, ...]  # codes of orders that changed, in the file's order
    known: bool = False  # this very content was brought in before: nothing was done


def order_changes(store: Store, orders: Sequence[HotlineOrder]) -> OrderChanges:
    """What bringing these orders in would change."""
    values = _by_code(orders)
    return _compared(store, values, _content(values))[0]


def add_orders(store: Store, file: ImportedFile, orders: Sequence[HotlineOrder], by: str = "") -> OrderChanges:
    """Keep what is new or different, all or none; content brought in before, and not taken back, changes nothing."""
    values = _by_code(orders)
    content = _content(values)
    changes, fresh = _compared(store, values, content)
    if changes.known:
        return changes
    at = now()
    with store.recording(EventKind.ORDERS, "hotline_exports", "hotline_orders", "brought"):
        store.database.execute(_EXPORT, [file.name, file.sha256, content, len(orders), at])
        came = Came(kind="orders", table="hotline_exports", file=file, entries=len(orders), rows=1, by=by, at=at)
        number = list_import(store, came)
        store.database.conn.executemany(_INSERT, ((code, number, *values[code]) for code in (*fresh, *changes.moved)))
    return changes


def _by_code(orders: Sequence[HotlineOrder]) -> dict[str, Values]:
    return {order.code: _values(order) for order in orders}


def _content(values: Mapping[str, Values]) -> str:
    return hashlib.sha256(repr([*values.items()]).encode()).hexdigest()


def _compared(store: Store, values: Mapping[str, Values], content: str) -> tuple[OrderChanges, list[str]]:
    """What these would change, and the codes of those that are new."""
    with faults_of(store.path):
        known = store.database.execute(_KNOWN, [content]).fetchone()
        current = {code: row[3:] for code, row in _latest(store).items()}
    if known:
        elsewhere = len(current) - len(values)
        return OrderChanges(new=0, changed=0, same=len(values), elsewhere=elsewhere, moved=(), known=True), []
    fresh = [code for code in values if code not in current]
    moved = tuple(code for code in values if code in current and current[code] != values[code][1:])
    changes = OrderChanges(
        new=len(fresh),
        changed=len(moved),
        same=len(values) - len(fresh) - len(moved),
        elsewhere=len(current) + len(fresh) - len(values),
        moved=moved,
    )
    return changes, fresh


def orders(store: Store) -> tuple[HotlineOrder, ...]:
    """Every order that counts, by code."""
    with faults_of(store.path):
        return tuple(_order(row) for row in _latest(store).values())


def _latest(store: Store) -> dict[str, Values]:
    """Of each order the row that counts: the last of those that stand."""
    return {row[0]: row for row in store.database.execute(_BY_EXPORT).fetchall()}


def order_units(store: Store) -> frozenset[str]:
    """Units that any order was brought in for."""
    with faults_of(store.path):
        found = store.database.execute("SELECT DISTINCT unit FROM standing_orders").fetchall()
    return frozenset(row[0] for row in found)


def order_sources(store: Store) -> tuple[str, ...]:
    """Names of the exports, first to last, but for those taken back."""
    with faults_of(store.path):
        found = store.database.execute(_SOURCES).fetchall()
    return tuple(dict.fromkeys(row[0] for row in found))


def _values(order: HotlineOrder) -> Values:
    """The columns behind code and export."""
    extension, suspension, sms, call = order.extension, order.suspension, order.sms, order.call
    return (
        order.row,
        str(order.kind),
        order.unit,
        str(order.state),
        order.dispatched.isoformat(),
        _moment(order.platform_due),
        _moment(order.closed),
        _moment(order.returned),
        _word(order.return_ruling),
        *((extension.asked.isoformat(), extension.days, str(extension.ruling)) if extension else (None, None, None)),
        *((suspension.start.isoformat(), _moment(suspension.end)) if suspension else (None, None)),
        order.redone,
        *((_word(sms.satisfaction), _word(sms.solution)) if sms else (None, None)),
        *((_word(call.satisfaction), _word(call.solution)) if call else (None, None)),
        _word(order.appeal),
        int(order.spot_check_unsolved),
        int(order.followed_up),
        None if order.platform_on_time is None else int(order.platform_on_time),
        str(order.bonus),
    )


def _moment(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()


def _word(word: Ruling | Satisfaction | Solution | None) -> str | None:
    return None if word is None else str(word)  # of its value, which takes three times as long


_KIND: Mapping[str, OrderKind] = {kind.value: kind for kind in OrderKind}  # a look-up, five times as fast as the call
_STATE: Mapping[str, OrderState] = {state.value: state for state in OrderState}
_RULING: Mapping[str | None, Ruling] = {ruling.value: ruling for ruling in Ruling}
_SATISFACTION: Mapping[str | None, Satisfaction] = {word.value: word for word in Satisfaction}
_SOLUTION: Mapping[str | None, Solution] = {word.value: word for word in Solution}
_read = datetime.fromisoformat
_decimal = lru_cache(1000)(Decimal)  # a year has few different ones


def _order(row: Values) -> HotlineOrder:
    (
        code, _, file_row, kind, unit, state, dispatched, platform_due, closed, returned, return_ruling,
        asked, days, extension_ruling, start, end, redone, sms_satisfaction, sms_solution, call_satisfaction,
        call_solution, appeal, spot_check_unsolved, followed_up, platform_on_time, bonus,
    ) = row  # fmt: skip
    return HotlineOrder(
        code=code,
        row=file_row,
        kind=_KIND[kind],
        unit=unit,
        state=_STATE[state],
        dispatched=_read(dispatched),
        platform_due=_read(platform_due) if platform_due else None,
        closed=_read(closed) if closed else None,
        returned=_read(returned) if returned else None,
        return_ruling=_RULING.get(return_ruling),
        extension=Extension(asked=_read(asked), days=days, ruling=_RULING[extension_ruling]) if asked else None,
        suspension=Suspension(start=_read(start), end=_read(end) if end else None) if start else None,
        redone=redone,
        sms=_answer(sms_satisfaction, sms_solution),
        call=_answer(call_satisfaction, call_solution),
        appeal=_RULING.get(appeal),
        spot_check_unsolved=bool(spot_check_unsolved),
        followed_up=bool(followed_up),
        platform_on_time=None if platform_on_time is None else bool(platform_on_time),
        bonus=_decimal(bonus),
    )


@cache
def _answer(satisfaction: str | None, solution: str | None) -> Answer | None:
    if satisfaction is None and solution is None:
        return None
    return Answer(satisfaction=_SATISFACTION.get(satisfaction), solution=_SOLUTION.get(solution))
