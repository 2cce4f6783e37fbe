"""Archives and bundles written anew by hand and validly signed: any part changed, and the evidence chain to match."""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pingyi.domain.trust.chain import FIRST, canonical, entry_hash, lines_digest, seal_of
from pingyi.store.base.chain import COVERED
from pingyi.store.base.paper_seals import BALLOTS, PAPERS, told_digest
from pingyi.workflow.desk.seal import MANIFEST, SIGNATURE, public_key, sign
from pingyi.workflow.evidence.bundle_reading import ENTRY, LOG, ROWS, SALTS, station_of

EVENTS, BUNDLE_LOG = "tables/events.jsonl", f"{LOG}.jsonl"
Rows = list[dict[str, Any]]
NO_DAY = (1980, 1, 1, 0, 0, 0)


@dataclass(slots=True)
class Package:
    """A sealed file taken apart: what its manifest says but of its files, and every file."""

    about: dict[str, Any]
    files: dict[str, bytes] = field(default_factory=dict)

    def rows(self, part: str) -> Rows:
        """Of a part of lines."""
        return [json.loads(line) for line in self.files[part].decode().split("\n") if line]

    def put(self, part: str, rows: list[Any]) -> None:
        """Such a part, whatever the rows are."""
        self.files[part] = "".join(f"{canonical(row)}\n" for row in rows).encode()

    def parts(self) -> tuple[str, ...]:
        """Names of the parts of lines."""
        return tuple(name for name in self.files if name.endswith(".jsonl"))

    def entries(self) -> Rows:
        """Of the evidence chain."""
        if EVENTS in self.files:
            return self.rows(EVENTS)
        return [dict(zip(ENTRY, line["entry"], strict=True)) for line in self.rows(BUNDLE_LOG)]

    def put_entries(self, entries: Rows) -> None:
        """The chain, whatever it says."""
        if EVENTS in self.files:
            self.put(EVENTS, entries)
        else:
            self.put(BUNDLE_LOG, [{"entry": [entry[column] for column in ENTRY]} for entry in entries])

    def tables(self) -> dict[str, Rows]:
        """By name, also those a bundle writes its own way."""
        if EVENTS in self.files:
            return {part.removeprefix("tables/").removesuffix(".jsonl"): self.rows(part) for part in self.parts()}
        found = {part.removesuffix(".jsonl"): self.rows(part) for part in self.parts()}
        found |= {"batch_salts": found[SALTS], "score_pages": [], "score_readings": [], "events": self.entries()}
        found["row_readings"] = [
            {"sheet": line["sheet"], **dict(zip(BALLOTS.parts, row, strict=True))}
            for line in found[ROWS]
            for row in line["rows"]
        ]
        return {**found, **{papers.digests: [] for papers in PAPERS}}


def taken_apart(path: Path) -> Package:
    """A right sealed file."""
    with zipfile.ZipFile(path) as archive:
        about = json.loads(archive.read(MANIFEST))
        names = about.pop("files")
        return Package(about=about, files={name: archive.read(name) for name in names})


def manifest_of(package: Package) -> dict[str, Any]:
    """As the program writes it, signed by the key at hand."""
    facts = {
        name: {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        for name, data in sorted(package.files.items())
    }
    return {**package.about, "key": public_key(), "files": facts}


def seal(package: Package, out: Path, manifest: dict[str, Any] | bytes | None = None) -> None:
    """Write it, signed; with a manifest of one's own, or its very bytes."""
    said = manifest_of(package) if manifest is None else manifest
    text = said if isinstance(said, bytes) else canonical(said).encode()
    members = [(MANIFEST, text), (SIGNATURE, sign(text).encode()), *sorted(package.files.items())]
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in members:
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.create_system, entry.external_attr = 3, 0o600 << 16
            archive.writestr(entry, data)


def changed(package: Package, change: Callable[[Package], None], *, chain: bool = True) -> Package:
    """A copy with a change, and (`chain`) an evidence chain that tells of it as if it had always been so."""
    made = Package(about=deepcopy(package.about), files=dict(package.files))
    change(made)
    if chain:
        rechain(made)
    return made


def rechain(package: Package) -> None:
    """
    Make digests, seals, entries and manifest fit the rows.

    Raises LookupError, TypeError or ValueError where rows are too wild for any chain to fit them.
    """
    tables = package.tables()
    seals = dict(_sealed(tables))
    previous = FIRST
    for number, event in enumerate(tables["events"], start=1):
        content = json.loads(event["payload"])
        for cover in content.get("rows", ()):
            if cover["table"] in tables:  # a bundle has not all of them
                key = COVERED[cover["table"]]
                rows = [row for row in tables[cover["table"]] if cover["first"] <= row[key] <= cover["last"]]
                told = ([row[column] for column in cover["columns"]] for row in rows)
                cover["sha256"] = lines_digest(sorted(told, key=canonical))
        for table, whole in content.get("tables", {}).items():
            rows = [[row[column] for column in whole["columns"]] for row in tables.get(table, ())]
            whole |= {"rows": len(rows), "sha256": lines_digest(sorted(rows, key=canonical))}
        for papers in PAPERS:
            if papers.word in content:
                content[papers.word] = {
                    b: seals.get((papers.word, b), seal) for b, seal in content[papers.word].items()
                }
        payload = canonical(content)
        made = entry_hash(number, event["kind"], payload, previous)
        event |= {"number": number, "payload": payload, "previous": previous, "hash": made}
        previous = made
    package.put_entries(tables["events"])
    if EVENTS not in package.files:
        package.about["station"] = station_of(public_key(), tables["events"][0]["hash"], package.about["name"])
        return
    for papers in PAPERS:
        package.put(f"tables/{papers.digests}.jsonl", tables[papers.digests])
    package.about["head"] = {"number": len(tables["events"]), "hash": previous}
    names = sorted(table for table in tables if not table.endswith(".places"))
    whole = [(table, row) for table in names for row in tables.get(f"{table}.places", tables[table])]
    package.about["content"] = lines_digest([table, row] for table, row in whole)


def _sealed(tables: dict[str, Rows]) -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """The seal of each batch, its papers' digests put right."""
    salts = {row["batch"]: row["salt"] for row in tables["batch_salts"]}
    for papers in PAPERS:
        order = [part.strip() for part in papers.order.split(",")]
        digests: dict[str, list[str]] = {}
        known = {row["sheet"]: row for row in tables[papers.digests]}
        for page in tables[papers.pages]:
            rows = [row for row in tables[papers.readings] if row[papers.page] == page["digest"]]
            rows.sort(key=lambda row: [row[column] for column in order])
            digest = told_digest(papers, page, rows)
            if page["digest"] in known:
                known[page["digest"]]["digest"] = digest
            digests.setdefault(page["batch"], []).append(digest)
        for batch, found in digests.items():
            yield (papers.word, batch), {"sheets": len(found), "sha256": seal_of(salts[papers.salt + batch], found)}
