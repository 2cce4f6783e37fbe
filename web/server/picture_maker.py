"""Makes pictures for the page, in a process of its own: what the scanner needs stays out of the server's memory."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from pingyi.domain.form import BallotForm, ballot_pages, question_tables
from pingyi.domain.reading import UnreadableFileError
from pingyi.generator.understood.table_form import read_table_forms
from pingyi.ground.whole import put
from pingyi.scanner.sheet import largest_tables
from pingyi.scanner.shown.pictures import RowBox, cells_picture, preview, row_picture, sheet_picture
from pingyi.web.server.drawing import OUTLINES, PAGE, PLACES, TABLE, SheetSource, file_of


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
        asked = (source.choices, source.names, source.vote)
        found = sheet_picture(source.scan, source.page, _tables(source.form, asked, _age(source.form)))
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


@lru_cache(maxsize=2)
def _tables(form: Path, asked: tuple[tuple[str, ...], tuple[str, ...], bool], _age_ns: int) -> tuple[BallotForm, ...]:
    choices, names, vote = asked
    tables = read_table_forms(form)
    return largest_tables(question_tables(tables, choices or None, names)) if vote else ballot_pages(tables, choices)


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
