"""LibreOffice's output kept by what went in, for a run and all its workers: the same document is printed once."""

import hashlib
import shutil
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from filelock import FileLock

from pingyi.generator.libreoffice import pdf
from pingyi.generator.understood import kept_prints
from pingyi.ground.whole import new_file

CONVERT = pdf._converted


@contextmanager
def kept_in(shared: Path) -> Iterator[None]:
    """Within the block a document converted by any worker before is taken from `shared`."""

    def converted(documents: Sequence[Path], folder: Path, kind: str) -> list[Path]:
        places = [shared / f"{_digest(document)}.{kind}" for document in documents]
        with ExitStack() as locks:
            for place in sorted(set(places)):
                locks.enter_context(FileLock(place.with_suffix(f".{kind}.lock")))
            missing = {place: document for place, document in zip(places, documents, strict=True) if not place.exists()}
            made = CONVERT(list(missing.values()), folder, kind)
            for place, path in zip(missing, made, strict=True):
                with new_file(place) as part:
                    shutil.copyfile(path, part)
        return [_taken(place, folder / f"{d.stem}.{kind}") for place, d in zip(places, documents, strict=True)]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_converted", converted)
        patch.setattr(kept_prints, "FOLDER", shared / "kept")
        yield


@contextmanager
def afresh() -> Iterator[None]:
    """Within the block nothing kept is used: LibreOffice itself is asked."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(pdf, "_converted", CONVERT)
        yield


def _digest(document: Path) -> str:
    return hashlib.sha256(document.read_bytes() if document.is_file() else str(document).encode()).hexdigest()


def _taken(place: Path, path: Path) -> Path:
    with new_file(path) as part:
        shutil.copyfile(place, part)
    return path
