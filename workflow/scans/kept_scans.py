"""Scans kept as evidence, without their metadata, under the SHA-256 of what is kept; pages of them read before."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from pingyi.ground.whole import new_file
from pingyi.scanner.files.limits import opening
from pingyi.scanner.kept.clean_scan import write_as_it_came, write_clean
from pingyi.store.base.crops import NO_MOMENT
from pingyi.store.base.store import Store
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_scans
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.formats import SCANS
from pingyi.workflow.files.guard import CallDiedError, Guard
from pingyi.workflow.files.named import is_file
from pingyi.workflow.scans.reading import PageTask, Planned

MOST_SECONDS, BYTES_A_SECOND = 15.0, 20e6  # of CPU for one file, more for a large one: 4,000 pages, 1 GB, take ten
UNNAMED = ".scan"  # what a scan's name ends in that says something else, or nothing
CLEANED = "cleaned"  # in the folder, until its digest is known


def keep_scans(folder: Path, store: Store, labels: Mapping[Path, str], advance: Advance) -> dict[str, str]:
    """
    Keep each file that can be opened and write it down in the evidence chain; the SHA-256 of what is kept, by label.

    Stripping gives the same bytes for the same file, so one given again is known by them. Nothing is kept of the file
    as it came, not even its SHA-256: a copier's own store has its moment.
    """
    kept: dict[str, str] = {}
    with Guard() as guard:
        for done, (file, label) in enumerate(labels.items()):
            advance("存档", done, len(labels))
            if is_file(file):
                kept[label] = _keep(folder, file, guard)
    record_scans(store, tuple(kept.values()))
    return kept


def not_read_yet(
    planned: Sequence[Planned], read: Mapping[str, Mapping[int, str]], known: Callable[[str, str], None]
) -> Iterator[Planned]:
    """Pages without those `read` before (batch by page, by label), which `known` is told of: file and batch."""
    for plan in planned:
        batch = read.get(plan.label, {}).get(plan.page) if isinstance(plan, PageTask) else None
        if batch is None:
            yield plan
        else:
            known(plan.source.file, batch)


def known_elsewhere(file: str, batch: str, pages: int) -> str:
    """Chinese: pages of a file that count in another batch than was said now, or were taken out (no batch)."""
    if batch:
        return f"{file} 有 {pages} 页早已作为 {batch} 批读入，没有再计入别的批次；请核对 --batch"
    return f"{file} 有 {pages} 页是两人移出、不计入的票，没有再计入；确要计入，请两人用 pingyi papers back 移回"


def _keep(folder: Path, file: Path, guard: Guard) -> str:
    before = sha256_of(file)
    suffix = file.suffix.lower() if file.suffix.lower() in SCANS else UNNAMED
    if (folder / f"{before}{suffix}").exists():  # an older program kept scans as they came
        return before
    clean = folder / f"{CLEANED}{suffix}"
    with new_file(clean) as part:
        if not _cleaned(file, part, guard):
            write_as_it_came(file, part)
    digest = sha256_of(clean)
    os.utime(clean, (NO_MOMENT, NO_MOMENT))
    clean.replace(folder / f"{digest}{suffix}")
    return digest


def _cleaned(file: Path, part: Path, guard: Guard) -> bool:
    try:
        return guard.call(_clean_within, file, part)
    except CallDiedError:  # a file made to take all memory or time; or the disk is full, as the copy will find
        return False


def _clean_within(file: Path, part: Path) -> bool:
    with opening(MOST_SECONDS + file.stat().st_size / BYTES_A_SECOND):
        return write_clean(file, part)
