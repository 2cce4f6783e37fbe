"""GIF, WebP and HEIC without what programs and telephones write beside the pixels; of Exif only which way is up."""

import struct
from collections.abc import Iterator

import pi_heif
from PIL import Image

# ---- Exif: the one tag that changes how a picture is shown ----

EXIF, ORIENTATION, SHORT = b"Exif\0\0", 0x0112, 3
NO_EXIF = EXIF + b"MM\0*" + struct.pack(">IHI", 8, 0, 0)  # says nothing, and can be read


def upright_only(exif: bytes) -> bytes:
    """An Exif block (TIFF, without its name) that holds the orientation alone; empty where that is the usual one."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return b""
    try:
        (at,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, at)
        for number in range(count):
            tag, kind, _, value = struct.unpack_from(f"{order}HHIH", exif, at + 2 + 12 * number)
            if tag == ORIENTATION and kind == SHORT and 2 <= value <= 8:
                return b"MM\0*" + struct.pack(">IHHHIHHI", 8, 1, ORIENTATION, SHORT, 1, value, 0, 0)
    except struct.error:
        return b""
    return b""


# ---- GIF 89a ----

GIF_HEADS = (b"GIF87a", b"GIF89a")
BLOCK, PICTURE, GIF_END, GRAPHIC = 0x21, 0x2C, 0x3B, 0xF9


def bare_gif(data: bytes) -> bytes:
    """Without comments, texts and what programs add. Raises IndexError or ValueError on a damaged one."""
    at = 13 + _palette(data[10])
    kept = [data[:at]]
    while data[at] != GIF_END:
        start = at
        if data[at] == BLOCK:
            wanted, at = data[at + 1] == GRAPHIC, at + 2
        elif data[at] == PICTURE:
            wanted, at = True, at + 11 + _palette(data[at + 9])
        else:
            raise ValueError("a GIF is damaged")
        while data[at]:
            at += 1 + data[at]
        at += 1
        if wanted:
            kept.append(data[start:at])
    return b"".join([*kept, bytes([GIF_END])])


def _palette(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


# ---- WebP (RIFF) ----

RIFF = b"RIFF"
WEBP_KEPT = frozenset({b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF"})
WEBP_FLAGS = 0x20 | 0x08 | 0x04  # a profile, Exif, XMP follow
WEBP_EXIF = 0x08


def bare_webp(data: bytes) -> bytes:
    """Without profile, Exif and XMP. Raises ValueError when it is cut short, or no WebP."""
    if data[8:12] != b"WEBP":
        raise ValueError("RIFF, but no picture")
    chunks = list(_chunks(data))
    turned = next((upright_only(body.removeprefix(EXIF)) for name, body in chunks if name == b"EXIF"), b"")
    kept = []
    for name, body in chunks:
        if name == b"VP8X":
            flags = body[0] & ~WEBP_FLAGS | (WEBP_EXIF if turned else 0)
            kept.append((name, bytes([flags]) + body[1:]))
        elif name in WEBP_KEPT:
            kept.append((name, body))
    if turned:
        kept.append((b"EXIF", turned))
    packed = b"".join(name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2) for name, body in kept)
    return RIFF + struct.pack("<I", 4 + len(packed)) + b"WEBP" + packed


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at, end = 12, 8 + int.from_bytes(data[4:8], "little")
    if end > len(data):
        raise ValueError("a WebP ends within a chunk")
    while at < end:
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        if at + 8 + size > end:
            raise ValueError("a WebP ends within a chunk")
        yield data[at : at + 4], data[at + 8 : at + 8 + size]
        at += 8 + size + size % 2


# ---- HEIC: what stands where is told by offsets, so that nothing may move ----


def bare_heif(data: bytes) -> bytes:
    """With zeros for Exif and XMP. Raises ValueError where they cannot be found in one piece."""
    try:
        found = pi_heif.open_heif(data, convert_hdr_to_8bit=False)
        blocks = [image.info.get(name) for image in found for name in ("exif", "xmp")]
        blocks += [one.get("data") for image in found for one in image.info.get("metadata", [])]
    except (RuntimeError, Image.DecompressionBombError) as error:
        raise ValueError("a HEIC is damaged") from error
    for block in {one for one in blocks if one}:
        if block not in data:
            raise ValueError("what a HEIC says beside its picture lies in pieces")
        data = data.replace(block, (NO_EXIF if block.startswith(EXIF) else b"").ljust(len(block), b"\0")[: len(block)])
    return data
