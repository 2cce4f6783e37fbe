"""The ZIP for Windows: locked wheels, uv, and scripts that install for one user without administrator's rights."""

import shutil
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from scripts.kit.source import PYTHONS, Source

HERE = Path(__file__).parent / "windows"
UV = "uv==0.13.9"  # its wheel carries uv.exe
PLATFORM = "win_amd64"
CRLF = {".bat", ".ps1", ".txt"}


def make_zip(source: Source, scratch: Path, out: Path) -> Path:
    """`out`/pingyi_VERSION_windows_amd64.zip; the same bytes for the same commit and lock."""
    root = scratch / "windows" / f"pingyi-{source.version}"
    wheels = root / "wheels"
    wheels.mkdir(parents=True)
    for python in PYTHONS:
        settled = source.settled(python, "windows", scratch / f"{python}-windows.txt")
        _download(["--require-hashes", "-r", str(settled)], python, wheels)
        shutil.copyfile(settled, root / f"requirements-{python}.txt")
    shutil.copyfile(source.wheel, wheels / source.wheel.name)
    _take_uv(scratch, root)
    for path in sorted(HERE.iterdir()):
        text = path.read_text(encoding="utf-8").replace("@VERSION@", source.version)
        mark = "utf-8-sig" if path.suffix in {".ps1", ".txt"} else "utf-8"  # Windows PowerShell 5 takes others for GBK
        (root / path.name).write_text(text, encoding=mark, newline="\r\n" if path.suffix in CRLF else "\n")
    target = out / f"pingyi_{source.version}_windows_amd64.zip"
    _packed(root, source.epoch, target)
    return target


def _download(what: list[str], python: str, folder: Path) -> None:
    platform = ["--platform", PLATFORM, "--python-version", python, "--only-binary", ":all:"]
    command = [sys.executable, "-m", "pip", "download", "-qq", "--disable-pip-version-check", "--no-deps", *platform]
    subprocess.run([*command, "-d", str(folder), *what], check=True)


def _take_uv(scratch: Path, root: Path) -> None:
    _download([UV], PYTHONS[0], scratch / "uv")
    with zipfile.ZipFile(next((scratch / "uv").glob("*.whl"))) as wheel:
        name = next(name for name in wheel.namelist() if name.endswith("/uv.exe"))
        (root / "uv.exe").write_bytes(wheel.read(name))


def _packed(root: Path, epoch: int, target: Path) -> None:
    moment = datetime.fromtimestamp(epoch, UTC).timetuple()[:6]
    with zipfile.ZipFile(target, "w", compresslevel=6) as package:
        for path in sorted(path for path in root.rglob("*") if path.is_file()):
            part = zipfile.ZipInfo(path.relative_to(root.parent).as_posix(), moment)
            part.create_system, part.external_attr = 3, 0o100644 << 16
            part.compress_type = zipfile.ZIP_STORED if path.suffix == ".whl" else zipfile.ZIP_DEFLATED
            package.writestr(part, path.read_bytes())
