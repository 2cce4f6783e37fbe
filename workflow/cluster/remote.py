"""Scans named by a URL (s3://, file://, anything fsspec knows): each fetched once to a machine, whole or not at all."""

import getpass
import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, cast

from pingyi.ground.errors import FileError, PingyiError, missing_extra
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.files.file_kinds import FileKind, file_kind
from pingyi.workflow.files.formats import SCANS, listed

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

SOME_NAMES = 50  # of files left where they are, in one line
KEPT_S = 30 * 86400  # longer than any run
SAID_OF_A_STATE = ("ETag", "Last-Modified", "Content-MD5", "Digest")  # by web servers, or not
Origins = dict[Path, str]
"""URL by the path of its copy here."""


def is_url(name: str) -> bool:
    """Whether a scan is named by a URL; zip://… is one, a path never is."""
    return "://" in name


def local_scans(named: Sequence[str]) -> tuple[tuple[Path, ...], Origins, tuple[str, ...]]:
    """
    What was named, as paths of this machine; the URLs of those that were fetched; Chinese: what was left there.

    Raises FileError naming a URL that holds no scan or cannot be fetched, MissingToolError without fsspec.
    """
    paths: list[Path] = []
    origins: Origins = {}
    beside: list[str] = []
    for name in named:
        if not is_url(name):
            paths.append(Path(name))
            continue
        urls, others = _scans_at(name)
        if others:
            beside.append(f"{name} 里另有 {len(others)} 个文件不是扫描件，没有读：{'、'.join(others[:SOME_NAMES])}")
        for url in urls:
            copy = fetched(url)
            origins[copy.resolve()] = url
            paths.append(copy)
    return tuple(paths), origins, tuple(beside)


def fetched(url: str) -> Path:
    """
    The file behind `url` as a file here, under the name it has there; a changed file is another copy.

    Raises FileError, MissingToolError.
    """
    with _far(url):
        system, inside = _system(url)
        state = _state(system, inside)
        target = _place(url, state, inside)
        if state and target.is_file():
            os.utime(target.parent)  # asked for today; the copy's own age says whether it is another
            return target
        with tempfile.TemporaryDirectory(dir=_cache()) as folder:
            part = Path(folder) / "part"
            system.get_file(inside, str(part))
            target = target if state else _place(url, sha256_of(part), inside)
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.replace(target)
            os.utime(target.parent)
    _forget_old()
    return target


def _forget_old() -> None:
    """Copies that nobody has asked for in a long time: scans are large, and ballots."""
    asked_before = time.time() - KEPT_S
    for folder in _cache().iterdir():
        with suppress(OSError):  # another process was first
            if folder.stat().st_mtime < asked_before:
                shutil.rmtree(folder)


def _place(url: str, state: str, inside: str) -> Path:
    return _cache() / hashlib.sha256(f"{url}\n{state}".encode()).hexdigest() / _name(inside)


def _state(system: "AbstractFileSystem", inside: str) -> str:
    """What another file under this address has otherwise; empty where the place does not say."""
    if "http" not in system.protocol:  # of one web server or another: fsspec takes what lies there for unchanging
        return str(system.ukey(inside))
    about = system.info(inside)
    said = [about.get(name) for name in SAID_OF_A_STATE]
    return repr((*said, about["size"])) if any(said) else ""


def _scans_at(url: str) -> tuple[list[str], list[str]]:
    """The URL itself, or those of all files in and below the folder it names but the ones that are clearly no scans."""
    with _far(url):
        system, inside = _system(url)
        system.invalidate_cache()  # what it listed earlier in this process
        if not system.isdir(inside):
            return [url], []
        every = sorted(system.find(inside))
    found = [path for path in every if file_kind(path, b"") is not FileKind.OTHER]
    if not found:
        raise FileError(f"{url} 里没有扫描件（{listed(SCANS)}、zip）；请核对地址")
    first, *chained = url.split("::")  # zip://folder::s3://bucket/scans.zip
    scheme = first.partition("://")[0]
    others = [PurePosixPath(path).name for path in every if path not in set(found)]
    return ["::".join([f"{scheme}://{path}", *chained]) for path in found], others


@contextmanager
def _far(url: str) -> Iterator[None]:
    """What goes wrong with a place elsewhere, as a FileError that names it."""
    try:
        yield
    except PingyiError:
        raise
    except FileNotFoundError as error:
        raise FileError(f"找不到 {url}；请核对地址") from error
    except Exception as error:  # each kind of place has faults of its own, which share no class
        raise FileError(f"打不开 {url}（{error}）；请核对地址、网络和访问权限") from error


def _system(url: str) -> "tuple[AbstractFileSystem, str]":
    try:
        from fsspec.core import url_to_fs  # noqa: PLC0415 - an extra, for those who use it
    except ImportError as error:
        raise missing_extra(f"读 {url} ", "cluster") from error
    try:
        return cast("tuple[AbstractFileSystem, str]", url_to_fs(url))
    except ImportError as error:  # the package of this kind of address
        raise missing_extra(f"读 {url} 缺一个包（{error}），S3 等地址", "cluster,s3") from error


def _name(inside: str) -> str:
    return PurePosixPath(inside).name or "scan"


def _cache() -> Path:
    """Of this user alone: scans are ballots."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError, ImportError):  # an account without a name
        user = "user"
    folder = Path(tempfile.gettempdir()) / f"pingyi-scans-{user}"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder
