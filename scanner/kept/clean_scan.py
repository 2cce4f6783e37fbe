"""A scan kept as evidence, without what it says beside its pictures: who scanned it, when, and with which machine."""

import shutil
import struct
import zlib
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path

import pikepdf
from PIL import Image, ImageSequence, TiffImagePlugin, UnidentifiedImageError

from pingyi.scanner.kept.bare_photo import GIF_HEADS, RIFF, bare_gif, bare_heif, bare_webp
from pingyi.scanner.kept.bare_picture import CODE_MAGIC, JP2_MAGIC, PNG_MAGIC, bare_jpeg, bare_jpx, bare_png, bare_tiff

BARE: dict[bytes, Callable[[bytes], bytes]] = {
    b"\xff\xd8\xff": bare_jpeg,
    PNG_MAGIC: bare_png,
    b"II*\0": bare_tiff,
    b"MM\0*": bare_tiff,
    JP2_MAGIC: bare_jpx,
    CODE_MAGIC: bare_jpx,
    **dict.fromkeys(GIF_HEADS, bare_gif),
    RIFF: bare_webp,
    b"BM": bytes,  # a BMP says nothing beside its picture
}
BRAND_AT, BRAND = 4, b"ftyp"  # of a HEIC
KEPT_IN_ROOT = frozenset({"/Type", "/Pages", "/OCProperties", "/AcroForm"})  # no titles, attachments, scripts, outlines
DROPPED_KEYS = ("/Metadata", "/PieceInfo", "/LastModified", "/CreationDate", "/ModDate", "/Thumb")
DROPPED_OF_A_NOTE = ("/T", "/M", "/NM", "/Contents", "/RC", "/Subj")  # author and moment; how it looks stays
FLATE, BARE_IN_PDF = "/FlateDecode", {"/DCTDecode": bare_jpeg, "/JPXDecode": bare_jpx}
NOT_PLAIN = (ValueError, KeyError, IndexError, struct.error)
UNOPENABLE = (
    pikepdf.PdfError,
    UnidentifiedImageError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
    OSError,
    SyntaxError,
    TypeError,  # Pillow and qpdf on damaged entries
    zlib.error,
    *NOT_PLAIN,
)


def write_clean(source: Path, target: Path) -> bool:
    """
    The same pages, pixel for pixel, without metadata; whether that could be had, else nothing of use is at `target`.

    The same file always gives the same bytes. Raises OSError when `target` cannot be written.
    """
    try:
        content = _clean(source, target)
    except UNOPENABLE:
        return False
    if content is not None:
        target.write_bytes(content)
    return target.exists()


def write_as_it_came(source: Path, target: Path) -> None:
    """What cannot be opened: evidence goes before tidiness. Raises OSError when `target` cannot be written."""
    shutil.copyfile(source, target)


def _clean(source: Path, target: Path) -> bytes | None:
    """The new content; None when it stands at `target` already, or cannot be had."""
    with source.open("rb") as stream:
        head = stream.read(1024)
    if b"%PDF-" in head:
        _pdf(source, target)
        return None
    bare = next((bare for magic, bare in BARE.items() if head.startswith(magic)), None)
    if head[BRAND_AT:].startswith(BRAND):
        bare = bare_heif
    try:
        return bare(source.read_bytes()) if bare else None
    except NOT_PLAIN:
        if not _recoded(source, target):
            target.unlink(missing_ok=True)
        return None


# ---- PDF ----


def _pdf(source: Path, target: Path) -> None:
    with pikepdf.open(source) as pdf:
        if "/Info" in pdf.trailer:
            del pdf.trailer["/Info"]
        _drop(pdf.Root, [key for key in pdf.Root.keys() if key not in KEPT_IN_ROOT])  # noqa: SIM118 - not a mapping
        for page in pdf.pages:
            for note in page.obj.get("/Annots", ()):
                _drop(note, [key for key in DROPPED_OF_A_NOTE if key not in _shown(note)])
        for found in pdf.objects:
            if isinstance(found, pikepdf.Dictionary | pikepdf.Stream):
                _drop(found, DROPPED_KEYS)
            if isinstance(found, pikepdf.Stream):
                _clean_picture(found)
        pdf.save(target, deterministic_id=True)


def _shown(note: pikepdf.Object) -> tuple[str, ...]:
    """What says how a note looks: a field is known by its title, which no person gave; words may be all there is."""
    match note.get("/Subtype"):
        case "/Widget":
            return ("/T",)
        case "/FreeText" if "/AP" not in note:
            return ("/Contents", "/RC")
        case _:
            return ()


def _drop(found: pikepdf.Object, keys: list[str] | tuple[str, ...]) -> None:
    for key in keys:
        if key in found:
            del found[key]


def _clean_picture(stream: pikepdf.Stream) -> None:
    """Pictures in PDFs are whole files; some programs pack them once more."""
    named = stream.get("/Filter")
    filters = [str(one) for one in named] if isinstance(named, pikepdf.Array) else [str(named)]
    if not filters or filters[-1] not in BARE_IN_PDF or any(name != FLATE for name in filters[:-1]):
        return
    raw = stream.read_raw_bytes()
    for _ in filters[:-1]:
        raw = zlib.decompress(raw)
    try:
        clean = BARE_IN_PDF[filters[-1]](raw)
    except NOT_PLAIN:  # a damaged picture stays as it is: the rest of its file is clean
        return
    if clean != raw:
        parms = stream.get("/DecodeParms")
        last = parms[-1] if isinstance(parms, pikepdf.Array) and len(parms) else parms
        kept = last if isinstance(last, pikepdf.Dictionary) else None
        stream.write(clean, filter=pikepdf.Name(filters[-1]), decode_parms=kept)


# ---- pictures that are not plain ----


def _recoded(source: Path, target: Path) -> bool:
    """An odd TIFF written anew without loss; False when it is none, or any pixel would differ."""
    with (
        Image.open(source, formats=("TIFF",)) as picture,
        TiffImagePlugin.AppendingTiffWriter(target, new=True) as out,
    ):
        for frame in ImageSequence.Iterator(picture):
            packed = "group4" if frame.mode == "1" else "tiff_adobe_deflate"
            bare = frame.copy()
            bare.info = {}
            bare.save(out, "TIFF", compression=packed, dpi=frame.info.get("dpi", (0, 0)))
            out.newFrame()
    return _same_pixels(source, target)


def _same_pixels(source: Path, target: Path) -> bool:
    with Image.open(source) as one, Image.open(target) as other:
        pairs = zip_longest(ImageSequence.Iterator(one), ImageSequence.Iterator(other))
        return all(a and b and a.convert("L").tobytes() == b.convert("L").tobytes() for a, b in pairs)
