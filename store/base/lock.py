"""One process at a time in a workspace, on every system; the second is told who holds it."""

import getpass
import json
import os
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from pingyi.ground.errors import WorkspaceBusyError

LOCK = ".pingyi.lock"
HOLDER = ".pingyi.holder.json"  # beside the lock: Windows lets nobody read a locked file


@contextmanager
def workspace_lock(folder: Path, command: str) -> Iterator[None]:
    """
    Hold the workspace while the block runs; the system frees it when the process dies.

    Raises WorkspaceBusyError at once when another process holds it.
    """
    lock = FileLock(folder / LOCK)
    try:
        lock.acquire(timeout=0)
    except Timeout as error:
        raise WorkspaceBusyError(f"{folder} 正被另一个命令使用（{_holder(folder)}）；请等它结束再试") from error
    try:
        _sign(folder, command)
        yield
    finally:
        (folder / HOLDER).unlink(missing_ok=True)
        lock.release()


def _sign(folder: Path, command: str) -> None:
    holder = {
        "user": _user(),
        "host": platform.node(),
        "process": os.getpid(),
        "since": datetime.now().astimezone().strftime("%Y-%m-%d %H:%M:%S"),
        "command": command,
    }
    (folder / HOLDER).write_text(json.dumps(holder, ensure_ascii=False), encoding="utf-8")


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        return "?"


def _holder(folder: Path) -> str:
    try:
        holder = json.loads((folder / HOLDER).read_text(encoding="utf-8"))
        return "{user}@{host} 自 {since} 起运行 pingyi {command}，进程 {process}".format(**holder)
    except (OSError, ValueError, KeyError):  # it has just begun or is just ending
        return "另一进程"
