"""How large an office file's parts really are: a zip's headers may lie."""

import os
import zipfile
from typing import BinaryIO

BLOCK_BYTES = 1 << 20
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
        said = part.file_size
        part.file_size = most + 1  # read on, whatever it says
        try:
            with package.open(part) as stream:
                while size <= most and (block := stream.read(BLOCK_BYTES)):
                    size += len(block)
        finally:
            part.file_size = said
        if size > most:
            break
    return size
