"""Cells of a work-order export to moments, numbers and words; whatever is not plainly one of them is refused."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeVar

from pingyi.domain.handed_in.orders import OrderKind, OrderState, Ruling, Satisfaction, Solution
from pingyi.domain.words.written_number import number_written

T = TypeVar("T")
EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - the platform's clock has one zone and never names it
EXCEL_SERIALS = range(36526, 73051)  # 2000 to 2099: a smaller or larger number is no date of an order
WRAPPED = "=\"'"  # ="0012", '0012
EXCEL_DIGITS = 10**15  # Excel keeps 15 digits of a number
YEARS = range(2000, 2100)
ISO = re.compile(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d(:\d\d)?", re.ASCII)
MOMENT = re.compile(
    r"(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?"
    r"(?:T|\s*)(?:(\d{1,2})(?::|时|点)(\d{1,2})(?:(?::|分)(\d{1,2})?(?:\.\d+)?秒?)?分?)?"
)
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
ROUNDED = re.compile(r"\d\.\d+[eE]\+\d+")
PHONE_NUMBER = re.compile(r"1[3-9]\d{9}|0\d{2,3}-?\d{7,8}")
NOTHING = frozenset({"", "-", "--", "—", "/", "无", "未评价", "未回访", "空", "null", "NULL", "None"})

KINDS: Mapping[str, OrderKind] = {
    **{kind.value: kind for kind in OrderKind}, **{f"{kind.value}类": kind for kind in OrderKind},
    "突发事件": OrderKind.URGENT, "紧急": OrderKind.URGENT,
}  # fmt: skip
STATES: Mapping[str, OrderState] = {
    **{state.value: state for state in OrderState},
    "在办": OrderState.OPEN, "处理中": OrderState.OPEN, "待办": OrderState.OPEN, "未办结": OrderState.OPEN,
    "已办结": OrderState.CLOSED, "办结归档": OrderState.CLOSED, "已归档": OrderState.CLOSED,
    "已退单": OrderState.RETURNED, "已挂起": OrderState.SUSPENDED,
}  # fmt: skip
RULINGS: Mapping[str, Ruling] = {
    **dict.fromkeys(("通过", "同意", "已同意", "已通过", "申诉通过", "同意退单", "批准"), Ruling.GRANTED),
    **dict.fromkeys(
        ("未通过", "不通过", "不同意", "驳回", "申诉未通过", "申诉不通过", "不予退单", "重新发回", "退单驳回"),
        Ruling.REFUSED,
    ),
    **dict.fromkeys(("待审", "待审批", "审核中", "待审核", "审批中", "申诉中"), Ruling.PENDING),
}
SATISFACTIONS: Mapping[str, Satisfaction] = {
    **{word.value: word for word in Satisfaction}, "非常满意": Satisfaction.SATISFIED,
}  # fmt: skip
SOLUTIONS: Mapping[str, Solution] = {
    **{word.value: word for word in Solution}, "解决": Solution.SOLVED, "完全解决": Solution.SOLVED,
    "基本解决": Solution.PARTLY,
}  # fmt: skip
FLAGS: Mapping[str, bool] = {
    **dict.fromkeys(("是", "有", "√", "按时", "接通", "已接通", "未解决", "1", "True"), True),
    **dict.fromkeys(("否", "没有", "×", "超期", "超时", "未接通", "已解决", "0", "False"), False),
}


class CellError(ValueError):
    """A cell that cannot be taken; the message is Chinese."""


def text_of(cell: object) -> str:
    """A cell as one sees it, without what spreadsheets put around long numbers (="…", a leading ' or tab)."""
    if isinstance(cell, str):
        text = unicodedata.normalize("NFKC", cell).strip() if not cell.isascii() else cell.strip()
        return _unwrapped(text) if text[:1] in WRAPPED else text
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return "" if cell is None else str(cell)


def _unwrapped(text: str) -> str:
    return text.removeprefix("=").strip("\"'") if text[:1] in WRAPPED else text


def moment_of(cell: object) -> tuple[datetime, bool]:
    """A moment and whether its time of day is known. Raises CellError."""
    if isinstance(cell, str) and ISO.fullmatch(cell):
        found, exact = _read_iso(cell), True
    elif isinstance(cell, datetime):
        found, exact = cell, True
    elif isinstance(cell, date):
        found, exact = datetime.combine(cell, time.min), False
    else:
        found, exact = _read_moment(text_of(cell))
    if found.year not in YEARS:
        raise CellError(f"年份不对：{found:%Y-%m-%d}")
    return found, exact


def _read_moment(text: str) -> tuple[datetime, bool]:
    if ISO.fullmatch(text):
        return _read_iso(text), True
    if SERIAL.fullmatch(text) and int(text[:5]) in EXCEL_SERIALS:
        moment = EXCEL_EPOCH + timedelta(days=float(text))
        return (moment + timedelta(microseconds=500_000)).replace(microsecond=0), "." in text
    found = MOMENT.fullmatch(text) or COMPACT.fullmatch(text)
    if found is None:
        raise CellError(f"应为日期时间，如 2024-05-14 09:30，现为“{text}”")
    numbers = [int(number) for number in found.groups() if number is not None]
    try:
        return datetime(*numbers), len(numbers) > 3  # type: ignore[arg-type] # noqa: DTZ001 - see EXCEL_EPOCH
    except ValueError as error:
        raise CellError(f"没有这个日期或时间：“{text}”") from error


def _read_iso(text: str) -> datetime:
    """As nearly every platform writes it: read twenty times as fast."""
    try:
        return datetime.fromisoformat(text)
    except ValueError as error:
        raise CellError(f"没有这个日期或时间：“{text}”") from error


def code_of(cell: object) -> str:
    """An order's number. Raises CellError when it is none, or a number Excel has rounded, or a phone."""
    text = text_of(cell)
    if text in NOTHING:
        raise CellError("是空的")
    rounded = isinstance(cell, float) and abs(cell) >= EXCEL_DIGITS
    if rounded or ROUNDED.fullmatch(text):
        raise CellError("被表格软件存成了数字，末几位已经丢失；请把该列设为文本后重新导出")
    if PHONE_NUMBER.fullmatch(text):
        raise CellError("像电话号码，不像工单编号；请核对各列有没有错位")
    return text


def word_of(cell: object, known: Mapping[str, T]) -> T:
    """One of the known words; a word may end in 类 or 件. Raises CellError."""
    text = cell if isinstance(cell, str) else text_of(cell)
    found = known.get(text)
    if found is None:
        plain = "".join(text_of(text).split())
        found = known.get(plain, known.get(plain.removesuffix("件")))
    if found is None:
        raise CellError(f"不认识“{text}”；可填：{'、'.join(known)}" if text else "是空的")
    return found


def count_of(cell: object) -> int:
    """A whole number from 0. Raises CellError."""
    number = amount_of(cell)
    if number != int(number):
        raise CellError(f"应为整数，现为 {number}")
    return int(number)


def amount_of(cell: object) -> Decimal:
    """A number from 0, as shown. Raises CellError."""
    try:
        return number_written(_unwrapped(cell.strip()) if isinstance(cell, str) else text_of(cell))
    except ValueError as error:
        raise CellError(str(error)) from error


def amounts_of(cell: object) -> tuple[Decimal, ...]:
    """One amount, or several joined by +. Raises CellError."""
    if not isinstance(cell, str):
        return (amount_of(cell),)
    parts = re.split(r"[+＋、;；]", cell)
    return tuple(amount_of(part) for part in parts)


def empty(cell: object) -> bool:
    """Whether nothing is said: an empty cell, a dash, 无, 未评价."""
    return cell is None or (isinstance(cell, str) and (cell in NOTHING or cell.strip() in NOTHING))
