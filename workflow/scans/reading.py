"""Read many pages, here or elsewhere: memory flat, no page lost, outcomes in page order whoever is slow."""

import gc
import os
import pickle
import threading
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Protocol, Self
from weakref import WeakKeyDictionary

from pingyi.domain.readings.reading import PageOutcome, Source, Unread, UnreadPage
from pingyi.scanner.files.limits import short_of_memory
from pingyi.workflow.files.guard import WornOutError, bounded_pool
from pingyi.workflow.files.interrupts import interrupts_held

Reader = Callable[[Path, int], PageOutcome]  # path and 1-based page; picklable

MOST_PAGES = 16  # of a piece: a second's work makes the cost of handing it over invisible
PIECES_EACH = 8  # at least, of a small pile: or some read while others have nothing left
WORTH_A_START = 32  # pages: of fewer one process that begins as a copy of this one reads all while others would start
AHEAD = 3  # pieces with each reader, so that none waits for the next
MOST_HELD = 64  # pages a reader that may wait for an earlier one: some five seconds' work
READY = "pingyi.workflow.scans.ready"  # in the process that readers are copies of
TICK_S = 0.5  # how late Ctrl-C may be noticed while nothing arrives
TUNABLES, LARGE_PAGES = "GLIBC_TUNABLES", "glibc.malloc.hugetlb=1"  # of Linux's C library; others pass them over
_pieces_read = 0  # by this process
BROUGHT_DOWN = "读取程序在这一页上中断（内存或时间超限，或文件损坏）；请用 200 至 300 dpi 重新扫描这一页再试"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageTask:
    """One page to be read; `label` is the file as the clerk knows it."""

    path: Path
    page: int  # 1-based in its file
    label: str

    @property
    def source(self) -> Source:
        """Where the page stands."""
        return Source(file=self.label, page=self.page)


@dataclass(frozen=True, slots=True)
class SentReader:
    """
    A reader, pickled for another process, that becomes one object there however often it comes.

    What is kept of a form is found at once by the same object; by an equal one only after all its cells are compared.
    """

    pickled: bytes

    def __call__(self, path: Path, page: int) -> PageOutcome:
        """Read a page (1-based)."""
        return _unpickled(self.pickled)(path, page)


@lru_cache(maxsize=2)
def _unpickled(pickled: bytes) -> Reader:
    reader: Reader = pickle.loads(pickled)  # noqa: S301 - from the process that started this one, or its scheduler
    return reader


Planned = PageTask | UnreadPage  # an UnreadPage was refused while counting pages
Outcomes = Future[list[PageOutcome]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Pages read by one task; `start` counts pages from 0."""

    start: int
    tasks: tuple[PageTask, ...]

    def singly(self) -> Iterator["Piece"]:
        """Each page as a piece of its own."""
        for number, task in enumerate(self.tasks):
            yield Piece(start=self.start + number, tasks=(task,))


class Executor(Protocol):
    """A place at work."""

    def readers(self) -> int:
        """How many pages are read at once."""

    def submit(self, piece: Piece) -> Outcomes:
        """Hand a piece over; what goes wrong shows in the future alone."""

    def instead(self, piece: Piece, failed: Outcomes) -> list[tuple[Piece, Outcomes]]:
        """What takes the place of a piece that failed by no fault of the reading. Raises what cannot be mended."""


class Backend(Protocol):
    """Where pages are read: processes of this machine, or a cluster."""

    def at_work(self, read: Reader) -> AbstractContextManager[Executor]:
        """Ready to read by `read`; nothing is left running behind the block."""


def read_pages(planned: Sequence[Planned], read: Reader, where: int | Backend) -> Iterator[PageOutcome]:
    """
    Yield one outcome for each planned page, in their order.

    `where` is a place, or a number: so many processes of this machine at most.
    """
    tasks = [task for task in planned if isinstance(task, PageTask)]
    if not tasks:  # nothing to start a process for
        yield from (plan for plan in planned if isinstance(plan, UnreadPage))
        return
    place = Processes(where if len(tasks) >= WORTH_A_START else 1) if isinstance(where, int) else where
    outcomes = _read(tasks, read, place)
    try:
        for plan in planned:
            if isinstance(plan, UnreadPage):
                yield plan
            else:
                yield next(outcomes)
    finally:
        outcomes.close()


def _read(tasks: Sequence[PageTask], read: Reader, place: Backend) -> Generator[PageOutcome, None]:
    held: dict[int, list[PageOutcome]] = {}  # by first page: arrived before an earlier one
    due = 0
    with interrupts_held() as interrupted, place.at_work(read) as desk:
        for start, outcomes in _arrivals(tasks, desk, held, interrupted):
            held[start] = outcomes
            while due in held:
                ready = held.pop(due)
                due += len(ready)
                yield from ready


def _arrivals(
    tasks: Sequence[PageTask], desk: Executor, held: dict[int, list[PageOutcome]], interrupted: threading.Event
) -> Iterator[tuple[int, list[PageOutcome]]]:
    """Each piece as it comes; no more is given out than readers keep at hand, nothing while too many are `held`."""
    size = min(MOST_PAGES, max(len(tasks) // (PIECES_EACH * desk.readers()), 1))
    pieces = (Piece(start=start, tasks=tuple(tasks[start : start + size])) for start in range(0, len(tasks), size))
    flying: dict[Outcomes, Piece] = {}
    while not interrupted.is_set():
        readers = desk.readers()
        room = AHEAD * readers - len(flying) if len(held) * size < MOST_HELD * readers else 0
        for piece in islice(pieces, max(room, 0)):
            flying[desk.submit(piece)] = piece
        if not flying:
            return
        wait(flying, timeout=TICK_S, return_when=FIRST_COMPLETED)
        for future in [future for future in flying if future.done()]:  # in the order they were handed over
            piece = flying.pop(future)
            if future.cancelled() or future.exception():
                flying |= {new: part for part, new in desk.instead(piece, future)}
            else:
                yield piece.start, future.result()


class Processes:
    """So many processes of this machine."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs

    @contextmanager
    def at_work(self, read: Reader) -> Iterator["_Pool"]:
        """Start them; end them."""
        with _in_large_pages(), _Pool(self._jobs, read) as pool:
            yield pool


@contextmanager
def _in_large_pages() -> Iterator[None]:
    """Processes begun meanwhile have their pictures in large pages of memory: a tenth of a page's time."""
    before = os.environ.get(TUNABLES)
    os.environ[TUNABLES] = ":".join(filter(None, (before, LARGE_PAGES)))
    try:
        yield
    finally:
        if before is None:
            del os.environ[TUNABLES]
        else:
            os.environ[TUNABLES] = before


class _Pool:
    """Bounded processes, made anew when a page brings one of them down: then all pieces with the pool are lost."""

    def __init__(self, jobs: int, read: Reader) -> None:
        self._jobs, self._read = jobs, read
        self._sent = SentReader(pickle.dumps(read))
        self._pool = bounded_pool(jobs, ready=READY)
        self._given_to: WeakKeyDictionary[Outcomes, ProcessPoolExecutor] = WeakKeyDictionary()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def readers(self) -> int:
        return self._jobs

    def submit(self, piece: Piece) -> Outcomes:
        try:
            future = self._pool.submit(read_tasks, self._sent, piece.tasks)
        except BrokenProcessPool as error:
            future = Future()
            future.set_exception(error)  # met, like any other, when its turn comes
        self._given_to[future] = self._pool
        return future

    def instead(self, piece: Piece, failed: Outcomes) -> list[tuple[Piece, Outcomes]]:
        error = None if failed.cancelled() else failed.exception()
        if error and not isinstance(error, (BrokenProcessPool, WornOutError)):
            raise error
        if self._given_to[failed] is not self._pool:  # lost with an earlier pool
            return [(piece, self.submit(piece))]
        self._pool.shutdown(wait=True, cancel_futures=True)
        self._pool = bounded_pool(self._jobs, ready=READY)
        if isinstance(error, WornOutError):
            return [(piece, self.submit(piece))]
        return read_here(self._read, piece)


def read_here(read: Reader, piece: Piece, *, forked: bool = True) -> list[tuple[Piece, Outcomes]]:
    """Each page in a process of its own on this machine: one that kills its process costs only itself."""
    found = []
    for part in piece.singly():
        outcomes: Outcomes = Future()
        outcomes.set_result([_read_alone(read, part.tasks[0], forked=forked)])
        found.append((part, outcomes))
    return found


def _read_alone(read: Reader, task: PageTask, *, forked: bool) -> PageOutcome:
    with bounded_pool(1, forked=forked) as pool:
        try:
            return pool.submit(_read_one, read, task).result()
        except BrokenProcessPool:
            return brought_down(task)


def brought_down(task: PageTask) -> UnreadPage:
    """A page that ended the process reading it."""
    return UnreadPage(source=task.source, digest="", reason=Unread.DAMAGED_FILE, detail=BROUGHT_DOWN)


def read_tasks(read: Reader, tasks: Sequence[PageTask]) -> list[PageOutcome]:
    """
    Read these pages one after the other; a fault on one is that page's outcome.

    Raises WornOutError, never in a process that has read nothing before.
    """
    global _pieces_read
    worn, _pieces_read = _pieces_read > 0, _pieces_read + 1
    if _pieces_read == 2:  # more are coming, and modules and what is kept of forms stay: no garbage to look for there
        gc.collect()
        gc.freeze()
    outcomes = []
    for task in tasks:
        outcomes.append(_read_one(read, task))
        if worn and isinstance(outcomes[-1], UnreadPage) and short_of_memory():
            raise WornOutError
    return outcomes


def _as_called(outcome: PageOutcome, task: PageTask) -> PageOutcome:
    """Under the file's name as the clerk knows it; a scan out of a ZIP lies under one of ours."""
    if isinstance(outcome, UnreadPage) and task.path.name != task.label:
        outcome = replace(outcome, detail=outcome.detail.replace(task.path.name, task.label))
    return replace(outcome, source=task.source)


def _read_one(read: Reader, task: PageTask) -> PageOutcome:
    try:
        return _as_called(read(task.path, task.page), task)
    except MemoryError:
        detail = "这一页要用的内存大得不正常；请用 200 至 300 dpi 重新扫描这一页"
        return UnreadPage(source=task.source, digest="", reason=Unread.DAMAGED_FILE, detail=detail)
    except Exception as error:  # noqa: BLE001 - a fault on one page must not cost the others; its row says so
        detail = f"程序出错（{type(error).__name__}：{error}）；请重新扫描这一页，仍不行请把原件交技术人员"
        return UnreadPage(source=task.source, digest="", reason=Unread.ILLEGIBLE, detail=detail)
