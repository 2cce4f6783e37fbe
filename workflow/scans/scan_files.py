"""What the clerk named on the command line, to pages: folders and ZIPs opened, every file in them named."""

import os
import re
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.readings.reading import Source, Unread, UnreadableFileError, UnreadPage
from pingyi.ground.errors import FileError, PingyiError
from pingyi.ground.names import readable_name
from pingyi.scanner.files.pages import Contents
from pingyi.workflow.files.file_kinds import FileKind, file_kind
from pingyi.workflow.files.formats import HEAD_BYTES, SCANS, listed
from pingyi.workflow.files.guard import CallDiedError, Guard
from pingyi.workflow.files.named import is_folder, real
from pingyi.workflow.files.zipped import STRANGE, unpacked
from pingyi.workflow.scans.reading import PageTask, Planned

MOST_FILE_BYTES = 1 << 30  # of one scan: 2,000 pages at 500 kB; a larger one would take a minute to be refused
MOST_ZIP_BYTES = 4 << 30  # packed scans
SOME_NAMES = 50  # of files left aside, in one line
NO_FILE = "不是普通文件（管道、设备，或断了的链接），没有打开；请核对"
LINKED_FOLDER = "是指向别处文件夹的链接，没有进去；要读请写那个文件夹"
CLOSED_FOLDER = "文件夹打不开（{}）；请核对访问权限"
NO_SCAN = "是 Word、表格等别的文件；扫描件请写 pdf、tif、jpg 等文件，表样请写在 --form 后面，投票的不用写"
NOT_FAR = "是压缩包；读票机看不到里面的文件，请先解开再读"

TOO_LARGE = "大得不正常（{:.1f} GB，最多 {} GB），没有打开；请核对来源，或分成几个文件"

PageCounter = Callable[[Path], Contents]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """Every file there was in what was named, in order; `labels` is what a file is called in tables and messages."""

    entries: tuple[Path | UnreadPage, ...]  # scans, and what cannot be read though it may be one
    labels: Mapping[Path, str]
    aside: tuple[str, ...]  # labels of files that are clearly no scans
    left: tuple[Path, ...]  # whatever was not taken in, or not all of it

    @property
    def files(self) -> tuple[Path, ...]:
        """The scans among them, in order."""
        return tuple(entry for entry in self.entries if isinstance(entry, Path))


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """The pages to be read, and Chinese lines about files that hold, or are, something else."""

    pages: list[Planned]
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """One file; `name` is how it is called, `long` where another is called the same."""

    path: Path
    name: str
    long: str
    kind: FileKind = FileKind.SCAN
    fault: str = ""
    reason: Unread = Unread.NOT_A_SCAN


@contextmanager
def scan_files(named: Sequence[Path], *, far: bool = False) -> Iterator[Found]:
    """
    Every file named, folders and ZIPs replaced by what is in and below them, each once; ZIPs are unpacked meanwhile.

    `far`: other machines read, which see no unpacked files. Raises FileError when a folder holds no scan.
    """
    items: dict[Path, _Item] = {}
    with tempfile.TemporaryDirectory(prefix="pingyi-zip-") as scratch:
        for path in named:
            for item in _in_folder(path, alone=len(named) == 1) if is_folder(path) else [_named(path)]:
                items.setdefault(real(item.path), item)
        opened: list[_Item] = []
        left: list[Path] = []
        for number, item in enumerate(items.values()):
            members = [item]
            if item.kind is FileKind.ZIP:
                folder = Path(scratch) / str(number)
                folder.mkdir()
                members = list(_members(item, folder, far=far))
            opened += members
            if any(one.fault or one.kind is FileKind.OTHER for one in members):
                left.append(item.path)
        yield _found(opened, tuple(left))


def plan_pages(found: Found, look: PageCounter) -> Plan:
    """One task for each page of each file; a file that cannot be opened, or looked into, is one unread page."""
    pages: list[Planned] = []
    remarks = [_aside_line(found.aside)] if found.aside else []
    with Guard() as guard:
        for entry in found.entries:
            if isinstance(entry, UnreadPage):
                pages.append(entry)
                continue
            label = found.labels[entry]
            inside = _look(entry, label, guard, look)
            if isinstance(inside, UnreadPage):
                pages.append(inside)
                continue
            pages += [PageTask(path=entry, page=page, label=label) for page in range(1, inside.pages + 1)]
            if inside.attached:
                names = "、".join(readable_name(name) for name in inside.attached[:SOME_NAMES])
                remarks.append(f"{label} 里附有 {len(inside.attached)} 个文件，没有读：{names}；要读请另存出来")
    return Plan(pages=pages, remarks=tuple(remarks))


def _aside_line(names: Sequence[str]) -> str:
    more = " 等" if len(names) > SOME_NAMES else ""
    return f"另有 {len(names)} 个文件不是扫描件，没有读：{'、'.join(names[:SOME_NAMES])}{more}"


# ---- finding them ----


def _named(path: Path) -> _Item:
    """A file named by itself is meant as a scan: what is none is a page for people, never passed over."""
    kind = file_kind(path.name, _head(path)) if _is_plain(path) else FileKind.SCAN  # who opens it says what is wrong
    if kind is not FileKind.OTHER and (fault := _too_large(path, kind)):
        return _strange(path, fault)
    if kind is FileKind.OTHER:
        return _strange(path, NO_SCAN)
    if kind is FileKind.STRANGE:
        return _strange(path, STRANGE)
    return _Item(path=path, name=path.name, long=path.as_posix(), kind=kind)


def _in_folder(folder: Path, *, alone: bool) -> list[_Item]:
    """What is in a folder; one without scans, named beside others, costs none of them."""
    try:
        return _inside(folder)
    except FileError as error:
        if alone:
            raise
        return [_strange(folder, str(error))]


def _inside(folder: Path) -> list[_Item]:
    items = sorted(_walk(folder), key=lambda item: _natural_order(item.path))
    if all(item.kind is FileKind.OTHER for item in items):
        others = (
            f"；其中 {len(items)} 个文件都不是：{'、'.join(one.name for one in items[:SOME_NAMES])}" if items else ""
        )
        raise FileError(f"文件夹 {folder} 里没有扫描件（{listed(SCANS)}、zip）{others}；请核对路径")
    return items


def _walk(folder: Path) -> Iterator[_Item]:
    closed: list[OSError] = []
    for place, folders, files in os.walk(folder, onerror=closed.append):
        for name in folders:
            path = Path(place, name)
            if path.is_symlink():
                yield _strange(path, LINKED_FOLDER)
        for name in files:
            path = Path(place, name)
            yield _file(path) if _is_plain(path) else _strange(path, NO_FILE)
    for error in closed:
        yield _strange(Path(error.filename), CLOSED_FOLDER.format(error.strerror), Unread.DAMAGED_FILE)


def _is_plain(path: Path) -> bool:
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except OSError:
        return False


def _file(path: Path) -> _Item:
    kind = file_kind(path.name, _head(path))
    fault = STRANGE if kind is FileKind.STRANGE else ""
    if kind is not FileKind.OTHER and (large := _too_large(path, kind)):
        kind, fault = FileKind.STRANGE, large
    return _Item(path=path, name=path.name, long=path.as_posix(), kind=kind, fault=fault)


def _too_large(path: Path, kind: FileKind) -> str:
    """Chinese: why a file is not even looked into; a hole in it counts as what it seems to be."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""  # who opens it says what is wrong
    most = MOST_ZIP_BYTES if kind is FileKind.ZIP else MOST_FILE_BYTES
    return TOO_LARGE.format(size / (1 << 30), most >> 30) if size > most else ""


def _strange(path: Path, fault: str, reason: Unread = Unread.NOT_A_SCAN) -> _Item:
    return _Item(path=path, name=path.name, long=path.as_posix(), kind=FileKind.STRANGE, fault=fault, reason=reason)


def _head(path: Path) -> bytes:
    """Nothing for a file that cannot be opened: who opens it in earnest says why."""
    if not _is_plain(path):
        return b""
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError:
        return b""


def _members(packed: _Item, folder: Path, *, far: bool) -> Iterator[_Item]:
    if far:
        yield _strange(packed.path, NOT_FAR)
        return
    empty = True
    for member in unpacked(packed.path, folder):
        empty = False
        inside = f"/{member.name}" if member.name else ""
        kind = FileKind.SCAN if member.path else FileKind.STRANGE if member.fault else FileKind.OTHER
        yield _Item(
            path=member.path or packed.path,
            name=packed.name + inside,
            long=packed.long + inside,
            kind=kind,
            fault=member.fault,
            reason=member.reason,
        )
    if empty:
        yield _strange(packed.path, "压缩包里没有文件；请核对")


def _natural_order(file: Path) -> list[tuple[int, int, str]]:
    """Order that puts 扫描2.pdf before 扫描10.pdf."""
    parts = re.findall(r"\d+|\D+", file.as_posix().casefold())
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in parts]


# ---- naming them ----


def _found(items: Sequence[_Item], left: tuple[Path, ...]) -> Found:
    labels: dict[Path, str] = {}
    entries: list[Path | UnreadPage] = []
    aside: list[str] = []
    for item, label in zip(items, _labels(items), strict=True):
        if item.kind is FileKind.OTHER:
            aside.append(label)
        elif item.fault:
            source = Source(file=label, page=1)
            entries.append(UnreadPage(source=source, digest="", reason=item.reason, detail=item.fault))
        else:
            entries.append(item.path)
            labels[item.path] = label
    return Found(entries=tuple(entries), labels=labels, aside=tuple(aside), left=left)


def _labels(items: Sequence[_Item]) -> Iterator[str]:
    """The name, or the path where names repeat; numbered where even these do, as in a ZIP they may."""
    names = Counter(item.name for item in items)
    given: Counter[str] = Counter()
    for item in items:
        label = readable_name(item.name if names[item.name] == 1 else item.long)
        given[label] += 1
        yield label if given[label] == 1 else f"{label}（{given[label]}）"


# ---- looking into them ----


def _look(file: Path, label: str, guard: Guard, look: PageCounter) -> Contents | UnreadPage:
    try:
        return guard.call(look, file)
    except CallDiedError:
        fault = f"{file.name} 打不开（打开时程序中断：内存或时间超限，或文件损坏）；请重新扫描或重新拷贝"
        return _refused(file, label, UnreadableFileError(fault, Unread.DAMAGED_FILE))
    except PingyiError as error:  # also a missing tool: it must not stop the files that need none
        return _refused(file, label, error)


def _refused(file: Path, label: str, error: PingyiError) -> UnreadPage:
    if not os.path.exists(file):  # noqa: PTH110 - False also for a name no system can have
        reason = Unread.MISSING_FILE
    else:
        reason = error.reason if isinstance(error, UnreadableFileError) else Unread.DAMAGED_FILE
    detail = str(error).replace(file.name, label) if file.name != label else str(error)
    return UnreadPage(source=Source(file=label, page=1), digest="", reason=reason, detail=detail)
