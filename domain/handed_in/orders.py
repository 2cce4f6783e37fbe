"""Work orders of the 12345 hotline as the platform exports them, without anything about who called."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class OrderKind(StrEnum):
    """诉求类型: it decides how long a unit has (附件2 三（一）1①)."""

    CONSULT = "咨询"
    HELP = "求助"
    SUGGEST = "建议"
    COMPLAIN = "投诉"
    REPORT = "举报"
    URGENT = "突发"


class OrderState(StrEnum):
    """Where an order stands when it is exported (工单状态)."""

    OPEN = "办理中"
    CLOSED = "办结"
    RETURNED = "退单"
    SUSPENDED = "挂起"


class Ruling(StrEnum):
    """What the platform said to a wish: a return, an extension, an appeal."""

    GRANTED = "通过"
    REFUSED = "未通过"
    PENDING = "待审"


class Satisfaction(StrEnum):
    """How content a caller was, by SMS or call (评价_满意); no answer is no member."""

    SATISFIED = "满意"
    BASIC = "基本满意"
    DISSATISFIED = "不满意"


class Solution(StrEnum):
    """Whether a caller's matter was solved, by SMS or call (评价_解决)."""

    SOLVED = "已解决"
    PARTLY = "部分解决"
    UNSOLVED = "未解决"


@dataclass(frozen=True, slots=True, kw_only=True)
class Extension:
    """延期: asked for at a moment, for some working days."""

    asked: datetime
    days: int
    ruling: Ruling


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """挂起; without `end` the order is still suspended, or was closed while it was."""

    start: datetime
    end: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a caller answered, by SMS or when called back; one of the two at least."""

    satisfaction: Satisfaction | None
    solution: Solution | None


class HotlineOrder(NamedTuple):
    """
    One work order. Moments without a time of day are midnight; only 突发 needs the time.

    A tuple, for a year has 100,000 of them: it is made at a third of the cost of a frozen dataclass.
    """

    code: str  # 工单编号
    row: int  # 1-based, in the file it was last brought in with
    kind: OrderKind
    unit: str  # official name
    state: OrderState
    dispatched: datetime
    platform_due: datetime | None = None  # 截止时间, only to compare
    closed: datetime | None = None
    returned: datetime | None = None
    return_ruling: Ruling | None = None
    extension: Extension | None = None
    suspension: Suspension | None = None
    redone: int = 0  # 重办次数
    sms: Answer | None = None
    call: Answer | None = None  # 人工回访, only when the caller was reached
    appeal: Ruling | None = None
    spot_check_unsolved: bool = False
    followed_up: bool = False
    platform_on_time: bool | None = None  # 平台判定按时, only to compare
    bonus: Decimal = Decimal(0)  # 核定加分


class Outcome(StrEnum):
    """What an order is to the on-time rate."""

    CLOSED_ON_TIME = "按时办结"
    CLOSED_LATE = "超期办结"
    RETURNED_ON_TIME = "按时退单"
    RETURNED_LATE = "超期退单"
    OPEN = "办理中"
    OVERDUE = "超期未办结"
    SUSPENDED = "挂起中"
    RETURN_PENDING = "退单待审"


class JudgedOrder(NamedTuple):
    """An order with its due time (for a return: of the return) and what became of it."""

    order: HotlineOrder
    due: datetime
    outcome: Outcome
    counts: bool  # dispatched in the year under evaluation

    @property
    def on_time(self) -> bool | None:
        """As 平台判定按时; None while it is neither closed nor returned."""
        if self.outcome in (Outcome.CLOSED_ON_TIME, Outcome.RETURNED_ON_TIME):
            return True
        return False if self.outcome in (Outcome.CLOSED_LATE, Outcome.RETURNED_LATE) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """考核周期 (附件2 五（一）): both days belong to it."""

    start: date
    end: date

    def __contains__(self, moment: datetime) -> bool:
        return self.start <= moment.date() <= self.end


def year_of(year: int) -> Period:
    """1 January to 31 December."""
    return Period(start=date(year, 1, 1), end=date(year, 12, 31))
