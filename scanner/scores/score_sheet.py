"""A 领导评价表 from file to ScorePage, and how any score field is read."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import Source, UnreadableFileError, UnreadPage
from pingyi.domain.readings.score_reading import (
    UNIT_DOUBTS,
    ScoreDoubt,
    ScoreOutcome,
    ScorePage,
    ScorePaper,
    ScoreReading,
)
from pingyi.scanner.files.pages import load_picture
from pingyi.scanner.found.edited import edited_rows, edited_sheet
from pingyi.scanner.found.locate import locate, upright
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.ink.ink import pen_ink
from pingyi.scanner.ink.placement import placement, to_bytes
from pingyi.scanner.opinions.found import opinions
from pingyi.scanner.opinions.written_page import as_written
from pingyi.scanner.page.identity import picture_digest
from pingyi.scanner.page.page_type import PagePicture
from pingyi.scanner.scores.score_field import field_ink
from pingyi.scanner.scores.score_judge import judged, read_by_two
from pingyi.scanner.scores.score_seen import row_seen
from pingyi.scanner.scores.score_unit import Roster

Picture = npt.NDArray[np.uint8]

AROUND_PX = 9  # of a cell


def read_leader_page(path: Path, page: int, forms: tuple[BallotForm, ...], roster: Roster) -> ScoreOutcome:
    """Read every score of a 领导评价表 laid out as one of the forms."""
    loaded = loaded_page(path, page)
    if isinstance(loaded, UnreadPage):
        return loaded
    picture, source, digest = loaded
    found = locate(picture.grey, forms)
    found = edited_sheet(found, picture.markup) or found
    if isinstance(found, Refusal):
        refused = as_written(found, picture.grey, forms)
        return UnreadPage(source=source, digest=digest, reason=refused.reason, detail=refused.detail)
    ink, edited = pen_ink(found.table, upright(found.form), found.form), edited_rows(found, picture.markup)
    pictures = opinions(picture.grey, found, ink)
    has_opinion = bool(pictures)
    fields = []
    for position, row in enumerate(found.form.rows):
        box = found.table.box(row.cells[0]).grown(AROUND_PX, found.table.grey.shape)
        doubtful = row.item in found.unsteady | found.hidden | found.unproven
        unit = "" if doubtful else row.name if row.name in roster.names else roster.aliases.get(row.name, "")
        extra = [ScoreDoubt.UNSTEADY] if doubtful else []
        extra += [ScoreDoubt.EDITED] if row.item in edited else []
        reading = read_field(
            np.ascontiguousarray(box.of(found.table.grey)), position, (unit, row.name), extra, sides=True
        )
        fields.append(reading)
        pictures[str(position)] = row_seen(found.table, row)
    return ScorePage(
        source=source,
        digest=digest,
        paper=ScorePaper.LEADERS,
        batch_code=found.mark.batch,
        fields=tuple(fields),
        mark=found.mark.text,
        placement=to_bytes(placement(found.table, ink, found.form)),
        has_opinion=has_opinion,
        crops=pictures,
    )


def read_field(
    grey: Picture, position: int, unit: tuple[str, str], doubts: Sequence[ScoreDoubt] = (), *, sides: bool = False
) -> ScoreReading:
    """
    All readers on one field (grey, rulings and all); `unit` is its name and what was seen of it.

    `sides` tells that rulings bound it left and right too, as in a sheet's cell.
    """
    ink = field_ink(grey, sides=sides)
    first, second = read_by_two(ink)
    score, found = judged(ink, first, second)
    told = unit[0] or UNIT_DOUBTS & set(doubts)
    every = (*doubts, *found, *([] if told else [ScoreDoubt.UNIT_UNKNOWN]))
    return ScoreReading(
        position=position,
        unit=unit[0],
        seen=unit[1],
        readings=(first.text, second.text),
        confidence=min(first.sure, second.sure),
        score=None if every else score,
        doubts=tuple(dict.fromkeys(every)),
    )


def loaded_page(path: Path, page: int) -> tuple[PagePicture, Source, str] | UnreadPage:
    """A page's picture, its place and its digest, or why there is none."""
    source = Source(file=path.name, page=page)
    try:
        picture = load_picture(path, page, reduced=True)
    except UnreadableFileError as error:
        return UnreadPage(source=source, digest="", reason=error.reason, detail=str(error))
    grey = picture.grey
    return picture, source, picture_digest(grey)
