"""A real scheduler and real reading machines on this one: every page once, whatever goes down."""

import csv
import logging
import os
import shutil
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import dask
import pytest
from click.testing import CliRunner
from distributed import LocalCluster
from far_readers import first_last, killing_its_machine, plain, slow
from leader_paper import Form3
from pen import Sheet
from PIL import Image
from printed_ballot import Printed

from pingyi.cli import commands
from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.readings.reading import PageOutcome, UnreadPage
from pingyi.domain.readings.score_reading import ScorePaper
from pingyi.ground.errors import ClusterError, FileError
from pingyi.workflow.cluster import cluster as far
from pingyi.workflow.cluster.cluster import Cluster
from pingyi.workflow.cluster.cluster_worker import NoFormError
from pingyi.workflow.cluster.remote import local_scans
from pingyi.workflow.desk.workspace import working
from pingyi.workflow.init import batches_text, start_workspace
from pingyi.workflow.leaders.scan import ScoreScanRequest, scan_scores
from pingyi.workflow.scans.reading import PageTask, Piece, read_pages
from pingyi.workflow.scans.scan import ScanRequest, scan_into

ROOT = Path(__file__).parents[3]
SCANS = ROOT / "samples" / "scans"
pytestmark = pytest.mark.slow
PATHS = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT / "tests" / "made"), str(ROOT)])}


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Two machines with one thread each, and no second chance for a page that kills its machine."""
    with (
        pytest.MonkeyPatch.context() as patch,
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),
    ):
        patch.setenv("PYTHONPATH", PATHS["PYTHONPATH"])
        with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
            yield running.scheduler_address


@pytest.fixture
def paper(tmp_path: Path) -> Callable[..., list[PageTask]]:
    """Pages of a file that is there."""

    def pages(count: int, *, without: tuple[int, ...] = ()) -> list[PageTask]:
        file = tmp_path / "甲.pdf"
        file.write_text(str(os.getpid()), encoding="utf-8")
        found = range(1, count + 1)
        return [PageTask(path=file, page=page, label=file.name) for page in found if page not in without]

    return pages


def sources(outcomes: list[PageOutcome]) -> list[int]:
    return [outcome.source.page for outcome in outcomes]


def test_a_cluster_gives_the_pages_in_order_and_faults_cost_their_page(
    address: str, paper: Callable[..., list[PageTask]]
) -> None:
    outcomes = list(read_pages(paper(30), plain, Cluster(address, {})))
    assert sources(outcomes) == list(range(1, 31))
    assert sources([one for one in outcomes if isinstance(one, UnreadPage)]) == [7, 11]


def test_a_page_slower_than_all_others_holds_its_place(address: str, paper: Callable[..., list[PageTask]]) -> None:
    planned = paper(60, without=(7, 11))
    outcomes = list(read_pages(planned, first_last, Cluster(address, {})))
    assert sources(outcomes) == [task.page for task in planned]


def test_a_page_that_kills_its_machine_is_an_unread_page(address: str, paper: Callable[..., list[PageTask]]) -> None:
    outcomes = list(read_pages(paper(8, without=(7,)), killing_its_machine, Cluster(address, {})))
    (bad,) = [one for one in outcomes if isinstance(one, UnreadPage)]
    assert (bad.source.page, "读取程序在这一页上中断" in bad.message()) == (6, True)
    assert len(outcomes) == 7


def test_real_scans_named_by_a_url_are_read_as_they_are_here(address: str, tmp_path: Path) -> None:
    packed = tmp_path / "scans.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(SCANS / "office.pdf", "office.pdf")
    told = {}
    for name, scan, options in (
        ("here", SCANS / "office.pdf", ["--jobs", "1"]),
        ("there", f"zip://office.pdf::{packed.as_uri()}", ["--cluster", address]),
    ):
        out = tmp_path / f"{name}.csv"
        wish = ["read", str(scan), "--form", str(SCANS / "form.docx"), "-o", str(out), *options]
        done = CliRunner().invoke(commands, wish)
        assert done.exit_code == 0, done.output
        told[name] = list(csv.DictReader(out.open(encoding="utf-8-sig")))
    assert len(told["here"]) > 50
    assert told["here"] == told["there"]


def test_scanned_again_by_a_cluster_no_sheet_counts_twice(address: str, tmp_path: Path, printed: Printed) -> None:
    workspace, _ = start_workspace(tmp_path / "工作")
    plan = Batch(code="A07", group="A", distributor="区教育局", copies=9)
    workspace.batches_file.write_text(batches_text((plan,)), encoding="utf-8-sig")
    Image.fromarray(Sheet(printed).tick_others("3").page).save(tmp_path / "a.pdf", resolution=200)
    with working(workspace, "test") as store:
        for place, new in ((Cluster(address, {}), 1), (Cluster(address, {}), 0)):
            request = ScanRequest(scans=(tmp_path / "a.pdf",), batch="A07", form=printed.docx, jobs=place)
            summary = scan_into(workspace, store, request, lambda *_: None)
            assert (summary.new["A07"], summary.known, summary.unread) == (new, 1 - new, [])
        assert len(list(store.readings())) == 1


@pytest.mark.office
def test_leaders_papers_are_read_there_as_here(address: str, tmp_path: Path, form3: Form3) -> None:
    workspace, _ = start_workspace(tmp_path / "工作")
    far, near = Cluster(address, {}), 1
    found = []
    for place, batch in ((far, "L"), (near, "M")):
        with working(workspace, "test") as store:
            request = ScoreScanRequest(
                scans=(form3.scan("95"), form3.scan("")), paper=ScorePaper.ANALYSIS, batch=batch, jobs=place
            )
            summary = scan_scores(workspace, store, request, lambda *_: None)
            found.append((summary.pages, summary.fields, summary.read, summary.unread, summary.known))
    assert found == [(2, 2, 1, [], 0), (0, 0, 0, [], 2)]


def test_a_file_the_machines_cannot_see_names_them_and_it(
    address: str, paper: Callable[..., list[PageTask]], tmp_path: Path
) -> None:
    (task,) = paper(1)
    away = Cluster(address, {task.path.resolve(): str(tmp_path / "不在这里.pdf")})
    with pytest.raises(ClusterError, match=r"没有一台读票机可用(.|\n)*看不到文件 .*不在这里.pdf") as told:
        list(read_pages([task], plain, away))
    assert str(told.value).count("tcp://") == 3  # the scheduler and both machines


def test_a_scheduler_that_is_not_there_is_named(
    monkeypatch: pytest.MonkeyPatch, paper: Callable[..., list[PageTask]]
) -> None:
    monkeypatch.setattr(far, "START_S", 0.5)
    with pytest.raises(ClusterError, match=r"连不上调度机（tcp://127.0.0.1:9）.*dask worker tcp://127.0.0.1:9"):
        list(read_pages(paper(1), plain, Cluster("tcp://127.0.0.1:9", {})))


def test_a_url_without_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileError, match=r"找不到 file://.*没有.pdf"):
        local_scans([(tmp_path / "没有.pdf").as_uri().replace("%E6%B2%A1%E6%9C%89", "没有")])


class Machines:
    """`dask scheduler` and `dask worker`, started as the guide says."""

    def __init__(self) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self.port}"
        self._running: list[subprocess.Popen[bytes]] = []

    def _start(self, *arguments: str, paths: dict[str, str] = PATHS) -> subprocess.Popen[bytes]:
        command = [str(Path(sys.executable).with_name("dask")), *arguments, "--no-dashboard"]
        process = subprocess.Popen(command, env=paths, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._running.append(process)
        return process

    def scheduler(self) -> subprocess.Popen[bytes]:
        process = self._start("scheduler", "--host", "127.0.0.1", "--port", str(self.port))
        while socket.socket().connect_ex(("127.0.0.1", self.port)):
            time.sleep(0.2)
        return process

    def worker(self, paths: dict[str, str] = PATHS) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--nthreads", "1", "--no-nanny", paths=paths)

    def stop(self) -> None:
        for process in self._running:
            process.kill()
            process.wait()


@pytest.fixture
def machines() -> Iterator[Machines]:
    found = Machines()
    yield found
    found.stop()


def test_a_killed_worker_and_a_restarted_scheduler_change_nothing(
    machines: Machines, paper: Callable[..., list[PageTask]]
) -> None:
    scheduler, victim, _ = machines.scheduler(), machines.worker(), machines.worker()
    place = Cluster(machines.address, {})
    planned = paper(90, without=(7, 11))
    outcomes = []
    for number, outcome in enumerate(read_pages(planned, slow, place), start=1):
        outcomes.append(outcome)
        if number == 20:
            victim.kill()
        if number == 45:
            scheduler.kill()
            scheduler.wait()
            machines.scheduler()
            machines.worker()
    assert sources(outcomes) == [task.page for task in planned]
    assert place.reconnected == 1
    assert "断开 1 次" in place.notes()[0]
    assert not logging.getLogger("distributed.client").isEnabledFor(logging.ERROR)  # a clerk sees no stack trace


def test_a_scheduler_restarted_when_all_is_read_is_left_in_peace(
    machines: Machines, paper: Callable[..., list[PageTask]]
) -> None:
    scheduler, _ = machines.scheduler(), machines.worker()
    place, planned = Cluster(machines.address, {}), paper(3)
    with place.at_work(plain) as desk:
        piece = Piece(start=0, tasks=tuple(planned))
        assert sources(list(desk.submit(piece).result())) == [1, 2, 3]
        scheduler.kill()
        scheduler.wait()
        machines.scheduler()
        machines.worker()
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            try:
                desk.submit(piece).result(timeout=2)
            except NoFormError:  # the connection stands again, and nobody there knows the form
                return
            except (CancelledError, OSError, TimeoutError):
                time.sleep(0.2)
    pytest.fail("the connection did not come back")


def test_a_machine_with_other_code_is_refused_by_name_and_the_others_go_on(
    machines: Machines, paper: Callable[..., list[PageTask]], tmp_path: Path
) -> None:
    shutil.copytree(ROOT / "pingyi", tmp_path / "other" / "pingyi", ignore=shutil.ignore_patterns("samples", "web"))
    with (tmp_path / "other" / "pingyi" / "scanner" / "verdict" / "judge.py").open("a", encoding="utf-8") as code:
        code.write("# another version\n")
    machines.scheduler()
    machines.worker({**PATHS, "PYTHONPATH": os.pathsep.join([str(tmp_path / "other"), PATHS["PYTHONPATH"]])})
    planned = paper(6)
    with pytest.raises(ClusterError, match=r"没有一台读票机可用(.|\n)*tcp://.*：程序不同（那台 .*，本机 .*）"):
        list(read_pages(planned, plain, Cluster(machines.address, {})))
    machines.worker()
    place = Cluster(machines.address, {})
    deadline = time.monotonic() + 300
    while True:  # until the second machine has come
        try:
            outcomes = list(read_pages(planned, plain, place))
            break
        except ClusterError:
            assert time.monotonic() < deadline
    assert sources(outcomes) == [1, 2, 3, 4, 5, 6]
    (note,) = place.notes()
    assert "没有用读票机 tcp://127.0.0.1" in note
    assert "程序不同" in note
