"""A stage of benchmarks.trust.kills: the page's server is killed amid uploads and the reading that follows them."""

import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2

from benchmarks.page.served import add_people, served
from benchmarks.page.web import sign_in
from pingyi.domain.trust.chain import EventKind
from pingyi.workflow.desk.record import BALLOTS, record_files
from pingyi.workflow.desk.workspace import ballot_document, open_workspace, watching, working
from pingyi.workflow.init import start_workspace

SCANS = Path(__file__).parents[3] / "samples" / "scans"
UPLOADED = ("fax.tif", "sealed.pdf")
WHO, BATCH = "张三", "A01"
PIECE = 1 << 14
PATIENCE_S = 300
MOST_IN_A_ROW = 3


def base(root: Path) -> None:
    """A campaign whose ballot is printed, and people who may use the page."""
    workspace, _ = start_workspace(root)
    form = root / BALLOTS / ballot_document(workspace.campaign)
    form.parent.mkdir(parents=True)
    shutil.copyfile(SCANS / "form.docx", form)
    with working(workspace, "benchmark") as store:
        record_files(root, store, EventKind.PRINT_RUN, [form], {})
    add_people(root)


def bring(root: Path, pile: str, kill_after: float | None) -> float:
    """
    Upload the scans and have them read, on a server that is killed after so many seconds (None: never).

    The seconds it took, or until it was killed.
    """
    with served(root) as server:
        clerk = sign_in(server.address, WHO)
        start = time.monotonic()
        moment = None if kill_after is None else start + kill_after
        try:
            for name in UPLOADED:
                body = _pieces(SCANS / name, moment)
                clerk.http.post(
                    "/scan/upload",
                    params={"pile": pile, "name": name},
                    content=body,
                    headers={"X-CSRF-Token": clerk.csrf},
                ).raise_for_status()
            asked = {"pile": pile, "batch": BATCH}
            clerk.http.post("/scans/read", json=asked, headers={"X-CSRF-Token": clerk.csrf}).raise_for_status()
            _wait(root, moment)
        except (_Now, httpx2.HTTPError):
            if moment is None:
                raise
        if moment is not None:
            server.process.send_signal(signal.SIGKILL)
        return time.monotonic() - start


class _Now(Exception):  # noqa: N818 - no error: the moment has come
    """The server is to be killed."""


def _pieces(scan: Path, moment: float | None) -> Iterator[bytes]:
    content = scan.read_bytes()
    for start in range(0, len(content), PIECE):
        if moment is not None and time.monotonic() > moment:
            raise _Now
        yield content[start : start + PIECE]


def _wait(root: Path, moment: float | None) -> None:
    """Until no job waits or runs."""
    workspace, end = open_workspace(root), time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        if moment is not None and time.monotonic() > moment:
            raise _Now
        with watching(workspace) as store:
            if not list(store.rows("SELECT 1 FROM jobs WHERE state IN ('waiting', 'running')")):
                return
        time.sleep(0.02)
    raise SystemExit(f"the page's jobs did not end within {PATIENCE_S} s")


def survive(folder: Path, kills: int, chance: random.Random, seen: Callable[[Path], dict[str, str]]) -> tuple[int, int]:
    """Kill and bring again until the kills are met; kills survived, and chains whose records differ by `seen`."""
    space = folder / "space"
    base(folder / "base")
    shutil.copytree(folder / "base", space)
    whole = bring(space, "whole", None)
    right, survived, wrong = seen(space), 0, 0
    while survived < kills and wrong < kills:
        shutil.rmtree(space)
        shutil.copytree(folder / "base", space)
        times = min(chance.randint(1, MOST_IN_A_ROW), kills - survived)
        for number in range(times):
            bring(space, f"k{number}", chance.uniform(0, whole))
        bring(space, "last", None)
        other = [name for name, value in seen(space).items() if value != right[name]]
        if other:
            wrong += 1
            print(f"  FAULT upload: {times} kills, {other} differ", flush=True)
        else:
            survived += times
    return survived, wrong
