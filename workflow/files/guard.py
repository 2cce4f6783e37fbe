"""Calls in a process of their own, bounded in memory and CPU time: a file that brings it down costs only itself."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import forkserver
from typing import ParamSpec, Self, TypeVar

from pingyi.scanner.files.limits import bound_process
from pingyi.workflow.files.interrupts import interrupts_held

P = ParamSpec("P")
T = TypeVar("T")
DIE_WITH_PARENT = 1  # Linux: prctl(PR_SET_PDEATHSIG)


class CallDiedError(Exception):
    """The process ended amid the call: out of memory, out of time, or by a fault of a library."""


class WornOutError(Exception):
    """
    A process that has read many pages refuses one while it is short of memory.

    Libraries keep memory they have used, and tell of its lack in words of their own or as a damaged picture: so what
    such a process refuses is no word on the page, and a fresh one reads it again.
    """


class Guard:
    """
    One process that answers one call at a time and is made anew when a call brings it down; use as a context.

    `forked`: it may begin as a copy of this one, which must not have threads of its own at work.
    """

    def __init__(self, *, forked: bool = True) -> None:
        self._forked = forked
        self._pool = bounded_pool(1, forked=forked)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def call(self, function: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `function` (picklable) returns or raises. Raises CallDiedError when its process did not survive."""
        try:
            with interrupts_held():
                answer = self._pool.submit(function, *args, **kwargs)
            return answer.result()
        except MemoryError as error:  # its bound was met before the system ended it
            raise CallDiedError from error
        except (BrokenProcessPool, WornOutError) as error:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = bounded_pool(1, forked=self._forked)
            raise CallDiedError from error


def bounded_pool(jobs: int, *, forked: bool = True, ready: str = "") -> ProcessPoolExecutor:
    """
    Processes bounded by scanner.limits that end with this one.

    One alone is forked where that is safe (`forked`): it has all modules at once, so a single page costs no second
    start. Several are copies of one that has imported the module `ready`, where this process begins none otherwise.
    """
    start = "spawn"  # many at once: no forked threads
    if forked and sys.platform == "linux":
        start = "fork" if jobs == 1 else "forkserver" if ready and _can_be_copied(ready) else start
    context = multiprocessing.get_context(start)
    return ProcessPoolExecutor(jobs, mp_context=context, initializer=_serve_bounded, initargs=(dict(os.environ),))


def _can_be_copied(ready: str) -> bool:
    """Whether the process others are copies of runs now; not where its socket finds no room, or has too long a path."""
    if multiprocessing.parent_process() is not None:  # whoever began this one may have it import something else
        return False
    forkserver.set_forkserver_preload([ready])
    try:
        forkserver.ensure_running()
    except OSError:
        return False
    return True


def process_pool(jobs: int) -> ProcessPoolExecutor:
    """Processes for our own work, unbounded, that leave Ctrl-C to this one and end with it."""
    return ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn"), initializer=serve_parent)


def serve_parent() -> None:
    """Leave Ctrl-C to the parent, and end with it even when it is killed: a pool alone would wait for ever."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _serve_bounded(environment: dict[str, str]) -> None:
    os.environ.update(environment)  # what it is a copy of may be older
    serve_parent()
    if sys.platform == "linux":  # at once: a forked process holds the workspace's lock too
        import ctypes  # noqa: PLC0415 - only here

        ctypes.CDLL(None).prctl(DIE_WITH_PARENT, signal.SIGKILL)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # libraries' last words
    bound_process()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
