"""A zip that is its members and nothing else: stored, in a row from the first byte to the last, each once."""

import os
import struct
import zipfile
from typing import BinaryIO

END, END_BYTES = b"PK\x05\x06", 22
FAR_END, FAR_END_BYTES = b"PK\x06\x06", 76  # of a zip of more than 65,535 members or 2 GB, with its locator
FAR_FROM, FAR_MEMBERS = (1 << 31) - 1, (1 << 16) - 1
LOCAL, LOCAL_BYTES = b"PK\x03\x04", 30
LISTED_BYTES = 46  # of a member in the list, without its name
MOST_LIST_BYTES = 32 << 20  # some 300,000 members; of the shortest there are, half a million, in 400 MB
SIZES_TAG = 1  # of the only field a member may have more: its size, where 32 bits do not hold it
UTF8 = 0x800  # the only flag


def framed(stream: BinaryIO) -> zipfile.ZipFile:
    """
    Open a zip that was written with nothing before, between or behind its members and none of them packed.

    What it unpacks to is then no more than it is, and no other program finds other members in it. Raises BadZipFile
    saying what is not so (Chinese).
    """
    try:
        return _framed(stream)
    except (NotImplementedError, ValueError, struct.error) as error:
        raise zipfile.BadZipFile(str(error)) from error


def _framed(stream: BinaryIO) -> zipfile.ZipFile:
    listed, members = _list(stream, stream.seek(0, os.SEEK_END))
    archive = zipfile.ZipFile(stream)
    entries = archive.infolist()
    at = sum(LISTED_BYTES + len(entry.orig_filename.encode()) + len(entry.extra) for entry in entries)
    if len(entries) != members or at != listed or len(archive.NameToInfo) != members:
        raise zipfile.BadZipFile("文件清单有重复或多余的内容")
    at = 0
    for entry in entries:
        at = _end_of(stream, entry, at)
    if at != archive.start_dir:
        raise zipfile.BadZipFile("最后一个文件和清单之间有多余的内容")
    return archive


def _list(stream: BinaryIO, size: int) -> tuple[int, int]:
    """Bytes of the list of members and how many it says it has; behind it there is only the end."""
    stream.seek(max(0, size - END_BYTES))
    end = stream.read(END_BYTES)
    if len(end) != END_BYTES or not end.startswith(END) or end[-2:] != b"\0\0":
        raise zipfile.BadZipFile("结尾不是压缩包的结尾：不是压缩包，没有拷完，或后面有多余的内容")
    members, listed, start = struct.unpack("<HLL", end[10:20])
    behind = END_BYTES
    stream.seek(max(0, size - END_BYTES - FAR_END_BYTES))
    far = stream.read(FAR_END_BYTES)
    if far.startswith(FAR_END) and (members == FAR_MEMBERS or start >= FAR_FROM):
        members, listed, start = struct.unpack("<QQQ", far[32:56])
        behind += FAR_END_BYTES
    if listed > MOST_LIST_BYTES or start + listed + behind != size:
        raise zipfile.BadZipFile("压缩包前面或清单后面有多余的内容，或没有拷完")
    return listed, members


def _end_of(stream: BinaryIO, entry: zipfile.ZipInfo, at: int) -> int:
    """Where a member that begins `at` this byte ends; its own head says what the list says."""
    stream.seek(at)
    head = stream.read(LOCAL_BYTES)
    if entry.header_offset != at or len(head) != LOCAL_BYTES or not head.startswith(LOCAL):
        raise zipfile.BadZipFile("压缩包里的文件之间或前面有多余的内容")
    flags, packed = struct.unpack("<HH", head[6:10])
    name, more = int.from_bytes(head[26:28], "little"), int.from_bytes(head[28:30], "little")
    listed = entry.orig_filename.encode()
    same = name == len(listed) and stream.read(name) == listed and flags == entry.flag_bits
    same = same and entry.filename == entry.orig_filename
    plain = not packed and entry.compress_type == zipfile.ZIP_STORED and entry.compress_size == entry.file_size
    extra = stream.read(more)
    if not same or not plain or entry.flag_bits not in (0, UTF8) or not (_sizes(extra) and _sizes(entry.extra)):
        raise zipfile.BadZipFile(f"{entry.filename[:60]!r} 是压缩或加密的，或两处所记不同：不是这样封存的")
    return at + LOCAL_BYTES + name + more + entry.file_size


def _sizes(extra: bytes) -> bool:
    return not extra or (len(extra) <= 4 + 24 and struct.unpack("<HH", extra[:4]) == (SIZES_TAG, len(extra) - 4))
