"""Numbers that contradict each other, or are of another scale, are refused or listed, never computed with."""

from dataclasses import replace
from decimal import Decimal

import pytest
from invented_year import default_campaign, invented_outside

from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.anomalies import other_scales
from pingyi.scoring.orders.cells import CellError, amounts_of
from pingyi.scoring.summaries.columns import HOTLINE_COLUMNS
from pingyi.scoring.summaries.rows import Line, hotline, leader_means, leader_scores

CAMPAIGN = default_campaign()


def lines(headings: str, *rows: str) -> list[Line]:
    names = headings.split(",")
    return [
        Line(number=number, cells=dict(zip(names, row.split(","), strict=True)))
        for number, row in enumerate(rows, start=2)
    ]


@pytest.mark.parametrize("share", ["0.9387", "0.5", "0.01", "0.999999"])
def test_shares_are_no_means_and_no_scores(share: str) -> None:
    with pytest.raises(ImportRowsError, match=f"第 3 行：“平均分”{share} 像是比例"):
        leader_means(lines("单位名称,评议群体,份数,平均分", "雒容镇,L,12,90", f"里雍镇,L,12,{share}"), CAMPAIGN, "表")
    with pytest.raises(ImportRowsError, match=f"第 2 行：“评分”{share} 像是比例"):
        leader_scores(lines("单位名称,评议群体,评分", f"雒容镇,L,{share}", "里雍镇,L,90"), CAMPAIGN, "表")


def test_all_of_it_is_a_share_too_but_one_and_nought_are_scores() -> None:
    with pytest.raises(ImportRowsError, match="“平均分”最高只有 1：像是比例"):
        leader_means(lines("单位名称,评议群体,份数,平均分", "雒容镇,L,12,1", "里雍镇,L,12,0"), CAMPAIGN, "表")
    assert leader_scores(lines("单位名称,评议群体,评分", "雒容镇,L,1", "里雍镇,L,0", "白沙镇,L,90"), CAMPAIGN, "表")


def test_points_out_of_twenty_are_listed() -> None:
    outside = invented_outside(CAMPAIGN)
    assert not list(other_scales(CAMPAIGN, outside))
    fifth = tuple(replace(one, mean=one.mean / 5) if one.group == "M" else one for one in outside.leaders)
    (found,) = other_scales(CAMPAIGN, replace(outside, leaders=fifth))
    assert found.place == "各镇、区直部门领导班子"
    assert "请核对是不是按百分制打的" in found.finding


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"满意": "50"}, "满意、基本满意、不满意合计 50，而办结量只有 5"),
        ({"已解决": "11"}, "已解决、部分解决、未解决合计 11，而办结量只有 5"),
        ({"抽查未解决": "7"}, "抽查未解决 7 大于办结量与退单量之和 6"),
    ],
)
def test_more_answers_than_orders_can_have_are_refused(changed: dict[str, str], words: str) -> None:
    row = {"单位名称": "雒容镇"} | dict.fromkeys(HOTLINE_COLUMNS, "0") | {"办结量": "5", "退单量": "1"}
    assert hotline([Line(number=2, cells=row | {"满意": "10", "已解决": "10", "抽查未解决": "6"})], CAMPAIGN, "表")
    with pytest.raises(ImportRowsError, match=f"第 2 行：{words}"):
        hotline([Line(number=2, cells=row | changed)], CAMPAIGN, "表")


def test_several_bonuses_of_one_order_are_written_one_by_one() -> None:
    assert amounts_of("0.1＋0.05") == (Decimal("0.1"), Decimal("0.05"))
    assert amounts_of(0.1) == (Decimal("0.1"),)
    with pytest.raises(CellError, match="应为数字"):
        amounts_of("0.1+")
