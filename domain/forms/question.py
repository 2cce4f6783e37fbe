"""A form's questions, row by row, as a campaign's units and a vote's rows are counted alike."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.words.person_name import typed_name
from pingyi.ground.errors import FormError


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


def check_candidates(rows: Sequence[Question]) -> None:
    """See that no two candidates are called alike: a result knows them by their names. Raises FormError."""
    often = Counter(typed_name(row.label) for row in rows if not row.written)
    alike = [label for label, many in often.items() if many > 1]
    if alike:
        raise FormError(
            f"选票上有几行的候选人都叫“{'、'.join(alike)}”，结果里分不清是谁；"
            "请在姓名后面写明单位或职务（如 张三（财政局）），或用 --names 写明写姓名的那一栏"
        )
