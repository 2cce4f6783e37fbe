"""Why no form was found on a page: what was seen instead, and what to do."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm, paper_long_mm
from pingyi.domain.readings.reading import Unread
from pingyi.scanner.damage.blank import Page, look
from pingyi.scanner.damage.second_sheet import second_table
from pingyi.scanner.grid.canvas import Table
from pingyi.scanner.grid.topology import Fit, Skeleton, fit_skeleton, skeleton, turned
from pingyi.scanner.lines.lines import Levelled, page_lines
from pingyi.scanner.page.faint import smeared
from pingyi.scanner.words.heading import heading
from pingyi.scanner.words.row_proof import RowProof

AGREEMENT = 0.97  # of cell edges must be where the form says
LIKELY = 0.9  # below it the page is another form rather than a bad scan
ONE_OF_TWO = 0.8  # of cell edges, where another sheet lies over some of them
EDGE_PX = 10  # of the levelled picture: a ruling that ends nearer was cut
NEAR_EDGE_PX = 25  # the same where a part of the form fits: the picture may have a rim
OTHER_EDGE_PX = 30  # a line that also comes so near the other edge is a fold, a streak or the sheet's own edge
LONG_SHARE = 0.3  # of the picture: longer lines are rulings
RUNNING_OFF = 3  # rulings; a lid or a streak makes one or two
PART_SHARES = (0.8, 0.65, 0.5, 0.35)  # of the form's rows or columns, looked for alone
PART_LEAST = 3  # rows or columns: fewer fit anything
LYING_OVER = "请把两张分开、各自展平后重扫；两张都没有计入"
DARKEST, PALE = 99, 60  # percentile of a table's darkness, of 255: less, and print is too pale to be told
SHOWN = 2  # rows named as examples
SIDES = ("上", "下", "左", "右")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """Why no form was found on a page, with what to do in Chinese."""

    reason: Unread
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A form laid on a page in one turn, well or badly."""

    fit: Fit
    form: BallotForm


def refusal(
    grey: npt.NDArray[np.uint8], lines: Levelled, attempts: Sequence[Attempt], forms: Sequence[BallotForm]
) -> Refusal:
    """The most telling reason; `attempts` stand best first."""
    return (
        _next_to_nothing(grey, forms)
        or (cropped() if _runs_off(lines, EDGE_PX) else None)
        or (two_sheets() if any(_is_one_of_two(lines, attempt) for attempt in attempts[:1]) else None)
        or _in_part(lines, forms)
        or _faint(grey, forms)
        or _nothing_fits(grey, attempts[0].fit if attempts else None)
    )


def two_sheets() -> Refusal:
    """Neither may be counted: the scan of both that must follow would count it again."""
    return Refusal(reason=Unread.TWO_SHEETS, detail=LYING_OVER)


def cropped() -> Refusal:
    """The table goes on beyond the picture."""
    return Refusal(reason=Unread.CROPPED, detail="格线伸到了图像边缘；请摆正原件、扫描整页后重扫")


def other_words(grey: npt.NDArray[np.uint8], agreement: float) -> Refusal:
    """The rulings fit, the printed words do not."""
    detail = f"格线吻合而印刷文字只对上 {agreement:.0%}{_seen(grey)}；请确认是不是其他表格，或印得、扫得太淡"
    return Refusal(reason=Unread.WRONG_FORM, detail=detail)


def not_proven(grey: npt.NDArray[np.uint8], table: Table, proof: RowProof, form: BallotForm) -> Refusal:
    """The rulings fit, and what is printed in the rows is not what this form prints there."""
    if float(np.percentile(table.dark[::4, ::4], DARKEST)) < PALE:
        return Refusal(reason=Unread.ILLEGIBLE, detail="各行印的字太淡，认不出是哪一行；请调深浓度后重扫")
    names = {row.item: row.name or row.item for row in form.rows}
    shown = "；".join(f"按格线是“{names[laid]}”的一行，印的像“{names[like]}”" for laid, like in proof.wrong[:SHOWN])
    if shown:
        detail = f"各行印的名称与表样对不上：{shown}{_seen(grey)}；请确认是不是其他表，或这张缺了边框、折住了行"
    else:
        detail = f"各行印的名称认不出是表样里的哪一行{_seen(grey)}；请确认是不是其他表，或印得、扫得太淡"
    return Refusal(reason=Unread.ROWS_UNPROVEN, detail=detail)


def not_marked(form: BallotForm, key: str) -> Refusal:
    """A form of one row, whose sheets are known by their mark, and another mark (its `key`) or none."""
    if form.key is None:
        detail = "表上只有一行要打勾，没有别的行可比，认不准印的是不是这一行；用 pingyi vote 印的票有标记，凭标记认"
        return Refusal(reason=Unread.ROWS_UNPROVEN, detail=detail)
    said = f"标记写的是另一次的票（{key}）" if key else "标记没有读到"
    detail = f"表上只有一行要打勾，凭票上的标记认票，{said}；请核对原件、摆正重扫，读不出的由人计票"
    return Refusal(reason=Unread.ROWS_UNPROVEN, detail=detail)


def heads_differ(grey: npt.NDArray[np.uint8]) -> Refusal:
    """The words over the choices stand over other columns than the form's."""
    detail = f"选项栏的表头与表样对不上{_seen(grey)}；请确认是不是其他表，或这张缺了竖线、折住了栏"
    return Refusal(reason=Unread.ROWS_UNPROVEN, detail=detail)


def other_page(form: BallotForm, page: int) -> Refusal:
    """The rulings are one page's, the mark is another's."""
    detail = f"格线像表样第 {form.page} 页，页码标记却是第 {page} 页；请核对是不是本次印制的表"
    return Refusal(reason=Unread.WRONG_FORM, detail=detail)


def which_of_several(forms: Iterable[BallotForm]) -> Refusal:
    """Several forms have the same rulings, and the words do not tell which."""
    names = "、".join(dict.fromkeys(form.table.name for form in forms))
    return Refusal(reason=Unread.WRONG_FORM, detail=f"认不出是哪一份表样（{names} 格线相同）；请分开扫描、分别读取")


def _next_to_nothing(grey: npt.NDArray[np.uint8], forms: Sequence[BallotForm]) -> Refusal | None:
    match look(grey, tuple(form.table for form in forms)):
        case Page.EMPTY:
            return Refusal(reason=Unread.BLANK_BACK, detail="没有表格和字迹，只有灰尘、边影或背面透过来的淡影")
        case Page.PALE_TABLE:
            return Refusal(reason=Unread.ILLEGIBLE, detail="表格扫得太淡；请调深浓度后重扫")
        case Page.UNSURE:
            return Refusal(reason=Unread.BLANK_PAGE, detail="隐约有些痕迹，说不准是背面透影还是扫得太淡；请看原件")
    return None


def _runs_off(lines: Levelled, edge_px: float) -> bool:
    """Several long rulings end at the picture's edge, all on one side; a fold or a sheet's edge reaches both."""
    height, width = lines.dark.shape
    for tracks, length in ((lines.horizontal, width), (lines.vertical, height)):
        long = [track for track in tracks if track.seen > LONG_SHARE * length]
        first = sum(track.start < edge_px and track.end < length - OTHER_EDGE_PX for track in long)
        last = sum(track.end > length - edge_px and track.start > OTHER_EDGE_PX for track in long)
        if max(first, last) >= RUNNING_OFF:
            return True
    return False


def _is_one_of_two(lines: Levelled, attempt: Attempt) -> bool:
    """Lines of another table are no second sheet: the first must be recognisable."""
    return attempt.fit.likeness >= ONE_OF_TWO and second_table(lines, attempt.fit, attempt.form.table)


def _in_part(lines: Levelled, forms: Sequence[BallotForm]) -> Refusal | None:
    """A part of the form fits as if the rest were not there."""
    for share, form in product(PART_SHARES, forms):
        for side, part in _parts(skeleton(form.table), share):
            if any(_is_there(fit_skeleton(lines, turned(part, turn))) for turn in (0, 90, 180, 270)):
                if _runs_off(lines, NEAR_EDGE_PX):
                    return cropped()
                seen = f"只看到表格{side}边的一部分（约 {share:.0%}）"
                detail = f"{seen}；请展平、扫全后重扫，或确认是否混入了行数不同的表"
                return Refusal(reason=Unread.FOLDED_OVER, detail=detail)
    return None


def _parts(form: Skeleton, share: float) -> Iterator[tuple[str, Skeleton]]:
    """The form's upper, lower, left and right share alone."""
    rows, cols = len(form.heights), len(form.widths)
    high, wide = round(share * rows), round(share * cols)
    if high >= PART_LEAST:
        for side, first in zip(SIDES[:2], (0, rows - high), strict=True):
            yield (
                side,
                replace(
                    form,
                    heights=form.heights[first : first + high],
                    across=form.across[first : first + high + 1],
                    down=form.down[first : first + high],
                ),
            )
    if wide >= PART_LEAST:
        for side, first in zip(SIDES[2:], (0, cols - wide), strict=True):
            yield (
                side,
                replace(
                    form,
                    widths=form.widths[first : first + wide],
                    across=form.across[:, first : first + wide],
                    down=form.down[:, first : first + wide + 1],
                ),
            )


def _is_there(fit: Fit | None) -> bool:
    return fit is not None and fit.missing == 0 and fit.agreement >= AGREEMENT and fit.present >= AGREEMENT


def _faint(grey: npt.NDArray[np.uint8], forms: Sequence[BallotForm]) -> Refusal | None:
    """The form's rulings are there, in dots."""
    lines = page_lines(smeared(grey), paper_long_mm(forms))
    laid = [fit_skeleton(lines, turned(skeleton(form.table), turn)) for form in forms for turn in (0, 90, 180, 270)]
    if not any(fit is not None and fit.present >= LIKELY and fit.likeness >= ONE_OF_TWO for fit in laid):
        return None
    return Refusal(reason=Unread.ILLEGIBLE, detail="格线断断续续，印得或扫得太淡；请调深浓度，用 200–300 dpi 灰度重扫")


def _nothing_fits(grey: npt.NDArray[np.uint8], best: Fit | None) -> Refusal:
    if best is None:
        return Refusal(reason=Unread.NO_TABLE, detail=f"请确认放入的是这次要读的表并重扫{_seen(grey)}")
    share = f"格线吻合 {best.agreement:.0%}，{_rulings(best)}"
    if best.likeness < LIKELY:
        detail = f"{share}{_seen(grey)}；请确认是否混入其他表格，或表格是否被遮挡、折叠、没有扫全"
        return Refusal(reason=Unread.WRONG_FORM, detail=detail)
    detail = f"{share}，低于 {AGREEMENT:.0%}；请展平后用 200–300 dpi 重扫"
    return Refusal(reason=Unread.ILLEGIBLE, detail=detail)


def _rulings(fit: Fit) -> str:
    """Chinese: how many of the form's rulings left a track."""
    sideways = fit.skeleton.turn in (90, 270)
    level, upright = (fit.columns, fit.rows) if sideways else (fit.rows, fit.columns)
    counts = [f"{sum(track is not None for track in tracks)}/{len(tracks)}" for tracks in (level, upright)]
    return f"认出横线 {counts[0]} 条、竖线 {counts[1]} 条"


def _seen(grey: npt.NDArray[np.uint8]) -> str:
    words = heading(grey)
    return f"（页首文字：{words}）" if words else ""
