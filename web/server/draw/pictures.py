"""Pictures the page shows, made when first asked for and kept under cache/ in the workspace."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import ParamSpec

from pingyi.generator.libreoffice.pdf import foreign_to_pdf, made_with, page_count
from pingyi.ground.errors import ArchiveError, FileError, NotReadyError
from pingyi.ground.file_state import file_state
from pingyi.ground.foreign import inside
from pingyi.ground.whole import put
from pingyi.store.base.crops import crop_path, opinion_paths
from pingyi.store.base.store import Store
from pingyi.store.people.reassigned import PaperPlace
from pingyi.store.readings.sheets import SheetPlace, sheet_place, unread_place
from pingyi.web.server.draw import draw_process as drawn
from pingyi.web.server.draw.drawing import OUTLINES, PAGE, SheetSource, file_of
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import Desk, Workspace, kept_scan
from pingyi.workflow.files.guard import process_pool

P = ParamSpec("P")
PRINT = "print.pdf"  # of a Word file, beside its pages
PREVIEW_PX = 900  # wide: A4 at 109 dpi, as much as half a screen shows


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Where a picture will lie once `made` is done; when that gives False, `instead` may do."""

    path: Path
    made: Future[bool]
    instead: Path | None = None


class Pictures:
    """Owns the process that draws; it is started when the first picture is asked for."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None
        self._lock = Lock()
        self._printing = Lock()
        self._under_way: dict[Path, Future[bool]] = {}

    def row(self, desk: Desk, store: Store, row: tuple[str, str], kind: str) -> Picture:
        """A row (sheet, item) as `row` or as `cells`; without its scan, the crop made when it was read."""
        sheet, item = row
        folder = _folder(desk, sheet)
        path = folder / file_of(kind, item)
        crop = crop_path(desk.crops, sheet, item)
        if path.exists():
            return Picture(path=path, made=_known(there=True))
        source = _source(desk, _place(store, sheet), folder)
        made = self._draw(path, drawn.make_row, source, item, kind) if source else _known(there=False)
        return Picture(path=path, made=made, instead=crop)

    def sheet(self, desk: Desk, store: Store, sheet: str) -> Picture:
        """The whole page; where its rows lie stands beside it in OUTLINES."""
        folder = _folder(desk, sheet)
        path = folder / PAGE
        if (folder / OUTLINES).exists():
            return Picture(path=path, made=_known(there=True))
        source = _source(desk, _place(store, sheet), folder)
        return Picture(path=path, made=self._draw(path, drawn.make_sheet, source) if source else _known(there=False))

    def paper(self, desk: Desk, place: PaperPlace) -> Picture:
        """The whole page of a ballot or a leaders' paper; ballots upright."""
        path = inside(desk.cache / "papers", f"{place.digest}-{place.turn}.jpg")
        if path.exists():
            return Picture(path=path, made=_known(there=True))
        scan = _scan(desk, SheetPlace(batch=place.batch, scan=place.scan, source=place.source))
        made = (
            self._draw(path, drawn.make_preview, scan, place.source.page, PREVIEW_PX, path, place.turn)
            if scan
            else None
        )
        return Picture(path=path, made=made or _known(there=False))

    def unread(self, desk: Desk, store: Store, number: int) -> Picture:
        """A page that was not read. Raises NotReadyError for a strange number."""
        place = unread_place(store, number)
        if place is None:
            raise NotReadyError("没有这一页；请刷新页面再试")
        path = inside(desk.cache / "unread", f"{place.scan or 'none'}-{place.source.page}.jpg")
        if path.exists():
            return Picture(path=path, made=_known(there=True))
        scan = _scan(desk, place)
        made = self._draw(path, drawn.make_preview, scan, place.source.page, PREVIEW_PX, path) if scan else None
        return Picture(path=path, made=made or _known(there=False))

    def document(self, desk: Desk, document: Path, page: int) -> Picture:
        """A page of a document we wrote. Raises what `printed` raises."""
        path = _kept_in(desk, document) / f"{page}.jpg"
        if path.exists():
            return Picture(path=path, made=_known(there=True))
        _forget_older(path.parent)
        pdf = self.printed(desk, document)
        if pdf is None:
            return Picture(path=path, made=_known(there=False))
        return Picture(path=path, made=self._draw(path, drawn.make_preview, pdf, page, PREVIEW_PX, path))

    def pages(self, desk: Desk, document: Path) -> int:
        """How many pages a document we wrote has; tables and sealed files have none to show. Raises as `printed`."""
        pdf = self.printed(desk, document)
        return page_count(pdf) if pdf else 0

    def printed(self, desk: Desk, document: Path) -> Path | None:
        """
        A document as PDF; a Word file is printed once (seconds), whoever asks meanwhile waits. None for other files.

        Raises FileError when it cannot be printed, MissingToolError without LibreOffice.
        """
        if document.suffix.lower() == ".pdf":
            return document
        if document.suffix.lower() != ".docx":
            return None
        kept = _kept_in(desk, document) / PRINT
        with self._printing:
            if not kept.exists():
                _forget_older(kept.parent)
                with tempfile.TemporaryDirectory(prefix="pingyi-") as folder:
                    (made,) = foreign_to_pdf([document], Path(folder))
                    if isinstance(made, FileError):
                        raise made
                    put(kept, made.read_bytes())
        return kept

    def get_ready(self) -> None:
        """Start the process before the first picture is asked for: loading the scanner takes seconds."""
        with self._lock:
            if self._pool is None:
                self._pool = process_pool(1)
                self._pool.submit(drawn.get_ready)

    def close(self) -> None:
        """End the process that draws; pictures not begun are given up."""
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)

    def _draw(self, path: Path, what: Callable[P, bool], *arguments: P.args, **named: P.kwargs) -> Future[bool]:
        with self._lock:
            found = self._under_way.get(path)
            if found is not None and not found.done():
                return found
            if self._pool is None:
                self._pool = process_pool(1)
            try:
                future = self._pool.submit(what, *arguments, **named)
            except BrokenProcessPool:
                self._pool = process_pool(1)
                future = self._pool.submit(what, *arguments, **named)
            self._under_way = {p: f for p, f in self._under_way.items() if not f.done()} | {path: future}
            return future


def opinion_crop(desk: Desk, sheet: str, item: str) -> Path | None:
    """The picture of a place of a sheet that is written on, made when it was read; None where nothing is."""
    return opinion_paths(desk.crops, sheet).get(item)


def score_crop(desk: Desk, page: str, position: int) -> Path:
    """The picture of a score field, made when it was read."""
    return crop_path(desk.crops, page, str(position))


def _kept_in(desk: Desk, document: Path) -> Path:
    """The folder of what is made of a document, until it is written anew or would be printed in other faces."""
    printed = made_with() if document.suffix.lower() == ".docx" else ""
    state = f"{file_state(document)} {printed}"
    here, now = (hashlib.sha256(one.encode()).hexdigest()[:24] for one in (str(document.resolve()), state))
    return desk.cache / "documents" / here / now


def _forget_older(folder: Path) -> None:
    """Nobody asks again for a document as it was."""
    for older in folder.parent.iterdir() if folder.parent.is_dir() else ():
        if older != folder:
            shutil.rmtree(older, ignore_errors=True)  # what somebody looks at stays on Windows, until the next


def _place(store: Store, sheet: str) -> SheetPlace:
    place = sheet_place(store, sheet)
    if place is None:
        raise NotReadyError("没有这张票；请刷新页面再试")
    return place


def _source(desk: Desk, place: SheetPlace, folder: Path) -> SheetSource | None:
    scan = _scan(desk, place)
    if scan is None:
        return None
    page = place.source.page
    if isinstance(desk, VoteDesk):
        vote = desk.vote
        return SheetSource(
            scan=scan, page=page, form=desk.form, choices=vote.choices, names=vote.names, vote=True, folder=folder
        )
    if not isinstance(desk, Workspace) or not desk.ballot.exists():
        return None
    return SheetSource(scan=scan, page=page, form=desk.ballot, choices=desk.campaign.ballot.choices, folder=folder)


def _scan(desk: Desk, place: SheetPlace) -> Path | None:
    try:
        return kept_scan(desk.scans, place.scan)
    except (ArchiveError, FileError):
        return None


def _folder(desk: Desk, sheet: str) -> Path:
    return inside(desk.drawn, sheet)


def _known(*, there: bool) -> Future[bool]:
    future: Future[bool] = Future()
    future.set_result(there)
    return future
