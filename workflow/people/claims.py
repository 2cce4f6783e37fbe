"""Rows open in somebody's browser: the server's own knowledge, free again when a tab is closed or falls silent."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pingyi.domain.readings.double_review import RowPlace, Tab

LEASE_S = 90.0  # a browser says every 30 s that it is there; after three missed words its rows are free


class Claims:
    """Owns which tab holds which row."""

    def __init__(self, lease_s: float = LEASE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._lease_s = lease_s
        self._clock = clock
        self._held: dict[RowPlace, tuple[Tab, float]] = {}
        self._left: dict[Tab | str, float] = {}  # tabs and sessions: until when a question of theirs may be on its way
        self._choosing = threading.RLock()

    @contextmanager
    def choosing(self, holder: Tab) -> Iterator[tuple[RowPlace, ...]]:
        """What others hold; nobody else chooses inside the block."""
        with self._choosing:
            now = self._clock()
            self._held = {place: held for place, held in self._held.items() if held[1] > now}
            self._left = {gone: until for gone, until in self._left.items() if until > now}
            yield tuple(place for place, (by, _) in self._held.items() if by != holder)

    def take(self, holder: Tab, places: Sequence[RowPlace]) -> None:
        """These rows are this tab's, unless it was closed before its question came."""
        with self._choosing:
            if holder not in self._left and holder.session not in self._left:
                self._held |= dict.fromkeys(places, (holder, self._clock() + self._lease_s))

    def prolong(self, holder: Tab) -> None:
        """The tab is still there."""
        with self._choosing:
            self.take(holder, [place for place, (by, _) in self._held.items() if by == holder])

    def release(self, holder: Tab, place: RowPlace) -> None:
        """Let go of one row."""
        with self._choosing:
            if self._held.get(place, (None, 0.0))[0] == holder:
                del self._held[place]

    def leave(self, holder: Tab) -> None:
        """The tab was closed: all it has is free, and what it asked for before comes too late."""
        with self._choosing:
            self._left[holder] = self._clock() + self._lease_s
            self._held = {place: held for place, held in self._held.items() if held[0] != holder}

    def end(self, session: str) -> None:
        """Somebody signed out: so did all their tabs."""
        with self._choosing:
            self._left[session] = self._clock() + self._lease_s
            self._held = {place: held for place, held in self._held.items() if held[0].session != session}
