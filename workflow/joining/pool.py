"""`pingyi merge`: stations' bundles checked, kept by their digest, and joined."""

import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.bundle import Joined, Pool, StationWork, join, settle_pool
from pingyi.ground.errors import ArchiveError, FileError, NotReadyError, PingyiError, RosterError
from pingyi.ground.whole import FULL
from pingyi.store.base.migrations import STEPS
from pingyi.tally.roster import check_roster
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.sealed import BundleManifest, Sealed, known, opened
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.evidence.bundle_reading import BUNDLES, work_of
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.joining.bundle import campaign_mark
from pingyi.workflow.joining.stations import STATIONS, known_keys

SCHEMA = len(STEPS)  # of our database


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How many bundles are new, and why others were refused."""

    new: int
    refused: tuple[PingyiError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pooled:
    """What the bundles come to, and why some of those kept were left out."""

    joined: Joined
    refused: tuple[PingyiError, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What a bundle must be: sealed by a station's key, of this campaign."""

    keys: Mapping[str, frozenset[str]]  # names by key; of our own any
    campaign: Campaign
    mark: str


def keep_bundles(workspace: Workspace, files: Sequence[Path], advance: Advance) -> Kept:
    """
    Check bundles and keep them by their digest. A bundle known already changes nothing; one refused costs no other.

    Raises CampaignError when the roster of stations cannot be read.
    """
    asked = _asked(workspace)
    folder = workspace.root / BUNDLES
    folder.mkdir(exist_ok=True)
    new, refused = 0, []
    for done, file in enumerate(files):
        advance("核对", done, len(files))
        try:
            new += _keep(file, folder, asked)
        except (PingyiError, OSError) as error:
            refused.append(_refusal(file, error))
    return Kept(new=new, refused=tuple(refused))


def _refusal(file: Path, error: PingyiError | OSError) -> PingyiError:
    """A stick pulled out costs its own bundle; a full disk stops all."""
    if isinstance(error, PingyiError):
        return error
    if error.errno in FULL:
        raise error
    return FileError(f"{file.name} 读不出来（{error.strerror or error}）；请重新拷贝")


def _keep(file: Path, folder: Path, asked: _Asked) -> bool:
    """What is checked is what is kept: the stick may be changed, or pulled, meanwhile."""
    with known(file, BundleManifest) as bundle:
        check_bundle(bundle, asked)
    with tempfile.TemporaryDirectory(prefix=".", dir=folder) as scratch:
        copy = Path(scratch) / file.name
        shutil.copyfile(file, copy)
        target = folder / f"{sha256_of(copy)}.zip"
        if target.exists():
            return False
        with opened(copy, BundleManifest) as bundle:
            _work(bundle, asked, "")
        copy.replace(target)
    return True


def pooled(workspace: Workspace, advance: Advance) -> Pooled:
    """
    All bundles kept, joined; one that is not taken any more (its key was struck out) costs no other.

    Raises NotReadyError when there is none, and what the first is refused for when none is left.
    """
    files = sorted((workspace.root / BUNDLES).glob("*.zip"))
    if not files:
        raise NotReadyError("还没有任何站点的包；请先 pingyi merge 包文件…")
    asked = _asked(workspace)
    pool: Pool = {}
    refused: list[PingyiError] = []
    for done, file in enumerate(files):
        advance("合并", done, len(files))
        try:
            if sha256_of(file) != file.stem:
                raise ArchiveError(f"{file.name} 的内容不是它的名字所说的：被改动过；请从该站重新取一份")
            with opened(file, BundleManifest) as bundle:
                pool = join(pool, {file.stem: _work(bundle, asked, file.stem)})
        except PingyiError as error:
            refused.append(ArchiveError(f"{error}；没有合并进来，请改正，或从 {BUNDLES} 里移走它"))
    if not pool:
        raise refused[0]
    return Pooled(joined=settle_pool(pool), refused=tuple(refused))


def _work(bundle: Sealed[BundleManifest], asked: _Asked, digest: str) -> StationWork:
    """What it says; raises ArchiveError also when it says it of units or choices that are not ours."""
    check_bundle(bundle, asked)
    work, seen = work_of(bundle, digest)
    try:
        check_roster(seen.forms(), asked.campaign, seen.voted)
    except RosterError as error:
        raise ArchiveError(f"{bundle.path.name}（{work.name}）没有并入，请该站改正后重新打包：{error}") from error
    return work


def check_bundle(bundle: Sealed[BundleManifest], asked: _Asked) -> None:
    """Raises ArchiveError when its station's key is not known, its campaign or its database is another than ours."""
    said, name = bundle.manifest, bundle.path.name
    if said.key not in asked.keys:
        raise ArchiveError(
            f"{name}（自称{said.name}）由不认识的密钥签名；请向该站核对公钥后，在 {STATIONS} 里添一行：站名,{said.key}"
        )
    if (names := asked.keys[said.key]) and said.name not in names:
        raise ArchiveError(
            f"{name} 自称{said.name}，它的公钥在 {STATIONS} 里登记的是{'、'.join(sorted(names))}；请向该站核对站名"
        )
    if said.campaign != asked.mark:
        raise ArchiveError(
            f"{name} 是另一次评议的（{said.about}；年度、区县、单位名单或选项不同），没有并入；请核对文件"
        )
    if said.schema_ != SCHEMA:
        raise ArchiveError(
            f"{name} 由另一版程序打包（数据库第 {said.schema_} 版，本机第 {SCHEMA} 版）；请升级到同一版后重新打包"
        )


def _asked(workspace: Workspace) -> _Asked:
    campaign = workspace.campaign
    return _Asked(keys=known_keys(workspace), campaign=campaign, mark=campaign_mark(campaign))
