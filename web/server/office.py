"""The workspace as a server holds it: connections lent out, the campaign as last edited, results counted once."""

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TypeVar, cast

from pingyi.domain.campaign import Batch, Campaign
from pingyi.store.base.stamp import Stamp, latest_confirmation, stamp
from pingyi.store.base.store import Store
from pingyi.workflow.desk.workspace import Workspace, open_workspace
from pingyi.workflow.results.policies import confirmed

T = TypeVar("T")


class Office:
    """Owns what the server has open; close it at the end. The caller holds the workspace's lock."""

    def __init__(self, folder: Path) -> None:
        self.root = folder.absolute()  # what is told on the page leaves it out, and must know it again
        self._workspace = open_workspace(self.root)
        self._edited = self._stamp_of_files()
        self._idle: LifoQueue[Store] = LifoQueue()
        self._counted: dict[str, tuple[Hashable, object]] = {}
        self._counting = threading.RLock()  # what is counted may rest on something else counted
        with self.store():  # brings an older database up to date before anybody asks
            pass

    @property
    def workspace(self) -> Workspace:
        """As the office has last saved and confirmed it. Raises CampaignError when it was saved with faults."""
        edited = self._stamp_of_files()
        if edited != self._edited:
            self._workspace, self._edited = open_workspace(self.root), edited
        with self.store() as store:
            key = (edited, latest_confirmation(store))
            return self.once("workspace", key, lambda: confirmed(self._workspace, store))

    @property
    def campaign(self) -> Campaign:
        """Roster, groups, points, policies."""
        return self.workspace.campaign

    def batches(self) -> tuple[Batch, ...]:
        """The distribution plan. Raises CampaignError, NotReadyError."""
        return self.workspace.batches()

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Lend a connection to one request."""
        try:
            store = self._idle.get_nowait()
        except Empty:
            store = Store(self._workspace.database, self._workspace.crops)
        try:
            yield store
        finally:
            self._idle.put(store)

    def once(self, name: str, key: Hashable, work: Callable[[], T]) -> T:
        """What `work` gives, done again only when `key` has changed."""
        found = self._counted.get(name)
        if found is None or found[0] != key:
            with self._counting:
                found = self._counted.get(name)
                if found is None or found[0] != key:
                    found = (key, work())
                    self._counted[name] = found
        return cast("T", found[1])

    def stamp(self, store: Store) -> Stamp:
        """Equal stamps: equal data and an equal campaign."""
        return Stamp(counts=stamp(store).counts, files=self._stamp_of_files())

    def close(self) -> None:
        """Close every connection that is not lent out."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _stamp_of_files(self) -> tuple[int, ...]:
        files = [self.root / name for name in ("campaign.toml", "batches.csv")]
        return tuple(number for file in files if file.exists() for number in _edited(file))


def _edited(file: Path) -> tuple[int, int]:
    found = file.stat()
    return found.st_mtime_ns, found.st_size
