"""A form that has proven itself is asked again as soon as anything is another that the proof hangs on."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm
from pingyi.generator.understood import kept_prints
from pingyi.workflow.files import blank_proven
from pingyi.workflow.files.blank_proven import prove_blank
from pingyi.workflow.files.fingerprint import own_fingerprint
from pingyi.workflow.scans import forms_read
from pingyi.workflow.scans.forms_read import load_forms, proven_forms
from pingyi.workflow.votes import vote_desk
from pingyi.workflow.votes.vote_desk import asked_tables

SAMPLE = Path(__file__).parents[3] / "samples" / "scans" / "form.docx"  # its print lies beside it


class Asked:
    """In place of a process: how often a page was to read its blank print."""

    times = 0

    def call(self, _: Callable[..., None], *pages: BallotForm) -> None:
        self.times += len(pages)


@pytest.fixture
def form(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> BallotForm:
    monkeypatch.setattr(kept_prints, "FOLDER", tmp_path / "kept")
    return load_forms([SAMPLE], ())[0]


def times(form: BallotForm) -> int:
    asked = Asked()
    prove_blank(SAMPLE, (form,), asked)  # type: ignore[arg-type]
    return asked.times


def printed(form: BallotForm, **changes: object) -> BallotForm:
    table = replace(form.table, printed=replace(form.table.printed, **changes))  # type: ignore[arg-type]
    return replace(form, table=table)


OTHERS: dict[str, Callable[[BallotForm], BallotForm]] = {
    "print": lambda form: printed(form, pdf=form.table.printed.pdf + b" "),
    "page of the print": lambda form: printed(form, page=2),
    "rulings of the print": lambda form: printed(form, xs_mm=tuple(x + 1 for x in form.table.printed.xs_mm)),
    "marks": lambda form: replace(form, marks=Declared.DOT),
    "several": lambda form: replace(form, several=True),
    "rows": lambda form: replace(form, rows=form.rows[1:]),
    "page": lambda form: replace(form, page=2, pages=2),
}


def test_a_proof_is_kept(form: BallotForm) -> None:
    assert [times(form), times(form)] == [1, 0]
    assert times(replace(form, table=replace(form.table, name="表.docx"))) == 0  # the same file under another name


@pytest.mark.parametrize("change", OTHERS)
def test_another_form_or_print_is_asked(form: BallotForm, change: str) -> None:
    times(form)
    assert times(OTHERS[change](form)) == 1


@pytest.mark.parametrize("part", [{"code": "0.2.0+other"}, {"model": "other"}, {"libraries": ("numpy 9",)}])
def test_another_reader_is_asked(
    form: BallotForm, monkeypatch: pytest.MonkeyPatch, part: dict[str, str | tuple[str, ...]]
) -> None:
    times(form)
    other = replace(own_fingerprint(), **part)  # type: ignore[arg-type]
    monkeypatch.setattr(blank_proven, "own_fingerprint", lambda: other)
    assert times(form) == 1


def test_a_form_is_proven_by_the_marks_that_choose_on_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """A printed circle is nothing where ticks choose, and a vote on every sheet where dots do."""
    seen: list[tuple[Declared, bool]] = []
    for module in (forms_read, vote_desk):
        monkeypatch.setattr(module, "prove_blank", lambda _, pages: seen.extend((p.marks, p.several) for p in pages))
    proven_forms([SAMPLE], (), marks=Declared.DOT)
    asked_tables(SAMPLE, (), (), marks=Declared.TICK_OR_CROSS, several=True)
    assert seen == [(Declared.DOT, False), (Declared.TICK_OR_CROSS, True)]
