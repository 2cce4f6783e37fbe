"""Sheets set aside as looking like one counted already: shown beside it, and filed when people find it another."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.paper import PairRuling, place_text
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadableFileError
from pingyi.generator.sheets.review_sheet import PairLine
from pingyi.ground.errors import FileError, NotReadyError
from pingyi.scanner.files.page_picture import page_png, side_by_side
from pingyi.scanner.reader import read_page
from pingyi.store.base.records import Filing, OpenPage
from pingyi.store.base.store import Store
from pingyi.store.people.leader_scores import PlacedScorePage, placed_score_pages
from pingyi.store.readings.papers import PlacedSheet, pairs_decided, placed_sheets
from pingyi.store.readings.places import PagePlace, places
from pingyi.workflow.desk.workspace import Desk, Workspace, kept_scan
from pingyi.workflow.leaders.scan import file_score_page
from pingyi.workflow.scans.forms_read import campaign_forms
from pingyi.workflow.scans.reading import Reader
from pingyi.workflow.scans.scan import ballot_file


@dataclass(frozen=True, slots=True, kw_only=True)
class Released:
    """Sheets that people found to be papers of their own."""

    filed: int
    waiting: int  # could not be read again from the kept scan: to be scanned once more


def pair_lines(store: Store, scans: Path) -> Iterator[PairLine]:
    """Every pair nobody has decided on, with a picture of both where the kept scans can be opened."""
    papers: list[PlacedSheet | PlacedScorePage] = [*placed_sheets(store), *placed_score_pages(store)]
    others = {one.digest: f"{one.source.file} 第{one.source.page}页（{place_text(one.batch)}）" for one in papers}
    for waiting in _undecided(store):
        source = waiting.page.source
        yield PairLine(
            key=str(waiting.number),
            batch=waiting.batch,
            place=pair_place(source),
            other=others.get(waiting.page.twin, ""),
            picture=_picture(store, waiting, scans),
        )


def pair_place(source: Source) -> str:
    """What stands under 这一张."""
    return f"{source.file} 第{source.page}页"


def file_released(workspace: Workspace, store: Store) -> Released:
    """Read again from the kept scans, and count, every sheet people found to be a paper of its own."""
    decided = pairs_decided(store)
    waiting = [page for page in _pairs(store) if decided.get(page.page.digest) is PairRuling.DIFFERENT]
    if not waiting:
        return Released(filed=0, waiting=0)
    leaders = {page.digest: page.paper for page in placed_score_pages(store)}
    scored = [page for page in waiting if page.page.twin in leaders]
    ballots = [page for page in waiting if page.page.twin not in leaders]
    filed = sum(file_score_page(workspace, store, page, leaders[page.page.twin]) for page in scored)
    filed += _file_ballots(workspace, store, ballots) if ballots else 0
    return Released(filed=filed, waiting=len(waiting) - filed)


def _file_ballots(workspace: Workspace, store: Store, waiting: Sequence[OpenPage]) -> int:
    try:
        forms = campaign_forms(ballot_file(workspace), workspace.campaign)
    except NotReadyError:  # scanned with --form: the clerk is told to scan again
        return 0
    return _file_read_again(workspace, store, waiting, partial(_as_ballot, forms))


def file_released_sheets(desk: Desk, store: Store, read: Reader) -> Released:
    """The same of papers of one kind, read by `read`."""
    decided = pairs_decided(store)
    waiting = [page for page in _pairs(store) if decided.get(page.page.digest) is PairRuling.DIFFERENT]
    filed = _file_read_again(desk, store, waiting, read) if waiting else 0
    return Released(filed=filed, waiting=len(waiting) - filed)


def _as_ballot(forms: tuple[BallotForm, ...], path: Path, page: int) -> PageOutcome:
    return read_page(path, page, forms)


def _file_read_again(desk: Desk, store: Store, waiting: Sequence[OpenPage], read: Reader) -> int:
    filings: list[Filing] = []
    for page in waiting:
        sheet = _read_again(desk, page, read)
        if sheet is not None and sheet.digest == page.page.digest:
            filings.append(Filing(outcome=replace(sheet, source=page.page.source), batch=page.batch, scan=page.scan))
    store.file_pages(filings)
    return len(filings)


def _read_again(desk: Desk, page: OpenPage, read: Reader) -> SheetReading | None:
    """The sheet, or None: what cannot be read goes on waiting."""
    try:
        sheet = read(kept_scan(desk.scans, page.scan), page.page.source.page)
    except FileError:
        return None
    return sheet if isinstance(sheet, SheetReading) else None


def _pairs(store: Store) -> list[OpenPage]:
    return [page for page in store.open_pages() if page.page.reason is Unread.SAME_PAPER]


def _undecided(store: Store) -> list[OpenPage]:
    decided: Mapping[str, PairRuling] = pairs_decided(store)
    return [page for page in _pairs(store) if page.page.digest not in decided]


def _picture(store: Store, waiting: OpenPage, scans: Path) -> bytes | None:
    other = _place(store, waiting.page.twin)
    if other is None:
        return None
    turn = other.turn  # most often fed alike; the page set aside keeps no turn of its own
    try:
        return side_by_side(
            [
                page_png(kept_scan(scans, waiting.scan), waiting.page.source.page, turn),
                page_png(kept_scan(scans, other.scan), other.page, other.turn),
            ]
        )
    except (UnreadableFileError, FileError):  # the line names both places: people look at the paper
        return None


def _place(store: Store, digest: str) -> PagePlace | None:
    """Of a ballot, or of a leaders' paper, whose turn is not kept."""
    scored = (page for page in placed_score_pages(store) if page.digest == digest and page.scan)
    leaders = (PagePlace(scan=page.scan, page=page.source.page, turn=0) for page in scored)
    return places(store, [digest]).get(digest) or next(leaders, None)
