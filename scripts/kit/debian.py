"""The package for Debian, Ubuntu, deepin and UOS: everything under /opt/pingyi, owned by dpkg."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from scripts.kit.source import PLATFORMS, PYTHONS, Source, stamp, uv

HERE = Path(__file__).parent / "debian"
HOME = "opt/pingyi"
TOLD = {  # by the program itself
    "man": "usr/share/man/man1/pingyi.1",
    "bash": "usr/share/bash-completion/completions/pingyi",
    "zsh": "usr/share/zsh/vendor-completions/_pingyi",
    "fish": "usr/share/fish/vendor_completions.d/pingyi.fish",
}
PLACES = {  # of what lies beside this file
    "pingyi": f"{HOME}/bin/pingyi",
    "main.py": f"{HOME}/libexec/pingyi",
    "in-terminal": f"{HOME}/libexec/in-terminal",
    "pyvenv.cfg": f"{HOME}/pyvenv.cfg",
    "pingyi.desktop": "usr/share/applications/pingyi.desktop",
    "pingyi-archive.desktop": "usr/share/applications/pingyi-archive.desktop",
    "pingyi.xml": "usr/share/mime/packages/pingyi.xml",
    "copyright": "usr/share/doc/pingyi/copyright",
}
PACKERS = "uv_cache.json"
SCRIPTS = ("postinst", "prerm", "postrm")


def make_deb(source: Source, scratch: Path, out: Path, architecture: str = "amd64") -> Path:
    """`out`/pingyi_VERSION_ARCHITECTURE.deb; the same bytes for the same commit and lock."""
    root = scratch / f"deb-{architecture}"
    for python in PYTHONS:
        _environment(source, python, architecture, root)
    _link_equal(root / HOME / "lib")
    for name, place in PLACES.items():
        _put(HERE / name, root / place)
    told = _told(source)
    for name, place in TOLD.items():
        _write(root / place, told[name])
    _put(source.tree / "web/static/icon.svg", root / "usr/share/icons/hicolor/scalable/apps/pingyi.svg")
    for name in ("CHANGELOG.md", "README.zh-CN.md"):
        _put(source.tree / name, root / "usr/share/doc/pingyi" / name)
    (root / "usr/bin").mkdir()
    (root / "usr/bin/pingyi").symlink_to(f"/{HOME}/bin/pingyi")
    for runs in ("bin/pingyi", "libexec/pingyi", "libexec/in-terminal"):
        (root / HOME / runs).chmod(0o755)
    _control(source, architecture, root)
    return _packed(root, source, out / f"pingyi_{source.version}_{architecture}.deb")


def _environment(source: Source, python: str, architecture: str, root: Path) -> None:
    """What that Python imports, and the name it is started by: a venv whose Python comes from the distribution."""
    site = root / HOME / "lib" / f"python{python}" / "site-packages"
    settled = source.settled(python, architecture, root.parent / f"{python}-{architecture}.txt")
    into = ["--target", str(site), "--python-version", python, "--python-platform", PLATFORMS[architecture]]
    common = ["pip", "install", "-q", "--no-deps", "--only-binary", ":all:", "--link-mode", "copy", *into]
    uv(*common, "--require-hashes", "-r", str(settled))
    uv(*common, "--no-index", "--find-links", str(source.wheel.parent), f"pingyi=={source.version}")
    shutil.rmtree(site / "bin", ignore_errors=True)  # programs of packages, bound to the packer's Python
    (site / f"pingyi-{source.version}.dist-info" / PACKERS).unlink(missing_ok=True)  # when uv took the wheel
    forget_packer(site)
    (site / ".lock").unlink(missing_ok=True)
    binaries = root / HOME / "bin"
    binaries.mkdir(parents=True, exist_ok=True)
    (binaries / f"python{python}").symlink_to(f"/usr/bin/python{python}")


def forget_packer(site: Path) -> None:
    """Programs left out are listed by digests in which the packer's folder is: two kits would differ by them."""
    for record in site.glob("*.dist-info/RECORD"):
        lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = (line for line in lines if PACKERS not in line and not line.startswith("bin/"))
        record.write_text("".join(kept), encoding="utf-8")


def _told(source: Source) -> dict[str, str]:
    """Manual and completions as the packed commit's program gives them."""
    command = [sys.executable, str(Path(__file__).parent / "manual.py"), source.version]
    environment = os.environ | {"PYTHONPATH": str(source.tree)}
    said = subprocess.run(command, env=environment, check=True, capture_output=True, text=True, encoding="utf-8")
    told: dict[str, str] = json.loads(said.stdout)
    return told


def _link_equal(folder: Path) -> None:
    """Equal files of several Pythons are one: most are."""
    known: dict[tuple[str, int], Path] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size):
        key = (hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_mode & 0o100)
        first = known.setdefault(key, path)
        if first != path:
            path.unlink()
            os.link(first, path)


def _control(source: Source, architecture: str, root: Path) -> None:
    inodes = {path.stat().st_ino: path.stat().st_size for path in root.rglob("*") if path.is_file()}
    text = (HERE / "control").read_text(encoding="utf-8")
    filled = text.format(version=source.version, architecture=architecture, size=sum(inodes.values()) // 1024)
    _write(root / "DEBIAN/control", filled)
    for name in SCRIPTS:
        script = (HERE / name).read_text(encoding="utf-8").replace("@VERSION@", source.version)
        _write(root / "DEBIAN" / name, script)
        (root / "DEBIAN" / name).chmod(0o755)


def _packed(root: Path, source: Source, target: Path) -> Path:
    stamp(root, source.epoch)
    options = ["--root-owner-group", "-Zxz", "-z1", "--threads-max=2"]  # the number belongs to the bytes
    environment = os.environ | {"SOURCE_DATE_EPOCH": str(source.epoch)}
    command = ["dpkg-deb", *options, "--build", str(root), str(target)]
    subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return target


def _put(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, target)


def _write(target: Path, text: str) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
