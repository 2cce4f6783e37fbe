"""`pingyi bundle`: a station's work as one signed file, to be carried to where all stations' work is merged."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from pingyi.domain.campaign import Campaign
from pingyi.domain.chain import Event, canonical, sha256
from pingyi.ground.errors import NotReadyError
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import table_rows
from pingyi.store.evidence.log import events
from pingyi.store.readings.printed_forms import kept_contents
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.evidence.archive import Content, json_lines, write_sealed

FORMAT = "pingyi-bundle-1"
SHEETS, ROWS, CORRECTIONS, OPEN_PAGES, LOG = "sheets", "rows", "corrections", "open_pages", "log"
FORMS = "forms"  # what stood on the forms; bundles of older programs have none
CROPS = "crops"
STATION_HEX = 16  # digits by which a station is told from others


@dataclass(frozen=True, slots=True, kw_only=True)
class BundleMade:
    """Where a bundle was written, how much is in it, and the station's public key in hex digits."""

    path: Path
    sheets: int
    corrections: int
    open_pages: int
    key: str


def campaign_mark(campaign: Campaign) -> str:
    """By which bundles of one campaign are known: its year, district, roster and choices, not its wording."""
    units = [[unit.serial, unit.name] for unit in campaign.units]
    return sha256(canonical([campaign.about.year, campaign.about.district, units, campaign.ballot.choices]))


def make_bundle(workspace: Workspace, store: Store, out: Path, name: str) -> BundleMade:
    """
    Seal the work of this workspace as of station `name`.

    Raises NotReadyError when nothing was read or rows were sent back to people, FileError, NoSpaceError.
    """
    sheets = list(table_rows(store, "sheets"))
    if not sheets:
        raise NotReadyError("还没有读入任何评议表，没有可打包的；请先 pingyi scan 扫描件")
    corrections = list(table_rows(store, "corrections"))
    if referred := store.referred():
        raise NotReadyError(f"还有 {len(referred)} 行被退回重看、没有再判定；请先在复核中判定，再打包")
    waiting = _open_pages(store)
    chain = events(store)
    content: Content = {
        f"{SHEETS}.jsonl": json_lines(sheets),
        f"{ROWS}.jsonl": json_lines(_rows_by_sheet(store)),
        f"{CORRECTIONS}.jsonl": json_lines(corrections),
        f"{OPEN_PAGES}.jsonl": json_lines(waiting),
        f"{FORMS}.jsonl": json_lines(
            {"digest": digest, "content": content} for digest, content in kept_contents(store)
        ),
        f"{LOG}.jsonl": json_lines({"entry": _entry(event)} for event in chain),
    }
    if workspace.crops.is_dir():
        pictures = sorted(file for file in workspace.crops.rglob("*.png") if file.is_file())
        content |= {f"{CROPS}/{file.relative_to(workspace.crops).as_posix()}": file for file in pictures}
    key = public_key()
    about = {
        "format": FORMAT,
        "program": version("pingyi"),
        "campaign": campaign_mark(workspace.campaign),
        "about": f"{workspace.campaign.about.district} {workspace.campaign.about.year}",
        "name": name,
        "station": station_of(key, chain[0].hash, name),
        "key": key,
    }
    write_sealed(out, content, about)
    return BundleMade(path=out, sheets=len(sheets), corrections=len(corrections), open_pages=len(waiting), key=key)


def station_of(key: str, first_entry: str, name: str) -> str:
    """
    By its key, the beginning of its log and its name: two workspaces of one computer are two stations.

    Logs begun within one second begin alike, so the name tells them apart.
    """
    return hashlib.sha256(f"{key}\n{first_entry}\n{name}".encode()).hexdigest()[:STATION_HEX]


def _open_pages(store: Store) -> list[dict[str, Any]]:
    return [
        {
            "batch": found.batch,
            "file": found.page.source.file,
            "page": found.page.source.page,
            "scan": found.scan,
            "digest": found.page.digest,
            "reason": found.page.reason.value,
            "detail": found.page.detail,
            "twin": found.page.twin,
        }
        for found in store.open_pages()
    ]


def _entry(event: Event) -> list[object]:
    return [event.number, event.kind, event.payload, event.previous, event.hash]


def _rows_by_sheet(store: Store) -> Iterator[dict[str, Any]]:
    for sheet, rows in groupby(table_rows(store, "row_readings"), key=lambda row: row["sheet"]):
        listed = sorted(rows, key=lambda row: row["position"])
        columns = ("item", "name", "verdict", "choice", "confidence", "reasons")
        yield {"sheet": sheet, "rows": [[row[column] for column in columns] for row in listed]}
