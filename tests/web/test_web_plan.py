"""A plan document brought on the page: read, gone through, filled in, put in the campaign's place, confirmed by two."""

import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from web_office import PEOPLE, Clerk, client_of

from benchmarks.trust.people import PASSWORD, enrol
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.documents.plan import write_plan
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import open_workspace, watching, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.plan_in.proposed import PROPOSED
from pingyi.workflow.results.policies import Standing, standings

pytestmark = pytest.mark.slow
VILLAGES = Path(__file__).parents[2] / "templates" / "examples" / "villages.toml"
PATIENCE_S = 60


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    workspace, _ = start_workspace(tmp_path / "w")
    with working(workspace, "prepare") as store:
        enrol(store, PEOPLE)
    office = Office(workspace.root)
    yield office
    office.close()


@pytest.fixture
def client(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setattr(people, "by_name", Limiter(most=5, seconds=30))  # other tests sign in too
    monkeypatch.setattr(people, "by_address", Limiter(most=30, seconds=5))
    with client_of(office) as client:
        yield client


def bring(client: TestClient, clerk: Clerk, content: bytes) -> None:
    headers = {"X-CSRF-Token": clerk.token, "accept": "application/json"}
    sent = client.post("/plan/upload", params={"pile": "abc", "name": "通知.docx"}, content=content, headers=headers)
    assert sent.status_code == 200, sent.text
    told = client.post("/plan/read", json={"pile": "abc"}, headers=headers)
    assert told.status_code == 200, told.text


def wait(done: Path, *, there: bool) -> None:
    until = time.monotonic() + PATIENCE_S
    while done.exists() is not there:
        assert time.monotonic() < until
        time.sleep(0.1)


def villages_plan(folder: Path) -> bytes:
    """Of the township, but for what a vote is worth."""
    campaign = parse_campaign(VILLAGES.read_text(encoding="utf-8"), VILLAGES.name)
    path = write_plan(campaign, folder / "通知.docx")
    document = docx.Document(str(path))
    for line in document.paragraphs:
        if "每票折算" in line.text:
            line._p.getparent().remove(line._p)
    document.save(str(path))
    return path.read_bytes()


def test_a_plan_is_read_filled_in_and_put_in_the_campaigns_place(
    office: Office, client: TestClient, tmp_path: Path
) -> None:
    clerk = Clerk(client, "王五")
    bring(client, clerk, villages_plan(tmp_path))
    wait(office.root / PROPOSED / "campaign.toml", there=True)
    seen = clerk.see("/plan").text
    assert "原文没有写各选项一票折几分" in seen
    assert "上湾村、下湾村、石桥村、南坡村" in seen
    assert "表2第" in seen
    text = (office.root / PROPOSED / "campaign.toml").read_text(encoding="utf-8")
    early = client.post("/plan/text", data={"csrf": clerk.token, "what": "adopt", "text": text})
    assert early.status_code == 409
    assert "还有 1 处待填" in early.text
    filled = text.replace("# 请填：value =   # 如 [100, …, …]，", "value = [100, 70, 30]  # ")
    done = client.post("/plan/text", data={"csrf": clerk.token, "what": "adopt", "text": filled})
    assert done.status_code == 303, done.text
    wait(office.root / PROPOSED, there=False)
    workspace = open_workspace(office.root)
    assert workspace.campaign.about.district == "石桥乡"
    assert {batch.group for batch in workspace.batches()} == {"A", "B"}
    assert len(list((office.root / "history").iterdir())) == 2
    assert "校验值" in clerk.see("/policies").text
    assert "人工填写：100、70、30" in clerk.see("/plan/record").text
    signed = {"csrf": clerk.token, "name": "plan_read", "witness": "李四", "password": PASSWORD}
    assert client.post("/policies/confirm", data=signed).status_code == 303
    with watching(workspace) as store:
        found = {one.name: one.standing for one in standings(workspace.campaign, store)}
    assert found["plan_read"] is Standing.CONFIRMED


def test_a_campaign_that_was_not_read_has_no_record(client: TestClient) -> None:
    clerk = Clerk(client, "王五")
    assert "没有出处表" in clerk.see("/plan/record").text
    assert "看出处表" not in clerk.see("/policies").text


def test_who_may_not_run_the_campaign_may_not_bring_a_plan(client: TestClient) -> None:
    assert Clerk(client, "张三").see("/plan").status_code == 403


def test_a_file_that_is_no_word_file_is_refused(client: TestClient) -> None:
    clerk = Clerk(client, "王五")
    headers = {"X-CSRF-Token": clerk.token, "accept": "application/json"}
    sent = client.post("/plan/upload", params={"pile": "abc", "name": "a.docx"}, content=b"%PDF-1.7", headers=headers)
    assert sent.status_code == 409
    assert "内容与文件类型不符" in sent.text
