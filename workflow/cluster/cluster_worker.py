"""What a reading machine of a cluster does: holds the form, checks its program, reads in bounded processes."""

import hashlib
import multiprocessing.process
import os
import threading
from dataclasses import dataclass
from pathlib import Path

from distributed import Worker, WorkerPlugin, get_worker
from tornado.ioloop import PeriodicCallback

from pingyi.domain.readings.reading import PageOutcome
from pingyi.ground.errors import PingyiError
from pingyi.workflow.cluster.remote import fetched, is_url
from pingyi.workflow.files.fingerprint import SHOWN, Fingerprint, fingerprint
from pingyi.workflow.files.guard import CallDiedError, Guard
from pingyi.workflow.scans.reading import PageTask, Reader, SentReader, brought_down, read_tasks

TRIMMING = "MALLOC_TRIM_THRESHOLD_"
"""Dask sets it for its workers; every array of a page's size came from the system anew: 2.5 times the CPU time."""
WATCHES = ("profile", "profile-cycle", "tick", "ticks", "memory_monitor")
"""Dask's looks at its own process, up to a hundred a second; pages are read in another, bounded by itself."""
_forms: dict[str, bytes] = {}  # how to read, forms included, by its digest
_desks = threading.local()


class RefusedError(PingyiError):
    """A machine that must not, or cannot, do a task: its address, and why."""

    def __init__(self, worker: str, reason: str) -> None:
        super().__init__(worker, reason)  # both, or it could not go from one process to another
        self.worker, self.reason = worker, reason

    def __str__(self) -> str:
        return f"读票机 {self.worker}：{self.reason}"


class NoFormError(RefusedError):
    """The form has not come here, or is another."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FarPage:
    """A page as it travels: where its file is for every machine, and how many bytes that file must have."""

    origin: str  # an absolute path in a shared folder, or a URL
    size: int
    page: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FarPiece:
    """One task: pages, the digest of the form they are read by, and the program that is to read them."""

    pages: tuple[FarPage, ...]
    form: str
    program: Fingerprint


class FormOnWorkers(WorkerPlugin):  # type: ignore[misc]  # untyped there
    """Brings the form to every machine, those that join later included."""

    def __init__(self, form: str, pickled: bytes) -> None:
        self.name = f"pingyi-form-{form}"
        self._form, self._pickled = form, pickled

    def setup(self, worker: Worker) -> None:
        """On one machine, which stops looking at itself meanwhile."""
        _forms[self._form] = self._pickled
        for watch in _watches(worker):
            watch.stop()

    def teardown(self, worker: Worker) -> None:
        """The reading is over."""
        _forms.pop(self._form, None)
        for watch in _watches(worker):
            watch.start()


def _watches(worker: Worker) -> list[PeriodicCallback]:
    return [worker.periodic_callbacks[name] for name in WATCHES if name in worker.periodic_callbacks]


def digest_of(pickled: bytes) -> str:
    """By which the form is known."""
    return hashlib.sha256(pickled).hexdigest()


def refusal(program: Fingerprint) -> str:
    """Chinese: why this machine must not read for that program; empty when it may."""
    return fingerprint().differences(program)


def read_far(piece: FarPiece) -> list[PageOutcome]:
    """Read these pages here. Raises RefusedError."""
    if reason := refusal(piece.program):
        raise RefusedError(_address(), reason)
    pickled = _forms.get(piece.form, b"")
    if digest_of(pickled) != piece.form:
        raise NoFormError(_address(), f"那里没有这次要读的表样（摘要 {piece.form[:SHOWN]}），或是另一份")
    read = SentReader(pickled)  # from the scheduler, whose tasks are code already
    tasks = tuple(PageTask(path=_here(page), page=page.page, label=page.label) for page in piece.pages)
    guard = _guard()
    try:
        return guard.call(read_tasks, read, tasks)
    except CallDiedError:
        return [_alone(guard, read, task) for task in tasks]


def _address() -> str:
    """Of this worker, as the scheduler knows it."""
    return str(get_worker().address)


def _alone(guard: Guard, read: Reader, task: PageTask) -> PageOutcome:
    """A page that kills its process costs only itself."""
    try:
        return guard.call(read_tasks, read, (task,))[0]
    except CallDiedError:
        return brought_down(task)


def _here(page: FarPage) -> Path:
    """The file on this machine."""
    path = fetched(page.origin) if is_url(page.origin) else Path(page.origin)
    try:
        size = path.stat().st_size
    except OSError as error:
        reason = f"那里看不到文件 {page.origin}；请把扫描件放在各台都以同一路径挂载的共享文件夹"
        raise RefusedError(_address(), reason) from error
    if size != page.size:
        reason = f"那里的 {page.origin} 大小不同（{size} 字节，本机 {page.size}），不是同一个文件"
        raise RefusedError(_address(), reason)
    return path


def _guard() -> Guard:
    """One bounded process for each thread of the worker, kept from task to task: pdfium knows no threads."""
    if not hasattr(_desks, "guard"):
        _allow_children()
        os.environ.pop(TRIMMING, None)
        _desks.guard = Guard(forked=False)
    guard: Guard = _desks.guard
    return guard


def _allow_children() -> None:
    """Dask starts workers as daemons, which Python forbids children; ours end with their parent by themselves."""
    multiprocessing.process.current_process()._config.pop("daemon", None)  # type: ignore[attr-defined]  # noqa: SLF001
