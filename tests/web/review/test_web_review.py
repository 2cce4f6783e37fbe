"""Blind double work over HTTP: claims, differences, undo, rows sent back."""

import subprocess
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st
from web_office import DOUBTFUL, SHEETS, Clerk

from pingyi.domain.readings.ballot import Correction
from pingyi.domain.readings.double_review import RowPlace, Tab
from pingyi.domain.readings.reading import Verdict
from pingyi.ground.errors import OpenDoubtsError
from pingyi.web.server.office import Office
from pingyi.workflow.people import double_review
from pingyi.workflow.people.claims import LEASE_S, Claims
from pingyi.workflow.results.tally import make_tally

REPOSITORY = Path(__file__).parents[3]
ROWS = SHEETS * len(DOUBTFUL)
CHOICES = ("满意", "基本满意", "不满意")
LIVING, DEAD = Tab("a", "1"), Tab("b", "2")


def test_two_who_agree_settle_a_row_and_both_stand_behind_it(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    first.say(row, "满意")
    assert decisions(office) == ()
    second.say(row, "满意")
    (decision,) = decisions(office)
    assert (decision.decided_by, decision.confirmed_by, decision.choice) == ("张三", "孙七", "满意")


def test_a_difference_goes_to_a_third_person_who_may_settle(client: TestClient, office: Office) -> None:
    first, second, third = Clerk(client, "张三"), Clerk(client, "孙七"), Clerk(client, "李四")
    row = first.rows()[0]
    first.say(row, "满意")
    second.say(row, "不满意")
    assert row not in first.rows(differing=True)
    (differing,) = third.rows(differing=True)
    assert sorted(differing["said"]) == ["不满意", "满意"]
    third.say(row, "不满意")
    (decision,) = decisions(office)
    assert (decision.decided_by, decision.confirmed_by) == ("孙七", "李四")


def decisions(office: Office) -> tuple[Correction, ...]:
    with office.store() as store:
        return store.corrections()


def test_a_row_open_in_one_tab_is_not_given_to_another(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = {(row["sheet"], row["item"]) for row in first.rows()}
    theirs = {(row["sheet"], row["item"]) for row in second.rows()}
    assert mine
    assert not mine & theirs


def test_a_dead_browsers_rows_are_free_after_its_lease() -> None:
    moment = [0.0]
    claims = Claims(clock=lambda: moment[0])
    row = RowPlace(sheet="1", item="2")
    claims.take(DEAD, [row])
    moment[0] = LEASE_S - 1
    with claims.choosing(LIVING) as taken:
        assert taken == (row,)
    moment[0] = LEASE_S + 1
    with claims.choosing(LIVING) as taken:
        assert taken == ()


def test_a_living_browser_keeps_its_rows() -> None:
    moment = [0.0]
    claims = Claims(clock=lambda: moment[0])
    claims.take(LIVING, [RowPlace(sheet="1", item="2")])
    for _ in range(3):
        moment[0] += LEASE_S - 1
        claims.prolong(LIVING)
    with claims.choosing(DEAD) as taken:
        assert len(taken) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["take", "prolong", "release", "leave", "end"]),
            st.sampled_from("ab"), st.sampled_from("12"), st.sampled_from("xyz"),
        ),
        max_size=30,
    )
)  # fmt: skip
def test_what_was_left_holds_nothing_in_whatever_order_its_words_arrive(words: list[tuple[str, str, str, str]]) -> None:
    claims, gone, held = Claims(), set[Tab | str](), dict[str, Tab]()
    for word, session, key, item in words:
        tab, row = Tab(session, key), RowPlace(sheet="1", item=item)
        match word:
            case "take" if held.get(item, tab) == tab:
                claims.take(tab, [row])
                held |= {} if gone & {tab, session} else {item: tab}
            case "release":
                claims.release(tab, row)
                held = {place: by for place, by in held.items() if (place, by) != (item, tab)}
            case "prolong":
                claims.prolong(tab)
            case "leave":
                claims.leave(tab)
                gone.add(tab)
            case "end":
                claims.end(session)
                gone.add(session)
        held = {place: by for place, by in held.items() if not gone & {by, by.session}}
        for one in (Tab(session, key) for session in "abc" for key in "12"):
            with claims.choosing(one) as others:
                assert {place.item for place in others} == {place for place, by in held.items() if by != one}


def test_a_session_signed_out_frees_its_rows_at_once(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = first.rows()
    first.enter()
    client.post("/logout", data={"csrf": first.token})
    assert second.rows() == mine


def test_a_closed_tab_frees_its_rows_at_once(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = first.rows()
    first.call("/review/release")
    assert second.rows() == mine


def test_rows_open_elsewhere_are_told_when_nothing_is_left(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    held: list[str] = []
    while mine := first.rows(passed=held):
        held += [f"{row['sheet']}/{row['item']}" for row in mine]
    assert len(held) == ROWS
    reply = second.call("/review/next").json()
    assert (reply["rows"], reply["elsewhere"]) == ([], ROWS)
    first.call("/review/release")
    reply = second.call("/review/next").json()
    assert reply["rows"]
    assert reply["elsewhere"] == 0


def test_undo_takes_back_ones_own_answers_one_after_another(client: TestClient, office: Office) -> None:
    first = Clerk(client, "张三")
    rows = first.rows()[:3]
    for row in rows:
        first.say(row, "不满意")
    back = [first.call("/review/undo").json() for _ in rows]
    assert [(row["sheet"], row["item"]) for row in back] == [(row["sheet"], row["item"]) for row in reversed(rows)]
    assert "没有可以撤回" in first.call("/review/undo").json()["message"]
    for row in rows:
        first.say(row, "满意")
        Clerk(client, "孙七").say(row, "满意")
    assert [decision.choice for decision in decisions(office)] == ["满意"] * 3


def test_undo_takes_back_the_named_answer_whatever_arrived_after_it(client: TestClient) -> None:
    first = Clerk(client, "张三")
    rows = first.rows()[:3]
    for row in reversed(rows):  # keys went 0, 1, 2; the net turned them about
        first.say(row, "不满意")
    for row in reversed(rows):
        back = first.call("/review/undo", sheet=row["sheet"], item=row["item"]).json()
        assert (back["sheet"], back["item"]) == (row["sheet"], row["item"])
    assert "没有可以撤回" in first.call("/review/undo", sheet=rows[0]["sheet"], item=rows[0]["item"]).json()["message"]


def test_undo_is_refused_once_another_person_has_judged_whatever_they_said(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    said = []
    for answer in ("满意", "不满意"):
        row = first.rows()[0]
        first.say(row, "满意")
        second.say(row, answer)
        said.append(first.call("/review/undo").text)
    assert said[0] == said[1]
    assert "不能再改" in said[0]


def test_who_answered_second_cannot_change_it_whatever_the_counts_told_them(client: TestClient) -> None:
    """Counts say whether two agree: an answer that could be taken back then would be found by trying."""
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    said = []
    for row, answer in zip(first.rows(), CHOICES, strict=False):
        first.say(row, answer)
        second.say(row, "满意")
        for path in ("/", "/menu", "/review"):
            second.see(path)
        said.append(second.call("/review/undo", sheet=row["sheet"], item=row["item"]))
    assert [reply.status_code for reply in said] == [409] * len(CHOICES)
    assert len({reply.text for reply in said}) == 1
    assert "第三人" in said[0].json()["message"]


def test_an_undo_leaves_a_trace(client: TestClient) -> None:
    first = Clerk(client, "张三")
    first.say(first.rows()[0], "满意")
    first.call("/review/undo")
    assert "撤回 1 次" in first.see("/review").text


def test_the_same_answer_sent_again_counts_once(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    for clerk in (first, second):
        for _ in range(3):
            assert clerk.say(row, "满意").status_code == 200
    assert len(decisions(office)) == 1


def test_a_late_answer_to_a_settled_row_is_refused_in_words(client: TestClient) -> None:
    first, second, third = Clerk(client, "张三"), Clerk(client, "孙七"), Clerk(client, "李四")
    row = first.rows()[0]
    first.say(row, "满意")
    second.say(row, "满意")
    assert "没有记入" in third.say(row, "不满意").json()["message"]


def test_a_whole_sheet_is_confirmed_once_and_kept_row_by_row(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    rows = {"2": "满意", "3": "multiple"}
    assert first.call("/review/sheet", sheet=f"{0:064x}", rows=rows).json() == {"decided": 2}
    assert second.call("/review/sheet", sheet=f"{0:064x}", rows=rows).json() == {"decided": 2}
    with office.store() as store:
        assert [decision.verdict for decision in store.corrections()] == [Verdict.VALID, Verdict.MULTIPLE]


def test_a_sheet_with_one_impossible_answer_keeps_nothing(client: TestClient, office: Office) -> None:
    reply = Clerk(client, "张三").call("/review/sheet", sheet=f"{0:064x}", rows={"2": "满意", "3": "很好"})
    assert reply.status_code == 409
    with office.store() as store:
        assert double_review.accord(store).agreement.rows == 0


def test_a_row_sent_back_does_not_count_until_people_have_decided(client: TestClient, office: Office) -> None:
    checker = Clerk(client, "李四")
    assert checker.call("/contact/send", rows=[[f"{1:064x}", "9"]]).json() == {"sent": 1}
    assert checker.call("/contact/send", rows=[[f"{1:064x}", "9"]]).json() == {"sent": 0}
    with office.store() as store:
        tally = make_tally(office.campaign, office.batches(), store, draft=True)
        assert tally.open_rows == ROWS + 1
        with pytest.raises(OpenDoubtsError):
            make_tally(office.campaign, office.batches(), store, draft=False)
    for name in ("张三", "孙七"):
        Clerk(client, name).call("/review/decide", sheet=f"{1:064x}", item="9", verdict="blank")
    with office.store() as store:
        tally = make_tally(office.campaign, office.batches(), store, draft=True)
    assert (tally.open_rows, sum(row.blank for row in tally.rows if row.item == "9")) == (ROWS, 1)


def test_agreement_is_shown_when_two_have_decided(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    rows = [*first.rows(), *first.rows()]
    for number, row in enumerate(rows[:3]):
        first.say(row, "满意")
        second.say(row, "不满意" if number == 0 else "满意")
    page = client.get("/review").text
    assert "66.7%" in page
    assert "（2/3）" in page


def test_an_opinion_is_kept_when_a_second_person_types_the_same(client: TestClient) -> None:
    sheet = f"{0:064x}"
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    assert first.call("/opinions", sheet=sheet, text="路灯 不亮", units="雒容镇").json() == {"settled": False}
    assert first.call("/opinions", sheet=sheet, text="路灯 不亮", units="雒容镇").json() == {"settled": False}
    assert second.call("/opinions", sheet=sheet, text="路灯不亮", units="雒容镇").json() == {"settled": False}
    assert first.call("/opinions", sheet=sheet, text="路灯不亮", units="雒容镇").json() == {"settled": True}
    assert "没有“无此单位”" in first.call("/opinions", sheet=sheet, text="x", units="无此单位").json()["message"]
    assert "有电话号码" in first.call("/opinions", sheet=sheet, text="打13877215566", units="").json()["message"]


@pytest.mark.outside
def test_the_server_itself_holds_neither_scanner_nor_word() -> None:
    """They are at home in processes of their own; one import at the wrong place costs every office 100 MB."""
    heavy = ("cv2", "numba", "onnxruntime", "docx", "matplotlib", "scipy")
    code = f"import sys, web.app; print([name for name in {heavy} if name in sys.modules])"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=REPOSITORY, check=True, timeout=120
    )
    assert found.stdout.strip() == "[]"
