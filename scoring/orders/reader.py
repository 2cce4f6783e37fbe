"""One row of the platform's work-order export to an order; what cannot be taken is noted."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import cache, partial
from typing import Any

from pingyi.domain.campaign.campaign import Campaign
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
from pingyi.domain.handed_in.unit_names import unit_meant
from pingyi.domain.words.cell_fault import CellFault
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
    MOMENTS,
    PLATFORM_DUE,
    PLATFORM_ON_TIME,
    REACHED,
    REDONE,
    REQUIRED,
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


def _limit(cell: object) -> str:
    """Nothing is scored by it, but a shifted column shows here first."""
    text = text_of(cell)
    if text and not any(char.isdigit() for char in text):
        raise CellError(f"应为工作日数或小时数，现为“{text}”")
    return text


def _followed_up(cell: object) -> bool:
    """是/否; 已解决 and 未解决 both say that the order was followed up."""
    return text_of(cell) in ("已解决", "未解决") or word_of(cell, FLAGS)


WORDS: Mapping[str, Callable[[object], object]] = {  # columns that have few different cells
    KIND: partial(word_of, known=KINDS),
    STATE: partial(word_of, known=STATES),
    **dict.fromkeys((RETURN_RULING, EXTENSION_RULING, APPEAL), partial(word_of, known=RULINGS)),
    **dict.fromkeys((SMS_SATISFACTION, CALL_SATISFACTION), partial(word_of, known=SATISFACTIONS)),
    **dict.fromkeys((SMS_SOLUTION, CALL_SOLUTION), partial(word_of, known=SOLUTIONS)),
    **dict.fromkeys((REACHED, SPOT_CHECK, PLATFORM_ON_TIME), partial(word_of, known=FLAGS)),
    **dict.fromkeys((EXTENSION_DAYS, REDONE), count_of),
    FOLLOWED_UP: _followed_up,
    LIMIT: _limit,
    BONUS: amounts_of,
}
PLAIN = {  # columns that stand for themselves, and their fields; most orders have few of them
    RETURN_RULING: "return_ruling", REDONE: "redone", APPEAL: "appeal", SPOT_CHECK: "spot_check_unsolved",
    FOLLOWED_UP: "followed_up", PLATFORM_ON_TIME: "platform_on_time",
}  # fmt: skip
ENDS = {CLOSED: "closed", RETURNED: "returned"}
TOGETHER = frozenset({ASKED, EXTENSION_RULING, EXTENSION_DAYS, SUSPENDED_FROM, SUSPENDED_TO})
OTHERS: Mapping[str, Callable[[object], object]] = {CODE: code_of, **dict.fromkeys(MOMENTS, moment_of)}


@dataclass(slots=True, kw_only=True)
class Parsing:
    """One file under way: what was found so far."""

    campaign: Campaign
    sheet: str = ""  # Chinese, before a row's number
    words: dict[str, dict[object, object]] = field(default_factory=lambda: {column: {} for column in WORDS})
    units: dict[str, str | None] = field(default_factory=dict)
    strangers: dict[str, list[str]] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class RowReader:
    """One row; a cell that cannot be taken is noted and the next one is looked at."""

    desk: Parsing
    number: int
    cells: Mapping[str, object]
    said: dict[str, Any] = field(default_factory=dict)  # by column: what the cell says, of its own type
    wrong: bool = False

    def spoilt(self) -> bool:
        """Whether some cell holds no value; each is noted."""
        if CellFault in map(type, self.cells.values()):
            for column, cell in self.cells.items():
                if isinstance(cell, CellFault):
                    self._note(column, cell.words)
        return self.wrong

    def order(self) -> HotlineOrder | None:
        """The order, or None with its problems noted."""
        self._read()
        said, unit = self.said, self._unit()
        code, kind, state = said.get(CODE), said.get(KIND), said.get(STATE)
        exact = kind is OrderKind.URGENT
        dispatched = self._moment(DISPATCHED, None, exact=exact)
        if code is None or kind is None or state is None or unit is None or dispatched is None:
            return None
        told: dict[str, Any] = {name: said[column] for column, name in PLAIN.items() if column in said}
        if PLATFORM_DUE in said:
            told["platform_due"] = self._moment(PLATFORM_DUE, dispatched)
        for column, name in ENDS.items():
            if column in said:
                told[name] = self._moment(column, dispatched, exact=exact)
        if not TOGETHER.isdisjoint(said):
            told["extension"] = self._extension(dispatched, exact=exact)
            told["suspension"] = self._suspension(dispatched, exact=exact)
        if SIGNED in said:  # scores nothing, but a shifted column shows here first
            self._moment(SIGNED, dispatched)
        order = HotlineOrder(
            code=code,
            row=self.number,
            kind=kind,
            unit=unit,
            state=state,
            dispatched=dispatched,
            sms=_answer(said.get(SMS_SATISFACTION), said.get(SMS_SOLUTION)),
            call=self._call(),
            bonus=self._bonus() if BONUS in said else NO_BONUS,
            **told,
        )
        self._agree(order)
        return None if self.wrong else order

    def _read(self) -> None:
        """Every cell by itself; a word that stood in its column before is looked up."""
        words, said = self.desk.words, self.said
        for column, cell in self.cells.items():
            known = words.get(column)
            if known is not None and cell in known:
                said[column] = known[cell]
            elif column != UNIT:
                self._take(column, cell, known)
        for column in REQUIRED:
            if column not in self.cells:
                self._note(column, "是空的")

    def _take(self, column: str, cell: object, known: dict[object, object] | None) -> None:
        try:
            said = OTHERS[column](cell) if known is None else WORDS[column](cell)
        except CellError as error:
            self._note(column, str(error))
            return
        self.said[column] = said
        if known is not None and isinstance(cell, str):  # 1 and True are one key
            known[cell] = said

    def _note(self, column: str, what: str) -> None:
        self.wrong = True
        self.desk.problems.append(f"{self.desk.sheet}第 {self.number} 行“{column}”：{what}")

    def _unit(self) -> str | None:
        desk, cell = self.desk, self.cells.get(UNIT, "")
        name = cell if isinstance(cell, str) else text_of(cell)
        if not name:
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
        found = self.said.get(column)
        if found is None:
            return None
        moment: datetime = found[0]
        timed: bool = found[1]
        if exact and not timed:
            self._note(column, "突发类工单按小时计，要写明几时几分")
        elif after is not None and (moment < after if timed else moment.date() < after.date()):
            self._note(column, f"{moment:%Y-%m-%d %H:%M} 早于派单或开始的时间 {after:%Y-%m-%d %H:%M}")
        return moment

    def _extension(self, dispatched: datetime, *, exact: bool) -> Extension | None:
        asked = self._moment(ASKED, dispatched, exact=exact)
        ruling, days = self.said.get(EXTENSION_RULING), self.said.get(EXTENSION_DAYS)
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

    def _call(self) -> Answer | None:
        answer = _answer(self.said.get(CALL_SATISFACTION), self.said.get(CALL_SOLUTION))
        if answer is not None and self.said.get(REACHED) is False:
            self._note(REACHED, "没有接通，却有人工回访的评价")
        return answer

    def _bonus(self) -> Decimal:
        """Of several items their sum, each written: 0.1+0.05."""
        items: tuple[Decimal, ...] = self.said.get(BONUS, ())
        for bonus in items:
            if bonus and not LEAST_BONUS <= bonus <= MOST_BONUS:
                self._note(
                    BONUS, f"每项加分为 {LEAST_BONUS} 至 {MOST_BONUS}，现为 {bonus}；有几项的逐项写，如 0.1+0.05"
                )
        return sum(items, NO_BONUS)

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


@cache
def _answer(satisfaction: Satisfaction | None, solution: Solution | None) -> Answer | None:
    return Answer(satisfaction=satisfaction, solution=solution) if satisfaction or solution else None
