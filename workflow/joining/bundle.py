"""`pingyi bundle`: a station's work as one signed file, to be carried to where all stations' work is merged."""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import groupby
from pathlib import Path
from typing import Any

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.trust.chain import Event, canonical, sha256
from pingyi.ground.errors import ArchiveError, NotReadyError
from pingyi.store.base.paper_seals import BALLOTS
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.evidence.dump import schema_version, table_rows
from pingyi.store.evidence.log import events
from pingyi.workflow.desk.seal import public_key
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.evidence.archive import Content, json_lines, write_sealed
from pingyi.workflow.evidence.bundle_reading import (
    CORRECTIONS,
    CROPS,
    FORMS,
    LOG,
    PAGE_DECISIONS,
    PAGES,
    REASSIGNED,
    ROWS,
    SALTS,
    SHEETS,
    STATEMENTS,
    station_of,
)

FORMAT = "pingyi-bundle-2"
MORE = (PAGES, PAGE_DECISIONS, FORMS, STATEMENTS, REASSIGNED)


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

    Raises NotReadyError when nothing was read or rows were sent back to people, ArchiveError when what is in the
    database is not what its evidence chain says, FileError, NoSpaceError.
    """
    sheets = list(table_rows(store, "sheets"))
    if not sheets:
        raise NotReadyError("还没有读入任何评议表，没有可打包的；请先 pingyi scan 扫描件")
    for different in chain_differences(store):
        raise ArchiveError(f"本站的数据与证据链不符，没有打包：{different}；请 pingyi verify 核验，恢复备份再打包")
    if referred := store.referred():
        raise NotReadyError(f"还有 {len(referred)} 行被退回重看、没有再判定；请先在复核中判定，再打包")
    chain = events(store)
    corrections = list(table_rows(store, CORRECTIONS))
    content: Content = {
        f"{SHEETS}.jsonl": json_lines(sheets),
        f"{ROWS}.jsonl": json_lines(_rows_by_sheet(store)),
        f"{CORRECTIONS}.jsonl": json_lines(corrections),
        **{f"{table}.jsonl": json_lines(table_rows(store, table)) for table in MORE},
        f"{SALTS}.jsonl": json_lines(_salts(store, {sheet["batch"] for sheet in sheets})),
        f"{LOG}.jsonl": json_lines({"entry": _entry(event)} for event in chain),
    }
    if workspace.crops.is_dir():
        pictures = sorted(file for file in workspace.crops.rglob("*.png") if file.is_file())
        content |= {f"{CROPS}/{file.relative_to(workspace.crops).as_posix()}": file for file in pictures}
    key = public_key()
    about = {
        "format": FORMAT,
        "program": version("pingyi"),
        "schema": schema_version(store),
        "campaign": campaign_mark(workspace.campaign),
        "about": f"{workspace.campaign.about.district} {workspace.campaign.about.year}",
        "name": name,
        "station": station_of(key, chain[0].hash, name),
        "key": key,
    }
    write_sealed(out, content, about)
    waiting = len(store.open_pages())
    return BundleMade(path=out, sheets=len(sheets), corrections=len(corrections), open_pages=waiting, key=key)


def _salts(store: Store, batches: set[str]) -> Iterator[dict[str, Any]]:
    """With them the log says which papers its batches hold."""
    return (row for row in table_rows(store, "batch_salts") if row["batch"] in batches)


def _entry(event: Event) -> list[object]:
    return [event.number, event.kind, event.payload, event.previous, event.hash]


def _rows_by_sheet(store: Store) -> Iterator[dict[str, Any]]:
    for sheet, rows in groupby(table_rows(store, "row_readings"), key=lambda row: row["sheet"]):
        listed = sorted(rows, key=lambda row: row["position"])
        yield {"sheet": sheet, "rows": [[row[column] for column in BALLOTS.parts] for row in listed]}
