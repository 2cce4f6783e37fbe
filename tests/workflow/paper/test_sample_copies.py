"""Copies nobody counted: the page prints nothing by them, the terminal for trial."""

from pathlib import Path

import pytest

from pingyi.cli import main
from pingyi.ground.errors import ExitCode, NotReadyError
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import SAMPLE_REMARK, start_workspace
from pingyi.workflow.paper.forms import give_forms
from pingyi.workflow.paper.sample_copies import check_counted


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """A new campaign with two batches of a sample's copies."""
    started, _ = start_workspace(tmp_path / "w")
    lines = started.batches_file.read_text(encoding="utf-8-sig").splitlines()
    started.batches_file.write_text("\n".join(lines[:3]) + "\n", encoding="utf-8-sig")
    return started


def _still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


@pytest.mark.parametrize("kind", ["ballots", "all"])
def test_nothing_is_printed_by_copies_nobody_counted(workspace: Workspace, kind: str) -> None:
    with working(workspace, "test") as store, pytest.raises(NotReadyError, match="2 批是示例份数，没有印；请"):
        give_forms(kind, workspace, store, _still)
    assert not (workspace.root / "forms").exists()


def test_what_is_not_printed_by_copies_needs_none(workspace: Workspace) -> None:
    for kind in ("analysis", "leaders", "plan", "booklet", "daily"):
        check_counted(kind, workspace)


@pytest.mark.office
def test_the_terminal_prints_them_for_trial_and_says_so(
    workspace: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _forms(workspace) == ExitCode.OK
    assert "这是试印，不要发出去：发放计划里还有 2 批是示例份数" in capsys.readouterr().out
    text = workspace.batches_file.read_text(encoding="utf-8-sig").replace(SAMPLE_REMARK, "")
    workspace.batches_file.write_text(text, encoding="utf-8-sig")
    assert _forms(workspace) == ExitCode.OK
    assert "试印" not in capsys.readouterr().out


def _forms(workspace: Workspace) -> int:
    with pytest.raises(SystemExit) as ended:
        main(["-C", str(workspace.root), "forms", "ballots"])
    return int(ended.value.code or 0)
