"""How a form was understood, in words: one line before reading, or all of it for who asks."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from pingyi.domain.forms.declared import declared_lines
from pingyi.domain.forms.form import BallotForm
from pingyi.workflow.said.form import form_lines, label_words

if TYPE_CHECKING:
    from pingyi.workflow.scans.forms_read import FormAsked

FEW = 3  # things left aside that stand in one line; `pingyi form` tells all


def understood_lines(forms: Sequence[BallotForm]) -> Iterator[str]:
    """One line for each file."""
    by_file: dict[tuple[str, str], list[BallotForm]] = {}
    for form in forms:
        by_file.setdefault((form.table.name, form.table.digest), []).append(form)
    for (name, _), pages in by_file.items():
        several = f"{len(pages)} 页，" if len(pages) > 1 else ""
        rows = sum(len(page.rows) for page in pages)
        aside = list(dict.fromkeys(what for page in pages for what in page.aside))
        left = f"；不读：{'；'.join(aside[:FEW])}" if aside else ""
        more = f" 等 {len(aside)} 处（pingyi form 可看全部）" if len(aside) > FEW else ""
        choices = "／".join(dict.fromkeys("、".join(page.choices) for page in pages))
        yield f"表样“{name}”：{several}{rows} 行，选项 {choices}，{label_words(pages)}{left}{more}"
        yield from declared_lines(pages[0].marks)


def asked_lines(asked: "FormAsked") -> Iterator[str]:
    """How a form is understood, what reading it would do, and whether somebody has to confirm it first."""
    yield from form_lines(asked.pages)
    rows = sum(len(page.rows) for page in asked.pages)
    yield f"pingyi read 会：在这 {rows} 行里各读一个选项；印字与这里不符的页、拿不准的行不猜，列出请人看"
    if not asked.said.confirmed:
        yield f"还没有确认：以上是按 {asked.beside.name} 的写法理解的；核对无误后把 confirmed 改成 true，read 才用"
