"""An office's own ballot looked at: understood as the campaign's, printed for trial, read back."""

import json
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.forms.form import BallotForm, ballot_pages
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Verdict
from pingyi.generator.forms.own_ballot import bare_ballot, heads_of
from pingyi.generator.forms.print_run import write_print_run
from pingyi.generator.understood.kept_prints import own_print
from pingyi.ground.errors import FormError
from pingyi.ground.whole import put
from pingyi.scanner.reader import read_page
from pingyi.scanner.shown.form_picture import form_picture
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.files.blank_proven import prove_blank
from pingyi.workflow.files.guard import CallDiedError, Guard
from pingyi.workflow.files.own_forms import check_form, form_keys
from pingyi.workflow.files.word_files import TOO_MUCH, bounded, table_forms
from pingyi.workflow.paper.office_ballot import (
    BROUGHT,
    FORM,
    OWN_BALLOT,
    PICTURE,
    SAID,
    BroughtForm,
    brought_in,
    own_ballot,
)
from pingyi.workflow.paper.print_ballots import check_printed

UNDERSTAND, PRINT, BLANK, MARKED = (  # the steps, as they are told
    "认表格里的单位和选项",
    "试印一张",
    "读回空白的一张（程序装好后第一次要一两分钟）",  # loops of the reader are compiled then, where no kit did it
    "加上批次码再读回",
)
STEPS = 4
MEND = "请在 Word 里把放不下的文字改短，或把格子放大"
TRY = Batch(code="A01", group="A", distributor="试印", copies=1)  # which batch it is changes nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """How an office's form is understood, page by page, and why (Chinese) it cannot be put in use; none: it can."""

    pages: tuple[BallotForm, ...]
    faults: tuple[str, ...]


def examine(own: Path, campaign: Campaign, progress: Advance) -> Examined:
    """
    Understand a Word file as the campaign's ballot, and see whether it can be printed and read; each step is told.

    Raises FormError when there is no such ballot in it, FileError, MissingToolError without LibreOffice.
    """
    progress(UNDERSTAND, 0, STEPS)
    pages = _pages(own, campaign)
    return Examined(pages=pages, faults=tuple(_faults(own, pages, campaign, progress)))


def _pages(path: Path, campaign: Campaign) -> tuple[BallotForm, ...]:
    pages = ballot_pages(table_forms(path), campaign.ballot.choices)
    return tuple(replace(page, marks=campaign.ballot.marks) for page in pages)


def _faults(own: Path, pages: tuple[BallotForm, ...], campaign: Campaign, progress: Advance) -> Iterator[str]:
    """Of the roster and the words, or else of the paper: what is printed of a wrong form tells nothing more."""
    words = [*_told(lambda: check_form(pages, campaign)), *_told(lambda: _check_mark(own, pages, campaign))]
    yield from words
    with tempfile.TemporaryDirectory(prefix="pingyi-") as folder:
        bare = Path(folder) / own.name
        marks = list(_told(lambda: bounded(own.name, bare_ballot, heads_of(campaign), own, bare)))
        yield from marks
        if not words and not marks:
            yield from _told(lambda: _check_print(bare, campaign, progress))


def _told(check: Callable[[], object]) -> Iterator[str]:
    try:
        check()
    except FormError as error:
        yield str(error)


def _check_mark(own: Path, pages: tuple[BallotForm, ...], campaign: Campaign) -> None:
    """Marks printed by the campaign's words must be this form's; else every sheet would be another campaign's."""
    if len(pages) != campaign.ballot.pages:
        raise FormError(
            f"{own.name} 里有 {len(pages)} 页评议表，方案里是 {campaign.ballot.pages} 页；请改回，或先改方案"
        )
    if campaign.ballot_print.key not in form_keys(pages, campaign):
        raise FormError(
            f"{own.name} 的单位名称、次序或选项与方案里的写法不完全一样，印在票上的批次码就认不出它；"
            "请照方案改回，或先改方案"
        )


def _check_print(bare: Path, campaign: Campaign, progress: Advance) -> None:
    """One ballot with a batch's mark, as it would be printed: read back, it must say its batch and nothing else."""
    pdf, run = bare.with_suffix(".pdf"), bare.with_name("run.pdf")
    progress(PRINT, 1, STEPS)
    put(pdf, own_print(bare))
    check_printed(bare, pdf, campaign.ballot.pages, MEND)
    pages = _pages(bare, campaign)
    write_print_run(pdf, TRY, run, campaign.ballot_print)
    with Guard() as guard:
        progress(BLANK, 2, STEPS)
        prove_blank(bare, pages, guard)
        progress(MARKED, 3, STEPS)
        for page in range(1, campaign.ballot.pages + 1):
            try:
                found = guard.call(read_page, run, page, pages)
            except CallDiedError as error:
                raise FormError(TOO_MUCH.format(bare.name)) from error
            if not _is_blank_of(found):
                raise FormError(
                    f"{bare.name} 第 {page} 页试印一张，加上右上角的批次码以后读不回来；"
                    "请在 Word 里把右上角 3 厘米见方的地方空出来，表格离纸边 1 厘米以上"
                )


def _is_blank_of(found: PageOutcome) -> bool:
    if not isinstance(found, SheetReading) or found.batch_code != TRY.code:
        return False
    return all(row.verdict is not Verdict.VALID for row in found.rows)


def keep_brought(root: Path, own: Path, found: Examined, lines: Iterable[str]) -> BroughtForm:
    """Keep what was looked at with its pictures, in place of one brought before; `lines`: how it was understood."""
    folder = root / BROUGHT
    if folder.exists():
        shutil.rmtree(folder)
    put(folder / FORM, own.read_bytes())
    for page in found.pages:
        put(folder / PICTURE.format(page.page), form_picture(page))
    said = {"name": own.name, "lines": list(lines), "faults": list(found.faults), "pages": len(found.pages)}
    put(folder / SAID, json.dumps(said, ensure_ascii=False).encode())
    return brought_in(folder)


def proven_own(root: Path, campaign: Campaign, progress: Advance) -> Path | None:
    """The same, seen once more whether it fits: it may have been put there by hand. Raises FormError."""
    path = own_ballot(root)
    if path is not None and (faults := examine(path, campaign, progress).faults):
        raise FormError(f"本办改过的表样 {OWN_BALLOT.as_posix()} 不能用，请改好或移走它：{faults[0]}")
    return path
