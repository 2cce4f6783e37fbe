"""A workspace from the outside: each step says what it did, what is missing, and leaves with its own code."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len

from pingyi import cli
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.ground.errors import ExitCode
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import sample_batches, start_workspace

Capture = pytest.CaptureFixture[str]


def pingyi(*arguments: object) -> int:
    with pytest.raises(SystemExit) as left:
        cli.main([str(argument) for argument in arguments])
    assert isinstance(left.value.code, int)
    return left.value.code


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    started, _ = start_workspace(tmp_path / "工作")
    return open_workspace(started.root)


@pytest.fixture
def scanned(workspace: Workspace) -> Workspace:
    """Six sheets of A01 without a doubt and one with a doubtful row."""
    units = workspace.campaign.units
    rows = tuple(
        RowReading(item=str(unit.serial), name=unit.name, verdict=Verdict.VALID, choice="满意", confidence=0.9)
        for unit in units
    )
    source = Source(file="甲.pdf", page=1)
    sheets = [
        SheetReading(
            form_page=1,
            form_pages=1,
            source=replace(source, page=page),
            digest=f"{page:064d}",
            form_digest="f",
            batch_code="A01",
            turn=0,
            rows=rows,
            has_opinion=False,
        )
        for page in range(1, 8)
    ]
    doubt = replace(rows[0], verdict=Verdict.DOUBTFUL, choice="", reasons=(Doubt.CROSS,))
    sheets[-1] = replace(sheets[-1], rows=(doubt, *rows[1:]))
    with working(workspace, "test") as store:
        store.file_pages([Filing(outcome=sheet, batch="A01", scan="s") for sheet in sheets])
    return workspace


def test_init_makes_a_workspace_and_says_the_copies_are_samples(tmp_path: Path, capsys: Capture) -> None:
    assert pingyi("init", tmp_path / "新") == ExitCode.OK
    assert "示例" in capsys.readouterr().out
    plan = (tmp_path / "新" / "batches.csv").read_text(encoding="utf-8")
    assert plan.startswith("\ufeff批次,群体,发放单位,份数,备注")
    assert "示例份数，请按实际人数修改" in plan
    assert pingyi("-C", tmp_path / "新", "status") == ExitCode.OK


def test_init_leaves_a_folder_in_use_alone(tmp_path: Path, capsys: Capture) -> None:
    (tmp_path / "账.txt").write_text("要紧", encoding="utf-8")
    assert pingyi("init", tmp_path) == ExitCode.BAD_FILE
    assert "已有内容" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["账.txt"]


def test_the_sample_plan_follows_the_names_of_the_groups(campaign: Campaign) -> None:
    plan = list(sample_batches(campaign))
    by_group = {
        group.key: [batch.distributor for batch in plan if batch.group == group.key] for group in campaign.groups
    }
    assert len(by_group["A"]) == 51  # towns and departments
    assert len(by_group["B"]) == 8  # sub-districts
    assert by_group["C"] == ["区人大办"]
    assert by_group["D"] == ["区政协办"]
    assert by_group["E"] == ["区委区政府督查绩效办"]
    assert len(by_group["F"]) == 12  # communities and villages
    leaders = [group.key for group in campaign.groups if group.component is not Component.VOTES]
    assert not any(by_group[key] for key in leaders)  # they score by 附件3 unless the office counts votes


def test_a_plan_saved_by_excel_on_a_chinese_windows_is_read(workspace: Workspace) -> None:
    workspace.batches_file.write_text("批次,群体,发放单位,份数\nA01,A,雒容镇,12\n", encoding="gb18030")
    assert workspace.batches()[0].distributor == "雒容镇"


def test_outside_a_workspace_one_is_told_how_to_get_one(tmp_path: Path, capsys: Capture) -> None:
    assert pingyi("-C", tmp_path, "tally") == ExitCode.NOT_READY
    assert "不是工作目录" in capsys.readouterr().err


def test_a_unit_listed_twice_is_named_with_its_line(workspace: Workspace, capsys: Capture) -> None:
    text = workspace.campaign_file.read_text(encoding="utf-8").replace('"里雍镇"', '"雒容镇"')
    workspace.campaign_file.write_text(text, encoding="utf-8")
    assert pingyi("-C", workspace.root, "status") == ExitCode.BAD_CAMPAIGN
    said = capsys.readouterr().err
    assert "“雒容镇”写了 2 次" in said
    assert "行" in said


def test_open_rows_stop_the_count_and_a_draft_says_so(scanned: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", scanned.root, "tally") == ExitCode.OPEN_DOUBTS
    said = capsys.readouterr().err
    assert "1 行" in said
    assert "review --export" in said
    assert pingyi("-C", scanned.root, "tally", "--draft") == ExitCode.OK
    assert "待判定 1 行" in capsys.readouterr().out


def test_a_count_before_any_scan_says_what_comes_first(workspace: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", workspace.root, "tally") == ExitCode.NOT_READY
    assert "pingyi scan" in capsys.readouterr().err


def test_scores_need_the_tables_unless_it_is_a_draft(scanned: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", scanned.root, "score") == ExitCode.OPEN_DOUBTS
    assert pingyi("-C", scanned.root, "score", "--draft") == ExitCode.OK
    assert "雒容镇" in capsys.readouterr().out


def test_explain_shows_the_counts_behind_a_number(scanned: Workspace, capsys: Capture) -> None:
    assert pingyi("-C", scanned.root, "explain", "里雍镇") == ExitCode.OK
    assert "满意票 7" in capsys.readouterr().out
    assert pingyi("-C", scanned.root, "explain", "没有这个局") == ExitCode.NOT_READY


def test_status_says_what_comes_next(workspace: Workspace, capsys: Capture) -> None:
    pingyi("-C", workspace.root, "status")
    assert "下一步：发放计划（74 批还是示例份数" in capsys.readouterr().out
    plan = workspace.batches_file.read_text("utf-8-sig")
    workspace.batches_file.write_text(plan.replace("示例份数，请按实际人数修改", ""), "utf-8-sig")
    pingyi("-C", workspace.root, "status")
    assert "下一步：印表" in capsys.readouterr().out


def test_status_counts_what_waits(scanned: Workspace, capsys: Capture) -> None:
    pingyi("-C", scanned.root, "status")
    said = capsys.readouterr().out
    assert "下一步：复核（待判定 1 行）" in said
    line = next(line for line in said.splitlines() if line.startswith("A01"))
    assert line.split()[-6:] == ["20", "7", "413", "1", "0", "0"]


@pytest.mark.parametrize("command", [["status"], ["tally", "--draft"], ["score", "--draft"]])
def test_tables_fit_eighty_columns(scanned: Workspace, capsys: Capture, command: list[str]) -> None:
    pingyi("-C", scanned.root, *command)
    table = [line for line in capsys.readouterr().out.splitlines() if "镇  " in line or "局  " in line]
    assert table
    assert max(cell_len(line.rstrip()) for line in table) <= 80
    assert not any("…" in line for line in table if "征地" not in line)  # one name is longer than any column


def test_an_unknown_unit_in_a_table_stops_the_import(workspace: Workspace, tmp_path: Path, capsys: Capture) -> None:
    table = tmp_path / "电话.csv"
    table.write_text("单位名称,满意,基本满意,不满意\n雒容镇,5,1,0\n查无此局,1,1,1\n", encoding="utf-8-sig")
    assert pingyi("-C", workspace.root, "import", "phone", table) == ExitCode.BAD_IMPORT
    assert "查无此局" in capsys.readouterr().err


@pytest.fixture
def busy(workspace: Workspace) -> Iterator[int]:
    """Another process works in the workspace."""
    code = (
        "import sys; from pathlib import Path; from pingyi.store.base.lock import workspace_lock\n"
        "with workspace_lock(Path(sys.argv[1]), 'scan A01'): print('held', flush=True); sys.stdin.read()"
    )
    arguments = [sys.executable, "-c", code, str(workspace.root)]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        other.stdout.readline()
        yield other.pid
        other.communicate(timeout=30)


@pytest.mark.outside
def test_a_second_process_is_sent_away_but_may_look(workspace: Workspace, busy: int, capsys: Capture) -> None:
    assert pingyi("-C", workspace.root, "tally") == ExitCode.BUSY
    said = capsys.readouterr().err
    assert "scan A01" in said
    assert str(busy) in said
    assert pingyi("-C", workspace.root, "status") == ExitCode.OK


@pytest.mark.outside
def test_the_bare_command_starts_at_once() -> None:
    """Heavy libraries wait until a command needs them."""
    heavy = ("cv2", "numpy", "pydantic", "sqlite_utils", "docx", "rich")
    code = f"import pingyi.cli, sys; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "[]"


@pytest.mark.parametrize("arguments", [["--help"], ["read", "-h"], ["scan", "-h"], ["review", "-h"], ["notice", "-h"]])
def test_help_speaks_chinese(arguments: list[str], capsys: Capture) -> None:
    assert pingyi(*arguments) == ExitCode.OK
    assert any("\u4e00" <= letter <= "\u9fff" for letter in capsys.readouterr().out)
