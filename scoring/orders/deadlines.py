"""When a work order is due and whether it was dealt with in time (附件2 三（一）1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from pingyi.domain.handed_in.orders import (
    HotlineOrder,
    JudgedOrder,
    OrderKind,
    OrderState,
    Outcome,
    Period,
    Ruling,
    Suspension,
)
from pingyi.domain.words.working_days import WorkCalendar

LIMIT_DAYS = {  # 附件2 三（一）1①: working days from the one after dispatch
    OrderKind.CONSULT: 2, OrderKind.HELP: 3, OrderKind.SUGGEST: 5, OrderKind.COMPLAIN: 10, OrderKind.REPORT: 10,
}  # fmt: skip
URGENT_LIMIT = timedelta(hours=24)
RETURN_DAYS = 1  # 附件2 三（一）1③
URGENT_RETURN = timedelta(minutes=30)
NEVER = datetime(1, 1, 1)  # noqa: DTZ001 - the platform's clock has one zone
DAY_END = time.max  # a limit in days runs to the end of its last day


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What orders are judged against: the calendar, the year, and the moment the export shows."""

    calendar: WorkCalendar
    period: Period
    seen: datetime  # an order not closed by then is overdue when it was due before


def judge_all(orders: Iterable[HotlineOrder], calendar: WorkCalendar, period: Period) -> tuple[JudgedOrder, ...]:
    """Judge every order as of the last thing that happened in any of them. Raises CalendarError."""
    found = tuple(orders)
    seen = max((order.closed or order.returned or order.dispatched for order in found), default=NEVER)
    frame = Frame(calendar=calendar, period=period, seen=seen)
    return tuple(judge(order, frame) for order in found)


def judge(order: HotlineOrder, frame: Frame) -> JudgedOrder:
    """The order's due time and outcome. Raises CalendarError when its due time lies in a year nobody knows."""
    if order.state is OrderState.RETURNED:
        due = return_due(order, frame.calendar)
        outcome = _returned(order, due)
    else:
        due = close_due(order, frame.calendar)
        outcome = _worked(order, due, frame.seen)
    return JudgedOrder(order=order, due=due, outcome=outcome, counts=order.dispatched in frame.period)


def close_due(order: HotlineOrder, calendar: WorkCalendar) -> datetime:
    """
    When it must be closed.

    Extension and suspension take effect in the order they were asked for, each only when asked for by
    the due time as it stood then (附件2 三（一）1②). A return that was refused and an order sent back to
    be done again run on: neither moves the due time.
    """
    if order.kind is OrderKind.URGENT:
        return _urgent_due(order, URGENT_LIMIT)
    limit = LIMIT_DAYS[order.kind]
    start = order.dispatched.date()
    days = limit
    due = calendar.due(start, days)
    for moment, added in _changes(order, limit, calendar):
        if moment.date() <= due:
            days += added
            due = calendar.due(start, days)
    return datetime.combine(due, DAY_END)


def return_due(order: HotlineOrder, calendar: WorkCalendar) -> datetime:
    """When it must be returned (附件2 三（一）1③); a suspension stops this clock too."""
    if order.kind is OrderKind.URGENT:
        return _stopped(order.dispatched + URGENT_RETURN, order)
    due = calendar.due(order.dispatched.date(), RETURN_DAYS)
    if order.suspension is not None and order.suspension.start.date() <= due:
        due = calendar.due(order.dispatched.date(), RETURN_DAYS + _stopped_days(order, order.suspension, calendar))
    return datetime.combine(due, DAY_END)


def _changes(order: HotlineOrder, limit: int, calendar: WorkCalendar) -> list[tuple[datetime, int]]:
    """Moments at which something moved the due time, in order, and by how many working days."""
    found = []
    extension, suspension = order.extension, order.suspension
    if suspension is not None:
        found.append((suspension.start, _stopped_days(order, suspension, calendar)))
    if extension is not None and extension.ruling is Ruling.GRANTED:
        found.append((extension.asked, min(extension.days, limit)))
    return sorted(found) if len(found) > 1 else found


def _stopped_days(order: HotlineOrder, suspension: Suspension, calendar: WorkCalendar) -> int:
    """Working days from the first suspended one on and before the one it goes on; the dispatch day never counts."""
    end = _end(order, suspension)
    if end is None:
        return 0
    start = max(suspension.start.date(), order.dispatched.date() + timedelta(days=1))
    return calendar.between(start, end.date()) if end.date() > start else 0


def _end(order: HotlineOrder, suspension: Suspension) -> datetime | None:
    """When the clock went on; an order closed or returned while suspended stopped it till then."""
    if suspension.end is not None:
        return suspension.end
    return order.returned if order.state is OrderState.RETURNED else order.closed


def _urgent_due(order: HotlineOrder, limit: timedelta) -> datetime:
    """突发: natural hours; an extension gives at most the limit once more, whatever days were asked for."""
    due = order.dispatched + limit
    extension, suspension = order.extension, order.suspension
    extended = extension is not None and extension.ruling is Ruling.GRANTED and extension.days > 0
    asked_first = suspension is None or (extension is not None and extension.asked <= suspension.start)
    if extension is not None and extended and asked_first and extension.asked <= due:
        return _stopped(due + limit, order)
    due = _stopped(due, order)
    return due + limit if extension is not None and extended and extension.asked <= due else due


def _stopped(due: datetime, order: HotlineOrder) -> datetime:
    suspension = order.suspension
    if suspension is None or suspension.start > due:
        return due
    end = _end(order, suspension)
    return due if end is None else due + (end - suspension.start)


def _returned(order: HotlineOrder, due: datetime) -> Outcome:
    if order.return_ruling is not Ruling.GRANTED or order.returned is None:
        return Outcome.RETURN_PENDING
    return Outcome.RETURNED_ON_TIME if order.returned <= due else Outcome.RETURNED_LATE


def _worked(order: HotlineOrder, due: datetime, seen: datetime) -> Outcome:
    if order.state is OrderState.CLOSED and order.closed is not None:
        return Outcome.CLOSED_ON_TIME if order.closed <= due else Outcome.CLOSED_LATE
    suspension = order.suspension
    if suspension is not None and suspension.end is None and suspension.start <= due:
        return Outcome.SUSPENDED
    return Outcome.OVERDUE if seen > due else Outcome.OPEN
