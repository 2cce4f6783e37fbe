"""Archives and bundles made by hand and validly signed: each is refused in words, or says what it says; no trace."""

import sqlite3
import subprocess
import sys
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.trust.every_table import every_table
from benchmarks.trust.sealed.frames import frames
from benchmarks.trust.sealed.walk import Case, walk
from benchmarks.trust.tampering import still
from pingyi.domain.readings.paper import PairRuling
from pingyi.domain.readings.reading import Unread
from pingyi.domain.readings.waiting_pages import waiting_pages
from pingyi.ground.errors import ArchiveError, PingyiError
from pingyi.store.base.database import Database
from pingyi.store.base.migrations import migrate
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.evidence import pingyi_verify
from pingyi.workflow.evidence.archive import make_archive
from pingyi.workflow.evidence.restore import restore
from pingyi.workflow.evidence.verify import VerifyRequest, verify_archives
from pingyi.workflow.joining.bundle import make_bundle
from pingyi.workflow.joining.pool import keep_bundles, pooled

EVERY = 37  # case of the walk; all of them: python -m benchmarks.trust.hostile_sealed
SMALL_BOMB = 64 << 20
REQUEST = VerifyRequest(reread=0)


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory, _signing_key: None) -> Workspace:
    return every_table(tmp_path_factory.mktemp("every") / "w")


@pytest.fixture(scope="module")
def archive(workspace: Workspace) -> Path:
    with working(workspace, "test") as store:
        return make_archive(workspace, store, workspace.root.parent / "a.zip", pictures=True).results


@pytest.fixture(scope="module")
def bundle(workspace: Workspace) -> Path:
    with working(workspace, "test") as store:
        return make_bundle(workspace, store, workspace.root.parent / "b.zip", "站").path


@pytest.fixture(scope="module")
def merging(workspace: Workspace) -> Workspace:
    root = workspace.root.parent / "merging"
    root.mkdir()
    for name in ("campaign.toml", "batches.csv"):
        (root / name).write_bytes((workspace.root / name).read_bytes())
    return open_workspace(root)


def in_words(check: Callable[[], object]) -> str:
    """Why it was refused; anything but words comes out as it is."""
    try:
        check()
    except PingyiError as error:
        return str(error)
    return ""


def by_file_alone(path: Path) -> str:
    """What the script says that is not as sealed; anything it did not look for comes out as it is."""
    try:
        pingyi_verify.verify(str(path))
    except pingyi_verify.Differs as error:
        return str(error)
    return ""


def chinese(said: str) -> bool:
    return any("\u4e00" <= letter <= "\u9fff" for letter in said)


@pytest.mark.slow
def test_what_nobody_made_by_hand_is_taken(archive: Path, bundle: Path, merging: Workspace) -> None:
    assert verify_archives((archive,), REQUEST, still).differences == ()
    assert pingyi_verify.verify(str(archive))
    assert keep_bundles(merging, [bundle], still).new == 1
    assert pooled(merging, still).refused == ()


SAME_CONTENT = "tables/corrections.jsonl 是行倒着"  # the database built of it is the same
NOT_LOOKED_AT = ("没有 tables/", "多一个文件")  # by the script, which needs only some of the tables


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_odd_frame_is_taken_by_either_checker(archive: Path, tmp_path: Path) -> None:
    for case in frames(archive, bomb=SMALL_BOMB):
        out = tmp_path / "x.zip"
        case.write(out)
        if case.name != SAME_CONTENT:
            assert chinese(in_words(lambda out=out: verify_archives((out,), REQUEST, still))), case.name
            assert chinese(in_words(lambda out=out: restore((out,), tmp_path / "back"))), case.name
            assert not (tmp_path / "back").exists()
        assert chinese(by_file_alone(out)) or case.name.startswith(NOT_LOOKED_AT), case.name
        out.unlink()


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_no_odd_frame_of_a_bundle_is_taken(bundle: Path, merging: Workspace, tmp_path: Path) -> None:
    kept = sorted((merging.root / "bundles").glob("*"))
    for case in frames(bundle, bomb=SMALL_BOMB):
        out = tmp_path / "x.zip"
        case.write(out)
        (refused,) = keep_bundles(merging, [out], still).refused
        assert chinese(str(refused)), case.name
        assert sorted((merging.root / "bundles").iterdir()) == kept, case.name
        out.unlink()


@pytest.mark.slow
def test_any_value_anywhere_in_an_archive_ends_in_words(archive: Path, tmp_path: Path) -> None:
    for case in islice(walk(archive), 0, None, EVERY):
        out = tmp_path / "x.zip"
        case.write(out)
        ends_in_words(case, lambda out=out: verify_archives((out,), REQUEST, still))
        by_file_alone(out)
        out.unlink()


@pytest.mark.slow
def test_any_value_anywhere_in_a_bundle_ends_in_words(bundle: Path, merging: Workspace, tmp_path: Path) -> None:
    for case in islice(walk(bundle), 0, None, EVERY):
        out = tmp_path / "x.zip"
        case.write(out)
        ends_in_words(case, lambda out=out: (keep_bundles(merging, [out], still), pooled(merging, still)))
        for kept in (merging.root / "bundles").glob("*.zip"):
            kept.unlink()
        out.unlink()


def ends_in_words(case: Case, check: Callable[[], object]) -> None:
    try:
        in_words(check)
    except Exception as error:
        raise AssertionError(case.name) from error


def test_the_script_says_what_it_cannot_open(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.zip"):
        done = subprocess.run(
            [sys.executable, "-I", pingyi_verify.__file__, path], capture_output=True, text=True, check=False
        )
        assert done.returncode == pingyi_verify.DIFFERS
        assert done.stdout.startswith("核验不通过")


def test_only_what_an_archive_holds_is_brought_back(archive: Path, tmp_path: Path) -> None:
    """A database would bring accounts along."""
    hostile = next(case for case in frames(archive) if case.name == "多一个文件 workspace/pingyi.db")
    hostile.write(tmp_path / "x.zip")
    with pytest.raises(ArchiveError, match=r"workspace/pingyi.db 不是归档里该有的"):
        restore((tmp_path / "x.zip",), tmp_path / "back")
    assert not list(tmp_path.glob("back*"))


PLACES = st.tuples(st.sampled_from(["", "s", "t"]), st.integers(1, 3))
PAGES = st.lists(
    st.tuples(PLACES, st.sampled_from(["", "d", "e"]), st.sampled_from(["no_table", "blank_back", "same_paper"])),
    max_size=6,
)
DECISIONS = st.lists(st.tuples(st.integers(1, 6), st.sampled_from(["空白页", *PairRuling])), max_size=4)
SHEETS = st.lists(st.tuples(PLACES, st.sampled_from(["d", "e", "f"])), max_size=2, unique_by=lambda sheet: sheet[1])


@pytest.mark.slow
@given(PAGES, DECISIONS, SHEETS)
def test_pages_that_wait_at_a_station_are_those_its_database_says(
    pages: list[tuple[tuple[str, int], str, str]],
    decisions: list[tuple[int, str]],
    sheets: list[tuple[tuple[str, int], str]],
) -> None:
    unread = [
        {"number": n, "scan": scan, "source_page": page, "source_file": "a", "digest": digest, "reason": Unread(reason)}
        for n, ((scan, page), digest, reason) in enumerate(pages, start=1)
    ]
    decided = [{"page": page, "outcome": outcome} for page, outcome in decisions if page <= len(pages)]
    read = [{"digest": digest, "scan": scan, "source_page": page} for (scan, page), digest in sheets]
    assert [page["number"] for page in waiting_pages(unread, decided, read)] == waiting_in(unread, decided, read)


def waiting_in(*tables: list[dict[str, object]]) -> list[int]:
    """What the view says."""
    database = Database(memory=True)
    migrate(database)
    more = (
        {"batch": "A01", "detail": "", "twin": ""},
        {"decided_by": "甲", "confirmed_by": "乙", "decided_at": "x"},
        {"batch": "A01", "source_file": "a", "form_digest": "f", "turn": 0, "has_opinion": 0, "form_page": 1}
        | {"form_pages": 1, "placement": b"", "mark": ""},
    )
    for table, rows, others in zip(("unread_pages", "page_decisions", "sheets"), tables, more, strict=True):
        for row in rows:
            database.table(table).insert({**row, **others})
    try:
        return sorted(row[0] for row in database.execute("SELECT number FROM open_unread_pages").fetchall())
    except sqlite3.Error as error:
        raise AssertionError(tables) from error
