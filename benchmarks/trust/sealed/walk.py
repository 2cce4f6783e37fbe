"""Every key of a sealed file's manifest and entries, every column of its lines: gone, of another kind or value."""

import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.trust.forged import Package, changed, manifest_of, seal, taken_apart
from pingyi.domain.trust.chain import canonical

GONE = object()
DEEP = 900  # levels: SQLite takes 1,000
WILD = (LookupError, TypeError, ValueError, AttributeError)  # no chain fits such rows
Way = tuple[Any, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A sealed file made by hand: what is odd in it, and how it is written."""

    name: str
    write: Callable[[Path], None]


def other_values(value: Any) -> Iterator[tuple[str, Any]]:
    """What may be put in the place of a value."""
    yield "没有了", GONE
    yield "空", None
    yield "表", [value]
    yield "对象", {"x": value}
    if isinstance(value, str):
        yield "数", 7
        yield "空文字", ""
        yield "别的文字", "x\u202e\x00“"
        yield "大数", "1e999999999"
        yield "深", "[" * DEEP + "]" * DEEP
        yield "不是数", "NaN"
    if isinstance(value, int | float):
        yield "文字", "x"
        yield "负", -1
        yield "大", 1 << 62
        yield "太大", 1 << 70
        yield "真", True
        yield "小数", 0.5


def walk(path: Path) -> Iterator[Case]:
    """All of an archive or a bundle: manifest, lines as they are, lines with a chain that tells of them, entries."""
    package = taken_apart(path)
    yield from manifest_cases(package)
    for chain in (False, True):
        yield from column_cases(package, chain=chain)
    yield from entry_cases(package)


def manifest_cases(package: Package) -> Iterator[Case]:
    """Each key, at every depth (of files the first)."""
    for way, value in _ways(manifest_of(package)):
        for what, other in other_values(value):
            yield Case(name=f"清单 {'.'.join(map(str, way))} {what}", write=_manifest_writer(package, way, other))


def column_cases(package: Package, *, chain: bool) -> Iterator[Case]:
    """Each column of each part, in its first line that has something there; with a chain that tells of it, or not."""
    for part in package.parts():
        rows = package.rows(part)
        for column in rows[0] if rows else ():
            at = next((n for n, row in enumerate(rows) if row[column] not in (None, "")), 0)
            for what, other in other_values(rows[at][column]):
                name = f"{part} {column} {what}{' 连证据链' if chain else ''}"
                yield Case(name=name, write=_line_writer(package, (part, at, column, other), chain=chain))


def entry_cases(package: Package) -> Iterator[Case]:
    """Each key of what each kind of entry says, all later entries made to follow."""
    seen = set()
    for at, event in enumerate(package.entries()):
        for way, value in _ways(json.loads(event["payload"])):
            if (event["kind"], way) not in seen:
                seen.add((event["kind"], way))
                for what, other in other_values(value):
                    write = _entry_writer(package, at, way, other)
                    yield Case(name=f"{event['kind']} 的 {'.'.join(map(str, way))} {what}", write=write)


def _manifest_writer(package: Package, way: Way, other: Any) -> Callable[[Path], None]:
    def write(out: Path) -> None:
        manifest = deepcopy(manifest_of(package))  # its parts are shared
        _put(manifest, way, other)
        seal(package, out, manifest)

    return write


def _line_writer(package: Package, place: tuple[str, int, str, Any], *, chain: bool) -> Callable[[Path], None]:
    part, at, column, other = place

    def change(made: Package) -> None:
        lines = made.rows(part)
        _put(lines, (at, column), other)
        made.put(part, lines)

    return _writer(package, change, chain=chain)


def _entry_writer(package: Package, at: int, way: Way, other: Any) -> Callable[[Path], None]:
    def change(made: Package) -> None:
        entries = made.entries()
        told = json.loads(entries[at]["payload"])
        _put(told, way, other)
        entries[at]["payload"] = canonical(told)
        made.put_entries(entries)

    return _writer(package, change, chain=True)


def _writer(package: Package, change: Callable[[Package], None], *, chain: bool) -> Callable[[Path], None]:
    def write(out: Path) -> None:
        try:
            made = changed(package, change, chain=chain)
        except WILD:
            made = changed(package, change, chain=False)
        seal(made, out)

    return write


def _ways(value: Any, way: Way = ()) -> Iterator[tuple[Way, Any]]:
    """The way to each value in it, and the value."""
    if way:
        yield way, value
    if isinstance(value, dict):
        for key in list(value)[: 1 if len(value) > 15 else None]:
            yield from _ways(value[key], (*way, key))
    elif isinstance(value, list) and value:
        yield from _ways(value[0], (*way, 0))


def _put(value: Any, way: Way, other: Any) -> None:
    for part in way[:-1]:
        value = value[part]
    if other is GONE:
        del value[way[-1]]
    else:
        value[way[-1]] = other
