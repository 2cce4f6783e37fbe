"""A workspace: the folder that holds one campaign, its paper and its results."""

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from glob import escape
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.scheme import ballot_name
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.ground.errors import CampaignError, FileError, NotReadyError
from pingyi.ground.foreign import file_name, inside
from pingyi.store.base.lock import HOLDER, workspace_lock
from pingyi.store.base.store import Store
from pingyi.store.evidence.backups import FOLDER, back_up, check_present, check_sound
from pingyi.store.evidence.secrecy import forget_order

CAMPAIGN = "campaign.toml"
BATCHES = "batches.csv"
VOTE = "vote.toml"  # instead of both, where one form is voted on
DATABASE = "pingyi.db"
SCANS = "scans"  # beside the database
OLDER_BALLOT = "附件4 公众评议表.docx"  # whatever the campaign calls it


def ballot_document(campaign: Campaign) -> str:
    """The file's name, as the campaign calls the ballot."""
    return file_name(f"{campaign.ballot.attachment} {ballot_name(campaign)}")


def kept_scan(scans: Path, scan: str) -> Path:
    """The kept file of this SHA-256. Raises ArchiveError when it is no such name, FileError when none is there."""
    named = inside(scans, scan)
    found = next(scans.glob(f"{escape(named.name)}.*"), None)
    if found is None:
        raise FileError(f"扫描件 {scan[:12]}… 不在 {scans} 里；请从备份取回，或重新扫描这一页")
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A folder in which papers are read and counted, whatever they are."""

    root: Path

    @property
    def database(self) -> Path:
        """The SQLite file with readings, decisions, imports and the evidence chain."""
        return self.root / DATABASE

    @property
    def crops(self) -> Path:
        """Pictures of doubtful rows."""
        return self.root / "crops"

    @property
    def scans(self) -> Path:
        """A copy of every file scanned, by its SHA-256: the evidence."""
        return self.root / SCANS

    @property
    def backups(self) -> Path:
        """Copies of the database, the newest few."""
        return self.root / FOLDER

    @property
    def cache(self) -> Path:
        """What can be made again: pictures for the page."""
        return self.root / "cache"

    @property
    def drawn(self) -> Path:
        """Pictures of sheets, a folder for each by its SHA-256."""
        return self.cache / "sheets"

    @property
    def results(self) -> Path:
        """Where results, notices, letters and tables are written."""
        return self.root / "results"


@dataclass(frozen=True, slots=True, kw_only=True)
class Workspace(Desk):
    """Where everything of one campaign lies."""

    campaign: Campaign

    @property
    def campaign_file(self) -> Path:
        """Roster, groups, points, policies; edited by the office."""
        return self.root / CAMPAIGN

    @property
    def batches_file(self) -> Path:
        """The distribution plan; edited by the office."""
        return self.root / BATCHES

    @property
    def ballot(self) -> Path:
        """The Word file that is printed, and that scans are read by."""
        folder = self.root / "forms" / "ballots"
        named, older = folder / ballot_document(self.campaign), folder / OLDER_BALLOT
        return older if older.exists() and not named.exists() else named

    @property
    def review(self) -> Path:
        """Sheets on which people decide doubtful rows."""
        return self.root / "review"

    def batches(self) -> tuple[Batch, ...]:
        """The distribution plan as the office has edited it. Raises CampaignError, NotReadyError."""
        if not self.batches_file.exists():
            raise NotReadyError(f"{self.root} 里没有发放计划 {BATCHES}；请补上（表头：批次,群体,发放单位,份数）")
        return parse_batches(read_text(self.batches_file), BATCHES, self.campaign)


def open_workspace(folder: Path) -> Workspace:
    """The workspace in `folder`. Raises NotReadyError when there is none, CampaignError on a wrong campaign file."""
    campaign_file = folder / CAMPAIGN
    if not campaign_file.is_file():
        where = folder.resolve()
        raise NotReadyError(f"{where} 不是工作目录（没有 {CAMPAIGN}）；请先 pingyi init DIR，或用 pingyi -C DIR 指明")
    return Workspace(root=folder, campaign=parse_campaign(read_text(campaign_file), CAMPAIGN))


@contextmanager
def working(workspace: Desk, command: str) -> Iterator[Store]:
    """
    Hold the workspace for `command` and open its store; what it changed is backed up at the end, however it ends.

    Raises WorkspaceBusyError at once when another process holds it, DamagedStoreError when the store is damaged.
    """
    died = (workspace.root / HOLDER).exists()  # who held it last was killed, perhaps before it made its copy
    with workspace_lock(workspace.root, command):
        check_present(workspace.database, workspace.backups)
        with Store(workspace.database, workspace.crops) as store:
            check_sound(store)
            if died:
                forget_order(store)
            try:
                yield store
            finally:
                if store.database.conn.total_changes or died or not workspace.backups.exists():
                    back_up(store, workspace.backups)


@contextmanager
def serving(workspace: Desk, command: str) -> Iterator[None]:
    """
    Hold the workspace for a server, which opens its stores itself; at its end the database is backed up.

    Raises WorkspaceBusyError at once when another process holds it, DamagedStoreError when the store is damaged.
    """
    with workspace_lock(workspace.root, command):
        check_present(workspace.database, workspace.backups)
        with Store(workspace.database, workspace.crops) as store:
            check_sound(store)
        yield
        with Store(workspace.database, workspace.crops) as store:
            back_up(store, workspace.backups)


@contextmanager
def watching(workspace: Desk) -> Iterator[Store]:
    """Open the store only to look, also while another process works."""
    with Store(workspace.database, workspace.crops) as store:
        yield store


def read_text(path: Path) -> str:
    """A text file an office has edited: UTF-8, or what Excel and Notepad save on a Chinese Windows."""
    data = path.read_bytes()
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):  # Notepad's "Unicode"
        return data.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CampaignError(f"{path.name} 不是文本文件；请用记事本另存为 UTF-8 编码")


def today() -> date:
    """The day letters bear."""
    return datetime.now().astimezone().date()
