"""Pictures as bytes without what programs and machines write beside the pixels; the coded pixels are never touched."""

import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from pingyi.scanner.kept.bare_photo import EXIF, upright_only

# ---- JPEG (ITU T.81) ----

JFIF, ADOBE = b"\xff\xe0", b"\xff\xee"  # resolution; how the colours are stored
APPLICATION, COMMENT = range(0xE0, 0xF0), 0xFE
ALONE = frozenset({0x01, *range(0xD0, 0xD9)})  # markers without a length
START_OF_SCAN, END = 0xDA, 0xD9
AFTER_CODE = re.compile(rb"\xff+[^\x00\xd0-\xd7\xff]")  # the next marker behind coded pixels


def bare_jpeg(data: bytes) -> bytes:
    """Without comments, Exif, XMP, profiles, previews, anything behind its end. Raises ValueError when cut short."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff":
        marker = data[at + 1] if at + 1 < len(data) else END
        if marker == END or marker in ALONE or marker == 0xFF:
            kept.append(data[at : at + (1 if marker == 0xFF else 2)])
            if marker == END:
                return b"".join(kept)
            at += 1 if marker == 0xFF else 2
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise ValueError("a JPEG ends within a segment")
        kept.append(_jpeg_segment(data[at:end], marker))
        at = end
        if marker == START_OF_SCAN:
            found = AFTER_CODE.search(data, at)
            stop = found.end() - 2 if found else len(data)
            kept.append(data[at:stop])
            at = stop
    return b"".join(kept)


def _jpeg_segment(segment: bytes, marker: int) -> bytes:
    if segment.startswith(JFIF) and segment[4:9] == b"JFIF\0":
        return segment[:2] + struct.pack(">H", 16) + segment[4:16] + b"\0\0"  # without its thumbnail
    if segment[4:10] == EXIF:
        turned = upright_only(segment[10:])
        return segment[:2] + struct.pack(">H", 2 + len(EXIF + turned)) + EXIF + turned if turned else b""
    if marker == COMMENT or (marker in APPLICATION and not (segment.startswith(ADOBE) and segment[4:9] == b"Adobe")):
        return b""
    return segment


# ---- JPEG 2000 (ITU T.800) ----

JP2_MAGIC = b"\0\0\0\x0cjP  \r\n\x87\n"
CODE_MAGIC = b"\xff\x4f\xff\x51"
DROPPED_BOXES = frozenset({b"xml ", b"uuid", b"uinf", b"url "})
CODE_BOX, CODE_COMMENT, START_OF_TILE = b"jp2c", 0x64, 0x90


def bare_jpx(data: bytes) -> bytes:
    """Without boxes of XML and UUID, and comments in the code's head. Raises ValueError when it is cut short."""
    if data.startswith(CODE_MAGIC):
        return _bare_code(data)
    return b"".join(_boxes(data))


def _boxes(data: bytes) -> Iterator[bytes]:
    at = 0
    while at < len(data):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        head = 8
        if length == 1:
            length, head = int.from_bytes(data[at + 8 : at + 16]), 16
        end = at + length if length else len(data)
        if end > len(data) or end < at + head:
            raise ValueError("a JPEG 2000 ends within a box")
        if kind == CODE_BOX:
            code = _bare_code(data[at + head : end])
            yield struct.pack(">I4s", 8 + len(code), kind) + code
        elif kind not in DROPPED_BOXES:
            yield data[at:end]
        at = end


def _bare_code(data: bytes) -> bytes:
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != START_OF_TILE:
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise ValueError("a JPEG 2000 ends within a marker")
        if data[at + 1] != CODE_COMMENT:
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


# ---- PNG (ISO 15948) ----

PNG_MAGIC = b"\x89PNG\r\n\x1a\n"
KEPT_CHUNKS = frozenset({b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"pHYs"})


def bare_png(data: bytes) -> bytes:
    """Without texts, times, Exif, profiles and anything behind its end. Raises ValueError on a damaged one."""
    kept, at = [PNG_MAGIC], len(PNG_MAGIC)
    while True:
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        end = at + 12 + length
        if end > len(data) or zlib.crc32(data[at + 4 : end - 4]) != int.from_bytes(data[end - 4 : end]):
            raise ValueError("a PNG is damaged")
        if kind in KEPT_CHUNKS:
            kept.append(data[at:end])
        elif kind == b"eXIf" and (turned := upright_only(data[at + 8 : end - 4])):
            kept.append(struct.pack(">I", len(turned)) + kind + turned + struct.pack(">I", zlib.crc32(kind + turned)))
        if kind == b"IEND":
            return b"".join(kept)
        at = end


# ---- TIFF 6.0 ----

TIFF_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}  # bytes by type
SHORT, LONG = 3, 4
OFFSETS = {273: 279, 324: 325}  # of strips and tiles, with the tag of their lengths
KEPT_TAGS = frozenset(
    {
        *(254, 255, 256, 257, 258, 259, 262, 266, 274, 277, 278, 282, 283, 284, 292, 293, 296, 317, 320, 322, 323),
        *(338, 339, 347, 530, 531, 532, *OFFSETS, *OFFSETS.values()),
    }
)  # what the picture is; not 269 to 272, 285, 305, 306, 315, 316, 700, 34665, 34853 and whatever else a maker adds
COMPRESSION, JPEG_STRIPS, JPEG_TABLES = 259, 7, 347
MOST_FRAMES = 20_000


@dataclass(frozen=True, slots=True)
class _Field:
    tag: int
    kind: int
    count: int
    value: bytes


def bare_tiff(data: bytes) -> bytes:
    """
    Every page with its coded strips and the tags that say how to decode them.

    Raises ValueError, KeyError or struct.error on what is no plain TIFF (BigTIFF, JPEG of the old kind, damage).
    """
    order = {b"II*\0": "<", b"MM\0*": ">"}[data[:4]]
    out, link = bytearray(data[:4] + b"\0\0\0\0"), 4
    for number, fields in enumerate(_frames(data, order)):
        if number == MOST_FRAMES:
            raise ValueError("a TIFF without end")
        place = _add_frame(out, data, fields, order)
        struct.pack_into(f"{order}I", out, link, place)
        link = place + 2 + 12 * len(fields)
    return bytes(out)


def _frames(data: bytes, order: str) -> Iterator[dict[int, _Field]]:
    (at,) = struct.unpack_from(f"{order}I", data, 4)
    while at:
        (count,) = struct.unpack_from(f"{order}H", data, at)
        entries = (_field(data, order, at + 2 + 12 * number) for number in range(count))
        yield {field.tag: field for field in entries if field is not None}
        (at,) = struct.unpack_from(f"{order}I", data, at + 2 + 12 * count)


def _field(data: bytes, order: str, at: int) -> _Field | None:
    tag, kind, count = struct.unpack_from(f"{order}HHI", data, at)
    if tag not in KEPT_TAGS:
        return None
    length = TIFF_SIZES[kind] * count
    place = at + 8 if length <= 4 else struct.unpack_from(f"{order}I", data, at + 8)[0]
    if place + length > len(data):
        raise ValueError("a TIFF ends within a field")
    return _Field(tag, kind, count, data[place : place + length])


def _add_frame(out: bytearray, data: bytes, fields: dict[int, _Field], order: str) -> int:
    """Strips, long values, directory; where the directory starts. `fields` are replaced by what is written."""
    (offsets,) = (tag for tag in OFFSETS if tag in fields)  # ValueError: none, or both
    jpeg = _numbers(fields[COMPRESSION], order)[0] == JPEG_STRIPS if COMPRESSION in fields else False
    places, lengths = _numbers(fields[offsets], order), _numbers(fields[OFFSETS[offsets]], order)
    moved = []
    for place, length in zip(places, lengths, strict=True):
        if place + length > len(data):
            raise ValueError("a TIFF ends within a strip")
        strip = data[place : place + length]
        moved.append((_append(out, bare_jpeg(strip) if jpeg else strip), len(bare_jpeg(strip)) if jpeg else length))
    for tag, values in zip((offsets, OFFSETS[offsets]), zip(*moved, strict=True), strict=True):
        fields[tag] = _Field(tag, LONG, len(values), struct.pack(f"{order}{len(values)}I", *values))
    if jpeg and JPEG_TABLES in fields:
        tables = bare_jpeg(fields[JPEG_TABLES].value)
        fields[JPEG_TABLES] = _Field(JPEG_TABLES, fields[JPEG_TABLES].kind, len(tables), tables)
    entries = b"".join(_entry(out, fields[tag], order) for tag in sorted(fields))
    return _append(out, struct.pack(f"{order}H", len(fields)) + entries + b"\0\0\0\0")


def _numbers(field: _Field, order: str) -> tuple[int, ...]:
    return struct.unpack(f"{order}{field.count}{ {SHORT: 'H', LONG: 'I'}[field.kind] }", field.value)


def _entry(out: bytearray, field: _Field, order: str) -> bytes:
    inline = len(field.value) <= 4
    value = field.value.ljust(4, b"\0") if inline else struct.pack(f"{order}I", _append(out, field.value))
    return struct.pack(f"{order}HHI", field.tag, field.kind, field.count) + value


def _append(out: bytearray, data: bytes) -> int:
    """At an even place, which is given back."""
    out.extend(b"\0" * (len(out) % 2))
    place = len(out)
    out.extend(data)
    return place
