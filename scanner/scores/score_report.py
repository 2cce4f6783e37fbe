"""A page of 附件3 from file to what it is: the one with the score field, or a part of the report alone."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from pingyi.domain.campaign.marks import AnalysisMark, analysis_mark, other_campaign
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.domain.readings.score_reading import (
    ReportPage,
    ScoreDoubt,
    ScoreOutcome,
    ScorePage,
    ScorePaper,
    ScoreReading,
    written_score,
)
from pingyi.scanner.damage.blank import Page, look
from pingyi.scanner.opinions.written_page import WRITTEN, written_page
from pingyi.scanner.page.page_type import PagePicture
from pingyi.scanner.scores.score_margins import margin_ink
from pingyi.scanner.scores.score_page import AnalysisPage, ScoreRow, analysis_page
from pingyi.scanner.scores.score_paper import field_print
from pingyi.scanner.scores.score_seen import as_png, under
from pingyi.scanner.scores.score_sheet import loaded_page, read_field
from pingyi.scanner.scores.score_unit import Roster, UnitProof, agreed_unit, printed_unit

EDGE_SHARE = 0.04  # of the page's longer side: no field lies so near its edge
YEAR_BEFORE = "表上的二维码是 {} 年的绩效分析表，不是 {} 年的；请核对"
NO_PAGE = "不是绩效分析表的页；是误扫的就作废，否则请重新扫描"
BY_REPORT = "绩效分析表的自述页，页边写了字；已列入书面意见，由两人看图录入"
EMPTY = "没有表格和字迹，只有灰尘、边影或背面透过来的淡影"


def read_analysis_page(path: Path, page: int, roster: Roster) -> ScoreOutcome:
    """Read a page of 附件3 (page 1-based); one without a score field is a value, no exception."""
    loaded = loaded_page(path, page)
    if isinstance(loaded, UnreadPage):
        return loaded
    picture, source, digest = loaded
    found = analysis_page(picture.grey, roster.prompt)
    if found is None:
        reason, detail = _no_table(picture)
        return UnreadPage(source=source, digest=digest, reason=reason, detail=detail)
    if found.row is None:
        return _report_page(found, roster, source, digest)
    mark = analysis_mark(found.row.mark)
    if mark is not None and (stranger := _stranger(mark, roster, source, digest)) is not None:
        return stranger
    return _score_page(found, found.row, mark, roster, (picture, source, digest))


def _no_table(picture: PagePicture) -> tuple[Unread, str]:
    """What a page without the form's table is."""
    if _is_edited(picture):
        return Unread.NO_TABLE, NO_PAGE
    match look(picture.grey, ()):
        case Page.EMPTY:
            return Unread.BLANK_BACK, EMPTY
        case Page.INKED if written_page(picture.grey):
            return Unread.WRITTEN_PAGE, WRITTEN
        case _:
            return Unread.NO_TABLE, NO_PAGE


def with_beginning(page: ScorePage, beginning: ReportPage | None) -> ScorePage:
    """
    A score page without a printed name, held against the page on which its report begins.

    People are shown that page's head over the score row; without one they are told that no name was found.
    """
    (reading,) = page.fields
    if beginning is None:
        return page
    crops = page.crops | {"0": under(beginning.head, page.crops["0"])}
    if beginning.unit and beginning.unit == page.marked:
        doubts = tuple(doubt for doubt in reading.doubts if doubt is not ScoreDoubt.NAME_ELSEWHERE)
        score = None if doubts else written_score(reading.readings[0])[0]
        proven = replace(reading, unit=page.marked, seen=beginning.seen, doubts=doubts, score=score)
        return replace(page, fields=(proven,), crops=crops)
    seen = f"前页印的是“{beginning.seen}”，二维码是“{page.marked}”" if page.marked else f"前页印的是“{beginning.seen}”"
    return replace(page, fields=(replace(reading, seen=seen),), crops=crops)


def _report_page(found: AnalysisPage, roster: Roster, source: Source, digest: str) -> ReportPage:
    printed = printed_unit(found.head, roster)
    reason, detail = (Unread.WRITTEN_PAGE, BY_REPORT) if _margins(found, roster) else (Unread.REPORT_PAGE, "")
    return ReportPage(
        page=UnreadPage(source=source, digest=digest, reason=reason, detail=detail),
        first=found.head is not None,
        unit=printed.unit,
        seen=printed.seen,
        head=as_png(found.head.picture) if found.head else b"",
    )


def _score_page(
    found: AnalysisPage,
    row: ScoreRow,
    mark: AnalysisMark | None,
    roster: Roster,
    loaded: tuple[PagePicture, Source, str],
) -> ScorePage:
    picture, source, digest = loaded
    proof = agreed_unit(mark, printed_unit(found.head, roster), roster)
    reading = _field(row, proof, [ScoreDoubt.EDITED] if _is_edited(picture) else [])
    known = mark is not None and 1 <= mark.serial <= len(roster.names)
    shown = as_png(row.picture)
    margins = _margins(found, roster)
    return ScorePage(
        source=source,
        digest=digest,
        paper=ScorePaper.ANALYSIS,
        batch_code="",
        fields=(reading,),
        mark=row.mark,
        marked=roster.names[mark.serial - 1] if mark and known else "",
        nameless=found.head is None,
        placement=field_print(row.picture, row.span),
        has_opinion=bool(margins),
        crops={"0": under(as_png(found.head.picture), shown) if found.head else shown} | margins,
    )


def _margins(found: AnalysisPage, roster: Roster) -> dict[str, bytes]:
    """PNG of what is written about the page's table, by place."""
    if found.table is None:
        return {}
    seen = margin_ink(found.upright, found.table, found.head, roster.title)
    return {place: as_png(picture) for place, picture in seen.items()}


def _field(row: ScoreRow, proof: UnitProof, doubts: Sequence[ScoreDoubt]) -> ScoreReading:
    every = (*doubts, *proof.doubts)
    if row.field is not None:
        return read_field(row.field, 0, (proof.unit, proof.seen), every)
    return ScoreReading(
        position=0,
        unit=proof.unit,
        seen=proof.seen,
        readings=("", ""),
        confidence=0.0,
        score=None,
        doubts=(*every, ScoreDoubt.PRINT_UNLIKE),
    )


def _stranger(mark: AnalysisMark, roster: Roster, source: Source, digest: str) -> UnreadPage | None:
    """The page refused when its mark is of another campaign, or of another year as older marks say."""
    if mark.key and mark.key != roster.key:
        detail = other_campaign(mark.key, [roster.key])
        return UnreadPage(source=source, digest=digest, reason=Unread.OTHER_CAMPAIGN, detail=detail)
    if not mark.key and mark.year != roster.year:
        detail = YEAR_BEFORE.format(mark.year, roster.year)
        return UnreadPage(source=source, digest=digest, reason=Unread.WRONG_FORM, detail=detail)
    return None


def _is_edited(picture: PagePicture) -> bool:
    """Whether something was put on the page after scanning, but for a line at its edge, as copiers add."""
    height, width = picture.grey.shape
    edge = EDGE_SHARE * max(height, width)
    inner = (
        rect
        for rect in picture.markup.touched
        if min(height - rect.top, rect.bottom, width - rect.left, rect.right) > edge
    )
    return picture.markup.stamped or any(inner)
