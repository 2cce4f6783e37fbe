"""Bounds of a process that opens files from outside: memory for all it does, CPU time for each file it opens."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

MOST_BYTES = 800 << 20  # of data; with the libraries' code and shared pages a process stays under 1 GB
MOST_MORE = 600 << 20  # beyond what a process forked from a large one begins with
ROOM_BYTES = 300 << 20  # of these: more than any page of an office needs
MOST_SECONDS = 10.0  # of CPU to decode one page; the largest ordinary ones take one
_bounded = False


def bound_process() -> None:
    """Bound this process for good. Windows has no such limits: there the checks before decoding stand alone."""
    global _bounded  # noqa: PLW0603 - it is the process that is bounded
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not on Windows

    most = max(MOST_BYTES, _data_bytes() + MOST_MORE)
    hard = resource.getrlimit(resource.RLIMIT_DATA)[1]
    resource.setrlimit(resource.RLIMIT_DATA, (most if hard < 0 else min(most, hard), hard))
    _bounded = True


def short_of_memory() -> bool:
    """Whether so little is left of this process's bound that a fault may be its own and not the page's."""
    if not _bounded or sys.platform != "linux":
        return False
    import resource  # noqa: PLC0415 - not on Windows

    return _data_bytes() > resource.getrlimit(resource.RLIMIT_DATA)[0] - ROOM_BYTES


def _data_bytes() -> int:
    """Data and stacks of this process as RLIMIT_DATA counts them (Linux; elsewhere a process is never forked: 0)."""
    if sys.platform != "linux":
        return 0
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def opening(seconds: float = MOST_SECONDS) -> Iterator[None]:
    """
    In a bounded process the block may use so many `seconds` of CPU; beyond it the system ends the process.

    Nothing milder ends a library that loops in C; whoever started the process tells what became of it.
    """
    if not _bounded or sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0.0)
