"""Pictures of doubtful rows and opinions as files: crops/<sheet>/<item>.png."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, unquote

from pingyi.domain.readings.reading import OPINION_AROUND, OPINION_CROP, OpinionPlace
from pingyi.ground.foreign import MOST_BYTES, inside, own_file
from pingyi.ground.whole import new_file, take_away
from pingyi.store.base.paper_seals import crops_digest

LONGEST = 120  # letters of a name: Windows has 260 for the whole path
BEGINNING, DIGEST_HEX = 5, 32
NO_MOMENT = 315_619_200.0  # 1980-01-02 in every zone: when a crop was made would tell when its sheet was fed


def save_crops(folder: Path, sheet: str, crops: Mapping[str, bytes]) -> str:
    """
    Write each PNG of a sheet that is not on file yet, whole or not at all; nothing else is left. The digest of all.

    What lies there is of a reading whose record was lost. It goes first: cut short, too little lies there, and no
    record answers for it; the next reading writes all of it.
    """
    lying = inside(folder, sheet)
    wanted = {lying / f"{own_file(_shown_as(item))}.png": png for item, png in crops.items()}
    for left in _files_in(lying) - set(wanted):
        take_away(left)
    for path, png in wanted.items():
        with new_file(path) as part:
            part.write_bytes(png)
            os.utime(part, (NO_MOMENT, NO_MOMENT))
    if lying.is_dir():
        os.utime(lying, (NO_MOMENT, NO_MOMENT))
    return crops_digest({_shown_as(item): hashlib.sha256(png).hexdigest() for item, png in crops.items()})


def crops_lying(folder: Path, sheet: str) -> str:
    """The digest of what lies there now for a sheet."""
    files = _files_in(inside(folder, sheet))
    return crops_digest({item_of(file.name): hashlib.sha256(file.read_bytes()).hexdigest() for file in files})


def item_of(name: str) -> str:
    """Which row a crop's file is of; of a long item what it is shown as."""
    return unquote(name.removesuffix(".png"))


def crop_path(folder: Path, sheet: str, item: str) -> Path:
    """Where the crop of one row lies; any character may stand in an item, and many of them."""
    path = inside(folder, sheet) / f"{own_file(_shown_as(item))}.png"
    older = path.with_name(f"{quote(item, safe='')}.png")  # an older program's name: A as A, as long as a disk took
    known = older != path and len(older.name) <= MOST_BYTES and older.exists() and not path.exists()
    return older if known else path


def opinion_paths(folder: Path, sheet: str) -> dict[str, Path]:
    """What people see of an opinion, by crop: the box, with what lies about it where it is left, and other places."""
    around = crop_path(folder, sheet, OPINION_AROUND)
    box = OPINION_AROUND if around.exists() else OPINION_CROP
    paths = {item: crop_path(folder, sheet, item) for item in (box, *OpinionPlace)}
    return {item: path for item, path in paths.items() if path.exists()}


def _shown_as(item: str) -> str:
    """The item itself, or one that disks keep: the first letters of a question that names its row, and its digest."""
    if len(own_file(item)) <= LONGEST:
        return item
    return f"{item[:BEGINNING]}…{hashlib.sha256(item.encode()).hexdigest()[:DIGEST_HEX]}"


def _files_in(folder: Path) -> set[Path]:
    return {file for file in folder.iterdir() if file.is_file()} if folder.is_dir() else set()
