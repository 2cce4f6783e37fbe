"""What a zip says of itself, and how far that can be believed: its headers may lie."""

import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from pingyi.ground.names import readable_name

BLOCK_BYTES = 1 << 20
IN_UTF8 = 0x800  # flag of a member (APPNOTE 4.4.4)
UNPACKABLE = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, RuntimeError, ValueError, UnicodeError, OverflowError),
)
END_BYTES = (1 << 16) + 22 + 20  # the longest comment, the end before it, and the pointer to a longer end


def list_bytes(package: BinaryIO) -> int:
    """What the end of a zip says of the length of its list, which is read at once; 0 where there is no end."""
    size = package.seek(0, os.SEEK_END)
    package.seek(max(0, size - END_BYTES))
    tail = package.read(END_BYTES)
    at, far = tail.rfind(b"PK\x05\x06"), tail.rfind(b"PK\x06\x07")
    said = [int.from_bytes(tail[at + 12 : at + 16], "little")] if at >= 0 else [0]
    if far >= 0:
        package.seek(min(int.from_bytes(tail[far + 8 : far + 16], "little"), size))
        said.append(int.from_bytes(package.read(48)[40:], "little"))
    return max(said)


def unpacked_size(package: zipfile.ZipFile, most: int) -> int:
    """Bytes of all parts when unpacked, counted block by block; counting stops beyond `most`."""
    size = 0
    for part in package.infolist():
        size += sum(map(len, _blocks(package, part, most - size)))
        if size > most:
            break
    return size


def unpacked(package: zipfile.ZipFile, most: int) -> dict[str, bytes] | None:
    """All parts by their names; None where they are more than `most` bytes."""
    parts, size = dict[str, bytes](), 0
    for part in package.infolist():
        parts[part.filename] = b"".join(_blocks(package, part, most - size))
        size += len(parts[part.filename])
        if size > most:
            return None
    return parts


def _blocks(package: zipfile.ZipFile, part: zipfile.ZipInfo, most: int) -> Iterator[bytes]:
    """What a part holds, whatever it says of its length, until it is more than `most`."""
    said, size = part.file_size, 0
    part.file_size = most + 1  # read on
    try:
        with package.open(part) as stream:
            while size <= most and (block := stream.read(BLOCK_BYTES)):
                size += len(block)
                yield block
    finally:
        part.file_size = said


def member_name(info: zipfile.ZipInfo) -> str:
    """As it was meant: names packed on Windows are in GBK, which ZIP takes for the letters of an old PC."""
    name = info.filename
    if not info.flag_bits & IN_UTF8:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            raw = name.encode("utf-8", "surrogateescape")
        name = readable_name(raw.decode("utf-8", "surrogateescape"))
    return "".join(letter if letter.isprintable() else "_" for letter in name.replace("\\", "/"))
