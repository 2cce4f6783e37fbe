"""A sealed file at the door: frame, manifest, signature, bytes and lines are checked before anything of it is used."""

import hashlib
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Generic, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

from pingyi.domain.trust.chain import MOST_ENTRY_PARTS, from_canonical
from pingyi.ground.errors import ArchiveError, FileError
from pingyi.ground.foreign import inside
from pingyi.ground.zip_frame import framed
from pingyi.workflow.desk.seal import MANIFEST, SIGNATURE, signed_by

PIECE = 1 << 20
MOST_MANIFEST_BYTES = 64 << 20
MOST_LINE_BYTES = 8 << 20
OTHER_COPY = "请换另一份副本；都这样的，请封存的单位重新封存、核对通报上的校验值"
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0, lt=1 << 63)]
Words = Annotated[str, StringConstraints(max_length=200)]


class OldFormatError(ArchiveError):
    """It was sealed by an older program, in a way that cannot be checked as it must be now."""


class _Said(BaseModel):
    """What a newer program says beside it is left to that program."""

    model_config = ConfigDict(strict=True, extra="ignore", frozen=True)


class Facts(_Said):
    """Size and SHA-256 of one file in it."""

    bytes: Count
    sha256: Digest


class Manifest(_Said):
    """What every sealed file says of itself."""

    format: Words
    program: Words
    key: Digest  # 64 hex digits as well
    schema_: Annotated[int, Field(alias="schema", ge=1, lt=10_000)]  # which step of the database it was made of
    files: dict[str, Facts]


class Head(_Said):
    """The last entry of an evidence chain."""

    number: Count
    hash: Digest


class ArchiveManifest(Manifest):
    """Of `pingyi archive`; `apart` are the files of its pictures, which lie in a second one."""

    format: Literal["pingyi-archive-1"]
    models: dict[str, str]
    content: Digest
    head: Head
    pictures: Literal["inside", "apart", "only"]
    apart: dict[str, Facts] | None = None


class BundleManifest(Manifest):
    """Of `pingyi bundle`: which campaign and station it is of."""

    format: Literal["pingyi-bundle-2"]
    campaign: Digest
    about: Words
    name: Words
    station: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}$")]


M = TypeVar("M", bound=Manifest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(Generic[M]):
    """A sealed file that was checked; its files are read as they are needed."""

    path: Path
    zip: zipfile.ZipFile
    manifest: M

    @property
    def names(self) -> tuple[str, ...]:
        """Of the files in it."""
        return tuple(self.manifest.files)

    def lines(self, name: str) -> Iterator[Any]:
        """Each line's value. Raises ArchiveError naming the first that is not in the one writing we have."""
        with self.zip.open(name) as stream:
            number = 0
            while line := stream.readline(MOST_LINE_BYTES + 1):
                number += 1
                try:
                    if not line.endswith(b"\n"):
                        raise ValueError("没有写完，或太长")  # noqa: TRY301 - said of the same line as the others
                    yield from_canonical(line[:-1].decode(), MOST_ENTRY_PARTS)
                except ValueError as error:
                    raise self.wrong(f"{name} 第 {number} 行{error}") from error

    def wrong(self, why: str) -> ArchiveError:
        """What to raise: which file, and what is not as it must be (Chinese)."""
        return ArchiveError(f"{self.path.name} 里的 {why}；{OTHER_COPY}")


@contextmanager
def opened(path: Path, kind: type[M]) -> Iterator[Sealed[M]]:
    """
    Open a sealed file of this kind and check it whole: frame, manifest, signature, names, every byte.

    Raises ArchiveError naming the first thing that is not as sealed, FileError.
    """
    with known(path, kind) as sealed:
        for name, facts in sealed.manifest.files.items():
            if _sha256(sealed.zip, name) != facts.sha256:
                raise ArchiveError(f"{path.name} 里的 {name} 与清单不符：文件被改动过；{OTHER_COPY}")
        yield sealed


@contextmanager
def known(path: Path, kind: type[M]) -> Iterator[Sealed[M]]:
    """The same without looking at every byte: of a file that was `opened` before, or of which the manifest is asked."""
    with _frame(path) as archive:
        yield Sealed(path=path, zip=archive, manifest=_manifest(path, archive, kind))


@contextmanager
def _frame(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # noqa: PTH116 - says why in the system's own words
            raise FileError(f"{path} 不是文件；请写归档文件的路径")
        with path.open("rb") as stream, framed(stream) as archive:
            yield archive
    except FileNotFoundError as error:
        raise FileError(f"找不到归档文件 {path}；请核对路径") from error
    except (zipfile.BadZipFile, EOFError) as error:
        raise ArchiveError(f"{path.name} 的压缩包结构已损坏或被动过（{error}）；{OTHER_COPY}") from error


def _manifest(path: Path, archive: zipfile.ZipFile, kind: type[M]) -> M:
    entries = archive.infolist()
    if [entry.filename for entry in entries[:2]] != [MANIFEST, SIGNATURE]:
        raise ArchiveError(f"{path.name} 不是评议的归档文件（缺清单或签名）；请核对文件")
    if entries[0].file_size > MOST_MANIFEST_BYTES or entries[1].file_size > PIECE:
        raise ArchiveError(f"{path.name} 的清单 {MANIFEST} 或签名 {SIGNATURE} 大得不合理；{OTHER_COPY}")
    text, signature = archive.read(MANIFEST), archive.read(SIGNATURE).decode("ascii", "replace")
    said = _said(path, text)
    if not signed_by(text, signature, said["key"]):
        raise ArchiveError(f"{path.name} 的签名不对：清单 {MANIFEST} 或签名 {SIGNATURE} 被改动过；{OTHER_COPY}")
    _check_format(path, said, kind)
    try:
        manifest = kind.model_validate(said)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))[:60]
        raise ArchiveError(f"{path.name} 的清单里 {where} 缺或不对，不是本程序封存的样子；{OTHER_COPY}") from error
    _check_names(path, entries[2:], manifest.files)
    return manifest


def _said(path: Path, text: bytes) -> dict[str, Any]:
    """The manifest as data, of which only the key is looked at yet: it says who answers for the rest."""
    try:
        said = from_canonical(text.decode())
    except ValueError as error:
        raise ArchiveError(f"{path.name} 的清单 {MANIFEST} {error}；{OTHER_COPY}") from error
    if not isinstance(said, dict) or not isinstance(said.get("key"), str):
        raise ArchiveError(f"{path.name} 的清单 {MANIFEST} 没有写公钥；{OTHER_COPY}")
    return said


def _check_format(path: Path, said: dict[str, Any], kind: type[Manifest]) -> None:
    wanted = kind.model_fields["format"].annotation.__args__[0]  # type: ignore[union-attr]
    if said.get("format") != wanted:
        found = str(said.get("format"))[:40]
        kind_of, _, number = wanted.rpartition("-")
        old = found in {f"{kind_of}-{before}" for before in range(1, int(number))}
        raise (OldFormatError if old else ArchiveError)(
            f"{path.name} 是 {found}，不是这里要的 {wanted}；请核对文件，旧版程序做的请用新版重做一份"
        )


def _check_names(path: Path, entries: list[zipfile.ZipInfo], files: dict[str, Facts]) -> None:
    names = [entry.filename for entry in entries]
    if names != sorted(files):
        odd = [repr(name)[:80] for name in sorted(set(names) ^ set(files))[:3]] or ["有重复或次序不对"]
        raise ArchiveError(f"{path.name} 里的文件与清单不一致：{'、'.join(odd)}；{OTHER_COPY}")
    for entry in entries:
        inside(path, entry.filename)
        if entry.file_size != files[entry.filename].bytes:
            raise ArchiveError(f"{path.name} 里的 {entry.filename} 与清单不符：长短不同；{OTHER_COPY}")


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as stream:
        while piece := stream.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()
