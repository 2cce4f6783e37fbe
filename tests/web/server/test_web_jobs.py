"""Long work is stopped by whoever may work; what is said of it says it once."""

import errno
import sys
import time
from collections.abc import Iterator
from multiprocessing import active_children, forkserver
from multiprocessing.process import BaseProcess
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from own_forkserver import begin_anew
from web_office import Clerk

from pingyi.store.people.events import JobRecord, jobs
from pingyi.web.server.job_requests import MakeForms
from pingyi.web.server.jobs import INTERRUPTED, STARTING, WARM_AFTER_S, Jobs, JobState
from pingyi.web.server.office import Office

PATIENCE_S = 60
SOON_S = 2.0  # no longer may a page say that a job is starting


def states(office: Office) -> dict[int, tuple[str, tuple[str, ...]]]:
    with office.store() as store:
        return {job.number: (job.state, job.lines) for job in jobs(store, 10)}


def until(office: Office, number: int, *wanted: str) -> tuple[str, tuple[str, ...]]:
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        found = states(office)[number]
        if found[0] in wanted:
            return found
        time.sleep(0.05)
    raise AssertionError(found)


def stop(clerk: Clerk, number: int) -> int:
    clerk.enter()
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    return int(clerk.client.post(f"/jobs/{number}/stop", headers=headers).status_code)


@pytest.mark.slow
def test_a_job_at_work_and_one_that_waits_are_stopped(client: TestClient, office: Office) -> None:
    clerk, watcher = Clerk(client, "王五"), Clerk(client, "赵六")
    for _ in range(2):
        clerk.enter()
        client.post("/forms", data={"csrf": clerk.token, "kind": "analysis"})
    first, second = sorted(states(office))
    until(office, first, "running")
    assert stop(watcher, first) == 403
    assert stop(clerk, second) == 204
    assert stop(clerk, first) == 204
    for number in (first, second):
        _, lines = until(office, number, "interrupted")
        assert "王五停止了这项工作" in lines[0]
    assert stop(clerk, first) == 409
    page = clerk.see("/log").text
    assert page.count("停止工作") >= 2


@pytest.mark.slow
@pytest.mark.parametrize("waited_s", [0, 0.002, 0.05, 0.3, 1.5])
def test_a_page_closed_at_any_moment_of_a_job_leaves_it_to_the_next_start(office: Office, waited_s: float) -> None:
    page = Jobs(office)
    numbers = [page.ask("生成附件3", MakeForms(kind="analysis"), "王五") for _ in range(2)]
    time.sleep(waited_s)
    page.close()
    left = {number: state for number, (state, _) in states(office).items() if number in numbers}
    assert set(left.values()) <= {"running", "waiting", "done"}
    Jobs(office).close()
    for number in (number for number in numbers if left[number] != "done"):
        assert states(office)[number] == ("interrupted", (INTERRUPTED,))


def test_the_button_stands_beside_what_can_be_stopped(client: TestClient, office: Office) -> None:
    clerk, watcher = Clerk(client, "张三"), Clerk(client, "赵六")
    assert "停止</button>" not in clerk.see("/jobs").text
    number = client.app.state.pingyi.jobs.ask("生成附件3", MakeForms(kind="analysis"), "王五")  # type: ignore[attr-defined]
    assert f"/jobs/{number}/stop" in clerk.see("/jobs").text
    assert f"/jobs/{number}/stop" not in watcher.see("/jobs").text
    stop(clerk, number)
    until(office, number, "interrupted", "done")


def test_what_was_said_seven_times_is_said_once() -> None:
    record = JobRecord(
        number=1, kind="", title="读入扫描件", wish={}, account="甲", state="done", lines=("没有打开",) * 7 + ("完",),
        asked_at="", ended_at="",
    )  # fmt: skip
    assert JobState(record=record).lines == ("没有打开（同样的共 7 条）", "完")


@pytest.fixture
def warm(office: Office) -> Iterator[tuple[Jobs, BaseProcess]]:
    """The page's jobs with a process that waits for the next one."""
    begin_anew()
    page = Jobs(office)
    before = set(active_children())
    end = time.monotonic() + WARM_AFTER_S + PATIENCE_S
    while not (begun := set(active_children()) - before) and time.monotonic() < end:
        time.sleep(0.1)
    (process,) = begun
    yield page, process
    page.close()
    assert not process.is_alive()


@pytest.mark.outside
@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_process_waits_for_the_next_job_and_has_not_loaded_the_scanner(warm: tuple[Jobs, BaseProcess]) -> None:
    page, process = warm
    time.sleep(PATIENCE_S / 20)  # it has loaded what it wants
    loaded = Path(f"/proc/{process.pid}/maps").read_text(encoding="utf-8")
    assert "sqlite" in loaded
    assert not [library for library in ("cv2", "numba", "llvmlite", "onnx") if f"/{library}" in loaded]
    number = page.ask("生成附件3", MakeForms(kind="analysis"), "王五")
    begun = time.monotonic()
    while page.states(1)[0].doing in ("", STARTING):
        assert time.monotonic() - begun < SOON_S
        time.sleep(0.02)
    page.stop(number, "王五")


@pytest.mark.outside
def test_a_waiting_process_that_was_killed_costs_no_job(warm: tuple[Jobs, BaseProcess], office: Office) -> None:
    page, process = warm
    process.kill()
    process.join()
    number = page.ask("生成日结单", MakeForms(kind="daily"), "王五")
    assert until(office, number, "done", "failed", "interrupted")[0] == "done"


@pytest.mark.outside
@pytest.mark.skipif(sys.platform == "win32", reason="copies no process")
def test_where_no_process_can_be_copied_a_job_has_one_of_its_own(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "no room for its socket")

    monkeypatch.setattr(forkserver, "connect_to_new_process", full)
    page = Jobs(office)
    number = page.ask("生成日结单", MakeForms(kind="daily"), "王五")
    assert until(office, number, "done", "failed", "interrupted")[0] == "done"
    page.close()
