"""Forms and scans for other programs: what `pingyi read` does, as values; nothing is kept, nothing is sent."""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from os import PathLike
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome
from pingyi.scanner.files.pages import contents
from pingyi.scanner.reader import read_page
from pingyi.workflow.scans.forms_read import proven_forms
from pingyi.workflow.scans.reading import read_pages
from pingyi.workflow.scans.scan_files import plan_pages, scan_files

Form = tuple[BallotForm, ...]  # page by page
Place = str | PathLike[str]


def _read(forms: Form, path: Path, page: int) -> PageOutcome:
    return read_page(path, page, forms)


def read_form(path: Place, choices: Sequence[str] = (), names: Sequence[str] = ()) -> Form:
    """
    The ballot in a Word file, page by page, as it is understood; printed by LibreOffice, it has read its own blank.

    `choices` are the words over the columns that are ticked and `names` the headings of the columns that name rows,
    where the file alone does not tell; nothing is guessed. Raises FormError (Chinese: which layout, which cell, what
    to do), FileError, MissingToolError.
    """
    return proven_forms([Path(path)], tuple(choices), tuple(names))


def read_scans(scans: Iterable[Place] | Place, form: Form, jobs: int = 1) -> Iterator[PageOutcome]:
    """
    Every page of scans (PDF, pictures, ZIPs, folders of them), in order, one at a time.

    A page that is a sheet of `form` gives a SheetReading: rows with their verdict (VALID with a choice, BLANK,
    MULTIPLE, or DOUBTFUL with reasons: a person decides), and pictures of what is doubtful. Any other gives an
    UnreadPage that says why; no page is left out. `jobs` processes read; with more than one, call it under
    `if __name__ == "__main__"` as multiprocessing asks. Raises FileError where a path cannot be opened at all, and
    TypeError where `form` is not what read_form gave or `jobs` no number: no page is at fault then.
    """
    pages = tuple(form) if isinstance(form, Iterable) else ()
    if not pages or not all(isinstance(page, BallotForm) for page in pages):
        raise TypeError("form: what read_form gave is asked for, all of its pages")
    if not isinstance(jobs, int):
        raise TypeError("jobs: a number of processes is asked for")
    paths = (scans,) if isinstance(scans, str | PathLike) else scans
    with scan_files(tuple(Path(path) for path in paths), far=False) as found:
        planned = plan_pages(found, contents).pages
        yield from read_pages(planned, partial(_read, pages), jobs)
