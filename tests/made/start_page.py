"""The start page of a double click, run as the desktop runs it."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.page.served import REPOSITORY, free_port

PATIENCE = 60.0
PASTED = """(cell, text) => { const data = new DataTransfer(); data.setData('text/plain', text);
  cell.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true })); }"""


def paste_over(page: Page, rows: Sequence[Sequence[str]]) -> None:
    """As from Excel, over what stands in the table."""
    for cell in page.locator("table.pasted input").all():
        if cell.input_value():
            cell.fill("")
    page.locator("input[name=c-0-0]").evaluate(PASTED, "\n".join("\t".join(row) for row in rows))


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
            end = time.monotonic() + PATIENCE
            while not told.exists() and time.monotonic() < end and running.poll() is None:
                time.sleep(0.1)
            yield told.read_text(encoding="utf-8")
        finally:
            running.terminate()
