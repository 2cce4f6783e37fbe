"""
Commands killed (SIGKILL) at random moments and run again: the result must equal the undisturbed one.

    python -m benchmarks.trust.kills [--kills N] [--only STAGE] [--seed N]

Stages: scan, review import, table import, score, notice. Each chain kills one command once to six times at moments
spread over its whole length, runs it again to its end, and compares with a run nobody disturbed: sheets and rows as
filed, decisions, what counts of the imports, tally, scores, the notice's words, and no half-written file. All people
and votes are invented.
"""

import argparse
import csv
import hashlib
import json
import random
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain
from pathlib import Path

from benchmarks.trust.forked import Ended, run, warm_up
from benchmarks.trust.invented_sheets import CHOICES, file_sheets
from benchmarks.trust.kills.signed import BOTH_TYPE, SIGNED, SignedStage, seen_signed
from benchmarks.trust.kills.upload import survive as survive_upload
from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.samples.tables import write_tables
from pingyi.store.outside.imports import outside
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.review import COLUMNS
from pingyi.workflow.results.score import make_result

SCANS = Path(__file__).parents[3] / "samples" / "scans"
UPLOAD = "upload"
SHARES = {"scan": 0.15, "review import": 0.2, "table import": 0.2, "score": 0.1, "notice": 0.05}
SHARES |= {"key change": 0.1, "formal notice": 0.05, "reopening": 0.1, UPLOAD: 0.05}
MOST_IN_A_ROW = 6
LINE = "{:<16}{:>5} kills survived, {} results that differ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A command, the workspace it starts from, and how many kills it is to survive."""

    name: str
    words: tuple[str, ...]
    base: Path
    kills: int
    signed: SignedStage | None = None

    def run(self, space: Path, said: Path, stop: Callable[[float], bool] = lambda _: False) -> Ended:
        """The command in this workspace; who signs types."""
        return run(["-C", str(space), *self.words], said, stop, BOTH_TYPE if self.signed else "")

    def fails(self, again: Ended) -> bool:
        """Whether a run after kills ended as none should."""
        already = self.signed.already if self.signed else ""
        return bool(again.code) and not (already and already in again.said)

    def seen(self, space: Path) -> dict[str, str]:
        """What must be the same."""
        return digests(space, seen_signed if self.signed else None)


def digests(root: Path, more: Callable[[Workspace], dict[str, object]] | None = None) -> dict[str, str]:
    """
    Of everything in a workspace that decides a number or is handed out; moments and counters left out.

    With `more`, documents count by their names: a formal notice bears the code of records that tell moments.
    """
    workspace = open_workspace(root)
    content: dict[str, object] = more(workspace) if more else {}
    with watching(workspace) as store:
        content["readings"] = [(batch, asdict(reading)) for batch, reading in store.readings()]
        content["corrections"] = sorted(
            (c.sheet, c.item, c.verdict, c.choice, c.decided_by, c.confirmed_by) for c in store.corrections()
        )
        content["open"] = [asdict(row) for row in store.open_rows()]
        content["unread"] = [(page.batch, asdict(page.page)) for page in store.open_pages()]
        content["imports"] = sorted(map(repr, _entries(outside(store))))
        try:
            content["scores"] = asdict(make_result(workspace.campaign, workspace.batches(), store, draft=True))
        except (NotReadyError, PingyiError) as error:
            content["scores"] = str(error)
    content["notice"] = {path.name: "" if more else _words(path) for path in sorted((root / "results").glob("*.*x"))}
    content["left behind"] = sorted(str(path.relative_to(root)) for path in root.rglob("*.part"))
    return {
        name: hashlib.sha256(json.dumps(each, default=str, sort_keys=True).encode()).hexdigest()
        for name, each in content.items()
    }


def _entries(found: object) -> Iterator[object]:
    for name in ("leaders", "leader_votes", "hotline", "phone"):
        yield from getattr(found, name)


def _words(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [
            name for name in package.namelist() if name.startswith(("word/document", "xl/worksheets", "xl/shared"))
        ]
        return hashlib.sha256(b"".join(package.read(name) for name in sorted(parts))).hexdigest()


def survive(stage: Stage, folder: Path, chance: random.Random) -> tuple[int, int]:
    """Kill and run again until the stage's kills are met; kills survived, and chains that ended otherwise."""
    space, said = folder / "space", folder / "said"
    _renewed(stage.base, space)
    whole = stage.run(space, said)
    if whole.code:
        raise SystemExit(f"{stage.name} fails undisturbed: {whole.said}")
    right, kills, wrong = stage.seen(space), 0, 0
    while kills < stage.kills:
        _renewed(stage.base, space)
        in_a_row = 0
        for _ in range(min(chance.randint(1, MOST_IN_A_ROW), stage.kills - kills)):
            moment = chance.uniform(0, whole.seconds)
            ended = stage.run(space, said, lambda now, end=moment: now > end)  # type: ignore[misc]
            in_a_row += ended.code == -9
        again = stage.run(space, said)
        found = stage.seen(space)
        if stage.fails(again) or found != right:
            wrong += 1
            other = [name for name, value in found.items() if value != right[name]]
            print(
                f"  FAULT {stage.name}: {in_a_row} kills, {other} differ, {again.code=} {again.said[-300:]}", flush=True
            )
        else:
            kills += in_a_row
    return kills, wrong


def _renewed(base: Path, space: Path) -> None:
    shutil.rmtree(space, ignore_errors=True)
    shutil.copytree(base, space)


def stages(folder: Path, kills: int) -> Iterator[Stage]:
    """Each begins where the one before ended undisturbed."""
    base = folder / "base"
    workspace, _ = start_workspace(base / "scan")
    scans = tuple(str(SCANS / name) for name in ("fax.tif", "sealed.pdf"))
    form = str(SCANS / "form.docx")
    share = {name: max(1, round(kills * part)) for name, part in SHARES.items()}
    words: dict[str, Callable[[], tuple[str, ...]]] = {
        "scan": lambda: ("scan", *scans, "--form", form, "--batch", "A01", "--jobs", "1"),
        "review import": lambda: ("review", "--import", str(_decisions(workspace, folder))),
        "table import": lambda: ("import", "--yes", "leaders", str(tables["leaders"])),
        "score": lambda: ("score",),
        "notice": lambda: ("notice",),
    }
    (folder / "tables").mkdir()
    tables = write_tables(workspace.campaign, folder / "tables", 1)
    for number, (name, command) in enumerate(words.items()):
        if number == 1:  # a campaign whose rows are known, whatever the scans hold
            workspace, _ = start_workspace(base / name)
            file_sheets(workspace)
        elif number == 3:
            _finish(base / name, tables)
        stage = Stage(name=name, words=command(), base=base / name, kills=share[name])
        following = list(words)[number + 1 : number + 2]
        yield stage
        if number and following:
            shutil.copytree(stage.base, base / following[0])
            ended = run(["-C", str(base / following[0]), *stage.words], folder / "said")
            if ended.code:
                raise SystemExit(ended.said)


def signed_stages(folder: Path, kills: int) -> Iterator[Stage]:
    """Each begins in a workspace of its own."""
    for name, signed in SIGNED.items():
        base = folder / name / "base"
        signed.base(base)
        yield Stage(name=name, words=signed.words, base=base, kills=max(1, round(kills * SHARES[name])), signed=signed)


def _finish(root: Path, tables: dict[str, Path]) -> None:
    for kind in ("hotline", "phone"):
        ended = run(["-C", str(root), "import", "--yes", kind, str(tables[kind])], root.parent / "said")
        if ended.code:
            raise SystemExit(ended.said)


def _decisions(workspace: Workspace, folder: Path) -> Path:
    path = folder / "复核表.csv"
    with watching(workspace) as store, path.open("w", encoding="utf-8-sig", newline="") as stream:
        lines: list[Sequence[str]] = [
            (
                one.row.batch,
                one.row.item,
                CHOICES[int(one.row.item) % 3],
                "甲某",
                "乙某",
                f"{one.row.sheet}/{one.row.item}",
            )
            for one in store.open_rows()
        ]
        csv.writer(stream).writerows([COLUMNS, *lines])
    return path


def main() -> None:
    """Kill, run again, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--only", default="", help="one stage")
    parser.add_argument("--seed", type=int, default=1)
    wish = parser.parse_args()
    chance = random.Random(wish.seed)  # noqa: S311 - moments
    met: list[tuple[str, int, int]] = []  # stage, kills survived, results that differ
    warm_up(SCANS / "sealed.pdf", SCANS / "form.docx")
    with tempfile.TemporaryDirectory() as folder:
        folder_ = Path(folder)
        for stage in chain(stages(folder_, wish.kills), signed_stages(folder_, wish.kills)):
            if wish.only in stage.name:
                met.append((stage.name, *survive(stage, folder_, chance)))
                print(LINE.format(*met[-1]), flush=True)
        if wish.only in UPLOAD:
            met.append(
                (UPLOAD, *survive_upload(folder_ / UPLOAD, max(1, round(wish.kills * SHARES[UPLOAD])), chance, digests))
            )
            print(LINE.format(*met[-1]), flush=True)
    survived, faults = (sum(counts) for counts in zip(*((kills, wrong) for _, kills, wrong in met), strict=True))
    print(LINE.format("all", survived, faults))
    raise SystemExit(1 if faults else 0)
