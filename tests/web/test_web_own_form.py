"""A ballot changed in Word is brought on the page, drawn as it is understood, put in use, taken back."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import docx
import pytest
from fastapi.testclient import TestClient
from page_campaign import done
from printed_ballot import Printed
from web_office import Clerk, client_of

from benchmarks.page.screenshots import VIEW, problems, sign_in
from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.web.guard import Limiter
from pingyi.web.pages import people
from pingyi.web.server.office import Office
from pingyi.workflow.paper.office_ballot import BROUGHT, OWN_BALLOT

pytestmark = pytest.mark.office
PATIENCE_S = 120
NOTE = "请用黑色笔填写。"


def changed(printed: Printed, folder: Path, *, unit: str = "") -> Path:
    """With a note more, or a unit of another name too."""
    document = docx.Document(str(printed.docx))
    document.paragraphs[-1].runs[-1].text += NOTE
    if unit:
        document.tables[0].rows[5].cells[1].paragraphs[0].runs[0].text = unit
    path = folder / "本办的表.docx"
    document.save(str(path))
    return path


def bring(clerk: Clerk, own: Path) -> str:
    """Upload it; the page once it was looked at."""
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    clerk.enter()
    sent = clerk.client.post(
        "/form/upload", params={"pile": "abc", "name": own.name}, content=own.read_bytes(), headers=headers
    )
    assert sent.status_code == 200, sent.text
    assert clerk.call("/forms/own/look", pile="abc").status_code == 200
    end = time.monotonic() + PATIENCE_S
    while 'data-busy="yes"' in clerk.see("/jobs").text:
        assert time.monotonic() < end
        time.sleep(0.2)
    return str(clerk.see("/forms/own").text)


def press(clerk: Clerk, path: str) -> int:
    clerk.enter()
    return int(clerk.client.post(path, data={"csrf": clerk.token}).status_code)


@pytest.fixture
def unread(prepared_office: Path, tmp_path: Path) -> Iterator[tuple[Office, TestClient]]:
    """A workspace into which nothing was read, behind the page."""
    office = Office(Path(shutil.copytree(prepared_office, tmp_path / "unread")))
    with client_of(office) as client:
        yield office, client
    office.close()


def test_a_changed_form_is_seen_put_in_use_and_given_up(
    unread: tuple[Office, TestClient], printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "by_name", Limiter(most=1000, seconds=1))
    office, client = unread
    chief = Clerk(client, "王五")
    page = bring(chief, changed(printed, tmp_path))
    assert "共 59 行" in page
    assert "满意、基本满意、不满意" in page
    picture = chief.see("/forms/own/1.png")
    assert picture.content.startswith(b"\x89PNG")
    assert chief.see("/forms/own/2.png").status_code == 404
    assert Clerk(client, "赵六").see("/forms/own").status_code == 200
    assert press(Clerk(client, "张三"), "/forms/own/use") == 403
    assert press(chief, "/forms/own/use") == 303
    assert NOTE in docx.Document(str(office.root / OWN_BALLOT)).paragraphs[-1].text
    assert not (office.root / BROUGHT).exists()
    assert "正在用" in chief.see("/forms").text
    assert press(chief, "/forms/own/use") == 409  # it is in use already
    log = chief.see("/log").text
    assert "换用表样" in log
    assert "本办的表.docx" in log
    assert press(chief, "/forms/own/give-up") == 303
    assert not (office.root / OWN_BALLOT).exists()
    assert len(list((office.root / "history").glob("ballot-*.docx"))) == 1


def test_a_form_that_does_not_fit_is_drawn_and_told_but_not_used(
    unread: tuple[Office, TestClient], printed: Printed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "by_name", Limiter(most=1000, seconds=1))
    office, client = unread
    chief = Clerk(client, "王五")
    page = bring(chief, changed(printed, tmp_path, unit="甲乙丙丁"))
    assert "甲乙丙丁" in page
    assert "单位与方案的名单不一致" in page
    assert chief.see("/forms/own/1.png").status_code == 200
    assert press(chief, "/forms/own/use") == 409
    assert not (office.root / OWN_BALLOT).exists()
    assert press(chief, "/forms/own/drop") == 303
    assert not (office.root / BROUGHT).exists()


def test_once_paper_was_read_its_form_stays(client: TestClient, printed: Printed, tmp_path: Path) -> None:
    chief = Clerk(client, "王五")
    assert "可以用" in bring(chief, changed(printed, tmp_path))
    chief.enter()
    refused = client.post("/forms/own/use", data={"csrf": chief.token})
    assert refused.status_code == 409
    assert "已经读入了票" in refused.text


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_in_a_browser_the_picture_comes_by_itself(prepared_office: Path, printed: Printed, tmp_path: Path) -> None:
    root = Path(shutil.copytree(prepared_office, tmp_path / "served"))
    with served(root) as server, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=server.address)
        page.set_default_timeout(20_000)
        sign_in(page, "王五")
        page.goto("/forms")
        page.get_by_role("link", name="用本办在 Word 里改过的表样").click()
        page.get_by_label("改过的表样").set_input_files(changed(printed, tmp_path))
        done(page, "看改过的表样")
        page.locator("figure img").wait_for()
        page.wait_for_function("() => document.querySelector('figure img').naturalWidth > 400")
        assert problems(page) == []
        page.get_by_role("button", name="核对无误，换用这份表样").click()
        page.get_by_role("heading", name="现在用的").wait_for()
        page.goto("/forms")
        assert page.get_by_text("正在用").is_visible()


def test_ballots_are_put_on_other_paper_until_one_was_read(
    unread: tuple[Office, TestClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, client = unread
    for limit in ("by_address", "by_name"):
        monkeypatch.setattr(people, limit, Limiter(most=1000, seconds=1))
    clerk = Clerk(client, "王五")
    clerk.enter()
    wanted = {"csrf": clerk.token, "paper": "A3", "blocks": "5", "pages": "1"}
    assert client.post("/forms/own/paper", data=wanted).status_code == 303
    ballot = office.campaign.ballot
    assert (ballot.paper, ballot.blocks, ballot.pages) == ("A3", 5, 1)
    assert '<option value="A3" selected>' in clerk.see("/forms").text
    assert "改评议表的纸张" in clerk.see("/log").text
    assert client.post("/forms/own/paper", data=wanted | {"blocks": "9"}).status_code == 422


def test_paper_that_was_read_stays_as_it_was_printed(client: TestClient, office: Office) -> None:
    clerk = Clerk(client, "王五")
    clerk.enter()
    refused = client.post(
        "/forms/own/paper", data={"csrf": clerk.token, "paper": "A3", "blocks": "5", "pages": "1"},
        headers={"Accept": "application/json"},
    )  # fmt: skip
    assert refused.status_code == 409
    assert "已经读入了票" in refused.text
    assert office.campaign.ballot.paper == "A4"
