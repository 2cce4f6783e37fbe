"""A workspace as a server holds it: connections lent out, the campaign as last edited, results counted once."""

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TypeVar, cast

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.ground.file_state import file_state
from pingyi.store.base.stamp import Stamp, latest_confirmation, stamp
from pingyi.store.base.store import Store
from pingyi.store.evidence.log import beginning
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Desk, Workspace, open_workspace
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.written.spoken import Spoken, spoken_of
from pingyi.workflow.results.policies import confirmed

T = TypeVar("T")
NAME_HEX = 16


class OpenDesk(ABC):
    """Owns what the server has open, whatever is counted there; close it at the end. The caller holds the lock."""

    def __init__(self, desk: Desk) -> None:
        self.root = desk.root
        self._opened = desk
        self._idle: LifoQueue[Store] = LifoQueue()
        self._counted: dict[str, tuple[Hashable, object]] = {}
        self._counting = threading.RLock()  # what is counted may rest on something else counted
        with self.store() as store:  # brings an older database up to date before anybody asks
            begun = beginning(store)
        here = f"{desk.root.resolve()}\n{begun}"  # a copied folder is another workspace
        self.name = hashlib.sha256(here.encode("utf-8", "surrogateescape")).hexdigest()[:NAME_HEX]

    @property
    @abstractmethod
    def desk(self) -> Desk:
        """Where everything lies, as last edited."""

    @property
    @abstractmethod
    def titled(self) -> str:
        """What stands in the browser's tab (Chinese)."""

    @property
    @abstractmethod
    def whose(self) -> str:
        """What stands at the head of each page (Chinese)."""

    @abstractmethod
    def asked(self) -> Asked:
        """What may be decided of rows."""

    @abstractmethod
    def spoken(self) -> Spoken:
        """Whom or what written opinions may speak of."""

    @contextmanager
    def store(self) -> Iterator[Store]:
        """Lend a connection to one request."""
        try:
            store = self._idle.get_nowait()
        except Empty:
            store = Store(self._opened.database, self._opened.crops)
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

    def close(self) -> None:
        """Close every connection that is not lent out."""
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return


class Office(OpenDesk):
    """What a server has open of a campaign: its settings as last edited and confirmed."""

    def __init__(self, folder: Path) -> None:
        self._workspace = open_workspace(folder.absolute())  # as told on the page, which leaves the folder out
        super().__init__(self._workspace)
        self._edited = self._stamp_of_files()

    @property
    def desk(self) -> Workspace:
        """The workspace of the campaign."""
        return self.workspace

    @property
    def whose(self) -> str:
        """Whose evaluation of which year it is."""
        return f"{self.campaign.about.district} {self.campaign.about.year}年度"

    @property
    def titled(self) -> str:
        """The same, as a name."""
        return f"{self.whose}评议"

    def asked(self) -> Asked:
        """Every row has the ballot's choices."""
        return Asked(choices=self.campaign.ballot.choices)

    def spoken(self) -> Spoken:
        """The evaluated units, by name and alias."""
        return spoken_of(self.campaign)

    @property
    def workspace(self) -> Workspace:
        """As the office has last saved and confirmed it. Raises CampaignError when it was saved with faults."""
        files = self._stamp_of_files()
        if files != self._edited:
            self._workspace, self._edited = open_workspace(self.root), files
        with self.store() as store:
            key = (files, latest_confirmation(store))
            return self.once("workspace", key, lambda: confirmed(self._workspace, store))

    @property
    def campaign(self) -> Campaign:
        """Roster, groups, points, policies."""
        return self.workspace.campaign

    def batches(self) -> tuple[Batch, ...]:
        """The distribution plan. Raises CampaignError, NotReadyError."""
        return self.workspace.batches()

    def stamp(self, store: Store) -> Stamp:
        """Equal stamps: equal data and an equal campaign."""
        return Stamp(counts=stamp(store).counts, files=self._stamp_of_files())

    def _stamp_of_files(self) -> tuple[int, ...]:
        return edited(self.root / CAMPAIGN, self.root / BATCHES)


def edited(*files: Path) -> tuple[int, ...]:
    """Equal: none of the files was written since, or is gone."""
    return tuple(number for file in files for number in (file_state(file) if file.exists() else (0, -1, 0)))
