"""The evidence chain of an open store: read it, append what the store cannot see by itself."""

from collections.abc import Mapping

from pingyi.domain.trust.chain import Event, EventKind
from pingyi.store.base import chain
from pingyi.store.base.faults import faults_of
from pingyi.store.base.store import Store


def events(store: Store) -> tuple[Event, ...]:
    """Every entry, first to last."""
    with faults_of(store.path):
        return chain.events(store.database)


def head(store: Store) -> Event:
    """The last entry; there is always the first."""
    with faults_of(store.path):
        found = chain.head(store.database)
    if found is None:
        raise AssertionError(store.path)
    return found


def beginning(store: Store) -> str:
    """The hash of the first entry: no two workspaces begin alike."""
    return str(next(store.rows("SELECT hash FROM events ORDER BY number LIMIT 1"))["hash"])


def append_event(store: Store, kind: EventKind, content: Mapping[str, object]) -> Event:
    """Append one entry of its own."""
    with store.transaction():
        return chain.append(store.database, kind, content)
