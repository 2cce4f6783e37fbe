"""The demo from the start page: one button, how far it is, and it opens; what goes wrong leaves nothing behind."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
import uvicorn
from fastapi import FastAPI
from fastapi.testclient import TestClient

from benchmarks.page.screenshots import VIEW, problems
from benchmarks.page.served import CHROMIUM, browser, free_port
from pingyi.store.readings.counts import machine_counts
from pingyi.web.begin import create_begin
from pingyi.web.server.demo_run import DemoRun
from pingyi.workflow.desk.workspace import open_workspace, watching

ADDRESS = "http://127.0.0.1:8765"
PATIENCE_S = 300


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))


def nothing() -> None:
    """The server that goes on is none of this test's."""


@contextmanager
def listening(app: FastAPI) -> Iterator[str]:
    """The start page for a browser, in this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="warning", timeout_graceful_shutdown=1))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            time.sleep(0.05)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


@pytest.mark.long
@pytest.mark.office
@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_one_button_makes_the_demo_tells_how_far_it_is_and_opens_it(tmp_path: Path) -> None:
    app = create_begin("key", tmp_path / "评议", nothing)
    app.state.demo.copies = (3, 2)
    with listening(app) as address, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=address)
        page.goto("/begin?key=key")
        page.get_by_role("button", name="做一个演示").click()
        page.get_by_role("heading", name="演示").wait_for()
        assert problems(page) == []
        page.goto("/")
        page.get_by_role("button", name="看做到哪里").click()  # it goes on; a second press makes no second one
        page.wait_for_function("() => document.getElementById('demo').max > 1", timeout=PATIENCE_S * 1000)
        page.get_by_role("heading", name="正在打开").wait_for(timeout=PATIENCE_S * 1000)
    folder = tmp_path / "评议" / "演示"
    assert app.state.beginning.chosen == folder
    assert [found.name for found in (tmp_path / "评议").iterdir()] == ["演示"]
    workspace = open_workspace(folder)
    with watching(workspace) as store:
        assert {code: found["sheets"] for code, found in machine_counts(store).items()} == {"A01": 3, "B01": 2}
    assert list(workspace.results.glob("*征求意见稿*.docx"))
    with TestClient(create_begin("key", tmp_path / "评议", nothing), base_url=ADDRESS) as client:
        listed = client.get("/begin?key=key").text
    assert '<span class="tag amber">演示</span>' in listed


@pytest.mark.outside
@pytest.mark.slow
def test_a_demo_that_cannot_be_made_says_why_and_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))  # no LibreOffice
    app = create_begin("key", tmp_path / "评议", nothing)
    with TestClient(app, base_url=ADDRESS) as client:
        client.get("/begin?key=key")
        client.post("/demo")
        end = time.monotonic() + PATIENCE_S
        while client.get("/demo/state").json()["running"]:
            assert time.monotonic() < end
            time.sleep(0.2)
        told = client.get("/demo").text
        assert 'class="wrong"' in told
        assert "请" in told
        assert "再试一次" in told
    assert not [one for one in (tmp_path / "评议").iterdir() if one.name == "演示"]


@pytest.mark.office
@pytest.mark.slow
def test_whoever_leaves_amid_the_demo_leaves_no_half_of_it_and_nobody_at_work(tmp_path: Path) -> None:
    demo = DemoRun(tmp_path / "评议", (40, 40, 40))
    demo.start()
    assert demo.state is not None
    end, here = time.monotonic() + PATIENCE_S, psutil.Process()
    while "填写" not in demo.state.doing or not workers(here):
        assert time.monotonic() < end, demo.state
        time.sleep(0.05)
    at_work = here.children(recursive=True)
    demo.close()
    assert not demo.state.folder.exists()
    _, left = psutil.wait_procs([one for one in at_work if "resource_tracker" not in " ".join(said(one))], timeout=20)
    assert not left


def workers(process: psutil.Process) -> list[psutil.Process]:
    """Who fills ballots: made by the process that makes the demo."""
    return [deep for one in process.children() for deep in one.children() if any("spawn_main" in w for w in said(deep))]


def said(process: psutil.Process) -> list[str]:
    """Its command; none when it has just ended."""
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def test_the_demo_is_kept_from_who_has_not_the_key(tmp_path: Path) -> None:
    with TestClient(create_begin("key", tmp_path, nothing), base_url=ADDRESS, follow_redirects=False) as client:
        assert client.post("/demo").status_code == 403
        assert client.get("/demo").status_code == 403
        assert client.get("/demo/state").status_code == 403
        client.get("/begin?key=key")
        assert client.get("/demo").headers["location"] == "/"
