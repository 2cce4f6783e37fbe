"""Sheets of a vote: scanned, decided by people where in doubt, settled."""

from collections import defaultdict
from functools import partial
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.forms.question import questions_of
from pingyi.domain.readings.ballot import Correction, DraftBallot
from pingyi.domain.readings.reading import PageOutcome
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.sheet import largest_tables, read_sheet
from pingyi.store.base.store import Store
from pingyi.store.readings.printed_forms import keep_form
from pingyi.store.readings.votes import sheet_votes
from pingyi.tally.settle import settle_draft
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import VOTE
from pingyi.workflow.people.asked import Asked
from pingyi.workflow.people.keys import Asking
from pingyi.workflow.people.pairs import Released, file_released_sheets
from pingyi.workflow.people.review import ReviewReport, export_rows, import_rows
from pingyi.workflow.people.written.opinions import OpinionReport, export_spoken, import_spoken
from pingyi.workflow.people.written.spoken import Spoken, spoken_on
from pingyi.workflow.scans.reading import Reader
from pingyi.workflow.scans.scan import Awaited, ScanRequest, ScanSummary, check_batch, scan_awaited
from pingyi.workflow.votes.vote_desk import form_print, tables_of

COMMAND = "pingyi vote review"


def scan_vote(desk: VoteDesk, store: Store, request: ScanRequest, advance: Advance) -> ScanSummary:
    """
    Read and file every page not yet read.

    Raises FormError when the form was changed after printing, NotReadyError with an unknown batch.
    """
    codes = [place.code for place in desk.vote.places]
    check_batch(request.batch, codes, VOTE)
    tables = tables_of(desk)
    keep_form(store, tables)
    awaited = Awaited(
        forms=largest_tables(tables),
        read=reader_of(tables),
        codes=frozenset(codes),
        keys=frozenset((form_print(desk.vote, tables).key,)),
        listed_in=VOTE,
    )
    summary = scan_awaited(desk, store, request, awaited, advance)
    summary.marks = desk.vote.marks
    return summary


def export_vote_review(desk: VoteDesk, store: Store, path: Path) -> int:
    """Write every open row and unread page to `path`; how many rows they are."""
    return export_rows(asked_of(tables_of(desk)), store, path)


def import_vote_review(desk: VoteDesk, store: Store, path: Path, ask: Asking) -> tuple[ReviewReport, Released]:
    """Take in the decisions, all or none; and read again what people found to be papers of their own."""
    tables = tables_of(desk)
    report = import_rows(asked_of(tables), store, path, ask)
    return report, file_released_sheets(desk, store, reader_of(tables))


def export_vote_opinions(desk: VoteDesk, store: Store, path: Path, advance: Advance) -> OpinionReport:
    """Draft what is written on the sheets, and write it with its pictures to `path`."""
    return export_spoken(spoken_in(tables_of(desk)), store, path, advance)


def import_vote_opinions(desk: VoteDesk, store: Store, path: Path, ask: Asking) -> OpinionReport:
    """Take in what two people typed, all or none."""
    return import_spoken(spoken_in(tables_of(desk)), store, path, ask)


def spoken_in(tables: tuple[BallotForm, ...]) -> Spoken:
    """What opinions on these tables' sheets may speak of: their printed questions."""
    return spoken_on(tuple(dict.fromkeys(row.label for row in questions_of(tables) if not row.written)))


def settled_vote(store: Store) -> tuple[DraftBallot, ...]:
    """Every sheet with what people decided. Raises NotReadyError when nothing was scanned."""
    by_sheet: dict[str, list[Correction]] = defaultdict(list)
    for correction in store.corrections():
        by_sheet[correction.sheet].append(correction)
    sent_back = store.referred()
    found = tuple(settle_draft(votes, batch, by_sheet[votes.digest], sent_back) for batch, votes in sheet_votes(store))
    if not found:
        raise NotReadyError("还没有扫描任何票；请先运行 pingyi vote scan 扫描件")
    return found


def reader_of(tables: tuple[BallotForm, ...]) -> Reader:
    """How pages are read as sheets of these tables."""
    return partial(_read, tables)


def _read(tables: tuple[BallotForm, ...], path: Path, page: int) -> PageOutcome:
    return read_sheet(path, page, tables)


def asked_of(tables: tuple[BallotForm, ...]) -> Asked:
    """What people may decide of the rows of these tables."""
    rows = questions_of(tables)
    return Asked(
        choices=tuple(dict.fromkeys(word for row in rows for word in row.choices)),
        own={row.item: row.choices for row in rows},
        written=frozenset(row.item for row in rows if row.written),
        printed=tuple(row.label for row in rows if not row.written),
        several=any(table.several for table in tables),
        command=COMMAND,
    )
