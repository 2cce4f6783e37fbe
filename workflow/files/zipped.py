"""Scans packed in a ZIP, unpacked within bounds under names of our own; theirs are shown and never used as paths."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pingyi.domain.readings.reading import Unread
from pingyi.ground.packages import UNPACKABLE, list_bytes, member_name
from pingyi.workflow.files.file_kinds import FileKind, file_kind
from pingyi.workflow.files.formats import HEAD_BYTES, SCANS

MOST_MEMBERS = 20_000  # scans of a district are 4,000 pages
MOST_LIST_BYTES = 16 << 20
MOST_BYTES = 4 << 30  # of all members, unpacked: 4,000 pages at 1 MB
BLOCK_BYTES = 1 << 20
LOCKED = 0x1  # flag of a member (APPNOTE 4.4.4)
DAMAGED = "压缩包损坏，解不开；请重新打包或直接给扫描件"
TOO_MANY = f"压缩包里超过 {MOST_MEMBERS} 个文件，没有打开；请核对来源，或分成几个"
TOO_LARGE = f"压缩包解开后超过 {MOST_BYTES >> 30} GB，从这里起没有再解；请核对来源，或分成几个"
NESTED = "压缩包里还有压缩包，没有打开；请先解开里面的一层"
HAS_PASSWORD = "压缩包有密码，没有打开；请解开后再读"  # noqa: S105 - says that there is one
MEMBER_DAMAGED = "在压缩包里损坏，解不开；请重新打包"


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file in a ZIP (`name` empty: the ZIP itself): a scan unpacked at `path`, or why there is none."""

    name: str
    path: Path | None = None
    fault: str = ""  # Chinese; empty without a path: clearly no scan
    reason: Unread = Unread.DAMAGED_FILE


def unpacked(packed: Path, folder: Path) -> Iterator[Member]:
    """Every member, the scans among them written into `folder`. Raises OSError when the disk does not take them."""
    try:
        with packed.open("rb") as stream:
            if list_bytes(stream) > MOST_LIST_BYTES:
                yield Member(name="", fault=TOO_MANY)
                return
        package = zipfile.ZipFile(packed)
    except UNPACKABLE:
        yield Member(name="", fault=DAMAGED)
        return
    with package:
        found = [one for one in package.infolist() if not one.is_dir()]
        if len(found) > MOST_MEMBERS:
            yield Member(name="", fault=TOO_MANY)
            return
        room = MOST_BYTES
        for number, one in enumerate(found):
            member, size = _member(package, one, folder / f"{number:05d}", room)
            yield member
            room -= size
            if room < 0:
                return


def _member(package: zipfile.ZipFile, info: zipfile.ZipInfo, stem: Path, room: int) -> tuple[Member, int]:
    """The member, and the bytes it took; it is given up where it goes beyond `room`."""
    name = member_name(info)
    if info.flag_bits & LOCKED:
        return Member(name=name, fault=HAS_PASSWORD, reason=Unread.PROTECTED_FILE), 0
    info.file_size = room + 2  # its own word may be a lie: read on, whatever it says
    try:
        with package.open(info) as stream:
            head = stream.read(HEAD_BYTES)
            kind = file_kind(name, head)
            if kind is not FileKind.SCAN:
                return _not_read(name, kind), 0
            suffix = PurePosixPath(name).suffix.lower()
            path = stem.with_suffix(suffix if suffix in SCANS else ".scan")
            size = len(head)
            with path.open("wb") as out:
                block = head
                while block and size <= room:
                    out.write(block)
                    block = stream.read(BLOCK_BYTES)
                    size += len(block)
    except UNPACKABLE:
        return Member(name=name, fault=MEMBER_DAMAGED), 0
    if size > room:
        path.unlink()
        return Member(name=name, fault=TOO_LARGE), size
    return Member(name=name, path=path), size


def _not_read(name: str, kind: FileKind) -> Member:
    match kind:
        case FileKind.ZIP:
            return Member(name=name, fault=NESTED, reason=Unread.NOT_A_SCAN)
        case FileKind.STRANGE:
            return Member(name=name, fault=STRANGE, reason=Unread.NOT_A_SCAN)
        case _:
            return Member(name=name)


STRANGE = "不是认得的扫描件；如果是扫描件，请另存为 pdf、tif、jpg 或 png 再读"
