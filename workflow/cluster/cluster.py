"""Pages read by the machines of a dask cluster; what goes there is file, page and form digest, never a picture."""

import logging
import pickle
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import distributed
from distributed.comm.core import CommClosedError

from pingyi.ground.errors import ClusterError
from pingyi.workflow.cluster.cluster_worker import (
    FarPage,
    FarPiece,
    FormOnWorkers,
    NoFormError,
    RefusedError,
    digest_of,
    read_far,
    refusal,
)
from pingyi.workflow.files.fingerprint import fingerprint
from pingyi.workflow.scans.reading import Outcomes, Piece, Reader, read_here

START_S = 30.0  # a scheduler must be there by then
FIRST_S = 180.0  # a first machine, too: starting one on a busy computer takes a minute
PATIENCE_S = 600.0  # so long a scheduler may be away, or all machines, before the command gives up
ASK_EVERY_S = 2.0  # for the machines there are
MOST_FORMS = 5  # times a machine is sent the form again before it is refused
FAR_FAULTS = (CommClosedError, OSError, TimeoutError, RuntimeError)  # of a scheduler that went away amid a call
START_HINT = "在调度机上运行 dask scheduler，在每台读票机上运行 dask worker {} --nthreads 1"


class Cluster:
    """The machines a scheduler (tcp://host:8786) knows; `origins` are URLs of files that are copies here."""

    def __init__(self, address: str, origins: Mapping[Path, str]) -> None:
        self._address, self._origins = address, origins
        self.refused: dict[str, str] = {}  # Chinese: why, by the machine's address
        self.reconnected = 0  # times

    @contextmanager
    def at_work(self, read: Reader) -> Iterator["_Executor"]:
        """Connect, bring the form to the machines. Raises ClusterError."""
        _quiet()
        desk = _Executor(self._address, self._origins, read, self.refused)
        try:
            yield desk
        finally:
            self.reconnected += desk.reconnected
            desk.close()

    def notes(self) -> tuple[str, ...]:
        """Chinese: machines that were not used, and why; whether the scheduler went away."""
        refused = (f"没有用读票机 {worker}：{reason}" for worker, reason in sorted(self.refused.items()))
        again = (f"与调度机断开 {self.reconnected} 次，重新连上后接着读完",) if self.reconnected else ()
        return (*refused, *again)


class _Executor:
    """One connection, made anew when the scheduler was restarted; then all pieces with it are lost."""

    def __init__(self, address: str, origins: Mapping[Path, str], read: Reader, refused: dict[str, str]) -> None:
        self._address, self._origins, self._refused = address, origins, refused
        self._read, self._pickled = read, pickle.dumps(read)
        self._form, self._program = digest_of(self._pickled), fingerprint()
        self._given_to: WeakKeyDictionary[Outcomes, distributed.Client] = WeakKeyDictionary()
        self._threads: dict[str, int] = {}  # by machine
        self._asked = self._seen = 0.0
        self._forms_sent = self.reconnected = 0
        self._client = self._connected(START_S)
        self._ask()

    def close(self) -> None:
        with suppress(*FAR_FAULTS, ValueError):  # a scheduler begun anew does not know the plugin
            self._client.unregister_worker_plugin(FormOnWorkers(self._form, b"").name)
        self._client.close(timeout=1)

    def readers(self) -> int:
        if time.monotonic() - self._asked > ASK_EVERY_S:
            with suppress(*FAR_FAULTS):  # the futures tell what became of it
                self._ask()
        return sum(self._threads.values())

    def submit(self, piece: Piece) -> Outcomes:
        only = [*self._threads] if self._refused else None
        far = self._far(piece)
        try:
            future: Outcomes = self._client.get_executor(pure=False, workers=only).submit(read_far, far)
        except FAR_FAULTS:
            future = Future()
            future.cancel()  # met, like any other, when its turn comes
            future.set_running_or_notify_cancel()
        self._given_to[future] = self._client
        return future

    def instead(self, piece: Piece, failed: Outcomes) -> list[tuple[Piece, Outcomes]]:
        error = None if failed.cancelled() else failed.exception()
        match error:
            case distributed.KilledWorker():  # by these pages, or beside others that did: here it shows which
                return read_here(self._read, piece, forked=False)
            case NoFormError() if self._forms_sent < MOST_FORMS:
                self._forms_sent += 1
                self._bring_form(self._client)
            case RefusedError():
                self._refuse({error.worker: error.reason})
            case None | CommClosedError() | OSError():
                if self._given_to[failed] is self._client:
                    self._client.close(timeout=1)
                    self._client = self._connected(PATIENCE_S)
                    self.reconnected += 1
            case _:
                raise ClusterError(f"读票机出错（{type(error).__name__}：{error}）；请核对各台装的程序") from error
        return [(piece, self.submit(piece))]

    def _far(self, piece: Piece) -> FarPiece:
        pages = tuple(
            FarPage(
                origin=self._origins.get(task.path.resolve()) or str(task.path.resolve()),
                size=task.path.stat().st_size,
                page=task.page,
                label=task.label,
            )
            for task in piece.tasks
        )
        return FarPiece(pages=pages, form=self._form, program=self._program)

    def _connected(self, patience: float) -> distributed.Client:
        """A client whose machines have the form; a scheduler being restarted, and its machines, are waited for."""
        end = time.monotonic() + patience
        while True:
            try:
                client = distributed.Client(self._address, timeout=START_S, set_as_default=False)
            except (OSError, TimeoutError) as error:
                if time.monotonic() > end:
                    raise ClusterError(self._not_there("连不上调度机")) from error
                time.sleep(ASK_EVERY_S)
                continue
            except ValueError as error:
                raise ClusterError(f"“{self._address}”不是调度机地址；请写如 tcp://192.168.1.10:8786") from error
            try:
                client.wait_for_workers(1, timeout=max(end - time.monotonic(), FIRST_S))
                self._check(client)
                self._bring_form(client)
            except TimeoutError as error:
                client.close(timeout=1)
                raise ClusterError(self._not_there("没有读票机连到调度机")) from error
            except BaseException:
                client.close(timeout=1)
                raise
            self._seen = time.monotonic()
            return client

    def _check(self, client: distributed.Client) -> None:
        """Refuse the machines that run another program."""
        answers: dict[str, Any] = client.run(refusal, self._program, on_error="return")
        said = {
            worker: f"没有装好 pingyi（{one}）" if isinstance(one, Exception) else one
            for worker, one in answers.items()
        }
        self._refused |= {worker: reason for worker, reason in said.items() if reason}
        if answers and not set(answers) - set(self._refused):
            raise ClusterError(self._none_left())

    def _bring_form(self, client: distributed.Client) -> None:
        try:
            client.register_plugin(FormOnWorkers(self._form, self._pickled))
        except Exception:
            if not self._refused:  # one that cannot take it was refused before; the others have it now
                raise

    def _refuse(self, workers: Mapping[str, str]) -> None:
        self._refused |= workers
        with suppress(*FAR_FAULTS):
            self._ask()

    def _ask(self) -> None:
        """Which machines there are. Raises ClusterError when there has been none for long, or all are refused."""
        self._asked = time.monotonic()
        there: dict[str, int] = self._client.nthreads()
        usable = {worker: threads for worker, threads in there.items() if worker not in self._refused}
        if usable:
            self._threads, self._seen = usable, self._asked
        elif there:
            raise ClusterError(self._none_left())
        elif self._asked - self._seen > PATIENCE_S:
            raise ClusterError(self._not_there("读票机都断开了"))

    def _none_left(self) -> str:
        listed = "\n".join(f"  {worker}：{reason}" for worker, reason in sorted(self._refused.items()))
        return f"调度机 {self._address} 上没有一台读票机可用；请在各台装与本机相同的版本再试\n{listed}"

    def _not_there(self, what: str) -> str:
        hint = START_HINT.format(self._address)
        return f"{what}（{self._address}）：请先{hint}，再运行一次；scan 已入库的不会丢，也不会重读"


def _quiet() -> None:
    """What matters of what dask says comes as our errors; it gives its loggers levels of their own."""
    for name in [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]:
        logging.getLogger(name).setLevel(logging.CRITICAL)
