"""One page on which several of a form's tables may stand, each with questions of its own, as one reading."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from pingyi.domain.form import BallotForm, paper_long_mm
from pingyi.domain.reading import PageOutcome, SheetReading, Source, UnreadableFileError, UnreadPage
from pingyi.scanner.found.locate import Located, locate
from pingyi.scanner.found.refusal import Refusal
from pingyi.scanner.page.identity import picture_digest
from pingyi.scanner.page.page_type import NO_MARKUP, Markup
from pingyi.scanner.page.pages import load_picture
from pingyi.scanner.reader import read_picture, reading_of, see

Picture = npt.NDArray[np.uint8]

AROUND_MM = 1.0  # of a table that is blotted out, so that nothing of its rulings is left


def read_sheet(path: Path, page: int, tables: tuple[BallotForm, ...]) -> PageOutcome:
    """Read one page (1-based); each table is numbered by its page of the form."""
    source = Source(file=path.name, page=page)
    try:
        picture = load_picture(path, page, reduced=True, long_mm=paper_long_mm(tables))
    except UnreadableFileError as error:
        return UnreadPage(source=source, digest="", reason=error.reason, detail=str(error))
    return read_tables(picture.grey, source, tables, picture.markup)


def read_tables(
    grey: Picture, source: Source, tables: tuple[BallotForm, ...], markup: Markup = NO_MARKUP
) -> PageOutcome:
    """
    Read a grey picture (uint8): the rows of all tables of the page it is, in the form's order, or an UnreadPage.

    The largest table says where the others lie; each is then read with the others blotted out, and proves itself. A
    sheet of which one table cannot be read is not read.
    """
    pages = {table.page: [one for one in tables if one.page == table.page] for table in tables}
    largest = largest_tables(tables)
    if len(largest) == len(tables):
        return read_picture(grey, source, tables, markup)
    anchor = locate(grey, largest)
    if isinstance(anchor, Refusal):
        return read_picture(grey, source, largest, markup)
    digest, read = picture_digest(grey), list[SheetReading]()
    for table in pages[anchor.form.page]:
        alone = _alone(grey, anchor, table, pages[anchor.form.page])
        seen = see(alone, (table,), markup)
        if isinstance(seen, Refusal):
            return UnreadPage(source=source, digest=digest, reason=seen.reason, detail=seen.detail)
        read.append(reading_of(alone, source, digest, seen))
    main = read[pages[anchor.form.page].index(anchor.form)]
    return replace(
        main,
        batch_code=anchor.mark.batch,
        mark=anchor.mark.text,
        rows=tuple(row for one in read for row in one.rows),
        has_opinion=any(one.has_opinion for one in read),
        crops={item: png for one in read for item, png in one.crops.items()},
    )


def largest_tables(tables: Sequence[BallotForm]) -> tuple[BallotForm, ...]:
    """Of each page the table with the most rows, page by page."""
    pages = sorted({table.page for table in tables})
    return tuple(max((t for t in tables if t.page == page), key=lambda table: len(table.rows)) for page in pages)


def _alone(grey: Picture, anchor: Located, table: BallotForm, there: Sequence[BallotForm]) -> Picture:
    """The page with its other tables as blank as its paper."""
    if len(there) == 1:
        return grey
    own = anchor.form.table.printed
    printed = np.array([(x, y) for y in own.ys_mm for x in own.xs_mm], np.float32)
    to_page, _ = cv2.findHomography(printed, anchor.crossings.reshape(-1, 2).astype(np.float32))
    blotted = grey.copy()
    for other in there:
        if other is table:
            continue
        xs, ys = other.table.printed.xs_mm, other.table.printed.ys_mm
        left, top, right, bottom = xs[0] - AROUND_MM, ys[0] - AROUND_MM, xs[-1] + AROUND_MM, ys[-1] + AROUND_MM
        corners = np.array([[(left, top), (right, top), (right, bottom), (left, bottom)]], np.float32)
        place = np.rint(cv2.perspectiveTransform(corners, to_page)[0]).astype(np.int32)
        cv2.fillPoly(blotted, [place], float(np.median(grey)))
    return blotted
