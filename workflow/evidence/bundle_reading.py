"""A bundle opened: its parts checked against each other and its own evidence chain; its sheets one by one."""

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pingyi.domain.readings.bundle import Moved, Row, Ruling, StationSheet, StationWork
from pingyi.domain.readings.reading import SheetReading, Source, Verdict
from pingyi.domain.readings.waiting_pages import waiting_pages
from pingyi.domain.trust.chain import Event, canonical, sha256
from pingyi.domain.trust.log_check import broken_links, papers_differ, rows_differ
from pingyi.ground.errors import ArchiveError
from pingyi.store.base.crops import item_of
from pingyi.store.base.paper_seals import BALLOTS, crops_digest, told_digest
from pingyi.store.base.row_types import row_readings
from pingyi.store.evidence.meanings import HEX
from pingyi.store.evidence.row_check import Lawful
from pingyi.workflow.desk.sealed import BundleManifest, Sealed, known
from pingyi.workflow.evidence.bundle_forms import FormsSeen
from pingyi.workflow.evidence.bundle_people import unsigned

BUNDLES = "bundles"  # in the workspace: kept by the SHA-256 of each
SHEETS, ROWS, CORRECTIONS, LOG, SALTS = "sheets", "rows", "corrections", "log", "salts"
PAGES, PAGE_DECISIONS, FORMS = "unread_pages", "page_decisions", "printed_forms"  # as their tables are called
STATEMENTS, REASSIGNED = "statements", "reassigned"
CROPS = "crops"
STATION_HEX = 16  # digits by which a station is told from others
NOT_COUNTED = ("scan", "source_file", "source_page", "batch", "mark", "crops")
"""Of a sheet: where it was read, not what; the mark and pictures, of which older programs kept none."""
TABLES = (CORRECTIONS, PAGES, PAGE_DECISIONS, FORMS, STATEMENTS, REASSIGNED)
ENTRY = ("number", "kind", "payload", "previous", "hash")
MOST_CROP_BYTES = 4 << 20
Line = dict[str, Any]
Bundle = Sealed[BundleManifest]


def station_of(key: str, first_entry: str, name: str) -> str:
    """
    By its key, the beginning of its log and its name: two workspaces of one computer are two stations.

    Logs begun within one second begin alike, so the name tells them apart.
    """
    return sha256(f"{key}\n{first_entry}\n{name}")[:STATION_HEX]


def work_of(bundle: Bundle, bundle_digest: str) -> tuple[StationWork, FormsSeen]:
    """
    What a bundle says, and the forms its sheets were read as.

    Raises ArchiveError when its parts do not fit each other or its own evidence chain.
    """
    _check_names(bundle)
    law = Lawful(bundle.manifest.schema_)
    log = _log(bundle)
    tables = {table: list(law.rows(table, _lines(bundle, table))) for table in TABLES}
    _check_tables(bundle, log, tables)
    rulings, moved = _rulings(tables[CORRECTIONS]), _moved(tables[REASSIGNED])
    open_rows, pages = set(rulings), {line["number"] for line in tables[PAGES]}
    sheets: dict[str, StationSheet] = {}
    seen = FormsSeen(tables[FORMS], tables[CORRECTIONS])
    papers: dict[str, list[str]] = defaultdict(list)
    crops, none = _crops_told(bundle), crops_digest({})
    for line, rows in _sheets_and_rows(bundle, law):
        sheets[line["digest"]] = _station_sheet(line, rows, moved)
        papers[line["batch"]].append(told_digest(BALLOTS, line, rows))
        if line["crops"] and line["crops"] != crops.get(line["digest"], none):
            raise _refused(bundle, f"票 {line['digest'][:12]} 的存疑格子图不是读票时的")
        seen.add(line, rows)
        open_rows -= {(line["digest"], row["item"]) for row in rows}
    if open_rows or not {line["page"] for line in tables[PAGE_DECISIONS]} <= pages:
        raise _refused(bundle, "有判定说的是里面没有的票或页")
    salts = {line["batch"]: line["salt"] for line in law.rows("batch_salts", _lines(bundle, SALTS))}
    if wrong := papers_differ(log, BALLOTS.word, papers, salts):
        raise _refused(bundle, wrong)
    log_of = tuple(event.hash for event in log)
    said = bundle.manifest
    work = StationWork(
        bundle=bundle_digest,
        station=said.station,
        name=said.name,
        log=log_of,
        sheets=sheets,
        rulings=rulings,
        moved={sheet: one for sheet, one in moved.items() if sheet in sheets},  # leaders' papers are not in it
    )
    return work, seen


def sheets_of(
    files: Mapping[str, Path], wanted: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[SheetReading, str, str]]:
    """
    Reading, batch and scan of the sheets `wanted` (bundle by digest), by digest, few of them in memory at once.

    `files` and `names` (of the stations) are by bundle; the bundles have been checked.
    """
    with ExitStack() as stack:
        bundles = {name: stack.enter_context(known(path, BundleManifest)) for name, path in files.items()}
        streams = [_numbered(name, one) for name, one in bundles.items()]
        for digest, bundle, line, rows in heapq.merge(*streams, key=lambda found: found[:2]):
            if wanted.get(digest) == bundle:
                reading = _reading(line, rows, names[bundle], _crops(bundles[bundle], digest))
                yield reading, line["batch"], line["scan"]


def open_pages(path: Path) -> Iterator[Mapping[str, Any]]:
    """Pages that waited for people at a station, of a bundle that was checked."""
    with known(path, BundleManifest) as bundle:
        pages, decisions, sheets = (_lines(bundle, part) for part in (PAGES, PAGE_DECISIONS, SHEETS))
        yield from waiting_pages(pages, decisions, sheets)


def forms_of(path: Path) -> Iterator[tuple[str, str]]:
    """Digest and content of each form a station read by, of a bundle that was checked."""
    with known(path, BundleManifest) as bundle:
        yield from ((line["digest"], line["content"]) for line in _lines(bundle, FORMS))


def _refused(bundle: Bundle, why: str) -> ArchiveError:
    return ArchiveError(f"{bundle.path.name}（{bundle.manifest.name}）里{why}；没有并入，请该站核验后重新打包")


def _check_names(bundle: Bundle) -> None:
    """Nothing is in it but its parts and crops; what makes a picture that large is none."""
    parts = {f"{part}.jsonl" for part in (SHEETS, ROWS, LOG, SALTS, *TABLES)}
    for name, facts in bundle.manifest.files.items():
        folder, _, rest = name.partition("/")
        if name not in parts and not (folder == CROPS and rest.count("/") == 1 and facts.bytes <= MOST_CROP_BYTES):
            raise _refused(bundle, f"有不该有的文件 {name[:80]!r}")


def _lines(bundle: Bundle, part: str) -> Iterator[Any]:
    if f"{part}.jsonl" not in bundle.manifest.files:
        raise _refused(bundle, f"没有 {part}.jsonl")
    return bundle.lines(f"{part}.jsonl")


def _log(bundle: Bundle) -> tuple[Event, ...]:
    """Its evidence chain, recomputed."""
    entries = []
    for line in _lines(bundle, LOG):
        entry = line.get("entry") if isinstance(line, dict) else None
        if not isinstance(entry, list) or [type(part) for part in entry] != [int, str, str, str, str]:
            raise _refused(bundle, f"{LOG}.jsonl 有一行不是证据链的一条")
        entries.append(Event(**dict(zip(ENTRY, entry, strict=True))))
    for wrong in broken_links(entries, lambda event: f"证据链第 {event.number} 条"):
        raise _refused(bundle, wrong)
    about = bundle.manifest
    if station_of(about.key, entries[0].hash, about.name) != about.station:
        raise _refused(bundle, "的站号与它的证据链不符")
    return tuple(entries)


def _check_tables(bundle: Bundle, log: tuple[Event, ...], tables: Mapping[str, list[Line]]) -> None:
    for table, rows in tables.items():
        numbers = [row["number"] for row in rows]
        if sorted(set(numbers)) != numbers:
            raise _refused(bundle, f"表 {table} 有重复的行或次序不对")
        if wrong := rows_differ(log, table, rows):
            raise _refused(bundle, wrong)
    for wrong in unsigned(log, tables[STATEMENTS], tables[CORRECTIONS], tables[REASSIGNED]):
        raise _refused(bundle, wrong)


def _rulings(corrections: Iterable[Line]) -> dict[Row, Ruling]:
    """The last word on each row."""
    words = ("choice", "decided_by", "confirmed_by", "decided_at")
    return {
        (line["sheet"], line["item"]): Ruling(verdict=Verdict(line["verdict"]), **{word: line[word] for word in words})
        for line in corrections
    }


def _moved(reassigned: Iterable[Line]) -> dict[str, Moved]:
    """The last word on where each sheet counts."""
    words = ("batch", "reason", "decided_by", "confirmed_by")
    return {line["paper"]: Moved(**{word: line[word] for word in words}) for line in reassigned}


def _station_sheet(line: Line, rows: Iterable[Line], moved: Mapping[str, Moved]) -> StationSheet:
    digest = line["digest"]
    batch = moved[digest].batch if digest in moved else line["batch"]
    return StationSheet(digest=digest, batch=batch, reading=reading_digest(line, rows))


def _numbered(name: str, bundle: Bundle) -> Iterator[tuple[str, str, Line, list[Line]]]:
    for line, rows in _sheets_and_rows(bundle, None):
        yield line["digest"], name, line, rows


def _sheets_and_rows(bundle: Bundle, law: Lawful | None) -> Iterator[tuple[Line, list[Line]]]:
    """Both parts stand in the order of the digests; `law` looks at each row."""
    last = ""
    sheets = _lines(bundle, SHEETS)
    for line, listed in zip_longest(law.rows("sheets", sheets) if law else sheets, _lines(bundle, ROWS)):
        rows = _row_lines(listed)
        if line is None or not rows or line["digest"] != listed["sheet"]:
            raise _refused(bundle, "票和读数对不上")
        if line["digest"] <= last:
            raise _refused(bundle, "票重复或次序不对")
        last = line["digest"]
        yield line, list(law.rows("row_readings", rows)) if law else rows


def _row_lines(listed: Any) -> list[Line]:
    """As rows of their table; none when the line is no list of rows."""
    if not isinstance(listed, dict) or listed.keys() != {"sheet", "rows"} or not isinstance(listed["rows"], list):
        return []
    if not all(isinstance(row, list) and len(row) == len(BALLOTS.parts) for row in listed["rows"]):
        return []
    return [{"sheet": listed["sheet"], **dict(zip(BALLOTS.parts, row, strict=True))} for row in listed["rows"]]


def reading_digest(line: Mapping[str, Any], rows: Iterable[Mapping[str, Any]]) -> str:
    """Of all that was read; where it was read is left out."""
    told = [[row[part] for part in BALLOTS.parts] for row in rows]
    return sha256(canonical([{key: line[key] for key in sorted(line) if key not in NOT_COUNTED}, told]))


def _crops(bundle: Bundle, sheet: str) -> dict[str, bytes]:
    """Pictures of the rows people have to look at."""
    prefix = f"{CROPS}/{sheet}/"
    names = [name for name in bundle.names if name.startswith(prefix)]
    return {item_of(name.removeprefix(prefix)): bundle.zip.read(name) for name in names}


def _crops_told(bundle: Bundle) -> dict[str, str]:
    """By sheet the digest of its pictures, by the digests of the files in it."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for name, facts in bundle.manifest.files.items():
        folder, _, rest = name.partition("/")
        if folder == CROPS:
            sheet, _, file = rest.partition("/")
            found[sheet][item_of(file)] = facts.sha256
    return {sheet: crops_digest(items) for sheet, items in found.items()}


def _reading(line: Line, rows: Iterable[Line], station: str, crops: dict[str, bytes]) -> SheetReading:
    return SheetReading(
        source=Source(file=f"{station}/{line['source_file']}", page=line["source_page"]),
        digest=line["digest"],
        form_digest=line["form_digest"],
        batch_code=line["batch"],
        turn=line["turn"],
        has_opinion=bool(line["has_opinion"]),
        mark=line["mark"],
        form_page=line["form_page"],
        form_pages=line["form_pages"],
        placement=bytes.fromhex(line["placement"][HEX]),
        crops=crops,
        rows=row_readings(rows),
    )
