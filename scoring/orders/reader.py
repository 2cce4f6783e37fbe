"""One row of the platform's work-order export to an order; what cannot be taken is noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import TypeVar

from pingyi.domain.campaign import Campaign
from pingyi.domain.cell_fault import CellFault
from pingyi.domain.orders import Answer, Extension, HotlineOrder, OrderKind, OrderState, Ruling, Suspension
from pingyi.domain.unit_names import unit_meant
from pingyi.scoring.orders.cells import (
    FLAGS,
    KINDS,
    RULINGS,
    SATISFACTIONS,
    SOLUTIONS,
    STATES,
    CellError,
    amounts_of,
    code_of,
    count_of,
    moment_of,
    text_of,
    word_of,
)
from pingyi.scoring.orders.columns import (
    APPEAL,
    ASKED,
    BONUS,
    CALL_SATISFACTION,
    CALL_SOLUTION,
    CLOSED,
    CODE,
    DISPATCHED,
    EXTENSION_DAYS,
    EXTENSION_RULING,
    FOLLOWED_UP,
    KIND,
    LIMIT,
    PLATFORM_DUE,
    PLATFORM_ON_TIME,
    REACHED,
    REDONE,
    RETURN_RULING,
    RETURNED,
    SIGNED,
    SMS_SATISFACTION,
    SMS_SOLUTION,
    SPOT_CHECK,
    STATE,
    SUSPENDED_FROM,
    SUSPENDED_TO,
    UNIT,
)

LEAST_BONUS, MOST_BONUS = Decimal("0.05"), Decimal("0.1")  # 附件2 四 说明1
NO_BONUS = Decimal(0)
T = TypeVar("T")


@dataclass(slots=True, kw_only=True)
class Parsing:
    """One file under way: what was found so far."""

    campaign: Campaign
    sheet: str = ""  # Chinese, before a row's number
    units: dict[str, str | None] = field(default_factory=dict)
    strangers: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RowReader:
    """One row; a cell that cannot be taken is noted and the next one is looked at."""

    desk: Parsing
    number: int
    cells: Mapping[str, object]
    wrong: bool = False

    def spoilt(self) -> bool:
        """Whether some cell holds no value; each is noted."""
        for column, cell in self.cells.items():
            if isinstance(cell, CellFault):
                self._note(column, cell.words)
        return self.wrong

    def order(self) -> HotlineOrder | None:
        """The order, or None with its problems noted."""
        code = self._take(CODE, code_of)
        kind = self._take(KIND, lambda cell: word_of(cell, KINDS))
        state = self._take(STATE, lambda cell: word_of(cell, STATES))
        unit = self._unit()
        exact = kind is OrderKind.URGENT
        dispatched = self._moment(DISPATCHED, None, exact=exact)
        if DISPATCHED not in self.cells:
            self._note(DISPATCHED, "是空的")
        if code is None or kind is None or state is None or unit is None or dispatched is None:
            return None
        order = HotlineOrder(
            code=code,
            row=self.number,
            kind=kind,
            unit=unit,
            state=state,
            dispatched=dispatched,
            platform_due=self._moment(PLATFORM_DUE, dispatched),
            closed=self._moment(CLOSED, dispatched, exact=exact),
            returned=self._moment(RETURNED, dispatched, exact=exact),
            return_ruling=self._ruling(RETURN_RULING),
            extension=self._extension(dispatched, exact=exact),
            suspension=self._suspension(dispatched, exact=exact),
            redone=self._maybe(REDONE, count_of) or 0,
            sms=self._answer(SMS_SATISFACTION, SMS_SOLUTION),
            call=self._call(),
            appeal=self._ruling(APPEAL),
            spot_check_unsolved=self._flag(SPOT_CHECK) or False,
            followed_up=FOLLOWED_UP in self.cells and self._followed_up(),
            platform_on_time=self._flag(PLATFORM_ON_TIME),
            bonus=self._bonus(),
        )
        self._unread_but_checked(dispatched)
        self._agree(order)
        return None if self.wrong else order

    def _take(self, column: str, read: Callable[[object], T]) -> T | None:
        try:
            return read(self.cells.get(column, ""))
        except CellError as error:
            self._note(column, str(error))
            return None

    def _maybe(self, column: str, read: Callable[[object], T]) -> T | None:
        return self._take(column, read) if column in self.cells else None

    def _note(self, column: str, what: str) -> None:
        self.wrong = True
        self.desk.problems.append(f"{self.desk.sheet}第 {self.number} 行“{column}”：{what}")

    def _unit(self) -> str | None:
        desk, cell = self.desk, self.cells.get(UNIT, "")
        name = cell if isinstance(cell, str) else text_of(cell)
        if not name:
            self._note(UNIT, "是空的")
            return None
        if name not in desk.units:
            found = unit_meant(text_of(name), desk.campaign)
            desk.units[name] = None if found is None else found.name
        official = desk.units[name]
        if official is None:
            self.wrong = True
            desk.strangers.setdefault(name, []).append(f"{desk.sheet}第 {self.number} 行")
        return official

    def _moment(self, column: str, after: datetime | None, *, exact: bool = False) -> datetime | None:
        """A moment not before `after`; where one of the two has no time of day, days are compared."""
        if column not in self.cells:
            return None
        try:
            moment, timed = moment_of(self.cells[column])
        except CellError as error:
            self._note(column, str(error))
            return None
        if exact and not timed:
            self._note(column, "突发类工单按小时计，要写明几时几分")
        elif after is not None and (moment < after if timed else moment.date() < after.date()):
            self._note(column, f"{moment:%Y-%m-%d %H:%M} 早于派单或开始的时间 {after:%Y-%m-%d %H:%M}")
        return moment

    def _ruling(self, column: str) -> Ruling | None:
        return self._maybe(column, lambda cell: word_of(cell, RULINGS))

    def _flag(self, column: str) -> bool | None:
        return self._maybe(column, lambda cell: word_of(cell, FLAGS))

    def _followed_up(self) -> bool:
        """是/否; 已解决 and 未解决 both say that the order was followed up."""
        text = text_of(self.cells[FOLLOWED_UP])
        return text in ("已解决", "未解决") or bool(self._flag(FOLLOWED_UP))

    def _extension(self, dispatched: datetime, *, exact: bool) -> Extension | None:
        if self.cells.keys().isdisjoint((ASKED, EXTENSION_RULING, EXTENSION_DAYS)):
            return None
        asked = self._moment(ASKED, dispatched, exact=exact)
        ruling = self._ruling(EXTENSION_RULING)
        days = self._maybe(EXTENSION_DAYS, count_of)
        if asked is None or ruling is None:
            if ruling is Ruling.GRANTED and ASKED not in self.cells:
                self._note(ASKED, "延期已同意而没有申请时间，判断不了是否在时限内申请")
            return None
        if ruling is Ruling.GRANTED and days is None:
            self._note(EXTENSION_DAYS, "延期已同意而没有写几个工作日")
        return Extension(asked=asked, days=days or 0, ruling=ruling)

    def _suspension(self, dispatched: datetime, *, exact: bool) -> Suspension | None:
        start = self._moment(SUSPENDED_FROM, dispatched, exact=exact)
        end = self._moment(SUSPENDED_TO, start, exact=exact)
        if start is None:
            if end is not None:
                self._note(SUSPENDED_FROM, "有挂起结束而没有挂起开始")
            return None
        return Suspension(start=start, end=end)

    def _answer(self, satisfaction: str, solution: str) -> Answer | None:
        if satisfaction not in self.cells and solution not in self.cells:
            return None
        satisfied = self._maybe(satisfaction, lambda cell: word_of(cell, SATISFACTIONS))
        solved = self._maybe(solution, lambda cell: word_of(cell, SOLUTIONS))
        return Answer(satisfaction=satisfied, solution=solved) if satisfied or solved else None

    def _call(self) -> Answer | None:
        answer = self._answer(CALL_SATISFACTION, CALL_SOLUTION)
        if self._flag(REACHED) is False and answer is not None:
            self._note(REACHED, "没有接通，却有人工回访的评价")
        return answer

    def _bonus(self) -> Decimal:
        """Of several items their sum, each written: 0.1+0.05."""
        items = self._maybe(BONUS, amounts_of) or ()
        for bonus in items:
            if bonus and not LEAST_BONUS <= bonus <= MOST_BONUS:
                self._note(
                    BONUS, f"每项加分为 {LEAST_BONUS} 至 {MOST_BONUS}，现为 {bonus}；有几项的逐项写，如 0.1+0.05"
                )
        return sum(items, NO_BONUS)

    def _unread_but_checked(self, dispatched: datetime) -> None:
        """Columns that score nothing must be sound all the same: a shifted column shows here first."""
        self._moment(SIGNED, dispatched)
        limit = text_of(self.cells.get(LIMIT, ""))
        if limit and not any(char.isdigit() for char in limit):
            self._note(LIMIT, f"应为工作日数或小时数，现为“{limit}”")

    def _agree(self, order: HotlineOrder) -> None:
        """State, moments and rulings must tell one story."""
        if self.wrong:
            return
        state = order.state
        if state is OrderState.CLOSED and order.closed is None:
            self._note(CLOSED, "工单已办结而没有办结时间")
        if state in (OrderState.OPEN, OrderState.SUSPENDED) and order.closed is not None and not order.redone:
            self._note(STATE, f"有办结时间而状态是“{state}”；被退回重办的请写明{REDONE}")
        if state is OrderState.RETURNED and order.returned is None:
            self._note(RETURNED, "工单已退单而没有退单时间")
        if state is OrderState.RETURNED and order.return_ruling is Ruling.REFUSED:
            self._note(RETURN_RULING, "状态是退单而退单没有通过；状态应为办理中或办结")
        if state is not OrderState.RETURNED and order.return_ruling is Ruling.GRANTED:
            self._note(STATE, f"退单已通过而状态是“{state}”")
        if state is OrderState.SUSPENDED and (order.suspension is None or order.suspension.end is not None):
            self._note(SUSPENDED_FROM, "状态是挂起，应有挂起开始、没有挂起结束")
        if state is not OrderState.CLOSED and order.bonus:
            self._note(BONUS, "没有办结的工单不能加分")
