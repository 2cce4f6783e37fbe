"""The pages in a real browser: for every reader, by keyboard alone, on paper; and beside commands in a terminal."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, Route
from web_office import office_in, score_pages

from benchmarks.page.screenshots import PAGES, VIEW, sign_in
from benchmarks.page.served import REPOSITORY, WHOLE_CHROMIUM, Served, browser, served
from pingyi.domain.readings.double_review import RowPlace
from pingyi.ground.errors import ExitCode
from pingyi.store.people.double_review import judgements
from pingyi.store.people.leader_scores import add_score_pages, score_fields
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.people.claims import LEASE_S

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not WHOLE_CHROMIUM.exists(), reason="needs Debian's chromium"),
]
WRITABLE = "main textarea, main :is(input:not([type]), input[type=text], input[type=search]):not([inputmode])"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared_office: Path) -> Iterator[tuple[Served, Path]]:
    folder = tmp_path_factory.mktemp("pages")
    with office_in(folder, prepared_office) as office:
        with office.store() as store:
            add_score_pages(store, score_pages(office.campaign))
        root = office.root
    with served(root) as running:
        yield running, root


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser(WHOLE_CHROMIUM) as opened:
        yield opened


def page_of(chromium: Browser, server: tuple[Served, Path], name: str) -> Page:
    page = chromium.new_page(viewport=VIEW, base_url=server[0].address)
    page.set_default_timeout(30_000)
    sign_in(page, name)
    return page


def leave(page: Page) -> None:
    """Go, as one does; a page whose requests are held cannot say while it closes that its rows are free."""
    page.unroute_all(behavior="ignoreErrors")
    page.goto("/review")
    page.close()


def test_chinese_is_composed_in_every_text_field(chromium: Browser, server: tuple[Served, Path]) -> None:
    """Letters of an input method, its Enter, and what it puts in at the end."""
    page = page_of(chromium, server, "王五")
    page.on("dialog", lambda dialog: dialog.accept())
    method = page.context.new_cdp_session(page)
    composed = 0
    for _, path in PAGES:
        page.goto(path)
        for field in page.locator(WRITABLE).all():
            if not field.is_visible() or not field.is_editable():
                continue
            field.fill("")
            field.focus()
            method.send("Input.imeSetComposition", {"text": "ping yi", "selectionStart": 7, "selectionEnd": 7})
            for key in ("rawKeyDown", "keyUp"):
                enter = {"type": key, "windowsVirtualKeyCode": 229, "code": "Enter", "key": "Process"}
                method.send("Input.dispatchKeyEvent", enter)
            method.send("Input.insertText", {"text": "评议"})
            assert field.input_value() == "评议", (path, field.get_attribute("name"))
            assert page.url.endswith(path) or page.url.endswith(quote(path, safe="/?=")), (path, page.url)
            composed += 1
    assert composed >= len(PAGES) / 2  # others have none, or take figures alone
    page.close()


def test_rows_are_decided_and_taken_back_by_single_keys_without_waiting(
    chromium: Browser, server: tuple[Served, Path]
) -> None:
    page = page_of(chromium, server, "张三")
    page.goto("/review/rows")
    what, count = page.locator("#what"), page.locator("#count")
    page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
    first = (what.inner_text(), page.locator("#sheet").get_attribute("href"))
    held: list[Route] = []

    def turned_about(route: Route) -> None:  # the second answer arrives before the first
        held.append(route)
        if len(held) == 2:
            held[1].fulfill(response=held[1].fetch())
            held[0].continue_()

    page.route("**/review/decide", turned_about)
    for _ in range(3):
        page.locator("#desk[data-seen=true]").wait_for()
        page.keyboard.press("1")  # the next row is there: no answer is awaited between the keys
    page.wait_for_function("() => /已判 3 行/.test(document.getElementById('count').textContent)")
    assert len(held) <= len("两个")  # the last answer has not left the page
    for key in ("s", "u", "u", "u"):
        before = page.locator("#sheet").get_attribute("href"), what.inner_text()
        page.keyboard.press(key)
        page.wait_for_function(
            "b => !/正在取/.test(document.getElementById('what').textContent)"
            " && (document.getElementById('sheet').getAttribute('href') !== b[0]"
            " || document.getElementById('what').textContent !== b[1])",
            arg=list(before),
        )
    assert (what.inner_text(), page.locator("#sheet").get_attribute("href")) == first
    assert "已判 0 行" in count.inner_text()
    leave(page)


def test_no_key_counts_before_the_ink_is_on_the_screen(chromium: Browser, server: tuple[Served, Path]) -> None:
    page = page_of(chromium, server, "李四")
    coming: list[Route] = []
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.route("**/pictures/row/**", lambda route: coming.append(route))  # noqa: PLW0108 - it asks for its parameters
    page.goto("/review/rows", wait_until="domcontentloaded")  # a picture that is held holds the load too
    page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
    first = page.locator("#what").inner_text()
    for key in ("1", "2", "0", "x"):
        page.keyboard.press(key)
    assert page.locator("[data-choice]").first.is_disabled()
    page.locator("#note", has_text="图像还没有显示").wait_for()
    assert page.locator("#what").inner_text() == first
    for route in coming:
        route.continue_()
    page.locator("[data-choice]:enabled").first.wait_for()
    assert not [url for url in asked if url.endswith("/review/decide")]
    leave(page)


def test_a_row_without_its_picture_is_not_decided(chromium: Browser, server: tuple[Served, Path]) -> None:
    page = page_of(chromium, server, "李四")
    page.route("**/pictures/row/**", lambda route: route.abort())
    page.goto("/review/rows")
    page.locator("#caption", has_text="请按空格看整张票").wait_for()
    page.keyboard.press("1")
    page.locator("#note", has_text="图像还没有显示").wait_for()
    assert page.locator("[data-choice]").first.is_disabled()
    leave(page)


def test_a_file_that_is_kept_under_another_name_is_told(chromium: Browser, server: tuple[Served, Path]) -> None:
    page = page_of(chromium, server, "张三")
    page.route("**/evidence/format", lambda route: route.fulfill(json={"message": "已收下，正在检查"}))
    page.goto("/evidence")
    scans = [(name, b"%PDF-1.4 " + name.encode()) for name in ("SCAN0001.pdf", "scan0001.pdf")]
    files = [{"name": name, "mimeType": "application/pdf", "buffer": content} for name, content in scans]
    page.locator(".drop input[type=file]").set_input_files(files)  # type: ignore[arg-type]
    page.get_by_text("已收下，存为“scan0001（2）.pdf”").wait_for()
    assert page.locator("#files li").all_inner_texts()[0].split()[-1] == "已收下"
    page.close()


def test_a_closed_browser_gives_its_rows_back_at_once(chromium: Browser, server: tuple[Served, Path]) -> None:
    first, second = page_of(chromium, server, "李四"), page_of(chromium, server, "孙七")
    held = open_row(first)
    other = open_row(second)
    assert other != held
    first.close(run_before_unload=False)
    second.goto("/review")
    deadline = time.monotonic() + LEASE_S / 9  # the closing tab's word may still be on its way
    while (found := open_row(second)) != held and time.monotonic() < deadline:
        second.goto("/review")
    assert found == held
    second.close()


def open_row(page: Page) -> tuple[str, str | None]:
    page.goto("/review/rows")
    page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
    return page.locator("#what").inner_text(), page.locator("#sheet").get_attribute("href")


def test_scores_are_read_with_digits_arrows_and_enter_alone(chromium: Browser, server: tuple[Served, Path]) -> None:
    for name in ("张三", "孙七"):
        page = page_of(chromium, server, name)
        page.goto("/scores")
        page.keyboard.press("ArrowRight")
        page.keyboard.press("ArrowLeft")
        for score in ("8", "8", ".", "5", "Enter", "x", "Enter"):
            page.keyboard.press(score)
        page.wait_for_function("() => document.querySelectorAll('.score.kept').length === 2")
        page.close()
    with watching(open_workspace(server[1])) as store:
        found = [one.decision for one in score_fields(store) if one.decision]
    assert sorted(str(decision.score) for decision in found) == ["88.5", "None"]
    assert {(decision.decided_by, decision.confirmed_by) for decision in found} == {("张三", "孙七")}


def terminal(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(REPOSITORY / "cli.py"), "-C", str(root), *words]
    return subprocess.run(command, capture_output=True, text=True, cwd=REPOSITORY, timeout=120, check=False)


def test_a_command_beside_the_page_is_told_where_to_go_and_may_look(server: tuple[Served, Path]) -> None:
    refused = terminal(server[1], "tally", "--draft")
    assert refused.returncode == ExitCode.BUSY
    assert "请在页面上操作，或先停止页面" in refused.stderr + refused.stdout
    assert "Traceback" not in refused.stderr
    assert terminal(server[1], "status").returncode == 0


@pytest.mark.parametrize("leave", ["end", "sign out", "sign out on a slow line", "close", "wait"])
def test_the_answer_held_back_is_sent_however_one_leaves(
    chromium: Browser, server: tuple[Served, Path], leave: str
) -> None:
    page = page_of(chromium, server, "王五")
    page.goto("/review/rows")
    page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
    page.locator("#desk[data-seen=true]").wait_for()
    item = page.locator("#what").inner_text().split("　")[0]
    sheet = str(page.locator("#sheet").get_attribute("href")).rsplit("/", 1)[1]
    assert answers_of(server[1], sheet, item) == 0
    page.keyboard.press("2")
    leads = {"end": "**/review", "sign out": "**/login", "sign out on a slow line": "**/login"}
    match leave:
        case "end":
            page.get_by_role("link", name="结束").click()
        case "sign out":
            page.get_by_role("button", name="退出").click()
        case "sign out on a slow line":
            page.route("**/review/decide", slowly)
            page.get_by_role("button", name="退出").click()
        case "close":
            page.close()
    deadline = time.monotonic() + 20
    while answers_of(server[1], sheet, item) == 0 and time.monotonic() < deadline:
        time.sleep(0.2)
    assert answers_of(server[1], sheet, item) == 1
    if leave in leads:  # a page closed on its way to another may never say that it is
        page.wait_for_url(leads[leave])
    page.close()


def slowly(route: Route) -> None:
    time.sleep(1.5)
    route.continue_()


def answers_of(root: Path, sheet: str, item: str) -> int:
    with watching(open_workspace(root)) as store:
        return sum(one.account == "王五" for one in judgements(store, RowPlace(sheet=sheet, item=item)))
