"""What somebody typed is lost by nothing: not by a refusal, an ended session, a closed tab, another's change."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Route, StorageState
from web_office import office_in, score_pages

from benchmarks.page.screenshots import VIEW, sign_in
from benchmarks.page.served import CHROMIUM, Served, browser, served
from pingyi.domain.readings.returns import Returns
from pingyi.store.outside.returns import returns_entered
from pingyi.store.people.leader_scores import add_score_pages
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.results.reconcile import enter_returns

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared_office: Path) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("typing")
    with office_in(folder, prepared_office) as office, office.store() as store:
        add_score_pages(store, score_pages(office.campaign))
        root = office.root
    with served(root) as running:
        yield running, root


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, server: tuple[Served, Path]) -> StorageState:
    """One session for all: signing in too often is refused."""
    page = chromium.new_page(viewport=VIEW, base_url=server[0].address)
    sign_in(page, "王五")
    kept = page.context.storage_state()
    page.context.close()
    return kept


@pytest.fixture
def page(chromium: Browser, server: tuple[Served, Path], signed_in: StorageState) -> Iterator[Page]:
    context = chromium.new_context(viewport=VIEW, base_url=server[0].address, storage_state=signed_in)
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    context.close()


def entered(root: Path) -> dict[str, Returns]:
    with watching(open_workspace(root)) as store:
        return returns_entered(store)


def fill(page: Page, **cells: str) -> None:
    for name, words in cells.items():
        page.locator(f"[name={name.replace('_', '-')}]").fill(words)


def test_a_word_among_numbers_is_told_beside_its_field_and_the_rest_stays(
    page: Page, server: tuple[Served, Path]
) -> None:
    page.goto("/balance")
    fill(page, issued_A01="70", returned_A01="61", spoiled_A01="1", issued_F01="abc", returned_F01="8")
    page.get_by_role("button", name="登记", exact=True).click()
    field = page.locator("[name=issued-F01]")
    page.locator("#wrong-issued-F01").wait_for()
    assert "应为不小于 0 的整数" in page.locator("#wrong-issued-F01").inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert field.evaluate("one => one === document.activeElement")
    assert page.locator("[name=issued-A01]").input_value() == "70"
    assert entered(server[1]) == {}
    field.fill("9")
    with page.expect_navigation():
        page.get_by_role("button", name="登记", exact=True).click()
    assert entered(server[1])["F01"].issued == 9
    assert entered(server[1])["A01"].spoiled == 1
    assert not page.locator(".kept").is_visible()


def test_spoiled_forms_alone_are_not_passed_over(page: Page, server: tuple[Served, Path]) -> None:
    before = entered(server[1])
    page.goto("/balance")
    fill(page, issued_A01="", returned_A01="", spoiled_A01="3")
    page.get_by_role("button", name="登记", exact=True).click()
    page.locator("#wrong-issued-A01").wait_for()
    assert entered(server[1]) == before


def test_what_was_typed_comes_back_after_the_session_ended(page: Page) -> None:
    page.goto("/balance")
    fill(page, issued_A01="88")
    page.context.clear_cookies()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(re.compile("/login"))
    sign_in(page, "王五")
    page.goto("/balance")
    assert page.locator("[name=issued-A01]").input_value() == "88"
    assert "接着上次没有交的填写：1 处" in page.locator(".kept").inner_text()
    page.get_by_role("button", name="不要了").click()
    assert page.locator("[name=issued-A01]").input_value() != "88"
    page.goto("/balance")
    assert not page.locator(".kept").is_visible()


def test_a_change_somebody_else_made_meanwhile_is_told(page: Page, server: tuple[Served, Path]) -> None:
    page.goto("/balance")
    fill(page, issued_A01="66")
    workspace = open_workspace(server[1])
    with watching(workspace) as store:
        enter_returns(workspace.batches(), store, {"A01": ("50", "40", "0")}, "张三")
    page.once("dialog", lambda dialog: dialog.accept())  # leaving asks
    page.goto("/balance")
    assert page.locator("[name=issued-A01]").input_value() == "66"
    assert "其中 1 处现在的内容已经变了" in page.locator(".kept").inner_text()
    assert page.locator("[name=returned-A01]").input_value() == "40"


def test_a_refused_plan_of_distribution_stays_as_typed(page: Page, server: tuple[Served, Path]) -> None:
    page.goto("/policies")
    box = page.locator("form[data-keep=batches] textarea")
    was = box.input_value()
    box.fill(was + "Q99,Q,哪里,3\n")
    page.get_by_role("button", name="检查并保存发放计划").click()
    page.locator("form[data-keep=batches] .wrong").wait_for()
    assert "Q99" in box.input_value()
    assert "Q99" not in (server[1] / "batches.csv").read_text(encoding="utf-8-sig")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/policies")
    assert "Q99" in page.locator("form[data-keep=batches] textarea").input_value()


def test_every_batch_of_the_plan_can_be_typed_before_anything_is_counted(
    page: Page, server: tuple[Served, Path]
) -> None:
    page.goto("/balance")
    codes = [one.get_attribute("name") for one in page.locator("[name^=issued-]").all()]
    assert codes == [f"issued-{batch.code}" for batch in open_workspace(server[1]).batches()]


def test_an_opinion_half_typed_comes_back_and_is_forgotten_once_kept(page: Page) -> None:
    page.goto("/opinions")
    box = page.locator(".opinion textarea").first
    box.fill("窗口办事要排")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/balance")
    page.goto("/opinions")
    assert box.input_value() == "窗口办事要排"
    box.fill("窗口办事要排队")
    page.locator(".opinion button.main").first.click()
    page.get_by_text("已存，等另一人核对").wait_for()
    page.goto("/balance")
    page.goto("/opinions")
    assert not page.locator(".kept").is_visible()


@contextmanager
def before_scripts(page: Page, address: str) -> Iterator[None]:
    """A busy machine: the page is there, what its scripts do is not yet."""
    held: list[Route] = []
    page.route("**/static/*.js", lambda route: held.append(route))  # noqa: PLW0108 - a bound method takes no mark
    page.goto(address, wait_until="commit")
    yield
    for route in held:
        route.continue_()
    page.unroute("**/static/*.js")
    page.wait_for_load_state()


def test_what_was_ticked_before_the_scripts_came_is_chosen(page: Page) -> None:
    with before_scripts(page, "/policies"):
        page.get_by_label("选择全部待确认的").check()
    assert re.fullmatch("已选 [1-9][0-9]* 项", page.locator("#chosen").inner_text())
    assert all(box.is_checked() for box in page.locator("[form=sign][name=name]").all())


def test_what_was_typed_before_the_scripts_came_is_kept(page: Page) -> None:
    box = page.locator("form[data-keep=batches] textarea")
    with before_scripts(page, "/policies"):
        box.fill("早早写下的")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/balance")
    page.goto("/policies")
    assert box.input_value() == "早早写下的"
    page.get_by_role("button", name="不要了").click()


def test_a_file_given_before_the_scripts_came_is_taken(page: Page) -> None:
    table = {"name": "早.csv", "mimeType": "text/csv", "buffer": "单位名称,满意\n".encode()}
    with before_scripts(page, "/imports"):
        page.locator(".drop input[type=file]").first.set_input_files([table])
    page.locator(".files li", has_text="早.csv").first.get_by_text("已收下").wait_for()


def test_a_score_typed_before_the_scripts_came_is_sent(page: Page) -> None:
    with before_scripts(page, "/scores"):
        page.locator(".points").first.fill("88")
        page.locator(".points").nth(1).focus()
    page.locator(".score .state", has_text="已存").wait_for()


def test_what_the_browser_puts_back_is_neither_sent_nor_chosen(page: Page) -> None:
    """Who comes back to a page finds it as the server has it: nothing is given, scored or ticked a second time."""
    table = {"name": "一次.csv", "mimeType": "text/csv", "buffer": "单位名称,满意\n".encode()}
    page.goto("/imports")
    page.locator(".drop input[type=file]").first.set_input_files([table])
    page.locator(".files li", has_text="一次.csv").get_by_text("已收下").wait_for()
    page.goto("/scores")
    page.locator(".points").nth(1).fill("77")
    page.keyboard.press("Enter")
    page.locator(".score .state", has_text="已存").first.wait_for()
    page.goto("/policies")
    page.get_by_label("选择全部待确认的").check()
    posted: list[str] = []
    page.on("request", lambda request: posted.append(request.url) if request.method == "POST" else None)
    page.goto("/balance")
    for address in ("/policies", "/scores", "/imports"):
        page.go_back()
        page.wait_for_url(f"**{address}")
        for _ in range(2):
            page.wait_for_load_state("networkidle")
            assert page.locator("#all:checked, [form=sign][name=name]:checked").count() == 0
            page.reload()
    assert [url for url in posted if "/upload" in url or "/scores" in url] == []


def test_another_campaign_at_the_same_address_does_not_see_it(page: Page) -> None:
    """All campaigns of a PC are opened at one address, one after the other."""
    page.goto("/balance")
    fill(page, issued_A01="55")
    page.once("dialog", lambda dialog: dialog.accept())
    own = str(page.locator("body").get_attribute("data-workspace"))

    def another(route: Route) -> None:
        reply = route.fetch()
        route.fulfill(response=reply, body=reply.text().replace(own, own[::-1]))

    page.route("**/balance", another)
    page.goto("/balance")
    assert page.locator("[name=issued-A01]").input_value() != "55"
    page.unroute("**/balance")
    page.goto("/balance")
    assert page.locator("[name=issued-A01]").input_value() == "55"
    page.get_by_role("button", name="不要了").click()


def test_another_account_does_not_see_it(page: Page) -> None:
    """The last: it ends the session the others share."""
    page.goto("/balance")
    fill(page, issued_A01="77")
    page.once("dialog", lambda dialog: dialog.accept())
    page.goto("/")
    page.get_by_role("button", name="退出").click()
    sign_in(page, "张三")
    page.goto("/balance")
    assert page.locator("[name=issued-A01]").input_value() != "77"
    assert not page.locator(".kept").is_visible()
