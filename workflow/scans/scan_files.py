"""What the clerk named on the command line, to pages: folders opened, pages counted, bad files told apart."""

import os
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.errors import FileError, PingyiError, UnreadableFileError
from domain.readable import readable_name
from domain.reading import Source, Unread, UnreadPage
from workflow.files.guard import CallDiedError, Guard
from workflow.files.named import is_folder, real
from workflow.scans.reading import PageTask, Planned

SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})

PageCounter = Callable[[Path], int]


def scan_files(named: Sequence[Path]) -> tuple[Path, ...]:
    """
    Every scan named, folders replaced by the scans in and below them, each file once.

    Raises FileError when a folder holds no scan.
    """
    found: dict[Path, Path] = {}
    for path in named:
        for file in _inside(path) if is_folder(path) else [path]:
            found.setdefault(real(file), file)
    return tuple(found.values())


def labels(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called in tables and messages: its name, or its path where names repeat."""
    names = Counter(file.name for file in files)
    return {file: readable_name(file.name if names[file.name] == 1 else file.as_posix()) for file in files}


def plan_pages(files: Sequence[Path], count: PageCounter) -> list[Planned]:
    """One task for each page of each file; a file that cannot be opened, or `count`ed, is one unread page."""
    with Guard() as guard:
        return [planned for file, label in labels(files).items() for planned in _pages_of(file, label, (guard, count))]


def _inside(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.suffix.lower() in SCAN_SUFFIXES and file.is_file()]
    if not files:
        raise FileError(f"文件夹 {folder} 里没有扫描件（pdf、tif、jpg、png）；请核对路径")
    return sorted(files, key=_natural_order)


def _natural_order(file: Path) -> list[tuple[int, int, str]]:
    """Order that puts 扫描2.pdf before 扫描10.pdf."""
    parts = re.findall(r"\d+|\D+", file.as_posix().casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _pages_of(file: Path, label: str, counter: tuple[Guard, PageCounter]) -> list[Planned]:
    guard, count = counter
    try:
        pages = guard.call(count, file)
    except CallDiedError:
        fault = f"{file.name} 打不开（打开时程序中断：内存或时间超限，或文件损坏）；请重新扫描或重新拷贝"
        return [_refused(file, label, UnreadableFileError(fault, Unread.DAMAGED_FILE))]
    except PingyiError as error:  # also a missing tool: it must not stop the files that need none
        return [_refused(file, label, error)]
    return [PageTask(path=file, page=page, label=label) for page in range(1, pages + 1)]


def _refused(file: Path, label: str, error: PingyiError) -> UnreadPage:
    if not os.path.exists(file):  # noqa: PTH110 - False also for a name no system can have
        reason = Unread.MISSING_FILE
    else:
        reason = error.reason if isinstance(error, UnreadableFileError) else Unread.DAMAGED_FILE
    return UnreadPage(source=Source(file=label, page=1), digest="", reason=reason, detail=str(error))
