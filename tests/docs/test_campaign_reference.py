"""docs/campaign.md says what campaign.toml and batches.csv may hold: the parser's settings, as it takes them."""

import enum
import re
import types
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel

from pingyi.domain.campaign import campaign, points, policies, roster_changes, texts
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.placeholders import NAMES
from pingyi.domain.handed_in.batch_list import COLUMNS, parse_batches
from pingyi.ground.errors import CampaignError
from pingyi.workflow.init import default_campaign_text

TEXT = (Path(__file__).parents[2] / "docs" / "campaign.md").read_text(encoding="utf-8")
TABLES: dict[str, type[BaseModel]] = {
    "about": campaign.About,
    "series": campaign.Series,
    "groups": points.EvaluatorGroup,
    "points": points.PointTable,
    "points.items": points.PointItem,
    "ballot": texts.BallotText,
    "analysis": texts.AnalysisText,
    "leaders": texts.LeaderText,
    "plan": texts.PlanText,
    "handout": texts.HandoutText,
    "notice": texts.NoticeText,
    "hotline": points.HotlineRules,
    "changes": roster_changes.RosterChange,
}
PLAIN = {str: "文字", int: "整数", Decimal: "数", bool: "true 或 false", date: "日期"}
LONG = 24  # characters of a default that are shown


def sections() -> dict[str, list[list[str]]]:
    """Rows of the table under each `## [name]`."""
    found = {}
    for part in re.split(r"^## ", TEXT, flags=re.MULTILINE)[1:]:
        name = part.split("\n")[0].split("`")[1].strip("[]") if "`" in part.split("\n")[0] else part.split("\n")[0]
        lines = [line for line in part.splitlines() if line.startswith("| `")]
        found[name] = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return found


def kind(annotation: Any, limits: list[Any]) -> str:
    """How a value is written, in Chinese."""
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin in (Union, types.UnionType):
        return "、".join(kind(one, limits) for one in inner if one is not type(None))
    if origin is Literal:
        return "、".join(f"`{one}`" for one in inner)
    if origin in (tuple, dict):
        return f"列表：{kind(inner[0], [])}" if origin is tuple else "表：名称 = 数"
    if isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        return "、".join(f"`{one.value}`" for one in annotation)
    return f"{PLAIN[annotation]}{bounds(limits)}" if annotation in PLAIN else "表"


def bounds(limits: list[Any]) -> str:
    low, high = (next((getattr(one, end) for one in limits if hasattr(one, end)), None) for end in ("ge", "le"))
    if any(getattr(one, "pattern", None) == "^[A-Z]$" for one in limits):
        return "，一个大写字母"
    return "" if low is None else f"，{low} 至 {high}" if high is not None else f"，至少 {low}"


def default(field: Any) -> str:
    """What holds where nothing is written."""
    if field.is_required():
        return "必填"
    value = field.get_default(call_default_factory=True)
    if isinstance(value, enum.Enum):
        value = value.value
    if value in (None, "", (), {}):
        return "空"
    if isinstance(value, bool):
        return str(value).lower()
    text = "；".join(map(str, value)) if isinstance(value, tuple) else str(value)
    return text if len(text) <= LONG else f"{text[:LONG]}…"


def expected(model: type[BaseModel]) -> Iterator[tuple[str, str, str]]:
    for name, field in model.model_fields.items():
        yield f"`{name}`", kind(field.annotation, field.metadata), default(field)


@pytest.mark.parametrize("table", TABLES)
def test_each_setting_is_told_as_the_parser_takes_it(table: str) -> None:
    assert [tuple(row[:3]) for row in sections()[table]] == list(expected(TABLES[table]))
    assert all(row[3] for row in sections()[table])


def test_each_policy_is_told_with_its_answers() -> None:
    told = {row[0].strip("`"): row[1] for row in sections()["policies"]}
    for name, field in policies.Policies.model_fields.items():
        inside = field.annotation.model_fields["value"]  # type: ignore[union-attr]
        assert told.pop(name) == kind(inside.annotation, []), name
    assert not told


def test_the_tables_are_those_of_the_file() -> None:
    assert {*TABLES, "policies", "aliases"} == {name for name in sections() if name.isascii()} - {"batches.csv"}
    assert {name.split(".")[0] for name in TABLES} | {"policies", "aliases", "distributors"} == set(
        campaign.Campaign.model_fields
    )
    assert all(f"{{{name}}}" in TEXT for name in NAMES)


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, flags=re.DOTALL | re.MULTILINE)


def test_the_example_of_batches_is_one() -> None:
    known = parse_campaign(default_campaign_text(), "campaign.toml")
    [example] = blocks("csv")
    assert parse_batches(example, "batches.csv", known)
    assert example.splitlines()[0].startswith(",".join(COLUMNS))


def test_each_example_may_stand_in_the_file() -> None:
    for example in blocks("toml"):
        head = example.split("\n")[0]
        text = default_campaign_text()
        start = text.find(head) if head in text else len(text)  # what most files have not stands at their end
        end = text.find("\n[", start + 1) if head in text else len(text)
        assert parse_campaign(text[:start] + example + text[end:], "campaign.toml")


def test_a_setting_nobody_knows_is_refused_with_its_line() -> None:
    with pytest.raises(CampaignError, match="没有 handouts 这个设置"):
        parse_campaign(default_campaign_text() + "\n[handouts]\n", "campaign.toml")
