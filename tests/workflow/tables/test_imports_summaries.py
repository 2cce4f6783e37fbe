"""Summary tables to entries: every problem with its row, nothing taken by halves."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from invented_year import default_campaign

from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, PhoneSummary
from pingyi.ground.errors import ImportRowsError
from pingyi.store.base.store import Store
from pingyi.store.outside.brought import brought
from pingyi.store.outside.imports import outside
from pingyi.workflow.tables.imports import import_table, understand_table

CAMPAIGN = default_campaign()
D = Decimal
HOTLINE = (
    "承办单位,办结量,退单量,按时办结量,按时退单量,满意,基本满意,不满意,已解决,部分解决,未解决,"
    "自治区抽查未解决（申诉未通过）,跟踪问效量,跟踪未通过,加分\n"
)


def table(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8-sig")
    return path


def refused(kind: str, path: Path) -> str:
    with pytest.raises(ImportRowsError) as caught:
        understand_table(CAMPAIGN, kind, path)
    return str(caught.value)


def test_means_by_key_letter_or_name_of_the_group(tmp_path: Path) -> None:
    path = table(
        tmp_path / "领导.csv",
        "单位名称,评议群体,份数,平均分\n雒容镇,l,36,91.25\n区科技局,各街道领导班子,１６,88\n合计,,52,\n",
    )
    assert understand_table(CAMPAIGN, "leaders", path).entries == (
        LeaderScores(unit="雒容镇", group="L", scores=(), count=36, mean=D("91.25"), source="领导.csv"),
        LeaderScores(unit="区科学技术局", group="N", scores=(), count=16, mean=D(88), source="领导.csv"),
    )


def test_one_row_per_score(tmp_path: Path) -> None:
    path = table(tmp_path / "评分.csv", "单位名称,评议群体,得分\n雒容镇,M,90\n里雍镇,M,80\n雒容镇,M,91\n雒容镇,M,91\n")
    entries = understand_table(CAMPAIGN, "leaders", path).entries
    assert entries[0] == LeaderScores(
        unit="雒容镇",
        group="M",
        scores=(D(90), D(91), D(91)),
        count=3,
        mean=D("90.66666666666666666666666666666666666667"),
        source="评分.csv",
    )
    assert len(entries) == 2


def test_leaders_votes(tmp_path: Path) -> None:
    path = table(tmp_path / "票决.csv", "单位名称,评议群体,满意,基本满意,不满意\n雒容镇,L,30,5,1\n")
    assert understand_table(CAMPAIGN, "leaders", path).entries == (
        LeaderVotes(unit="雒容镇", group="L", choices=(30, 5, 1), source="票决.csv"),
    )


def test_hotline_summary_with_an_empty_bonus(tmp_path: Path) -> None:
    path = table(tmp_path / "热线.csv", HOTLINE + '雒容镇,"1,200",5,1198,4,40,8,2,30,10,10,1,4,1,\n')
    (entry,) = understand_table(CAMPAIGN, "hotline", path).entries
    assert isinstance(entry, HotlineSummary)
    assert (entry.closed, entry.spot_check_unsolved, entry.follow_up_refused, entry.bonus) == (1200, 1, 1, D(0))


def test_phone_interviews(tmp_path: Path) -> None:
    path = table(tmp_path / "电话.csv", "单位名称,满意,基本满意,不满意\n雒 容 镇,30,5,1\n")
    assert understand_table(CAMPAIGN, "phone", path).entries == (
        PhoneSummary(unit="雒容镇", choices=(30, 5, 1), source="电话.csv"),
    )


def test_every_unknown_unit_is_listed_with_its_row_and_the_nearest_names(tmp_path: Path) -> None:
    path = table(
        tmp_path / "电话.csv",
        "单位名称,满意,基本满意,不满意\n雒容镇,1,1,1\n区教育厅,1,1,1\n天马街,1,1,1\n火星基地,1,1,1\n",
    )
    message = refused("phone", path)
    assert "电话.csv 有 3 处要改" in message
    assert "第 3 行：名单里没有单位“区教育厅”；是不是：区教育局" in message
    assert "第 4 行：名单里没有单位“天马街”；是不是：天马街道" in message
    assert "第 5 行：名单里没有单位“火星基地”" in message


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("雒容镇,10,5,11,4,4,8,2,3,1,1,1,4,1,0", "“按时办结量”11 大于“办结量”10"),
        ("雒容镇,10,5,9,6,4,8,2,3,1,1,1,4,1,0", "“按时退单量”6 大于“退单量”5"),
        ("雒容镇,10,5,9,4,4,8,2,3,1,1,1,4,5,0", "“跟踪未通过”5 大于“跟踪问效量”4"),
        ("雒容镇,-10,5,9,4,4,8,2,3,1,1,1,4,1,0", "“办结量”不能是 -10"),
        ("雒容镇,10.5,5,9,4,4,8,2,3,1,1,1,4,1,0", "“办结量”应为整数"),
        ("雒容镇,十,5,9,4,4,8,2,3,1,1,1,4,1,0", "“办结量”应为数字"),
        ("雒容镇,,5,9,4,4,8,2,3,1,1,1,4,1,0", "“办结量”是空的"),
        ("雒容镇,nan,5,9,4,4,8,2,3,1,1,1,4,1,0", "“办结量”应为数字，现为“nan”"),
        (",10,5,9,4,4,8,2,3,1,1,1,4,1,0", "“单位名称”是空的"),
        ("雒容镇,10,5,9,4,4,8,2,3,1,1,1,4,1,-1", "“加分”不能是 -1"),
    ],
)
def test_impossible_numbers_are_named_with_their_row(tmp_path: Path, row: str, words: str) -> None:
    message = refused("hotline", table(tmp_path / "热线.csv", f"{HOTLINE}{row}\n"))
    assert f"第 2 行：{words}" in message


def test_means_over_a_hundred_no_forms_and_unknown_groups(tmp_path: Path) -> None:
    path = table(
        tmp_path / "领导.csv",
        "单位名称,评议群体,份数,平均分\n雒容镇,L,36,101\n雒容镇,M,0,90\n雒容镇,A,5,90\n里雍镇,L,5,90\n里雍镇,L,6,91\n",
    )
    message = refused("leaders", path)
    assert "4 处" in message
    assert "第 2 行：“份数”应大于 0，“平均分”应在 0–100 之间" in message
    assert "第 3 行" in message
    assert "第 4 行：“评议群体”不认识“A”；可写：L（" in message
    assert "第 6 行：与第 5 行重复" in message


def test_a_table_of_another_kind_does_not_pass_for_phone_interviews(tmp_path: Path) -> None:
    path = table(tmp_path / "热线.csv", HOTLINE + "雒容镇,10,5,9,4,4,8,2,3,1,1,1,4,1,0\n")
    assert "pingyi import hotline" in refused("phone", path)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    assert "没有数据行" in refused("phone", table(tmp_path / "电话.csv", "单位名称,满意,基本满意,不满意\n"))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "store.db", tmp_path / "crops") as opened:
        yield opened


def test_the_same_file_twice_changes_nothing_and_another_replaces_its_units(tmp_path: Path, store: Store) -> None:
    first = table(tmp_path / "一.csv", "单位名称,满意,基本满意,不满意\n雒容镇,1,0,0\n里雍镇,2,0,0\n")
    import_table(CAMPAIGN, store, "phone", first)
    once = outside(store)
    assert import_table(CAMPAIGN, store, "phone", first).units == 2
    assert sorted(outside(store).phone, key=lambda e: e.unit) == sorted(once.phone, key=lambda e: e.unit)
    import_table(CAMPAIGN, store, "phone", table(tmp_path / "二.csv", "单位名称,满意,基本满意,不满意\n里雍镇,9,0,0\n"))
    assert {entry.unit: entry.choices[0] for entry in outside(store).phone} == {"雒容镇": 1, "里雍镇": 9}
    assert [(one.source, one.counting, one.replaced_by) for one in brought(store)] == [
        ("二.csv", 1, ()),
        ("一.csv", 1, (3,)),
        ("一.csv", 0, (2, 3)),
    ]


def test_calls_without_an_answer_may_stand_in_several_rows(tmp_path: Path) -> None:
    path = table(tmp_path / "电话.csv", "单位名称,评价,票数\n雒容镇,满意,9\n雒容镇,未接通,4\n雒容镇,拒访,2\n")
    (entry,) = understand_table(CAMPAIGN, "phone", path).entries
    assert entry == PhoneSummary(unit="雒容镇", choices=(9, 0, 0), source="电话.csv")


def test_a_refused_table_leaves_what_was_imported(tmp_path: Path, store: Store) -> None:
    import_table(CAMPAIGN, store, "phone", table(tmp_path / "一.csv", "单位名称,满意,基本满意,不满意\n雒容镇,1,0,0\n"))
    before = outside(store)
    bad = table(tmp_path / "二.csv", "单位名称,满意,基本满意,不满意\n雒容镇,5,0,0\n火星,1,0,0\n")
    with pytest.raises(ImportRowsError):
        import_table(CAMPAIGN, store, "phone", bad)
    assert outside(store) == before


def test_phone_interviews_one_row_a_call(tmp_path: Path) -> None:
    path = table(
        tmp_path / "电话.csv",
        "序号,受访人,单位名称,评价结果\n1,甲,雒容镇,满意\n2,乙,雒容镇,不满意\n3,丙,雒容镇,未接通\n4,丁,里雍镇,满意\n",
    )
    assert understand_table(CAMPAIGN, "phone", path).entries == (
        PhoneSummary(unit="雒容镇", choices=(1, 0, 1), source="电话.csv"),
        PhoneSummary(unit="里雍镇", choices=(1, 0, 0), source="电话.csv"),
    )


def test_phone_interviews_one_row_a_unit_and_answer(tmp_path: Path) -> None:
    path = table(tmp_path / "电话.csv", "单位名称,评价,票数\n雒容镇,满意,12\n雒容镇,基本满意,3\n")
    assert understand_table(CAMPAIGN, "phone", path).entries == (
        PhoneSummary(unit="雒容镇", choices=(12, 3, 0), source="电话.csv"),
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("单位名称,评价\n雒容镇,还行\n", "第 2 行：“评价”不认识“还行”；可填：满意、基本满意、不满意"),
        ("单位名称,评价,票数\n雒容镇,满意,1\n雒容镇,满意,2\n", "第 3 行：与第 2 行重复"),
        ("单位名称,评价,票数\n雒容镇,满意,-1\n", "第 2 行：“票数”不能是 -1"),
        ("单位名称,满意,基本满意,不满意\n雒容镇,1,-2,0\n", "第 2 行：“基本满意”不能是 -2"),
        ("单位名称,满意,基本满意,不满意\n雒容镇,1,2,3.5\n", "第 2 行：“不满意”应为整数"),
        ("单位名称,满意,基本满意,不满意\n雒容镇,85%,2,3\n", "第 2 行：“满意”应为数字"),
    ],
)
def test_bad_phone_tables(tmp_path: Path, content: str, words: str) -> None:
    assert words in refused("phone", table(tmp_path / "电话.csv", content))
