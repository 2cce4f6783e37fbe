"""Writers of one process take turns: one that waits at a lock is next at once, one that SQLite lets poll may starve."""

import threading
from pathlib import Path

_turns: dict[Path, threading.RLock] = {}
_adding = threading.Lock()


def turn_of(database: Path) -> threading.RLock:
    """The lock of this database, for a thread to hold while it writes."""
    with _adding:
        return _turns.setdefault(database.absolute(), threading.RLock())
