"""
Bundles and archives made by hand or spoilt by chance, for `merge`, `verify`, `restore` and the stand-alone checker.

    python -m benchmarks.trust.hostile_sealed [--spoilt N] [--minutes N] [--seed N]

By hand: odd frames, manifests, lines and names. By chance: bytes turned, cut and doubled, and, validly signed, any
value anywhere in manifest, lines and log gone or another. Each must end with an exit code of ours and a Chinese
message, within the bounds of benchmarks.trust.hostile (1 GB, 30 s). All sheets are invented.
"""

import argparse
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from benchmarks.trust import started
from benchmarks.trust.forked import Ended, run
from benchmarks.trust.hostile import wrong_with
from benchmarks.trust.invented_sheets import file_sheets
from benchmarks.trust.sealed.frames import frames
from benchmarks.trust.sealed.walk import Case, walk
from benchmarks.trust.spoilt import spoilt
from pingyi.workflow.desk.seal import KEY_VARIABLE, public_key
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.init import start_workspace
from pingyi.workflow.joining.stations import STATIONS

STATION = "站"
MOST_SECONDS = 100.0
AT_END = 0.5  # of the places spoilt
TELL_EVERY = 200  # files
SIGNED = 0.5  # of the files spoilt by chance
KINDS = ("merge", "verify", "restore", "stand-alone")  # bundles through the first


def sealed(folder: Path) -> tuple[Path, Path]:
    """A bundle and an archive of one invented workspace."""
    workspace, _ = start_workspace(folder / "one")
    file_sheets(workspace)
    for words in (["bundle", "--station", STATION], ["archive", "-o", folder / "归档.zip"]):
        ended = run(["-C", workspace.root, *words], folder / "said")
        if ended.code:
            raise SystemExit(ended.said)
    return next(workspace.root.glob("*.bundle.zip")), folder / "归档.zip"


def ended_as(kind: str, case: Path, folder: Path) -> tuple[Ended, list[str]]:
    """How a command took a file, and what is wrong with that."""
    if kind == "stand-alone":
        ended = alone(case, folder / "said")
        wrong = [one for one in wrong_with(ended) if ended.code != pingyi_verify.SUPERSEDED]
        return ended, wrong if ended.said.startswith("核验") else [*wrong, f"says {ended.said[-300:]!r}"]
    shutil.rmtree(folder / "restored", ignore_errors=True)
    words: dict[str, list[str | Path]] = {
        "merge": ["-C", folder / "merging", "merge", case],
        "verify": ["verify", case],
        "restore": ["restore", case, folder / "restored"],
    }
    ended = run(words[kind], folder / "said", lambda seconds: seconds > MOST_SECONDS)
    return ended, list(wrong_with(ended))


def alone(case: Path, out: Path) -> Ended:
    """The stand-alone checker, started anew as an auditor would."""
    program = [sys.executable, "-I", pingyi_verify.__file__, str(case)]
    command = [sys.executable, started.__file__, str(out), str(MOST_SECONDS), *program]
    cost = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return Ended(said=out.read_text(encoding="utf-8", errors="replace"), **cost)


@dataclass(slots=True)
class Tries:
    """The two right files, what was tried on them, and how it ended."""

    folder: Path
    bundle: Path
    archive: Path
    tried: Counter[str] = field(default_factory=Counter)
    faults: int = 0
    megabytes: float = 0.0  # the most any took
    cpu: float = 0.0  # seconds

    def case(self, right: Path, name: str, write: Callable[[Path], None], kinds: Sequence[str]) -> None:
        """One file made of a right one, through these commands."""
        out = self.folder / ("x.bundle.zip" if right == self.bundle else "x.zip")
        out.unlink(missing_ok=True)
        write(out)
        for kind in kinds:
            self.tried[kind] += 1
            ended, wrong = ended_as(kind, out, self.folder)
            self.megabytes, self.cpu = max(self.megabytes, ended.megabytes), max(self.cpu, ended.cpu)
            for fault in wrong:
                self.faults += 1
                print(f"FAULT {kind} {name}: {fault}", flush=True)

    def by_hand(self) -> int:
        """Every odd frame of both, through every command that opens it; how many files."""
        cases = [(right, case) for right in (self.bundle, self.archive) for case in frames(right)]
        for right, case in cases:
            self.case(right, case.name, case.write, KINDS[:1] if right == self.bundle else KINDS[1:])
        return len(cases)

    def by_chance(self, chance: random.Random) -> None:
        """One file spoilt, through one command."""
        kind = chance.choice(KINDS)
        right = self.bundle if kind == "merge" else self.archive
        if chance.random() < SIGNED:
            case = chance.choice(self._walked(right))
            self.case(right, case.name, case.write, [kind])
        else:
            data = spoilt(right.read_bytes(), chance, at_end=AT_END)
            self.case(right, f"bytes {self.tried.total()}", lambda out: _written(out, data), [kind])

    @cache  # noqa: B019 - two lists, until the program ends
    def _walked(self, right: Path) -> list[Case]:
        return list(walk(right))

    __hash__ = object.__hash__


def _written(out: Path, data: bytes) -> None:
    out.write_bytes(data)


def main() -> None:
    """Make, try, count."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--spoilt", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    chance = random.Random(wish.seed)  # noqa: S311 - no secret
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ[KEY_VARIABLE] = str(folder / "key")
        tries = Tries(folder, *sealed(folder))
        merging, _ = start_workspace(folder / "merging")
        (merging.root / STATIONS).write_text(f"站名,公钥\n{STATION},{public_key()}\n", encoding="utf-8-sig")
        end, done = time.monotonic() + wish.minutes * 60, 0
        made = tries.by_hand()
        print(f"{made} files made by hand: {_counts(tries)}", flush=True)
        while done < wish.spoilt and time.monotonic() < end:
            tries.by_chance(chance)
            done += 1
            if done % TELL_EVERY == 0:
                print(f"{done} files spoilt by chance: {_counts(tries)}", flush=True)
    print(f"{done} files spoilt by chance; altogether {_counts(tries)}")
    raise SystemExit(1 if tries.faults else 0)


def _counts(tries: Tries) -> str:
    tried = ", ".join(f"{kind} {n}" for kind, n in tries.tried.items())
    return f"{tried}: {tries.faults} faults; worst {tries.megabytes:.0f} MB, {tries.cpu:.1f} s of CPU"


if __name__ == "__main__":
    main()
