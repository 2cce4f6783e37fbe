"""Power cuts, damaged pages, old versions, full and read-only disks: what was committed is there, whole."""

import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.ground.errors import DamagedStoreError, FileError, NoSpaceError, NotReadyError
from pingyi.store.base.lock import HOLDER
from pingyi.store.base.migrations import STEPS, statements
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.evidence.backups import FOLDER, KEPT, back_up, backups, check_present, check_sound, restore
from pingyi.store.readings.votes import sheet_votes
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import start_workspace

ROWS = 59


def sheet(number: int) -> SheetReading:
    rows = (
        RowReading(item=str(item), name="某单位", verdict=Verdict.VALID, choice="满意", confidence=1.0)
        for item in range(1, ROWS + 1)
    )
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="一批.pdf", page=number),
        digest=f"{number:064d}",
        form_digest="f",
        batch_code="A01",
        turn=0,
        rows=tuple(rows),
        has_opinion=False,
    )


def file_sheet(store: Store, number: int) -> None:
    store.file_pages([Filing(outcome=sheet(number), batch="A01", scan="s")])


@contextmanager
def opened(folder: Path) -> Iterator[Store]:
    with Store(folder / "pingyi.db", folder / "crops") as store:
        yield store


def sheets_in(store: Store) -> int:
    """Whole sheets only: a half one fails here."""
    readings = [reading for _, reading in store.readings()]
    assert all(len(reading.rows) == ROWS for reading in readings)
    assert [reading.source.page for reading in readings] == list(range(1, len(readings) + 1))
    return len(readings)


@pytest.mark.slow
def test_a_power_cut_at_any_512_bytes_of_the_log_leaves_whole_transactions(tmp_path: Path) -> None:
    live, cut = tmp_path / "live", tmp_path / "cut"
    live.mkdir()
    sizes = []
    with opened(live) as store:
        store.database.execute("PRAGMA wal_autocheckpoint = 0")
        store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        for number in range(1, 4):
            file_sheet(store, number)
            sizes.append((live / "pingyi.db-wal").stat().st_size)
        shutil.copytree(live, tmp_path / "at the cut")
    log = (tmp_path / "at the cut" / "pingyi.db-wal").read_bytes()
    for length in range(0, len(log) + 1, 512):
        shutil.rmtree(cut, ignore_errors=True)
        cut.mkdir()
        shutil.copyfile(tmp_path / "at the cut" / "pingyi.db", cut / "pingyi.db")
        (cut / "pingyi.db-wal").write_bytes(log[:length])
        with opened(cut) as store:
            check_sound(store)
            assert sheets_in(store) == sum(size <= length for size in sizes)


@pytest.mark.parametrize("torn", [1, 4096, 20000])
def test_a_torn_write_in_the_log_costs_only_what_was_not_yet_reported(tmp_path: Path, torn: int) -> None:
    live, cut = tmp_path / "live", tmp_path / "cut"
    live.mkdir()
    with opened(live) as store:
        store.database.execute("PRAGMA wal_autocheckpoint = 0")
        store.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        file_sheet(store, 1)
        reported = (live / "pingyi.db-wal").stat().st_size
        file_sheet(store, 2)
        shutil.copytree(live, cut)
    log = bytearray((cut / "pingyi.db-wal").read_bytes())
    log[reported + torn] ^= 0xFF
    (cut / "pingyi.db-wal").write_bytes(log)
    with opened(cut) as store:
        assert sheets_in(store) == 1
        file_sheet(store, 2)  # the command is run again
        assert sheets_in(store) == 2


def test_a_copy_taken_amid_a_transaction_is_the_state_before_it(tmp_path: Path) -> None:
    live, cut = tmp_path / "live", tmp_path / "cut"
    live.mkdir()
    with opened(live) as store:
        store.database.execute("PRAGMA cache_size = 1")  # the open transaction spills to disk
        file_sheet(store, 1)
        with store.transaction():
            for number in range(2, 30):
                store._file_sheet(Filing(outcome=sheet(number), batch="A01", scan="s"), sheet(number))
            shutil.copytree(live, cut)
        assert sheets_in(store) == 29
    with opened(cut) as store:
        check_sound(store)
        assert sheets_in(store) == 1


SHEET = {  # the columns it has had over the years
    "digest": "d", "batch": "A01", "source_file": "a.pdf", "source_page": 1, "scan": "s", "form_digest": "f", "turn": 0,
    "has_opinion": 0, "form_page": 1, "form_pages": 1, "placement": b"", "read_at": "2024-10-01T09:00:00+08:00",
}  # fmt: skip


@pytest.mark.parametrize("version", range(1, len(STEPS)))
def test_a_database_of_every_older_version_is_brought_up_to_date(tmp_path: Path, version: int) -> None:
    with closing(sqlite3.connect(tmp_path / "pingyi.db")) as old:
        for number in range(1, version + 1):
            old.executescript(statements(number))
        old.execute(f"PRAGMA user_version = {version}")
        known = {row[1] for row in old.execute("PRAGMA table_info(sheets)")}
        sheet = {name: value for name, value in SHEET.items() if name in known}
        holes = ", ".join("?" * len(sheet))
        old.execute(f"INSERT INTO sheets ({', '.join(sheet)}) VALUES ({holes})", [*sheet.values()])  # noqa: S608 - ours
        old.execute("INSERT INTO row_readings VALUES ('d', 0, '1', '某单位', 'valid', '满意', 1.0, '')")
        old.commit()
    with opened(tmp_path) as store:
        check_sound(store)
        ((batch, reading),) = store.readings()
        assert (batch, reading.rows[0].choice, reading.form_page) == ("A01", "满意", 1)
        assert store.database.execute("PRAGMA user_version").fetchone()[0] == len(STEPS)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    started, _ = start_workspace(tmp_path / "工作")
    for number in range(1, 4):
        with working(started, "test") as store:
            file_sheet(store, number)
    return started


def spoil(database: Path) -> None:
    """Garbage in the middle of the file, as from a bad sector."""
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(database.read_bytes())
    for page in range(4, len(data) // 4096, 3):
        data[page * 4096 : page * 4096 + 300] = b"\xa5" * 300
    database.write_bytes(data)


def test_a_damaged_page_stops_the_next_command_and_the_backup_brings_everything_back(workspace: Workspace) -> None:
    spoil(workspace.database)
    with pytest.raises(DamagedStoreError, match="pingyi backup restore"), working(workspace, "test"):
        pass
    assert [backup.sheets for backup in backups(workspace.backups)] == [3, 2, 1]  # none was pushed out by a bad one
    chosen, aside = restore(workspace.database, workspace.backups, "")
    assert chosen.sheets == 3
    assert (aside / "pingyi.db").exists()
    with working(workspace, "test") as store:
        assert sheets_in(store) == 3


def test_a_damaged_backup_is_passed_over_and_a_damaged_store_never_becomes_one(workspace: Workspace) -> None:
    newest = backups(workspace.backups)[0].path
    spoil(newest)
    assert not backups(workspace.backups)[0].sound
    with pytest.raises(DamagedStoreError, match="也已损坏"):
        restore(workspace.database, workspace.backups, newest.name)
    assert restore(workspace.database, workspace.backups, "")[0].sheets == 2
    spoil(workspace.database)
    with pytest.raises(DamagedStoreError), opened(workspace.root) as store:
        back_up(store, workspace.backups)
    assert not list(workspace.backups.glob("*.part"))


def test_only_the_newest_copies_are_kept_numbered_whatever_the_clock_says(workspace: Workspace) -> None:
    for _ in range(KEPT):
        with working(workspace, "test") as store:
            file_sheet(store, sheets_in(store) + 1)
    kept = backups(workspace.backups)
    assert [backup.path.name[:6] for backup in kept] == [f"{number:06d}" for number in range(8, 3, -1)]
    assert kept[0].sheets == 8


def test_a_command_that_changes_nothing_makes_no_copy(workspace: Workspace) -> None:
    before = sorted(workspace.backups.iterdir())
    with working(workspace, "tally"):
        pass
    assert sorted(workspace.backups.iterdir()) == before


def test_a_database_that_vanished_is_not_begun_anew(workspace: Workspace) -> None:
    workspace.database.unlink()
    with pytest.raises(FileError, match="备份还在"), working(workspace, "test"):
        pass
    restore(workspace.database, workspace.backups, "000002")
    check_present(workspace.database, workspace.backups)
    with working(workspace, "test") as store:
        assert sheets_in(store) == 2


def test_what_a_failing_command_had_kept_is_backed_up(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w")

    def scanned() -> None:
        with working(workspace, "scan") as store:
            file_sheet(store, 1)
            raise FileError("第二个文件打不开")

    with pytest.raises(FileError, match="第二个文件"):
        scanned()
    assert [one.sheets for one in backups(workspace.backups)] == [1]


def test_what_a_killed_command_left_of_a_backup_goes_though_the_next_fails(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w")
    with working(workspace, "scan") as store:
        file_sheet(store, 1)
    newest = backups(workspace.backups)[0].path
    half = newest.rename(newest.with_name(f"{newest.name}.part"))  # as when it was killed amid it
    (workspace.root / HOLDER).write_text("scan", encoding="utf-8")
    with pytest.raises(FileError), working(workspace, "reopen"):
        raise FileError("已经重新打开")
    assert not half.exists()
    assert [one.sheets for one in backups(workspace.backups)] == [1]


def test_without_backups_one_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(NotReadyError, match="没有备份"):
        restore(tmp_path / "pingyi.db", tmp_path / FOLDER, "")


def test_a_disk_too_full_for_the_copy_is_said_and_the_result_stays(small_disk: Path) -> None:
    with opened(small_disk) as store:
        file_sheet(store, 1)
        first = back_up(store, small_disk / FOLDER)
        (small_disk / "filler").write_bytes(bytes(shutil.disk_usage(small_disk).free - 8192))
        with pytest.raises(NoSpaceError, match="结果已经存好"):
            back_up(store, small_disk / FOLDER)
        assert [backup.path for backup in backups(small_disk / FOLDER)] == [first]
        assert sheets_in(store) == 1


def test_a_read_only_disk_is_said_in_plain_words(small_disk: Path) -> None:
    with opened(small_disk) as store:
        file_sheet(store, 1)
    mount = shutil.which("mount") or "mount"
    subprocess.run([mount, "-o", "remount,ro", str(small_disk)], check=True)
    with pytest.raises(FileError, match="是只读的"), opened(small_disk) as store:
        file_sheet(store, 2)


@pytest.mark.parametrize(
    "change",
    ["verdict = 'blank'", "verdict = 'doubtful'", "choice = ''", "verdict = 'perhaps'", "reasons = 'a whim'"],
)
def test_a_row_no_program_of_ours_wrote_is_told_of_and_never_read(tmp_path: Path, change: str) -> None:
    with opened(tmp_path) as store:
        file_sheet(store, 1)
    with closing(sqlite3.connect(tmp_path / "pingyi.db")) as bent, bent:
        bent.execute("PRAGMA ignore_check_constraints = ON")
        for (trigger,) in bent.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            bent.execute(f"DROP TRIGGER {trigger}")
        assert bent.execute(f"UPDATE row_readings SET {change} WHERE item = '7'").rowcount == 1  # noqa: S608
    with opened(tmp_path) as store:
        for read in (store.readings, lambda: sheet_votes(store)):
            with pytest.raises(DamagedStoreError, match="backup restore"):
                list(read())
