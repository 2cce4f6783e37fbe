"""What the server and the process that draws tell each other: which sheet, and where its pictures are kept."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from pingyi.ground.foreign import own_file

TABLE, PAGE = "table.jpg", "page.jpg"
PLACES = "places.json"  # where the rows lie on the table's picture
LONGEST = 200  # letters of a name that disks keep
OUTLINES = "outlines.json"  # and on the page's; written last


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSource:
    """Where a sheet's picture comes from, and the folder its pictures are kept in."""

    scan: Path
    page: int
    form: Path
    choices: tuple[str, ...]
    folder: Path
    names: tuple[str, ...] = ()  # over a vote's columns that name its rows
    vote: bool = False  # its form is of questions, not of a campaign's units


def file_of(kind: str, item: str) -> str:
    """The name of a row's picture; any character may stand in an item, and many of them."""
    name = own_file(item)
    return f"{kind}-{name if len(name) <= LONGEST else hashlib.sha256(item.encode()).hexdigest()}.png"
