"""One page from file to SheetReading; reads as the trip it is."""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from domain.errors import UnreadableFileError
from domain.form import BallotForm
from domain.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage, Verdict
from scanner.batch_code import read_batch_code
from scanner.canvas import Table, rectify
from scanner.crops import crops
from scanner.darkness import darkness
from scanner.heading import heading
from scanner.ink import Ink, pen_ink
from scanner.judge import judge
from scanner.lines import Levelled, find_lines
from scanner.marks import measure
from scanner.pages import load_page
from scanner.print_check import print_agreement
from scanner.topology import Fit, Skeleton, fit_skeleton, skeleton, turned

AGREEMENT = 0.97  # of cell edges must be where the form says
PRINT_AGREEMENT = 0.9  # of label cells must hold words or none as the form says
LIKELY = 0.9  # below it the page is another form rather than a bad scan
PRESENT = 0.97
ABSENT = 0.8
RESIDUAL_PX = 0.8  # of a ruling against its own curve, at levelled size
EDGE_PX = 10  # of the levelled picture: a ruling that ends nearer was cut
LONG_SHARE = 0.3  # of the picture: longer lines are rulings
RUNNING_OFF = 3  # rulings; a lid or a streak makes one or two
BLANK_INK = 0.0008  # share of dark pixels on an empty sheet: dust and the sheet's edge

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
    found = register(grey, forms)
    if isinstance(found, Refusal):
        return UnreadPage(source=source, digest=digest, reason=found.reason, detail=found.detail)
    fit, form, table = found
    ink = ink_of(table, form)
    rows = judge(measure(table, ink, form), ink, form, _damaged(fit, form))
    has_opinion, pictures = crops(table, ink, form, [r.item for r in rows if r.verdict is Verdict.DOUBTFUL])
    return SheetReading(
        source=source,
        digest=digest,
        form_digest=form.table.digest,
        batch_code=read_batch_code(grey),
        turn=fit.skeleton.turn,
        rows=rows,
        has_opinion=has_opinion,
        crops=pictures,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no form was found on a page, with what to do in Chinese."""

    reason: Unread
    detail: str


def register(grey: npt.NDArray[np.uint8], forms: tuple[BallotForm, ...]) -> tuple[Fit, BallotForm, Table] | Refusal:
    """Lay the best form in the best turn; refuse rather than guess."""
    lines = find_lines(darkness(grey))
    fits = sorted(
        ((fit, form) for form in forms for fit in _fits(lines, form)), key=lambda pair: pair[0].agreement, reverse=True
    )
    good = [(fit, form) for fit, form in fits if _fits_well(fit)]
    if not good:
        return _refusal(grey, lines, fits[0][0] if fits else None)
    tables = [(fit, form, rectify(grey, lines, fit)) for fit, form in good]
    prints = [print_agreement(table, form) for _, form, table in tables]
    best = int(np.argmax(prints))
    if prints[best] < PRINT_AGREEMENT:
        return Refusal(
            reason=Unread.WRONG_FORM,
            detail=f"格线吻合而印刷文字只对上 {prints[best]:.0%}{_seen(grey)}；请确认是不是其他表格，或印得、扫得太淡",
        )
    return tables[best]


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


def _refusal(grey: npt.NDArray[np.uint8], lines: Levelled, best: Fit | None) -> Refusal:
    if float((lines.dark > 60).mean()) < BLANK_INK:
        return Refusal(reason=Unread.BLANK_PAGE, detail="如系双面扫描的背面可不理会，否则请检查原件并重扫")
    if best is None:
        return Refusal(reason=Unread.NO_TABLE, detail=f"请确认放入的是评议表并重扫{_seen(grey)}")
    if _runs_off(lines):
        return Refusal(reason=Unread.CROPPED, detail="格线伸到了图像边缘；请摆正原件、扫描整页后重扫")
    share = f"格线吻合 {best.agreement:.0%}"
    if best.agreement < LIKELY:
        detail = f"{share}{_seen(grey)}；请确认是否混入其他表格，或表格是否被遮挡、折叠、没有扫全"
        return Refusal(reason=Unread.WRONG_FORM, detail=detail)
    detail = f"{share}，低于 {AGREEMENT:.0%}；请展平后用 200–300 dpi 重扫"
    return Refusal(reason=Unread.ILLEGIBLE, detail=detail)


def _runs_off(lines: Levelled) -> bool:
    """Several long rulings end at the picture's edge, all on one side."""
    height, width = lines.dark.shape
    sides = (
        [track.start < EDGE_PX for track in lines.horizontal if track.seen > LONG_SHARE * width],
        [track.end > width - EDGE_PX for track in lines.horizontal if track.seen > LONG_SHARE * width],
        [track.start < EDGE_PX for track in lines.vertical if track.seen > LONG_SHARE * height],
        [track.end > height - EDGE_PX for track in lines.vertical if track.seen > LONG_SHARE * height],
    )
    return any(sum(side) >= RUNNING_OFF for side in sides)


def _seen(grey: npt.NDArray[np.uint8]) -> str:
    words = heading(grey)
    return f"（页首文字：{words}）" if words else ""


def _damaged(fit: Fit, form: BallotForm) -> frozenset[str]:
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
