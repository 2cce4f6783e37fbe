"""The evidence chain: what it says, what it never says, and that it cannot be bent."""

import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from invented_workspace import invented_workspace

from pingyi.domain.readings.reading import Source
from pingyi.domain.readings.score_reading import ScorePage, ScorePaper, ScoreReading
from pingyi.domain.trust.chain import FIRST, EventKind, canonical, entry_hash, lines_digest, seal_of
from pingyi.store.base.migrations import STEPS
from pingyi.store.base.paper_seals import BALLOTS, told_digest
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.evidence.dump import build, content_digest, table_names, table_rows
from pingyi.store.evidence.log import events, head
from pingyi.store.evidence.row_check import columns_at
from pingyi.store.people.confirmations import Confirmation, add_confirmation
from pingyi.store.people.leader_scores import KeptScorePage, add_score_pages
from pingyi.workflow.desk.workspace import Workspace, watching, working

BEFORE_CHAIN = STEPS.index("chain")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return invented_workspace(tmp_path_factory.mktemp("chain") / "w", sheets=3)


def test_every_change_of_a_result_has_an_entry_and_a_sound_database_no_difference(workspace: Workspace) -> None:
    with watching(workspace) as store:
        kinds = [event.kind for event in events(store)]
        assert kinds == [EventKind.BEGIN, EventKind.READING, *[EventKind.IMPORT] * 3]
        assert list(chain_differences(store)) == []


def test_an_entry_comes_and_goes_with_the_change_it_tells_of(tmp_path: Path) -> None:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        before = head(store)
        given = Confirmation(policy="ranking", value="series", stands=True, confirmed_by="甲", witness="甲")
        with pytest.raises(sqlite3.IntegrityError):  # the witness is no other person
            add_confirmation(store, given)
        assert head(store) == before


def test_the_database_refuses_entries_that_do_not_follow_and_any_change_of_one(tmp_path: Path) -> None:
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        for statement in (
            "INSERT INTO events SELECT 3, kind, payload, hash, printf('%064d', 1) FROM events",
            "INSERT INTO events SELECT 2, kind, payload, printf('%064d', 2), printf('%064d', 1) FROM events",
            "UPDATE events SET kind = 'score'",
            "DELETE FROM events",
        ):
            with pytest.raises(sqlite3.IntegrityError):
                store.database.execute(statement)


def test_the_log_names_no_sheet_and_tells_no_order(workspace: Workspace) -> None:
    with watching(workspace) as store:
        said = "".join(event.payload for event in events(store))
        for _, reading in store.readings():
            assert reading.digest not in said
        for row in table_rows(store, "sheet_digests"):
            assert row["digest"] not in said


def test_what_the_log_said_of_a_batch_before_can_no_longer_be_tried_out(workspace: Workspace, tmp_path: Path) -> None:
    """With the old salt one could guess which sheets of a small batch came in first."""
    with watching(workspace) as old:
        filings = [(batch, reading) for batch, reading in old.readings() if batch == "A01"]
    assert len(filings) == 3
    from pingyi.store.base.records import Filing  # noqa: PLC0415

    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        for batch, reading in filings:
            store.file_pages([Filing(outcome=reading, batch=batch, scan="s")])
        seals = [event.content()["batches"]["A01"]["sha256"] for event in events(store)[1:]]
        salt = next(table_rows(store, "batch_salts"))["salt"]
        digests = [row["digest"] for row in table_rows(store, "sheet_digests")]
        assert seals[-1] == seal_of(salt, digests)
        assert seals[0] not in {seal_of(salt, [digest]) for digest in digests}


def test_an_old_workspace_begins_its_log_with_what_was_there(workspace: Workspace, tmp_path: Path) -> None:
    younger = {"events", "sheet_digests", "batch_salts", "printed_forms", "brought"}
    with watching(workspace) as store:
        old = [
            (name, rows) for name in table_names(store) if name not in younger and (rows := before_marks(store, name))
        ]
    build(tmp_path / "pingyi.db", BEFORE_CHAIN, old)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        (begin,) = events(store)
        assert begin.kind == EventKind.BEGIN
        assert {cover["table"] for cover in begin.content()["rows"]} == {"brought", "imports"}
        assert begin.content()["batches"]["A01"]["sheets"] == 3
        assert list(chain_differences(store)) == []
        with sqlite3.connect(tmp_path / "pingyi.db") as other:
            other.execute("DROP TRIGGER imports_stay")
            other.execute("UPDATE imports SET source = 'x' WHERE number = 5")
        assert any("imports" in line for line in chain_differences(store))


def test_equal_content_has_equal_digests_whatever_the_order_of_filing(workspace: Workspace, tmp_path: Path) -> None:
    with watching(workspace) as store:
        tables = [(name, list(table_rows(store, name))) for name in table_names(store)]
        wanted = content_digest(store)
    backwards = [(name, rows[::-1] if name == "sheets" else rows) for name, rows in tables]
    build(tmp_path / "pingyi.db", len(STEPS), backwards)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        assert content_digest(store) == wanted


@pytest.mark.parametrize("version", range(BEFORE_CHAIN, len(STEPS) + 1))
def test_what_an_older_program_sealed_is_held_against_its_own_tables(
    workspace: Workspace, tmp_path: Path, version: int
) -> None:
    """Before today's columns are added to them."""
    columns = columns_at(version)
    with watching(workspace) as store:
        names = [name for name in table_names(store) if name in columns]
        tables = [
            (name, [{key: row[key] for key in columns[name]} for row in table_rows(store, name)]) for name in names
        ]
    wanted = lines_digest([name, row] for name, rows in tables for row in rows)
    assert build(tmp_path / "pingyi.db", version, tables) == wanted
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        today = columns_at(len(STEPS))
        filled = any(list(table_rows(store, name)) for name in table_names(store) if name not in columns)
        unchanged = not filled and all(columns[name] == today[name] for name, rows in tables if rows)
        assert (content_digest(store) == wanted) is unchanged


def test_canonical_json_is_one_writing() -> None:
    assert canonical({"乙": 1, "a": [1.0, "\u2028"]}) == '{"a":[1.0,"\u2028"],"乙":1}'


def test_an_emptied_batch_is_missed(workspace: Workspace, tmp_path: Path) -> None:
    with working(workspace, "test") as store:
        tables = [(name, list(table_rows(store, name))) for name in table_names(store)]
    gone = {row["digest"] for name, rows in tables if name == "sheets" for row in rows if row["batch"] == "A01"}
    kept = [(name, [r for r in rows if not gone & {r.get("sheet"), r.get("digest")}]) for name, rows in tables]
    kept = [(n, [r for r in rows if n != "sheet_digests" or r["sheet"] not in gone]) for n, rows in kept]
    build(tmp_path / "pingyi.db", len(STEPS), kept)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        assert [line for line in chain_differences(store) if line.startswith("A01 批现有 0 张票")]


def test_a_rule_of_the_database_that_was_dropped_is_told(workspace: Workspace, tmp_path: Path) -> None:
    shutil.copyfile(workspace.database, tmp_path / "pingyi.db")
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        store.database.execute("DROP TRIGGER corrections_stay")
        (found,) = chain_differences(store)
    assert "corrections_stay" in found


def test_an_older_log_goes_on_with_the_tables_it_did_not_know(workspace: Workspace, tmp_path: Path) -> None:
    """Once: what is added by hand to them afterwards is told, also when it is their first row."""
    with watching(workspace) as store:
        younger = ("score_digests", "printed_forms", "statements", "brought")
        names = [name for name in table_names(store) if name not in younger]
        tables = {name: rows for name in names if (rows := before_marks(store, name))}
    seal_as_then(tables)
    for event in tables["events"]:
        event["payload"] = old_payload(event["payload"])
    rehash(tables["events"])
    build(tmp_path / "pingyi.db", STEPS.index("score_chain"), tables.items())
    with sqlite3.connect(tmp_path / "pingyi.db") as other:
        other.execute("INSERT INTO returns VALUES (1, 'A01', 3, 3, 0, 0, 'x', '', '')")
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        last = head(store)
        assert last.kind == EventKind.EXTENSION
        assert [cover["table"] for cover in last.content()["rows"]] == ["brought", "returns"]
        assert list(chain_differences(store)) == []
        with sqlite3.connect(tmp_path / "pingyi.db") as other:
            other.execute(
                "INSERT INTO accounts (name, role, password, active, created_at) VALUES ('甲', 'review', 'x', 1, '')"
            )
            other.execute("INSERT INTO referrals VALUES (1, ?, '7', 0, '甲', '')", [next(store.readings())[1].digest])
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        assert head(store) == last, "it goes on once"
        assert [line for line in chain_differences(store) if "referrals" in line]


def before_marks(store: Store, table: str) -> list[dict[str, Any]]:
    """Rows as programs kept them that knew no marks, nor said anything of the pictures people were shown."""
    younger = ("mark", "crops")
    return [{column: row[column] for column in row if column not in younger} for row in table_rows(store, table)]


def seal_as_then(tables: dict[str, list[dict[str, Any]]]) -> None:
    """Digests of the sheets and seals of the batches, of what those programs answered for."""
    salts = {row["batch"]: row["salt"] for row in tables["batch_salts"]}
    found: dict[str, dict[str, str]] = {batch: {} for batch in salts}
    for sheet in tables["sheets"]:
        rows = [row for row in tables["row_readings"] if row["sheet"] == sheet["digest"]]
        rows.sort(key=lambda row: row["position"])
        found[sheet["batch"]][sheet["digest"]] = told_digest(BALLOTS, sheet, rows)
    for row in tables["sheet_digests"]:
        row["digest"] = next(one[row["sheet"]] for one in found.values() if row["sheet"] in one)
    for entry in tables["events"]:
        content = json.loads(entry["payload"])
        for batch in content.get("batches", ()):
            digests = found[batch].values()
            content["batches"][batch] = {"sheets": len(digests), "sha256": seal_of(salts[batch], digests)}
        entry["payload"] = canonical(content)


def old_payload(payload: str) -> str:
    """Nothing of covers, nor of imports one by one."""
    content = json.loads(payload)
    content.pop("covers", None)
    if "rows" in content:
        content["rows"] = [cover for cover in content["rows"] if cover["table"] != "brought"]
    return canonical(content)


def rehash(entries: list[dict[str, object]]) -> None:
    previous = FIRST
    for entry in entries:
        entry["previous"] = previous
        made = entry_hash(int(str(entry["number"])), str(entry["kind"]), str(entry["payload"]), previous)
        entry["hash"] = previous = made


def test_a_leaders_score_that_was_changed_or_removed_is_told(tmp_path: Path) -> None:
    reading = ScoreReading(position=0, unit="雒容镇", seen="", readings=("91", "91"), confidence=1.0, score=Decimal(91))
    page = ScorePage(
        source=Source(file="a.pdf", page=1), digest="d", paper=ScorePaper.ANALYSIS, batch_code="", fields=(reading,)
    )
    for number, change in enumerate(
        (
            ["UPDATE score_readings SET score = '92'"],
            ["UPDATE score_pages SET batch = 'H'"],
            ["DELETE FROM score_readings", "DELETE FROM score_digests", "DELETE FROM score_pages"],
        )
    ):
        with Store(tmp_path / f"{number}.db", tmp_path / "crops") as store:
            add_score_pages(store, [KeptScorePage(page=page, batch="G", scan="s")])
            assert list(chain_differences(store)) == []
            for (name,) in store.database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
                store.database.execute(f"DROP TRIGGER {name}")
            for statement in change:
                store.database.execute(statement)
            assert "触发器" not in (found := next(chain_differences(store)))
            assert "票" in found
