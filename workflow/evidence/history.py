"""The log, newest first."""

from pingyi.store.base.store import Store
from pingyi.store.people.events import LogEntry, log_entries

ENTRIES_A_PAGE = 100


def history(store: Store, before: int) -> tuple[LogEntry, ...]:
    """Entries below this number (0: the newest)."""
    return log_entries(store, before, ENTRIES_A_PAGE)
