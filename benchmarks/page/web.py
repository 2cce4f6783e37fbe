"""The page under load: 4,000 ballots (236,000 rows, 1 % doubtful), pages one by one, then ten people at once.

python -m benchmarks.page.web [--ballots 4000] [--people 10] [--seconds 20]

Prints the machine's load; of each page the median and 99th percentile in milliseconds of wall time over loopback and
the server's processor time; what a review advance takes (the answer kept, the next rows fetched) for ten people at a
brisk pace and without a pause; the memory of the server and of the process that draws pictures; and what became of
every acknowledged decision after the server was killed (SIGKILL) amid the work of ten people.
"""

import argparse
import os
import random
import signal
import statistics
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import psutil

from benchmarks.page.large_campaign import fill, paper
from benchmarks.page.served import PASSWORD, served
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching
from pingyi.workflow.init import start_workspace

TIMES = 40
PAGES = ("/", "/forms", "/scans", "/review", "/review/rows", "/contact", "/opinions", "/scores", "/imports",
         "/hotline", "/balance", "/policies", "/results", "/results/unit/1", "/documents", "/people",
         "/log")  # fmt: skip
BRISK_S = 1.0  # a clerk who decides a row a second, for twenty seconds on end, is quick
DIFFERS = 0.03  # of answers are another than most people give


@dataclass(slots=True, kw_only=True)
class Clerk:
    """One person with a browser: what the server acknowledged to them."""

    name: str
    http: httpx2.Client
    csrf: str
    acknowledged: dict[tuple[str, str], str] = field(default_factory=dict)
    kept: list[float] = field(default_factory=list)  # seconds until an answer was acknowledged
    fetched: list[float] = field(default_factory=list)  # seconds until the next rows were there
    refused: int = 0


def main() -> None:
    """Make the workspace, measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ballots", type=int, default=4000)
    parser.add_argument("--people", type=int, default=10)
    parser.add_argument("--seconds", type=float, default=20)
    arguments = parser.parse_args()
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        workspace, _ = start_workspace(Path(scratch) / "campaign")
        paper(workspace, Path(scratch))
        fill(workspace, arguments.ballots, arguments.people)
        with served(workspace.root) as server:
            pid = server.process.pid
            admin = sign_in(server.address, "管理")
            pages(admin, pid)
            pictures(workspace, admin, pid)
            clerks = [sign_in(server.address, f"第{number}人") for number in range(arguments.people)]
            together(clerks, arguments.seconds, (admin, pid), BRISK_S)
            together(clerks, arguments.seconds, (admin, pid), 0)
            print("kill -9")
            threads = start(clerks, arguments.seconds, 0)
            time.sleep(arguments.seconds / 4)
            server.process.send_signal(signal.SIGKILL)
            for thread in threads:
                thread.join()
        check(workspace.root, clerks)
        with served(workspace.root) as server:
            again = [sign_in(server.address, clerk.name) for clerk in clerks]
            for clerk, before in zip(again, clerks, strict=True):
                clerk.acknowledged = before.acknowledged
            for thread in start(again, arguments.seconds / 4, 0):
                thread.join()
        check(workspace.root, again)


def sign_in(address: str, name: str) -> Clerk:
    """A session of their own."""
    http = httpx2.Client(base_url=address, timeout=60, headers={"Accept": "application/json"})
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
    print(f"{'page':<18}{'median':>8}{'p99':>8}{'CPU':>8}  ms")
    for path in PAGES:
        first = _timed(clerk, path)
        before = _cpu(pid)
        times = [_timed(clerk, path) for _ in range(TIMES)]
        spent = (_cpu(pid) - before) / TIMES
        print(f"{path:<18}{statistics.median(times):>8.0f}{_p99(times):>8.0f}{spent:>8.0f}  (first {first:.0f})")
    print(_memory(pid))


def pictures(workspace: Workspace, clerk: Clerk, pid: int) -> None:
    """Rows of the sheets there is paper of, drawn for the first time."""
    scans = [file.stem for file in workspace.scans.glob("*.pdf")]
    sql = f"SELECT digest FROM sheets WHERE scan IN ({','.join('?' * len(scans))}) AND source_page <= 4"  # noqa: S608
    with watching(workspace) as store:
        sheets = [row["digest"] for row in store.rows(sql, scans)]
    times = [_timed(clerk, f"/pictures/row/{sheet}/{item}.png") for sheet in sheets for item in ("1", "30", "59")]
    print(f"{len(times)} rows of {len(sheets)} sheets drawn: median "
          f"{statistics.median(times):.0f} most {max(times):.0f} ms; {_memory(pid)}")  # fmt: skip


def _timed(clerk: Clerk, path: str) -> float:
    began = time.perf_counter()
    clerk.http.get(path).raise_for_status()
    return 1000 * (time.perf_counter() - began)


def together(clerks: list[Clerk], seconds: float, server: tuple[Clerk, int], pause: float) -> None:
    """Everybody reviews at once while somebody looks at the progress page; each waits `pause` seconds between rows."""
    admin, pid = server
    for clerk in clerks:
        clerk.kept, clerk.fetched, clerk.refused = [], [], 0
    before = sum(len(clerk.acknowledged) for clerk in clerks)
    spent = _cpu(pid)
    threads = start(clerks, seconds, pause)
    looks = []
    while any(thread.is_alive() for thread in threads):
        looks.append(_timed(admin, "/"))
        time.sleep(0.5)
    spent = _cpu(pid) - spent
    rows = sum(len(clerk.acknowledged) for clerk in clerks) - before
    pace = f"a row each {pause:.0f} s" if pause else "without a pause"
    refused, each = sum(clerk.refused for clerk in clerks), spent / max(1, rows)
    print(
        f"{len(clerks)} people, {seconds:.0f} s, {pace}: {rows} decisions, refused {refused}, {each:.1f} ms of CPU each"
    )
    for name, times in (
        ("answer kept", [1000 * t for clerk in clerks for t in clerk.kept]),
        ("next rows", [1000 * t for clerk in clerks for t in clerk.fetched]),
        ("progress page", looks),
    ):
        print(f"  {name:<14} median {statistics.median(times):.0f} p99 {_p99(times):.0f} most {max(times):.0f} ms")
    print(f"  {_memory(pid)}")


def start(clerks: list[Clerk], seconds: float, pause: float) -> list[threading.Thread]:
    """A thread for each person."""
    end = time.monotonic() + seconds
    threads = [threading.Thread(target=work, args=(clerk, end, pause)) for clerk in clerks]
    for thread in threads:
        thread.start()
    return threads


def work(clerk: Clerk, end: float, pause: float) -> None:
    """Row after row, as the page's own script asks for them, until the time is up or the server is gone."""
    rng = random.Random(clerk.name)  # noqa: S311 - invented answers
    tab = f"tab-{rng.getrandbits(64):x}"
    queue: list[dict[str, str]] = []
    try:
        while time.monotonic() < end:
            if len(queue) < 2:
                known = [f"{row['sheet']}/{row['item']}" for row in queue]
                found, seconds = _posted(clerk, "/review/next", {"tab": tab, "passed": known})
                clerk.fetched.append(seconds)
                queue += found.json()["rows"]
                if not queue:
                    return
            row = queue.pop(0)
            choice = ("满意", "基本满意", "不满意")[int(row["sheet"], 16) % 3 if rng.random() > DIFFERS else 0]
            body = {"tab": tab, "sheet": row["sheet"], "item": row["item"], "verdict": "valid", "choice": choice}
            reply, seconds = _posted(clerk, "/review/decide", body)
            clerk.kept.append(seconds)
            if reply.status_code == 200:
                clerk.acknowledged[row["sheet"], row["item"]] = choice
            else:
                clerk.refused += 1
            time.sleep(pause * rng.uniform(0.5, 1.5))
    except httpx2.HTTPError:
        return


def _posted(clerk: Clerk, path: str, body: dict[str, object]) -> tuple[httpx2.Response, float]:
    began = time.perf_counter()
    reply = clerk.http.post(path, json=body, headers={"X-CSRF-Token": clerk.csrf})
    return reply, time.perf_counter() - began


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


def _memory(pid: int) -> str:
    server = psutil.Process(pid)
    children = server.children(recursive=True)
    own = server.memory_info().rss / (1 << 20)
    together = sum(one.memory_full_info().pss for one in (server, *children)) / (1 << 20)  # copies share
    return f"memory: server {own:.0f} MB, with its {len(children)} processes {together:.0f} MB"


def _cpu(pid: int) -> float:
    """Milliseconds of processor time the server itself has used."""
    times = psutil.Process(pid).cpu_times()
    return 1000 * (times.user + times.system)


if __name__ == "__main__":
    main()
