"""One page from file to SheetReading; reads as the trip it is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, paper_long_mm
from pingyi.domain.readings.reading import (
    PageOutcome,
    SheetReading,
    Source,
    UnreadableFileError,
    UnreadPage,
    Verdict,
)
from pingyi.scanner.files.pages import load_picture
from pingyi.scanner.found.edited import edited_rows, edited_sheet
from pingyi.scanner.found.locate import locate, upright
from pingyi.scanner.found.located import Located
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.topology import Fit
from pingyi.scanner.ink.crops import crops
from pingyi.scanner.ink.ink import Ink, pen_ink
from pingyi.scanner.ink.marks import measure, named_lines
from pingyi.scanner.ink.placement import placement, to_bytes
from pingyi.scanner.opinions.found import opinions
from pingyi.scanner.opinions.written_page import as_written
from pingyi.scanner.page.identity import picture_digest
from pingyi.scanner.page.page_type import NO_MARKUP, Markup
from pingyi.scanner.verdict.judge import Judged, Known, judge

cv2.setNumThreads(1)


ReadPicture = Callable[[npt.NDArray[np.uint8], Source, tuple[BallotForm, ...], Markup], PageOutcome]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """A form found on a page, its ink, and its rows judged."""

    found: Located
    ink: Ink
    rows: tuple[Judged, ...]  # in the form's order


def read_page(path: Path, page: int, forms: tuple[BallotForm, ...]) -> PageOutcome:
    """Read one page (1-based) against the forms; a page that does not fit is a value, no exception."""
    return read_file(path, page, forms, read_picture)


def read_file(path: Path, page: int, forms: tuple[BallotForm, ...], read: ReadPicture) -> PageOutcome:
    """Open one page (1-based) as these forms need it and `read` it; what cannot be opened is an UnreadPage."""
    source = Source(file=path.name, page=page)
    try:
        picture = load_picture(path, page, reduced=True, long_mm=paper_long_mm(forms))
    except UnreadableFileError as error:
        return UnreadPage(source=source, digest="", reason=error.reason, detail=str(error))
    return read(picture.grey, source, forms, picture.markup)


def read_picture(
    grey: npt.NDArray[np.uint8], source: Source, forms: tuple[BallotForm, ...], markup: Markup = NO_MARKUP
) -> PageOutcome:
    """Read a grey picture (uint8, height × width) on which `markup` was put after it was scanned."""
    digest = picture_digest(grey)
    seen = see(grey, forms, markup)
    if isinstance(seen, Refusal):
        refused = as_written(seen, grey, forms) if markup == NO_MARKUP else seen
        return UnreadPage(source=source, digest=digest, reason=refused.reason, detail=refused.detail)
    return reading_of(grey, source, digest, seen)


def reading_of(grey: npt.NDArray[np.uint8], source: Source, digest: str, seen: Seen) -> SheetReading:
    """What was seen on a grey picture as a reading of it, with pictures of what people are to look at."""
    found, ink, form, table = seen.found, seen.ink, seen.found.form, seen.found.table
    rows = tuple(row.reading for row in seen.rows)
    doubtful = crops(table, form, [row.item for row in rows if row.verdict is Verdict.DOUBTFUL])
    written = opinions(grey, found, ink)
    return SheetReading(
        source=source,
        digest=digest,
        form_digest=form.table.digest,
        batch_code=found.mark.batch,
        mark=found.mark.text,
        turn=found.fit.skeleton.turn,
        rows=rows,
        has_opinion=bool(written),
        form_page=form.page,
        form_pages=form.pages,
        placement=to_bytes(placement(table, ink, form)),
        layout=found.layout(grey.shape).to_bytes(),
        crops=doubtful | written,
    )


def see(
    grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...], markup: Markup, *, in_place: bool = False
) -> Seen | Refusal:
    """
    Find the form, measure its ink, judge its rows; whoever shows how a page was read shows this.

    `in_place`: the page is upright, of the form's own size, and the only form's table lies where it is printed.
    """
    found = locate(grey, forms, in_place=in_place)
    found = edited_sheet(found, markup) or found
    if isinstance(found, Refusal):
        return found
    ink = ink_of(found.table, found.form)
    known = Known(
        unsteady=found.unsteady,
        hidden=found.hidden,
        unproven=found.unproven - {row.item for row in found.form.rows if row.written},
        edited=edited_rows(found, markup),
        named=named_lines(found.table, ink, found.form),
    )
    marks = measure(found.table, ink, found.form)
    return Seen(found=found, ink=ink, rows=judge(found.table, ink, found.form, marks, known))


def register(grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...]) -> tuple[Fit, BallotForm, Table] | Refusal:
    """What `locate` found, without the damage."""
    found = locate(grey, forms)
    return found if isinstance(found, Refusal) else (found.fit, found.form, found.table)


def ink_of(table: Table, form: BallotForm) -> Ink:
    """The pen strokes of a registered table."""
    return pen_ink(table, upright(form), form)
