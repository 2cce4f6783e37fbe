"""Readers for machines elsewhere: little to import, since every process that reads imports this."""

import os
import signal
import sys
import time
from dataclasses import replace
from pathlib import Path

from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage


def plain(path: Path, page: int) -> SheetReading:
    """Stands for a reader; two page numbers tell what happens."""
    if page == 7:
        raise ValueError("a bug met on page 7")
    if page == 11:
        os._exit(3)  # as when a library crashes
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="?", page=page),
        digest=f"{path.name}-{page}",
        form_digest="",
        batch_code="",
        turn=0,
        rows=(),
        has_opinion=False,
    )


def slow(path: Path, page: int) -> PageOutcome:
    """So that something can happen meanwhile."""
    time.sleep(0.1)
    return plain(path, page)


def note_process(path: Path, page: int) -> PageOutcome:
    """A slow page; its digest tells the process."""
    time.sleep(0.2)
    return by_process(path, page)


def by_process(path: Path, page: int) -> PageOutcome:
    """Its digest tells the process."""
    return replace(plain(path, page), digest=str(os.getpid()))


def note_world(path: Path, page: int) -> PageOutcome:
    """A slow page; its digest tells the process, whether it had the scanner before it asked for it, and its home."""
    outcome = note_process(path, page)
    return replace(outcome, digest=f"{outcome.digest} {'pingyi.scanner.sheet' in sys.modules} {os.environ['HOME']}")


def note_form(form: tuple[str, ...], path: Path, page: int) -> PageOutcome:
    """Its digest tells which object the form is, of those this process has met."""
    if not any(form is met for met in _met):
        _met.append(form)
    return replace(plain(path, page), digest=str(len(_met)))


def first_last(path: Path, page: int) -> PageOutcome:
    """The first page takes longer than all others together."""
    if page == 1:
        time.sleep(3)
    return plain(path, page)


def killing_its_machine(path: Path, page: int) -> PageOutcome:
    """The file holds the number of the process that gave the order; any other parent is a machine's."""
    if page == 6:
        if os.getppid() != int(path.read_text(encoding="utf-8")):
            os.kill(os.getppid(), signal.SIGKILL)
        os._exit(3)
    return plain(path, page)


_met: list[tuple[str, ...]] = []
_hoarded: list[bytes] = []


def hoard(path: Path, page: int) -> PageOutcome:
    """Keeps 40 MB of each page; where it gets none it says so in three ways, as libraries do."""
    try:
        _hoarded.append(bytes(40 << 20))
    except MemoryError:
        if page % 3 == 0:
            raise
        if page % 3 == 1:
            raise RuntimeError("std::bad_alloc") from None
        return UnreadPage(source=Source(file=path.name, page=page), digest="", reason=Unread.DAMAGED_FILE)
    return plain(path, page + 100)  # none of the two it fails on
