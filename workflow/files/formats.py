"""Which files are taken, by their endings, and how a file of each ending begins: one table for terminal and page."""

from collections.abc import Callable, Mapping

HEAD_BYTES = 1024  # enough to tell a file by
Begins = Callable[[bytes], bool]
"""Whether these are the first HEAD_BYTES of such a file."""

ZIP_HEADS = (b"PK\x03\x04", b"PK\x05\x06")
COMPOUND_HEAD = b"\xd0\xcf\x11\xe0"  # what Word, Excel and WPS wrote before .docx
TIFF_HEADS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
JPEG_2000_HEADS = (b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51")
BMP_SIZES = frozenset({12, 40, 52, 56, 64, 108, 124})  # of the header that follows 14 bytes
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})


def _pdf(head: bytes) -> bool:
    return b"%PDF-" in head


def _tiff(head: bytes) -> bool:
    return head.startswith(TIFF_HEADS)


def _jpeg(head: bytes) -> bool:
    return head.startswith(b"\xff\xd8\xff")


def _png(head: bytes) -> bool:
    return head.startswith(b"\x89PNG\r\n\x1a\n")


def _gif(head: bytes) -> bool:
    return head.startswith((b"GIF87a", b"GIF89a"))


def _bmp(head: bytes) -> bool:
    return head.startswith(b"BM") and int.from_bytes(head[14:18], "little") in BMP_SIZES


def _webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _heif(head: bytes) -> bool:
    return head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS


def _jpeg_2000(head: bytes) -> bool:
    return head.startswith(JPEG_2000_HEADS)


def _zip(head: bytes) -> bool:
    return head.startswith(ZIP_HEADS)


def _compound(head: bytes) -> bool:
    return head.startswith(COMPOUND_HEAD)


def _table(head: bytes) -> bool:
    """WPS writes its own either way."""
    return _zip(head) or _compound(head)


def _old_word(head: bytes) -> bool:
    """An RTF, or a .docx, may be called .doc or .wps."""
    return head.startswith((COMPOUND_HEAD, b"{\\rtf", *ZIP_HEADS))


def _anything(_: bytes) -> bool:
    return True


SCANS: Mapping[str, Begins] = {
    ".pdf": _pdf,
    **dict.fromkeys((".tif", ".tiff"), _tiff),
    **dict.fromkeys((".jpg", ".jpeg", ".jfif", ".jpe"), _jpeg),
    ".png": _png,
    ".bmp": _bmp,
    ".gif": _gif,
    ".webp": _webp,
    **dict.fromkeys((".heic", ".heif", ".hif"), _heif),
    **dict.fromkeys((".jp2", ".j2k", ".jpf", ".jpx"), _jpeg_2000),
}
PDF: Mapping[str, Begins] = {".pdf": SCANS[".pdf"]}
PACKED: Mapping[str, Begins] = {".zip": _zip}  # scans in it, or forms
WORDS: Mapping[str, Begins] = {
    **dict.fromkeys((".docx", ".docm", ".odt"), _zip),
    **dict.fromkeys((".doc", ".wps", ".rtf"), _old_word),
}
PROOF_FORMATS: Mapping[str, Begins] = {**SCANS, ".ofd": _zip}  # of awards, beside a returned 附件3
TEXT_TABLES = (".csv", ".txt", ".tsv")  # Excel's “Unicode 文本” is called .txt
TABLES: Mapping[str, Begins] = {
    ".xlsx": _zip, ".xls": _compound, **dict.fromkeys(TEXT_TABLES, _anything),
    ".xlsm": _zip, ".et": _table, ".ods": _zip, ".xlsb": _zip,
}  # fmt: skip


def listed(taken: Mapping[str, Begins]) -> str:
    """In words which files these are: of each kind of file one ending."""
    first: dict[Begins, str] = {}
    for suffix, begins in taken.items():
        first.setdefault(begins, suffix.lstrip("."))
    return "、".join(first.values())


def is_scan(head: bytes) -> bool:
    """Whether a file that begins like this is of a kind that is read, whatever it is called."""
    return any(begins(head) for begins in set(SCANS.values()))
