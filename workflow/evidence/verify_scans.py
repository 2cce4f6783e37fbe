"""The kept scans held against the records: every file as it was kept, every page of it somewhere, none twice."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.readings.reading import UnreadableFileError
from pingyi.domain.trust.chain import Event, EventKind
from pingyi.ground.errors import PingyiError
from pingyi.scanner.files.page_picture import picture_digests
from pingyi.scanner.files.pages import count_pages
from pingyi.store.base.store import Store
from pingyi.store.readings.places import pages_on_file, pictures_on_file
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.guard import CallDiedError, Guard


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptScans:
    """What the evidence chain says was kept, and what lies in the folder."""

    told: frozenset[str]
    files: Mapping[str, Path]  # by name without suffix
    merged: bool  # stations' sheets were taken in, whose scans the stations keep

    def elsewhere(self, scan: str) -> bool:
        """Whether a station keeps it."""
        return self.merged and scan not in self.told and scan not in self.files


def kept_scans(folder: Path, entries: tuple[Event, ...]) -> KeptScans:
    """Read the folder, open nothing."""
    told = {scan for event in entries if event.kind == EventKind.SCAN for scan in event.content()["scans"]}
    return KeptScans(
        told=frozenset(told),
        files={file.name.partition(".")[0]: file for file in (folder.iterdir() if folder.is_dir() else ())},
        merged=any(event.kind == EventKind.MERGE for event in entries),
    )


def scan_differences(kept: KeptScans, store: Store) -> Iterator[str]:
    """Chinese: files that are missing, changed, or unknown to the evidence chain."""
    named = {scan for scan in pages_on_file(store) if scan and not kept.elsewhere(scan)}
    for scan in sorted(kept.told | named):
        if scan not in kept.files:
            yield f"扫描件 {scan[:12]}… 不见了，记录里有它"
        elif sha256_of(kept.files[scan]) != scan:
            yield f"扫描件 {kept.files[scan].name} 的内容与入库时不同：被改动过"
    if kept.told:  # an older log names no scans
        yield from (f"扫描件 {scan[:12]}… 的页不在证据链里：不是由程序写入的" for scan in sorted(named - kept.told))


def page_differences(kept: KeptScans, store: Store, advance: Advance) -> Iterator[str]:
    """
    Chinese: pages nobody knows of, places that are none, pages whose picture is not the one read there.

    A page nobody knows of whose picture is on file elsewhere is known.
    """
    known, told = pages_on_file(store), pictures_on_file(store)
    pictures, scans = set().union(*told.values()), sorted(set(kept.files) & {*kept.told, *known})
    with Guard() as guard:
        for done, scan in enumerate(scans):
            file, places = kept.files[scan], known.get(scan, {})
            for page in sorted(page for page, sheets in places.items() if sheets > 1):
                yield f"扫描件 {file.name} 第 {page} 页记了 {places[page]} 张票"
            count = _pages(guard, file, len(places))
            for page in sorted(page for page in places if page > count):
                yield f"扫描件 {file.name} 只有 {count} 页，却记有第 {page} 页"
            for page in range(1, count + 1):
                advance("核对票面图像", done, len(scans))
                expected = frozenset(told.get((scan, page), ()))
                seen = _pictures(guard, file, page, expected)
                if not expected <= seen:
                    yield f"扫描件 {file.name} 第 {page} 页的图像不是那里所记的：页与页调换过，或被改动过"
                elif page not in places and not seen & pictures:
                    yield f"扫描件 {file.name} 第 {page} 页没有记录：没有读完（请再扫一次），或记录被删去"


def _pages(guard: Guard, file: Path, otherwise: int) -> int:
    """A file that cannot be opened is one unread page, as it was when it came."""
    try:
        return guard.call(count_pages, file)
    except (CallDiedError, PingyiError):
        return max(1, otherwise)


def _pictures(guard: Guard, file: Path, page: int, expected: frozenset[str]) -> frozenset[str]:
    try:
        return guard.call(picture_digests, file, page, expected)
    except (CallDiedError, UnreadableFileError):
        return frozenset()
