"""What a kit is made of: one commit, its wheel, and the packages its uv.lock names."""

import os
import shutil
import subprocess
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PYTHONS = ("3.11", "3.12", "3.13")  # Debian 12 and Ubuntu 22.04's universe, Ubuntu 24.04 and deepin 23, Debian 13
PLATFORMS = {"amd64": "x86_64-manylinux_2_28", "arm64": "aarch64-manylinux_2_28", "windows": "x86_64-pc-windows-msvc"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One commit, laid out in `tree` as it was committed."""

    tree: Path
    version: str
    commit: str
    epoch: int  # seconds, of the commit; the time of every file in a kit
    wheel: Path
    requirements: Path  # name==version with hashes, for every platform

    def settled(self, python: str, platform: str, out: Path) -> Path:
        """The requirements one Python on one platform has. Raises CalledProcessError when they do not resolve."""
        options = ["--python-version", python, "--python-platform", PLATFORMS[platform], "--only-binary", ":all:"]
        uv("pip", "compile", "-q", "--no-deps", "--generate-hashes", "--no-header", "--no-annotate", *options,
           "-o", str(out), str(self.requirements))  # fmt: skip
        return out


def taken_from(revision: str, scratch: Path) -> Source:
    """The commit `revision` means, its wheel built in `scratch`."""
    commit = _git("rev-parse", f"{revision}^{{commit}}")
    epoch = int(_git("show", "-s", "--format=%ct", commit))
    tree = scratch / "tree"
    tree.mkdir(parents=True)
    _git("archive", "-o", str(scratch / "tree.tar"), commit)
    shutil.unpack_archive(scratch / "tree.tar", tree, filter="fully_trusted")
    os.environ["SOURCE_DATE_EPOCH"] = str(epoch)
    uv("build", "--wheel", "-q", "-o", str(scratch / "wheel"), str(tree))
    requirements = scratch / "requirements.txt"
    options = ["--locked", "--no-dev", "--no-emit-project", "--no-header", "--no-annotate"]
    uv("export", "-q", *options, "--project", str(tree), "-o", str(requirements), quiet=True)
    version = tomllib.loads((tree / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return Source(
        tree=tree,
        version=version,
        commit=commit,
        epoch=epoch,
        wheel=next((scratch / "wheel").glob("*.whl")),
        requirements=requirements,
    )


def uv(*words: str, quiet: bool = False) -> None:
    """One call of uv, which is where `make setup` found or put it."""
    known = (shutil.which("uv"), ROOT / ".uv" / "bin" / "uv", Path.home() / ".local" / "bin" / "uv")
    program = next(str(place) for place in known if place and Path(place).exists())
    subprocess.run([program, *words], check=True, stdout=subprocess.DEVNULL if quiet else None)


def stamp(folder: Path, epoch: int) -> None:
    """Every file and folder below with the commit's time and plain rights, whoever packs it."""
    for path in (folder, *sorted(folder.rglob("*"))):
        if not path.is_symlink():
            runs = path.is_dir() or path.stat().st_mode & 0o100
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)


def _git(*words: str) -> str:
    return subprocess.run(["git", *words], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()  # noqa: S607
