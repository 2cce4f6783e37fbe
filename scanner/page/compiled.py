"""Loops compiled by numba and kept on disk, whoever else compiles at the same time."""

import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import numba
from numba.core.caching import IndexDataCacheFile

from pingyi.scanner.page.kept_code import KeptCode

F = TypeVar("F", bound=Callable[..., Any])
IMPORTED = re.compile(r"^(?:from (pingyi[\w.]*) import (\([^)]*\)|.*)|import (pingyi[\w.]*))", re.MULTILINE)
KeptCode.in_use()
LOOPS: list[Any] = []  # each `compiled` function of the modules imported so far


def compiled(function: F) -> F:
    """
    The function as machine code, made when it is first called and kept for the next process.

    numba numbers the files it keeps for a function's argument types, so two processes that compile at once may keep
    each other's code under one number: a third one then reads rows of pixels as columns, without an error.
    """
    return _kept(function, numba.njit(cache=True)(function))


def contracted(function: F) -> F:
    """Likewise; a product and the sum it goes into are rounded once, where the machine can: as OpenCV does."""
    return _kept(function, numba.njit(cache=True, fastmath={"contract"}, error_model="numpy")(function))


def _kept(function: F, loop: Any) -> F:
    files = loop._cache._cache_file  # noqa: SLF001 - numba offers no other way; tests/scanner/page/test_compiled.py
    loop._cache._cache_file = _FilesByKey(files, made_of(function.__module__))  # noqa: SLF001
    LOOPS.append(loop)
    kept: F = loop
    return kept


class _FilesByKey(IndexDataCacheFile):
    """
    A file of code is called by all that it was made of: the types, the machine, and the sources it draws on.

    So the index can lack a file, and then it is made again, but never name another's; nor code in which a loop or a
    constant of another module lies as it was before.
    """

    def __init__(self, files: IndexDataCacheFile, sources: str) -> None:
        vars(self).update(vars(files))
        self._source_stamp = (files._source_stamp, sources)  # noqa: SLF001

    def save(self, key: object, data: object) -> None:
        """Keep the code, then that it is there."""
        of_key = hashlib.sha256(repr((key, self._source_stamp)).encode()).hexdigest()[:16]
        name = self._data_name_pattern.replace("{number:d}", of_key)
        self._save_data(name, data)  # type: ignore[no-untyped-call]  # as all of numba's
        self._save_index({**self._load_index(), key: name})  # type: ignore[no-untyped-call]


def made_of(module: str) -> str:
    """A digest of a module's `sources`."""
    digest = hashlib.sha256()
    for name in sorted(sources(module)):
        digest.update(_source(name))
    return digest.hexdigest()


def sources(module: str) -> frozenset[str]:
    """A module that is being imported, and all of ours that it draws on, however far."""
    seen, waiting = {module}, [module]
    while waiting:
        new = _drawn_on(waiting.pop()) - seen
        seen |= new
        waiting += new
    return frozenset(seen)


@cache
def _source(module: str) -> bytes:
    file = getattr(sys.modules[module], "__file__", None)
    return Path(file).read_bytes() if file else b""


@cache
def _drawn_on(module: str) -> frozenset[str]:
    """Our modules that a module imports."""
    return frozenset(name for name in _imported(_source(module).decode()) if name in sys.modules)


def _imported(source: str) -> Iterator[str]:
    """Names of what a source imports from ours; some are of a function or a constant, and no module's."""
    for within, names, whole in IMPORTED.findall(source):
        yield within or whole
        yield from (f"{within}.{name}" for name in re.findall(r"\w+", names))
