"""Files as units send them: ZIPs opened within bounds; forms, proof of their awards, and what is neither."""

import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from pingyi.ground.errors import ArchiveError, FileError
from pingyi.ground.foreign import inside
from pingyi.ground.packages import UNPACKABLE, list_bytes, member_name, unpacked_size
from pingyi.workflow.files.formats import PACKED, PROOF_FORMATS, WORDS
from pingyi.workflow.files.named import is_file, is_folder

MOST_FILES, MOST_BYTES, MOST_LIST_BYTES = 2_000, 500_000_000, 1 << 20  # of one ZIP


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrivals:
    """What came: forms, other files that prove nothing, and ZIPs that were not opened (Chinese, why)."""

    forms: tuple[Path, ...]
    others: tuple[Path, ...]
    refused: tuple[tuple[Path, str], ...]
    within: Mapping[Path, tuple[str, ...]]  # names of the folders and the ZIP a file came in, the nearest first


def arrivals(paths: Iterable[Path], scratch: Path) -> Arrivals:
    """Files and folders of files, ZIPs among them unpacked below `scratch`."""
    forms: list[Path] = []
    others: list[Path] = []
    refused: list[tuple[Path, str]] = []
    within: dict[Path, tuple[str, ...]] = {}
    for path in paths:
        if not is_folder(path) and path.suffix.lower() not in PACKED:
            (forms if _may_be_word(path) else others).append(path)
            continue
        for file, around in _found(path, scratch, refused):
            within[file] = around
            (forms if file.suffix.lower() in WORDS else others).append(file)
    proof = {file for form in forms if is_file(form) for file in proofs(form)}
    return Arrivals(
        forms=tuple(forms),
        others=tuple(file for file in others if file not in proof),
        refused=tuple(refused),
        within=within,
    )


def proofs(form: Path) -> list[Path]:
    """Proof of a form's awards: what lies beside it under its name, or in a folder of its name."""
    beside = [file for file in form.parent.glob(f"{_literal(form.stem)}*") if file.is_file()]
    within = [file for file in form.with_suffix("").rglob("*") if file.is_file()]
    return sorted(
        {file for file in (*beside, *within) if file.suffix.lower() in PROOF_FORMATS and not _next_number(form, file)}
    )


def _found(path: Path, scratch: Path, refused: list[tuple[Path, str]]) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Visible files below a folder, or in a ZIP, each with the names it lies under."""
    for file in sorted(path.rglob("*")) if is_folder(path) else [path]:
        if is_folder(file) or file.name.startswith(("~$", ".")):  # what Word leaves beside an open document
            continue
        around = _above(file, path)
        if file.suffix.lower() not in PACKED:
            yield file, around
            continue
        folder = scratch / f"{len(list(scratch.iterdir())):04d}"
        folder.mkdir()
        try:
            unpacked = _unpacked(file, folder)
        except FileError as error:
            refused.append((file, str(error)))
            continue
        yield from ((one, (*_above(one, folder), file.stem, *around)) for one in unpacked)


def _may_be_word(path: Path) -> bool:
    """Of a file named by itself: by its ending, or without one; one that is not there is told of as such."""
    return path.suffix.lower() in WORDS or not path.suffix or not is_file(path)


def _above(file: Path, folder: Path) -> tuple[str, ...]:
    """Names of the folders between them, the nearest first."""
    return () if file == folder else tuple(above.name for above in file.relative_to(folder).parents if above.name)


def _unpacked(packed: Path, folder: Path) -> list[Path]:
    """Its files, under their own names. Raises FileError when it is not opened, whole or not at all."""
    try:
        with packed.open("rb") as stream:
            too_many = list_bytes(stream) > MOST_LIST_BYTES
        with zipfile.ZipFile(packed) as package:
            members = [one for one in package.infolist() if not one.is_dir()]
            if too_many or len(members) > MOST_FILES or unpacked_size(package, MOST_BYTES) > MOST_BYTES:
                raise FileError(f"{packed.name} 里的文件太多或太大，没有打开；请核对来源，分开报送")
            return [_written(package, one, folder) for one in members]
    except ArchiveError as error:
        raise FileError(f"{packed.name}：{error}") from error
    except UNPACKABLE as error:
        raise FileError(f"{packed.name} 解不开（有密码或损坏）；请单位解开后报 Word 文件") from error


def _written(package: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> Path:
    path = inside(folder, member_name(member))
    if path.exists():
        raise FileError(
            f"{Path(package.filename or '').name} 里有两个同名文件“{path.name}”，没有打开；请单位改名后重新打包"
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(package.read(member))
    return path


def _next_number(path: Path, file: Path) -> bool:
    """Whether `10 证书.pdf` only seems to go with `1.docx`."""
    rest = file.name.removeprefix(path.stem)
    return path.stem[-1:].isdigit() and file.parent == path.parent and rest[:1].isdigit()


def _literal(name: str) -> str:
    """For glob: brackets in a file's name are letters."""
    return "".join(f"[{letter}]" if letter in "[]*?" else letter for letter in name)
