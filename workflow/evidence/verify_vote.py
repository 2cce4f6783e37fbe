"""`pingyi vote verify`: a vote recomputed from its scans and log to its result, as a campaign is."""

import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from pingyi.domain.trust.chain import EventKind, canonical, sha256
from pingyi.ground.errors import ArchiveError, PingyiError
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences, entry_text
from pingyi.store.evidence.log import events
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import FOLLOWING
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.evidence.restore import restore_any
from pingyi.workflow.evidence.verify import SEALED_AS, Checked, signers
from pingyi.workflow.evidence.verify_files import file_differences
from pingyi.workflow.evidence.verify_people import check_people
from pingyi.workflow.evidence.verify_reread import draw, read_again
from pingyi.workflow.evidence.verify_scans import kept_scans, page_differences, scan_differences
from pingyi.workflow.votes.count import counted_content, make_result
from pingyi.workflow.votes.sheets import reader_of
from pingyi.workflow.votes.vote_desk import tables_of


def verify_vote(desk: VoteDesk, reread: int | None, advance: Advance) -> Checked:
    """Recompute everything, `reread` pages from their scans (None: all); stops behind the first part that differs."""
    done: list[str] = []
    with watching(desk) as store:
        entries, found = events(store), list[str]()
        parts = (_chain(store, done), _scans(desk, store, done, advance), _counts(desk, store, done))
        for part in (
            *parts,
            _people(store, done),
            _files(desk, store, done),
            _reread(desk, store, reread, done, advance),
        ):
            found = list(part)
            if found:
                break
    return Checked(done=tuple(done), differences=tuple(found), head=entries[-1].hash if entries else "")


def verify_vote_archives(archives: tuple[Path, ...], reread: int | None, key: str, advance: Advance) -> Checked:
    """
    Restore into a folder of its own and verify there; `key` is the public one on the paper, or empty.

    Raises ArchiveError on what is not as sealed, or no vote's.
    """
    with tempfile.TemporaryDirectory(prefix="pingyi-verify-") as folder:
        restored = restore_any(archives, Path(folder) / "vote")
        if not isinstance(restored.desk, VoteDesk):
            raise ArchiveError(f"{archives[0].name} 是评议的归档，不是一次投票的；请用 pingyi verify 核验它")
        with watching(restored.desk) as store:
            done, strange = signers(restored.keys, events(store), key)
        checked = verify_vote(restored.desk, reread, advance)
    told = (SEALED_AS, *done, *checked.done)
    return replace(checked, done=told, differences=(*strange, *checked.differences))


def _chain(store: Store, done: list[str]) -> Iterator[str]:
    yield from chain_differences(store)
    done.append(f"证据链 {len(events(store))} 条，以及它所记的每一行、每一张票")


def _scans(desk: VoteDesk, store: Store, done: list[str], advance: Advance) -> Iterator[str]:
    kept = kept_scans(desk.scans, events(store))
    changed = list(scan_differences(kept, store))
    yield from changed or page_differences(kept, store, advance)
    done.append(f"扫描件 {len(kept.told)} 个，每一页都有着落，没有一页记两次")


def _counts(desk: VoteDesk, store: Store, done: list[str]) -> Iterator[str]:
    """Counted anew, held against the last count that nothing came after."""
    entries = events(store)
    last = next((event for event in reversed(entries) if event.kind == EventKind.TALLY), None)
    if last is None:
        done.append("还没有计过票：没有可比的")
        return
    if any(event.kind not in FOLLOWING for event in entries[last.number :]):
        done.append(f"{entry_text(last)}以后又有新记录：票数没有复算，请重新计票后再核验")
        return
    try:
        if sha256(canonical(counted_content(make_result(desk, store)))) != last.content()["tally"]:
            yield f"重新计票的结果与{entry_text(last)}所记不同"
    except PingyiError as error:
        yield f"不能重新计票：{error}"
    done.append("票数和当选，与计票时所记一致")


def _people(store: Store, done: list[str]) -> Iterator[str]:
    found = check_people(store, events(store))
    yield from found.differences
    done.append(found.done)


def _files(desk: VoteDesk, store: Store, done: list[str]) -> Iterator[str]:
    told, different = file_differences(desk, events(store))
    yield from different
    done.append(f"计票结果和印出的票 {told} 个文件")


def _reread(desk: VoteDesk, store: Store, wanted: int | None, done: list[str], advance: Advance) -> Iterator[str]:
    kept, entries = kept_scans(desk.scans, events(store)), events(store)
    drawn = draw(store, kept, wanted, entries[-1].hash)
    yield from read_again(desk, store, drawn, reader_of(tables_of(desk)), advance)
    done.append(f"从扫描件重新读票 {len(drawn.chosen)} 张（共 {drawn.readings} 张）")
