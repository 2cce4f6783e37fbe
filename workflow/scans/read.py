"""`pingyi read`: scans to readings.csv, without a workspace."""

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import UNREAD_TEXT, PageOutcome, SheetReading, Source, UnreadPage, Verdict
from pingyi.ground.csv_text import literal
from pingyi.ground.errors import FileError
from pingyi.ground.whole import new_file
from pingyi.scanner.files.pages import contents
from pingyi.scanner.reader import read_page
from pingyi.scanner.shown.debug import debug_pictures
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.scans.backs import strange_lines
from pingyi.workflow.scans.reading import Backend, read_pages
from pingyi.workflow.scans.scan_files import Plan, plan_pages, scan_files

COLUMNS = ("source", "page", "item", "name", "verdict", "choice", "confidence", "reason")
UNREAD = "unread"  # the verdict of the one row an unreadable page gets
BETWEEN_REASONS = "、"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRequest:
    """What to read, as which forms, and where to."""

    scans: tuple[Path, ...]
    forms: tuple[BallotForm, ...]
    output: Path
    jobs: int | Backend  # so many processes, or a cluster
    debug: Path | None  # folder for pictures of what was seen


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadSummary:
    """What came of it."""

    pages: dict[str, int]  # by file
    rows: dict[Verdict, int]
    unread: tuple[UnreadPage, ...]
    empty: tuple[Source, ...]  # backs without anything on them: counted, not listed
    remarks: tuple[str, ...] = ()  # Chinese: files that hold, or are, something else

    def notes(self) -> tuple[str, ...]:
        """Chinese: empty pages that are no backs of a duplex scan; someone has to look at them."""
        return tuple(strange_lines(self.empty, self.pages))


@dataclass(slots=True, kw_only=True)
class _Notes:
    """What the summary will say, taken down page by page."""

    pages: Counter[str] = field(default_factory=Counter)
    rows: Counter[Verdict] = field(default_factory=Counter)
    unread: list[UnreadPage] = field(default_factory=list)
    empty: list[Source] = field(default_factory=list)

    def take(self, outcome: PageOutcome) -> None:
        self.pages[outcome.source.file] += 1
        match outcome:
            case SheetReading():
                self.rows.update(row.verdict for row in outcome.rows)
            case UnreadPage(skipped=True):
                self.empty.append(outcome.source)
            case UnreadPage():
                self.unread.append(outcome)

    def summary(self, remarks: tuple[str, ...]) -> ReadSummary:
        return ReadSummary(
            pages=dict(self.pages),
            rows=dict(self.rows),
            unread=tuple(self.unread),
            empty=tuple(self.empty),
            remarks=remarks,
        )


def read_scans(request: ReadRequest, advance: Advance) -> ReadSummary:
    """
    Read every page of every scan into `request.output`, in page order.

    Raises FileError, NoSpaceError; a bad scan raises nothing, it becomes an unread page.
    """
    _check_writable(request.output)
    with scan_files(request.scans, far=not isinstance(request.jobs, int)) as found:
        return _read_all(request, plan_pages(found, contents), advance)


def _read_all(request: ReadRequest, plan: Plan, advance: Advance) -> ReadSummary:
    planned = plan.pages
    if request.debug:
        request.debug.mkdir(parents=True, exist_ok=True)
    read = partial(_read_and_draw, request.forms, request.debug)
    notes = _Notes()
    with new_file(request.output) as part, part.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        advance("读取", 0, len(planned))
        for done, outcome in enumerate(read_pages(planned, read, request.jobs), start=1):
            writer.writerows(csv_rows(outcome))
            notes.take(outcome)
            advance("读取", done, len(planned))
    return notes.summary(plan.remarks)


def csv_rows(outcome: PageOutcome) -> Iterator[tuple[str | int, ...]]:
    """The lines of readings.csv for one page."""
    source = outcome.source
    if isinstance(outcome, UnreadPage):
        if outcome.skipped and not outcome.written:  # without a workspace nobody types what a page says
            return
        reason = f"{outcome.reason.value}（{UNREAD_TEXT[outcome.reason]}）"  # a word for programs, one for people
        reason = f"{reason}：{outcome.detail}" if outcome.detail else reason
        yield literal(source.file), source.page, "", "", UNREAD, "", "", literal(reason)
        return
    for row in outcome.rows:
        item, name, choice = map(literal, (row.item, row.name, row.choice))
        reasons = BETWEEN_REASONS.join(row.reasons)
        yield literal(source.file), source.page, item, name, row.verdict, choice, f"{row.confidence:.3f}", reasons


def _read_and_draw(forms: tuple[BallotForm, ...], debug: Path | None, path: Path, page: int) -> PageOutcome:
    outcome = read_page(path, page, forms)
    if debug and outcome.digest:  # without one there is no picture to show
        debug_pictures(path, page, forms, debug)
    return outcome


def _check_writable(target: Path) -> None:
    """Now, not after an hour of reading. Excel holds an open file against writers on Windows."""
    if target.is_dir():
        raise FileError(f"{target} 是文件夹；请在 -o 后写一个文件名，如 {target / 'readings.csv'}")
    if target.exists():
        try:
            with target.open("ab"):
                pass
        except PermissionError as error:
            raise FileError(f"{target} 不能改写；如果正在 Excel 或 WPS 里打开，请先关闭再试") from error
