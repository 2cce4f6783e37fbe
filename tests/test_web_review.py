"""Blind double work over HTTP: claims, differences, undo, rows sent back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from web_office import DOUBTFUL, PEOPLE, SHEETS, client_of, office_in, post, sign_in

from domain.errors import OpenDoubtsError
from domain.reading import Verdict
from web.guard import Limiter
from web.pages import people
from workflow import double_review
from workflow.office import Office
from workflow.tally import make_tally

ROWS = SHEETS * len(DOUBTFUL)
TAB = "11111111-2222"


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    monkeypatch.setattr(people, "by_address", Limiter(most=1000, seconds=1))
    monkeypatch.setattr(people, "by_name", Limiter(most=1000, seconds=1))
    with office_in(tmp_path) as opened:
        yield opened


@pytest.fixture
def client(office: Office) -> Iterator[TestClient]:
    with client_of(office) as opened:
        yield opened


class Clerk:
    """One person at one tab."""

    def __init__(self, client: TestClient, name: str, tab: str = TAB) -> None:
        self.client, self.name, self.tab = client, name, tab
        self.token = sign_in(client, name)
        self.cookie = client.cookies["pingyi"]

    def call(self, path: str, **body: object) -> Any:
        self.client.cookies.clear()
        self.client.cookies.set("pingyi", self.cookie)
        return post(self.client, path, {"tab": self.tab, **body}, self.token)

    def rows(self, **wish: object) -> list[dict[str, str]]:
        return list(self.call("/review/next", **wish).json()["rows"])

    def say(self, row: dict[str, str], choice: str) -> Any:
        return self.call("/review/decide", sheet=row["sheet"], item=row["item"], verdict="valid", choice=choice)


def test_nothing_of_the_machine_or_of_others_reaches_who_decides(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    first.say(row, "不满意")
    text = second.call("/review/next").text
    assert "不满意" not in text
    assert set(second.rows()[0]) == {"sheet", "item", "name", "batch", "said"}


def test_two_who_agree_settle_a_row_and_both_stand_behind_it(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    assert first.say(row, "满意").json() == {"settled": False, "differs": False}
    with office.store() as store:
        assert store.corrections() == ()
    assert second.say(row, "满意").json() == {"settled": True, "differs": False}
    with office.store() as store:
        (decision,) = store.corrections()
    assert (decision.decided_by, decision.confirmed_by, decision.choice) == ("张三", "孙七", "满意")


def test_a_difference_goes_to_a_third_person_who_may_settle(client: TestClient, office: Office) -> None:
    first, second, third = Clerk(client, "张三"), Clerk(client, "孙七"), Clerk(client, "李四")
    row = first.rows()[0]
    first.say(row, "满意")
    assert second.say(row, "不满意").json()["differs"] is True
    assert first.rows(differing=True) == [other for other in first.rows() if other != row]
    (differing,) = third.rows(differing=True)
    assert sorted(differing["said"]) == ["不满意", "满意"]
    assert third.say(row, "不满意").json()["settled"] is True
    with office.store() as store:
        (decision,) = store.corrections()
    assert (decision.decided_by, decision.confirmed_by) == ("孙七", "李四")


def test_a_row_open_in_one_tab_is_not_given_to_another(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = {(row["sheet"], row["item"]) for row in first.rows()}
    theirs = {(row["sheet"], row["item"]) for row in second.rows()}
    assert mine
    assert not mine & theirs


def test_a_dead_browsers_rows_are_free_after_its_lease(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = first.rows()
    clock = double_review.time.time
    monkeypatch.setattr(double_review.time, "time", lambda: clock() + double_review.LEASE_S + 1)
    assert second.rows() == mine


def test_a_closed_tab_frees_its_rows_at_once(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    mine = first.rows()
    first.call("/review/release")
    assert second.rows() == mine


def test_undo_takes_back_ones_own_answer_until_another_agrees(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    first.say(row, "不满意")
    again = first.call("/review/undo").json()
    assert (again["sheet"], again["item"]) == (row["sheet"], row["item"])
    first.say(row, "满意")
    second.say(row, "满意")
    refused = first.call("/review/undo")
    assert refused.status_code == 409
    assert "不能撤回" in refused.json()["message"]


def test_the_same_answer_sent_again_counts_once(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    row = first.rows()[0]
    for _ in range(3):
        assert first.say(row, "满意").status_code == 200
    for _ in range(3):
        assert second.say(row, "满意").json()["settled"] is True
    with office.store() as store:
        assert len(store.corrections()) == 1


def test_a_late_answer_to_a_settled_row_is_refused_in_words(client: TestClient) -> None:
    first, second, third = Clerk(client, "张三"), Clerk(client, "孙七"), Clerk(client, "李四")
    row = first.rows()[0]
    first.say(row, "满意")
    second.say(row, "满意")
    assert "没有记入" in third.say(row, "不满意").json()["message"]


def test_a_whole_sheet_is_confirmed_once_and_kept_row_by_row(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    rows = {"2": "满意", "3": "multiple"}
    assert first.call("/review/sheet", sheet=f"{0:064x}", rows=rows).json() == {"decided": 2, "settled": 0}
    assert second.call("/review/sheet", sheet=f"{0:064x}", rows=rows).json() == {"decided": 2, "settled": 2}
    with office.store() as store:
        assert [decision.verdict for decision in store.corrections()] == [Verdict.VALID, Verdict.MULTIPLE]


def test_a_sheet_with_one_impossible_answer_keeps_nothing(client: TestClient, office: Office) -> None:
    reply = Clerk(client, "张三").call("/review/sheet", sheet=f"{0:064x}", rows={"2": "满意", "3": "很好"})
    assert reply.status_code == 409
    with office.store() as store:
        assert double_review.agreement_report(store).rows == 0


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
    assert set(PEOPLE) >= {"张三", "孙七"}


def test_an_opinion_is_kept_when_a_second_person_types_the_same(client: TestClient) -> None:
    sheet = f"{0:064x}"
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    assert first.call("/opinions", sheet=sheet, text="路灯 不亮", units="雒容镇").json() == {"settled": False}
    assert first.call("/opinions", sheet=sheet, text="路灯 不亮", units="雒容镇").json() == {"settled": False}
    assert second.call("/opinions", sheet=sheet, text="路灯不亮", units="雒容镇").json() == {"settled": False}
    assert first.call("/opinions", sheet=sheet, text="路灯不亮", units="雒容镇").json() == {"settled": True}
    assert "没有“无此单位”" in first.call("/opinions", sheet=sheet, text="x", units="无此单位").json()["message"]
