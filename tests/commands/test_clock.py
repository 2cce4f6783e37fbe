"""A clock that a flat battery set back is told before anything is written, and the doctor still runs."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.ground import clock
from pingyi.ground.errors import ExitCode, NotReadyError


def set_to(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, _: object = None) -> datetime:  # type: ignore[override]
            return datetime(year, 6, 1, tzinfo=UTC)

    monkeypatch.setattr(clock, "datetime", Clock)


@pytest.mark.parametrize("year", [1970, 1979, 2108, 2150])
def test_no_command_works_with_a_time_that_no_file_can_hold(
    year: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    set_to(year, monkeypatch)
    assert run(commands, ["init", str(tmp_path / "新")]) == ExitCode.NOT_READY
    assert f"这台电脑的时间是 {year}" in capsys.readouterr().err
    assert not (tmp_path / "新").exists()
    assert CliRunner().invoke(commands, ["--version"]).exit_code == 0


@pytest.mark.parametrize("year", [1980, 2026, 2107])
def test_years_that_files_can_hold_pass(year: int, monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(year, monkeypatch)
    clock.check_clock()


@pytest.mark.slow
def test_the_doctor_is_still_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    set_to(1970, monkeypatch)
    said = CliRunner().invoke(commands, ["-C", str(tmp_path), "doctor"])
    assert not isinstance(said.exception, NotReadyError)
    assert "印不出 PDF" in said.output
    assert "这台电脑的时间是 1970" in said.output.replace("\n", "").replace("               ", "")
    assert "时钟" in said.output
