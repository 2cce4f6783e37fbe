"""
The print of a Word form: that of its papers where they were made, else one made here.

What papers are made from lies beside its form, under the form's name, and says whose print it is: it goes where the
form goes, to another user, another computer, into an archive. Any other print can be made again; it is kept in the
user's cache by the form and by the program and faces it was made with, for with others a form looks different.
"""

import contextlib
import hashlib
import os
import re
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from pingyi.generator.libreoffice.pdf import foreign_to_pdf, made_with
from pingyi.ground.errors import FileError
from pingyi.ground.file_state import FileState, file_state
from pingyi.ground.whole import put

MOST_KEPT = 1000  # prints and proofs: some 100 MB
FOLDER = user_cache_path("pingyi", appauthor=False) / "prints"
END = b"startxref"  # the last words of a PDF begin here; what is put before them moves nothing in it
MARK = re.compile(rb"%pingyi print of ([0-9a-f]{64}) being ([0-9a-f]{64})\n")  # the form's SHA-256, and the print's
WITHIN = 1024  # bytes from the end


def own_print(document: Path) -> bytes:
    """The PDF of a Word file, which may be anybody's. Raises what `to_pdf` raises."""
    return _beside(document) or _todays(document)


def print_place(document: Path) -> Path:
    """Where the print of a form's papers lies."""
    return document.with_suffix(".pdf")


def form_state(document: Path) -> tuple[FileState, ...]:
    """Of a form and the print of its papers, where there is one: what is known of them holds as long as it is equal."""
    return tuple(file_state(one) for one in (document, print_place(document)) if one.exists())


def keep_print(document: Path, pdf: bytes) -> Path:
    """Put the print from which papers are made beside its form, with a comment that says so. Raises FileError."""
    at = pdf.rfind(END) if END in pdf else len(pdf)
    mark = f"%pingyi print of {_digest(document.read_bytes())} being {_digest(pdf)}\n"
    return put(print_place(document), pdf[:at] + mark.encode() + pdf[at:])


def _beside(document: Path) -> bytes | None:
    """None where no such print lies, where it is of another state of the form, or was changed itself."""
    try:
        with print_place(document).open("rb") as file:
            file.seek(max(0, file.seek(0, os.SEEK_END) - WITHIN))
            if (found := MARK.search(file.read())) is None:  # scans may lie there under the form's name: large
                return None
            file.seek(0)
            pdf = file.read().replace(found[0], b"")
    except OSError:
        return None
    said = tuple(one.decode() for one in found.groups())
    return pdf if said == (_digest(document.read_bytes()), _digest(pdf)) else None


def _todays(document: Path) -> bytes:
    name = f"{_digest(document.read_bytes() + made_with().encode())}.pdf"
    before = kept(name)
    if before is not None:
        return before
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as folder:
        (pdf,) = foreign_to_pdf([document], Path(folder))
        if isinstance(pdf, FileError):
            raise pdf
        made = pdf.read_bytes()
    keep(name, made)
    return made


def kept(name: str) -> bytes | None:
    """What was kept under this name; None where there is nothing, or nothing to be read: it is made again then."""
    try:
        return (FOLDER / name).read_bytes()
    except OSError:
        return None


def keep(name: str, content: bytes) -> None:
    """Put what can be made again among the prints; the oldest go."""
    with contextlib.suppress(FileError, OSError):  # a full or closed disk: then the next one makes it again
        put(FOLDER / name, content)
        lying = sorted((file.stat().st_mtime_ns, file) for file in FOLDER.iterdir())
        for _, file in lying[:-MOST_KEPT]:
            file.unlink()


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
