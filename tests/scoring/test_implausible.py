"""Numbers that contradict each other, or are of another scale, are refused or listed, never computed with."""

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from invented_year import default_campaign, invented_outside
from order_files import GOOD, write

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.returns import Returns
from pingyi.domain.results.anomaly import Oddity
from pingyi.domain.results.score import Outside
from pingyi.ground.errors import ImportRowsError
from pingyi.scoring.anomalies import other_scales
from pingyi.scoring.orders.cells import CellError, amounts_of
from pingyi.scoring.summaries.columns import HOTLINE_COLUMNS
from pingyi.scoring.summaries.plausible import as_anomalies, beyond_the_plan, implausible
from pingyi.scoring.summaries.rows import Line, hotline, leader_means, leader_scores
from pingyi.workflow.tables.imports import understand_table

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


def odd(outside: Outside) -> list[tuple[Oddity, str]]:
    return [(one.oddity, one.entry.unit) for one in implausible(outside, CAMPAIGN)]


SOUND = invented_outside(CAMPAIGN)
PARTS = {
    "count": lambda: replace(SOUND, leaders=(replace(SOUND.leaders[0], count=2), *SOUND.leaders[1:])),
    "votes": lambda: replace(SOUND, phone=(replace(SOUND.phone[0], choices=(0, 0, 0)), *SOUND.phone[1:])),
    "answers": lambda: replace(SOUND, hotline=(replace(SOUND.hotline[0], solved=999), *SOUND.hotline[1:])),
    "bonus": lambda: replace(SOUND, hotline=(replace(SOUND.hotline[0], bonus=Decimal("10.1")), *SOUND.hotline[1:])),
    "copied": lambda: replace(
        SOUND, hotline=(*SOUND.hotline[1:], replace(SOUND.hotline[1], unit=SOUND.hotline[0].unit))
    ),
}
KINDS = {
    "count": Oddity.UNEVEN_COUNTS,
    "votes": Oddity.NO_VOTES,
    "answers": Oddity.MANY_ANSWERS,
    "bonus": Oddity.ODD_BONUS,
    "copied": Oddity.COPIED_ROW,
}


def test_sound_tables_raise_nothing() -> None:
    assert odd(SOUND) == []


@pytest.mark.parametrize("part", PARTS)
def test_one_number_that_cannot_well_be_is_named_with_its_unit(part: str) -> None:
    unit = SOUND.phone[0].unit if part == "votes" else SOUND.leaders[0].unit
    assert odd(PARTS[part]()) == [(KINDS[part], unit)]
    (listed,) = as_anomalies(implausible(PARTS[part](), CAMPAIGN), CAMPAIGN)
    assert unit in listed.evidence[0]


def test_forms_beyond_those_handed_out_are_listed_for_bodies_in_the_plan_alone() -> None:
    most = max(one.count for one in SOUND.leaders if one.group == "L")
    batches = [Batch(code="L01", group="L", distributor="区委办公室", copies=most)]
    assert not list(beyond_the_plan(SOUND, CAMPAIGN, batches, {}))
    back = Returns(batch="L01", issued=most, returned=most - 1, spoiled=1, outstanding=0)
    (found,) = beyond_the_plan(SOUND, CAMPAIGN, batches, {"L01": back})
    assert found.oddity is Oddity.MORE_THAN_HANDED_OUT
    assert f"{most - 1} 份" in found.finding
    assert len(found.evidence) == sum(one.group == "L" for one in SOUND.leaders)


def test_at_the_look_the_row_stands_beside_it(tmp_path: Path) -> None:
    rows = [f"{unit.name},L,12,9{number % 10}" for number, unit in enumerate(CAMPAIGN.units)]
    rows[4] = f"{CAMPAIGN.units[4].name},L,2,91"
    path = tmp_path / "领导.csv"
    path.write_text("\n".join(["单位名称,评议群体,份数,平均分", *rows]), encoding="utf-8")
    (note,) = understand_table(CAMPAIGN, "leaders", path).notes
    assert note.startswith(f"“份数”可疑：第 6 行{CAMPAIGN.units[4].name}：2 份，而同一群体的多数单位是 12 份")


def test_orders_of_another_year_are_named_at_the_look(tmp_path: Path) -> None:
    rows = [GOOD, GOOD | {"工单编号": "YF9", "派单时间": "2023-12-30 10:00"}]
    notes = understand_table(CAMPAIGN, "hotline", write(tmp_path / "工单.csv", *rows)).notes
    assert notes == ("“派单时间”不在 2024 年的工单不计入：YF9 共 1 张",)
