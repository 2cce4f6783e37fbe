"""A double click ends on the page: the workspace is found or made, and the browser is shown where to begin."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from benchmarks.page.served import REPOSITORY, free_port
from pingyi.workflow.init import start_workspace, usual_workspace

PATIENCE = 60.0


def test_the_workspace_touched_last_is_the_one_meant(tmp_path: Path) -> None:
    for number, year in enumerate((2026, 2024, 2025)):
        start_workspace(tmp_path / str(year), year=year)
        os.utime(tmp_path / str(year) / "campaign.toml", (number, number))
    assert usual_workspace(tmp_path, 2027) == (tmp_path / "2025", False)
    (tmp_path / "2024" / "pingyi.db").touch()
    assert usual_workspace(tmp_path, 2027) == (tmp_path / "2024", False)


def test_without_any_one_is_made_of_this_year(tmp_path: Path) -> None:
    folder, new = usual_workspace(tmp_path / "评议", 2026)
    assert (folder, new) == (tmp_path / "评议" / "2026", True)
    assert "2026" in (folder / "campaign.toml").read_text(encoding="utf-8")


@contextmanager
def _started(home: Path, scratch: Path) -> Iterator[str]:
    """What the browser was told to open, while the program runs."""
    told = scratch / "told"
    browser = scratch / "browser"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {told}.part && mv {told}.part {told}\n', encoding="utf-8")
    browser.chmod(0o755)
    command = [sys.executable, str(REPOSITORY / "cli.py"), "start", "--home", str(home), "--port", str(free_port())]
    with subprocess.Popen(command, cwd=REPOSITORY, env=os.environ | {"BROWSER": f"{browser} %s"}) as running:
        try:
            end = time.monotonic() + PATIENCE
            while not told.exists() and time.monotonic() < end and running.poll() is None:
                time.sleep(0.1)
            yield told.read_text(encoding="utf-8")
        finally:
            running.terminate()


@pytest.mark.outside
def test_the_browser_is_shown_where_the_first_account_is_made(tmp_path: Path) -> None:
    with _started(tmp_path / "评议", tmp_path) as address, urlopen(address, timeout=PATIENCE) as page:  # noqa: S310
        assert "setup?token=" in address
        assert "管理账号" in page.read().decode("utf-8")
