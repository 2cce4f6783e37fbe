"""Archives and bundles of others: whatever they name, nothing is written or read outside the folder meant for it."""

import json
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.trust.invented_sheets import file_sheets
from benchmarks.trust.tampering import still
from pingyi.ground.errors import ArchiveError, FileError
from pingyi.ground.foreign import digest_of, file_name, inside
from pingyi.workflow.desk.seal import KEY_VARIABLE, MANIFEST, public_key
from pingyi.workflow.desk.workspace import kept_scan, working
from pingyi.workflow.evidence.archive import FILES, Content, json_lines, make_archive, write_sealed
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify_archives
from pingyi.workflow.init import start_workspace
from pingyi.workflow.joining.bundle import ROWS, SHEETS, make_bundle
from pingyi.workflow.joining.pool import keep_bundles
from pingyi.workflow.joining.stations import STATIONS
from pingyi.workflow.scans.kept_scans import keep_scans

SCAN = Path(__file__).parents[3] / "samples" / "scans" / "clean.pdf"
STATION = "站"
PARTS = st.sampled_from(
    ["", ".", "..", "a", "结果.docx", "C:", "\\", "/", "\0", "~", " ", "a\nb", "长" * 100, "\ud800"]
)
NAMES = st.lists(PARTS, max_size=5).map("/".join) | st.text(max_size=30)


@given(NAMES)
def test_a_name_is_inside_or_refused(name: str) -> None:
    folder = Path("/kept/here")
    try:
        path = inside(folder, name)
    except ArchiveError:
        return
    assert path.relative_to(folder).as_posix() == name
    assert Path(os.path.normpath(path)) == path


@given(NAMES)
def test_any_title_becomes_a_name_inside(title: str) -> None:
    assert inside(Path("/kept"), file_name(title)).parent == Path("/kept")


@given(NAMES | st.integers() | st.none())
def test_only_a_digest_is_a_digest(text: object) -> None:
    with pytest.raises(ArchiveError):
        digest_of(text, "a.zip")
    assert digest_of("0f" * 32, "a.zip") == "0f" * 32


Resealed = Callable[[str, dict[str, bytes]], Path]


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory, _signing_key: None) -> dict[str, Path]:
    """An archive and a bundle of an invented workspace."""
    folder = tmp_path_factory.mktemp("sealed")
    workspace, _ = start_workspace(folder / "one")
    file_sheets(workspace)
    with working(workspace, "test") as store:
        make_archive(workspace, store, folder / "archive.zip", pictures=True)
        make_bundle(workspace, store, folder / "bundle.zip", STATION)
    return {kind: folder / f"{kind}.zip" for kind in ("archive", "bundle")}


@pytest.fixture
def resealed(sealed: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Resealed:
    """Seal one of them again, archives by any key: members added, or in place of those there."""

    def seal(kind: str, members: dict[str, bytes]) -> Path:
        with zipfile.ZipFile(sealed[kind]) as package:
            manifest = json.loads(package.read(MANIFEST))
            content: Content = {name: package.read(name) for name in manifest.pop("files")}
        if kind == "archive":
            monkeypatch.setenv(KEY_VARIABLE, str(tmp_path / "other.key"))
        out = tmp_path / f"hostile-{kind}.zip"
        write_sealed(out, content | members, {**manifest, "key": public_key()})
        return out

    return seal


def lines_of(file: Path, part: str) -> list[dict[str, Any]]:
    with zipfile.ZipFile(file) as package:
        return [json.loads(line) for line in package.read(part).decode().splitlines()]


def everything(folder: Path) -> set[Path]:
    return set(folder.rglob("*"))


@pytest.mark.slow
@pytest.mark.parametrize(
    "opens",
    [
        lambda file, folder: restore((file,), folder),
        lambda file, _: verify_archives((file,), VerifyRequest(), still),
    ],
    ids=["restore", "verify"],
)
@pytest.mark.parametrize(
    "name",
    ["{outside}", "../../{name}", "a/../../../{name}", "./{name}", "{outside}/deeper", "a\\..\\{name}", "C:/x", "a//x"],
)
def test_no_member_of_an_archive_is_written_outside(
    resealed: Resealed, tmp_path: Path, name: str, opens: Callable[[Path, Path], object]
) -> None:
    aim = tmp_path / "outside" / "taken.txt"
    aim.parent.mkdir()
    hostile = resealed("archive", {f"{FILES}/{name.format(outside=aim, name=aim.name)}": b"taken"})
    before = everything(tmp_path)
    with pytest.raises(ArchiveError, match="不安全"):
        opens(hostile, tmp_path / "restored")
    assert everything(tmp_path) == before


@pytest.mark.slow
@pytest.mark.parametrize("place", ["digest", "scan"])
@pytest.mark.parametrize("name", ["/taken", "../../taken", "0" * 63, "0" * 64 + "/..", "", 7])
def test_a_bundle_names_sheets_by_digests_alone(
    resealed: Resealed, sealed: dict[str, Path], tmp_path: Path, place: str, name: object
) -> None:
    if (place, name) == ("scan", ""):
        return  # a station without pictures names none
    sheets, rows = (lines_of(sealed["bundle"], f"{part}.jsonl") for part in (SHEETS, ROWS))
    sheets[0][place] = name
    rows[0]["sheet"] = sheets[0]["digest"]
    hostile = resealed("bundle", {f"{SHEETS}.jsonl": json_lines(sheets), f"{ROWS}.jsonl": json_lines(rows)})
    workspace, _ = start_workspace(tmp_path / "merging")
    (workspace.root / STATIONS).write_text(f"站名,公钥\n{STATION},{public_key()}\n", encoding="utf-8-sig")
    before = everything(tmp_path)
    (refused,) = keep_bundles(workspace, [hostile], still).refused
    assert re.search(f"第 1 行 {place} |不是校验值", str(refused))
    assert everything(tmp_path) == {*before, workspace.root / "bundles"}


@pytest.mark.parametrize("name", ["/etc/passwd", "../pingyi.db", "*", "", "页 3"])
def test_a_record_that_names_no_kept_scan_opens_nothing(tmp_path: Path, name: str) -> None:
    workspace, _ = start_workspace(tmp_path / "w")
    workspace.scans.mkdir(exist_ok=True)
    (workspace.scans / f"{'0' * 64}.pdf").write_bytes(b"kept")
    with pytest.raises((ArchiveError, FileError)):
        kept_scan(workspace.scans, name)
    assert kept_scan(workspace.scans, "0" * 64).read_bytes() == b"kept"


@pytest.mark.parametrize("name", ["无后缀", "扫描.2024", "a.PDF", "b.扫描件"])
def test_a_kept_scan_is_found_whatever_its_file_was_called(tmp_path: Path, name: str) -> None:
    workspace, _ = start_workspace(tmp_path / "w")
    came = tmp_path / name
    shutil.copyfile(SCAN, came)
    with working(workspace, "test") as store:
        (digest,) = keep_scans(workspace.scans, store, {came: name}, still).values()
    assert kept_scan(workspace.scans, digest).is_file()
