"""`pingyi doctor`: a part that fails is named with the way out, and the others are still tried."""

import os
import re
import shutil
import subprocess
import sys
import webbrowser
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner

from pingyi.cli import commands
from pingyi.ground.errors import ExitCode
from pingyi.workflow import examined as desk
from pingyi.workflow.desk.workspace import CAMPAIGN
from pingyi.workflow.examined import Examined, Health, examined, quiet
from pingyi.workflow.init import start_workspace

pytestmark = pytest.mark.slow  # tries parts of the machine


class Usage(NamedTuple):
    free: int


def part(name: str, folder: Path) -> Examined:
    return next(one for one in examined(folder) if one.part == name)


@pytest.mark.office
def test_here_all_that_the_project_installs_is_there(tmp_path: Path) -> None:
    found = {one.part: one for one in examined(tmp_path)}
    assert found["LibreOffice"].found == "试印了 1 页"
    assert found["读票"].found == "试读样票一张，59 行都对"
    assert not [one for one in found.values() if one.health is Health.BAD]
    assert all(bool(one.way) is (one.health is not Health.GOOD) for one in found.values())
    said = CliRunner().invoke(commands, ["-C", str(tmp_path), "doctor"])
    assert said.exit_code == 0
    assert "可以用了" in said.output
    assert not list(tmp_path.iterdir())


@pytest.mark.outside
def test_without_programs_each_is_named_with_the_way_out(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "pingyi.cli", "-C", str(tmp_path), "doctor"]
    here = {**os.environ, "PATH": str(tmp_path), "COLUMNS": "80", "XDG_CACHE_HOME": str(tmp_path / "nothing kept")}
    said = subprocess.run(command, env=here, capture_output=True, encoding="utf-8", check=False)
    assert said.returncode == ExitCode.NOT_READY
    lines = {line.split()[0]: line for line in said.stdout.splitlines() if line.strip()}
    assert "不行" in lines["LibreOffice"]
    assert "libreoffice-writer" in re.sub(r"\s", "", said.stdout)
    assert "可用" in lines["Tesseract"]
    assert "好" in lines["读票"]  # the sample's print lies beside it
    assert "好" in lines["磁盘"]
    assert "先办好标“不行”的各项" in said.stdout


@pytest.mark.parametrize(("free", "health"), [(1 << 29, Health.BAD), (3 << 30, Health.POOR), (99 << 30, Health.GOOD)])
def test_room_on_the_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, free: int, health: Health) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free))
    assert part("磁盘", tmp_path / "not" / "yet").health is health


@pytest.mark.parametrize(("there", "health"), [("firefox-esr", Health.GOOD), ("", Health.POOR)])
def test_a_browser_is_found_from_a_terminal_without_a_desktop(
    there: str, health: Health, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    if there:
        (tmp_path / there).write_text("#!/bin/sh\n", encoding="utf-8")
        (tmp_path / there).chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(webbrowser, "_tryorder", None)
    found = part("浏览器", tmp_path)
    assert (found.health, there in found.found) == (health, True)


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_folder_one_may_not_write_in(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert part("写入", tmp_path).health is Health.BAD


def test_a_clock_behind_what_is_written_down(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w")
    assert part("工作目录", workspace.root).health is Health.GOOD
    assert part("时钟", workspace.root).health is Health.GOOD

    class Behind(datetime):
        @classmethod
        def now(cls, _: object = None) -> datetime:  # type: ignore[override]
            return datetime(2026, 2, 1, tzinfo=UTC)

    monkeypatch.setattr(desk, "datetime", Behind)
    assert part("时钟", tmp_path).health is Health.GOOD
    assert part("时钟", workspace.root).found.endswith("早于已有的记录")


def test_a_workspace_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    (tmp_path / CAMPAIGN).write_text("year = ", encoding="utf-8")
    found = part("工作目录", tmp_path)
    assert found.health is Health.BAD
    assert "没有写内容" in found.way


@pytest.mark.parametrize(("release", "health"), [("1.28.1", Health.GOOD), ("1.29.0", Health.BAD), ("2.0", Health.BAD)])
def test_a_library_that_calls_its_maker_is_told(release: str, health: Health) -> None:
    found = quiet(release)
    assert found.health is health
    assert ("请" in found.way) == (health is Health.BAD)
