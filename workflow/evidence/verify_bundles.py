"""Stations' bundles held against the records: what was taken in is what the stations sealed."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from pingyi.domain.trust.chain import Event, EventKind
from pingyi.ground.errors import PingyiError
from pingyi.store.base.paper_seals import BALLOTS
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import table_rows
from pingyi.store.evidence.meanings import Row
from pingyi.workflow.desk.sealed import BundleManifest, OldFormatError, opened
from pingyi.workflow.evidence.bundle_reading import reading_digest, work_of
from pingyi.workflow.evidence.verify_scans import KeptScans
from pingyi.workflow.files.digest import sha256_of

Told = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class BundlesChecked:
    """Grows while bundles are looked at: readings by sheet, and bundles of an older program, which tell of none."""

    readings: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    old: list[str] = field(default_factory=list)


def bundles_told(entries: tuple[Event, ...]) -> Told:
    """What the evidence chain says of each bundle that was taken in, by its SHA-256."""
    merges = (event.content() for event in entries if event.kind == EventKind.MERGE)
    return {one["bundle"]: one for said in merges for one in said["bundles"]}


def bundle_differences(folder: Path, told: Told, checked: BundlesChecked) -> Iterator[str]:
    """Chinese: bundles the evidence chain names that are gone, changed, or at odds with their own chain."""
    for digest, one in sorted(told.items()):
        path, name = folder / f"{digest}.zip", f"{one['name']}的包 {digest[:12]}…"
        if not path.is_file():
            yield f"{name} 不见了，证据链里有它；请从该站取回，放回 {folder.name}"
        elif sha256_of(path) != digest:
            yield f"{name} 的内容与入库时不同：被改动过"
        else:
            try:
                with opened(path, BundleManifest) as bundle:
                    work, _ = work_of(bundle, digest)
            except OldFormatError:
                checked.old.append(name)
                continue
            except PingyiError as error:
                yield f"{name} 自己核验不过：{error}"
                continue
            if work.log[-1] != one["head"]:
                yield f"{name} 的证据链末条与入库时不同"
            for sheet in work.sheets.values():
                checked.readings[sheet.digest].add(sheet.reading)


def sheet_differences(store: Store, kept: KeptScans, checked: BundlesChecked) -> Iterator[str]:
    """Chinese: sheets of scans that are kept elsewhere and that stand in no bundle as they stand here."""
    for sheet, rows in _with_rows(store):
        if kept.elsewhere(sheet["scan"]):
            found = sorted(rows, key=lambda row: (row["position"], row["item"]))
            if reading_digest(sheet, found) not in checked.readings[sheet["digest"]]:
                yield f"{sheet['batch']} 批一张票（{sheet['digest'][:12]}）与各站包里的不同，本机也没有扫描过它"


def _with_rows(store: Store) -> Iterator[tuple[Row, list[Row]]]:
    """Each sheet and its rows, by digest; in a database somebody made a sheet may have none."""
    read = groupby(table_rows(store, BALLOTS.readings), key=lambda row: row[BALLOTS.page])
    of, rows = next(read, ("", iter(())))
    for sheet in table_rows(store, BALLOTS.pages):
        if of == sheet["digest"]:
            yield sheet, list(rows)
            of, rows = next(read, ("", iter(())))
        else:
            yield sheet, []
