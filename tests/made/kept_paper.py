"""LibreOffice's output kept by what went in, for a run and all its workers: the same document is printed once.

Other processes that tests start, and tests within `afresh`, start a LibreOffice as everybody does.
"""

import hashlib
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock
from running_office import RunningOffice, running_office

from pingyi.generator.libreoffice import pdf
from pingyi.generator.understood import kept_prints
from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file

Made = Path | FileError
Convert = Callable[[Sequence[Path], Path, str], Sequence[Made]]
CONVERT, FOREIGN = pdf._converted, pdf._foreign
MOST_BYTES = 20 << 20  # unpacked: a bomb is told by its packed bytes


@contextmanager
def kept_in(shared: Path) -> Iterator[None]:
    """Within the block a document converted by any worker before is taken from `shared`."""
    with running_office() as office, pytest.MonkeyPatch.context() as patch:

        def converted(documents: Sequence[Path], folder: Path, kind: str) -> list[Path]:
            made = _kept(shared, documents, folder, kind, _by(office, CONVERT))
            return [path for path in made if isinstance(path, Path)]

        def foreign(documents: Sequence[Path], folder: Path, kind: str) -> list[Made]:
            return _kept(shared, documents, folder, kind, _by(office, FOREIGN))

        patch.setattr(pdf, "_converted", converted)
        patch.setattr(pdf, "_foreign", foreign)
        patch.setattr(kept_prints, "FOLDER", shared / "kept")
        yield


def _by(office: RunningOffice, starting: Convert) -> Convert:
    """What the office that runs has not made is tried as the program does, which says why."""

    def converted(documents: Sequence[Path], folder: Path, kind: str) -> Sequence[Made]:
        with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
            found: list[Made | None] = [
                path and _taken(path, folder / path.name) for path in office.made(documents, kind, Path(scratch))
            ]
        rest = [document for document, made in zip(documents, found, strict=True) if made is None]
        others = iter(starting(rest, folder, kind) if rest else ())
        return [next(others) if made is None else made for made in found]

    return converted


@contextmanager
def afresh() -> Iterator[None]:
    """Within the block nothing kept is used: LibreOffice itself is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_converted", CONVERT)
        patch.setattr(pdf, "_foreign", FOREIGN)
        yield


def print_together(documents: Sequence[Path], scratch: Path) -> None:
    """Have them printed by one LibreOffice, where each test would start one for its own."""
    for number, document in enumerate(documents):
        shutil.copyfile(document, scratch / f"{number}{document.suffix}")
    pdf.foreign_to_pdf([scratch / f"{number}{one.suffix}" for number, one in enumerate(documents)], scratch)


def _kept(shared: Path, documents: Sequence[Path], folder: Path, kind: str, convert: Convert) -> list[Made]:
    """What could not be made is asked for again each time."""
    places = [shared / f"{_digest(document)}.{kind}" for document in documents]
    with ExitStack() as locks:
        for place in sorted(set(places)):
            locks.enter_context(FileLock(place.with_suffix(f".{kind}.lock")))
        missing = {place: document for place, document in zip(places, documents, strict=True) if not place.exists()}
        made = dict(zip(missing, convert(list(missing.values()), folder, kind) if missing else (), strict=True))
        for place, path in made.items():
            if isinstance(path, Path):
                with new_file(place) as part:
                    shutil.copyfile(path, part)
    return [
        _taken(place, folder / f"{document.stem}.{kind}") if place.exists() else made[place]
        for place, document in zip(places, documents, strict=True)
    ]


def _digest(document: Path) -> str:
    """Of what a package holds, not of the moment it was packed."""
    if not document.is_file():
        return hashlib.sha256(str(document).encode()).hexdigest()
    content, digest = document.read_bytes(), hashlib.sha256()
    try:
        with zipfile.ZipFile(document) as package:
            if sum(member.file_size for member in package.infolist()) > MOST_BYTES:
                return hashlib.sha256(content).hexdigest()
            for member in package.infolist():
                digest.update(member.filename.encode() + hashlib.sha256(package.read(member)).digest())
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, OSError):
        return hashlib.sha256(content).hexdigest()
    return digest.hexdigest()


def _taken(place: Path, path: Path) -> Path:
    with new_file(path) as part:
        shutil.copyfile(place, part)
    return path
