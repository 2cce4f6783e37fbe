"""Where the picture of a sheet lies among the kept scans."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from store.faults import faults_of
from store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One page of a kept scan."""

    file: str  # under the workspace's scans
    page: int  # 1-based
    turn: int  # degrees clockwise to set it upright


def places(store: Store, sheets: Iterable[str]) -> dict[str, Place]:
    """Of these sheets, by digest."""
    wanted = set(sheets)
    with faults_of(store.path):
        rows = list(store.database.query("SELECT digest, scan, source_file, source_page, turn FROM sheets"))
    return {
        row["digest"]: Place(
            file=f"{row['scan']}{PurePath(row['source_file']).suffix.lower()}",
            page=row["source_page"],
            turn=row["turn"],
        )
        for row in rows
        if row["digest"] in wanted
    }
