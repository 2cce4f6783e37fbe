"""The layout of a page that was read elsewhere, or by a version that did not keep it."""

from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.scanner.files.pages import load_page
from pingyi.scanner.found.layout import Layout
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal


def found_again(path: Path, page: int, forms: tuple[BallotForm, ...]) -> Layout | None:
    """Where the form lies on the 1-based `page`; None when none is found there. Raises UnreadableFileError."""
    grey = load_page(path, page, reduced=True)
    found = locate(grey, forms)
    return None if isinstance(found, Refusal) else found.layout(grey.shape)
