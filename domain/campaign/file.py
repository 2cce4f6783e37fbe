"""campaign.toml to Campaign; every error names the line and the fix."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.lines import line_of, line_with
from pingyi.domain.campaign.placeholders import NAMES, filled, unknown, values_of
from pingyi.domain.campaign.problems import campaign_problems
from pingyi.domain.campaign.syntax import syntax_problem
from pingyi.ground.errors import CampaignError

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"  # nor marks that turn text about
LONGEST = 4000  # characters of one text; the longest paragraph of the 2024 scheme has some 300
SHOWN = 12
NEAR = 0.75  # of letters in common, to be taken for a slip
_MESSAGES = {
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


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """Every setting's name, at any depth."""
    for name, field in model.model_fields.items():
        yield name
        for part in (field.annotation, *get_args(field.annotation)):
            if isinstance(part, type) and issubclass(part, BaseModel):
                yield from _keys(part)


KEYS = tuple(dict.fromkeys(_keys(Campaign)))


def parse_campaign(text: str, name: str) -> Campaign:
    """
    Parse the text of a campaign file; `name` is the file as the clerk knows it.

    Its texts may say {year}, {district} … (see domain.campaign.placeholders). Raises CampaignError listing every
    problem, each with its line.
    """
    try:
        data = tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        raise CampaignError(f"{name} {syntax_problem(text, str(error))}") from error
    strange = [f"第 {line_with(text, word)} 行：没有“{word}”这个占位符" for word in unknown(data)]
    if strange:
        known = "、".join(f"{{{each}}}" for each in NAMES)
        raise CampaignError(f"{name} 有 {len(strange)} 处要改（可用：{known}）：\n  " + "\n  ".join(strange))
    if unprintable := [*_unprintable(data)]:
        wrong = "\n  ".join(f"第 {line_with(text, word)} 行：{why}" for word, why in unprintable)
        raise CampaignError(f"{name} 有 {len(unprintable)} 处要改：\n  {wrong}")
    try:
        campaign = Campaign.model_validate(filled(data, values_of(data)))
    except ValidationError as error:
        lines = [_problem(text, detail) for detail in _most_telling(error.errors())]
        raise CampaignError(f"{name} 有 {len(lines)} 处要改：\n" + "\n".join(f"  {line}" for line in lines)) from error
    if found := [f"  第 {line_of(text, one.place)} 行：{one.words}" for one in campaign_problems(campaign)]:
        raise CampaignError(f"{name} 有 {len(found)} 处要改：\n" + "\n".join(found))
    return campaign


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


def _most_telling(errors: list[ErrorDetails]) -> list[ErrorDetails]:
    """A union reports each of its members; one line per place is enough."""
    seen: dict[tuple[int | str, ...], ErrorDetails] = {}
    for detail in errors:
        place = tuple(part for part in detail["loc"] if not str(part).startswith(("literal[", "dict[", "decimal")))
        seen.setdefault(place, {**detail, "loc": place})
    return list(seen.values())


def _problem(text: str, detail: ErrorDetails) -> str:
    """A line for people out of one of the checker's."""
    context = detail.get("ctx", {})
    place = ".".join(str(part + 1) if isinstance(part, int) else part for part in detail["loc"])
    words = _words(detail, context.get("error"), context)
    return f"第 {line_of(text, detail['loc'])} 行{f' {place}' if place else ''}：{words}"


def _words(detail: ErrorDetails, error: object, context: dict[str, Any]) -> str:
    if isinstance(error, ValueError):
        return str(error)
    key, value = str(detail["loc"][-1] if detail["loc"] else ""), detail["input"]
    written = str(value)[:SHOWN] if isinstance(value, str | int | float | Decimal) else ""
    if detail["type"] == "missing":
        return f"缺少 {key} 这一项；请在这一节里补上一行 {key} = …"
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(key, KEYS, 1, NEAR)
        return f"没有 {key} 这个设置；" + (f"多半是 {near[0]}，请改正" if near else "请核对拼写或删去")
    said = _MESSAGES.get(detail["type"], "这里的写法不对；请对照原来的方案文件改正")
    return said.format_map({name: _chinese(part) for name, part in context.items()}) + (
        f"（写的是“{written}”）" if written else ""
    )


def _chinese(value: object) -> str:
    """Pydantic's "'A4', 'B4' or 'A3'" as “A4”、“B4”或“A3”; anything else as it is."""
    return re.sub("'([^']*)'", r"“\1”", str(value)).replace("”, “", "”、“").replace("” or “", "”或“")
