"""Settings of a file that do not fit: each in the words of whoever wrote it, with its line."""

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pingyi.domain.campaign.lines import line_of

SHOWN = 12
NEAR = 0.75  # of letters in common, to be taken for a slip
_MESSAGES = {
    "enum": "取值不在允许范围内（{expected}）",
    "literal_error": "取值不在允许范围内（{expected}）",
    "int_type": "这里要写整数",
    "int_parsing": "这里要写整数",
    "string_type": "这里要写文字（加引号）",
    "string_too_short": "这里不能空着；请补上",
    "string_pattern_mismatch": "这里的写法不对；请改回原来的写法",
    "bool_type": "这里要写 true 或 false",
    "bool_parsing": "这里要写 true 或 false",
    "date_from_datetime_parsing": "这里要写日期，如 2024-09-29",
    "date_type": "这里要写日期，如 2024-09-29",
    "tuple_type": "这里要写列表，用方括号",
    "decimal_type": "这里要写数字",
    "too_short": "内容太少（至少 {min_length} 项）",
    "greater_than_equal": "数值太小（不小于 {ge}）",
    "less_than_equal": "数值太大（不大于 {le}）",
    "greater_than": "数值太小（要大于 {gt}）",
    "less_than": "数值太大（要小于 {lt}）",
    "finite_number": "这里要写一个确定的数字",
    "decimal_parsing": "这里要写数字，用阿拉伯数字，不带单位",
    "int_from_float": "这里要写整数",
    "list_type": "这里要写列表，用方括号",
    "dict_type": "这里要分项写，用花括号",
    "model_type": "这里要分项写，每项一行",
    "date_parsing": "这里要写日期，如 2024-09-29（不加引号）",
    "date_from_datetime_inexact": "这里只写日期，不写时间，如 2024-09-29",
}


def setting_problems(text: str, error: ValidationError, known: Sequence[str]) -> list[str]:
    """Chinese: a line for each thing the checker found, in `text` if there is one; `known` are all settings' names."""
    return [_problem(text, detail, known) for detail in _most_telling(error.errors())]


def _most_telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """A union reports each of its members; one line per place is enough."""
    seen: dict[tuple[int | str, ...], ErrorDetails] = {}
    for detail in errors:
        place = tuple(part for part in detail["loc"] if not str(part).startswith(("literal[", "dict[", "decimal")))
        seen.setdefault(place, {**detail, "loc": place})
    return list(seen.values())


def _problem(text: str, detail: ErrorDetails, known: Sequence[str]) -> str:
    """A line for people out of one of the checker's."""
    context = detail.get("ctx", {})
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    words = _words(detail, context, known)
    at = f"第 {line_of(text, detail['loc'])} 行 {place}" if text else place
    return f"{at.strip()}：{words}" if at else words


def _words(detail: ErrorDetails, context: Mapping[str, Any], known: Sequence[str]) -> str:
    if isinstance(error := context.get("error"), ValueError):
        return str(error)
    key, value = str(detail["loc"][-1] if detail["loc"] else ""), detail["input"]
    written = str(value)[:SHOWN] if isinstance(value, str | int | float | Decimal) else ""
    if detail["type"] == "missing":
        return f"缺少 {key} 这一项；请在这一节里补上一行 {key} = …"
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(key, known, 1, NEAR)
        return f"没有 {key} 这个设置；" + (f"多半是 {near[0]}，请改正" if near else "请核对拼写或删去")
    said = _MESSAGES.get(detail["type"], "这里的写法不对；请对照原来的方案文件改正")
    return said.format_map({name: _chinese(part) for name, part in context.items()}) + (
        f"（写的是“{written}”）" if written else ""
    )


def _chinese(value: object) -> str:
    """Pydantic's "'A4', 'B4' or 'A3'" as “A4”、“B4”或“A3”; anything else as it is."""
    return re.sub("'([^']*)'", r"“\1”", str(value)).replace("”, “", "”、“").replace("” or “", "”或“")
