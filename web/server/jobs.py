"""
Long jobs of the page: one after another, each in a process of its own, so that the page never waits for them.

The next one's process is begun while nothing is at work, and waits; it has what every job needs, and not the scanner.
But on Windows it is a copy of one that has what most jobs need, so that only reading and printing wait for modules.
"""

import atexit
import multiprocessing
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Protocol

from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.store.base.store import Store
from pingyi.store.people.events import JobRecord, add_job, jobs, set_job, unfinished_jobs, write_log
from pingyi.web.server.job_requests import RESUMED, JobRequest, content_of, kind_of, request_of
from pingyi.web.server.office import OpenDesk
from pingyi.web.server.page_words import without_root
from pingyi.workflow.desk.vote_folder import open_any
from pingyi.workflow.files.guard import serve_parent
from pingyi.workflow.people.keys import Lent, Signer, borrowed, both, lend

TOLD_EVERY_S = 0.2
INTERRUPTED = "服务中途停止，这项工作没有做完；请重新开始"
STOPPED = "{}停止了这项工作；已经读入的留着，再开始一次会接着做"
STARTING = "正在启动"  # until its process runs
PREPARING = "正在装入所需的程序"  # until the job speaks for itself: modules of a second or two
WARM_AFTER_S = 3.0  # without a job; what opens a campaign only for a moment begins no process
SHOWN = 30
READY = ["pingyi.web.server.work.job_kinds"]  # in the process that jobs' are copies of


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """A job as people see it; `total` 0: not known yet."""

    record: JobRecord
    doing: str = ""
    done: int = 0
    total: int = 0

    @property
    def lines(self) -> tuple[str, ...]:
        """What came of it; what is said several times stands once, with how often."""
        return tuple(
            line if count == 1 else f"{line}（同样的共 {count} 条）"
            for line, count in Counter(self.record.lines).items()
        )


class Jobs:
    """Owns the queue and the process at work."""

    def __init__(self, office: OpenDesk) -> None:
        self._office = office
        self._queue: Queue[tuple[int, JobRequest, tuple[Lent, ...]] | None] = Queue()
        self._now: dict[int, tuple[str, int, int]] = {}
        self._process: multiprocessing.process.BaseProcess | None = None  # at work
        self._warm: _Begun | None = None  # waits for the next job
        self._turning = threading.Lock()  # between starting a process and ending it
        self._closing = False
        self._stopped: dict[int, str] = {}  # by whom, of jobs not ended yet
        with office.store() as store:
            for left in unfinished_jobs(store):
                wish = request_of(left.kind, left.wish)
                if isinstance(wish, RESUMED):
                    set_job(store, left.number, "waiting")
                    self._queue.put((left.number, wish, ()))
                else:
                    set_job(store, left.number, "interrupted", [INTERRUPTED])
        self._thread = threading.Thread(target=self._work, name="jobs", daemon=True)
        self._thread.start()
        atexit.register(self.close)  # or the exit would wait for the process that waits for a job

    def ask(self, title: str, wish: JobRequest, account: str, signers: Sequence[Signer] = ()) -> int:
        """Put a job at the end of the queue, with the keys of who signs for it; its number. Keys are never kept."""
        with self._office.store() as store:
            number = add_job(store, kind_of(wish), title, content_of(wish), account)
            write_log(store, account, "开始工作", title)
        self._queue.put((number, wish, tuple(map(lend, signers))))
        return number

    def states(self, limit: int = SHOWN) -> tuple[JobState, ...]:
        """The newest jobs and how far they are."""
        with self._office.store() as store:
            listed = jobs(store, limit)
        return tuple(
            JobState(record=record, doing=doing, done=done, total=total)
            for record in listed
            for doing, done, total in (self._now.get(record.number, ("", 0, 0)),)
        )

    def busy(self) -> bool:
        """Whether anything is at work or waiting."""
        return any(state.record.state in ("waiting", "running") for state in self.states())

    def stop(self, number: int, account: str) -> None:
        """Somebody stops a job that waits or runs; what it has filed stays. Raises NotReadyError when it has ended."""
        with self._office.store() as store:
            record = next((one for one in unfinished_jobs(store) if one.number == number), None)
            if record is None:
                raise NotReadyError("这项工作已经结束，不用再停；请看它的结果")
            self._stopped[number] = account
            write_log(store, account, "停止工作", record.title)
        if number in self._now:
            self._end_process()

    def close(self) -> None:
        """Stop what is at work; a later start tells that it was interrupted."""
        atexit.unregister(self.close)
        self._closing = True
        self._queue.put(None)
        self._end_process()
        with self._turning:
            if self._warm is not None:
                self._warm.end()
        self._thread.join(timeout=5)

    def _end_process(self) -> None:
        with self._turning:
            if self._process is not None:
                self._process.terminate()

    def _next(self) -> tuple[int, JobRequest, tuple[Lent, ...]] | None:
        with suppress(Empty):
            return self._queue.get(timeout=WARM_AFTER_S)
        with self._turning:
            if not self._closing and self._warm is None:
                self._warm = _begin(self._office.root)
        return self._queue.get()

    def _work(self) -> None:
        while (asked := self._next()) is not None and not self._closing:
            number, wish, keys = asked
            state, lines = "interrupted", list[str]()
            if number not in self._stopped:
                with self._office.store() as store:
                    set_job(store, number, "running")
                self._now[number] = (STARTING, 0, 0)
                state, lines = self._run(number, wish, keys)
            if self._closing and state != "done":
                return  # not ended: the next start finds it
            by = self._stopped.pop(number, "")
            if by and state != "done":
                state, lines = "interrupted", [STOPPED.format(by)]
            with self._office.store() as store:
                set_job(store, number, state, lines)
            self._now.pop(number, None)

    def _run(self, number: int, wish: JobRequest, keys: tuple[Lent, ...]) -> tuple[str, list[str]]:
        with self._turning:
            if self._closing or number in self._stopped:
                return "interrupted", []
            warm, self._warm = self._warm, None
            begun = warm if warm and warm.process.is_alive() else _begin(self._office.root)
            self._process = begun.process
        outcome: tuple[str, list[str]] | None = None
        with suppress(EOFError, OSError):  # its end of the pipe closes when the process ends
            begun.pipe.send((wish, keys))
            while outcome is None:
                told = begun.pipe.recv()
                if told[0] == "progress":
                    self._now[number] = told[1]
                else:
                    outcome = told
        begun.process.join()
        begun.pipe.close()
        with self._turning:
            self._process = None
        return outcome or ("failed", ["工作进程意外中断；请重新开始，仍不行请把机器上的其他程序关掉再试"])


class _Pipe(Protocol):
    """One end of a pipe between processes, which is of another class on Windows."""

    def send(self, obj: Any, /) -> None: ...
    def recv(self) -> Any: ...
    def close(self) -> None: ...


class _Start(Protocol):
    """A way to begin processes."""

    def Pipe(self) -> tuple[Any, Any]: ...  # noqa: N802 - multiprocessing's name
    @property
    def Process(self) -> Callable[..., multiprocessing.process.BaseProcess]: ...  # noqa: N802


@dataclass(frozen=True, slots=True)
class _Begun:
    """A process that waits for its job, and the pipe it comes by."""

    process: multiprocessing.process.BaseProcess
    pipe: _Pipe

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def _begin(root: Path) -> _Begun:
    if sys.platform != "win32":
        start = multiprocessing.get_context("forkserver")
        start.set_forkserver_preload(READY)
        with suppress(OSError):  # a full disk, or a path too long for its socket
            return _handed(start, root)
    return _handed(multiprocessing.get_context("spawn"), root)


def _handed(start: _Start, root: Path) -> _Begun:
    here, there = start.Pipe()
    process = start.Process(target=_child, args=(root, there, dict(os.environ)))
    process.start()
    there.close()
    return _Begun(process, here)


def _child(root: Path, pipe: _Pipe, environment: dict[str, str]) -> None:
    os.environ.update(environment)  # what it is a copy of may be older
    serve_parent()
    try:
        wish, keys = pipe.recv()
    except EOFError:  # the page was closed
        return
    pipe.send(("progress", (PREPARING, 0, 0)))
    from pingyi.web.server.work.job_kinds import lines_of  # noqa: PLC0415 - what jobs need stays out of the server's memory

    last, said = 0.0, ""

    def advance(doing: str, done: int, total: int, /) -> None:
        nonlocal last, said
        if doing != said or time.monotonic() - last > TOLD_EVERY_S or done == total:
            last, said = time.monotonic(), doing
            pipe.send(("progress", (doing, done, total)))

    try:
        desk = open_any(root)
        with Store(desk.database, desk.crops) as store:
            pair = both(*map(borrowed, keys)) if keys else None
            outcome = "done", lines_of(wish, desk, store, advance, pair)
    except PingyiError as error:
        outcome = "failed", str(error).split("\n")
    except Exception as error:  # noqa: BLE001 - whoever asked must be told
        outcome = "failed", [f"程序出错（{type(error).__name__}：{error}）；请重试，仍不行请把这句话交技术人员"]
    pipe.send((outcome[0], [without_root(line, root) for line in outcome[1]]))
