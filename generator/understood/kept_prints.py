"""
The print of a Word form: that of its papers where they were made, else one made here.

What papers are made from lies beside its form, under the form's name, and says whose print it is: it goes where the
form goes, to another user, another computer, into an archive. Any other print can be made again; it is kept in the
user's cache by the form and by the program and faces it was made with, for with others a form looks different.
"""

import contextlib
import hashlib
import re
import tempfile
from pathlib import Path

from platformdirs import user_cache_path

from pingyi.generator.word.pdf import foreign_to_pdf, made_with
from pingyi.ground.errors import FileError
from pingyi.ground.file_state import FileState, file_state
from pingyi.ground.whole import put

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
        marked = print_place(document).read_bytes()
    except OSError:
        return None
    found = MARK.search(marked, max(0, len(marked) - WITHIN))
    if found is None:
        return None
    pdf = marked[: found.start()] + marked[found.end() :]
    said = tuple(one.decode() for one in found.groups())
    return pdf if said == (_digest(document.read_bytes()), _digest(pdf)) else None


def _todays(document: Path) -> bytes:
    place = FOLDER / f"{_digest(document.read_bytes() + made_with().encode())}.pdf"
    with contextlib.suppress(OSError):  # not there yet, or not to be read: then it is made
        return place.read_bytes()
    with tempfile.TemporaryDirectory(prefix="pingyi-", ignore_cleanup_errors=True) as folder:
        (pdf,) = foreign_to_pdf([document], Path(folder))
        if isinstance(pdf, FileError):
            raise pdf
        made = pdf.read_bytes()
    with contextlib.suppress(FileError, OSError):  # a full or closed disk: then the next one makes it again
        put(place, made)
    return made


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
