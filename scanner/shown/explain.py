"""One row's evidence: what both judges saw, and a picture of it."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, TickRow, paper_long_mm
from pingyi.domain.readings.evidence import MarkEvidence, Measured, RowEvidence
from pingyi.domain.readings.reading import UNCHOSEN, VERDICT_TEXT, Source, UnreadPage, Verdict
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.files.pages import load_picture
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.grid.canvas import Box, Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import Mark, strokes
from pingyi.scanner.reader import Seen, see
from pingyi.scanner.verdict.first_judge import votes
from pingyi.scanner.verdict.judge import Judged, odds_to_overrule, pair, said_by
from pingyi.scanner.verdict.rule import MarkSeen, RowSeen, figures
from pingyi.scanner.verdict.rules import (
    PAIR_RULES,
    ROW_RULES,
    SHEET_RULES,
    TOGETHER_RULES,
    agreement_needed,
)
from pingyi.scanner.verdict.second_judge import Odds
from pingyi.scanner.verdict.sign_rules import RULES_OF, VOTE_RULES_OF

AROUND_PX = 30  # of the neighbours' rows
ENLARGED = 3
RULING, STROKE, OUTLINE = (200, 120, 0), (90, 90, 255), (0, 130, 0)  # blue, green, red


def explain(path: Path, page: int, item: str, forms: tuple[BallotForm, ...]) -> RowEvidence | UnreadPage:
    """
    The evidence for `item` on the 1-based `page`; the page itself when it was refused.

    Raises UnreadableFileError when the page cannot be loaded, NotReadyError when the form has no such item.
    """
    picture = load_picture(path, page, reduced=True, long_mm=paper_long_mm(forms))
    source = Source(file=path.name, page=page)
    seen = see(picture.grey, forms, picture.markup)
    if isinstance(seen, Refusal):
        return UnreadPage(source=source, digest="", reason=seen.reason, detail=seen.detail)
    form = seen.found.form
    row = next((row for row in seen.rows if row.reading.item == item), None)
    if row is None:
        raise NotReadyError(f"表样“{form.table.name}”没有序号 {item}；请写表上印的序号，如 {form.rows[0].item}")
    return evidence(seen, row, source)


def evidence(seen: Seen, row: Judged, source: Source) -> RowEvidence:
    """Everything one row of a page was judged by."""
    form, first = seen.found.form, row.first
    return RowEvidence(
        source=source,
        row=row.reading,
        guess=said_by(first, form),
        odds=_odds(row.second, form),
        odds_needed=(agreement_needed(void=first.verdict is Verdict.MULTIPLE), odds_to_overrule(first)),
        figures=row_figures(row),
        marks=tuple(_mark(mark, row.seen, form) for mark in row.seen.row.marks),
        picture=_picture(seen.found.table, seen.ink, row.seen.row.row),
    )


def _odds(odds: Odds, form: BallotForm) -> tuple[tuple[str, float], ...]:
    by_choice = zip(form.choices, odds.valid, strict=True)
    return (
        *by_choice,
        *((VERDICT_TEXT[word], odds.of(word, None)) for word in UNCHOSEN),
    )


def row_figures(row: Judged) -> tuple[Measured, ...]:
    """What the row as a whole was held to."""
    of_ink = (*figures(ROW_RULES, row.seen), *figures(TOGETHER_RULES, row.seen))
    chosen = votes(row.seen, row.first.cells)
    of_votes = (figure for vote in chosen for figure in figures(VOTE_RULES_OF[vote.judged_as], vote))
    return (*of_ink, *of_votes, *figures(PAIR_RULES, pair(row.first, row.second)), *figures(SHEET_RULES, row.beside))


def mark_figures(mark: MarkSeen) -> tuple[Measured, ...]:
    """What one mark was held to."""
    return figures(RULES_OF[mark.judged_as], mark)


def _mark(mark: Mark, row: RowSeen, form: BallotForm) -> MarkEvidence:
    place = form.choices[mark.low_choice]
    for seen in row.main:
        if seen.mark is mark:
            return MarkEvidence(place=place, part="标记", measured=mark_figures(seen))
    part = "别行的笔画穿过" if mark.through else "太小，不算标记"
    size = f"{mark.area:.2f} mm²，长 {max(mark.width, mark.height):.2f} mm"
    return MarkEvidence(place=place, part=f"{part}（{size}）", measured=())


def _picture(table: Table, ink: Ink, row: TickRow) -> bytes:
    """The row enlarged: rulings blue, ink red, the outline of what counts as ink green."""
    boxes = [table.box(cell) for cell in row.cells]
    left = max((x for x in table.xs[: row.cells[0].col]), default=0)
    box = Box(left=left, top=boxes[0].top, right=boxes[-1].right, bottom=boxes[-1].bottom)
    box = box.grown(AROUND_PX, table.grey.shape)
    drawn = draw_ink(table, ink)[box.top : box.bottom, box.left : box.right]
    _, data = cv2.imencode(".png", cv2.resize(drawn, None, fx=ENLARGED, fy=ENLARGED, interpolation=cv2.INTER_CUBIC))
    return bytes(data)


def draw_ink(table: Table, ink: Ink) -> npt.NDArray[np.uint8]:
    """The canvas in colour (blue, green, red) with rulings, ink and its outlines."""
    drawn = np.asarray(cv2.cvtColor(table.grey, cv2.COLOR_GRAY2BGR))
    strength = (ink.dark / 255.0)[:, :, None]
    drawn = (drawn * (1 - strength) + np.array(STROKE) * strength).astype(np.uint8)
    for x in table.xs:
        cv2.line(drawn, (x, table.ys[0]), (x, table.ys[-1]), RULING, 1)
    for y in table.ys:
        cv2.line(drawn, (table.xs[0], y), (table.xs[-1], y), RULING, 1)
    outlines, _ = cv2.findContours(strokes(ink).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(drawn, outlines, -1, OUTLINE, 1)
    return drawn
