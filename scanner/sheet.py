"""One page on which several of a form's tables may stand, each with questions of its own, as one reading."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.forms.form import BallotForm
from pingyi.domain.readings.reading import PageOutcome, SheetReading, Source, Unread, UnreadPage
from pingyi.scanner.found.locate import locate
from pingyi.scanner.found.located import Located
from pingyi.scanner.found.refusal import Refusal, not_marked
from pingyi.scanner.page.identity import picture_digest
from pingyi.scanner.page.page_type import NO_MARKUP, Markup
from pingyi.scanner.reader import Seen, read_file, read_picture, reading_of, see

Picture = npt.NDArray[np.uint8]

WRITTEN_ON = "扫描后又在电脑上改过；请以纸质原件为准，重扫原件"
OFF_MM = 8.0  # how far a fed sheet's print may lie from its place on the form
AROUND_MM = 3.0  # of a table that is looked at by itself; tables lie further apart


def read_sheet(path: Path, page: int, tables: tuple[BallotForm, ...]) -> PageOutcome:
    """Read one page (1-based); each table is numbered by its page of the form."""
    return read_file(path, page, tables, read_tables)


def read_tables(
    grey: Picture, source: Source, tables: tuple[BallotForm, ...], markup: Markup = NO_MARKUP
) -> PageOutcome:
    """
    Read a grey picture (uint8): the rows of all tables of the page it is, in the form's order, or an UnreadPage.

    The largest table says where the others lie; each is then laid and proven by itself, with nothing else on its page.
    A sheet of which one table cannot be read is not read; what is written beside its tables is not looked for.
    """
    pages = {table.page: [one for one in tables if one.page == table.page] for table in tables}
    largest = largest_tables(tables)
    if len(largest) == len(tables):
        return read_picture(grey, source, tables, markup)
    anchor = _anchor(grey, tables, largest)
    if isinstance(anchor, Refusal):
        return read_picture(grey, source, largest, markup)
    digest, read = picture_digest(grey), list[SheetReading]()
    if markup != NO_MARKUP:
        return UnreadPage(source=source, digest=digest, reason=Unread.EDITED, detail=WRITTEN_ON)
    there = pages[anchor.form.page]
    for table in there:
        alone = _alone(grey, anchor, table)
        seen = _seen_alone(alone, table, anchor.mark.key)
        if isinstance(seen, Refusal):
            return UnreadPage(source=source, digest=digest, reason=seen.reason, detail=seen.detail)
        read.append(reading_of(alone, source, digest, seen))
    main = read[pages[anchor.form.page].index(anchor.form)]
    return replace(
        main,
        batch_code=anchor.mark.batch,
        mark=anchor.mark.text,
        turn=anchor.fit.skeleton.turn,
        layout=anchor.layout(grey.shape).to_bytes(),
        rows=tuple(row for one in read for row in one.rows),
        has_opinion=any(one.has_opinion for one in read),
        crops={item: png for one in read for item, png in one.crops.items()},
    )


def _seen_alone(alone: Picture, table: BallotForm, key: str) -> Seen | Refusal:
    """What a page shows on which only this table was left; its mark, with this `key`, stood beside it."""
    if table.alone and table.key not in ("", key):
        return not_marked(table, key)
    return see(alone, (replace(table, key=""),), NO_MARKUP, in_place=True)


def largest_tables(tables: Sequence[BallotForm]) -> tuple[BallotForm, ...]:
    """Of each page the table with the most rows, page by page."""
    pages = sorted({table.page for table in tables})
    return tuple(max((t for t in tables if t.page == page), key=lambda table: len(table.rows)) for page in pages)


def _anchor(grey: Picture, tables: Sequence[BallotForm], largest: tuple[BallotForm, ...]) -> Located | Refusal:
    """
    The table that tells where the others lie: the largest of its page, else the first that is found and proven.

    Columns of one table may be looked for in another's: then the others are blotted out where an upright sheet, or one
    upside down, has them.
    """
    first = locate(grey, largest)
    tried = [first]
    for table in sorted(tables, key=lambda table: -len(table.rows)):
        others = [one for one in tables if one.page == table.page and one is not table]
        for blotted in _without(grey, table, others):
            last = tried[-1]
            if isinstance(last, Located) and not _unproven(last):
                return last
            tried.append(locate(blotted, (table,)))
    return min((one for one in tried if isinstance(one, Located)), key=_unproven, default=first)


def _unproven(found: Located) -> int:
    """Rows not shown by their own print, of those that have any."""
    return len(found.unproven - {row.item for row in found.form.rows if row.written is not None})


def _without(grey: Picture, table: BallotForm, others: Sequence[BallotForm]) -> Iterator[Picture]:
    """The page less what an upright sheet has over and under a table, up to halfway to it; and of one upside down."""
    scale = max(grey.shape) / max(table.table.page_mm)
    top, bottom = table.table.printed.ys_mm[0], table.table.printed.ys_mm[-1]
    for turns in (0, 2):
        page = np.rot90(grey, turns).copy()
        for other in others:
            first, last = other.table.printed.ys_mm[0], other.table.printed.ys_mm[-1]
            over, under = (first - OFF_MM, (last + top) / 2), ((bottom + first) / 2, last + OFF_MM)
            span = over if last <= top else under
            page[max(0, round(span[0] * scale)) : round(span[1] * scale)] = round(float(np.median(grey)))
        yield np.ascontiguousarray(np.rot90(page, -turns))


def _alone(grey: Picture, anchor: Located, table: BallotForm) -> Picture:
    """An upright page as large as the form's, nothing on it but this table, where the anchor's crossings put it."""
    own, printed = anchor.form.table.printed, table.table.printed
    scale = np.linalg.norm(anchor.crossings[0, -1] - anchor.crossings[0, 0]) / (own.xs_mm[-1] - own.xs_mm[0])
    crossings = np.array([(x, y) for y in own.ys_mm for x in own.xs_mm], np.float32) * scale
    upright, _ = cv2.findHomography(anchor.crossings.reshape(-1, 2).astype(np.float32), crossings)
    width, height = (round(side * scale) for side in table.table.page_mm)
    page = cv2.warpPerspective(grey, upright, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    left, right = (round((printed.xs_mm[0] - AROUND_MM) * scale), round((printed.xs_mm[-1] + AROUND_MM) * scale))
    top, bottom = (round((printed.ys_mm[0] - AROUND_MM) * scale), round((printed.ys_mm[-1] + AROUND_MM) * scale))
    alone = np.full((height, width), round(float(np.median(grey))), np.uint8)
    alone[max(0, top) : bottom, max(0, left) : right] = page[max(0, top) : bottom, max(0, left) : right]
    return alone
