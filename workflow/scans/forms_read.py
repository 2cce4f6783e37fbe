"""Word files as ballots: by their own words, by the command's, or by what a person confirmed beside them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from pingyi.domain.forms.declared import Declared
from pingyi.domain.forms.form import BallotForm, TableForm, ballot_pages
from pingyi.ground.errors import FormError, UncertainFormError
from pingyi.ground.whole import new_file
from pingyi.scanner.shown.form_picture import form_picture
from pingyi.workflow.files.blank_proven import prove_blank
from pingyi.workflow.files.form_said import FormSaid, beside, said_beside, write_asked
from pingyi.workflow.files.word_files import table_forms

if TYPE_CHECKING:
    from pingyi.domain.campaign.campaign import Campaign


@dataclass(frozen=True, slots=True, kw_only=True)
class FormAsked:
    """A form as it would be read, and whether it may be."""

    pages: tuple[BallotForm, ...]
    said: FormSaid
    beside: Path


def load_forms(paths: Iterable[Path], choices: tuple[str, ...], names: tuple[str, ...] = ()) -> tuple[BallotForm, ...]:
    """The Word files as ballots, page by page. Raises FormError."""
    return tuple(page for path in paths for page in _confirmed(path, choices, names))


def campaign_forms(path: Path, campaign: "Campaign") -> tuple[BallotForm, ...]:
    """A Word file as this campaign's ballot, page by page. Raises FormError."""
    return _declared(load_forms([path], campaign.ballot.choices), campaign.ballot.marks)


def proven_forms(
    paths: Iterable[Path], choices: tuple[str, ...], names: tuple[str, ...] = (), marks: Declared | None = None
) -> tuple[BallotForm, ...]:
    """
    The same, each having read its own blank print as blank; `marks` choose, else what stands beside a form says so.

    Raises FormError.
    """
    found: list[BallotForm] = []
    for path in paths:
        pages = _declared(_confirmed(path, choices, names), marks)
        prove_blank(path, pages)
        found += pages
    return tuple(found)


def understand(
    path: Path, choices: tuple[str, ...], names: tuple[str, ...], marks: Declared | None = None
) -> FormAsked:
    """
    A form as it is understood, or would be once confirmed; to say that other `marks` choose is to be confirmed.

    Raises FormError; where a person must say what is meant, a file to confirm is written beside the form first.
    """
    tables = table_forms(path)
    digest = tables[0].digest
    said = _said(path, tables, choices, names) if choices or names or not _is_old(path, digest) else FormSaid()
    try:
        pages = _declared(ballot_pages(tables, said.choices or None, said.names), said.marks)
    except UncertainFormError as error:
        if choices or not (error.choices or error.names):
            raise
        found = write_asked(path, digest, FormSaid(choices=error.choices, names=error.names))
        raise FormError(
            f"{error}\n已写出 {found}，请核对其中的选项和名称栏，改对后把 confirmed 改成 true，"
            f"再运行 pingyi form {path.name}"
        ) from error
    if marks is not None:
        said = FormSaid(choices=pages[0].choices, names=said.names, marks=marks, confirmed=False)
        write_asked(path, digest, said)
        pages = _declared(pages, marks)
    return FormAsked(pages=pages, said=said, beside=beside(path))


def _confirmed(path: Path, choices: tuple[str, ...], names: tuple[str, ...]) -> tuple[BallotForm, ...]:
    tables = table_forms(path)
    said = _said(path, tables, choices, names)
    if not said.confirmed:
        raise FormError(
            f"{beside(path)} 还没有人确认；请核对其中的选项和名称栏，把 confirmed 改成 true，或用 --choices 写明选项"
        )
    return _declared(ballot_pages(tables, said.choices or None, said.names), said.marks)


def _declared(pages: Sequence[BallotForm], marks: Declared | None) -> tuple[BallotForm, ...]:
    """The pages with what chooses on them, where it is known."""
    return tuple(pages) if marks is None else tuple(replace(page, marks=marks) for page in pages)


def _said(path: Path, tables: Sequence[TableForm], choices: tuple[str, ...], names: tuple[str, ...]) -> FormSaid:
    """The command's word goes before the file's."""
    if choices or names:
        return FormSaid(choices=choices, names=names)
    return said_beside(path, tables[0].digest)


def _is_old(path: Path, digest: str) -> bool:
    """Whether what stands beside was written for an earlier state of the form: then it is asked anew."""
    try:
        said_beside(path, digest)
    except FormError:
        return True
    return False


def draw(pages: Sequence[BallotForm], target: Path) -> tuple[Path, ...]:
    """Write a picture of every page of a form, the second and later ones with their number; where they are."""
    written = []
    for page in pages:
        path = target if page.page == 1 else target.with_stem(f"{target.stem}-{page.page}")
        with new_file(path) as part:
            part.write_bytes(form_picture(page))
        written.append(path)
    return tuple(written)
