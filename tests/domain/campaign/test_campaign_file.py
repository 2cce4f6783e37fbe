"""Errors in a campaign file or a plan name the line and the fix."""

import re
from decimal import Decimal

import pytest
from invented_year import CAMPAIGN_FILE

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.ground.errors import CampaignError

TEXT = CAMPAIGN_FILE.read_text(encoding="utf-8")


def line_of(text: str, words: str) -> int:
    return next(n for n, line in enumerate(text.splitlines(), start=1) if words in line)


def test_the_scheme_of_2024(campaign: Campaign) -> None:
    assert [len(series.units) for series in campaign.series] == [4, 8, 12, 11, 13, 6, 5]
    assert [unit.serial for unit in campaign.units] == list(range(1, 60))
    assert (campaign.units[26].name, campaign.units[31].name) == ("区科学技术局", "区农业农村局")
    assert [int(table.total) for table in campaign.points] == [50, 40]
    assert campaign.points_of("机关部门").items[1].points is None
    assert len(open_questions(campaign)) == 17


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('"团区委",', '"团区委", "区总工会",', '"团区委"', "区总工会”写了 2 次"),
        ('value = "pooled"', 'value = "x"', 'value = "x"', "不在允许范围"),
        ('paper = "A4"', 'paper = "B5"', 'paper = "B5"', "不在允许范围内（“A4”或“A3”）"),
        ('labels = "2x7"', 'labels = "9x9"', 'labels = "9x9"', "“2x4”、“2x7”、“3x7”或“3x8”"),
        ("year = 2024", 'year = "a"', 'year = "a"', "整数"),
        ('noun = "街道"', "", 'name = "第二系列"', "缺少 noun 这一项"),
        ("points = 20", "point = 20", "point = 20", "没有 point 这个设置；多半是 points"),
        ("[about]", "[about", "[about", "方括号没有成对"),
        ('"区科技局" = "区科学技术局"', '"区科技局" = "区科学局"', '"区科学局"', "不在单位名单中"),
    ],
)
def test_a_mistake_is_named_with_its_line(old: str, new: str, line: str, words: str) -> None:
    text = TEXT.replace(old, new, 1)
    with pytest.raises(CampaignError, match=words) as caught:
        parse_campaign(text, "campaign.toml")
    told = int(str(caught.value).split("第 ")[1].split(" 行")[0])
    assert abs(told - line_of(text, line)) <= 1, caught.value


def test_a_confirmed_policy_names_who_confirmed_it() -> None:
    with pytest.raises(CampaignError, match="confirmed_by"):
        parse_campaign(TEXT.replace("confirmed = false", "confirmed = true", 1), "campaign.toml")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("A01,A,雒容镇,0", "份数"),
        ("A01,B,雒容镇,5", "批次号"),
        ("A01,A,雒容,5", "发放单位"),
        ("Z01,Z,雒容镇,5", "没有代号"),
        ("a01,a,雒容镇,5", "没有代号为“a”的评议群体"),
        ("A01,各镇、区直部门干部,雒容镇,5", "没有代号为“各镇、区直部门干部”的评议群体；群体一列写代号"),
        ("A01,A,,雒容镇,5", "多出一格“5”，没有列名"),
        ("A01,A,雒容镇,#N/A", "份数“#N/A”应为正整数"),
        ("A09,A,白沙镇,5\nA09,A,白沙镇,5", "用了两次"),
    ],
)
def test_a_mistake_in_the_plan_is_named_with_its_line(campaign: Campaign, row: str, words: str) -> None:
    with pytest.raises(CampaignError, match=words) as caught:
        parse_batches(f"批次,群体,发放单位,份数\n{row}\n", "batches.csv", campaign)
    assert "第 2 行" in str(caught.value) or "第 3 行" in str(caught.value)


def test_a_plan_knows_units_by_their_aliases(campaign: Campaign) -> None:
    (batch,) = parse_batches("批次,群体,发放单位,份数\nA01,A,区科技局,5\n", "batches.csv", campaign)
    assert batch.distributor == "区科学技术局"


@pytest.mark.parametrize(
    "text",
    [
        "批次;群体;发放单位;份数\nA01;A;雒容镇;5\n",
        "批次\t群体\t发放单位\t份数\r\nA01\tA\t雒容镇\t5\r\n",
        "批次|群体|发放单位|份数\nA01|A|雒容镇|5",
        "批次*,群体*,發放單位 ,份数＊\nＡ０１,Ａ,雒容镇,５,\n",
    ],
)
def test_a_plan_as_people_save_it(campaign: Campaign, text: str) -> None:
    (batch,) = parse_batches(text, "batches.csv", campaign)
    assert (batch.code, batch.group, batch.distributor, batch.copies) == ("A01", "A", "雒容镇", 5)


def test_what_a_copy_works_out_is_of_its_own_parts(campaign: Campaign) -> None:
    assert [choice.weight for choice in campaign.choices] == [100, 70, 30]
    weights = campaign.policies.vote_weights.model_copy(update={"value": (Decimal(100), Decimal(60), Decimal(0))})
    policies = campaign.policies.model_copy(update={"vote_weights": weights})
    assert [choice.weight for choice in campaign.model_copy(update={"policies": policies}).choices] == [100, 60, 0]
    assert len(campaign.units) > len(campaign.series[0].units)
    shorter = campaign.model_copy(update={"series": campaign.series[:1], "aliases": {}})
    assert tuple(unit.name for unit in shorter.units) == campaign.series[0].units
    assert shorter.unit(campaign.series[-1].units[-1]) is None


@pytest.mark.parametrize("component", ["hotline", "热线", ""])
def test_a_group_of_people_is_no_hotline(component: str) -> None:
    text = TEXT
    odd = re.sub(r'(\[\[groups\]\][^\[]*?component = )"votes"', rf'\1"{component}"', text, count=1)
    assert odd != text
    with pytest.raises(CampaignError, match="取值不在允许范围内") as caught:
        parse_campaign(odd, "campaign.toml")
    assert "votes" in str(caught.value)
