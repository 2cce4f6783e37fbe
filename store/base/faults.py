"""SQLite's and the disk's faults to messages for the clerk."""

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pingyi.ground.errors import DamagedStoreError, FileError, NoSpaceError, PingyiError, WorkspaceBusyError
from pingyi.ground.whole import FULL

LEAST_FREE_BYTES = 1 << 20  # SQLite reports a failed write to a full disk as a plain I/O error at times


@contextmanager
def faults_of(path: Path) -> Iterator[None]:
    """
    Translate what goes wrong with the database at `path`.

    Raises NoSpaceError, WorkspaceBusyError, FileError.
    """
    try:
        yield
    except sqlite3.OperationalError as error:
        raise _operational(path, error) from error
    except sqlite3.IntegrityError:
        raise  # a breach of our own rules is a bug, not a fault of the disk
    except sqlite3.DatabaseError as error:
        raise DamagedStoreError(
            f"{path} 已损坏（{error}）；请先检查磁盘，再运行 pingyi backup restore 恢复到最近的备份"
        ) from error
    except NoSpaceError as error:  # a file beside the database
        raise _no_space(path) from error
    except OSError as error:
        if error.errno in FULL:
            raise _no_space(path) from error
        raise


def _operational(path: Path, error: sqlite3.OperationalError) -> PingyiError:
    code = error.sqlite_errorcode & 0xFF  # the primary code; the upper bytes only refine it
    if not os.access(path.parent, os.W_OK):
        return FileError(f"{path.parent} 是只读的，写不进去（{error}）；请核对文件夹权限，或换一个磁盘")
    full = code == sqlite3.SQLITE_FULL
    failed = code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
    if full or (failed and shutil.disk_usage(path.parent).free < LEAST_FREE_BYTES):
        return _no_space(path)
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return WorkspaceBusyError(f"{path} 正被其他程序占用；请关闭后再试")
    return FileError(f"数据库 {path} 读写失败（{error}）；请核对文件夹权限和磁盘")


def _no_space(path: Path) -> NoSpaceError:
    return NoSpaceError(f"磁盘已满，{path.parent} 写不下了；已存的数据没有损坏，请清出空间后再运行同一条命令")
