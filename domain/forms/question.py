"""A form's questions, row by row, as a campaign's units and a vote's rows are counted alike."""

from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One row to be ticked, as the form prints it."""

    page: int  # 1-based; 0: a unit of a campaign, found by its name wherever it is printed
    item: str
    name: str
    choices: tuple[str, ...]
    written: bool = False  # a line for a name that is not printed

    @property
    def label(self) -> str:
        """What it is called in a result."""
        return self.name or self.item


def questions_of(forms: Sequence[BallotForm]) -> tuple[Question, ...]:
    """The questions of a form's tables, in their order."""
    return tuple(
        Question(page=form.page, item=row.item, name=row.name, choices=form.choices, written=row.written is not None)
        for form in forms
        for row in form.rows
    )
