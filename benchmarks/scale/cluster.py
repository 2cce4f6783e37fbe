"""
A dask cluster on this machine against the pool of processes: the same pages, the same number of readers.

    python -m benchmarks.scale.cluster [--pages 4000] [--workers 2] [--disturb] [--growth 100,400,1600] [--fake]

Invented office pages of three resolutions are read over and over. Efficiency is pages for each CPU second of all
processes (driver, scheduler, workers, readers), cluster against pool, what it costs to begin left out; the wall clock
is printed beside it, but on a machine that others use it says little. `--disturb` kills a worker at a third and the
scheduler at two thirds of the pages and compares every outcome with the pool's. `--growth` gives cost a page and the
driver's memory at several sizes; with `--fake` by a reader that only makes the answer, which shows what the way there
and back costs and reaches 100,000 pages in minutes.
"""

import argparse
import hashlib
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import cast

import click
import psutil

from benchmarks.one_table import ballot_form, read_table_form
from benchmarks.reading.speed import invented
from benchmarks.scale.cluster_readers import read_nothing, read_real
from pingyi.domain.readings.reading import PageOutcome
from pingyi.workflow.cluster.cluster import Cluster
from pingyi.workflow.scans.reading import Backend, PageTask, Processes, Reader, read_pages

MIB = 1 << 20
MOST_DRAWN = 50  # pages of each resolution
IDLE_S = 15.0
LOOK_EVERY = 100  # pages, at this process's memory
WARM_UP = 24  # pages that load code in every reader before anything is measured


class Machines:
    """`dask scheduler` and `dask worker`, as docs/scale.md starts them."""

    def __init__(self, workers: int) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self._port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self.running: list[subprocess.Popen[bytes]] = []
        self.restart(workers)

    def worker(self) -> subprocess.Popen[bytes]:
        """One more."""
        return self._start("worker", self.address, "--nthreads", "1")

    def restart(self, workers: int) -> None:
        """The scheduler; its machines end with it, as they do, and are started again by whoever watches them."""
        for process in self.running:
            process.kill()
            process.wait()
        self.running = [self._start("scheduler", "--host", "127.0.0.1", "--port", str(self._port))]
        while socket.socket().connect_ex(("127.0.0.1", self._port)):
            time.sleep(0.2)
        self.running += [self.worker() for _ in range(workers)]

    def stop(self) -> None:
        """All of them."""
        for process in self.running:
            process.terminate()
        for process in self.running:
            process.wait()

    @staticmethod
    def _start(*arguments: str) -> subprocess.Popen[bytes]:
        command = [str(Path(sys.executable).with_name("dask")), *arguments, "--no-dashboard"]
        return subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def cpu_seconds() -> float:
    """Of this process and all below it, those that ended included: a parent keeps what its dead children used."""
    total = 0.0
    me = psutil.Process()
    for process in (me, *me.children(recursive=True)):
        try:
            total += sum(process.cpu_times()[:4])  # user, system, and both of its children
        except psutil.NoSuchProcess:
            continue
    return total


@contextmanager
def machines(workers: int) -> Iterator[Machines]:
    """Running as long as the block."""
    found = Machines(workers)
    try:
        yield found
    finally:
        found.stop()


def going_round(places: list[tuple[Path, int]], pages: int) -> list[PageTask]:
    """So many pages, the same ones again and again."""
    return [PageTask(path=path, page=page, label="") for path, page in islice(cycle(places), pages)]


def measured(
    places: list[tuple[Path, int]], pages: int, read: Reader, place: Backend
) -> tuple[float, float, Counter[str]]:
    """CPU seconds, wall seconds, and how often each outcome came."""
    outcomes: Counter[str] = Counter()
    before, start = cpu_seconds(), time.perf_counter()
    for outcome in read_pages(going_round(places, pages), read, place):
        outcomes[identity(outcome)] += 1
    return cpu_seconds() - before, time.perf_counter() - start, outcomes


def identity(outcome: PageOutcome) -> str:
    """What was read, and of which page."""
    rows = [(row.item, row.verdict, row.choice, row.confidence) for row in getattr(outcome, "rows", ())]
    return hashlib.sha256(repr((outcome.digest, outcome.source.page, rows)).encode()).hexdigest()


def slope(
    places: list[tuple[Path, int]], pages: int, read: Reader, place: Backend
) -> tuple[float, float, Counter[str]]:
    """CPU and wall seconds of one more page, what it costs to begin left out; and the outcomes."""
    few_cpu, few_wall, _ = measured(places, WARM_UP, read, place)
    cpu, wall, outcomes = measured(places, pages, read, place)
    more = pages - WARM_UP
    return (cpu - few_cpu) / more, (wall - few_wall) / more, outcomes


def compare(places: list[tuple[Path, int]], pages: int, workers: int, read: Reader) -> None:
    """Print pool, cluster, the pool once more, and the efficiency."""
    measured(places, WARM_UP, read, Processes(workers))  # compiles what is not compiled yet
    pool = slope(places, pages, read, Processes(workers))
    with machines(workers) as running:
        place = Cluster(running.address, {})
        measured(places, WARM_UP, read, place)
        far = slope(places, pages, read, place)
        with place.at_work(read):
            before = cpu_seconds()
            time.sleep(IDLE_S)
            idle = (cpu_seconds() - before) / IDLE_S
    again = slope(places, pages, read, Processes(workers))
    for name, (cpu, wall, _) in (("pool", pool), ("cluster", far), ("pool again", again)):
        click.echo(f"{name} of {workers}: {pages} pages, {cpu * 1000:.1f} CPU ms a page, {1 / wall:.1f} pages/s")
    by_cpu, by_clock = ((pool[k] + again[k]) / 2 / far[k] for k in (0, 1))
    click.echo(f"efficiency by CPU time {by_cpu:.3f}, by wall clock {by_clock:.3f}")
    standing = idle * far[1]
    click.echo(
        f"dask's processes use {idle:.3f} CPU s a second without work, {standing * 1000:.1f} ms a page at this speed; "
        f"efficiency without that {(pool[0] + again[0]) / 2 / (far[0] - standing):.3f}"
    )
    click.echo(f"equal outcomes: {far[2] == pool[2] == again[2]}")


def disturb(places: list[tuple[Path, int]], pages: int, workers: int, read: Reader) -> None:
    """Kill a worker, restart the scheduler; every outcome once and as the pool has it."""
    _, _, expected = measured(places, pages, read, Processes(workers))
    found: Counter[str] = Counter()
    with machines(workers) as running:
        place = Cluster(running.address, {})
        for number, outcome in enumerate(read_pages(going_round(places, pages), read, place), start=1):
            found[identity(outcome)] += 1
            if number == pages // 3:
                for below in psutil.Process(running.running[1].pid).children(recursive=True):
                    below.kill()  # the reading machine; its nanny starts another
            if number == pages * 2 // 3:
                running.restart(workers)
    click.echo(
        f"worker killed at {pages // 3}, scheduler restarted at {pages * 2 // 3} of {pages} pages: "
        f"{found.total()} outcomes, reconnected {place.reconnected} time(s), same as the pool's: {found == expected}"
    )


def growth(
    places: list[tuple[Path, int]], sizes: list[int], workers: int, read: Reader
) -> dict[str, dict[str, list[float]]]:
    """Print cost a page and memory of this process at each size; all looks at the memory, for plots.py."""
    click.echo(f"{'pages':>8}{'CPU ms a page':>15}{'pages/s':>9}{'driver MiB':>12}")
    figures: dict[str, dict[str, list[float]]] = {}
    with machines(workers) as running:
        place = Cluster(running.address, {})
        measured(places, WARM_UP, read, place)
        for size in sizes:
            before, start, looks = cpu_seconds(), time.perf_counter(), []
            for number, _ in enumerate(read_pages(going_round(places, size), read, place)):
                if number % LOOK_EVERY == 0:
                    looks.append(psutil.Process().memory_info().rss / MIB)
            cost, speed = (cpu_seconds() - before) / size * 1000, size / (time.perf_counter() - start)
            click.echo(f"{size:>8}{cost:>15.2f}{speed:>9.1f}{max(looks):>12.0f}")
            figures[str(size)] = {"cost": [cost], "memory": looks}
    return figures


def main() -> None:
    """Print efficiency, and what else was asked for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").strip().splitlines()[0])
    parser.add_argument("--pages", type=int, default=4000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--disturb", action="store_true", help="kill a worker and the scheduler amid the run instead")
    parser.add_argument("--growth", default="", help="sizes to measure one after the other instead, as 100,1000")
    parser.add_argument("--json", type=Path, help="write the figures of --growth here, for plots.py")
    parser.add_argument("--fake", action="store_true", help="only the way there and back, nothing is read")
    wish = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if wish.fake:
            places, read = [(Path(__file__), page) for page in range(1, MOST_DRAWN + 1)], cast("Reader", read_nothing)
        else:
            drawn = min(MOST_DRAWN, max(wish.pages // 10, 4))
            scans, word_file = invented(Path(folder), drawn)
            places = [(scan, page) for page in range(1, drawn + 1) for scan in scans]
            read = partial(read_real, (ballot_form(read_table_form(word_file)),))
        if wish.growth:
            figures = growth(places, [int(size) for size in wish.growth.split(",")], wish.workers, read)
            if wish.json:
                wish.json.write_text(json.dumps(figures), encoding="utf-8")
        elif wish.disturb:
            disturb(places, wish.pages, wish.workers, read)
        else:
            compare(places, wish.pages, wish.workers, read)


if __name__ == "__main__":
    main()
