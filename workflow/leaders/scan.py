"""`pingyi scan --kind`: leaders' scored papers into the workspace; running it again changes nothing already read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import cast

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.domain.readings.score_reading import ScoreOutcome, ScorePage, ScorePaper, machine_may_count, outcome_source
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.scanner.files.pages import contents
from pingyi.scanner.scores.score_report import read_analysis_page
from pingyi.scanner.scores.score_sheet import read_leader_page
from pingyi.scanner.scores.score_unit import Roster
from pingyi.store.base.records import Filing, OpenPage
from pingyi.store.base.store import Store
from pingyi.store.evidence.secrecy import forget_order
from pingyi.store.people.leader_scores import KeptScorePage, add_score_pages, known_score_pages, score_pages_read
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace, kept_scan
from pingyi.workflow.files.own_forms import check_form, form_keys, of_another_campaign
from pingyi.workflow.leaders.bodies import leaders_of, of_another_body
from pingyi.workflow.leaders.reports import Reports
from pingyi.workflow.leaders.same_papers import LeaderPapersSeen, cannot_be_told
from pingyi.workflow.scans.forms_read import proven_forms
from pingyi.workflow.scans.kept_scans import keep_scans, known_elsewhere, not_read_yet
from pingyi.workflow.scans.reading import Backend, Reader, read_pages
from pingyi.workflow.scans.scan_files import Found, plan_pages, scan_files

PAGES_AT_ONCE = 16  # filed in one transaction: the most a crash can cost


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreScanRequest:
    """What to read: which paper, of which batch or body of leaders, where."""

    scans: tuple[Path, ...]
    paper: ScorePaper
    batch: str  # a code of batches.csv, or a body's letter alone
    form: Path | None = None  # of 领导评价表; None: the one made by `forms leaders`
    jobs: int | Backend = 1  # so many processes, or a cluster


@dataclass(slots=True, kw_only=True)
class ScoreScanSummary:
    """What came of it; filled in while pages arrive."""

    pages: int = 0  # new
    fields: int = 0  # of these pages
    read: int = 0  # fields both readers agree on
    waiting: int = 0  # fields for people, as the campaign's policy has it
    known: int = 0  # pages already in the workspace
    unread: list[UnreadPage] = field(default_factory=list)
    reports: int = 0  # pages of a report without a score row
    unscored: list[Source] = field(default_factory=list)  # beginnings of reports whose score row never came
    untold: int = 0  # papers with too little ink to know them again
    empty: int = 0  # backs without anything on them
    written: int = 0  # pages somebody wrote on, without a form
    opinions: int = 0  # new pages on which something is written beside the scores
    elsewhere: Counter[tuple[str, str]] = field(default_factory=Counter)  # known in another batch: file, batch
    remarks: tuple[str, ...] = ()  # Chinese: files that hold, or are, something else
    left: tuple[Path, ...] = ()  # files of which no copy, or not of all, is kept as evidence

    def notes(self) -> tuple[str, ...]:
        """Chinese: pages that were to go into one batch and stand in another; reports without their score page."""
        return (
            *(known_elsewhere(file, batch, pages) for (file, batch), pages in self.elsewhere.items()),
            *(
                f"{one.file} 第 {one.page} 页起的一份绩效分析表没有扫到评分栏那一页；请找出原件补扫"
                for one in self.unscored
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scanning:
    """One call of `scan --kind`."""

    workspace: Workspace
    store: Store
    request: ScoreScanRequest
    advance: Advance


@dataclass(slots=True, kw_only=True)
class _Sorting:
    """What arriving pages are sorted with."""

    store: Store
    batch: str
    campaign: Campaign
    group: str  # key of the body whose papers these are
    keys: frozenset[str]  # what marks of this campaign's sheet say
    scans: dict[str, str]  # SHA-256 of each file, by its label
    known: dict[str, str]  # batch by digest, this run's pages included
    summary: ScoreScanSummary
    seen: LeaderPapersSeen
    reports: Reports = field(default_factory=Reports)


def scan_scores(workspace: Workspace, store: Store, request: ScoreScanRequest, advance: Advance) -> ScoreScanSummary:
    """
    Read and file every page not yet read.

    Raises NotReadyError on a batch or form that is missing, FormError on a form that is not the campaign's; a bad
    page raises nothing, it is filed as unread.
    """
    group = leaders_of(request.batch, workspace.campaign, workspace.batches())
    read, forms = _reader(workspace, request, group)
    with scan_files(request.scans, far=not isinstance(request.jobs, int)) as found:
        call = _Scanning(workspace=workspace, store=store, request=request, advance=advance)
        return _scan_found(call, read, forms, found)


def _scan_found(
    call: _Scanning, read: partial[ScoreOutcome], forms: tuple[BallotForm, ...], found: Found
) -> ScoreScanSummary:
    """`forms` are the sheet's; 附件3's own mark is held against the roster."""
    workspace, store, request, advance = call.workspace, call.store, call.request, call.advance
    desk = _Sorting(
        store=store,
        batch=request.batch,
        campaign=workspace.campaign,
        group=leaders_of(request.batch, workspace.campaign, workspace.batches()),
        keys=form_keys(forms, workspace.campaign) if forms else frozenset(),
        scans=keep_scans(workspace.scans, store, found.labels, advance),
        known=known_score_pages(store),
        summary=ScoreScanSummary(left=found.left),
        seen=LeaderPapersSeen(store, forms),
    )
    read_before = {label: score_pages_read(store, scan) for label, scan in desk.scans.items()}
    plan = plan_pages(found, contents)
    desk.summary.remarks = plan.remarks
    planned = list(not_read_yet(plan.pages, read_before, partial(_note_known, desk)))
    advance("读取", 0, len(planned))
    outcomes = cast("Iterator[ScoreOutcome]", read_pages(planned, cast("Reader", read), request.jobs))
    try:
        _file_all(desk, outcomes, len(planned), advance)
    finally:
        forget_order(store)
    return desk.summary


def file_score_page(workspace: Workspace, store: Store, waiting: OpenPage, paper: ScorePaper) -> bool:
    """Read a paper that people found to be another again from its kept scan, and count it; False where that fails."""
    group = leaders_of(waiting.batch, workspace.campaign, workspace.batches())
    request = ScoreScanRequest(scans=(), paper=paper, batch=waiting.batch)
    try:
        read, _ = _reader(workspace, request, group)
        outcome = read(kept_scan(workspace.scans, waiting.scan), waiting.page.source.page)
    except (FileError, NotReadyError):  # scanned with --form, or the scan is gone: the clerk is told to scan again
        return False
    if not isinstance(outcome, ScorePage) or outcome.digest != waiting.page.digest:
        return False
    page = replace(outcome, source=waiting.page.source)
    add_score_pages(store, [KeptScorePage(page=page, batch=waiting.batch, scan=waiting.scan)])
    return True


def roster_of(campaign: Campaign) -> Roster:
    """What pages are held against."""
    return Roster(
        year=campaign.about.year,
        key=campaign.analysis_print.key,
        names=tuple(unit.name for unit in campaign.units),
        aliases=dict(campaign.aliases),
        title=campaign.analysis.title,
        prompt=campaign.analysis.score_prompt,
    )


def _reader(
    workspace: Workspace, request: ScoreScanRequest, group: str
) -> tuple[partial[ScoreOutcome], tuple[BallotForm, ...]]:
    """What reads a page, and the pages of the sheet, of which 附件3 has none."""
    roster = roster_of(workspace.campaign)
    match request.paper:
        case ScorePaper.ANALYSIS:
            return partial(_analysis, roster), ()
        case ScorePaper.LEADERS:
            forms = _leader_forms(workspace, request.form, group)
            return partial(_leaders, forms, roster), forms


def _analysis(roster: Roster, path: Path, page: int) -> ScoreOutcome:
    return read_analysis_page(path, page, roster)


def _leaders(forms: tuple[BallotForm, ...], roster: Roster, path: Path, page: int) -> ScoreOutcome:
    return read_leader_page(path, page, forms, roster)


def _leader_forms(workspace: Workspace, given: Path | None, group: str) -> tuple[BallotForm, ...]:
    """The pages of the sheet with its column of scores. Raises NotReadyError, FormError."""
    text = workspace.campaign.leaders
    made = sorted((workspace.root / "forms" / "leaders").glob(f"{group} *.docx"))
    path = given or (made[0] if made else None)
    if path is None or text is None:
        raise NotReadyError("还没有领导评价表表样；请先运行 pingyi forms leaders，或用 --form 指明表样")
    forms = proven_forms([path], (text.score_header,))
    check_form(forms, workspace.campaign)
    return forms


def _file_all(desk: _Sorting, outcomes: Iterator[ScoreOutcome], total: int, advance: Advance) -> None:
    kept: list[KeptScorePage] = []
    unread: list[Filing] = []
    try:
        for number, outcome in enumerate(outcomes, start=1):
            _sort(desk, outcome, kept, unread)
            if len(kept) + len(unread) >= PAGES_AT_ONCE:
                _flush(desk, kept, unread)
            advance("读取", number, total)
    finally:
        _flush(desk, kept, unread)  # what was read is kept; the next run goes on from here
    desk.summary.unscored = desk.reports.unscored()


def _flush(desk: _Sorting, kept: list[KeptScorePage], unread: list[Filing]) -> None:
    add_score_pages(desk.store, kept)
    desk.store.file_pages(unread)
    kept.clear()
    unread.clear()


def _sort(desk: _Sorting, outcome: ScoreOutcome, kept: list[KeptScorePage], unread: list[Filing]) -> None:
    """Where a page belongs: the batch, the unread pages, or nowhere because it is known."""
    scan = desk.scans.get(outcome_source(outcome).file, "")
    placed = desk.reports.placed(outcome)
    if isinstance(placed, ScorePage):
        known = desk.known.get(placed.digest)
        if known is not None or desk.seen.known_as_same(placed):
            _note_known(desk, placed.source.file, desk.batch if known is None else known)
            return
        placed = _set_aside(desk, placed) or placed
    if isinstance(placed, UnreadPage):
        _note_unread(desk.summary, placed)
        if scan:
            unread.append(Filing(outcome=placed, batch=desk.batch, scan=scan))
        return
    desk.known[placed.digest] = desk.batch
    desk.seen.add(placed, desk.batch)
    desk.summary.untold += cannot_be_told(placed)
    desk.summary.opinions += placed.has_opinion
    desk.summary.pages += 1
    desk.summary.fields += len(placed.fields)
    desk.summary.read += sum(reading.score is not None for reading in placed.fields)
    desk.summary.waiting += sum(not machine_may_count(reading, desk.campaign.policies) for reading in placed.fields)
    kept.append(KeptScorePage(page=placed, batch=desk.batch, scan=scan))


def _set_aside(desk: _Sorting, page: ScorePage) -> UnreadPage | None:
    """A paper of another campaign or body, or one that looks like a paper counted already, waits for people."""
    stranger = of_another_campaign(page.mark, desk.keys, page.source, page.digest)
    return stranger or of_another_body(page, desk.group, desk.campaign) or desk.seen.twin(page)


def _note_unread(summary: ScoreScanSummary, page: UnreadPage) -> None:
    """A page without scores, counted in its kind; only what nobody knows is listed."""
    match page.reason:
        case Unread.REPORT_PAGE:
            summary.reports += 1
        case Unread.BLANK_BACK:
            summary.empty += 1
        case Unread.WRITTEN_PAGE:
            summary.written += 1
        case _:
            summary.unread.append(page)


def _note_known(desk: _Sorting, file: str, batch: str) -> None:
    desk.summary.known += 1
    if batch != desk.batch:
        desk.summary.elsewhere[file, batch] += 1
