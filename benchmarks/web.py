"""The page under load: 4,000 ballots (236,000 rows, 1 % doubtful), pages one by one, then ten people at once.

python -m benchmarks.web [--ballots 4000] [--people 10] [--seconds 20]

Prints the median and 99th percentile of each page in milliseconds of wall time over loopback, the server's memory,
and what became of every acknowledged decision after the server was killed (SIGKILL) amid the work of ten people.
"""

import argparse
import random
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx
import psutil

from benchmarks.served import PASSWORD, served
from domain.people import Account, Role
from domain.reading import Doubt, RowReading, SheetReading, Source, Verdict
from samples.tables import write_tables
from store.records import Filing
from workflow.accounts import add_account
from workflow.imports import import_table
from workflow.init import start_workspace
from workflow.workspace import Workspace, open_workspace, watching, working

DOUBTFUL_SHARE = 0.01
SEED = 2024
AT_ONCE = 200  # sheets in a transaction
TIMES = 40
PAGES = ("/", "/forms", "/scans", "/review", "/review/rows", "/contact", "/opinions", "/imports", "/policies",
         "/results", "/results/unit/1", "/documents", "/people", "/log")  # fmt: skip
DIFFERS = 0.03  # of answers are another than most people give
DOUBTS = (Doubt.CROSS, Doubt.CIRCLE, Doubt.CORRECTION, Doubt.BORDER, Doubt.SPECK)


@dataclass(slots=True, kw_only=True)
class Clerk:
    """One person with a browser: what the server acknowledged to them."""

    name: str
    http: httpx.Client
    csrf: str
    acknowledged: dict[tuple[str, str], str] = field(default_factory=dict)
    took: list[float] = field(default_factory=list)  # seconds of an advance: decide, and the next rows
    refused: int = 0


def main() -> None:
    """Make the workspace, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=4000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        workspace, _ = start_workspace(Path(scratch) / "campaign")
        fill(workspace, arguments.ballots, arguments.people)
        with served(workspace.root) as server:
            admin = sign_in(server.address, "管理")
            pages(admin, server.process.pid)
            clerks = [sign_in(server.address, f"第{number}人") for number in range(arguments.people)]
            together(clerks, arguments.seconds, admin, server.process.pid)
            print("kill -9")
            threads = start(clerks, arguments.seconds)
            time.sleep(arguments.seconds / 4)
            server.process.send_signal(signal.SIGKILL)
            for thread in threads:
                thread.join()
        check(workspace.root, clerks)
        with served(workspace.root) as server:
            again = [sign_in(server.address, clerk.name) for clerk in clerks]
            for clerk, before in zip(again, clerks, strict=True):
                clerk.acknowledged = before.acknowledged
            for thread in start(again, arguments.seconds / 4):
                thread.join()
        check(workspace.root, again)


def fill(workspace: Workspace, ballots: int, people: int) -> None:
    """Readings drawn from a seed, straight into the store; tables and people beside them."""
    start_ = time.perf_counter()
    with working(workspace, "fill") as store:
        sheets = list(readings(workspace, ballots))
        for first in range(0, len(sheets), AT_ONCE):
            store.file_pages(sheets[first : first + AT_ONCE])
        for kind, path in write_tables(workspace.campaign, workspace.root, SEED).items():
            import_table(workspace.campaign, store, kind, path)
        add_account(store, Account(name="管理", role=Role.ADMIN), PASSWORD, "管理")
        for number in range(people):
            role = Role.REVIEW if number % 4 == 3 else Role.ENTRY
            add_account(store, Account(name=f"第{number}人", role=role), PASSWORD, "管理")
        print(
            f"{ballots} ballots, {len(store.open_rows())} doubtful rows, {time.perf_counter() - start_:.0f} s to fill"
        )


def readings(workspace: Workspace, ballots: int) -> Iterator[Filing]:
    """Sheets over all batches in turn."""
    rng, batches = random.Random(SEED), workspace.batches()  # noqa: S311 - invented votes
    choices = workspace.campaign.ballot.choices
    for number in range(ballots):
        rows = tuple(_row(rng, str(unit.serial), unit.name, choices) for unit in workspace.campaign.units)
        batch = batches[number % len(batches)].code
        sheet = SheetReading(
            source=Source(file=f"{batch}.pdf", page=number + 1),
            digest=f"{rng.getrandbits(256):064x}",
            form_digest="f",
            batch_code=batch,
            turn=0,
            rows=rows,
            has_opinion=rng.random() < 0.2,
        )
        yield Filing(outcome=sheet, batch=batch, scan=f"{number % len(batches):064x}")


def _row(rng: random.Random, item: str, name: str, choices: tuple[str, ...]) -> RowReading:
    if rng.random() < DOUBTFUL_SHARE:
        return RowReading(item=item, name=name, verdict=Verdict.DOUBTFUL, confidence=0.0, reasons=(rng.choice(DOUBTS),))
    choice = rng.choices(choices, (0.75, 0.2, 0.05))[0]
    return RowReading(item=item, name=name, verdict=Verdict.VALID, choice=choice, confidence=rng.uniform(0.98, 1))


def sign_in(address: str, name: str) -> Clerk:
    """A session of their own."""
    http = httpx.Client(base_url=address, timeout=60, headers={"Accept": "application/json"})
    reply = http.post("/login", data={"name": name, "password": PASSWORD})
    if reply.status_code != 303:
        raise RuntimeError(f"{name} was not let in: {reply.status_code}")
    page = http.get("/log")
    return Clerk(name=name, http=http, csrf=page.text.split('data-csrf="')[1].split('"')[0])


def pages(clerk: Clerk, pid: int) -> None:
    """Each page again and again; the first time, when results are counted, stands apart."""
    clerk.http.get("/results")
    end = time.monotonic() + 120
    while 'hx-get="/results/part"' in clerk.http.get("/results").text and time.monotonic() < end:
        time.sleep(0.5)
    print(f"{'page':<18}{'median':>8}{'p99':>8}  ms")
    for path in PAGES:
        first, *times = [_timed(clerk, path) for _ in range(TIMES + 1)]
        print(f"{path:<18}{statistics.median(times):>8.0f}{_p99(times):>8.0f}  (first {first:.0f})")
    print(f"memory: server {_memory(pid)[0]:.0f} MB, with its processes {_memory(pid)[1]:.0f} MB")


def _timed(clerk: Clerk, path: str) -> float:
    began = time.perf_counter()
    clerk.http.get(path).raise_for_status()
    return 1000 * (time.perf_counter() - began)


def together(clerks: list[Clerk], seconds: float, admin: Clerk, pid: int) -> None:
    """Everybody reviews at once while somebody looks at the progress page."""
    threads = start(clerks, seconds)
    looks = []
    while any(thread.is_alive() for thread in threads):
        looks.append(_timed(admin, "/"))
        time.sleep(0.5)
    took = [1000 * t for clerk in clerks for t in clerk.took]
    rows = sum(len(clerk.acknowledged) for clerk in clerks)
    print(
        f"{len(clerks)} people, {seconds:.0f} s without a pause: {rows} decisions; advance median "
        f"{statistics.median(took):.0f} p99 {_p99(took):.0f} ms; progress page meanwhile median "
        f"{statistics.median(looks):.0f} p99 {_p99(looks):.0f} ms; refused {sum(clerk.refused for clerk in clerks)}"
    )
    print(f"memory: server {_memory(pid)[0]:.0f} MB, with its processes {_memory(pid)[1]:.0f} MB")


def start(clerks: list[Clerk], seconds: float) -> list[threading.Thread]:
    """A thread for each person."""
    threads = [threading.Thread(target=work, args=(clerk, time.monotonic() + seconds)) for clerk in clerks]
    for thread in threads:
        thread.start()
    return threads


def work(clerk: Clerk, end: float) -> None:
    """Row after row until the time is up, or the server is gone."""
    rng = random.Random(clerk.name)  # noqa: S311 - invented answers
    tab = f"tab-{rng.getrandbits(64):x}"
    headers = {"X-CSRF-Token": clerk.csrf}
    queue: list[dict[str, str]] = []
    try:
        while time.monotonic() < end:
            began = time.perf_counter()
            if not queue:
                queue = clerk.http.post("/review/next", json={"tab": tab}, headers=headers).json()["rows"]
                if not queue:
                    return
            row = queue.pop(0)
            choice = ("满意", "基本满意", "不满意")[int(row["sheet"], 16) % 3 if rng.random() > DIFFERS else 0]
            body = {"tab": tab, "sheet": row["sheet"], "item": row["item"], "verdict": "valid", "choice": choice}
            reply = clerk.http.post("/review/decide", json=body, headers=headers)
            if reply.status_code == 200:
                clerk.acknowledged[row["sheet"], row["item"]] = choice
            else:
                clerk.refused += 1
            clerk.took.append(time.perf_counter() - began)
    except httpx.HTTPError:
        return


def check(root: Path, clerks: list[Clerk]) -> None:
    """Every acknowledged decision is there once and as it was said; no row was settled by one person."""
    workspace = open_workspace(root)
    with watching(workspace) as store:
        kept = Counter(
            (row["account"], row["sheet"], row["item"], row["choice"])
            for row in store.rows("SELECT account, sheet, item, choice FROM judgements")
        )
        corrections = store.corrections()
    said = {(clerk.name, *place, choice) for clerk in clerks for place, choice in clerk.acknowledged.items()}
    lost = len([key for key in said if not kept[key]])
    doubled = sum(count - 1 for count in kept.values())
    twice = len(corrections) - len({(found.sheet, found.item) for found in corrections})
    crossed = [
        found
        for found in corrections
        if not all(kept[name, found.sheet, found.item, found.choice] for name in (found.decided_by, found.confirmed_by))
    ]
    unacknowledged = len(kept) - len(said)
    print(
        f"acknowledged {len(said)}: lost {lost}, doubled {doubled}; settled rows {len(corrections)}: twice {twice}, "
        f"crossed {len(crossed)}; kept though the reply was cut off {unacknowledged}"
    )


def _p99(times: list[float]) -> float:
    return sorted(times)[min(len(times) - 1, int(0.99 * len(times)))]


def _memory(pid: int) -> tuple[float, float]:
    server = psutil.Process(pid)
    own = server.memory_info().rss / (1 << 20)
    return own, own + sum(child.memory_info().rss for child in server.children(recursive=True)) / (1 << 20)


if __name__ == "__main__":
    main()
