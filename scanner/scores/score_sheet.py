"""A page of leaders' scores from file to ScorePage: 附件3 with its one field, or 领导评价表 with one for each unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from pingyi.domain.form import BallotForm
from pingyi.domain.marks import AnalysisMark, analysis_mark, other_campaign
from pingyi.domain.reading import Source, Unread, UnreadableFileError, UnreadPage
from pingyi.domain.score_reading import ScoreDoubt, ScoreOutcome, ScorePage, ScorePaper, ScoreReading, agreed
from pingyi.scanner.found.edited import edited_rows, edited_sheet
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.page.identity import picture_digest
from pingyi.scanner.page.page_type import PagePicture
from pingyi.scanner.page.pages import load_picture
from pingyi.scanner.scores.score_ctc import lead
from pingyi.scanner.scores.score_field import FieldInk, field_ink
from pingyi.scanner.scores.score_page import ScoreRow, printed_name, score_row
from pingyi.scanner.scores.score_reader import NOTHING, Read, read_by_net, read_by_ocr

Picture = npt.NDArray[np.uint8]

LEAST_LEAD = 5.8  # over any other score, natural log, of both readers: fixed by benchmarks.leader_pages --held-out
OCR_SHARE = 0.25  # of PP-OCR's lead: it is far surer than it is right, on the same digits
LIKE, CLEARER = 85.0, 12.0  # of 100: a printed name against the roster, and against the next best
AROUND_PX = 9  # of a cell
QUICK = 1  # of 9
EDGE_SHARE = 0.04  # of the page's longer side: no field lies so near its edge
YEAR_BEFORE = "表上的二维码是 {} 年的绩效分析表，不是 {} 年的；请核对"


@dataclass(frozen=True, slots=True, kw_only=True)
class Roster:
    """What a page is held against: names by serial, the year, the key of marks, the prompt of 附件3."""

    year: int
    key: str  # what marks of 附件3 of this roster say
    names: tuple[str, ...]  # in ballot order, serial 1 first
    aliases: dict[str, str]
    prompt: str


def read_analysis_page(path: Path, page: int, roster: Roster) -> ScoreOutcome:
    """Read the score field of 附件3 (page 1-based); a page without one is a value, no exception."""
    loaded = _load(path, page)
    if isinstance(loaded, UnreadPage):
        return loaded
    picture, source, digest = loaded
    row = score_row(picture.grey, roster.prompt)
    if row is None:
        detail = "没有找到绩效分析表的评分栏；是自述的续页就不用处理，否则请重新扫描"
        return UnreadPage(source=source, digest=digest, reason=Unread.NO_TABLE, detail=detail)
    mark = analysis_mark(row.mark)
    if mark is not None and (stranger := _stranger(mark, roster, source, digest)) is not None:
        return stranger
    unit = _marked(mark, row.name, roster) if mark else _unit(row.name, roster)
    seen = row.mark if unit and mark else row.name if unit else _name_before(path, page, roster) or row.name
    reading = _analysis_field(row, unit, seen, [ScoreDoubt.EDITED] if _is_edited(picture) else [])
    shown = row.picture if row.field is None or reading.doubts else row.field  # people see the whole row
    return ScorePage(
        source=source,
        digest=digest,
        paper=ScorePaper.ANALYSIS,
        batch_code="",
        fields=(reading,),
        mark=row.mark,
        crops={"0": _png(shown)},
    )


def read_leader_page(path: Path, page: int, forms: tuple[BallotForm, ...], roster: Roster) -> ScoreOutcome:
    """Read every score of a 领导评价表 laid out as one of the forms."""
    loaded = _load(path, page)
    if isinstance(loaded, UnreadPage):
        return loaded
    picture, source, digest = loaded
    found = locate(picture.grey, forms)
    found = edited_sheet(found, picture.markup) or found
    if isinstance(found, Refusal):
        return UnreadPage(source=source, digest=digest, reason=found.reason, detail=found.detail)
    fields, crops, edited = [], {}, edited_rows(found, picture.markup)
    for position, row in enumerate(found.form.rows):
        box = found.table.box(row.cells[0]).grown(AROUND_PX, found.table.grey.shape)
        unit = roster.aliases.get(row.name, "") if row.name not in roster.names else row.name
        extra = [ScoreDoubt.UNSTEADY] if row.item in found.unsteady | found.hidden | found.unproven else []
        extra += [ScoreDoubt.EDITED] if row.item in edited else []
        reading = read_field(
            np.ascontiguousarray(box.of(found.table.grey)), position, (unit, row.name), extra, sides=True
        )
        fields.append(reading)
        crops[str(position)] = _png(box.grown(2 * AROUND_PX, found.table.grey.shape).of(found.table.grey))
    return ScorePage(
        source=source,
        digest=digest,
        paper=ScorePaper.LEADERS,
        batch_code=found.mark.batch,
        fields=tuple(fields),
        mark=found.mark.text,
        crops=crops,
    )


def read_field(
    grey: Picture, position: int, unit: tuple[str, str], doubts: Sequence[ScoreDoubt] = (), *, sides: bool = False
) -> ScoreReading:
    """
    Both readers on one field (grey, rulings and all); `unit` is its name and what was seen of it.

    `sides` tells that rulings bound it left and right too, as in a sheet's cell.
    """
    ink = field_ink(grey, sides=sides)
    first, second = (NOTHING, NOTHING) if ink.empty else (read_by_net(ink.dark), read_by_ocr(ink.between))
    score, found = judged(ink, first, second)
    every = (*doubts, *found, *([] if unit[0] else [ScoreDoubt.UNIT_UNKNOWN]))
    return ScoreReading(
        position=position,
        unit=unit[0],
        seen=unit[1],
        readings=(first.text, second.text),
        confidence=min(first.sure, second.sure),
        score=None if every else score,
        doubts=tuple(dict.fromkeys(every)),
    )


def judged(ink: FieldInk, first: Read, second: Read) -> tuple[Decimal | None, tuple[ScoreDoubt, ...]]:
    """The score, or everything that speaks against one."""
    score, doubt = agreed(first.text, second.text)
    doubts = [doubt] if doubt else []
    if ink.cut:
        doubts.append(ScoreDoubt.CUT_OFF)
    if ink.lost:
        doubts.append(ScoreDoubt.INK_LOST)
    if not doubts and lead(first.likely, first.text) + OCR_SHARE * lead(second.likely, first.text) < LEAST_LEAD:
        doubts.append(ScoreDoubt.UNSURE)
    return (None if doubts else score), tuple(doubts)


def _stranger(mark: AnalysisMark, roster: Roster, source: Source, digest: str) -> UnreadPage | None:
    """The page refused when its mark is of another campaign, or of another year as older marks say."""
    if mark.key and mark.key != roster.key:
        detail = other_campaign(mark.key, [roster.key])
        return UnreadPage(source=source, digest=digest, reason=Unread.OTHER_CAMPAIGN, detail=detail)
    if not mark.key and mark.year != roster.year:
        detail = YEAR_BEFORE.format(mark.year, roster.year)
        return UnreadPage(source=source, digest=digest, reason=Unread.WRONG_FORM, detail=detail)
    return None


def _marked(mark: AnalysisMark, name: str, roster: Roster) -> str:
    """The unit a mark names; an older one, which names no roster, only where the printed name is the same."""
    unit = roster.names[mark.serial - 1] if 1 <= mark.serial <= len(roster.names) else ""
    return unit if mark.key or _unit(name, roster) == unit else ""


def _analysis_field(row: ScoreRow, unit: str, seen: str, doubts: Sequence[ScoreDoubt]) -> ScoreReading:
    if row.field is not None:
        return read_field(row.field, 0, (unit, seen), doubts)
    doubts = (*doubts, ScoreDoubt.PRINT_UNLIKE, *([] if unit else [ScoreDoubt.UNIT_UNKNOWN]))
    return ScoreReading(position=0, unit=unit, seen=seen, readings=("", ""), confidence=0.0, score=None, doubts=doubts)


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


def _name_before(path: Path, page: int, roster: Roster) -> str:
    """
    The unit named on the page before, where a report went over the page and its score row bears no mark.

    A hint for people and no more: in a stack scanned from its end the page before is another unit's.
    """
    before = _load(path, page - 1) if page > 1 else None
    if before is None or isinstance(before, UnreadPage):
        return ""
    grey = before[0].grey
    return "" if score_row(grey, roster.prompt) is not None else _unit(printed_name(grey), roster)


def _unit(name: str, roster: Roster) -> str:
    """The unit with this printed name; empty when it is not clear."""
    if name in roster.names or name in roster.aliases:
        return roster.aliases.get(name, name)
    found = process.extract(name, roster.names, scorer=fuzz.ratio, limit=2) if name else []
    if not found or found[0][1] < LIKE or (len(found) > 1 and found[0][1] - found[1][1] < CLEARER):
        return ""
    return str(found[0][0])


def _load(path: Path, page: int) -> tuple[PagePicture, Source, str] | UnreadPage:
    source = Source(file=path.name, page=page)
    try:
        picture = load_picture(path, page, reduced=True)
    except UnreadableFileError as error:
        return UnreadPage(source=source, digest="", reason=error.reason, detail=str(error))
    grey = picture.grey
    return picture, source, picture_digest(grey)


def _png(picture: Picture) -> bytes:
    ok, data = cv2.imencode(".png", picture, [cv2.IMWRITE_PNG_COMPRESSION, QUICK])
    if not ok:
        raise ValueError("a crop could not be written as PNG")
    return bytes(data)
