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
from pathlib import Path

from benchmarks.trust.forked import run, warm_up
from pingyi.domain.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.samples.tables import write_tables
from pingyi.store.base.records import Filing
from pingyi.store.outside.imports import outside
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.review import COLUMNS
from pingyi.workflow.results.score import make_result

SCANS = Path(__file__).parent.parent.parent / "samples" / "scans"
SHARES = {"scan": 0.2, "review import": 0.3, "table import": 0.3, "score": 0.13, "notice": 0.07}
SHEETS, DOUBTFUL = 6, 4  # of each batch; rows of each sheet
MOST_IN_A_ROW = 6
CHOICES = ("满意", "基本满意", "不满意")


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A command, the workspace it starts from, and how many kills it is to survive."""

    name: str
    words: tuple[str, ...]
    base: Path
    kills: int


def digests(root: Path) -> dict[str, str]:
    """Of everything in a workspace that decides a number or is handed out; moments and counters left out."""
    workspace = open_workspace(root)
    content: dict[str, object] = {}
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
    content["notice"] = {path.name: _words(path) for path in sorted((root / "results").glob("*.*x"))}
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
    words = ["-C", str(space), *stage.words]
    _renewed(stage.base, space)
    whole = run(words, said)
    if whole.code:
        raise SystemExit(f"{stage.name} fails undisturbed: {whole.said}")
    right, kills, wrong = digests(space), 0, 0
    while kills < stage.kills:
        _renewed(stage.base, space)
        in_a_row = 0
        for _ in range(min(chance.randint(1, MOST_IN_A_ROW), stage.kills - kills)):
            moment = chance.uniform(0, whole.seconds)
            ended = run(words, said, lambda now, end=moment: now > end)  # type: ignore[misc]
            in_a_row += ended.code == -9
        again = run(words, said)
        found = digests(space)
        if again.code or found != right:
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


def _finish(root: Path, tables: dict[str, Path]) -> None:
    for kind in ("hotline", "phone"):
        ended = run(["-C", str(root), "import", "--yes", kind, str(tables[kind])], root.parent / "said")
        if ended.code:
            raise SystemExit(ended.said)


def file_sheets(workspace: Workspace) -> None:
    """Invented sheets of every batch, some rows of each in doubt."""
    chance = random.Random(7)  # noqa: S311 - invented votes
    filings = [
        Filing(
            outcome=_sheet(workspace, batch.code, page, chance),
            batch=batch.code,
            scan=hashlib.sha256(batch.code.encode()).hexdigest(),
        )
        for batch in workspace.batches()
        for page in range(1, SHEETS + 1)
    ]
    with working(workspace, "benchmark") as store:
        store.file_pages(filings)


def _sheet(workspace: Workspace, batch: str, page: int, chance: random.Random) -> SheetReading:
    doubtful = set(chance.sample(range(len(workspace.campaign.units)), DOUBTFUL))
    rows = []
    for number, unit in enumerate(workspace.campaign.units):
        doubt = number in doubtful
        rows.append(
            RowReading(
                item=str(unit.serial),
                name=unit.name,
                verdict=Verdict.DOUBTFUL if doubt else Verdict.VALID,
                choice="" if doubt else chance.choices(CHOICES, (8, 2, 1))[0],
                confidence=0.9,
                reasons=(Doubt.CROSS,) if doubt else (),
            )
        )
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file=f"{batch}.pdf", page=page),
        digest=hashlib.sha256(f"{batch}-{page}".encode()).hexdigest(),
        form_digest="f",
        batch_code=batch,
        turn=0,
        rows=tuple(rows),
        has_opinion=False,
    )


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
    survived = faults = 0
    warm_up(SCANS / "sealed.pdf", SCANS / "form.docx")
    with tempfile.TemporaryDirectory() as folder:
        for stage in stages(Path(folder), wish.kills):
            if wish.only in stage.name:
                kills, wrong = survive(stage, Path(folder), chance)
                survived, faults = survived + kills, faults + wrong
                print(f"{stage.name:<16}{kills:>5} kills survived, {wrong} results that differ", flush=True)
    print(f"{'all':<16}{survived:>5} kills survived, {faults} results that differ")
    raise SystemExit(1 if faults else 0)


if __name__ == "__main__":
    main()
