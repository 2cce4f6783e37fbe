"""The store keeps what was read and decided, and nothing else may happen to it."""

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.reading import Doubt, RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.domain.results.score import HotlineSummary, LeaderScores, LeaderVotes, PhoneSummary
from pingyi.ground.errors import FileError, NoSpaceError
from pingyi.store.base.crops import crop_path
from pingyi.store.base.records import BatchProgress, Filing, ImportedFile, PageDecision
from pingyi.store.base.store import Store
from pingyi.store.outside.imports import add_imports, outside


def sheet(digest: str = "a" * 64, page: int = 1, rows: int = 3) -> SheetReading:
    """Row 1 valid, row 2 doubtful, the others blank."""
    readings = [
        RowReading(item="1", name="雒容镇", verdict=Verdict.VALID, choice="满意", confidence=0.99),
        RowReading(
            item="2", name="里雍镇", verdict=Verdict.DOUBTFUL, confidence=0.4, reasons=(Doubt.CROSS, Doubt.FAINT)
        ),
    ]
    readings += [
        RowReading(item=str(n), name=f"单位{n}", verdict=Verdict.BLANK, confidence=1.0) for n in range(3, rows + 1)
    ]
    return SheetReading(
        form_page=1,
        form_pages=1,
        source=Source(file="甲.pdf", page=page),
        digest=digest,
        form_digest="f" * 64,
        batch_code="A01",
        turn=180,
        rows=tuple(readings),
        has_opinion=True,
        crops={"2": b"\x89PNG crop"},
    )


def filing(reading: SheetReading | UnreadPage, batch: str = "A01", scan: str = "s1") -> Filing:
    return Filing(outcome=reading, batch=batch, scan=scan)


def unread(page: int = 2, digest: str = "") -> UnreadPage:
    source = Source(file="甲.pdf", page=page)
    return UnreadPage(source=source, digest=digest, reason=Unread.BLANK_PAGE, detail="整页空白")


def correction(item: str = "2", choice: str = "满意") -> Correction:
    return Correction(
        sheet="a" * 64,
        item=item,
        verdict=Verdict.VALID,
        choice=choice,
        decided_by="张三",
        confirmed_by="李四",
        decided_at=datetime(2025, 1, 6, 9, 30, tzinfo=UTC),
    )


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as opened:
        yield opened


def test_a_sheet_comes_back_as_it_was_filed(store: Store) -> None:
    store.file_pages([filing(sheet())])
    assert list(store.readings()) == [("A01", sheet())]


def test_a_crop_is_a_file_beside_the_database(store: Store) -> None:
    store.file_pages([filing(sheet())])
    assert crop_path(store.crops, "a" * 64, "2").read_bytes() == b"\x89PNG crop"


def test_an_item_with_a_slash_has_a_crop_too(store: Store) -> None:
    odd = replace(sheet(), crops={"一/1": b"png"})
    store.file_pages([filing(odd)])
    assert crop_path(store.crops, "a" * 64, "一/1").read_bytes() == b"png"


def test_filing_the_same_picture_twice_changes_nothing(store: Store) -> None:
    store.file_pages([filing(sheet())])
    store.file_pages([filing(replace(sheet(), source=Source(file="乙.pdf", page=9)), batch="A02")])
    assert [batch for batch, _ in store.readings()] == ["A01"]


def test_sheets_come_back_in_the_order_of_their_pages(store: Store) -> None:
    store.file_pages([filing(sheet(digest=str(page) * 64, page=page)) for page in (3, 1, 2)])
    assert [reading.source.page for _, reading in store.readings()] == [1, 2, 3]


def test_a_doubtful_row_is_open_until_two_people_decide(store: Store) -> None:
    store.file_pages([filing(sheet())])
    (waiting,) = store.open_rows()
    assert (waiting.row.item, waiting.name, waiting.row.reasons) == ("2", "里雍镇", (Doubt.CROSS, Doubt.FAINT))
    store.add_decisions([correction()])
    assert store.open_rows() == ()
    assert store.corrections() == (correction(),)


def test_the_latest_decision_counts_and_the_earlier_stays(store: Store) -> None:
    store.file_pages([filing(sheet())])
    store.add_decisions([correction(), correction(choice="不满意")])
    assert store.latest_corrections()["a" * 64, "2"].choice == "不满意"
    assert [c.choice for c in store.corrections()] == ["满意", "不满意"]


@pytest.mark.parametrize(
    "table", ["sheets", "row_readings", "corrections", "unread_pages", "page_decisions", "imports"]
)
@pytest.mark.parametrize(
    "statement", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid", "REPLACE INTO {0} SELECT * FROM {0}"]
)
def test_nothing_kept_can_be_changed_or_removed(store: Store, table: str, statement: str) -> None:
    store.file_pages([filing(sheet()), filing(unread())])
    store.add_decisions([correction()])
    store.add_decisions([], [PageDecision(page=1, outcome="已重新扫描", decided_by="张三", confirmed_by="李四")])
    add_imports(store, ImportedFile(name="x.xlsx", sha256="0"), [PhoneSummary(unit="雒容镇", choices=(1,), source="x")])
    changed = statement.format(table).replace(
        "rowid = rowid", {"row_readings": "item = item", "sheets": "turn = turn"}.get(table, "rowid = rowid")
    )
    with pytest.raises(sqlite3.IntegrityError, match=r"never|stay"):
        store.database.execute(changed)


def test_one_person_cannot_decide_alone(store: Store) -> None:
    store.file_pages([filing(sheet())])
    with pytest.raises(sqlite3.IntegrityError):
        store.add_decisions([replace(correction(), confirmed_by="张三")])


def test_an_unread_page_is_listed_until_its_picture_is_read(store: Store) -> None:
    store.file_pages([filing(unread(digest="b" * 64))])
    assert [open_page.page for open_page in store.open_pages()] == [unread(digest="b" * 64)]
    store.file_pages([filing(sheet(digest="b" * 64, page=7), scan="another")])
    assert store.open_pages() == ()


def test_an_unread_page_is_listed_until_people_decide_on_it(store: Store) -> None:
    store.file_pages([filing(unread())])
    store.file_pages([filing(unread())])
    (page,) = store.open_pages()
    store.add_decisions(
        [], [PageDecision(page=page.number, outcome="已重新扫描", decided_by="张三", confirmed_by="李四")]
    )
    store.file_pages([filing(unread())])
    assert store.open_pages() == ()


def test_progress_counts_sheets_rows_doubts_and_unread_pages(store: Store) -> None:
    store.file_pages([filing(sheet()), filing(sheet(digest="c" * 64, page=3)), filing(unread())])
    store.add_decisions([correction()])
    assert store.progress() == {"A01": BatchProgress(sheets=2, rows=6, doubtful=2, open=1, unread=1)}


def test_the_latest_import_of_a_unit_counts_exactly(store: Store) -> None:
    file = ImportedFile(name="领导.xlsx", sha256="0")
    scores = LeaderScores(
        unit="雒容镇",
        group="L",
        scores=(Decimal("90.10"), Decimal(85)),
        count=2,
        mean=Decimal("87.55"),
        source="领导.xlsx",
    )
    votes = LeaderVotes(unit="雒容镇", group="M", choices=(5, 3, 1), source="票决.xlsx")
    hotline = HotlineSummary(
        unit="雒容镇", closed=10, returned=1, closed_on_time=9, returned_on_time=1, satisfied=4, basically_satisfied=2,
        dissatisfied=1, solved=5, partly_solved=1, unsolved=1, spot_check_unsolved=0, followed_up=2,
        follow_up_refused=1, bonus=Decimal("0.15"), source="热线.xlsx",
    )  # fmt: skip
    add_imports(store, file, [replace(scores, mean=Decimal(80)), votes, hotline])
    add_imports(store, file, [scores, PhoneSummary(unit="里雍镇", choices=(7, 2, 1), source="电话.xlsx")])
    kept = outside(store)
    assert kept.leaders == (scores,)
    assert kept.leader_votes == (votes,)
    assert kept.hotline == (hotline,)
    assert kept.phone == (PhoneSummary(unit="里雍镇", choices=(7, 2, 1), source="电话.xlsx"),)


def test_a_full_database_keeps_what_it_had_and_takes_nothing_by_halves(store: Store) -> None:
    store.file_pages([filing(sheet(rows=59))])
    pages = store.database.execute("PRAGMA page_count").fetchone()[0]
    store.database.execute(f"PRAGMA max_page_count = {pages + 2}")
    many = [filing(sheet(digest=f"{n:064d}", page=n, rows=59)) for n in range(1, 60)]
    with pytest.raises(NoSpaceError, match="磁盘已满"):
        store.file_pages(many)
    assert len(list(store.readings())) == 1
    store.database.execute("PRAGMA max_page_count = 100000")
    store.file_pages(many)
    assert len(list(store.readings())) == 60


def test_a_full_disk_is_said_in_plain_words_and_the_rest_survives(small_disk: Path) -> None:
    with Store(small_disk / "pingyi.db", small_disk / "crops") as store:
        store.file_pages([filing(sheet())])
        with pytest.raises(NoSpaceError, match="磁盘已满"):
            store.file_pages([filing(sheet(digest=f"{n:064d}", page=n, rows=59)) for n in range(1, 400)])
    with Store(small_disk / "pingyi.db", small_disk / "crops") as store:
        assert len(list(store.readings())) == 1


def test_a_disk_full_of_crops_files_no_sheet_by_halves(small_disk: Path) -> None:
    with Store(small_disk / "pingyi.db", small_disk / "crops") as store:
        with pytest.raises(NoSpaceError, match="磁盘已满"):
            store.file_pages([filing(replace(sheet(), crops={"2": b"x" * 2_000_000}))])
        assert list(store.readings()) == []
        assert not list(store.crops.rglob("*.part"))


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "pingyi.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(FileError, match="已损坏"):
        Store(tmp_path / "pingyi.db", tmp_path / "crops")


def test_a_database_of_a_newer_program_is_left_alone(store: Store, tmp_path: Path) -> None:
    store.database.execute("PRAGMA user_version = 99")
    with pytest.raises(FileError, match="升级"):
        Store(tmp_path / "pingyi.db", tmp_path / "crops")
