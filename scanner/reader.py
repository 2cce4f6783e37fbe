"""One page from file to SheetReading; reads as the trip it is."""

import hashlib
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from domain.errors import UnreadableFileError
from domain.form import BallotForm
from domain.reading import Doubt, PageOutcome, RowReading, SheetReading, Source, UnreadPage, Verdict
from scanner.batch_code import read_batch_code
from scanner.canvas import Table, rectify
from scanner.crops import crops
from scanner.damage import Damage, damage
from scanner.darkness import darkness
from scanner.ink import Ink, pen_ink
from scanner.judge import judge
from scanner.lines import Levelled, find_lines
from scanner.marks import measure
from scanner.pages import load_page
from scanner.print_check import print_agreement
from scanner.refusal import AGREEMENT, Refusal, other_words, refusal, two_sheets
from scanner.second_sheet import second_table
from scanner.topology import Fit, Skeleton, fit_skeleton, skeleton, turned

PRINT_AGREEMENT = 0.9  # of label cells must hold words or none as the form says
LEAST_AGREEMENT = 0.75  # of a page with a hidden corner
PRESENT = 0.97
ABSENT = 0.8
RESIDUAL_PX = 0.8  # of a ruling against its own curve, at levelled size

cv2.setNumThreads(1)


def read_page(path: Path, page: int, forms: tuple[BallotForm, ...]) -> PageOutcome:
    """Read one page (1-based) against the forms; a page that does not fit is a value, no exception."""
    source = Source(file=path.name, page=page)
    try:
        grey = load_page(path, page)
    except UnreadableFileError as error:
        return UnreadPage(source=source, digest="", reason=error.reason, detail=str(error))
    return read_picture(grey, source, forms)


def read_picture(grey: npt.NDArray[np.uint8], source: Source, forms: tuple[BallotForm, ...]) -> PageOutcome:
    """Read a grey picture (uint8, height × width)."""
    digest = hashlib.sha256(repr(grey.shape).encode() + grey.tobytes()).hexdigest()
    found = locate(grey, forms)
    if isinstance(found, Refusal):
        return UnreadPage(source=source, digest=digest, reason=found.reason, detail=found.detail)
    form, table = found.form, found.table
    ink = ink_of(table, form)
    rows = judge(table, ink, form, measure(table, ink, form), found.unsteady)
    rows = tuple(_unseen(row) if row.item in found.hidden else row for row in rows)
    has_opinion, pictures = crops(table, ink, form, [r.item for r in rows if r.verdict is Verdict.DOUBTFUL])
    return SheetReading(
        source=source,
        digest=digest,
        form_digest=form.table.digest,
        batch_code=read_batch_code(grey),
        turn=found.fit.skeleton.turn,
        rows=rows,
        has_opinion=has_opinion,
        crops=pictures,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Located:
    """A form found on a page."""

    fit: Fit
    form: BallotForm
    table: Table
    unsteady: frozenset[str]  # items whose rulings were set by their neighbours or do not lie still
    hidden: frozenset[str]  # items with a tick cell under a fold or torn off


def locate(grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...]) -> Located | Refusal:
    """Lay the best form in the best turn; refuse rather than guess."""
    lines = find_lines(darkness(grey))
    fits = lay(lines, forms)
    certain = [(fit, form, hurt) for fit, form in fits if (hurt := certainty(lines, fit)) is not None]
    if not certain:
        return refusal(grey, lines, fits, forms)
    tables = [rectify(grey, lines, fit) for fit, _, _ in certain]
    prints = [
        print_agreement(table, _visible(form, hurt)) for table, (_, form, hurt) in zip(tables, certain, strict=True)
    ]
    best = int(np.argmax(prints))
    fit, form, hurt = certain[best]
    if prints[best] < PRINT_AGREEMENT:
        return other_words(grey, prints[best])
    if second_table(lines, fit):
        return two_sheets()
    return Located(fit=fit, form=form, table=tables[best], unsteady=_unsteady(fit, form), hidden=_hidden(form, hurt))


def register(grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...]) -> tuple[Fit, BallotForm, Table] | Refusal:
    """What `locate` found, without the damage."""
    found = locate(grey, forms)
    return found if isinstance(found, Refusal) else (found.fit, found.form, found.table)


def lay(lines: Levelled, forms: tuple[BallotForm, ...]) -> list[tuple[Fit, BallotForm]]:
    """Every form in every turn worth trying, the best first."""
    fits = [(fit, form) for form in forms for fit in _fits(lines, form)]
    return sorted(fits, key=lambda pair: pair[0].agreement, reverse=True)


def certainty(lines: Levelled, fit: Fit) -> Damage | None:
    """What is hidden of a grid that can be relied on: nothing, a corner; None when it cannot be."""
    if not _fits_well(fit) and not (fit.agreement >= LEAST_AGREEMENT and fit.absent >= ABSENT):
        return None
    hurt = damage(lines, fit)
    return hurt if _fits_well(fit) or hurt.bearable else None


def _visible(form: BallotForm, hurt: Damage) -> BallotForm:
    """The form without its hidden cells: their words cannot be looked for."""
    if not hurt.hidden.any():
        return form
    cells = tuple(cell for cell in form.table.cells if not hurt.hides(cell))
    return replace(form, table=replace(form.table, cells=cells))


def _hidden(form: BallotForm, hurt: Damage) -> frozenset[str]:
    return frozenset(row.item for row in form.rows if any(hurt.hides(cell) for cell in row.cells))


def _unseen(row: RowReading) -> RowReading:
    """Nobody can judge what is hidden, whatever was measured there."""
    reasons = tuple(dict.fromkeys((*row.reasons, Doubt.DAMAGED_CELL)))
    return replace(row, verdict=Verdict.DOUBTFUL, choice="", confidence=0.0, reasons=reasons)


def ink_of(table: Table, form: BallotForm) -> Ink:
    """The pen strokes of a registered table."""
    return pen_ink(table, _upright(form), form)


@lru_cache(maxsize=16)
def _upright(form: BallotForm) -> Skeleton:
    return skeleton(form.table)


def _fits(lines: Levelled, form: BallotForm) -> list[Fit]:
    """The form laid on the page in each turn; sideways only where it does not fit upright or upside down."""
    found: list[Fit] = []
    for pair in ((0, 180), (90, 270)):
        laid = [fit_skeleton(lines, turned(_upright(form), turn)) for turn in pair]
        found += [fit for fit in laid if fit is not None]
        if any(_fits_well(fit) for fit in found):
            break
    return found


def _fits_well(fit: Fit) -> bool:
    return fit.agreement >= AGREEMENT and fit.present >= PRESENT and fit.absent >= ABSENT


def _unsteady(fit: Fit, form: BallotForm) -> frozenset[str]:
    """Items whose cells touch a ruling that was set by its neighbours or does not lie still."""
    bad_rows = {i for i, track in enumerate(fit.rows) if track is None or track.residual > RESIDUAL_PX}
    bad_columns = {j for j, track in enumerate(fit.columns) if track is None or track.residual > RESIDUAL_PX}
    if fit.skeleton.turn in (180, 270):
        bad_rows = {len(fit.rows) - 1 - i for i in bad_rows}
    if fit.skeleton.turn in (90, 180):
        bad_columns = {len(fit.columns) - 1 - j for j in bad_columns}
    if fit.skeleton.turn in (90, 270):
        bad_rows, bad_columns = bad_columns, bad_rows
    return frozenset(
        row.item
        for row in form.rows
        for cell in row.cells
        if {cell.row, cell.row + 1} & bad_rows or {cell.col, cell.col + 1} & bad_columns
    )
