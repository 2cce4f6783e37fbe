"""The print of a Word form, made once and kept by the file's digest where the system keeps what can be made again."""

import contextlib
import hashlib
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from pingyi.generator.word.pdf import foreign_to_pdf
from pingyi.ground.errors import FileError
from pingyi.ground.whole import put

FOLDER = user_cache_path("pingyi", appauthor=False) / "prints"


def own_print(document: Path) -> bytes:
    """The PDF of a Word file, which may be anybody's. Raises what `to_pdf` raises."""
    kept = _place(document)
    with contextlib.suppress(OSError):  # not there yet, or not to be read: then it is made
        return kept.read_bytes()
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as folder:
        (pdf,) = foreign_to_pdf([document], Path(folder))
        if isinstance(pdf, FileError):
            raise pdf
        return keep_print(document, pdf)


def keep_print(document: Path, pdf: Path) -> bytes:
    """Keep a print that was made of the document elsewhere."""
    made = pdf.read_bytes()
    with contextlib.suppress(FileError, OSError):  # a full or closed disk: then the next one makes it again
        put(_place(document), made)
    return made


def _place(document: Path) -> Path:
    return FOLDER / f"{hashlib.sha256(document.read_bytes()).hexdigest()}.pdf"
