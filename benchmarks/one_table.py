"""A form that is one table of a Word file, as tests and measurements draw them."""

from collections.abc import Sequence
from pathlib import Path

from pingyi.domain.forms.form import BallotForm, TableForm, ballot_pages
from pingyi.generator.understood.table_form import read_table_forms


def read_table_form(path: Path) -> TableForm:
    """The largest table of the Word file at `path`. Raises what read_table_forms raises."""
    return max(read_table_forms(path), key=lambda form: len(form.row_heights_mm) * len(form.column_widths_mm))


def ballot_form(table: TableForm, choices: Sequence[str] | None = None) -> BallotForm:
    """The form that is this table alone. Raises what ballot_pages raises."""
    return ballot_pages([table], choices)[0]
