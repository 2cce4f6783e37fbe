"""`pingyi scan`: scans into the workspace; running it again continues and changes nothing already read."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pingyi.domain.forms.declared import Declared, declared_lines
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.files.pages import contents
from pingyi.scanner.ink.same_paper import LEAST_ROWS
from pingyi.scanner.reader import read_page
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.secrecy import forget_order
from pingyi.store.readings.printed_forms import keep_form
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import BATCHES, Desk, Workspace
from pingyi.workflow.files.own_forms import check_form, form_keys, of_another_campaign
from pingyi.workflow.scans.backs import strange_lines
from pingyi.workflow.scans.filing import file_pages
from pingyi.workflow.scans.forms_read import proven_forms
from pingyi.workflow.scans.kept_scans import keep_scans, known_elsewhere, not_read_yet
from pingyi.workflow.scans.reading import Backend, Reader, read_pages
from pingyi.workflow.scans.same_sheet import SheetsSeen, cannot_be_told
from pingyi.workflow.scans.scan_files import Found, plan_pages, scan_files

PAGES_AT_ONCE = 16  # filed in one transaction: the most a crash can cost
SOME_CODES = 5  # batch codes shown as examples


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanRequest:
    """What to read, for which batch, as which form, where."""

    scans: tuple[Path, ...]
    batch: str = ""  # empty: read the code printed on every sheet
    form: Path | None = None  # None: the ballot made by `forms ballots`
    jobs: int | Backend = 1  # so many processes, or a cluster


@dataclass(slots=True, kw_only=True)
class ScanSummary:
    """What came of it; filled in while pages arrive."""

    new: Counter[str] = field(default_factory=Counter)  # sheets by batch
    rows: Counter[Verdict] = field(default_factory=Counter)
    known: int = 0  # pages already in the workspace
    mended: int = 0  # pages unread until now
    unread: list[UnreadPage] = field(default_factory=list)
    empty: list[Source] = field(default_factory=list)  # backs without anything on them: kept and counted, not listed
    pages: Counter[str] = field(default_factory=Counter)  # by file
    written: int = 0  # pages somebody wrote on, without a form
    opinions: int = 0  # new sheets on which something is written beside the ticks
    untold: int = 0  # new sheets with ink on fewer rows than
    rows_to_tell: int = LEAST_ROWS  # which are needed to know a paper again
    elsewhere: Counter[tuple[str, str]] = field(default_factory=Counter)  # known in another batch: file, batch
    remarks: tuple[str, ...] = ()  # Chinese: files that hold, or are, something else
    marks: Declared = Declared.TICK  # what chooses, as the campaign says
    left: tuple[Path, ...] = ()  # files of which no copy, or not of all, is kept as evidence

    def notes(self) -> tuple[str, ...]:
        """Chinese: what besides ticks was a vote; pages that stand in another batch than was meant; odd empty ones."""
        return (
            *declared_lines(self.marks),
            *strange_lines(self.empty, self.pages),
            *(known_elsewhere(file, batch, pages) for (file, batch), pages in self.elsewhere.items()),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """What papers are to come: as which forms they are read and how, what their marks may say."""

    forms: tuple[BallotForm, ...]  # page by page
    read: Reader
    codes: frozenset[str]  # of the batches
    keys: frozenset[str]  # of the forms
    listed_in: str  # the file that lists the batches


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scanning:
    """One call of `scan`."""

    desk: Desk
    store: Store
    request: ScanRequest
    advance: Advance


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sorting:
    """What arriving pages are sorted with."""

    drawn: Path  # where what is drawn of sheets lies
    store: Store
    batch: str
    codes: frozenset[str]
    keys: frozenset[str]  # what marks of this campaign say
    listed_in: str  # the file that lists the batches
    scans: Mapping[str, str]  # SHA-256 of each file, by its label
    summary: ScanSummary
    seen: SheetsSeen
    met: dict[str, str] = field(default_factory=dict)  # batch by digest, of this run


def scan_into(workspace: Workspace, store: Store, request: ScanRequest, advance: Advance) -> ScanSummary:
    """
    Read and file every page not yet read.

    Raises NotReadyError without a form or with an unknown batch, FormError when the form is not the
    campaign's, NoSpaceError; a bad page raises nothing, it is filed as unread.
    """
    batches = workspace.batches()
    check_batch(request.batch, [batch.code for batch in batches], BATCHES)
    ballot = workspace.campaign.ballot
    forms = proven_forms([request.form or ballot_file(workspace)], ballot.choices, marks=ballot.marks)
    check_form(forms, workspace.campaign)
    keep_form(store, forms)
    codes = frozenset(batch.code for batch in batches)
    keys = form_keys(forms, workspace.campaign)
    awaited = Awaited(forms=forms, read=partial(_read, forms), codes=codes, keys=keys, listed_in=BATCHES)
    summary = scan_awaited(workspace, store, request, awaited, advance)
    summary.marks = ballot.marks
    return summary


def scan_awaited(desk: Desk, store: Store, request: ScanRequest, awaited: Awaited, advance: Advance) -> ScanSummary:
    """
    Read and file every page not yet read of papers of any kind.

    Raises NoSpaceError; a bad page raises nothing, it is filed as unread.
    """
    with scan_files(request.scans, far=not isinstance(request.jobs, int)) as found:
        call = _Scanning(desk=desk, store=store, request=request, advance=advance)
        return _scan_found(call, awaited, found)


def _scan_found(call: _Scanning, awaited: Awaited, found: Found) -> ScanSummary:
    store, request, advance = call.store, call.request, call.advance
    scans = keep_scans(call.desk.scans, store, found.labels, advance)
    seen, summary = SheetsSeen(store, awaited.forms), ScanSummary(left=found.left)
    desk = _Sorting(
        drawn=call.desk.drawn,
        store=store,
        batch=request.batch,
        codes=awaited.codes,
        keys=awaited.keys,
        listed_in=awaited.listed_in,
        scans=scans,
        summary=summary,
        seen=seen,
    )
    waiting = _open_places(store)
    plan = plan_pages(found, contents)
    summary.remarks = plan.remarks
    summary.pages.update(page.source.file for page in plan.pages)
    read = {label: store.pages_read(scan) for label, scan in scans.items()}
    planned = list(not_read_yet(plan.pages, read, partial(_note_known, desk)))
    advance("读取", 0, len(planned))
    outcomes = read_pages(planned, awaited.read, request.jobs)
    try:
        _file_all(desk, outcomes, partial(_advance_reading, advance, len(planned)))
    finally:
        forget_order(store)
    desk.summary.mended = len(waiting - _open_places(store))
    return desk.summary


def ballot_file(workspace: Workspace) -> Path:
    """The Word file scans are read by. Raises NotReadyError before `forms ballots`."""
    path = workspace.ballot
    if not path.is_file():
        raise NotReadyError("还没有评议表表样；请先运行 pingyi forms ballots，或用 --form 指明表样")
    return path


def check_batch(code: str, codes: Sequence[str], listed_in: str) -> None:
    """Raises NotReadyError when a batch was named that the file called `listed_in` does not have."""
    if code and code not in codes:
        listed = "、".join(codes[:SOME_CODES])
        raise NotReadyError(
            f"发放计划 {listed_in} 里没有批次“{code}”（有 {listed} 等）；请核对 --batch，或先补登这一批"
        )


def _read(forms: tuple[BallotForm, ...], path: Path, page: int) -> PageOutcome:
    return read_page(path, page, forms)


def _advance_reading(advance: Advance, total: int, done: int) -> None:
    advance("读取", done, total)


def _open_places(store: Store) -> set[tuple[str, int, str]]:
    return {(page.source.file, page.source.page, page.digest) for page in (found.page for found in store.open_pages())}


def _file_all(desk: _Sorting, outcomes: Iterator[PageOutcome], done: Callable[[int], None]) -> None:
    filings: list[Filing] = []
    try:
        for number, outcome in enumerate(outcomes, start=1):
            filings += _sort(desk, outcome)
            if len(filings) >= PAGES_AT_ONCE:
                file_pages(desk.store, desk.drawn, filings)
                filings = []
            done(number)
    except KeyboardInterrupt:
        file_pages(desk.store, desk.drawn, filings)  # what was read is kept; the next run goes on from here
        raise
    file_pages(desk.store, desk.drawn, filings)


def _sort(desk: _Sorting, outcome: PageOutcome) -> Iterator[Filing]:
    """Where a page belongs: a batch, the unread pages, or nowhere because it is known."""
    meant = desk.batch
    if isinstance(outcome, SheetReading):
        known = desk.store.known_sheet(outcome.digest)
        batch = known.batch if known else desk.met.get(outcome.digest)
        if batch is not None or desk.seen.known_as_same(outcome):
            _note_known(desk, outcome.source.file, desk.batch if batch is None else batch)
            return
        meant = meant or outcome.batch_code
        outcome = _set_aside(desk, outcome) or desk.seen.twin(outcome) or outcome
    scan = desk.scans.get(outcome.source.file, "")
    if isinstance(outcome, UnreadPage):
        if outcome.written:
            desk.summary.written += 1
        elif outcome.skipped:
            desk.summary.empty.append(outcome.source)
        else:
            desk.summary.unread.append(outcome)
        if scan:  # without a file there is no page to remember
            batch = meant if outcome.reason is Unread.SAME_PAPER else desk.batch
            yield Filing(outcome=outcome, batch=batch, scan=scan)
        return
    batch = meant
    desk.met[outcome.digest] = batch
    desk.seen.add(outcome, batch)
    desk.summary.untold += cannot_be_told(outcome)
    desk.summary.new[batch] += 1
    desk.summary.opinions += outcome.has_opinion
    desk.summary.rows.update(row.verdict for row in outcome.rows)
    yield Filing(outcome=outcome, batch=batch, scan=scan)


def _set_aside(desk: _Sorting, sheet: SheetReading) -> UnreadPage | None:
    """A sheet whose campaign or batch is in question waits for a person; no machine decides it."""
    stranger = of_another_campaign(sheet.mark, desk.keys, sheet.source, sheet.digest)
    if stranger is not None:
        return stranger
    printed, given = sheet.batch_code, desk.batch
    if printed and given and printed != given:
        detail = f"表上印的是 {printed}，命令写的是 {given}；请核对，确属 {printed} 就用 --batch {printed} 再扫"
        return UnreadPage(source=sheet.source, digest=sheet.digest, reason=Unread.BATCH_MISMATCH, detail=detail)
    if not printed and not given:
        detail = "表上没有读到批次码；请用 --batch 指明批次再扫"
        return UnreadPage(source=sheet.source, digest=sheet.digest, reason=Unread.UNKNOWN_BATCH, detail=detail)
    if (given or printed) not in desk.codes:
        detail = f"表上印的批次 {printed} 不在 {desk.listed_in} 中；请先补登这一批再扫"
        return UnreadPage(source=sheet.source, digest=sheet.digest, reason=Unread.UNKNOWN_BATCH, detail=detail)
    return None


def _note_known(desk: _Sorting, file: str, batch: str) -> None:
    desk.summary.known += 1
    if not batch or (desk.batch and desk.batch != batch):
        desk.summary.elsewhere[file, batch] += 1
