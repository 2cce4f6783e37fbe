"""Policies on the page: an answer chosen, several confirmed at once by two people, taken back."""

import re

import pytest
from fastapi.testclient import TestClient
from web_office import PASSWORD, Clerk

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.scheme import questions
from pingyi.ground.errors import NotReadyError
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import CAMPAIGN
from pingyi.workflow.init import SAMPLE_REMARK, default_campaign_text
from pingyi.workflow.results.policies import Standing, standings, with_answer

pytestmark = pytest.mark.outside
TEXT = default_campaign_text()
CHOICES = [
    (name, place)
    for name, policy in questions(parse_campaign(TEXT, CAMPAIGN))
    for place in range(len(policy.alternatives))
]


@pytest.mark.parametrize(("name", "place"), CHOICES)
def test_a_chosen_answer_is_in_use_and_all_else_stands_as_it_was(name: str, place: int) -> None:
    before = parse_campaign(TEXT, CAMPAIGN)
    text = with_answer(TEXT, before, name, place)
    after = parse_campaign(text, CAMPAIGN)
    was, now = dict(questions(before))[name], dict(questions(after))[name]
    assert now.value == was.alternatives[place]
    assert now.alternatives[place] == was.value
    ways = {name: was}
    assert after.model_copy(update={"policies": after.policies.model_copy(update=ways)}) == before
    assert [line for line in TEXT.splitlines() if "#" in line] == [line for line in text.splitlines() if "#" in line]
    again = with_answer(text, after, name, place)
    assert parse_campaign(again, CAMPAIGN) == before


def test_a_policy_the_file_leaves_to_the_program_can_be_answered() -> None:
    bare = TEXT[: TEXT.index("[policies.department_shared]")] + TEXT[TEXT.index("[policies.group_weighting]") :]
    campaign = parse_campaign(bare, CAMPAIGN)
    assert parse_campaign(
        with_answer(bare, campaign, "department_shared", 1), CAMPAIGN
    ).policies.department_shared.value


def test_no_policy_and_no_answer_are_refused_in_words() -> None:
    campaign = parse_campaign(TEXT, CAMPAIGN)
    for name, place in (("ranking", 99), ("ranking", -1), ("nothing", 0)):
        with pytest.raises(NotReadyError, match="没有"):
            with_answer(TEXT, campaign, name, place)


def stand(office: Office) -> dict[str, Standing]:
    with office.store() as store:
        return {one.name: one.standing for one in standings(office.workspace.campaign, store)}


def signed(clerk: Clerk, *names: str) -> dict[str, object]:
    return {"csrf": clerk.token, "name": list(names), "witness": "李四", "password": PASSWORD}


def test_several_are_confirmed_at_once_and_taken_back(client: TestClient, office: Office) -> None:
    chief = Clerk(client, "王五")
    wish = signed(chief, "ranking", "trimming", "phone")
    assert client.post("/policies/confirm", data=wish).status_code == 303
    assert [name for name, how in stand(office).items() if how is Standing.CONFIRMED] == [
        "phone",
        "trimming",
        "ranking",
    ]
    back = signed(chief, "trimming")
    for reason in ("", "  "):
        refused = client.post("/policies/revoke", data={**back, "reason": reason})
        assert refused.status_code == 409
        assert "撤回确认要写明原因" in refused.text
        assert "--" not in refused.text.split("<main")[1]
    assert stand(office)["trimming"] is Standing.CONFIRMED
    assert client.post("/policies/revoke", data={**back, "reason": "区里 9 月另有通知"}).status_code == 303
    assert stand(office)["trimming"] is Standing.OPEN
    assert re.search(r"王五、李四 \d{4}-\d\d-\d\d 撤回：区里 9 月另有通知", chief.see("/policies").text)
    log = chief.see("/log").text
    assert "撤回确认" in log
    assert "区里 9 月另有通知（监督人 李四）" in log
    assert "trimming" not in log  # the page speaks of policies by their titles


def test_all_or_none(client: TestClient, office: Office) -> None:
    """One that is unknown, or was never confirmed, stops the others too."""
    chief = Clerk(client, "王五")
    assert client.post("/policies/confirm", data=signed(chief, "ranking", "nothing")).status_code == 409
    assert client.post("/policies/confirm", data=signed(chief)).status_code == 409
    assert client.post("/policies/confirm", data={**signed(chief, "ranking"), "password": "猜的"}).status_code == 403
    assert stand(office)["ranking"] is Standing.OPEN
    assert client.post("/policies/confirm", data=signed(chief, "ranking")).status_code == 303
    back = {**signed(chief, "ranking", "phone"), "reason": "另有通知"}
    assert client.post("/policies/revoke", data=back).status_code == 409
    assert stand(office)["ranking"] is Standing.CONFIRMED


def test_another_answer_makes_what_was_confirmed_void(client: TestClient, office: Office) -> None:
    chief = Clerk(client, "王五")
    client.post("/policies/confirm", data=signed(chief, "ranking"))
    chosen = {"csrf": chief.token, "name": "ranking", "answer": "0"}
    assert client.post("/policies/choose", data=chosen).status_code == 303
    assert office.campaign.policies.ranking.value == "kind"
    assert stand(office)["ranking"] is Standing.VOID
    assert "取值改过，确认失效" in chief.see("/policies").text
    assert client.post("/policies/choose", data={**chosen, "answer": "7"}).status_code == 409
    assert client.post("/policies/choose", data={**chosen, "answer": ""}).status_code == 422


def test_no_ballots_are_printed_by_a_samples_numbers(client: TestClient, office: Office) -> None:
    """The plan that comes with a new campaign has invented numbers of copies, and says so line by line."""
    chief = Clerk(client, "王五")
    assert "是示例份数" in chief.see("/forms").text
    reply = client.post("/forms", data={"csrf": chief.token, "kind": "ballots"})
    assert reply.status_code == 409
    assert "填实际份数" in reply.text
    text = office.workspace.batches_file.read_text(encoding="utf-8-sig").replace(SAMPLE_REMARK, "")
    saved = client.post("/policies/file", data={"csrf": chief.token, "which": "batches", "text": text})
    assert saved.status_code == 303
    assert "是示例份数" not in chief.see("/forms").text  # what refuses is what is shown


def test_who_may_not_run_the_campaign_changes_nothing(client: TestClient, office: Office) -> None:
    clerk = Clerk(client, "张三")
    for path, more in (("confirm", {}), ("revoke", {}), ("choose", {"answer": "0"})):
        data = {**signed(clerk, "ranking"), **more}
        assert client.post(f"/policies/{path}", data=data).status_code == 403
    assert stand(office)["ranking"] is Standing.OPEN
    assert office.campaign.policies.ranking.value == "series"
