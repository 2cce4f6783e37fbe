"""The template of work orders: for offices whose platform exports none that can be taken as it is."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.orders import OrderKind, OrderState, Ruling, Satisfaction, Solution
from pingyi.generator.sheets.fill_in import (
    AMBER,
    Alarm,
    Check,
    FillColumn,
    Holds,
    Moment,
    Number,
    Template,
    Text,
    Words,
)
from pingyi.scoring.orders.columns import (
    APPEAL,
    BONUS,
    CALL_SATISFACTION,
    CALL_SOLUTION,
    CLOSED,
    CODE,
    COLUMNS,
    DISPATCHED,
    EXTENSION_DAYS,
    EXTENSION_RULING,
    FOLLOWED_UP,
    KIND,
    MOMENTS,
    PLATFORM_ON_TIME,
    REACHED,
    REDONE,
    REQUIRED,
    RETURN_RULING,
    RETURNED,
    SMS_SATISFACTION,
    SMS_SOLUTION,
    SPOT_CHECK,
    STATE,
    UNIT,
)

ROWS, CHECKED = 40, 20_000  # drawn, checked
YES_NO = ("是", "否")
FIRST, LAST = datetime(2000, 1, 1), datetime(2099, 12, 31)  # noqa: DTZ001 - as the platform's clock
WIDTHS = {CODE: 24, UNIT: 28, **dict.fromkeys(MOMENTS, 18)}
USUAL_WIDTH = 11
MOMENT_HOW = "日期和时间，如 2024-05-14 09:30；突发类要写到几时几分"


def order_template(campaign: Campaign, rules: Sequence[str]) -> Template:
    """Every column that is read; callers have none."""
    units = tuple(unit.name for unit in campaign.units)
    checks = _checks(units)
    return Template(
        title="12345热线工单",
        guide="一行一单。平台能导出工单表的，直接导入平台的表，不用这张。不要填诉求人姓名、电话。",
        rules=(*rules, f"必须填的列：{'、'.join(REQUIRED)}；其余的没有就空着。"),
        columns=[
            FillColumn(heading=column, width=WIDTHS.get(column, USUAL_WIDTH), check=check, how=how)
            for column in COLUMNS
            for check, how in (checks.get(column, (Text(), "平台上的写法")),)
        ],
        lines=(),
        names=units,
        alarms=(*_stories(), _lacking()),
        empty=ROWS,
        checked=CHECKED,
    )


def _checks(units: Sequence[str]) -> Mapping[str, tuple[Check, str]]:
    each = f"N({{{BONUS}}})"
    bonus = f'OR({each}=0,AND({each}>=0.05,{each}<=0.1),ISNUMBER(FIND("+",{{{BONUS}}})))'
    return {
        CODE: (Text(), "平台的工单编号，每单不同；照平台的写，不会变成数字"),
        UNIT: (Words(words=units), "名单里的单位名称，从列表中选"),
        **dict.fromkeys(MOMENTS, (Moment(first=FIRST, last=LAST), MOMENT_HOW)),
        **{column: _one_of(words) for column, words in _words().items()},
        EXTENSION_DAYS: (Number(most=365), "同意延期的工作日数"),
        REDONE: (Number(most=99), "被退回重办的次数，没有的空着"),
        BONUS: (Holds(formula=bonus), "每项 0.05 至 0.1；几项的逐项写，如 0.1+0.05"),
    }


def _words() -> Mapping[str, Iterable[str]]:
    return {
        KIND: OrderKind,
        STATE: OrderState,
        **dict.fromkeys((RETURN_RULING, EXTENSION_RULING, APPEAL), Ruling),
        **dict.fromkeys((SMS_SOLUTION, CALL_SOLUTION), Solution),
        **dict.fromkeys((SMS_SATISFACTION, CALL_SATISFACTION), Satisfaction),
        **dict.fromkeys((REACHED, SPOT_CHECK, FOLLOWED_UP), YES_NO),
        PLATFORM_ON_TIME: ("按时", "超期"),
    }


def _one_of(words: Iterable[str]) -> tuple[Check, str]:
    listed = [str(word) for word in words]
    return Words(words=listed), f"从列表中选：{'、'.join(listed)}"


def _stories() -> tuple[Alarm, ...]:
    """State and moments that do not tell one story: such a row is refused."""
    return (
        Alarm(formula=f'AND({{{STATE}}}="办结",{{{CLOSED}}}="")', words="状态是办结而没有办结时间"),
        Alarm(formula=f'AND({{{STATE}}}="退单",{{{RETURNED}}}="")', words="状态是退单而没有退单时间"),
        Alarm(formula=f'AND({{{CLOSED}}}<>"",{{{CLOSED}}}<{{{DISPATCHED}}})', words="办结时间早于派单时间"),
        Alarm(formula=f'AND({{{CODE}}}<>"",COUNTIF($A:$A,{{{CODE}}})>1)', words="同一个工单编号有两行"),
    )


def _lacking() -> Alarm:
    filled = "+".join(f'({{{column}}}<>"")' for column in REQUIRED)
    words = "必须填的列还没有填完"
    return Alarm(formula=f"AND(({filled})>0,({filled})<{len(REQUIRED)})", words=words, colour=AMBER)
