"""A stream out of a compound file ([MS-CFB]), in which Excel and WPS kept their tables before .xlsx."""

import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass

END_OF_CHAIN, DIRECTORY_ENTRY, HEADER_SECTORS = 0xFFFFFFFA, 128, 109
NAMES = ("workbook", "book")  # BIFF8, and what was before


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sectors:
    """The file in sectors; `following` says of each which comes next."""

    data: bytes
    size: int
    following: Sequence[int]

    def part(self, number: int) -> bytes:
        return self.data[(number + 1) * self.size : (number + 2) * self.size]

    def chain(self, first: int) -> bytes:
        return chained(first, self.following, self.part)


def workbook_stream(data: bytes) -> bytes:
    """The stream of a workbook. Raises ValueError, IndexError, struct.error where there is none."""
    directory, least, small_start = _number(data, 48), _number(data, 56), _number(data, 60)
    sectors = _sectors(data)
    entries = sectors.chain(directory)
    for place in range(0, len(entries), DIRECTORY_ENTRY):
        entry = entries[place : place + DIRECTORY_ENTRY]
        name = entry[: max(0, _number(entry, 64, "H") - 2)].decode("utf-16-le", "replace")
        if name.lower() not in NAMES:
            continue
        start, length = _number(entry, 116), _number(entry, 120)
        if length >= least:
            return sectors.chain(start)[:length]
        return _small(sectors, small_start, _number(entries, 116), start)[:length]
    raise ValueError(f"no stream {NAMES[0]}")


def _small(sectors: _Sectors, table: int, root: int, first: int) -> bytes:
    """A stream too short for sectors of its own lies in the root's, in small ones."""
    size = 1 << _number(sectors.data, 32, "H")
    packed, held = sectors.chain(table), sectors.chain(root)
    following = struct.unpack(f"<{len(packed) // 4}I", packed)
    return chained(first, following, lambda at: held[at * size : (at + 1) * size])


def chained(first: int, following: Sequence[int], part: Callable[[int], bytes]) -> bytes:
    """All parts from `first` on; a ring ends where all were visited."""
    found: list[bytes] = []
    while first < END_OF_CHAIN and len(found) <= len(following):
        found.append(part(first))
        first = following[first]
    return b"".join(found)


def _sectors(data: bytes) -> _Sectors:
    size, more = 1 << _number(data, 30, "H"), _number(data, 68)
    bare = _Sectors(data=data, size=size, following=())
    tables = list(struct.unpack_from(f"<{HEADER_SECTORS}I", data, 76))
    while more < END_OF_CHAIN and len(tables) * size < len(data):
        *listed, more = struct.unpack(f"<{size // 4}I", bare.part(more))
        tables += listed
    whole = b"".join(bare.part(number) for number in tables if number < END_OF_CHAIN)
    return _Sectors(data=data, size=size, following=struct.unpack(f"<{len(whole) // 4}I", whole))


def _number(data: bytes, place: int, kind: str = "I") -> int:
    return int(struct.unpack_from(f"<{kind}", data, place)[0])
