"""What a command says to type next can be typed, whatever the folder is called."""

import shlex
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from hypothesis import example, given
from hypothesis import strategies as st

from pingyi.cli import commands
from pingyi.commands.options import typed
from pingyi.commands.show.console import INTERRUPTED, run
from pingyi.ground.errors import ExitCode


@given(st.text(st.characters(exclude_characters="\0\\", codec="utf-8"), min_size=1, max_size=40))
@example("王 科长")
@example("评议（2024）$(x)")
@example("it's; rm")
def test_a_shell_reads_the_same_path(name: str) -> None:
    path = Path("评议") / name
    assert shlex.split(f"pingyi -C {typed(path)} status")[2] == str(path)


def test_a_plain_path_is_shown_as_it_is() -> None:
    assert typed(Path("/home/王/评议/2024年度")) == "/home/王/评议/2024年度"


@pytest.mark.slow
def test_the_next_step_of_a_new_workspace_can_be_copied(tmp_path: Path) -> None:
    folder = tmp_path / "评 议 (本年)"
    said = CliRunner().invoke(commands, ["init", str(folder)])
    line = next(line for line in said.output.splitlines() if line.startswith("下一步："))
    assert shlex.split(line.removeprefix("下一步："))[:3] == ["pingyi", "-C", str(folder)]


@pytest.mark.parametrize("name", ["复核表.xls", "复核表.pdf", "复核表"])
@pytest.mark.parametrize("command", [("review",), ("vote", "review"), ("scores",), ("vote", "opinions")])
def test_a_workbook_is_not_written_under_a_name_that_excel_would_not_open(
    command: tuple[str, ...], name: str, tmp_path: Path
) -> None:
    ended = CliRunner().invoke(commands, ["-C", str(tmp_path), *command, "--export", str(tmp_path / name)])
    assert ended.exit_code == ExitCode.USAGE
    assert "复核表.xlsx" in ended.output
    assert not list(tmp_path.iterdir())


def test_who_interrupts_is_told_how_to_go_on(capsys: pytest.CaptureFixture[str]) -> None:
    @click.command()
    def long() -> None:
        raise KeyboardInterrupt

    assert run(long, []) == INTERRUPTED
    assert "再运行同一条命令" in capsys.readouterr().err
