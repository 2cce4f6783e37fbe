"""The queue of waiting rows always says what the views it is made from say, whatever is written in whatever order."""

from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from web_office import DOUBTFUL, SHEETS, Clerk

from benchmarks.trust.people import PASSWORD
from pingyi.domain.readings.double_review import RowPlace
from pingyi.domain.readings.reading import Verdict
from pingyi.ground.errors import PingyiError
from pingyi.store.base.store import Store
from pingyi.store.evidence.dump import build, schema_version, table_names, table_rows
from pingyi.store.readings.queue import next_waiting
from pingyi.web.server.office import Office
from pingyi.workflow.people import double_review as work
from pingyi.workflow.people.accounts import signer_of
from pingyi.workflow.people.asked import Asked

ASKED = Asked(choices=("满意", "不满意"))
PEOPLE = ("张三", "孙七", "李四")
doings = st.lists(
    st.tuples(
        st.sampled_from(("decide", "undo", "send back")),
        st.sampled_from(PEOPLE),
        st.integers(0, SHEETS - 1),
        st.sampled_from((*DOUBTFUL, "9")),
        st.sampled_from(("满意", "不满意")),
    ),
    max_size=14,
)


def differences(store: Store) -> list[str]:
    """Between what is kept and what the views give, both ways."""
    kept = "SELECT reason, batch, sheet, position, item, said FROM queue"
    meant = "SELECT reason, batch, sheet, position, item, said FROM queue_entries"
    who, said = "SELECT sheet, item, account FROM standing", "SELECT sheet, item, account FROM standing_judgements"
    pairs = ((kept, meant), (meant, kept), (who, said), (said, who))
    return [str(row) for one, other in pairs for row in store.rows(f"{one} EXCEPT {other}")]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(doings)
def test_the_queue_is_what_the_views_say(office: Office, wanted: list[tuple[str, str, int, str, str]]) -> None:
    with office.store() as store:
        signers = {person: signer_of(store, person, PASSWORD) for person in PEOPLE}
        for what, name, sheet, item, choice in wanted:
            account = signers[name]
            place = RowPlace(sheet=f"{sheet:064x}", item=item)
            try:
                if what == "decide":
                    work.decide(store, account, {place: work.answer_of(Verdict.VALID, choice, ASKED, item)})
                elif what == "undo":
                    work.undo(store, account, None)
                else:
                    work.send_back(store, account, [place])
            except PingyiError:
                continue
            assert differences(store) == []
    assert differences_of_open(office) == []


def differences_of_open(office: Office) -> list[str]:
    """Rows the queue lacks or has too many, against the view everybody else reads."""
    with office.store() as store:
        kept = {(row["sheet"], row["item"]) for row in store.rows("SELECT sheet, item FROM queue")}
        open_rows = {(row.row.sheet, row.row.item) for row in store.open_rows()}
    return sorted(map(str, kept ^ open_rows))


def test_a_database_built_from_an_archives_rows_has_the_same_queue(
    client: TestClient, office: Office, tmp_path: Path
) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    rows = first.rows()
    for row in rows:
        first.say(row, "满意")
    second.say(rows[0], "满意")
    Clerk(client, "李四").call("/contact/send", rows=[[rows[0]["sheet"], rows[0]["item"]], [f"{1:064x}", "9"]])
    with office.store() as store:
        tables = [(name, list(table_rows(store, name))) for name in table_names(store)]
        build(tmp_path / "built.db", schema_version(store), tables)
        queue = list(store.rows("SELECT * FROM queue"))
    assert queue
    with Store(tmp_path / "built.db", tmp_path) as built:
        assert list(built.rows("SELECT * FROM queue")) == queue
        assert differences(built) == []


@pytest.mark.parametrize("narrowed", ["", "reason = 'cross'"])
def test_the_next_row_is_found_without_sorting_or_reading_all(office: Office, narrowed: str) -> None:
    seen: list[str] = []
    with office.store() as store:
        plain = store.database.conn
        plain.set_trace_callback(seen.append)
        wish = work.RowsRequest(account="张三", holder="h", reason="cross" if narrowed else "")
        next_waiting(store, wish, 1, ())
        plain.set_trace_callback(None)
        plan = [row[3] for row in plain.execute(f"EXPLAIN QUERY PLAN {seen[-1]}")]
    assert not [step for step in plan if "TEMP B-TREE" in step or step.startswith("SCAN r")], plan
