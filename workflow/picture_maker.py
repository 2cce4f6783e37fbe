"""Makes pictures for the page, in a process of its own: what the scanner needs stays out of the server's memory."""

import json
from dataclasses import asdict
from functools import lru_cache
from pathlib import Path

from domain.errors import UnreadableFileError
from domain.form import BallotForm
from generator.new_file import put
from scanner.pictures import RowPlace, cells_picture, preview, row_picture, sheet_picture
from workflow.pictures import PLACES, SHEET, SheetSource, file_of
from workflow.read import load_forms


def make_row(source: SheetSource, item: str, kind: str) -> bool:
    """Make <folder>/row-<item>.png or cells-<item>.png; False when the sheet's picture cannot be made."""
    if not make_sheet(source):
        return False
    place = json.loads((source.folder / PLACES).read_text(encoding="utf-8"))["places"].get(item)
    if place is None:
        return False
    sheet = (source.folder / SHEET).read_bytes()
    draw = cells_picture if kind == "cells" else row_picture
    put(source.folder / file_of(kind, item), draw(sheet, RowPlace(**place)))
    return True


def make_sheet(source: SheetSource) -> bool:
    """Make the sheet's own picture and the places on it, once."""
    if (source.folder / PLACES).exists():
        return True
    try:
        found = sheet_picture(source.scan, source.page, _forms(source.form, source.choices, _age(source.form)))
    except UnreadableFileError:
        return False
    if found is None:
        return False
    put(source.folder / SHEET, found.jpeg)
    places = {item: asdict(place) for item, place in found.places.items()}
    about = {"width": found.width, "height": found.height, "places": places}
    put(source.folder / PLACES, json.dumps(about).encode())
    return True


def make_preview(path: Path, page: int, width: int, target: Path) -> bool:
    """Make a preview of any page; False when it cannot be opened."""
    try:
        put(target, preview(path, page, width))
    except UnreadableFileError:
        return False
    return True


@lru_cache(maxsize=2)
def _forms(path: Path, choices: tuple[str, ...], _age_ns: int) -> tuple[BallotForm, ...]:
    return load_forms([path], choices)


def _age(path: Path) -> int:
    return path.stat().st_mtime_ns
