"""campaign.toml to Campaign; every error names the line and the fix."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from pingyi.domain.campaign import Campaign
from pingyi.domain.placeholders import NAMES, filled, unknown, values_of
from pingyi.ground.errors import CampaignError

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"  # nor marks that turn text about
LONGEST = 4000  # characters of one text; the longest paragraph of the 2024 scheme has some 300
SHOWN = 12
_MESSAGES = {
    "missing": "缺少这一项；请补上",
    "extra_forbidden": "没有这个设置；请核对拼写或删去",
    "enum": "取值不在允许范围内（{expected}）",
    "literal_error": "取值不在允许范围内（{expected}）",
    "int_type": "这里要写整数",
    "int_parsing": "这里要写整数",
    "string_type": "这里要写文字（加引号）",
    "bool_type": "这里要写 true 或 false",
    "bool_parsing": "这里要写 true 或 false",
    "date_from_datetime_parsing": "这里要写日期，如 2024-09-29",
    "date_type": "这里要写日期，如 2024-09-29",
    "tuple_type": "这里要写列表，用方括号",
    "decimal_type": "这里要写数字",
    "decimal_parsing": "这里要写数字",
    "too_short": "内容太少（至少 {min_length} 项）",
    "greater_than_equal": "数值太小（不小于 {ge}）",
    "less_than_equal": "数值太大（不大于 {le}）",
    "string_pattern_mismatch": "写法不符（{pattern}）",
}


def parse_campaign(text: str, name: str) -> Campaign:
    """
    Parse the text of a campaign file; `name` is the file as the clerk knows it.

    Its texts may say {year}, {district} … (see domain.placeholders). Raises CampaignError listing every problem, each
    with its line.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CampaignError(_syntax(text, name, error)) from error
    strange = [f"第 {_line_with(text, word)} 行：没有“{word}”这个占位符" for word in unknown(data)]
    if strange:
        known = "、".join(f"{{{each}}}" for each in NAMES)
        raise CampaignError(f"{name} 有 {len(strange)} 处要改（可用：{known}）：\n  " + "\n  ".join(strange))
    if unprintable := [*_unprintable(data)]:
        wrong = "\n  ".join(f"第 {_line_with(text, word)} 行：{why}" for word, why in unprintable)
        raise CampaignError(f"{name} 有 {len(unprintable)} 处要改：\n  {wrong}")
    try:
        return Campaign.model_validate(filled(data, values_of(data)))
    except ValidationError as error:
        lines = [_problem(text, detail) for detail in _most_telling(error.errors())]
        raise CampaignError(f"{name} 有 {len(lines)} 处要改：\n" + "\n".join(f"  {line}" for line in lines)) from error


def _unprintable(value: object) -> Iterator[tuple[str, str]]:
    """Texts no form can print, by their beginning, and why."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from _unprintable(part)
    elif isinstance(value, str):
        start = re.split(f"[{CONTROL}]", value)[0][:SHOWN]
        if re.search(f"[{CONTROL}]", value):
            yield start, f"“{start}”后面有看不见的控制字符；请删去重新输入"
        elif len(value) > LONGEST:
            yield start, f"“{start}…”有 {len(value)} 个字，超过 {LONGEST} 个；请写短些"


def _syntax(text: str, name: str, error: tomllib.TOMLDecodeError) -> str:
    found = re.search(r"line (\d+)", str(error))
    number = int(found[1]) if found else len(text.splitlines())
    shown = text.splitlines()[number - 1].strip() if text else ""
    return f"{name} 第 {number} 行写法有误：{shown}\n  请核对引号、方括号和等号是否成对（{error}）"


def _most_telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """A union reports each of its members; one line per place is enough."""
    seen: dict[tuple[int | str, ...], ErrorDetails] = {}
    for detail in errors:
        place = tuple(part for part in detail["loc"] if not str(part).startswith(("literal[", "dict[", "decimal")))
        seen.setdefault(place, {**detail, "loc": place})
    return list(seen.values())


def _problem(text: str, detail: ErrorDetails) -> str:
    kind, context = detail["type"], detail.get("ctx", {})
    if kind == "value_error":
        message = str(context["error"])
        quoted = re.search("“(.+?)”", message)
        line = _last_line_with(text, quoted[1]) if quoted else None
        line = line or _line_of(text, detail["loc"])
    else:
        message = _MESSAGES.get(kind, detail["msg"]).format_map(
            {key: _chinese(value) for key, value in context.items()}
        )
        line = _line_of(text, detail["loc"])
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    return f"第 {line} 行{f' {place}' if place else ''}：{message}"


def _chinese(value: object) -> str:
    """Pydantic's "'A4', 'B4' or 'A3'" as “A4”、“B4”或“A3”; anything else as it is."""
    return re.sub("'([^']*)'", r"“\1”", str(value)).replace("”, “", "”、“").replace("” or “", "”或“")


def _line_with(text: str, word: str) -> int:
    return next((n for n, line in enumerate(text.splitlines(), start=1) if word in line.split(" #")[0]), 1)


def _last_line_with(text: str, word: str) -> int | None:
    numbers = [n for n, line in enumerate(text.splitlines(), start=1) if f'"{word}"' in line]
    return numbers[-1] if numbers else None


def _line_of(text: str, loc: tuple[int | str, ...]) -> int:
    """The line of the deepest part of `loc` that the file really has."""
    lines = text.splitlines()
    start, table = 0, ""
    for part in loc:
        if isinstance(part, int):
            found = _nth_header(lines, start, table, part)
            found = found if found is not None else _nth_item(lines, start, part)
        else:
            table = f"{table}.{part}" if table else part
            found = _key_line(lines, start, table, part)
        start = start if found is None else found
    return start + 1


def _nth_header(lines: list[str], start: int, table: str, index: int) -> int | None:
    headers = [n for n in range(start, len(lines)) if lines[n].split("#")[0].strip() == f"[[{table}]]"]
    return headers[index] if index < len(headers) else None


def _nth_item(lines: list[str], start: int, index: int) -> int | None:
    """The line of the n-th quoted item of an array written one or more to a line."""
    count = 0
    for number in range(start, len(lines)):
        body = lines[number].split("=", 1)[-1] if number == start else lines[number]
        count += len(re.findall(r'"[^"]*"', body))
        if count > index:
            return number
    return None


def _key_line(lines: list[str], start: int, table: str, key: str) -> int | None:
    for number in range(start, len(lines)):
        if lines[number].split("#")[0].strip() in (f"[{table}]", f"[[{table}]]"):
            return number
    for number in range(start, len(lines)):
        if number > start and lines[number].startswith("["):
            return None
        if re.match(rf"\s*{re.escape(key)}\s*=", lines[number]):
            return number
    return None
