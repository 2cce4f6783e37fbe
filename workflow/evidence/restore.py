"""`pingyi restore`: a sealed archive back to a workspace that gives the same results, bit for bit."""

import hashlib
import json
import shutil
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pingyi.ground.errors import ArchiveError, FileError
from pingyi.ground.foreign import inside
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import build, content_digest
from pingyi.workflow.desk.seal import MANIFEST, SIGNATURE, signed_by
from pingyi.workflow.desk.workspace import CAMPAIGN, Workspace, open_workspace
from pingyi.workflow.evidence.archive import FILES, FORMAT, PLACES, TABLES

PIECE = 1 << 20
MOST_BYTES = 64 << 20  # of a manifest: more is no manifest
OTHER_COPY = "请换另一份副本；都这样的，请封存的单位重新封存、核对通报上的校验值"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenArchive:
    """A sealed file whose manifest, signature and every byte have been checked."""

    path: Path
    zip: zipfile.ZipFile
    manifest: dict[str, Any]

    @property
    def names(self) -> tuple[str, ...]:
        """Of the files in it."""
        return tuple(self.manifest["files"])


@contextmanager
def opened(path: Path, kind: str = FORMAT) -> Iterator[OpenArchive]:
    """
    Open and check a sealed file of this kind.

    Raises ArchiveError naming the first thing that is not as sealed, FileError.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            yield OpenArchive(path=path, zip=archive, manifest=_checked(path, archive, kind))
    except FileNotFoundError as error:
        raise FileError(f"找不到归档文件 {path}；请核对路径") from error
    except (zipfile.BadZipFile, NotImplementedError, EOFError) as error:
        raise ArchiveError(f"{path.name} 的压缩包结构已损坏（{error}）；{OTHER_COPY}") from error


def sealing_key(path: Path) -> str:
    """The public key (hex) that sealed a file which was `opened` before. Raises FileError, ArchiveError."""
    with zipfile.ZipFile(path) as archive:
        return str(json.loads(archive.read(MANIFEST))["key"])


def restore(archives: tuple[Path, ...], folder: Path) -> Workspace:
    """
    Make `folder` the workspace that was sealed; archives are one file, or the results and the pictures.

    Raises ArchiveError when anything is not as sealed or the pictures are those of other results, FileError.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder} 已有内容，没有改动；请换一个新的或空的文件夹")
    part = folder.with_name(f"{folder.name}.part")
    if part.exists():
        raise FileError(f"{part} 是上次没有恢复完的；请删去后再试")
    try:
        _restore(archives, part)
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return open_workspace(folder)


def _restore(archives: tuple[Path, ...], folder: Path) -> None:
    first, *others = archives
    with opened(first) as results:
        if results.manifest["pictures"] == "only":
            raise ArchiveError(f"{first.name} 只有票面图像；请先写结果归档，再写票面归档")
        folder.mkdir(parents=True)
        _unpack(results, folder)
        tables = _tables(results)
        for path in others:
            with opened(path) as pictures:
                _check_pair(results, pictures)
                _unpack(pictures, folder)
                tables |= _tables(pictures)
        placed = {name.removesuffix(PLACES): tables.pop(name) for name in list(tables) if name.endswith(PLACES)}
        tables |= placed
        build(folder / "pingyi.db", results.manifest["schema"], tables.items())
        if not (folder / CAMPAIGN).is_file():
            raise ArchiveError(f"{first.name} 里没有 {CAMPAIGN}，恢复不成工作目录；{OTHER_COPY}")
        _check_content(results, folder, whole=bool(placed))


def _check_content(results: OpenArchive, folder: Path, *, whole: bool) -> None:
    with Store(folder / "pingyi.db", folder / "crops") as store:
        if whole and content_digest(store) != results.manifest["content"]:
            raise ArchiveError(f"{results.path.name} 恢复出的数据库与归档时不同；归档文件的表被改动过；{OTHER_COPY}")


def _check_pair(results: OpenArchive, pictures: OpenArchive) -> None:
    if pictures.manifest["files"] != results.manifest.get("apart"):
        raise ArchiveError(f"{pictures.path.name} 不是 {results.path.name} 的票面归档；请核对两个文件")


def _checked(path: Path, archive: zipfile.ZipFile, kind: str) -> dict[str, Any]:
    names = archive.namelist()
    if names[:2] != [MANIFEST, SIGNATURE]:
        raise ArchiveError(f"{path.name} 不是 pingyi 的归档文件（缺清单或签名）；请核对文件")
    if archive.getinfo(MANIFEST).file_size > MOST_BYTES:
        raise ArchiveError(f"{path.name} 的清单 {MANIFEST} 大得不合理；{OTHER_COPY}")
    text, signature = archive.read(MANIFEST), archive.read(SIGNATURE).decode("ascii", "replace")
    try:
        manifest: dict[str, Any] = json.loads(text)
        key, files = str(manifest["key"]), dict(manifest["files"])
    except (ValueError, KeyError, TypeError) as error:
        raise ArchiveError(f"{path.name} 的清单 {MANIFEST} 已损坏；{OTHER_COPY}") from error
    if not signed_by(text, signature, key):
        raise ArchiveError(f"{path.name} 的签名不对：清单 {MANIFEST} 或签名 {SIGNATURE} 被改动过；{OTHER_COPY}")
    if manifest.get("format") != kind:
        raise ArchiveError(f"{path.name} 是 {manifest.get('format')}，不是这里要的 {kind}；请核对文件，或升级程序")
    _check_names(path, names[2:], files)
    for name, facts in files.items():
        if _sha256(archive, name) != facts["sha256"]:
            raise ArchiveError(f"{path.name} 里的 {name} 与清单不符：文件被改动过；{OTHER_COPY}")
    return manifest


def _check_names(path: Path, names: list[str], files: dict[str, Any]) -> None:
    if names != sorted(files):
        odd = sorted(set(names) ^ set(files)) or ["有重复或次序不对"]
        raise ArchiveError(f"{path.name} 里的文件与清单不一致：{'、'.join(odd[:3])}；{OTHER_COPY}")
    for name in names:
        inside(path, name)


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _unpack(archive: OpenArchive, folder: Path) -> None:
    for name in archive.names:
        if name.startswith(f"{FILES}/"):
            target = inside(folder, name.removeprefix(f"{FILES}/"))
            target.parent.mkdir(parents=True, exist_ok=True)
            with archive.zip.open(name) as source, target.open("wb") as out:
                shutil.copyfileobj(source, out)


def _tables(archive: OpenArchive) -> dict[str, list[dict[str, Any]]]:
    found = {}
    for name in archive.names:
        if name.startswith(f"{TABLES}/"):
            table = name.removeprefix(f"{TABLES}/").removesuffix(".jsonl")
            found[table] = [json.loads(line) for line in archive.zip.read(name).decode().split("\n") if line]
    return found
