"""Which wheel each Python on each platform gets: a package without one is found here, not on an office's PC."""

from collections.abc import Iterator
from pathlib import Path

from scripts.kit.source import PLATFORMS, PYTHONS, Source


def resolution_lines(source: Source, scratch: Path) -> Iterator[str]:
    """`platform python: name==version …`. Raises CalledProcessError where a package has no wheel."""
    for platform in PLATFORMS:
        for python in PYTHONS:
            settled = source.settled(python, platform, scratch / f"{python}-{platform}.txt")
            names = [line.split()[0] for line in settled.read_text("utf-8").splitlines() if "==" in line]
            yield f"{platform} {python}: {len(names)} packages"
            yield from (f"  {name}" for name in names)
