"""Signing out while an answer cannot reach the server, in a real browser."""

from pathlib import Path

import pytest
from web_office import office_in

from benchmarks.page.screenshots import VIEW, sign_in
from benchmarks.page.served import CHROMIUM, browser, served


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_what_did_not_arrive_keeps_the_page_from_signing_out(tmp_path: Path, prepared_office: Path) -> None:
    with office_in(tmp_path, prepared_office) as office:
        root = office.root
    with served(root) as server, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=server.address)
        sign_in(page, "王五")
        page.goto("/review/rows")
        page.locator("#desk[data-seen=true]").wait_for()
        what = page.locator("#what").inner_text()
        page.route("**/review/decide", lambda route: route.abort())
        page.keyboard.press("2")
        page.get_by_role("button", name="退出").click()
        page.locator("#note.bad:not([hidden])").wait_for()
        assert (page.url.rsplit("/", 1)[1], page.locator("#what").inner_text()) == ("rows", what)
        page.get_by_role("button", name="退出").click()  # who will not wait may go
        page.get_by_label("密码").wait_for()
        page.close()
