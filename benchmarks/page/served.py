"""A real server on a real workspace, and a real browser, for tests, measurements and pictures."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from benchmarks.trust.people import enrol
from pingyi.domain.trust.people import Role
from pingyi.workflow.desk.workspace import open_workspace, working

REPOSITORY = Path(__file__).parent.parent.parent
WHOLE_CHROMIUM = Path("/usr/bin/chromium")
WITHOUT_WINDOWS = Path("/usr/bin/chromium-headless-shell")  # the same pages and scripts at two fifths of the CPU
CHROMIUM = WITHOUT_WINDOWS if WITHOUT_WINDOWS.exists() else WHOLE_CHROMIUM
CHROMIUM_OPTIONS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
]
PASSWORD = "一句好记的话2024"  # noqa: S105 - of invented people
PEOPLE = {"张三": Role.ENTRY, "李四": Role.REVIEW, "王五": Role.ADMIN, "赵六": Role.WATCH}
START_S = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """A running server."""

    address: str
    process: subprocess.Popen[str]
    said: str  # what it printed when it was ready


def add_people(root: Path) -> None:
    """One person of each role, all with PASSWORD."""
    with working(open_workspace(root), "people") as store:
        enrol(store, PEOPLE, PASSWORD)


def free_port() -> int:
    """One that nobody listened on just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(root: Path) -> Iterator[Served]:
    """`pingyi serve` in a process of its own, ended with the block."""
    port = free_port()
    command = [sys.executable, "-u", str(REPOSITORY / "cli.py"), "-C", str(root), "serve", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=REPOSITORY) as process:
        try:
            said = _until_ready(process, port)
            yield Served(address=f"http://127.0.0.1:{port}", process=process, said=said)
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                raise


@contextmanager
def started(home: Path, scratch: Path) -> Iterator[str]:
    """What the browser was told to open, while the program runs."""
    told = scratch / "told"
    browser = scratch / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.part && mv {told}.part {told}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = [sys.executable, str(REPOSITORY / "cli.py"), "start", "--home", str(home), "--port", str(free_port())]
    with subprocess.Popen(command, cwd=REPOSITORY, env=os.environ | {"BROWSER": f"{browser} %s"}) as running:
        try:
            end = time.monotonic() + START_S
            while not told.exists() and time.monotonic() < end and running.poll() is None:
                time.sleep(0.1)
            yield told.read_text(encoding="utf-8")
        finally:
            running.terminate()


@contextmanager
def browser(program: Path = CHROMIUM) -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield opened
        opened.close()


def _until_ready(process: subprocess.Popen[str], port: int) -> str:
    said = ""
    assert process.stdout is not None  # noqa: S101 - asked for above
    while not re.search("按 Ctrl-C", said):
        line = process.stdout.readline()
        if not line:
            raise RuntimeError(f"the server ended: {said}")
        said += line
    end = time.monotonic() + START_S
    while time.monotonic() < end:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return said
        time.sleep(0.05)
    raise RuntimeError("the server does not answer")
