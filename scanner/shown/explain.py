"""One row's evidence: what both judges saw, and a picture of it."""

from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.evidence import MarkEvidence, Measured, RowEvidence
from pingyi.domain.form import BallotForm, TickRow, paper_long_mm
from pingyi.domain.reading import Doubt, Source, UnreadPage
from pingyi.ground.errors import NotReadyError
from pingyi.scanner.found.edited import edited_rows, edited_sheet, for_people
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.grid.canvas import Box, Table
from pingyi.scanner.ink.ink import Ink
from pingyi.scanner.ink.marks import INK_LEAST, INK_SHARE, NOISE_TIMES, Mark, RowMarks, measure
from pingyi.scanner.page.pages import load_picture
from pingyi.scanner.reader import ink_of, judged
from pingyi.scanner.verdict import first_judge as first
from pingyi.scanner.verdict.judge import AGREES, OVERRULES
from pingyi.scanner.verdict.second_judge import Odds, second_opinion

AROUND_PX = 30  # of the neighbours' rows
ENLARGED = 3
RULING, STROKE, OUTLINE = (200, 120, 0), (90, 90, 255), (0, 130, 0)  # blue, green, red
BLANK_WORD, MULTIPLE_WORD = "未选", "多选"


def explain(path: Path, page: int, item: str, forms: tuple[BallotForm, ...]) -> RowEvidence | UnreadPage:
    """
    The evidence for `item` on the 1-based `page`; the page itself when it was refused.

    Raises UnreadableFileError when the page cannot be loaded, NotReadyError when the form has no such item.
    """
    picture = load_picture(path, page, reduced=True, long_mm=paper_long_mm(forms))
    source = Source(file=path.name, page=page)
    found = locate(picture.grey, forms)
    found = edited_sheet(found, picture.markup) or found
    if isinstance(found, Refusal):
        return UnreadPage(source=source, digest="", reason=found.reason, detail=found.detail)
    form, table = found.form, found.table
    index = next((k for k, row in enumerate(form.rows) if row.item == item), None)
    if index is None:
        raise NotReadyError(f"表样“{form.table.name}”没有序号 {item}；请写表上印的序号，如 {form.rows[0].item}")
    ink = ink_of(table, form)
    rows = measure(table, ink, form)
    usual = first.usual_marks(rows, ink)
    guess = first.first_opinion(rows, ink, found.unsteady)[index]
    return RowEvidence(
        source=source,
        row=for_people(judged(found, ink, rows), edited_rows(found, picture.markup))[index],
        guess=(guess.verdict, form.choices[guess.choice] if guess.choice is not None else ""),
        odds=_odds(second_opinion(table, ink, form)[index], form),
        odds_needed=(AGREES, OVERRULES),
        figures=_row_figures(rows[index], usual),
        marks=tuple(_mark(mark, usual, form) for mark in rows[index].marks),
        hidden=item in found.hidden,
        picture=_picture(table, ink, form.rows[index]),
    )


def _odds(odds: Odds, form: BallotForm) -> tuple[tuple[str, float], ...]:
    by_choice = zip(form.choices, odds.valid, strict=True)
    return (*by_choice, (BLANK_WORD, odds.blank), (MULTIPLE_WORD, odds.multiple))


def _row_figures(row: RowMarks, usual: first.Usual) -> tuple[Measured, ...]:
    standing = [mark for mark in row.marks if not mark.through]
    main = [mark for mark in standing if not first.is_speck(mark, usual)]
    small = max((mark.area for mark in standing if mark not in main), default=0.0)
    tail = max((mark.area for mark in row.marks if mark.through), default=0.0)
    spare = Doubt.STRAY_INK if main else Doubt.SPECK
    figures = [
        _at_most("标记以外最大的一块墨迹", small, first.STRAY_MM2, spare, "mm²"),
        _at_most("穿过本行的最大一笔", tail, 0.8 * usual.area, Doubt.LINE_THROUGH_ROWS, "mm²"),
        _at_most("被划痕、折痕盖住的部分", row.covered, first.STRAY_COVER, Doubt.STRAY_INK),
    ]
    if not main:
        figures.append(_at_most("淡墨迹", row.weak, first.WEAK_MM2, Doubt.FAINT, "mm²"))
    return tuple(figures)


def _mark(mark: Mark, usual: first.Usual, form: BallotForm) -> MarkEvidence:
    if mark.through or first.is_speck(mark, usual):
        part = "别行的笔画穿过" if mark.through else "太小，不算标记"
        return MarkEvidence(place=form.choices[mark.low_choice], part=part, measured=(_least_area(mark, usual),))
    return MarkEvidence(place=form.choices[mark.low_choice], part="标记", measured=_mark_figures(mark, usual))


def _mark_figures(mark: Mark, usual: first.Usual) -> tuple[Measured, ...]:
    """In the order a person would look: how much ink, where, what shape."""
    own = mark.shares[mark.low_choice] * mark.area / (mark.area + mark.from_above)
    blot = max(first.FILLED * mark.width * mark.height, first.BLOT_SHARE * usual.area)
    heavy = mark.area > first.HEAVY_SHARE * usual.area
    crossed = first.CROSSED_HEAVY if heavy else first.CROSSED_COLUMNS
    return (
        _least_area(mark, usual),
        _at_most("墨迹面积", mark.area, min(first.LARGE_SHARE * usual.area, blot), Doubt.STRUCK_OUT, "mm²"),
        _at_most("笔画粗细", mark.thickness, first.THICK_TIMES * usual.thickness, Doubt.STRUCK_OUT, "mm"),
        _at_least("墨迹深浅", mark.darkness, first.FAINT_SHARE * usual.pen, Doubt.FAINT),
        _at_least("落在最低点所在格的部分", own, first.OWN_SHARE, Doubt.SPRAWLING),
        _at_least("最低点离竖线", 0.0 if mark.at_side else mark.low_margin, first.SIDE_MM, Doubt.BORDER, "mm"),
        _at_most("最低点个数", mark.bottoms, 1, Doubt.CROSS),
        _at_most("左右分叉处", mark.forks, 1, Doubt.CROSS),
        _at_most("十字", float(mark.plus), 0, Doubt.CROSS),
        _at_most("上下有两笔的部分", mark.crossings, crossed, Doubt.CORRECTION if heavy else Doubt.CROSS),
        _at_most("围住的空白", mark.hole, first.HOLE_MM2, Doubt.CIRCLE, "mm²"),
        _at_least("宽", mark.width, first.LEAST_WIDTH_MM, Doubt.UNLIKE_SHEET, "mm"),
        _at_least("高", mark.height, first.FLAT * mark.width, Doubt.UNLIKE_SHEET, "mm"),
        _at_least("右臂高", mark.right_arm, first.ARM_SHARE * mark.height, Doubt.UNLIKE_SHEET, "mm"),
    )


def _least_area(mark: Mark, usual: first.Usual) -> Measured:
    least = max(first.LEAST_MARK_MM2, first.SMALL_SHARE * usual.area)
    return _at_least("墨迹面积", mark.area, least, Doubt.SPECK, "mm²")


def _at_most(label: str, value: float, limit: float, doubt: Doubt, unit: str = "") -> Measured:
    return Measured(label=label, value=value, limit=limit, at_most=True, doubt=doubt, unit=unit)


def _at_least(label: str, value: float, limit: float, doubt: Doubt, unit: str = "") -> Measured:
    return Measured(label=label, value=value, limit=limit, at_most=False, doubt=doubt, unit=unit)


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
    level = 255 * max(INK_SHARE * ink.pen, INK_LEAST, NOISE_TIMES * ink.noise)
    outlines, _ = cv2.findContours((ink.dark >= level).astype(np.uint8), cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    cv2.drawContours(drawn, outlines, -1, OUTLINE, 1)
    return drawn
