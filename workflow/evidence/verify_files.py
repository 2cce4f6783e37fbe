"""Documents and print runs held against the evidence chain: each as it was last written."""

from collections.abc import Iterator, Mapping, Sequence

from pingyi.domain.trust.chain import Event, EventKind
from pingyi.ground.foreign import inside
from pingyi.store.evidence.chain_check import entry_text
from pingyi.workflow.desk.workspace import Desk
from pingyi.workflow.files.digest import sha256_of


def file_differences(desk: Desk, entries: Sequence[Event]) -> tuple[int, tuple[str, ...]]:
    """
    Documents and printed ballots, each as last written: how many, and in Chinese what is another.

    A ballot's Word file is answered for by the readings.
    """
    told: dict[str, tuple[Event, str]] = {}
    for event in entries:
        if event.kind in (EventKind.DOCUMENT, EventKind.PRINT_RUN):
            told |= {name: (event, digest) for name, digest in event.content()["files"].items()}
    return len(told), tuple(_different_files(desk, told))


def _different_files(desk: Desk, told: Mapping[str, tuple[Event, str]]) -> Iterator[str]:
    for name, (event, digest) in sorted(told.items()):
        path = inside(desk.root, name)
        if event.kind == EventKind.PRINT_RUN and path.suffix == ".docx":
            continue
        if not path.is_file():
            yield f"{name} 不见了，{entry_text(event)}里有它"
        elif sha256_of(path) != digest:
            yield f"{name} 与{entry_text(event)}所记不同：被改动过"
