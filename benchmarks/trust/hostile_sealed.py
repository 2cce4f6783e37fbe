"""
Bundles and archives spoilt by chance, given to `merge`, `verify`, `restore` and the stand-alone checker.

    python -m benchmarks.trust.hostile_sealed [--minutes N] [--seed N]

Each must end with an exit code of ours and a Chinese message, within the bounds of benchmarks.trust.hostile. All
sheets are invented.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from benchmarks.trust.forked import run
from benchmarks.trust.hostile import wrong_with
from benchmarks.trust.kills import file_sheets
from benchmarks.trust.spoilt import spoilt
from pingyi.workflow.desk.seal import KEY_VARIABLE, public_key
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.joining.stations import STATIONS

STATION = "站"
MOST_SECONDS = 100.0
AT_END = 0.5  # of the places spoilt


def sealed(folder: Path) -> tuple[Path, Path]:
    """A bundle and an archive of one invented workspace."""
    workspace, _ = start_workspace(folder / "one")
    file_sheets(workspace)
    for words in (["bundle", "--station", STATION], ["archive", "-o", folder / "归档.zip"]):
        ended = run(["-C", workspace.root, *words], folder / "said")
        if ended.code:
            raise SystemExit(ended.said)
    return next(workspace.root.glob("*.bundle.zip")), folder / "归档.zip"


def faults_of(kind: str, case: Path, folder: Path) -> Iterator[str]:
    """What is wrong with how a command took a file."""
    if kind == "stand-alone":
        done = subprocess.run(
            [sys.executable, pingyi_verify.__file__, case], capture_output=True, text=True, check=False
        )
        if done.returncode not in {0, pingyi_verify.DIFFERS} or not done.stdout.startswith("核验"):
            yield f"exit code {done.returncode}: {done.stderr[-300:]}"
        return
    shutil.rmtree(folder / "restored", ignore_errors=True)
    words: dict[str, list[str | Path]] = {
        "merge": ["-C", folder / "merging", "merge", case],
        "verify": ["verify", case],
        "restore": ["restore", case, folder / "restored"],
    }
    yield from wrong_with(run(words[kind], folder / "said", lambda seconds: seconds > MOST_SECONDS))


def main() -> None:
    """Spoil, try, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=2.0)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    chance = random.Random(wish.seed)  # noqa: S311 - no secret
    tried: Counter[str] = Counter()
    faults = 0
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[KEY_VARIABLE] = str(folder / "key")
        bundle, archive = sealed(folder)
        merging, _ = start_workspace(folder / "merging")
        (merging.root / STATIONS).write_text(f"站名,公钥\n{STATION},{public_key()}\n", encoding="utf-8-sig")
        end = time.monotonic() + wish.minutes * 60
        while time.monotonic() < end:
            kind = chance.choice(("merge", "verify", "restore", "stand-alone"))
            right = bundle if kind == "merge" else archive
            case = folder / ("x.bundle.zip" if kind == "merge" else "x.zip")
            case.write_bytes(spoilt(right.read_bytes(), chance, at_end=AT_END))
            tried[kind] += 1
            for fault in faults_of(kind, case, folder):
                faults += 1
                print(f"FAULT {kind} {tried.total()}: {fault}", flush=True)
    print(f"{tried.total()} spoilt files ({', '.join(f'{kind} {n}' for kind, n in tried.items())}): {faults} faults")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
