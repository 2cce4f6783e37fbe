"""A second double click shows the page that is open; another person on the same PC gets a page of their own."""

import os
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from benchmarks.page.served import REPOSITORY
from pingyi.workflow.desk import own_page as desk
from pingyi.workflow.init import start_workspace

pytestmark = pytest.mark.outside
PATIENCE_S = 60


class Person:
    """Who double-clicks: a folder of their own, and a browser that writes down what it is told."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.told = folder, folder / "told"
        browser = folder.with_name(f"browser-of-{len(list(folder.parent.iterdir()))}")  # BROWSER is split at blanks
        script = f"#!/bin/sh\nprintf %s \"$1\" >'{self.told}.part' && mv '{self.told}.part' '{self.told}'\n"
        browser.write_text(script, encoding="utf-8")
        browser.chmod(0o755)
        own = {"XDG_DATA_HOME": str(folder / "own"), "LOCALAPPDATA": str(folder / "own")}
        self.environment = os.environ | own | {"BROWSER": f"{browser} %s"}

    @contextmanager
    def click(self, *options: str) -> Iterator[subprocess.Popen[str]]:
        self.told.unlink(missing_ok=True)
        command = [sys.executable, str(REPOSITORY / "cli.py"), "start", "--home", str(self.folder / "评议"), *options]
        with subprocess.Popen(
            command, cwd=REPOSITORY, env=self.environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        ) as running:
            try:
                yield running
            finally:
                running.terminate()

    def link(self) -> str:
        end = time.monotonic() + PATIENCE_S
        while not self.told.exists() and time.monotonic() < end:
            time.sleep(0.1)
        return self.told.read_text(encoding="utf-8")


def answers(link: str) -> int:
    parts = urlsplit(link)
    asked = HTTPConnection(parts.netloc, timeout=PATIENCE_S)
    asked.request("GET", f"{parts.path}?{parts.query}")
    return asked.getresponse().status


def test_twice_is_once_and_two_people_have_a_page_each(tmp_path: Path) -> None:
    first, second = Person(tmp_path / "甲 科长"), Person(tmp_path / "乙")
    with first.click():
        link = first.link()
        with first.click() as again:
            said, _ = again.communicate(timeout=PATIENCE_S)
            assert again.returncode == 0
            assert "评议已经开着" in said
            assert first.link() == link
        with second.click():
            other = second.link()
            assert urlsplit(other).port != urlsplit(link).port
            assert answers(other) == answers(link) == 303
    with first.click():
        assert first.link() != link


def test_once_a_campaign_is_chosen_the_second_click_leads_to_its_page(tmp_path: Path) -> None:
    person = Person(tmp_path / "甲")
    root = start_workspace(person.folder / "评议" / "本年")[0].root
    with person.click():
        parts, key = urlsplit(person.link()), person.link().rpartition("=")[2]
        asked = HTTPConnection(parts.netloc, timeout=PATIENCE_S)
        body = urlencode({"folder": str(root)})
        headers = {"Cookie": f"pingyi_start={key}", "Content-Type": "application/x-www-form-urlencoded"}
        asked.request("POST", "/open", body, headers | {"Origin": f"http://{parts.netloc}"})
        waiting = asked.getresponse()
        assert (waiting.status, b"begin.js" in waiting.read()) == (200, True)
        asked.request("GET", "/login", headers={"Cookie": headers["Cookie"]})  # as the waiting page's script asks
        assert asked.getresponse().status == 503
        asked.close()
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            with person.click() as again:
                again.wait(PATIENCE_S)
            if "setup" in person.link():
                break
        assert answers(person.link()) == 200


@pytest.mark.skipif(os.getuid() == 0, reason="root writes everywhere")
def test_a_closed_home_stops_nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o500)
    monkeypatch.setattr(desk, "own_folder", lambda: tmp_path / "own")
    with desk.own_page() as page:
        page.tell("http://127.0.0.1:1/")
        assert not page.elsewhere


def test_the_link_with_its_key_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk, "own_folder", lambda: tmp_path)
    with ExitStack() as stack:
        stack.enter_context(desk.own_page()).tell("http://127.0.0.1:1/begin?key=k")
        assert stat.S_IMODE((tmp_path / desk.LINK).stat().st_mode) == 0o600
        with desk.own_page() as again:
            assert again.elsewhere.endswith("key=k")
    assert not (tmp_path / desk.LINK).exists()
