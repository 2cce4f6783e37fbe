"""`make kit`: what an office's own PC is installed from, without a network (docs/decisions/0033-kits.md)."""

import hashlib
import tempfile
from functools import partial
from pathlib import Path

import click

from scripts.kit.debian import make_deb
from scripts.kit.resolved import resolution_lines
from scripts.kit.source import Source, taken_from
from scripts.kit.windows import make_zip

MAKERS = {"deb": make_deb, "windows": make_zip, "deb-arm64": partial(make_deb, architecture="arm64")}
USUAL = ("deb", "windows", "resolve")  # nobody here has an arm64 machine to try the third on
SUMS, SIGNED = "SHA256SUMS", "SHA256SUMS.asc"  # the latter by `make kit-sign`


@click.command()
@click.argument("kinds", nargs=-1, type=click.Choice([*MAKERS, "resolve"]))
@click.option("--commit", default="HEAD", show_default=True, help="what is packed: what is not committed is not in it")
@click.option("-o", "--out", type=click.Path(path_type=Path), default=Path("dist"), show_default=True)
def kit(kinds: tuple[str, ...], commit: str, out: Path) -> None:
    """Make the kits named, or the usual ones; `resolve` lists which wheels each platform gets."""
    out.mkdir(parents=True, exist_ok=True)
    out = out.resolve()
    with tempfile.TemporaryDirectory(prefix="pingyi-kit-") as name:
        source = taken_from(commit, Path(name))
        for kind in kinds or USUAL:
            made = _resolved(source, Path(name), out) if kind == "resolve" else MAKERS[kind](source, Path(name), out)
            print(f"{made.name}: {made.stat().st_size / 1e6:.1f} MB, of commit {source.commit[:12]}")
    (out / SIGNED).unlink(missing_ok=True)  # of other sums
    sums = [f"{_digest(path)}  {path.name}" for path in sorted(out.iterdir()) if path.is_file() and path.name != SUMS]
    (out / SUMS).write_text("\n".join(sums) + "\n", encoding="utf-8")


def _resolved(source: Source, scratch: Path, out: Path) -> Path:
    target = out / f"pingyi_{source.version}_wheels.txt"
    target.write_text("\n".join(resolution_lines(source, scratch)) + "\n", encoding="utf-8")
    return target


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


kit()
