"""What stood on the forms that sheets were read as: labels row by row, and choices."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class PrintedRow:
    """One line of a form to be ticked, as it is printed."""

    page: int  # 1-based
    item: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedForm:
    """A form that sheets were read as."""

    digest: str  # SHA-256 of the Word file
    sheets: int
    rows: tuple[PrintedRow, ...]
    whole: bool  # all its rows are known: they were kept, or every one of its pages has been read
    choices: tuple[str, ...]  # in order; empty: an older program kept none

    @property
    def words(self) -> str:
        """The form as messages name it: its digest's first 8 digits and its sheets. Chinese."""
        return f"{self.digest[:8]}…（{self.sheets} 张）"


def rows_printed(forms: Sequence[BallotForm]) -> Iterator[PrintedRow]:
    """The rows of a ballot's pages in the order of their numbers."""
    rows = [PrintedRow(page=form.page, item=row.item, name=row.name) for form in forms for row in form.rows]
    yield from sorted(rows, key=lambda row: (len(row.item), row.item))
