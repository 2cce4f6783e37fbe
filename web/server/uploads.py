"""Files that come in through the page: told by their content, kept under names of our own choosing."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import chain, count
from pathlib import Path, PurePosixPath

from pingyi.ground.errors import FileError
from pingyi.ground.foreign import FORBIDDEN, file_name
from pingyi.workflow.files.formats import PACKED, PDF, PROOF_FORMATS, SCANS, TABLES, WORDS

UPLOADS = "uploads"
LONGEST_NAME = 120
KINDS = {
    "scan": {**SCANS, **PACKED},
    "table": TABLES,
    "analysis": {**WORDS, **PACKED, **PROOF_FORMATS},
    "plan": WORDS,
    "bundle": PACKED,
    "form": {".docx": WORDS[".docx"]},
    "check": {**WORDS, **PDF},
}
_coming: set[Path] = set()  # names of files under way; the server's one loop alone looks here


def safe_name(name: str) -> str:
    """The file's own name, without any path, as Windows and we can keep it. Raises FileError."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    kept = "".join("_" if letter in FORBIDDEN or not letter.isprintable() else letter for letter in bare).strip(". ")
    if not kept or len(kept) > LONGEST_NAME or kept.startswith("~$"):
        raise FileError(f"文件名“{bare[:40]}”不能用；请改个短一点的名字再传")
    return file_name(PurePosixPath(kept).stem, PurePosixPath(kept).suffix)


@contextmanager
def own_name(folder: Path, name: str) -> Iterator[str]:
    """`name`, or one with a number where another file there, or on its way there, has it: Windows knows no case."""
    there = folder.iterdir() if folder.is_dir() else ()
    taken = {one.name.casefold() for one in (*there, *_coming) if one.parent == folder}
    plain = PurePosixPath(name)
    names = chain([name], (f"{plain.stem}（{number}）{plain.suffix}" for number in count(2)))
    free = folder / next(one for one in names if one.casefold() not in taken)
    _coming.add(free)
    try:
        yield free.name
    finally:
        _coming.discard(free)


def check_kind(kind: str, name: str, head: bytes) -> None:
    """Raises FileError when the name or the first bytes are not of this kind."""
    begins = KINDS[kind].get(Path(name).suffix.lower())
    if begins is None:
        taken = "、".join(suffix.lstrip(".") for suffix in KINDS[kind])
        raise FileError(f"{name} 不是可收的文件；请换成这里收的：{taken}")
    fits = begins(head)
    markup = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<"
    if not fits or markup:
        raise FileError(f"{name} 的内容与文件类型不符；请核对文件，或重新扫描、另存后再传")


def accepted(kind: str) -> str:
    """The endings of a kind as a browser's file dialogue wants them."""
    return ",".join(KINDS[kind])


def pile_folder(root: Path, account: str, pile: str) -> Path:
    """The folder in which one person's pile of files gathers. Raises FileError."""
    if not pile.isalnum() or len(pile) > 32 or not pile.isascii():
        raise FileError("上传的编号不对；请刷新页面再试")
    return root / UPLOADS / f"{account.encode().hex()[:40]}-{pile}"
