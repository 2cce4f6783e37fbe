"""Read many pages in several processes: results in page order, memory flat, no page lost."""

import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from domain.reading import PageOutcome, Source, Unread, UnreadPage
from workflow.guard import bounded_pool

Reader = Callable[[Path, int], PageOutcome]  # path and 1-based page; picklable

CHUNK_PAGES = 4  # a task this long makes the cost of handing it over invisible
CHUNKS_AHEAD = 4  # per process; bounds how many results may wait for an earlier page


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


Planned = PageTask | UnreadPage  # an UnreadPage was refused while counting pages


def read_pages(planned: Sequence[Planned], read: Reader, jobs: int) -> Iterator[PageOutcome]:
    """Yield one outcome for each planned page, in their order, reading with `jobs` processes."""
    tasks = [task for task in planned if isinstance(task, PageTask)]
    if not tasks:  # nothing to start a process for
        yield from (plan for plan in planned if isinstance(plan, UnreadPage))
        return
    outcomes = _in_processes(tasks, read, jobs if len(tasks) > 1 else 1)
    try:
        for plan in planned:
            yield next(outcomes) if isinstance(plan, PageTask) else plan
    finally:
        outcomes.close()


def _in_processes(tasks: Sequence[PageTask], read: Reader, jobs: int) -> Generator[PageOutcome, None, None]:
    with _interrupts_held() as interrupted:
        for outcomes in _chunk_by_chunk(tasks, read, jobs, interrupted):
            yield from outcomes


def _chunk_by_chunk(
    tasks: Sequence[PageTask], read: Reader, jobs: int, interrupted: threading.Event
) -> Iterator[list[PageOutcome]]:
    chunks = (tasks[start : start + CHUNK_PAGES] for start in range(0, len(tasks), CHUNK_PAGES))
    waiting: deque[tuple[Sequence[PageTask], Future[list[PageOutcome]]]] = deque()
    pool = bounded_pool(jobs)
    try:
        while not interrupted.is_set():
            for chunk in islice(chunks, jobs * CHUNKS_AHEAD - len(waiting)):
                waiting.append((chunk, _submit(pool, read, chunk)))
            if not waiting:
                return
            chunk, future = waiting.popleft()
            try:
                outcomes = future.result()
            except BrokenProcessPool:
                pool.shutdown(wait=True, cancel_futures=True)
                outcomes = [_read_alone(read, task) for task in chunk]
                pool = bounded_pool(jobs)
                waiting = deque((chunk, _again(pool, read, chunk, future)) for chunk, future in waiting)
            yield outcomes
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _interrupts_held() -> Iterator[threading.Event]:
    """Ctrl-C sets the event, and is raised at the end: amid the start of a process it would leave half of one."""
    interrupted = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield interrupted  # signals come to the main thread alone
        return
    before = signal.signal(signal.SIGINT, lambda *_: interrupted.set())
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)
    if interrupted.is_set():
        raise KeyboardInterrupt


def _submit(pool: ProcessPoolExecutor, read: Reader, chunk: Sequence[PageTask]) -> Future[list[PageOutcome]]:
    try:
        return pool.submit(_read_chunk, read, chunk)
    except BrokenProcessPool as error:
        failed: Future[list[PageOutcome]] = Future()
        failed.set_exception(error)  # met, like any other, when its turn comes
        return failed


def _again(
    pool: ProcessPoolExecutor, read: Reader, chunk: Sequence[PageTask], future: Future[list[PageOutcome]]
) -> Future[list[PageOutcome]]:
    """`future` when it was finished before the pool broke, else the same work anew."""
    kept = future.done() and not future.cancelled() and future.exception() is None
    return future if kept else _submit(pool, read, chunk)


def _read_alone(read: Reader, task: PageTask) -> PageOutcome:
    """In a process of its own: a page that kills its process costs only itself."""
    with bounded_pool(1) as pool:
        try:
            return pool.submit(_read_one, read, task).result()
        except BrokenProcessPool:
            detail = "读取程序在这一页上中断（内存或时间超限，或文件损坏）；请用 200 至 300 dpi 重新扫描这一页再试"
            return UnreadPage(source=task.source, digest="", reason=Unread.DAMAGED_FILE, detail=detail)


def _read_chunk(read: Reader, chunk: Sequence[PageTask]) -> list[PageOutcome]:
    return [_read_one(read, task) for task in chunk]


def _read_one(read: Reader, task: PageTask) -> PageOutcome:
    try:
        return replace(read(task.path, task.page), source=task.source)
    except MemoryError:
        detail = "这一页要用的内存大得不正常；请用 200 至 300 dpi 重新扫描这一页"
        return UnreadPage(source=task.source, digest="", reason=Unread.DAMAGED_FILE, detail=detail)
    except Exception as error:  # noqa: BLE001 - a fault on one page must not cost the others; its row says so
        detail = f"程序出错（{type(error).__name__}：{error}）；请重新扫描这一页，仍不行请把原件交技术人员"
        return UnreadPage(source=task.source, digest="", reason=Unread.ILLEGIBLE, detail=detail)
