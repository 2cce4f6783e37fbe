"""Leaders' scores on the page: two people apart, where the policy asks for them; a third where they differ."""

import random
from datetime import datetime
from decimal import Decimal

import pytest
from fastapi.testclient import TestClient
from web_office import SCORES, Clerk, score_pages

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.double_review import FieldPlace
from pingyi.domain.readings.score_reading import ScoreAnswer, ScoreDecision
from pingyi.domain.trust.people import Right
from pingyi.store.people.leader_scores import add_score_decisions, add_score_pages, score_fields
from pingyi.store.people.score_judgements import add_score_judgement
from pingyi.web.server.office import Office
from pingyi.workflow.people.accounts import all_accounts
from pingyi.workflow.people.scores.score_desk import score_page, scores_to_say

PAGE = f"{SCORES:064x}"  # its field 0 is in doubt, 1 is read, 2 is of no known unit


@pytest.fixture(autouse=True)
def _papers(office: Office) -> None:
    with office.store() as store:
        add_score_pages(store, score_pages(office.campaign))


def read(clerk: Clerk, score: str, position: int = 0, unit: str = "雒容镇", page: str = PAGE):  # type: ignore[no-untyped-def] # noqa: ANN201
    return clerk.call("/scores", page=page, position=position, unit=unit, score=score)


def decided(office: Office) -> list[ScoreDecision]:
    with office.store() as store:
        return [one.decision for one in score_fields(store) if one.decision]


def test_two_who_read_the_same_decide_a_score_and_both_stand_behind_it(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    assert read(first, "88.5").json() == {"kept": True}
    assert decided(office) == []
    assert read(second, "88.5").json() == {"kept": True}
    (decision,) = decided(office)
    assert (decision.score, decision.unit) == (Decimal("88.5"), "雒容镇")
    assert (decision.decided_by, decision.confirmed_by) == ("张三", "孙七")


def test_one_person_alone_decides_nothing(client: TestClient, office: Office) -> None:
    first = Clerk(client, "张三")
    read(first, "88")
    read(first, "88")
    assert decided(office) == []


def test_the_page_shows_neither_the_machines_reading_nor_the_others(client: TestClient) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    before = second.see("/scores").text
    read(first, "71.5")
    after = second.see("/scores").text
    assert before == after
    assert "71.5" not in after
    assert "66" not in after.split("<main")[1].replace(PAGE, "")  # what the first of two readers saw
    reply = read(second, "88")
    assert reply.json() == {"kept": True}


def test_a_difference_is_settled_by_a_third_person_who_sees_both(client: TestClient, office: Office) -> None:
    first, second, checker = Clerk(client, "张三"), Clerk(client, "孙七"), Clerk(client, "李四")
    read(first, "68")
    read(second, "88")
    assert "68、88" not in second.see("/scores?differing=true").text
    page = checker.see("/scores?differing=true").text
    assert "两人分别读为 68、88" in page
    read(checker, "88")
    (decision,) = decided(office)
    assert (decision.score, decision.decided_by, decision.confirmed_by) == (Decimal(88), "孙七", "李四")


def test_an_answer_may_be_changed_until_another_has_read_the_field(client: TestClient, office: Office) -> None:
    first, second = Clerk(client, "张三"), Clerk(client, "孙七")
    read(first, "68")
    assert read(first, "88").status_code == 200
    read(second, "60")
    assert "不能再改" in read(first, "60").json()["message"]
    assert decided(office) == []


@pytest.mark.parametrize(
    ("unit", "score", "words"),
    [
        ("雒容镇", "105", "得分“105”应为"),
        ("雒容镇", "8.55", "应为 0～100"),
        ("某局", "90", "没有“某局”"),
        ("", "90", "哪个单位"),
    ],
)
def test_what_is_no_score_is_refused_in_words(client: TestClient, unit: str, score: str, words: str) -> None:
    assert words in read(Clerk(client, "张三"), score, unit=unit).json()["message"]


def test_a_field_nobody_filled_in_is_void_when_two_say_so(client: TestClient, office: Office) -> None:
    for name in ("张三", "孙七"):
        read(Clerk(client, name), "X")
    assert [decision.score for decision in decided(office)] == [None]


def test_a_field_without_a_unit_takes_the_one_people_read(client: TestClient, office: Office) -> None:
    for name in ("张三", "孙七"):
        read(Clerk(client, name), "90", position=2, unit="洛埠镇")
    assert [decision.unit for decision in decided(office)] == ["洛埠镇"]


def test_fields_the_machine_may_read_alone_wait_for_people_only_where_the_policy_says_so(
    client: TestClient, office: Office
) -> None:
    clerk = Clerk(client, "张三")
    assert clerk.see("/scores").text.count('class="score"') == 6  # the default: people read every field
    file = office.workspace.campaign_file
    text = file.read_text(encoding="utf-8")
    section = text.index("[policies.machine_scores]")
    file.write_text(
        text[:section] + text[section:].replace('value = "people"', 'value = "agreed"', 1), encoding="utf-8"
    )
    assert clerk.see("/scores").text.count('class="score"') == 4


def test_a_decided_field_is_gone_and_a_late_answer_is_refused(client: TestClient, office: Office) -> None:
    for name in ("张三", "孙七"):
        read(Clerk(client, name), "90")
    late = Clerk(client, "李四")
    assert late.see("/scores").text.count('class="score"') == 5
    assert "没有记入" in read(late, "80").json()["message"]
    assert len(decided(office)) == 1


def test_who_only_watches_reads_no_scores(client: TestClient) -> None:
    watcher = Clerk(client, "赵六")
    assert 'class="score"' not in watcher.see("/scores").text
    assert read(watcher, "90").status_code == 403
    assert watcher.see(f"/pictures/score/{PAGE}/0.png").status_code == 403


def test_pictures_of_scores_are_served_and_nothing_else(client: TestClient) -> None:
    clerk = Clerk(client, "张三")
    assert clerk.see(f"/pictures/score/{PAGE}/0.png").headers["content-type"] == "image/png"
    for page in ("..%2f..", "../..", "%2e%2e"):
        assert clerk.see(f"/pictures/score/{page}/0.png").status_code == 404


@pytest.mark.parametrize("machine", ["agreed", "people"])
def test_what_waits_is_counted_as_the_page_of_scores_lists_it(office: Office, machine: str) -> None:
    """By chance moves: words of some people, the same or not, decisions."""
    rng, campaign = random.Random(machine), with_policy(office.campaign, machine)  # noqa: S311 - invented moves
    with office.store() as store:
        people = [one for one in all_accounts(store) if one.may(Right.WORK)]
        places = [one.place for one in score_fields(store)]
        seen = set()
        for _ in range(40):
            place, who = rng.choice(places), rng.choice(people)
            answer = ScoreAnswer(unit=campaign.units[0].name, score=Decimal(rng.choice([70, 80])))
            if rng.random() < 0.8:
                add_score_judgement(store, place, who.name, answer)
            else:
                add_score_decisions(
                    store, [decision(place, answer, [who.name, *(one.name for one in people if one != who)])]
                )
            for one in people:
                turns = (False, True) if one.may(Right.CHECK) else (False,)
                listed = sum(score_page(campaign, store, one, 0, differing=turn).mine_to_do for turn in turns)
                assert scores_to_say(campaign, store, one) == listed
                seen.add(listed)
    assert len(seen) > 1


def with_policy(campaign: Campaign, value: str) -> Campaign:
    policies = campaign.policies
    answer = policies.machine_scores.model_copy(update={"value": value})
    return campaign.model_copy(update={"policies": policies.model_copy(update={"machine_scores": answer})})


def decision(place: FieldPlace, answer: ScoreAnswer, people: list[str]) -> ScoreDecision:
    return ScoreDecision(
        page=place.page,
        position=place.position,
        unit=answer.unit,
        score=answer.score,
        decided_by=people[0],
        confirmed_by=people[1],
        decided_at=datetime.now().astimezone(),
    )
