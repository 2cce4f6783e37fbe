"""Files that come in through the page: told by their content, kept under names of our own choosing."""

from pathlib import Path, PurePosixPath

from pingyi.ground.errors import FileError
from pingyi.workflow.scans.file_kinds import is_scan

UPLOADS = "uploads"
LONGEST_NAME = 120
JPEG, TIFF, JPEG_2000 = (b"\xff\xd8\xff",), (b"II*\x00", b"MM\x00*"), (b"\0\0\0\x0cjP  ", b"\xff\x4f\xff\x51")
BY_BRAND: tuple[bytes, ...] = ()  # told by what stands behind the first four bytes
SCAN_HEADS: dict[str, tuple[bytes, ...]] = {
    ".pdf": (b"%PDF-",),
    ".tif": TIFF,
    ".tiff": TIFF,
    ".jpg": JPEG,
    ".jpeg": JPEG,
    ".jfif": JPEG,
    ".png": (b"\x89PNG\r\n\x1a\n",),
    ".bmp": (b"BM",),
    ".gif": (b"GIF87a", b"GIF89a"),
    ".webp": (b"RIFF",),
    ".heic": BY_BRAND,
    ".heif": BY_BRAND,
    ".jp2": JPEG_2000,
    ".zip": (b"PK\x03\x04", b"PK\x05\x06"),
}
TABLE_HEADS: dict[str, tuple[bytes, ...]] = {
    ".xlsx": (b"PK\x03\x04",),
    ".xls": (b"\xd0\xcf\x11\xe0",),
    ".csv": (b"",),
}
FORM_HEADS: dict[str, tuple[bytes, ...]] = {
    ".docx": (b"PK\x03\x04",),
    ".doc": (b"\xd0\xcf\x11\xe0",),
    **{suffix: heads for suffix, heads in SCAN_HEADS.items() if suffix in (".pdf", ".jpg", ".jpeg", ".png")},
}
HEADS = {"scan": SCAN_HEADS, "table": TABLE_HEADS, "analysis": FORM_HEADS}


def safe_name(name: str) -> str:
    """The file's own name, without any path, as Windows and we can keep it. Raises FileError."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join("_" if letter in '<>:"|?*' or not letter.isprintable() else letter for letter in bare).strip(". ")
    if not kept or len(kept) > LONGEST_NAME or kept.startswith("~$"):
        raise FileError(f"文件名“{bare[:40]}”不能用；请改个短一点的名字再传")
    return kept


def check_kind(kind: str, name: str, head: bytes) -> None:
    """Raises FileError when the name or the first bytes are not of this kind."""
    heads = HEADS[kind].get(Path(name).suffix.lower())
    if heads is None:
        raise FileError(f"{name} 不是可收的文件；这里收 {'、'.join(suffix.lstrip('.') for suffix in HEADS[kind])}")
    fits = b"%PDF-" in head if heads == (b"%PDF-",) else head.startswith(heads) if heads else is_scan(head)
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    if not fits or markup:
        raise FileError(f"{name} 的内容与文件类型不符；请核对文件，或重新扫描、另存后再传")


def pile_folder(root: Path, account: str, pile: str) -> Path:
    """The folder in which one person's pile of files gathers. Raises FileError."""
    if not pile.isalnum() or len(pile) > 32 or not pile.isascii():
        raise FileError("上传的编号不对；请刷新页面再试")
    return root / UPLOADS / f"{account.encode().hex()[:40]}-{pile}"
