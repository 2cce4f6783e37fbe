"""Word files from outside, taken apart in a bounded process: what a hostile one asks for costs a message."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import ParamSpec, TypeVar

from pingyi.domain.forms.form import TableForm
from pingyi.domain.handed_in.analysis_form import ReturnedAnalysis
from pingyi.generator.libreoffice.pdf import to_docx
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.errors import FileError, FormError
from pingyi.scanner.files.limits import opening
from pingyi.workflow.files.guard import CallDiedError, Guard

MOST_SECONDS = 15.0  # of CPU; a form of 30 pages takes one
TOO_MUCH = "{} 打不开（要用的内存或时间大得不正常，或文件损坏）；请核对来源，用 Word 或 WPS 另存为 .docx 再试"

P = ParamSpec("P")
T = TypeVar("T")


def table_forms(path: Path) -> tuple[TableForm, ...]:
    """Every table of a Word file. Raises FormError."""
    with Guard() as guard:
        try:
            return guard.call(_within, read_table_forms, path)
        except CallDiedError as error:
            raise FormError(TOO_MUCH.format(path.name)) from error


def returned_form(guard: Guard, path: Path, name: str) -> ReturnedAnalysis:
    """An 附件3 sent back, taken apart in this process; `name` is the file as the clerk knows it. Raises FileError."""
    try:
        return guard.call(_within, read_returned, path, name)
    except CallDiedError as error:
        raise FileError(TOO_MUCH.format(name)) from error


def bounded(name: str, take: Callable[..., T], *args: object) -> T:
    """What `take` (picklable) makes of the file called `name`. Raises FileError on one that takes too much."""
    with Guard() as guard:
        try:
            answer: T = guard.call(_within, take, *args)
        except CallDiedError as error:
            raise FileError(TOO_MUCH.format(name)) from error
    return answer


def _within(take: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    with opening(MOST_SECONDS):
        return take(*args, **kwargs)


def as_docx(path: Path, scratch: Path, kind: str, again: str) -> Path:
    """
    A Word file of another `kind` (its ending, by what is in it) as .docx in `scratch`.

    Raises FileError, ending in what to do `again` (Chinese, after 请), MissingToolError without LibreOffice.
    """
    source = scratch / f"{path.stem}{kind}"  # a file's name may lie about what is in it; LibreOffice goes by both
    shutil.copyfile(path, source)
    try:
        return to_docx(source, scratch / "docx")
    except FileError as error:
        raise FileError(f"{path.name} 打不开（可能加了密码、已损坏，或不是 Word 文件）；请{again}") from error
