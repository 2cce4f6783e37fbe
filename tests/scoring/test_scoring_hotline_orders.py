"""Orders to points: figures that say where their orders are, policies, and phones that are missing."""

from dataclasses import replace
from decimal import Decimal

from invented_year import BUSY, default_campaign, invented_outside, invented_tally

from pingyi.scoring.hotline import hotline_score
from pingyi.scoring.score import score


def test_counts_from_orders_say_how_to_list_them() -> None:
    campaign = default_campaign()
    policies = campaign.policies
    own = hotline_score(replace(BUSY, from_orders=True), campaign.hotline, policies).figure()
    adopted = hotline_score(BUSY, campaign.hotline, policies).figure()
    assert own.value == adopted.value == Decimal("8.205")
    leaves = {figure.label: figure for _, figure in own.walk() if not figure.parts}
    assert leaves["按时办结量"].sources == ("热线.xlsx：逐单重算，见 pingyi hotline 雒容镇 按时办结量",)
    assert leaves["核定加分"].sources == ("热线.xlsx：逐单重算，见 pingyi hotline 雒容镇 加分",)
    assert {figure.sources for _, figure in adopted.walk() if not figure.parts} == {("热线.xlsx",)}


def test_units_nobody_was_phoned_about_are_named() -> None:
    campaign = default_campaign(phone=Decimal("0.4"))
    sheet = score(campaign, invented_tally(campaign), invented_outside(campaign), draft=True)
    (remark,) = [line for line in sheet.remarks if "电话访谈" in line]
    assert "电话访谈的权重并入问卷。涉及 45 个单位：" in remark
    none = replace(invented_outside(campaign), phone=())
    remarks = score(campaign, invented_tally(campaign), none, draft=True).remarks
    assert [line for line in remarks if "电话" in line] == ["缺电话访谈的评价。涉及全部 59 个单位"]
