"""`pingyi restore`: a sealed archive back to a workspace that gives the same results, bit for bit."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pingyi.ground.errors import ArchiveError, FileError
from pingyi.ground.foreign import inside
from pingyi.store.evidence.dump import PLACED, PRIVATE, build
from pingyi.store.evidence.row_check import Column, checked_rows, columns_at
from pingyi.workflow.desk.record import BALLOTS, SETTINGS
from pingyi.workflow.desk.sealed import OTHER_COPY, ArchiveManifest, Sealed, opened
from pingyi.workflow.desk.vote_folder import PRINTED, VoteDesk, is_vote, open_any
from pingyi.workflow.desk.workspace import CAMPAIGN, VOTE, Workspace, open_workspace
from pingyi.workflow.evidence.archive import CHECKER, COMPUTED, COMPUTED_FILES, FILES, PLACES, TABLES

RESULTS_IN = ("templates", BALLOTS.as_posix(), "results")  # folders of the workspace an archive brings back
PICTURES_IN = ("scans", "crops", "bundles")
Rows = Iterator[dict[str, Any]]
Archive = Sealed[ArchiveManifest]


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """A campaign's workspace, and by whose key (hex) each archive was sealed."""

    workspace: Workspace
    keys: Mapping[Path, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoredDesk:
    """The same of a campaign or a vote."""

    desk: Workspace | VoteDesk
    keys: Mapping[Path, str]


def restore(archives: tuple[Path, ...], folder: Path) -> Restored:
    """
    Make `folder` the campaign's workspace that was sealed; archives are one file, or the results and the pictures.

    Raises ArchiveError when anything is not as sealed, the pictures are those of other results, or it is a vote's,
    FileError.
    """
    keys = _whole(archives, folder, votes=False)
    return Restored(workspace=open_workspace(folder), keys=keys)


def restore_any(archives: tuple[Path, ...], folder: Path) -> RestoredDesk:
    """The same, a vote's too."""
    keys = _whole(archives, folder, votes=True)
    return RestoredDesk(desk=open_any(folder), keys=keys)


def sealed_vote(path: Path) -> bool:
    """Whether an archive is a vote's. Raises ArchiveError for what is no archive."""
    with opened(path, ArchiveManifest) as archive:
        return _of_vote(archive)


def _whole(archives: tuple[Path, ...], folder: Path, *, votes: bool) -> dict[Path, str]:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileError(f"{folder} 已有内容，没有改动；请换一个新的或空的文件夹")
    part = folder.with_name(f"{folder.name}.part")
    if part.exists():
        raise FileError(f"{part} 是上次没有恢复完的；请删去后再试")
    try:
        keys = _restore(archives, part, votes=votes)
        if folder.exists():
            folder.rmdir()
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return keys


def _restore(archives: tuple[Path, ...], folder: Path, *, votes: bool) -> dict[Path, str]:
    first, *others = archives
    with ExitStack() as stack:
        results = stack.enter_context(opened(first, ArchiveManifest))
        if results.manifest.pictures == "only":
            raise ArchiveError(f"{first.name} 只有票面图像；请先写结果归档，再写票面归档")
        if not votes and _of_vote(results):
            raise ArchiveError(
                f"{first.name} 是一次投票的归档；请用 pingyi vote verify 核验它，或 pingyi restore 恢复它"
            )
        columns = {table: of for table, of in columns_at(results.manifest.schema_).items() if table not in PRIVATE}
        folder.mkdir(parents=True)
        tables = _taken(results, folder, columns)
        if lost := sorted(set(columns) - set(tables)):
            raise results.wrong(f"表 {'、'.join(lost[:3])} 没有了")
        keys = {first: results.manifest.key}
        for path in others:
            pictures = stack.enter_context(opened(path, ArchiveManifest))
            _check_pair(results, pictures)
            tables |= _taken(pictures, folder, columns)
            keys[path] = pictures.manifest.key
        placed = {name.removesuffix(PLACES): tables.pop(name) for name in list(tables) if name.endswith(PLACES)}
        content = build(folder / "pingyi.db", results.manifest.schema_, {**tables, **placed}.items())
        if not (folder / CAMPAIGN).is_file() and not is_vote(folder):
            raise ArchiveError(f"{first.name} 里没有 {CAMPAIGN}，恢复不成工作目录；{OTHER_COPY}")
        if placed and content != results.manifest.content:
            raise ArchiveError(f"{first.name} 恢复出的数据库与归档时不同；归档文件的表被改动过；{OTHER_COPY}")
    return keys


def _check_pair(results: Archive, pictures: Archive) -> None:
    if pictures.manifest.files != results.manifest.apart:
        raise ArchiveError(f"{pictures.path.name} 不是 {results.path.name} 的票面归档；请核对两个文件")


def _taken(archive: Archive, folder: Path, columns: Mapping[str, Mapping[str, Column]]) -> dict[str, Rows]:
    """Its files unpacked; its tables by name, their rows looked at as they are read. Raises ArchiveError on others."""
    tables: dict[str, Rows] = {}
    for name in archive.names:
        first, _, rest = name.partition("/")
        table = rest.removesuffix(".jsonl")
        if first == FILES and _belongs(rest, archive):
            _unpack(archive, name, inside(folder, rest))
        elif first == TABLES and rest.endswith(".jsonl") and _is_table(table, columns):
            tables[table] = checked_rows(table, archive.lines(name), columns[table.removesuffix(PLACES)])
        elif name != CHECKER and not (first == COMPUTED and rest in COMPUTED_FILES):
            raise archive.wrong(f"{name} 不是归档里该有的")
    return tables


def _is_table(table: str, columns: Mapping[str, Mapping[str, Column]]) -> bool:
    return table in columns or (table.endswith(PLACES) and table.removesuffix(PLACES) in PLACED)


def _of_vote(archive: Archive) -> bool:
    return f"{FILES}/{VOTE}" in archive.names


def _belongs(name: str, archive: Archive) -> bool:
    """Whether a file may lie there: settings, documents and pictures do, a database, accounts or programs do not."""
    pictures = archive.manifest.pictures
    if pictures != "only" and _of_vote(archive) and _is_voted_on(name):
        return True
    folders = (*(PICTURES_IN if pictures != "apart" else ()), *(RESULTS_IN if pictures != "only" else ()))
    return (pictures != "only" and name in SETTINGS) or name.startswith(tuple(f"{folder}/" for folder in folders))


def _is_voted_on(name: str) -> bool:
    """A vote's form and its print lie in the workspace itself, its print runs in a folder."""
    return name.startswith(f"{PRINTED}/") or ("/" not in name and name.endswith((".docx", ".pdf")))


def _unpack(archive: Archive, name: str, target: Path) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with archive.zip.open(name) as source, target.open("xb") as out:
            shutil.copyfileobj(source, out)
    except (FileExistsError, NotADirectoryError) as error:
        raise archive.wrong(f"{name} 与另一个文件同名") from error
