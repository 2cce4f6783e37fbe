"""Forms that have proven themselves on their own blank print; kept, so that each print is asked once by each reader."""

import hashlib
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.generator.understood.kept_prints import keep, kept
from pingyi.ground.errors import FileError, FormError
from pingyi.ground.whole import put
from pingyi.scanner.shown.blank_proof import blank_fault
from pingyi.workflow.files.fingerprint import own_fingerprint
from pingyi.workflow.files.guard import CallDiedError, Guard

PICTURE = "空白自检.png"


def prove_blank(path: Path, pages: Sequence[BallotForm], at_work: Guard | None = None) -> None:
    """
    See that each page of the form at `path` reads its own blank print as blank, in the process of `at_work` if given.

    Raises FormError saying which rows do not, with a picture of them beside the form.
    """
    proof = f"{_asked(pages)}.proven"
    if kept(proof) is not None:
        return
    with nullcontext(at_work) if at_work else Guard() as guard:
        for page in pages:
            try:
                beside = [other for other in pages if other is not page and other.page == page.page]
                fault = guard.call(blank_fault, page, *beside)
            except (CallDiedError, MemoryError) as error:
                raise FormError(f"“{path.name}”印出来大得不正常，没有用作表样；请核对页面大小") from error
            if fault is not None:
                raise FormError(f"表样“{path.name}”没有通过空白自检：{fault.said}；{_shown(path, fault.picture)}")
    keep(proof, b"")


def _asked(pages: Sequence[BallotForm]) -> str:
    """All that the proof hangs on: the form as it is understood and declared, its very print, and who reads it."""
    named_alike = [replace(page, table=replace(page.table, name="")) for page in pages]
    prints = [hashlib.sha256(page.table.printed.pdf).hexdigest() for page in pages]  # no part of a repr
    return hashlib.sha256(repr((named_alike, prints, own_fingerprint())).encode()).hexdigest()


def _shown(path: Path, picture: bytes) -> str:
    """Where the picture is; a form may lie where nothing can be written."""
    target = path.with_name(f"{path.stem} {PICTURE}")
    try:
        put(target, picture)
    except (FileError, OSError):
        return "请在 Word 里检查这些行的框线和格内文字"
    return f"见 {target}，请在 Word 里检查红框内的框线和格内文字"
