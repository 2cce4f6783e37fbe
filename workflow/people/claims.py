"""Rows open in somebody's browser: the server's own knowledge, free again when a tab is closed or falls silent."""

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from pingyi.domain.double_review import RowPlace

LEASE_S = 90.0  # a browser says every 30 s that it is there; after three missed words its rows are free


class Claims:
    """Owns who holds which row; a holder is one tab of one session."""

    def __init__(self, lease_s: float = LEASE_S, clock: Callable[[], float] = time.monotonic) -> None:
        self._lease_s = lease_s
        self._clock = clock
        self._held: dict[RowPlace, tuple[str, float]] = {}
        self._choosing = threading.RLock()

    @contextmanager
    def choosing(self, holder: str) -> Iterator[tuple[RowPlace, ...]]:
        """What others hold; nobody else chooses inside the block."""
        with self._choosing:
            now = self._clock()
            self._held = {place: held for place, held in self._held.items() if held[1] > now}
            yield tuple(place for place, (by, _) in self._held.items() if by != holder)

    def take(self, holder: str, places: Sequence[RowPlace]) -> None:
        """These rows are this tab's; inside `choosing`, or for a row given back to it."""
        with self._choosing:
            self._held |= dict.fromkeys(places, (holder, self._clock() + self._lease_s))

    def prolong(self, holder: str) -> None:
        """The tab is still there."""
        with self._choosing:
            self.take(holder, [place for place, (by, _) in self._held.items() if by == holder])

    def release(self, holder: str, place: RowPlace | None = None) -> None:
        """Let go of one row, or of all this tab has."""
        with self._choosing:
            self._held = {
                held: (by, until)
                for held, (by, until) in self._held.items()
                if by != holder or (place is not None and held != place)
            }
