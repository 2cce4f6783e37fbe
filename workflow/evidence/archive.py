"""`pingyi archive`: one sealed file with everything behind the results; the same content gives the same bytes."""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files as resources
from pathlib import Path
from typing import Any

from pingyi.domain.results.score_tree import score_content
from pingyi.domain.trust.chain import EventKind, canonical, sha256
from pingyi.ground.errors import NotReadyError, PingyiError
from pingyi.ground.foreign import file_name, inside
from pingyi.ground.whole import new_file
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import PLACED, content_digest, schema_version, table_names, table_rows, without_places
from pingyi.store.evidence.log import events, head
from pingyi.workflow.desk.record import BALLOTS, SETTINGS, tally_content
from pingyi.workflow.desk.seal import ARCHIVES, MANIFEST, SIGNATURE, public_key, sign
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import Desk, Workspace
from pingyi.workflow.evidence.bundle_reading import BUNDLES
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.results.score import make_result
from pingyi.workflow.votes.count import counted_content
from pingyi.workflow.votes.count import make_result as make_vote_result

FORMAT = "pingyi-archive-1"
FILES, TABLES, COMPUTED = "workspace", "tables", "computed"
CHECKER, COMPUTED_FILES = "verify.py", ("score.json", "tally.json", "vote.json")
PLACES = ".places"  # with the pictures: where each page is among them
NO_DAY = (1980, 1, 1, 0, 0, 0)  # the least a zip can say
PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveFiles:
    """What was written; pictures are inside the one file, or in one of their own."""

    results: Path
    pictures: Path | None
    head: str
    key: str


Content = dict[str, bytes | Path]


def make_archive(desk: Desk, store: Store, out: Path, *, pictures: bool) -> ArchiveFiles:
    """
    Seal everything at `out`; without `pictures` they go into a second file beside it, with a manifest of its own.

    Raises NotReadyError when the notice bears another key than this computer's, FileError, NoSpaceError.
    """
    key = public_key()
    _check_key(store, key)
    results, seen = _results(desk, store), _pictures(desk, store)
    about = _about(store, key)
    if pictures:
        write_sealed(out, {**results, **seen}, {**about, "pictures": "inside"})
        return ArchiveFiles(results=out, pictures=None, head=about["head"]["hash"], key=key)
    apart = {name: _facts(content) for name, content in sorted(seen.items())}
    write_sealed(out, results, {**about, "pictures": "apart", "apart": apart})
    second = out.with_name(f"{out.stem}-票面{out.suffix}")
    write_sealed(second, seen, {**about, "pictures": "only"})
    return ArchiveFiles(results=out, pictures=second, head=about["head"]["hash"], key=key)


def archive_path(desk: Workspace | VoteDesk) -> Path:
    """Where the sealed file of a year or a vote lies unless somebody says otherwise."""
    if isinstance(desk, VoteDesk):
        return desk.root / ARCHIVES / file_name(f"{desk.vote.name}归档", ".zip")
    return desk.root / ARCHIVES / f"{desk.campaign.about.year}年度评议归档.zip"


def _check_key(store: Store, key: str) -> None:
    printed = {event.content()["key"] for event in events(store) if event.kind == EventKind.DOCUMENT}
    if printed and key not in printed:
        raise NotReadyError("本机的签名密钥与通报上印的公钥不是一对；请用出通报的账户归档，或重新出通报后再归档")


def _about(store: Store, key: str) -> dict[str, Any]:
    last = head(store)
    weights = resources("pingyi.scanner").joinpath("weights")
    models = {one.name: hashlib.sha256(one.read_bytes()).hexdigest() for one in weights.iterdir() if one.is_file()}
    return {
        "format": FORMAT,
        "program": version("pingyi"),
        "models": models,
        "schema": schema_version(store),
        "content": content_digest(store),
        "head": {"number": last.number, "hash": last.hash},
        "key": key,
    }


def _results(desk: Desk, store: Store) -> Content:
    content: Content = {CHECKER: resources("pingyi.workflow.evidence").joinpath("pingyi_verify.py").read_bytes()}
    content |= {f"{FILES}/{name}": desk.root / name for name in _kept_files(desk, store)}
    for table in table_names(store):
        rows = without_places(store, table) if table in PLACED else table_rows(store, table)
        content[f"{TABLES}/{table}.jsonl"] = json_lines(rows)
    computed = _counted(desk, store) if isinstance(desk, VoteDesk) else {}
    computed |= _computed(desk, store) if isinstance(desk, Workspace) else {}
    return content | {f"{COMPUTED}/{name}.json": canonical(value).encode() for name, value in computed.items()}


def _kept_files(desk: Desk, store: Store) -> Iterator[str]:
    """Settings, own templates, printed ballots and documents, by path in the workspace."""
    told = {name for event in events(store) if event.kind in _WITH_FILES for name in event.content()["files"]}
    folders = (desk.root / "templates", desk.root / BALLOTS)
    lying = (file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())
    found = {file.relative_to(desk.root).as_posix() for file in lying} | told | set(SETTINGS)
    yield from (name for name in sorted(found) if inside(desk.root, name).is_file())


_WITH_FILES = (EventKind.DOCUMENT, EventKind.PRINT_RUN)


def _pictures(desk: Desk, store: Store) -> Content:
    folders = (desk.scans, desk.crops, desk.root / BUNDLES)
    found = sorted(file for folder in folders if folder.is_dir() for file in folder.rglob("*") if file.is_file())
    content: Content = {f"{FILES}/{file.relative_to(desk.root).as_posix()}": file for file in found}
    return content | {f"{TABLES}/{table}{PLACES}.jsonl": json_lines(table_rows(store, table)) for table in PLACED}


def _counted(desk: VoteDesk, store: Store) -> dict[str, Any]:
    """What the last count of a vote came to, while what it was counted from is the same."""
    told = [event.content()["tally"] for event in events(store) if event.kind == EventKind.TALLY]
    if not told:
        return {}
    try:
        content = counted_content(make_vote_result(desk, store))
    except PingyiError as error:
        again = "请先重新 pingyi vote count"
        raise NotReadyError(f"计票以后数据又有改动，不能归档；{again}（{error}）") from error
    return {"vote": content} if sha256(canonical(content)) == told[-1] else {}


def _computed(desk: Workspace, store: Store) -> dict[str, Any]:
    """Counts and trees of points, when points were given; a draft's as a draft."""
    scored = [event for event in events(store) if event.kind == EventKind.SCORE]
    if not scored:
        return {}
    try:
        result = make_result(desk.campaign, desk.batches(), store, draft=scored[-1].content()["draft"])
    except PingyiError as error:
        raise NotReadyError(f"计分以后数据又有改动，不能归档；请先重新 pingyi score 或 notice（{error}）") from error
    return {"tally": tally_content(result.tally), "score": score_content(result.scores)}


def json_lines(rows: Iterable[dict[str, Any]]) -> bytes:
    """Each in its one writing."""
    return "".join(f"{canonical(row)}\n" for row in rows).encode()


def _facts(content: bytes | Path) -> dict[str, Any]:
    if isinstance(content, Path):
        return {"bytes": content.stat().st_size, "sha256": sha256_of(content)}
    return {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def write_sealed(out: Path, content: Content, about: dict[str, Any]) -> None:
    """One file: what it is `about`, the SHA-256 of all `content`, our signature. Raises FileError, NoSpaceError."""
    manifest = canonical({**about, "files": {name: _facts(one) for name, one in sorted(content.items())}}).encode()
    signed: Content = {MANIFEST: manifest, SIGNATURE: sign(manifest).encode()}
    with new_file(out) as part, zipfile.ZipFile(part, "w", zipfile.ZIP_STORED) as archive:
        for name, one in (*signed.items(), *sorted(content.items())):
            _add(archive, name, one)


def _add(archive: zipfile.ZipFile, name: str, content: bytes | Path) -> None:
    """Stored, not packed: another zlib would pack the same content into other bytes."""
    entry = zipfile.ZipInfo(name, NO_DAY)
    entry.create_system, entry.external_attr = 3, 0o600 << 16
    if isinstance(content, bytes):
        archive.writestr(entry, content)
        return
    entry.file_size = content.stat().st_size
    with content.open("rb") as source, archive.open(entry, "w") as target:
        while piece := source.read(PIECE):
            target.write(piece)
