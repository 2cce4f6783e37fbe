"""New files appear whole or not at all: written beside their name, then put in place; old ones go."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pingyi.ground.errors import FileError, NoSpaceError, PingyiError

FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}  # the disk, or the user's share of it (not on Windows)


def put(path: Path, content: bytes) -> Path:
    """
    Write `path` in one go.

    For what libraries should not write to disk themselves: on a full one, pikepdf takes the interpreter down with it.
    """
    with new_file(path) as part:
        part.write_bytes(content)
    return path


@contextmanager
def new_file(path: Path, tag: str = "") -> Iterator[Path]:
    """
    Give `path` with `tag` and `.part` added to write to, and move it to `path` when the block ends well.

    Raises NoSpaceError when the disk is full, FileError when `path` may not be written (open in Word).
    """
    part = path.with_name(f"{path.name}{tag}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield part
        part.replace(path)
    except Exception as error:
        # xlsxwriter wraps the system's word in an error of its own
        reason = next((why for why in (error, *error.args) if isinstance(why, OSError)), None)
        told = _told(path, reason) if reason else None
        if told is None:
            raise
        raise told from error
    finally:
        part.unlink(missing_ok=True)


def take_away(path: Path) -> None:
    """Remove a file if it is there. Raises FileError when it may not be: on Windows, while something shows it."""
    try:
        path.unlink(missing_ok=True)
    except PermissionError as error:
        raise FileError(f"删不掉旧的 {path}：文件可能正被别的程序打开，或没有写入权限；请关闭后重试") from error


def _told(path: Path, reason: OSError) -> PingyiError | None:
    if isinstance(reason, PermissionError):
        return FileError(f"写不了 {path}：文件可能正被 Word、WPS 或 Excel 打开，或没有写入权限；请关闭后重试")
    if reason.errno in FULL:
        return NoSpaceError(f"磁盘空间不足，没有写成 {path}；请清理磁盘后重试，原有文件未受影响")
    return None
