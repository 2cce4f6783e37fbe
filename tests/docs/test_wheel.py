"""The wheel holds everything under one name, and works beside a project whose packages are called as our rooms are."""

import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest
from project_files import project_files

ROOT = Path(__file__).parents[2]
THEIRS = ("domain", "store", "cli", "web", "scanner")
OTHER = """[project]
name = "another"
version = "1"
[build-system]
requires = ["hatchling"]
build-backend = "hatchling.build"
[tool.hatch.build.targets.wheel]
only-include = [{names}]
"""
BESIDE = """
import domain, store, cli, web, scanner
assert all(one.WHOSE == "another's" for one in (domain, store, cli, web, scanner))
import pingyi.domain.campaign.campaign, pingyi.store.base.store, pingyi.scanner.reader
import pingyi.workflow.cluster.cluster_worker
assert "site-packages" in pingyi.__file__, pingyi.__file__
assert pingyi.domain is not domain
"""
NOT_PACKED = ("samples/scans/", "samples/office/")
TRIAL = {f"samples/scans/{name}" for name in ("clean.pdf", "form.docx", "form.pdf")}  # read where it is installed

pytestmark = pytest.mark.slow


def _uv() -> str:
    known = (shutil.which("uv"), ROOT / ".uv" / "bin" / "uv", Path.home() / ".local" / "bin" / "uv")
    return str(next(place for place in known if place and Path(place).exists()))


def _run(*command: str | Path, cwd: Path) -> str:
    done = subprocess.run([str(part) for part in command], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    _run(_uv(), "build", "--wheel", "-q", "-o", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


def test_all_of_it_lies_under_one_name(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = packed.namelist()
    assert {name.split("/")[0] for name in names} == {
        "pingyi",
        next(n for n in names if ".dist-info" in n).split("/")[0],
    }
    rooms = {link.name for link in (ROOT / "pingyi").iterdir() if link.is_symlink()}
    ours = [name for name in project_files() if name.split("/")[0] in rooms]
    wanted = {f"pingyi/{name}" for name in ours if name in TRIAL or not name.startswith(NOT_PACKED)}
    assert not wanted - set(names)
    left_out = tuple(f"pingyi/{one}" for one in NOT_PACKED)
    assert {name for name in names if name.startswith(left_out)} == {f"pingyi/{name}" for name in TRIAL}


def test_it_works_beside_a_project_with_a_domain_and_a_store_of_its_own(wheel: Path, tmp_path: Path) -> None:
    other = tmp_path / "another"
    for name in THEIRS:
        (other / name).mkdir(parents=True)
        (other / name / "__init__.py").write_text('WHOSE = "another\'s"\n', encoding="utf-8")
    listed = ", ".join(f'"{name}"' for name in THEIRS)
    (other / "pyproject.toml").write_text(OTHER.replace("{names}", listed), encoding="utf-8")
    _run(_uv(), "venv", "-q", "--python", sys.executable, tmp_path / "venv", cwd=tmp_path)
    scripts = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    python = scripts / "python"
    _run(_uv(), "pip", "install", "-q", "--no-deps", "--python", python, wheel, other, cwd=tmp_path)
    site = Path(_run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=tmp_path).strip())
    # What both need is lent by the environment the tests run in; its own .pth, which leads here, is not followed.
    (site / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    _run(python, "-c", BESIDE, cwd=tmp_path)
    _run(scripts / "pingyi", "init", tmp_path / "w", cwd=tmp_path)
    assert "下一步" in _run(scripts / "pingyi", "-C", tmp_path / "w", "status", cwd=tmp_path)
