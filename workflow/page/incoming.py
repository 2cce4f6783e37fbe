"""What has come in from outside, and the folder that is watched for scans."""

import threading
import time
from dataclasses import dataclass
from pathlib import Path

from store.imports import imported_files
from store.store import Store
from workflow.page.jobs import Jobs
from workflow.page.office import Office
from workflow.scans.scan_files import SCAN_SUFFIXES

WATCHED = "扫描收件"
TAKEN = "uploads"
LOOK_EVERY_S = 5.0
STILL_S = 10.0  # a copier writes a file page by page; one that has not grown for so long is whole
BY = "收件文件夹"


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """One imported table."""

    kind: str
    source: str
    entries: int
    at: str


def imported_tables(store: Store) -> tuple[Brought, ...]:
    """Tables in the order they were imported, newest first."""
    return tuple(Brought(**row) for row in imported_files(store))


def watched_folder(root: Path) -> Path:
    """Where the copier may put scans itself."""
    return root / WATCHED


class Watch:
    """Owns the thread that looks into the watched folder; files are moved into the pile of a scan job."""

    def __init__(self, office: Office, jobs: Jobs) -> None:
        self._office = office
        self._jobs = jobs
        self._ended = threading.Event()
        watched_folder(office.root).mkdir(exist_ok=True)
        self._thread = threading.Thread(target=self._look, name="watch", daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop looking."""
        self._ended.set()
        self._thread.join(timeout=5)

    def _look(self) -> None:
        while not self._ended.wait(LOOK_EVERY_S):
            if self._office.workspace.ballot.exists():
                self.take()

    def take(self, now: float | None = None) -> int:
        """Hand whole files to a job; how many."""
        moment = time.time() if now is None else now
        folder = watched_folder(self._office.root)
        whole = [
            file
            for file in folder.iterdir()
            if file.suffix.lower() in SCAN_SUFFIXES and file.is_file() and moment - file.stat().st_mtime > STILL_S
        ]
        if not whole:
            return 0
        pile = self._office.root / TAKEN / f"watched-{time.time_ns()}"
        pile.mkdir(parents=True)
        for file in whole:
            file.replace(pile / file.name)
        wish = {"folder": str(pile), "batch": "", "temporary": True}
        self._jobs.ask("scan", f"读入收件文件夹的 {len(whole)} 个文件", wish, BY)
        return len(whole)
