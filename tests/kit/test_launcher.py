"""What the icon starts on Debian: the compiled loops are copied where this user may write, or it is told."""

import os
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest
from program_text import ROOT

pytestmark = pytest.mark.outside
LAUNCHER = ROOT / "scripts" / "kit" / "debian" / "pingyi"


@dataclass(frozen=True)
class Pc:
    """A PC with the package laid out below `root`; its Python says where the loops lie and what it was asked."""

    root: Path

    def start(self, home: Path, spare: Path) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(home), "TMPDIR": str(spare), "PATH": os.environ["PATH"]}
        command = [str(self.root / "pingyi"), "-C", "本 年", "status"]
        return subprocess.run(command, env=environment, capture_output=True, text=True, encoding="utf-8", check=False)


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    root = tmp_path / "pc"
    made, python = root / "compiled", root / "opt/bin/python3.12"
    (root / "lib/python3.12/sqlite3").mkdir(parents=True)
    (root / "lib/python3.12/sqlite3/__init__.py").touch()
    made.mkdir()
    (made / "stamp").write_text("1", encoding="utf-8")
    (made / "loop.nbc").write_text("code", encoding="utf-8")
    python.parent.mkdir(parents=True)
    python.write_text('#!/bin/sh\necho "$NUMBA_CACHE_DIR"\nshift 2\necho "$@"\n', encoding="utf-8")
    python.chmod(0o755)
    text = LAUNCHER.read_text(encoding="utf-8").replace("/opt/pingyi", str(root / "opt"))
    text = text.replace("/var/cache/pingyi/compiled", str(made)).replace("/usr/lib/python", f"{root}/lib/python")
    (root / "pingyi").write_text(text, encoding="utf-8")
    (root / "pingyi").chmod(0o755)
    return Pc(root)


def closed(folder: Path) -> Path:
    """Where nobody can make anything, not even root."""
    folder.write_text("", encoding="utf-8")
    return folder / "home"


def test_each_user_has_a_copy_that_follows_an_upgrade(pc: Pc, tmp_path: Path) -> None:
    home = tmp_path / "王 科长"
    said = pc.start(home, tmp_path)
    kept = home / ".cache/pingyi/compiled"
    assert said.stdout.splitlines() == [str(kept), "-C 本 年 status"]
    assert (said.stderr, (kept / "loop.nbc").read_text(encoding="utf-8")) == ("", "code")
    (pc.root / "compiled/stamp").write_text("2", encoding="utf-8")
    (pc.root / "compiled/loop.nbc").write_text("newer", encoding="utf-8")
    pc.start(home, tmp_path)
    assert (kept / "loop.nbc").read_text(encoding="utf-8") == "newer"
    assert sorted(path.name for path in kept.parent.iterdir()) == ["compiled"]


def test_a_closed_home_is_told_and_the_copy_lies_elsewhere_for_this_user_alone(pc: Pc, tmp_path: Path) -> None:
    said = pc.start(closed(tmp_path / "file"), tmp_path)
    spare = tmp_path / f"pingyi-{os.getuid()}"
    assert said.stdout.splitlines()[0] == str(spare / "compiled")
    assert "个人文件夹写不进去" in said.stderr
    assert "请" in said.stderr
    assert stat.S_IMODE(spare.stat().st_mode) == 0o700


def test_what_somebody_else_laid_there_is_never_run(pc: Pc, tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    (tmp_path / f"pingyi-{os.getuid()}").symlink_to(theirs)
    said = pc.start(closed(tmp_path / "file"), tmp_path)
    assert said.stdout.splitlines() == ["", "-C 本 年 status"]
    assert "都写不进去" in said.stderr
    assert not list(theirs.iterdir())


def test_without_a_python_it_says_which(pc: Pc, tmp_path: Path) -> None:
    (pc.root / "opt/bin/python3.12").unlink()
    said = pc.start(tmp_path, tmp_path)
    assert said.returncode == 11
    assert "请安装 python3.11" in said.stderr
