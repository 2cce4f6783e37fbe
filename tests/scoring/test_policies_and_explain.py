"""Confirming policies, what a final notice says while some wait, and explain, from the command line."""

import sqlite3
from pathlib import Path

import pytest
from invented_workspace import invented_workspace
from python_calamine import CalamineWorkbook
from rich.cells import cell_len

from pingyi import cli
from pingyi.domain.campaign.scheme import open_questions, questions
from pingyi.ground.errors import ExitCode
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching
from pingyi.workflow.results.policies import Standing, standings, with_confirmations

Capture = pytest.CaptureFixture[str]


def pingyi(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented_workspace(tmp_path_factory.mktemp("year") / "工作")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return invented_workspace(tmp_path / "工作", sheets=1)


def standing(workspace: Workspace, name: str) -> Standing:
    with watching(workspace) as store:
        return next(one.standing for one in standings(workspace.campaign, store) if one.name == name)


def test_two_people_confirm_and_a_later_change_of_the_value_makes_it_void(
    workspace: Workspace, capsys: Capture
) -> None:
    root = workspace.root
    assert pingyi("-C", root, "policy", "confirm", "trimming", "--by", "张三", "--witness", "李四", "--value", "0") == 0
    assert standing(workspace, "trimming") is Standing.CONFIRMED
    text = workspace.campaign_file.read_text(encoding="utf-8")
    before, after = text.split("[policies.trimming]")
    workspace.campaign_file.write_text(
        f"{before}[policies.trimming]{after.replace('value = 0', 'value = 1', 1)}", encoding="utf-8"
    )
    changed = open_workspace(root)
    assert standing(changed, "trimming") is Standing.VOID
    with watching(changed) as store:
        assert "trimming" in dict(open_questions(with_confirmations(changed.campaign, store)))
    capsys.readouterr()
    assert pingyi("-C", root, "policy") == 0
    said = capsys.readouterr().out
    assert "确认失效" in said
    assert "张三、李四" in said


def test_a_confirmation_can_be_taken_back_and_its_record_stays(workspace: Workspace) -> None:
    root = workspace.root
    people = ("--by", "张三", "--witness", "李四")
    assert pingyi("-C", root, "policy", "confirm", "phone", *people) == 0
    assert pingyi("-C", root, "policy", "revoke", "phone", *people, "--reason", "另有通知") == 0
    assert standing(workspace, "phone") is Standing.OPEN
    with sqlite3.connect(workspace.database) as database:
        assert database.execute("SELECT count(*) FROM confirmations").fetchone() == (2,)
        with pytest.raises(sqlite3.IntegrityError):
            database.execute("DELETE FROM confirmations")


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("phone", "--by", "张三", "--witness", "张 三"), ExitCode.NOT_READY, "须是两个人"),
        (("fone", "--by", "张三", "--witness", "李四"), ExitCode.NOT_READY, "没有代号为“fone”的办法"),
        (("phone", "--by", "张三", "--witness", "李四", "--value", "0.4"), ExitCode.BAD_CAMPAIGN, "不是 0.4"),
    ],
)
def test_what_cannot_be_confirmed(
    workspace: Workspace, capsys: Capture, arguments: tuple[str, ...], code: ExitCode, said: str
) -> None:
    assert pingyi("-C", workspace.root, "policy", "confirm", *arguments) == code
    assert said in capsys.readouterr().err
    assert standing(workspace, "phone") is Standing.OPEN


def test_a_final_notice_names_every_policy_that_waits_and_who_must_confirm_it(year: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", year.root, "notice", "--final") == ExitCode.NOT_READY
    said = capsys.readouterr().err
    for name, policy in questions(year.campaign):
        assert f"{name}：{policy.title}" in said
    assert "区委区政府督查绩效办负责人确认、另一人监督" in said
    assert "pingyi policy confirm" in said
    assert not (year.root / "results").exists()


def test_explain_shows_formula_numbers_batches_and_files(year: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", year.root, "explain", "雒容镇", "问卷") == 0
    lines = capsys.readouterr().out.splitlines()
    end = next(number for number, line in enumerate(lines) if line.startswith("看某一页"))
    assert max(cell_len(line.rstrip()) for line in lines[:end]) <= 80  # below stand remarks, one line each
    said = "\n".join(lines)
    assert "＝ （满意票×100＋基本满意票×70＋不满意票×30）÷有效票" in said
    assert "A01 的纸在 A01.pdf（12 页）" in said
    assert "--explain 页:1" in said
    assert "热线" not in said.split("各批次的票")[0].split("\n", 1)[1]


def test_explain_hides_batches_under_five(workspace: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", workspace.root, "explain", "雒容镇", "问卷") == 0
    said = capsys.readouterr().out
    assert "不足5份的批次" in said
    assert "A01 的纸" not in said


def test_explain_of_a_line_there_is_none(year: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", year.root, "explain", "区纪委监委", "热线") == ExitCode.NOT_READY
    assert "没有“12345热线”这一项" in capsys.readouterr().err
    assert pingyi("-C", year.root, "explain", "雒容镇", "印象") == ExitCode.NOT_READY
    assert "可写：问卷、热线" in capsys.readouterr().err


@pytest.mark.slow
def test_sensitivity_and_anomalies_fit_eighty_columns_and_go_into_tables(
    year: Workspace, capsys: Capture, tmp_path: Path
) -> None:
    assert pingyi("-C", year.root, "sensitivity", "--export", tmp_path / "影响.xlsx") == 0
    assert pingyi("-C", year.root, "anomalies", "--export", tmp_path / "异常.xlsx") == 0
    lines = capsys.readouterr().out.splitlines()
    assert max(cell_len(line.rstrip()) for line in lines if "表格：" not in line) <= 80
    assert "…" not in "".join(lines)
    effects = CalamineWorkbook.from_path(str(tmp_path / "影响.xlsx")).get_sheet_by_name("政策影响").to_python()
    assert {line[0] for line in effects[2:]} == {policy.title for _, policy in questions(year.campaign)}
    assert CalamineWorkbook.from_path(str(tmp_path / "异常.xlsx")).sheet_names == ["异常核查"]
