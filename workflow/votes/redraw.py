"""A form laid out as cannot be read, drawn anew as one that is; proven before it is handed out."""

from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.forms.words import is_grade
from pingyi.generator.forms.redrawn import write_redrawn
from pingyi.ground.errors import FileError
from pingyi.workflow.files.word_files import table_forms
from pingyi.workflow.votes.vote_desk import asked_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class RedrawnForm:
    """The new file, its tables as they are read, and the choices that have to be told where their words are unknown."""

    path: Path
    tables: tuple[BallotForm, ...]
    choices: tuple[str, ...]


def redraw(form: Path, path: Path) -> RedrawnForm:
    """
    Draw `form` anew as `path` and read its blank print back.

    Raises FileError when `path` is there already, FormError when nothing in it can be drawn anew or is not read then.
    """
    if path.exists():
        raise FileError(f"{path} 已经有了；请换一个文件名")
    table_forms(form)  # what is damaged or hostile ends here
    found = write_redrawn(form, path)
    lists = {one.choices for one in found}
    known = all(is_grade(word) for words in lists for word in words)
    choices = () if known or len(lists) > 1 else next(iter(lists))
    try:
        return RedrawnForm(path=path, tables=asked_tables(path, choices, ()), choices=choices)
    except BaseException:
        path.unlink()
        raise
