"""Nothing in the database tells in which order sheets came in: its pages are laid out anew by what they hold."""

from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store


def forget_order(store: Store) -> None:
    """
    Write the database file anew, in the order of its keys: freed and half-filled pages keep the order of writing.

    Raises NoSpaceError when there is no room for it; what was filed stays filed.
    """
    with faults_of(store.path):
        store.database.execute("VACUUM")
        store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
