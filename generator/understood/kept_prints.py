"""
The print of a Word form, made once and kept where the system keeps what can be made again.

A form that was printed here for people to fill is kept by its digest alone: that is what its papers look like. Any
other print is kept by the program and the faces it was made with too: with others a form looks different.
"""

import contextlib
import hashlib
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from pingyi.generator.word.pdf import foreign_to_pdf, made_with
from pingyi.ground.errors import FileError
from pingyi.ground.whole import put

FOLDER = user_cache_path("pingyi", appauthor=False) / "prints"


def own_print(document: Path) -> bytes:
    """The PDF of a Word file, which may be anybody's. Raises what `to_pdf` raises."""
    printed = _kept(_place(document))
    if printed is not None:
        return printed
    place = _place(document, made_with())
    return _kept(place) or _made(document, place)


def _kept(place: Path) -> bytes | None:
    with contextlib.suppress(OSError):  # not there yet, or not to be read: then it is made
        return place.read_bytes()
    return None


def _made(document: Path, place: Path) -> bytes:
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as folder:
        (pdf,) = foreign_to_pdf([document], Path(folder))
        if isinstance(pdf, FileError):
            raise pdf
        return _keep(pdf, place)


def keep_print(document: Path, pdf: Path) -> bytes:
    """Keep the print of a document from which papers are made."""
    return _keep(pdf, _place(document))


def _keep(pdf: Path, place: Path) -> bytes:
    made = pdf.read_bytes()
    with contextlib.suppress(FileError, OSError):  # a full or closed disk: then the next one makes it again
        put(place, made)
    return made


def _place(document: Path, made_with: str = "") -> Path:
    digest = hashlib.sha256(document.read_bytes() + made_with.encode()).hexdigest()
    return FOLDER / f"{digest}.{'made' if made_with else 'printed'}.pdf"
