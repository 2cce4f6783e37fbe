"""A command killed before any kind of write to the database and run again leaves what nobody disturbed."""

import os
import shutil
import signal
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from benchmarks.trust.forked import run
from benchmarks.trust.kills.chains import digests
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.samples.tables import write_tables
from pingyi.store.base.records import Filing
from pingyi.workflow.desk.workspace import open_workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.people.review import COLUMNS

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="commands are forked")]
WRITES = ("BEGIN", "COMMIT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "ALTER", "VACUUM")
Statement = Callable[[str], object]


@contextmanager
def told(each: Statement) -> Iterator[None]:
    """Every connection made in the block tells of each statement before it runs; so do those of a forked child."""
    connect = sqlite3.connect

    def listening(*args: Any, **kwargs: Any) -> sqlite3.Connection:
        connection = connect(*args, **kwargs)
        connection.set_trace_callback(each)
        return connection

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite3, "connect", listening)
        yield


def kind_of(statement: str) -> str:
    """INSERT INTO [corrections]…: the words that name what is written where."""
    return " ".join(statement.split()[:3]) if statement.lstrip().upper().startswith(WRITES) else ""


def die_before(number: int) -> Statement:
    """Kill the process when it is about to write for the `number`-th time."""
    left = iter(range(1, number))

    def each(statement: str) -> None:
        if kind_of(statement) and next(left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)

    return each


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with one sheet, two of its rows in doubt."""
    workspace, _ = start_workspace(tmp_path_factory.mktemp("kills") / "base")
    rows = tuple(
        RowReading(
            item=str(unit.serial),
            name=unit.name,
            verdict=Verdict.DOUBTFUL if unit.serial < 3 else Verdict.VALID,
            choice="" if unit.serial < 3 else "满意",
            confidence=0.9,
            reasons=(Doubt.CROSS,) if unit.serial < 3 else (),
        )
        for unit in workspace.campaign.units
    )
    sheet = SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="批.pdf", page=1),
        digest="ab" * 32,
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=rows,
        has_opinion=False,
    )
    with working(workspace, "test") as store:
        store.file_pages([Filing(outcome=sheet, batch="A01", scan="s")])
    return workspace.root


def decisions(folder: Path) -> Path:
    path = folder / "复核表.csv"
    lines = [COLUMNS, *(("A01", item, "满意", "甲某", "乙某", f"{'ab' * 32}/{item}") for item in "12")]
    path.write_text("\n".join(",".join(line) for line in lines), encoding="utf-8-sig")
    return path


def points_in(kinds: list[str]) -> list[int]:
    """The first and the last write of each kind, 1-based."""
    return sorted({kinds.index(kind) + 1 for kind in kinds} | {len(kinds) - kinds[::-1].index(kind) for kind in kinds})


@pytest.mark.parametrize("stage", ["review", "leaders", "tally"])
def test_killed_before_any_kind_of_write_and_run_again_is_as_if_undisturbed(
    stage: str, base: Path, tmp_path: Path
) -> None:
    words = {
        "review": lambda: ("review", "--import", decisions(tmp_path)),
        "leaders": lambda: ("import", "--yes", "leaders", write_tables_of(base, tmp_path)),
        "tally": lambda: ("tally", "--draft"),
    }[stage]()
    space, said, log = tmp_path / "space", tmp_path / "said", tmp_path / "log"

    def again(each: Statement) -> int:
        with told(each):
            ended = run(["-C", space, *words], said)
        assert ended.code in (0, -signal.SIGKILL), ended.said
        return ended.code

    def note(statement: str) -> None:
        if kind := kind_of(statement):
            with log.open("a") as stream:
                stream.write(f"{kind}\n")

    shutil.copytree(base, space)
    assert again(note) == 0
    right, kinds = digests(space), log.read_text().splitlines()
    points = points_in(kinds)
    assert len(points) > 2, kinds
    for point in points:
        shutil.rmtree(space)
        shutil.copytree(base, space)
        assert again(die_before(point)) == -signal.SIGKILL
        assert again(lambda _: None) == 0
        assert digests(space) == right, kinds[point - 1]


def write_tables_of(base: Path, folder: Path) -> Path:
    return write_tables(open_workspace(base).campaign, folder, 1)["leaders"]
