"""What the clerk named on the command line, to pages: folders opened, pages counted, bad files told apart."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from domain.errors import FileError, PingyiError, UnreadableFileError
from domain.reading import Source, Unread, UnreadPage
from generator.clean_scan import write_clean
from generator.new_file import new_file
from store.papers import add_scans_kept, scans_kept
from store.store import Store
from workflow.progress import Advance
from workflow.reading import PageTask, Planned

SCAN_SUFFIXES = frozenset({".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".png"})

PageCounter = Callable[[Path], int]


def scan_files(named: Sequence[Path]) -> tuple[Path, ...]:
    """
    Every scan named, folders replaced by the scans in and below them, each file once.

    Raises FileError when a folder holds no scan.
    """
    found: dict[Path, Path] = {}
    for path in named:
        for file in _inside(path) if path.is_dir() else [path]:
            found.setdefault(file.resolve(), file)
    return tuple(found.values())


def labels(files: Sequence[Path]) -> dict[Path, str]:
    """What each file is called in tables and messages: its name, or its path where names repeat."""
    names = Counter(file.name for file in files)
    return {file: file.name if names[file.name] == 1 else file.as_posix() for file in files}


def plan_pages(files: Sequence[Path], count: PageCounter) -> list[Planned]:
    """One task for each page of each file; a file that cannot be opened is one unread page."""
    return [planned for file, label in labels(files).items() for planned in _pages_of(file, label, count)]


def sha256_of(path: Path) -> str:
    """Digest of a file's bytes."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def keep_scans(folder: Path, store: Store, files: Sequence[Path], advance: Advance) -> dict[str, str]:
    """
    Keep each file that can be opened as evidence, without its metadata, under the SHA-256 of what is kept.

    Gives that SHA-256 by the file's label. The SHA-256 of the file as it came is remembered beside it.
    """
    known, kept = scans_kept(store), dict[str, str]()
    fresh: dict[str, str] = {}
    for done, (file, label) in enumerate(labels(files).items()):
        advance("存档", done, len(files))
        if not file.is_file():
            continue
        original = sha256_of(file)
        place = known.get(original, "")
        if not place or not (folder / f"{place}{file.suffix.lower()}").exists():
            place = _keep(folder, file)
            fresh[original] = place
        kept[label] = place
    add_scans_kept(store, fresh)
    return kept


def _keep(folder: Path, file: Path) -> str:
    """The name of what is kept is known only when it is written."""
    clean = folder / f"clean{file.suffix.lower()}"
    with new_file(clean) as part:
        write_clean(file, part)
    kept = sha256_of(clean)
    clean.replace(folder / f"{kept}{file.suffix.lower()}")
    return kept


def _inside(folder: Path) -> list[Path]:
    files = [file for file in folder.rglob("*") if file.suffix.lower() in SCAN_SUFFIXES and file.is_file()]
    if not files:
        raise FileError(f"文件夹 {folder} 里没有扫描件（pdf、tif、jpg、png）；请核对路径")
    return sorted(files, key=_natural_order)


def _natural_order(file: Path) -> list[tuple[int, int, str]]:
    """Order that puts 扫描2.pdf before 扫描10.pdf."""
    parts = re.findall(r"\d+|\D+", file.as_posix().casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


def _pages_of(file: Path, label: str, count: PageCounter) -> list[Planned]:
    try:
        pages = count(file)
    except PingyiError as error:  # also a missing tool: it must not stop the files that need none
        return [_refused(file, label, error)]
    return [PageTask(path=file, page=page, label=label) for page in range(1, pages + 1)]


def _refused(file: Path, label: str, error: PingyiError) -> UnreadPage:
    if not file.exists():
        reason = Unread.MISSING_FILE
    else:
        reason = error.reason if isinstance(error, UnreadableFileError) else Unread.DAMAGED_FILE
    return UnreadPage(source=Source(file=label, page=1), digest="", reason=reason, detail=str(error))
