"""The layout of a sheet that came without one: from another station, an archive, or an older version."""

from functools import lru_cache
from pathlib import Path

from pingyi.domain.forms.form import BallotForm, ballot_pages, question_tables
from pingyi.generator.understood.kept_prints import form_state
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.file_state import FileState
from pingyi.scanner.found.layout import Layout
from pingyi.scanner.sheet import largest_tables
from pingyi.scanner.shown.found_again import found_again
from pingyi.web.server.draw.drawing import SheetSource


def laid_anew(source: SheetSource) -> Layout | None:
    """Where its table lies; None when the sheet's form is not found there. Raises UnreadableFileError."""
    asked = (source.choices, source.names, source.vote)
    return found_again(source.scan, source.page, _tables(source.form, asked, form_state(source.form)))


@lru_cache(maxsize=2)
def _tables(
    form: Path, asked: tuple[tuple[str, ...], tuple[str, ...], bool], _state: tuple[FileState, ...]
) -> tuple[BallotForm, ...]:
    choices, names, vote = asked
    tables = read_table_forms(form)
    return largest_tables(question_tables(tables, choices or None, names)) if vote else ballot_pages(tables, choices)
