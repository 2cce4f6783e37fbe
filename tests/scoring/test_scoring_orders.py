"""Due times and outcomes of work orders, against plain cases and against a slow way that walks day by day."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest
from chinese_calendar import is_workday
from hypothesis import given, settings
from hypothesis import strategies as st

from pingyi.domain.handed_in.orders import (
    Answer,
    Extension,
    HotlineOrder,
    OrderKind,
    OrderState,
    Outcome,
    Ruling,
    Satisfaction,
    Solution,
    Suspension,
    year_of,
)
from pingyi.scoring.orders.deadlines import LIMIT_DAYS, Frame, close_due, judge, judge_all, return_due
from pingyi.scoring.orders.differences import compare
from pingyi.scoring.orders.sums import add_up, behind
from pingyi.workflow.desk.working_days import office_calendar

CALENDAR = office_calendar(Path("nowhere"))
YEAR = year_of(2024)
FRAME = Frame(calendar=CALENDAR, period=YEAR, seen=datetime.fromisoformat("2025-02-01"))


def order(dispatched: str = "2024-03-04 10:00", kind: OrderKind = OrderKind.HELP, **more: object) -> HotlineOrder:
    plain = HotlineOrder(
        code="YF1",
        row=2,
        kind=kind,
        unit="雒容镇",
        state=OrderState.CLOSED,
        dispatched=datetime.fromisoformat(dispatched),
        closed=datetime.fromisoformat(dispatched) + timedelta(hours=1),
    )
    return plain._replace(**more)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def granted(asked: str, days: int) -> Extension:
    return Extension(asked=at(asked), days=days, ruling=Ruling.GRANTED)


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        (OrderKind.CONSULT, "2024-03-06"),
        (OrderKind.HELP, "2024-03-07"),
        (OrderKind.SUGGEST, "2024-03-11"),
        (OrderKind.COMPLAIN, "2024-03-18"),
        (OrderKind.REPORT, "2024-03-18"),
    ],
)
def test_limits_by_kind_run_to_the_end_of_the_day(kind: OrderKind, due: str) -> None:
    found = order(kind=kind)
    assert close_due(found, CALENDAR) == datetime.combine(date.fromisoformat(due), time.max)
    last = datetime.combine(date.fromisoformat(due), time(23, 59, 59))
    assert judge(found._replace(closed=last), FRAME).outcome is Outcome.CLOSED_ON_TIME
    assert judge(found._replace(closed=last + timedelta(seconds=1)), FRAME).outcome is Outcome.CLOSED_LATE


def test_urgent_orders_have_24_natural_hours_also_over_a_holiday() -> None:
    urgent = order("2024-10-01 22:30", OrderKind.URGENT)
    assert close_due(urgent, CALENDAR) == at("2024-10-02 22:30")
    assert judge(urgent._replace(closed=at("2024-10-02 22:30")), FRAME).outcome is Outcome.CLOSED_ON_TIME
    assert judge(urgent._replace(closed=at("2024-10-02 22:31")), FRAME).outcome is Outcome.CLOSED_LATE


def test_returns_have_one_working_day_and_urgent_ones_half_an_hour() -> None:
    back = order("2024-10-11 16:00", state=OrderState.RETURNED, closed=None, returned=at("2024-10-12 23:00"))
    back = back._replace(return_ruling=Ruling.GRANTED)
    assert judge(back, FRAME).outcome is Outcome.RETURNED_ON_TIME
    assert judge(back._replace(returned=at("2024-10-13 00:00")), FRAME).outcome is Outcome.RETURNED_LATE
    urgent = back._replace(kind=OrderKind.URGENT, returned=at("2024-10-11 16:30"))
    assert judge(urgent, FRAME).outcome is Outcome.RETURNED_ON_TIME
    assert judge(urgent._replace(returned=at("2024-10-11 16:31")), FRAME).outcome is Outcome.RETURNED_LATE


def test_an_extension_counts_when_granted_and_asked_in_time_and_at_most_once_the_limit() -> None:
    assert close_due(order(extension=granted("2024-03-07 23:00", 2)), CALENDAR).date() == date(2024, 3, 11)
    assert close_due(order(extension=granted("2024-03-07 23:00", 9)), CALENDAR).date() == date(2024, 3, 12)
    assert close_due(order(extension=granted("2024-03-08 00:00", 2)), CALENDAR).date() == date(2024, 3, 7)
    refused = Extension(asked=at("2024-03-05"), days=2, ruling=Ruling.REFUSED)
    assert close_due(order(extension=refused), CALENDAR).date() == date(2024, 3, 7)
    urgent = order(kind=OrderKind.URGENT, extension=granted("2024-03-04 12:00", 5))
    assert close_due(urgent, CALENDAR) == at("2024-03-06 10:00")


def test_a_suspension_stops_the_clock() -> None:
    stopped = Suspension(start=at("2024-03-05 09:00"), end=at("2024-03-12 09:00"))  # five working days
    assert close_due(order(suspension=stopped), CALENDAR).date() == date(2024, 3, 14)
    urgent = order(
        kind=OrderKind.URGENT, suspension=Suspension(start=at("2024-03-04 12:00"), end=at("2024-03-05 13:30"))
    )
    assert close_due(urgent, CALENDAR) == at("2024-03-06 11:30")
    too_late = Suspension(start=at("2024-03-08 09:00"), end=at("2024-03-12 09:00"))
    assert close_due(order(suspension=too_late), CALENDAR).date() == date(2024, 3, 7)


def test_an_extension_asked_for_after_a_suspension_is_in_time_by_the_moved_due_day() -> None:
    stopped = Suspension(start=at("2024-03-05 09:00"), end=at("2024-03-12 09:00"))
    late = order(suspension=stopped, extension=granted("2024-03-14 10:00", 1))
    assert close_due(late, CALENDAR).date() == date(2024, 3, 15)


def test_a_refused_return_and_doing_again_let_the_clock_run_on() -> None:
    refused = order(returned=at("2024-03-05 09:00"), return_ruling=Ruling.REFUSED, redone=2)
    assert close_due(refused, CALENDAR) == close_due(order(), CALENDAR)
    assert judge(refused._replace(closed=at("2024-03-08 08:00")), FRAME).outcome is Outcome.CLOSED_LATE


def test_what_is_neither_closed_nor_returned_is_in_no_rate() -> None:
    waiting = order(state=OrderState.OPEN, closed=None)
    assert judge(waiting, FRAME).outcome is Outcome.OVERDUE
    assert judge(waiting, replace(FRAME, seen=at("2024-03-05 10:00"))).outcome is Outcome.OPEN
    hung = waiting._replace(state=OrderState.SUSPENDED, suspension=Suspension(start=at("2024-03-05"), end=None))
    assert judge(hung, FRAME).outcome is Outcome.SUSPENDED
    pending = order(state=OrderState.RETURNED, closed=None, returned=at("2024-03-05"), return_ruling=Ruling.PENDING)
    assert judge(pending, FRAME).outcome is Outcome.RETURN_PENDING
    assert judge(pending._replace(return_ruling=None), FRAME).outcome is Outcome.RETURN_PENDING
    sums = add_up([judge(one, FRAME) for one in (waiting, hung, pending)], latest=False)["雒容镇"]
    assert not any(sums.values())


def test_orders_belong_to_the_year_they_were_dispatched_in() -> None:
    last = order("2024-12-31 23:59", OrderKind.COMPLAIN, closed=at("2025-01-15 20:00"))
    first = order("2025-01-01 00:00", code="YF2")
    before = order("2023-12-31 10:00", closed=at("2024-01-02 10:00"), code="YF3", followed_up=True)
    sums = add_up(judge_all([last, first, before], CALENDAR, YEAR), latest=False)["雒容镇"]
    assert (sums["办结量"], sums["按时办结量"], sums["跟踪问效量"]) == (1, 1, 1)


def test_both_answers_or_the_latest() -> None:
    said = order(
        sms=Answer(satisfaction=Satisfaction.DISSATISFIED, solution=Solution.UNSOLVED),
        call=Answer(satisfaction=Satisfaction.SATISFIED, solution=None),
    )
    both = add_up([judge(said, FRAME)], latest=False)["雒容镇"]
    assert (both["满意"], both["不满意"], both["未解决"]) == (1, 1, 1)
    latest = add_up([judge(said, FRAME)], latest=True)["雒容镇"]
    assert (latest["满意"], latest["不满意"], latest["未解决"]) == (1, 0, 1)
    assert behind([judge(said, FRAME)], "雒容镇", "不满意", latest=True) == ()
    assert len(behind([judge(said, FRAME)], "雒容镇", "不满意", latest=False)) == 1


def test_only_refused_appeals_cost_points() -> None:
    checked = [
        order(code=str(number), spot_check_unsolved=True, appeal=appeal)
        for number, appeal in enumerate((Ruling.REFUSED, Ruling.GRANTED, Ruling.PENDING, None))
    ]
    assert add_up(judge_all(checked, CALENDAR, YEAR), latest=False)["雒容镇"]["抽查未解决"] == 1


# ---- what must hold of any order ----

MOMENTS = st.datetimes(datetime.fromisoformat("2023-01-01"), datetime.fromisoformat("2025-10-01"))
GAPS = st.timedeltas(timedelta(0), timedelta(days=25))


@st.composite
def any_orders(draw: st.DrawFn) -> HotlineOrder:
    dispatched = draw(MOMENTS)
    start = dispatched + draw(GAPS)
    found = order(dispatched.isoformat(), draw(st.sampled_from(OrderKind)), closed=dispatched + draw(GAPS))
    if draw(st.booleans()):
        ruling = draw(st.sampled_from(Ruling))
        extension = Extension(asked=dispatched + draw(GAPS), days=draw(st.integers(0, 15)), ruling=ruling)
        found = found._replace(extension=extension)
    if draw(st.booleans()):
        found = found._replace(suspension=Suspension(start=start, end=start + draw(GAPS)))
    return found


def walked(found: HotlineOrder) -> datetime:
    """The due time by walking the calendar a day at a time, as one would with a finger on it."""
    events = [(s.start, 1, s) for s in [found.suspension] if s is not None]
    events += [(e.asked, 0, e) for e in [found.extension] if e is not None and e.ruling is Ruling.GRANTED]
    limit = LIMIT_DAYS[found.kind]
    allowed, stopped = limit, None
    for moment, _, event in sorted(events, key=lambda event: event[:2]):
        if moment.date() <= walk(found.dispatched.date(), allowed, stopped):
            if isinstance(event, Extension):
                allowed += min(event.days, limit)
            else:
                stopped = (event.start.date(), event.end.date())
    return datetime.combine(walk(found.dispatched.date(), allowed, stopped), time.max)


def walk(day: date, allowed: int, stopped: tuple[date, date] | None) -> date:
    while allowed:
        day += timedelta(days=1)
        if is_workday(day) and not (stopped and stopped[0] <= day < stopped[1]):
            allowed -= 1
    return day


@pytest.mark.slow
@settings(max_examples=400)
@given(any_orders().filter(lambda found: found.kind is not OrderKind.URGENT))
def test_the_fast_way_is_the_slow_way(found: HotlineOrder) -> None:
    assert close_due(found, CALENDAR) == walked(found)


@given(any_orders(), GAPS)
def test_a_later_dispatch_is_never_due_earlier(found: HotlineOrder, later: timedelta) -> None:
    plain = found._replace(extension=None, suspension=None)
    moved = plain._replace(dispatched=plain.dispatched + later)
    assert close_due(moved, CALENDAR) >= close_due(plain, CALENDAR)
    assert return_due(moved, CALENDAR) >= return_due(plain, CALENDAR)


@given(any_orders())
def test_an_extension_never_shortens_and_never_doubles(found: HotlineOrder) -> None:
    without = close_due(found._replace(extension=None), CALENDAR)
    extended = close_due(found, CALENDAR)
    assert extended >= without
    if found.kind is OrderKind.URGENT:
        assert extended <= without + timedelta(hours=24) or found.suspension is not None
    elif found.suspension is None:
        assert extended.date() <= CALENDAR.due(found.dispatched.date(), 2 * LIMIT_DAYS[found.kind])


@given(any_orders())
def test_a_suspension_shifts_by_the_working_days_it_stopped(found: HotlineOrder) -> None:
    plain = found._replace(extension=None)
    without, suspension = close_due(plain._replace(suspension=None), CALENDAR), plain.suspension
    if suspension is None or suspension.end is None or suspension.start > without:
        assert close_due(plain, CALENDAR) == without
    elif plain.kind is OrderKind.URGENT:
        assert close_due(plain, CALENDAR) == without + (suspension.end - suspension.start)
    else:
        first = max(suspension.start.date(), plain.dispatched.date() + timedelta(days=1))
        stopped = CALENDAR.between(first, suspension.end.date())
        due = close_due(plain, CALENDAR).date()
        assert CALENDAR.between(without.date(), due) == stopped
        assert is_workday(due)


def test_a_suspension_without_an_end_and_a_return_without_a_result_are_shown_to_people() -> None:
    held = order(closed=at("2024-03-06 10:00"), suspension=Suspension(start=at("2024-03-05 10:00"), end=None))
    back = order(state=OrderState.RETURNED, closed=None, returned=at("2024-03-05"), return_ruling=None)
    found = compare([judge(held, FRAME), judge(back, FRAME)], {}, FRAME.period, latest=False)
    assert [concern.what[:6] for concern in found.concerns] == ["挂起没有结束", "退单没有结果"]
