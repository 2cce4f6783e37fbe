"""Judged orders to the counts of 附件2, and back: the orders behind a count."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from pingyi.domain.handed_in.orders import (
    Answer,
    JudgedOrder,
    OrderState,
    Outcome,
    Period,
    Ruling,
    Satisfaction,
    Solution,
)
from pingyi.domain.results.score import HotlineSummary

CLOSED, RETURNED = "办结量", "退单量"
CLOSED_ON_TIME, RETURNED_ON_TIME = "按时办结量", "按时退单量"
SPOT_CHECK, FOLLOWED_UP, FOLLOW_UP_REFUSED, BONUS = "抽查未解决", "跟踪问效量", "跟踪未通过", "加分"
FIELDS: Mapping[str, str] = {  # count as a clerk calls it → field of HotlineSummary
    CLOSED: "closed", RETURNED: "returned", CLOSED_ON_TIME: "closed_on_time", RETURNED_ON_TIME: "returned_on_time",
    "满意": "satisfied", "基本满意": "basically_satisfied", "不满意": "dissatisfied",
    "已解决": "solved", "部分解决": "partly_solved", "未解决": "unsolved",
    SPOT_CHECK: "spot_check_unsolved", FOLLOWED_UP: "followed_up", FOLLOW_UP_REFUSED: "follow_up_refused",
    BONUS: "bonus",
}  # fmt: skip
Counts = dict[str, Decimal]
_BY_OUTCOME = {
    Outcome.CLOSED_ON_TIME: (CLOSED, CLOSED_ON_TIME), Outcome.CLOSED_LATE: (CLOSED,),
    Outcome.RETURNED_ON_TIME: (RETURNED, RETURNED_ON_TIME), Outcome.RETURNED_LATE: (RETURNED,),
    Outcome.OPEN: (), Outcome.OVERDUE: (), Outcome.SUSPENDED: (), Outcome.RETURN_PENDING: (),
}  # fmt: skip
ONE = Decimal(1)


def counts_of(judged: JudgedOrder, *, latest: bool) -> Counts:
    """
    What one order adds to each count of its unit.

    The three rates, spot checks and bonuses are those of orders dispatched in the year; the follow-up is
    of orders of an earlier year, so their dates do not matter. `latest`: of two answers only the call's counts.
    """
    order = judged.order
    found: Counts = {}
    if order.followed_up:
        found[FOLLOWED_UP] = ONE
        if order.appeal is Ruling.REFUSED:
            found[FOLLOW_UP_REFUSED] = ONE
    if not judged.counts:
        return found
    for name in _BY_OUTCOME[judged.outcome]:
        found[name] = ONE
    if order.state is not OrderState.RETURNED:  # what was returned is not this unit's to answer for
        for word in _answers(order.sms, order.call, latest=latest):
            found[word] = found.get(word, Decimal(0)) + ONE
    if order.spot_check_unsolved and order.appeal is Ruling.REFUSED:
        found[SPOT_CHECK] = ONE
    if order.bonus:
        found[BONUS] = order.bonus
    return found


def _answers(sms: Answer | None, call: Answer | None, *, latest: bool) -> Iterable[Satisfaction | Solution]:
    """
    Words to count. Calls are made after the SMS has gone out, so the call's answer is the later one.

    Satisfaction and solution are asked separately: a call that asked for one leaves the SMS its other.
    """
    if sms is not None:
        if sms.satisfaction and not (latest and call is not None and call.satisfaction):
            yield sms.satisfaction
        if sms.solution and not (latest and call is not None and call.solution):
            yield sms.solution
    if call is not None:
        if call.satisfaction:
            yield call.satisfaction
        if call.solution:
            yield call.solution


def add_up(judged: Iterable[JudgedOrder], *, latest: bool) -> dict[str, Counts]:
    """Counts by unit; a unit with any order has every count."""
    found: dict[str, Counts] = {}
    for one in judged:
        sums = found.get(one.order.unit)
        if sums is None:
            sums = found[one.order.unit] = dict.fromkeys(FIELDS, Decimal(0))
        for name, number in counts_of(one, latest=latest).items():
            sums[name] += number
    return found


def summaries_of(judged: Iterable[JudgedOrder], source: str, *, latest: bool) -> tuple[HotlineSummary, ...]:
    """One summary a unit, as the grid centre would make it; `source` names the exports."""
    return tuple(
        HotlineSummary(
            unit=unit,
            bonus=sums[BONUS],
            source=source,
            from_orders=True,
            **{field: int(sums[name]) for name, field in FIELDS.items() if name != BONUS},
        )
        for unit, sums in add_up(judged, latest=latest).items()
    )


def behind(judged: Iterable[JudgedOrder], unit: str, count: str, *, latest: bool) -> tuple[JudgedOrder, ...]:
    """The unit's orders that make up one of its counts, in the order given."""
    return tuple(one for one in judged if one.order.unit == unit and count in counts_of(one, latest=latest))


def counted_as(count: str, period: Period, *, latest: bool) -> str:
    """How one would filter the export for a count (Chinese)."""
    year = f"派单时间在{period.start:%Y-%m-%d}至{period.end:%Y-%m-%d}"
    answers = "人工回访优先于短信" if latest else "短信和人工回访各计一次"
    if count in (SPOT_CHECK, BONUS):
        flag = "自治区抽查未解决=是且申诉未通过" if count == SPOT_CHECK else "核定加分之和"
        return f"{year}，{flag}"
    if count in (FOLLOWED_UP, FOLLOW_UP_REFUSED):
        return "2023跟踪问效=是" + ("且申诉未通过" if count == FOLLOW_UP_REFUSED else "")
    if count in (CLOSED, CLOSED_ON_TIME):
        return f"{year}，工单状态=办结" + ("，办结不晚于期限" if count == CLOSED_ON_TIME else "")
    if count in (RETURNED, RETURNED_ON_TIME):
        return f"{year}，工单状态=退单" + ("，退单不晚于期限" if count == RETURNED_ON_TIME else "")
    return f"{year}，评价={count}（{answers}；退单的不计）"
