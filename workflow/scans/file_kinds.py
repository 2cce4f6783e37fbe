"""What a file is before it is opened, by its first bytes and its name: a scan, a ZIP, something else on purpose."""

from enum import Enum
from pathlib import PurePath

HEAD_BYTES = 1024
SCAN_SUFFIXES = frozenset(
    {".pdf", ".tif", ".tiff", ".jpg", ".jpeg", ".jfif", ".jpe", ".png", ".bmp", ".gif", ".webp"}
    | {".heic", ".heif", ".hif", ".jp2", ".j2k", ".jpf", ".jpx"}
)
SCANS_LISTED = "pdf、tif、jpg、png、bmp、gif、webp、heic、jp2、zip"
HEADS = (
    *(b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"II*\0", b"MM\0*", b"II+\0", b"MM\0+", b"GIF87a", b"GIF89a"),
    *(b"\0\0\0\x0cjP  \r\n\x87\n", b"\xff\x4f\xff\x51"),
)
BMP_HEAD, BMP_SIZES = b"BM", frozenset({12, 40, 52, 56, 64, 108, 124})  # of the header that follows 14 bytes
HEIF_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
ZIP_SUFFIX = ".zip"
OTHER_SUFFIXES = frozenset({
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".rtf", ".odt", ".wps", ".wpt", ".xls", ".xlsx", ".xlsm", ".xlsb",
    ".csv", ".tsv", ".et", ".ett", ".ods", ".ppt", ".pptx", ".pps", ".dps", ".odp", ".txt", ".md", ".log", ".json",
    ".jsonl", ".xml", ".ini", ".toml", ".yaml", ".yml", ".cfg", ".htm", ".html", ".mht", ".eml", ".msg", ".db",
    ".sqlite", ".lnk", ".url", ".exe", ".dll", ".msi", ".bat", ".cmd", ".ps1", ".sh", ".py", ".mp3", ".wav", ".m4a",
    ".ttf", ".otf",
})  # fmt: skip  # no scan has such a name
OTHER_NAMES = frozenset({"thumbs.db", "desktop.ini"})
OTHER_STARTS = ("~$", ".")  # an open Office file's companion; what systems hide


class FileKind(Enum):
    """What is done with a file found in a folder."""

    SCAN = "scan"
    ZIP = "zip"
    OTHER = "other"  # clearly none: named, and no fault
    STRANGE = "strange"  # it may be a scan that cannot be read: a page for people


def file_kind(name: str, head: bytes) -> FileKind:
    """By its first HEAD_BYTES where they tell, else by its name."""
    path = PurePath(name)
    bare, suffix = path.name.lower(), path.suffix.lower()
    if is_scan(head):
        return FileKind.SCAN
    if suffix in OTHER_SUFFIXES or bare in OTHER_NAMES or bare.startswith(OTHER_STARTS):
        return FileKind.OTHER
    if suffix == ZIP_SUFFIX:
        return FileKind.ZIP
    return FileKind.SCAN if suffix in SCAN_SUFFIXES else FileKind.STRANGE


def is_scan(head: bytes) -> bool:
    """Whether a file that begins like this is of a kind that is read."""
    if head.startswith(HEADS) or b"%PDF-" in head:
        return True
    if head.startswith(BMP_HEAD):
        return int.from_bytes(head[14:18], "little") in BMP_SIZES
    if head[:4] == b"RIFF":
        return head[8:12] == b"WEBP"
    return head[4:8] == b"ftyp" and head[8:12] in HEIF_BRANDS
