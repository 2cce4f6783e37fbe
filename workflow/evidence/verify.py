"""`pingyi verify`: everything recomputed, from the scans and the log to the numbers of the notice."""

import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from pingyi.domain.results.result import Result
from pingyi.domain.results.score_tree import score_content
from pingyi.domain.trust.chain import Event, EventKind, canonical, sha256
from pingyi.ground.errors import PingyiError, RosterError
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences, entry_text
from pingyi.store.evidence.dump import tells_places
from pingyi.store.evidence.log import events
from pingyi.workflow.desk.anchors import Anchor, anchors, results_lying
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import FOLLOWING, published, settings_digests, tally_content
from pingyi.workflow.desk.workspace import Workspace, watching
from pingyi.workflow.evidence.bundle_reading import BUNDLES
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify_bundles import BundlesChecked, bundle_differences, bundles_told, sheet_differences
from pingyi.workflow.evidence.verify_files import file_differences
from pingyi.workflow.evidence.verify_people import check_people
from pingyi.workflow.evidence.verify_printed import check_printed, hash_copied, printed_hash
from pingyi.workflow.evidence.verify_reread import draw, reread_differences
from pingyi.workflow.evidence.verify_scans import kept_scans, page_differences, scan_differences
from pingyi.workflow.evidence.verify_shown import check_shown
from pingyi.workflow.results.policies import confirmed
from pingyi.workflow.results.score import make_scores
from pingyi.workflow.results.tally import check_units, make_draft

SAMPLE = 20  # pages read anew unless all are asked for


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was checked, in Chinese, and what differs, the first first."""

    done: tuple[str, ...]
    differences: tuple[str, ...]
    head: str
    superseded: tuple[str, ...] = ()  # of the notice whose hash was given: what has replaced or changed it


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifyRequest:
    """How many pages to read anew (None: all); hash and public key as printed in the notice, if one has it at hand."""

    reread: int | None = SAMPLE
    printed: str = ""
    key: str = ""  # hex


@dataclass(slots=True)
class _Verifying:
    """A workspace being verified, and what has been checked so far."""

    workspace: Workspace
    store: Store
    entries: tuple[Event, ...]
    done: list[str]
    pictures: bool = True


SEALED_AS = "归档：签名、清单和每个文件的校验值"


def verify_archives(archives: tuple[Path, ...], request: VerifyRequest, advance: Advance) -> Checked:
    """Restore into a folder of its own and verify there. Raises ArchiveError on what is not as sealed."""
    with tempfile.TemporaryDirectory(prefix="pingyi-verify-") as folder:
        restored = restore(archives, Path(folder) / "workspace")
        with watching(restored.workspace) as store:
            done, strange = signers(restored.keys, events(store), request.key)
        checked = verify(restored.workspace, request, advance)
    told = (SEALED_AS, *done, *checked.done)
    return replace(checked, done=told, differences=(*strange, *checked.differences))


def signers(
    keys: Mapping[Path, str], entries: tuple[Event, ...], wanted: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What can be said of the keys that sealed these archives, and what is wrong with them; `wanted` may be empty."""
    noticed = {event.content()["key"] for event in entries if event.kind == EventKind.DOCUMENT}
    done, strange = [], []
    for path, key in keys.items():
        if wanted and hash_copied(wanted, (key,)) != key:
            strange.append(f"{path.name} 由公钥 {key} 签名，不是所给的 {wanted}：不是出通报的单位封存的，或公钥抄错")
        elif noticed and key not in noticed:
            strange.append(f"{path.name} 由公钥 {key} 签名，不是里面的通报上印的：不是出通报的单位封存的")
        else:
            done.append(f"{path.name} 的签名公钥 {key}：{_known_by(wanted, noticed)}")
    return tuple(done), tuple(strange)


def _known_by(wanted: str, noticed: set[str]) -> str:
    """Chinese: by what a key that nothing speaks against is known."""
    if wanted:
        return "就是所给的"
    return "与里面的通报上印的相同；请与纸质通报核对" if noticed else "没有通报可比"


def verify(workspace: Workspace, request: VerifyRequest, advance: Advance) -> Checked:
    """Recompute everything; stops behind the first part that differs, since the next ones rest on it."""
    with watching(workspace) as store:
        desk = _Verifying(confirmed(workspace, store), store, events(store), [])
        request = replace(request, printed=printed_hash(request.printed, desk.entries))
        desk.pictures = tells_places(store)
        found: list[str] = []
        for part in (
            _chain,
            _printed(request),
            _scans(advance),
            _shown,
            _bundles,
            _names,
            _settings,
            _counts,
            _people,
            _files,
            _rereading(request, advance),
        ):
            found = list(part(desk))
            if found:
                break
        head = desk.entries[-1].hash if desk.entries else ""
        printed = check_printed(desk.entries, request.printed)
    done = (*printed.done, *desk.done)
    return Checked(done=done, differences=tuple(found), head=head, superseded=printed.superseded)


def _chain(desk: _Verifying) -> Iterator[str]:
    yield from chain_differences(desk.store)
    desk.done.append(f"证据链 {len(desk.entries)} 条，以及它所记的每一行、每一张票")


def _printed(request: VerifyRequest) -> Any:
    """Hashes that stand outside the database are in the chain: it was neither replaced nor cut off."""

    def check(desk: _Verifying) -> Iterator[str]:
        known, found = {event.hash for event in desk.entries}, list(anchors(desk.workspace))
        told = {name for event in desk.entries for name in event.content().get("files", ())}
        if request.printed:
            found.append(Anchor(where="通报上印的", hash=request.printed, document=""))
        for anchor in found:
            if hash_copied(anchor.hash, known) not in known:
                yield f"{anchor.where}校验值 {anchor.hash} 不在证据链里：证据链被截短或换过，或校验值抄错"
            elif anchor.document and anchor.document not in told:
                yield f"{anchor.document} 不在证据链里：证据链被截短，或文件是另放进去的"
        for name in sorted({*results_lying(desk.workspace)} - told):
            yield f"{name} 不在证据链里：证据链被截短，或不是由程序写的；请移出 results 文件夹，或重出通报、反馈"
        if found:
            desk.done.append(f"{'、'.join(dict.fromkeys(anchor.where for anchor in found))}校验值在证据链里")

    return check


def _scans(advance: Advance) -> Any:
    """Every file kept as evidence is there with the digest it is named by, every page of it on file as what it is."""

    def check(desk: _Verifying) -> Iterator[str]:
        if not desk.pictures:
            desk.done.append("没有票面图像：扫描件没有核对")
            return
        kept = kept_scans(desk.workspace.scans, desk.entries)
        changed = list(scan_differences(kept, desk.store))
        yield from changed
        if not changed:
            yield from page_differences(kept, desk.store, advance)
        desk.done.append(f"扫描件 {len(kept.told)} 个，每一页都有着落，没有一页记两次")

    return check


def _shown(desk: _Verifying) -> Iterator[str]:
    if desk.pictures:
        found = check_shown(desk.store)
        yield from found.differences
        desk.done.append(found.done)


def _bundles(desk: _Verifying) -> Iterator[str]:
    """What was taken in from stations stands as they sealed it."""
    told, checked = bundles_told(desk.entries), BundlesChecked()
    if told and desk.pictures:
        different = list(bundle_differences(desk.workspace.root / BUNDLES, told, checked))
        yield from different
        if not different and not checked.old:
            yield from sheet_differences(desk.store, kept_scans(desk.workspace.scans, desk.entries), checked)
        old = f"，其中 {len(checked.old)} 个是旧版程序打的，只核对了校验值" if checked.old else "，以及从它们读入的票"
        desk.done.append(f"各站的包 {len(told)} 个{old}")
    elif told:
        desk.done.append("没有各站的包：从它们读入的票没有核对")


def _last(desk: _Verifying, *kinds: EventKind) -> Event | None:
    return next((event for event in reversed(desk.entries) if event.kind in kinds), None)


def _names(desk: _Verifying) -> Iterator[str]:
    """Units and choices are those printed on the sheets: the same error that stops counting."""
    try:
        check_units(desk.workspace.campaign, desk.store)
    except RosterError as error:
        yield str(error)
    desk.done.append("名单和选项与读过的票面一致")


def _settings(desk: _Verifying) -> Iterator[str]:
    last = _last(desk, EventKind.TALLY, EventKind.SCORE)
    if last is None:
        desk.done.append("还没有计过票：设置没有可比的")
        return
    then, now = last.content()["settings"], settings_digests(desk.workspace.root)
    for name in sorted({*then, *now}):
        if then.get(name) != now.get(name):
            yield f"{name} 与{entry_text(last)}时不同；确是有意修改的，请重新计分、出通报"
    desk.done.append("方案和发放计划")


def _counts(desk: _Verifying) -> Iterator[str]:
    """Counted and scored anew, held against the last score (or count) that nothing came after."""
    last = _last(desk, EventKind.SCORE) or _last(desk, EventKind.TALLY)
    if last is None:
        return
    later = [event for event in desk.entries[last.number :] if event.kind not in FOLLOWING]
    if any(event.kind not in (EventKind.AUDIT_DRAW, EventKind.AUDIT_SIGHT, EventKind.PRINT_RUN) for event in later):
        desk.done.append(f"{entry_text(last)}以后又有新记录：票数和得分没有复算，请重新计分后再核验")
        return
    said, campaign, plan = last.content(), desk.workspace.campaign, desk.workspace.batches()
    try:
        counted = make_draft(campaign, plan, desk.store)
        if sha256(canonical(tally_content(counted.tally))) != said["tally"]:
            yield f"重新计票的结果与{entry_text(last)}所记不同"
        if last.kind == EventKind.SCORE:
            yield from _points(last, make_scores(counted, campaign, plan, desk.store, draft=said["draft"]))
    except PingyiError as error:
        yield f"不能重新计票计分：{error}"
    desk.done.append("票数、得分和名次，与通报所列一致")


def _points(last: Event, result: Result) -> Iterator[str]:
    said, now = last.content(), published(result.scores)
    if len(said["units"]) != len(now):
        yield f"重新计算得 {len(now)} 个单位，{entry_text(last)}所记为 {len(said['units'])} 个"
    for then, unit in zip(said["units"], now, strict=False):
        if then != unit:
            yield f"{unit['unit']}：重新计算为 {_short(unit)}，{entry_text(last)}所记为 {_short(then)}"
    if sha256(canonical(score_content(result.scores))) != said["tree"]:
        yield f"得分的计算过程与{entry_text(last)}所记不同"


def _people(desk: _Verifying) -> Iterator[str]:
    found = check_people(desk.store, desk.entries)
    yield from found.differences
    desk.done.append(found.done)


def _short(unit: dict[str, Any]) -> str:
    items = "、".join(f"{label} {points}" for label, points in unit["items"].items())
    return f"总分 {unit['total']}、第 {unit['rank']} 名（{items}）"


def _files(desk: _Verifying) -> Iterator[str]:
    told, different = file_differences(desk.workspace, desk.entries)
    yield from different
    desk.done.append(f"通报、结果表和印出的评议表 {told} 个文件")


def _rereading(request: VerifyRequest, advance: Advance) -> Any:
    def check(desk: _Verifying) -> Iterator[str]:
        if not desk.pictures:
            desk.done.append("没有票面图像：没有重新读票")
            return
        kept = kept_scans(desk.workspace.scans, desk.entries)
        drawn = draw(desk.store, kept, request.reread, desk.entries[-1].hash)
        yield from reread_differences(desk.workspace, desk.store, drawn, advance)
        desk.done.append(f"从扫描件重新读票 {len(drawn.chosen)} 张（共 {drawn.readings} 张）")

    return check
