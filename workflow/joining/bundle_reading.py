"""A bundle opened: checked against its signature, its campaign and itself; its sheets one after the other."""

import heapq
import json
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack
from itertools import zip_longest
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from pingyi.domain.bundle import Ruling, StationSheet, StationWork
from pingyi.domain.chain import canonical, entry_hash, sha256
from pingyi.domain.reading import Doubt, RowReading, SheetReading, Source, Verdict
from pingyi.ground.errors import ArchiveError
from pingyi.ground.foreign import digest_of
from pingyi.store.evidence.dump import HEX
from pingyi.workflow.evidence.restore import OpenArchive
from pingyi.workflow.joining.bundle import CORRECTIONS, CROPS, FORMS, LOG, OPEN_PAGES, ROWS, SHEETS, station_of
from pingyi.workflow.joining.stations import STATIONS

AT_PLACE = ("scan", "source_file", "source_page")  # of a sheet: where it was read, not what
NOT_COUNTED = (*AT_PLACE, "batch", "mark")  # the mark: older programs kept none
Line = dict[str, Any]


def check_bundle(bundle: OpenArchive, known: dict[str, str], mark: str) -> None:
    """Raises ArchiveError when its station is not known (`known` keys) or its campaign has another `mark`."""
    said, name = bundle.manifest, bundle.path.name
    if said["key"] not in known:
        raise ArchiveError(
            f"{name}（自称{said.get('name')}）由不认识的密钥签名；请向该站核对公钥后，在 {STATIONS} 里添一行"
            f"：站名,{said['key']}"
        )
    if said.get("campaign") != mark:
        raise ArchiveError(
            f"{name} 是另一次评议的（{said.get('about')}；年度、区县、单位名单或选项不同），没有并入；请核对文件"
        )


def work_of(bundle: OpenArchive, digest: str) -> StationWork:
    """What a checked bundle says. Raises ArchiveError when its parts do not fit each other."""
    log = _log(bundle)
    pairs = _sheets_and_rows(bundle.zip, bundle.path.name)
    sheets = (
        StationSheet(digest=line["digest"], batch=line["batch"], reading=_reading_digest(line, rows))
        for line, rows in pairs
    )
    lines = sorted(_lines(bundle.zip, CORRECTIONS), key=lambda line: line["number"])
    try:
        return StationWork(
            bundle=digest,
            station=bundle.manifest["station"],
            name=bundle.manifest["name"],
            log=log,
            sheets={sheet.digest: sheet for sheet in sheets},
            rulings={(line["sheet"], line["item"]): _ruling(line) for line in lines},  # of several, the last
        )
    except ValueError as error:
        raise ArchiveError(f"{bundle.path.name} 里有一行读数或判定不成立（{error}）；请该站核验后重新打包") from error


def sheets_of(
    files: Mapping[str, Path], wanted: Mapping[str, str], names: Mapping[str, str]
) -> Iterator[tuple[SheetReading, str, str]]:
    """
    Reading, batch and scan of the sheets `wanted` (bundle by digest), by digest, few of them in memory at once.

    `files` and `names` (of the stations) are by bundle; the bundles have been checked.
    """
    with ExitStack() as stack:
        zips = {bundle: stack.enter_context(zipfile.ZipFile(path)) for bundle, path in files.items()}
        streams = [_numbered(bundle, one) for bundle, one in zips.items()]
        for digest, bundle, line, rows in heapq.merge(*streams, key=lambda found: found[:2]):
            if wanted.get(digest) == bundle:
                reading = _reading(line, rows, names[bundle], _crops(zips[bundle], digest))
                yield reading, line["batch"], line["scan"]


def open_pages(path: Path) -> Iterator[Line]:
    """Pages that waited for people at a station."""
    with zipfile.ZipFile(path) as bundle:
        for line in _lines(bundle, OPEN_PAGES):
            _check_place(line, path.name)
            for digest in filter(None, (line["digest"], line["twin"])):
                digest_of(digest, path.name)
            yield line


def forms_of(path: Path) -> Iterator[tuple[str, str]]:
    """Digest and content of each form a station read by."""
    with zipfile.ZipFile(path) as bundle:
        if f"{FORMS}.jsonl" in bundle.namelist():
            yield from ((line["digest"], line["content"]) for line in _lines(bundle, FORMS))


def _numbered(bundle: str, archive: zipfile.ZipFile) -> Iterator[tuple[str, str, Line, list[Any]]]:
    for line, rows in _sheets_and_rows(archive, bundle):
        yield line["digest"], bundle, line, rows


def _sheets_and_rows(archive: zipfile.ZipFile, name: str) -> Iterator[tuple[Line, list[Any]]]:
    """Both parts stand in the order of the digests."""
    last = ""
    for line, rows in zip_longest(_lines(archive, SHEETS), _lines(archive, ROWS)):
        if line is None or rows is None or line["digest"] != rows["sheet"]:
            raise ArchiveError(f"{name} 里的票和读数对不上；请该站核验后重新打包")
        if digest_of(line["digest"], name) <= last:
            raise ArchiveError(f"{name} 里的票重复或次序不对；请该站核验后重新打包")
        last = line["digest"]
        _check_place(line, name)
        yield line, rows["rows"]


def _ruling(line: Line) -> Ruling:
    words = {word: line[word] for word in ("choice", "decided_by", "confirmed_by", "decided_at")}
    return Ruling(verdict=Verdict(line["verdict"]), **words)


def _check_place(line: Line, name: str) -> None:
    """The kept scan a line names; archives of older programs and stations without pictures name none."""
    if line["scan"]:
        digest_of(line["scan"], name)


def _log(bundle: OpenArchive) -> tuple[str, ...]:
    """The hashes of its evidence chain, recomputed."""
    log = [line["entry"] for line in _lines(bundle.zip, LOG)]
    previous = log[0][3] if log else ""
    for number, kind, payload, before, said in log:
        if before != previous or entry_hash(number, kind, payload, before) != said:
            raise ArchiveError(f"{bundle.path.name} 的证据链第 {number} 条接不上；请该站核验后重新打包")
        previous = said
    about = bundle.manifest
    if not log or station_of(about["key"], log[0][4], about["name"]) != about["station"]:
        raise ArchiveError(f"{bundle.path.name} 的站号与它的证据链不符；请该站重新打包")
    return tuple(entry[4] for entry in log)


def _reading_digest(line: Line, rows: list[Any]) -> str:
    """Of all that was read; where it was read is left out. Raises ValueError for rows that say nothing sound."""
    _rows(rows)
    return sha256(canonical([{key: line[key] for key in sorted(line) if key not in NOT_COUNTED}, rows]))


def _lines(archive: zipfile.ZipFile, part: str) -> Iterator[Line]:
    with archive.open(f"{part}.jsonl") as stream:
        for line in stream:
            yield json.loads(line)


def _crops(archive: zipfile.ZipFile, sheet: str) -> dict[str, bytes]:
    """Pictures of the rows people have to look at."""
    prefix = f"{CROPS}/{sheet}/"
    names = [name for name in archive.namelist() if name.startswith(prefix)]
    return {unquote(name.removeprefix(prefix).removesuffix(".png")): archive.read(name) for name in names}


def _reading(line: dict[str, Any], rows: Iterable[list[Any]], station: str, crops: dict[str, bytes]) -> SheetReading:
    return SheetReading(
        source=Source(file=f"{station}/{line['source_file']}", page=line["source_page"]),
        digest=line["digest"],
        form_digest=line["form_digest"],
        batch_code=line["batch"],
        turn=line["turn"],
        has_opinion=bool(line["has_opinion"]),
        mark=line.get("mark", ""),
        form_page=line["form_page"],
        form_pages=line["form_pages"],
        placement=bytes.fromhex(line["placement"][HEX]),
        crops=crops,
        rows=_rows(rows),
    )


def _rows(rows: Iterable[list[Any]]) -> tuple[RowReading, ...]:
    """Raises ValueError."""
    return tuple(
        RowReading(
            item=item,
            name=name,
            verdict=Verdict(verdict),
            choice=choice,
            confidence=confidence,
            reasons=tuple(Doubt(word) for word in reasons.split(",") if word),
        )
        for item, name, verdict, choice, confidence, reasons in rows
    )
