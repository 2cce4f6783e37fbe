"""A scan kept as evidence, without what it says beside its pictures: who scanned it, when, and with which machine."""

import shutil
from itertools import zip_longest
from pathlib import Path

import pikepdf
from PIL import Image, ImageSequence, TiffImagePlugin, UnidentifiedImageError

KEPT_SEGMENTS = frozenset({0xE0, 0xEE})  # APP0 (JFIF: resolution) and APP14 (Adobe: how the colours are stored)
APPLICATION, COMMENT, START_OF_SCAN = range(0xE0, 0xF0), 0xFE, 0xDA
DROPPED_KEYS = ("/Metadata", "/PieceInfo", "/LastModified")
UNOPENABLE = (
    pikepdf.PdfError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    OSError,
    SyntaxError,
    ValueError,
    TypeError,  # Pillow and qpdf on damaged entries
)


def write_clean(source: Path, target: Path) -> None:
    """
    The same pages, pixel for pixel, without metadata; a plain copy where that cannot be had.

    What cannot be opened is kept as it came: evidence goes before tidiness. Raises OSError when `target` cannot be
    written.
    """
    try:
        done = _write(source, target)
    except UNOPENABLE:
        done = False
    if not done:
        shutil.copyfile(source, target)


def _write(source: Path, target: Path) -> bool:
    with source.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head:
        _pdf(source, target)
    elif head.startswith(b"\xff\xd8"):
        target.write_bytes(bare_jpeg(source.read_bytes()))
    else:
        return _recoded(source, target)
    return True


def _pdf(source: Path, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                for key in DROPPED_KEYS:
                    if key in found:
                        del found[key]
            if isinstance(found, pikepdf.Stream) and found.get("/Filter") == pikepdf.Name.DCTDecode:
                _clean_picture(found)
        pdf.save(target, deterministic_id=True)


def _clean_picture(stream: pikepdf.Stream) -> None:
    raw = stream.read_raw_bytes()
    bare = bare_jpeg(raw)
    if bare != raw:
        parms = stream.get("/DecodeParms")
        stream.write(
            bare,
            filter=pikepdf.Name.DCTDecode,
            decode_parms=parms if isinstance(parms, pikepdf.Dictionary) else None,
        )


def bare_jpeg(data: bytes) -> bytes:
    """Without comments and the segments that programs and cameras add. Raises ValueError when it is cut short."""
    kept, at = [data[:2]], 2
    while data[at : at + 1] == b"\xff" and data[at + 1] != START_OF_SCAN:
        marker, end = data[at + 1], at + 2 + int.from_bytes(data[at + 2 : at + 4])
        if end > len(data) or end < at + 4:
            raise ValueError("a JPEG ends within a segment")
        if marker != COMMENT and (marker not in APPLICATION or marker in KEPT_SEGMENTS):
            kept.append(data[at:end])
        at = end
    return b"".join([*kept, data[at:]])


def _recoded(source: Path, target: Path) -> bool:
    """TIFF and PNG written anew without loss; False when it is neither, or any pixel would differ."""
    with Image.open(source) as picture:
        if picture.format == "PNG":
            _bare(picture).save(target, "PNG", dpi=picture.info.get("dpi", (0, 0)))
        elif picture.format == "TIFF":
            with TiffImagePlugin.AppendingTiffWriter(target, new=True) as out:
                for frame in ImageSequence.Iterator(picture):
                    packed = "group4" if frame.mode == "1" else "tiff_adobe_deflate"
                    _bare(frame).save(out, "TIFF", compression=packed, dpi=frame.info.get("dpi", (0, 0)))
                    out.newFrame()
        else:
            return False
    return _same_pixels(source, target)


def _bare(frame: Image.Image) -> Image.Image:
    copy = frame.copy()
    copy.info = {}
    return copy


def _same_pixels(source: Path, target: Path) -> bool:
    with Image.open(source) as one, Image.open(target) as other:
        pairs = zip_longest(ImageSequence.Iterator(one), ImageSequence.Iterator(other))
        return all(a and b and a.convert("L").tobytes() == b.convert("L").tobytes() for a, b in pairs)
