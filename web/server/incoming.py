"""What has come in from outside, and the folder that is watched for scans."""

import threading
import time
from pathlib import Path

from pingyi.ground.names import readable_name
from pingyi.store.base.store import Store
from pingyi.store.outside.brought import Brought, brought
from pingyi.web.server.job_requests import ReadScans
from pingyi.web.server.jobs import Jobs
from pingyi.web.server.office import Office
from pingyi.workflow.files.file_kinds import FileKind, file_kind
from pingyi.workflow.files.formats import HEAD_BYTES
from pingyi.workflow.said.imports import KIND_NAMES, moment_text, state_text

WATCHED = "扫描收件"
TAKEN = "uploads"
LOOK_EVERY_S = 5.0
STILL_S = 10.0  # a copier writes a file page by page; one that has not grown for so long is whole
BY = "收件文件夹"


def imported_tables(store: Store) -> tuple[tuple[Brought, str, str, str], ...]:
    """Every import, newest first, with its kind, its moment and how it stands (Chinese)."""
    return tuple((one, KIND_NAMES[one.kind], moment_text(one.at), state_text(one)) for one in brought(store))


def watched_folder(root: Path) -> Path:
    """Where the copier may put scans itself."""
    return root / WATCHED


def strays(root: Path) -> list[str]:
    """Names of what lies in the watched folder and is clearly no scan; it stays there."""
    return sorted(readable_name(one.name) for one in _there(watched_folder(root)) if _is_stray(one))


def _there(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []


def _is_stray(path: Path) -> bool:
    """A folder is one too: the copier makes none."""
    if not path.is_file():
        return True
    try:
        with path.open("rb") as stream:
            return file_kind(path.name, stream.read(HEAD_BYTES)) is FileKind.OTHER
    except OSError:
        return True  # it cannot be taken either


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
        """Stop looking into the folder; waits at most 5 s for a look under way."""
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
        still = (file for file in _there(folder) if file.is_file() and moment - file.stat().st_mtime > STILL_S)
        whole = [file for file in still if not _is_stray(file)]
        if not whole:
            return 0
        pile = self._office.root / TAKEN / f"watched-{time.time_ns()}"
        pile.mkdir(parents=True)
        for file in whole:
            file.replace(pile / file.name)
        wish = ReadScans(folder=str(pile), batch="", temporary=True)
        self._jobs.ask(f"读入收件文件夹的 {len(whole)} 个文件", wish, BY)
        return len(whole)
