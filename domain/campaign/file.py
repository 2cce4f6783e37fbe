"""campaign.toml to Campaign; every error names the line and the fix."""

import re
import tomllib
from collections.abc import Iterator
from decimal import Decimal
from typing import get_args

from pydantic import BaseModel, ValidationError

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.lines import line_of, line_with
from pingyi.domain.campaign.placeholders import NAMES, filled, unknown, values_of
from pingyi.domain.campaign.problems import campaign_problems
from pingyi.domain.campaign.settings_told import setting_problems
from pingyi.domain.campaign.syntax import syntax_problem
from pingyi.ground.errors import CampaignError

CONTROL = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffe\uffff"  # nor marks that turn text about
LONGEST = 4000  # characters of one text; the longest paragraph of the 2024 scheme has some 300
SHOWN = 12


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
        lines = setting_problems(text, error, KEYS)
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
