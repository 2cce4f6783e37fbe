"""Jobs of several stations: this one's work bundled; others' bundles kept, joined, taken in."""

import shutil
from pathlib import Path

from pingyi.domain.readings.unread_lines import unread_lines
from pingyi.ground.errors import ArchiveError
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import KeepBundles, MakeBundle, TakeInStations
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.seal import ARCHIVES
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.joining.bundle import make_bundle
from pingyi.workflow.joining.merge import take_in
from pingyi.workflow.joining.pool import keep_bundles, pooled
from pingyi.workflow.joining.taking_over import hands_for
from pingyi.workflow.people.keys import Pair
from pingyi.workflow.said.merge import bundle_lines, joined_lines, kept_line, taken_lines

StationJob = MakeBundle | KeepBundles | TakeInStations


def stations(workspace: Workspace, store: Store, wish: StationJob, advance: Advance, pair: Pair | None) -> list[str]:
    """Do what was wished; Chinese lines. Raises what the doing raises."""
    match wish:
        case MakeBundle():
            out = workspace.root / ARCHIVES / f"{wish.station}.bundle.zip"
            return list(bundle_lines(make_bundle(workspace, store, out, wish.station)))
        case KeepBundles():
            return _kept(workspace, Path(wish.folder), advance)
        case TakeInStations():
            found = pooled(workspace, advance)
            taken = take_in(workspace, store, found.joined, advance, hands_for(store, found.joined, pair))
            return [*taken_lines(taken), *map(str, found.refused), *unread_lines(taken.waiting)]


def _kept(workspace: Workspace, folder: Path, advance: Advance) -> list[str]:
    try:
        files = sorted(folder.iterdir())
        kept = keep_bundles(workspace, files, advance)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if len(kept.refused) == len(files):
        raise ArchiveError("\n".join(map(str, kept.refused)))
    found = pooled(workspace, advance)
    told = [*map(str, kept.refused), *map(str, found.refused)]
    return [kept_line(kept, len(files)), *joined_lines(found.joined), *told, "还没有入库；包收齐后由两人签名入库"]
