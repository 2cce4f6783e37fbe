"""Makes pictures for the page, in a process of its own: what they need stays out of the server's memory."""

import json
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path

from pingyi.domain.readings.reading import UnreadableFileError
from pingyi.ground.whole import put
from pingyi.scanner.found.layout import LAYOUT_FILE, Layout, layout_from
from pingyi.scanner.shown.pictures import RowBox, cells_picture, preview, row_picture, sheet_picture
from pingyi.web.server.draw.drawing import OUTLINES, PAGE, PLACES, TABLE, SheetSource, file_of


def make_row(source: SheetSource, item: str, kind: str) -> bool:
    """Make <folder>/row-<item>.png or cells-<item>.png; False when the sheet's picture cannot be made."""
    if not make_sheet(source):
        return False
    place = json.loads((source.folder / PLACES).read_text(encoding="utf-8")).get(item)
    if place is None:
        return False
    sheet = (source.folder / TABLE).read_bytes()
    draw = cells_picture if kind == "cells" else row_picture
    put(source.folder / file_of(kind, item), draw(sheet, RowBox(**place)))
    return True


def make_sheet(source: SheetSource) -> bool:
    """Make the pictures of the sheet's table and of its whole page, and where the rows lie on them, once."""
    if (source.folder / OUTLINES).exists():
        return True
    try:
        layout = _layout(source)
        found = sheet_picture(source.scan, source.page, layout) if layout else None
    except UnreadableFileError:
        return False
    if found is None:
        return False
    put(source.folder / TABLE, found.table)
    put(source.folder / PAGE, found.page)
    put(source.folder / PLACES, json.dumps({item: asdict(place) for item, place in found.places.items()}).encode())
    about = {"width": found.width, "height": found.height, "outlines": found.outlines}
    put(source.folder / OUTLINES, json.dumps(about).encode())
    return True


def make_preview(path: Path, page: int, width: int, target: Path, turn: int = 0) -> bool:
    """Make a preview of any page, turned clockwise by so many degrees; False when it cannot be opened."""
    try:
        put(target, preview(path, page, width, turn))
    except UnreadableFileError:
        return False
    return True


def _layout(source: SheetSource) -> Layout | None:
    """As it was kept when the sheet was read; else the sheet is laid anew. Raises UnreadableFileError."""
    kept = source.folder / LAYOUT_FILE
    with suppress(FileNotFoundError, ValueError):  # never kept, or spoilt since
        return layout_from(kept.read_bytes())
    from pingyi.web.server.draw.laid_anew import laid_anew  # noqa: PLC0415 - all that reading needs: 250 MB more

    found = laid_anew(source)
    if found:
        put(kept, found.to_bytes())
    return found
