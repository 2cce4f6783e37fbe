"""Files the page offers: only those listed here, each known by an id, so that no path is ever asked for."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file
from pingyi.workflow.desk.seal import ARCHIVES

FOLDERS: dict[str, str] = {
    "forms": "印表",
    "analysis": "绩效分析表",
    "results": "结果",
    "印制": "印票",  # of a vote
    "review": "复核表",
    ARCHIVES: "归档",
}
AUDIT = "audit"  # offered apart: pictures of ballots are among its documents
BELOW = {"ballots": "评议表", "leaders": "领导评价表", "analysis": "绩效分析表", "plan": "工作方案", "daily": "日结单"}
HOTLINE_CHECK = "热线核对.xlsx"  # among the results
SUFFIXES = (".docx", ".pdf", ".xlsx")
SEALED = ".zip"  # among the archives alone


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file to be taken away; `id` is made from its place."""

    id: str
    path: Path
    folder: str  # Chinese: the folder below the first, or empty
    made: datetime
    bytes: int

    @property
    def size(self) -> str:
        """The size as people read it: MB with one decimal, or whole KB."""
        return f"{self.bytes / (1 << 20):.1f} MB" if self.bytes >= 1 << 20 else f"{max(1, self.bytes >> 10)} KB"


def documents(root: Path, folder: str) -> tuple[Document, ...]:
    """Every document below a folder, by name."""
    return tuple(_listed(root, root / folder))


def document(root: Path, wanted: str, folders: Iterable[str] = FOLDERS) -> Document:
    """The document with this id in one of these folders. Raises NotReadyError."""
    for folder in folders:
        for found in _listed(root, root / folder):
            if found.id == wanted:
                return found
    raise NotReadyError("没有这个文件；可能已重新生成，请刷新页面再试")


def packed(root: Path, folder: str, below: str, out: Path) -> int:
    """All documents of a folder (those `below` one of its own, if any is named) in one ZIP; how many."""
    found = [one for one in documents(root, folder) if not below or one.folder == below]
    with new_file(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in found:
            archive.write(one.path, one.path.relative_to(root / folder).as_posix())
    return len(found)


def _listed(root: Path, folder: Path) -> Iterator[Document]:
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        offered = (SEALED,) if folder.name == ARCHIVES else SUFFIXES
        if path.suffix.lower() in offered and path.is_file() and not path.is_symlink():
            about = path.stat()
            place = path.relative_to(root).as_posix()
            yield Document(
                id=hashlib.sha256(place.encode()).hexdigest()[:24],
                path=path,
                folder="/".join(BELOW.get(part, part) for part in path.parent.relative_to(folder).parts),
                made=datetime.fromtimestamp(about.st_mtime).astimezone(),
                bytes=about.st_size,
            )
