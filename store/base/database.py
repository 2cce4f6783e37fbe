"""Where sqlite-utils comes from: without numpy, a third of a second that it would load to know columns of its types."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def _without(library: str) -> Iterator[None]:
    """A library that is not loaded yet cannot be imported while the context lasts."""
    absent = library not in sys.modules
    if absent:
        sys.modules[library] = None  # type: ignore[assignment]  # the way Python has for it
    try:
        yield
    finally:
        if absent:
            del sys.modules[library]


with _without("numpy"):
    from sqlite_utils import Database

__all__ = ["Database"]
