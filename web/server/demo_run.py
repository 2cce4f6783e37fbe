"""The demo made from the start page: in a process of its own, as heavy as it is, which tells how far it is."""

import multiprocessing
import shutil
import threading
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from pingyi.ground.errors import PingyiError
from pingyi.workflow.desk.known import new_folder
from pingyi.workflow.files.guard import serve_parent

NAME = "演示"
DIED = "做演示的进程意外中断；请把机器上的其他程序关掉再试"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoState:
    """How far the demo is, made or not to be had for a fault; `total` 0: not known yet."""

    folder: Path
    doing: str = "正在启动"
    done: int = 0
    total: int = 0
    made: bool = False
    fault: str = ""  # Chinese

    @property
    def running(self) -> bool:
        """Whether it is being made now."""
        return not self.made and not self.fault


class DemoRun:
    """Owns the process that makes the demo; `copies`: ballots of each batch, none: the demo's own numbers."""

    def __init__(self, home: Path, copies: Sequence[int] = ()) -> None:
        self._home = home
        self.copies = tuple(copies)
        self.state: DemoState | None = None  # None: nobody has asked
        self._process: multiprocessing.process.BaseProcess | None = None
        self._turning = threading.Lock()

    def start(self) -> None:
        """Begin in a new folder, unless it is being made. Raises OSError when no folder can be made there."""
        with self._turning:
            if self.state is not None and self.state.running:
                return
            self._home.mkdir(parents=True, exist_ok=True)
            self.state = DemoState(folder=new_folder(NAME, self._home))
            spawn = multiprocessing.get_context("spawn")
            here, there = spawn.Pipe(duplex=False)
            self._process = spawn.Process(target=_child, args=(self.state.folder, self.copies, there))
            self._process.start()
            there.close()
            threading.Thread(target=self._listen, args=(self.state, here), name="demo", daemon=True).start()

    def close(self) -> None:
        """End what is being made; half a demo is not left behind."""
        with self._turning:
            if self._process is None or self.state is None or not self.state.running:
                return
            self._process.terminate()
            self._process.join()
            shutil.rmtree(self.state.folder, ignore_errors=True)

    def _listen(self, state: DemoState, pipe: Connection) -> None:
        with suppress(EOFError, OSError):  # its end of the pipe closes when the process ends
            while state.running:
                told = pipe.recv()
                match told:
                    case ("made",):
                        state = replace(state, made=True)
                    case ("fault", words):
                        state = replace(state, fault=words)
                    case (doing, done, total):
                        state = replace(state, doing=doing, done=done, total=total)
                if state.running:
                    self.state = state
        if not state.made:
            shutil.rmtree(state.folder, ignore_errors=True)  # or the list would show it as a campaign
            state = replace(state, fault=state.fault or DIED)
        self.state = state


def _child(folder: Path, copies: tuple[int, ...], pipe: Connection) -> None:
    serve_parent()
    from pingyi.workflow.demo import COPIES, run_demo  # noqa: PLC0415 - the scanner stays out of the server's memory

    def advance(doing: str, done: int, total: int, /) -> None:
        pipe.send((doing, done, total))

    try:
        run_demo(folder, advance, copies=copies or COPIES)
        pipe.send(("made",))
    except PingyiError as error:
        pipe.send(("fault", str(error)))
    except Exception as error:  # noqa: BLE001 - whoever asked must be told
        words = f"程序出错（{type(error).__name__}：{error}）；请重试，仍不行请把这句话交技术人员"
        pipe.send(("fault", words))
