"""A stray sheet on the page: seen among its batch, taken out by two people, given back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, Page
from web_office import Clerk, office_in

from benchmarks.page.screenshots import VIEW, sign_in
from benchmarks.page.served import CHROMIUM, browser, served
from benchmarks.trust.people import PASSWORD
from pingyi.store.people.reassigned import PaperPlace
from pingyi.web.server.office import Office
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.people.reassigned import batch_papers, moved_papers

STRAY = f"{3:064x}"
OUT = {"batch": "out", "reason": "夹带的一张（虚构）", "witness": "李四", "password": PASSWORD}


def ruled(clerk: Clerk, **form: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    clerk.enter()
    return clerk.client.post(f"/papers/{STRAY}", data={"csrf": clerk.token, **OUT, **form})


def moved(office: Office) -> tuple[PaperPlace, ...]:
    with office.store() as store:
        return moved_papers(store)


def waiting(office: Office) -> list[str]:
    """The batch of each of its rows that waits for people."""
    with office.store() as store:
        return [one.row.batch for one in store.open_rows() if one.row.sheet == STRAY]


def test_two_people_take_a_stray_sheet_out_and_give_it_back(client: TestClient, office: Office) -> None:
    chief = Clerk(client, "王五")
    assert "6 张" in chief.see("/papers?batch=A01").text
    assert ruled(chief).status_code == 303
    (one,) = moved(office)
    assert (one.digest, one.was, one.batch) == (STRAY, "A01", "")
    page = chief.see("/papers?batch=A01").text
    assert "5 张" in page
    assert "夹带的一张（虚构）（王五、李四" in page
    assert "现在不计入" in chief.see(f"/papers/{STRAY}").text
    assert waiting(office) == []
    assert ruled(chief, batch="A02", reason="其实是 A02 的").status_code == 303
    assert waiting(office) == ["A02", "A02"]
    assert ruled(chief, batch="A01", reason="看错了").status_code == 303
    assert moved(office) == ()
    assert "改归、移出" in chief.see("/log").text


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"password": "不对的密码不对的密码"}, "密码"),
        ({"witness": "王五", "password": PASSWORD}, "两个人"),
        ({"reason": " "}, "写明原因"),
        ({"batch": "Z9"}, "不能归到批次"),
        ({"batch": "A01"}, "不用再改"),
    ],
)
def test_what_is_not_right_is_refused_in_words(
    client: TestClient, office: Office, form: dict[str, str], words: str
) -> None:
    reply = ruled(Clerk(client, "王五"), **form)
    assert reply.status_code >= 400
    assert words in reply.text
    assert moved(office) == ()


def test_a_whole_file_scanned_into_the_wrong_batch_goes_to_its_own_at_once(client: TestClient, office: Office) -> None:
    chief = Clerk(client, "王五")
    assert "甲.pdf（6 张）" in chief.see("/papers?batch=A01").text
    form = {"csrf": chief.token, **OUT, "batch": "A02", "was": "A01", "file": "甲.pdf"}
    assert chief.client.post("/papers", data=form).status_code == 303
    assert [(one.was, one.batch) for one in moved(office)] == [("A01", "A02")] * 6
    assert "没有扫描件“甲.pdf”的票计入 A01 批" in chief.client.post("/papers", data=form).text


def test_a_clerk_sees_the_papers_and_gives_none_another_place(client: TestClient, office: Office) -> None:
    clerk = Clerk(client, "张三")
    page = clerk.see(f"/papers/{STRAY}").text
    assert "由负责人办" in page
    assert '<form method="post" action="/papers' not in page
    assert ruled(clerk).status_code == 403
    assert Clerk(client, "赵六").see("/papers").status_code == 403
    assert moved(office) == ()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_from_the_balance_to_the_sheet_and_out_by_clicks_alone(
    chromium: Browser, tmp_path_factory: pytest.TempPathFactory, prepared_office: Path
) -> None:
    with office_in(tmp_path_factory.mktemp("papers"), prepared_office) as office:
        root = office.root
    with served(root) as server:
        page: Page = chromium.new_page(viewport=VIEW, base_url=server.address)
        sign_in(page, "王五")
        page.goto("/balance")
        page.get_by_role("row", name="A01").get_by_role("link", name="6").click()
        page.locator("ul.papers a").nth(2).click()
        page.locator("select[name=batch]").select_option("out")
        page.get_by_label("原因").fill("夹带的一张（虚构）")
        page.locator("select[name=witness]").select_option("李四")
        page.get_by_label("监督人密码").fill(PASSWORD)
        page.get_by_role("button", name="两人确认").click()
        page.get_by_text("现在不计入").wait_for()
        page.goto("/balance")
        page.get_by_role("row", name="A01").get_by_role("link", name="5").wait_for()
    with watching(open_workspace(root)) as store:
        assert len(batch_papers(store, "A01")) == 5
        assert len(moved_papers(store)) == 1
