"""Loops compiled by numba and kept on disk, whoever else compiles at the same time."""

import hashlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import IndexDataCacheFile

F = TypeVar("F", bound=Callable[..., Any])
Source = tuple[str, int, int]  # of a module: where it is, when it was written (ns), its bytes
ROOM = Path(__file__).parent.parent
LOOPS: list[Any] = []  # each `compiled` function of the modules imported so far


def compiled(function: F) -> F:
    """
    The function as machine code, made when it is first called and kept for the next process.

    numba numbers the files it keeps for a function's argument types, so two processes that compile at once may keep
    each other's code under one number: a third one then reads rows of pixels as columns, without an error.
    """
    loop: Any = numba.njit(cache=True)(function)
    files = loop._cache._cache_file  # noqa: SLF001 - numba offers no other way; tests/scanner/page/test_compiled.py
    loop._cache._cache_file = _FilesByKey(files)  # noqa: SLF001
    LOOPS.append(loop)
    kept: F = loop
    return kept


class _FilesByKey(IndexDataCacheFile):
    """
    A file of code is called by all that it was made of: the types, the machine, and the sources of all loops.

    So the index can lack a file, and then it is made again, but never name another's; nor code in which a loop of
    another module lies as it was before.
    """

    def __init__(self, files: IndexDataCacheFile) -> None:
        vars(self).update(vars(files))
        self._source_stamp = (files._source_stamp, _sources())  # noqa: SLF001

    def save(self, key: object, data: object) -> None:
        """Keep the code, then that it is there."""
        made_of = hashlib.sha256(repr((key, self._source_stamp)).encode()).hexdigest()[:16]
        name = self._data_name_pattern.replace("{number:d}", made_of)
        self._save_data(name, data)  # type: ignore[no-untyped-call]  # as all of numba's
        self._save_index({**self._load_index(), key: name})  # type: ignore[no-untyped-call]


@lru_cache(maxsize=1)
def _sources() -> tuple[Source, ...]:
    """Every module of the room: a loop may hold others of other modules."""
    modules = sorted(ROOM.rglob("*.py"))
    return tuple((str(path.relative_to(ROOM)), path.stat().st_mtime_ns, path.stat().st_size) for path in modules)
