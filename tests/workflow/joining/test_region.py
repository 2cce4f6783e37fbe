"""Districts together: every unit's votes counted over all of them, ranked within its kind."""

import csv
from collections import Counter
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented_workspace import invented_workspace

from pingyi.commands.show.console import run
from pingyi.domain.results.region import DistrictUnit, UnitCounts
from pingyi.ground.errors import CampaignError, ExitCode, FileError, NotReadyError
from pingyi.tally.region import place
from pingyi.workflow.desk.workspace import watching, working
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.joining.region import collect, joint_table, read_region
from pingyi.workflow.results.tally import make_tally

WEIGHTS = (("满意", Fraction(100)), ("基本满意", Fraction(80)), ("不满意", Fraction(0)))


def still(*_: object) -> None:
    """Nobody watches."""


def counts(district: str, item: str, *votes: int) -> UnitCounts:
    unit = DistrictUnit(district=district, item=item, name=f"单位{item}", kind="镇", weights=WEIGHTS)
    return UnitCounts(unit=unit, marks=dict(zip(("满意", "基本满意", "不满意", "blank"), votes, strict=False)))


def test_equal_scores_share_a_place_and_no_votes_have_none() -> None:
    placed = place([counts("甲区", "1", 1, 1), counts("乙区", "1", 2, 2), counts("乙区", "2", 5), counts("甲区", "2")])
    told = [(one.counts.unit.district, one.counts.unit.item, one.in_region, one.in_district) for one in placed]
    assert told == [("乙区", "2", 1, 1), ("乙区", "1", 2, 2), ("甲区", "1", 2, 1), ("甲区", "2", 0, 0)]
    assert [one.counts.points for one in placed] == ["100.00", "90.00", "90.00", ""]


@settings(deadline=None)  # a busy machine
@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), *[st.integers(0, 5)] * 3), max_size=12))
def test_a_unit_stands_behind_those_that_score_more(votes: list[tuple[str, int, int, int]]) -> None:
    placed = place(counts(district, str(item), *numbers) for item, (district, *numbers) in enumerate(votes))
    for one in placed:
        if one.counts.score is None:
            assert one.in_region == 0
        else:
            better = [
                other for other in placed if other.counts.score is not None and other.counts.score > one.counts.score
            ]
            assert one.in_region == len(better) + 1
            here = [other for other in better if other.counts.unit.district == one.counts.unit.district]
            assert one.in_district == len(here) + 1


@pytest.mark.slow
def test_a_workspace_and_an_archive_are_districts_and_all_votes_are_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from pingyi.cli import commands  # noqa: PLC0415

    workspaces = [invented_workspace(tmp_path / name, sheets=2, seed=seed) for name, seed in (("甲", 1), ("乙", 2))]
    with working(workspaces[1], "test") as store:
        make_archive(workspaces[1], store, tmp_path / "乙区.zip", pictures=False)
    roster = tmp_path / "区域.yaml"
    roster.write_text(
        "districts:\n  - {name: 甲区, source: 甲}\n  - {name: 乙区, source: 乙区.zip}\n", encoding="utf-8"
    )
    out = tmp_path / "region"
    for arguments in (["collect", str(roster)], ["results"], ["rank"]):
        assert run(commands, ["region", *arguments, "-o", str(out)]) == ExitCode.OK
    shown = capsys.readouterr().out
    assert "合计：2 区，评议表 32 张，1888 行" in shown
    assert "第 1 名" in shown
    for name, workspace in zip(("甲区", "乙区"), workspaces, strict=True):
        with watching(workspace) as store:
            tally = make_tally(workspace.campaign, workspace.batches(), store, draft=False)
        expected: Counter[str] = Counter()
        for row in tally.rows:
            unit = next(unit.name for unit in workspace.campaign.units if str(unit.serial) == row.item)
            expected[unit] += row.choices[0]
        table = list(csv.DictReader((out / "各区结果" / f"{name}.csv").open(encoding="utf-8-sig")))
        assert {line["单位"]: int(line["满意"]) for line in table} == dict(expected)
    assert len(joint_table(out)) == 118


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("districts: [", "不是合格的 YAML"),
        ("region: 柳州", "没有 districts"),
        ("districts:\n  - name: 甲", "第 1 个区缺 name 或 source"),
        ("districts:\n  - {name: 甲, source: a}\n  - {name: 甲, source: b}", "写了两次"),
        ("districts:\n  - {name: 甲/乙, source: a}", "不能做文件名"),
    ],
)
def test_a_wrong_roster_is_told_apart(tmp_path: Path, text: str, told: str) -> None:
    roster = tmp_path / "区域.yaml"
    roster.write_text(text, encoding="utf-8")
    with pytest.raises(CampaignError, match=told):
        read_region(roster)


def test_what_is_missing_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="找不到"):
        read_region(tmp_path / "无.yaml")
    with pytest.raises(NotReadyError, match="region collect"):
        joint_table(tmp_path)
    roster = tmp_path / "区域.yaml"
    roster.write_text("districts:\n  - {name: 甲, source: 没有}", encoding="utf-8")
    with pytest.raises(NotReadyError, match=r"没有.*不是工作目录"):
        collect(roster, tmp_path / "out", still)
