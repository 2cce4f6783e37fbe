"""Where a scan was moved away or cannot be opened, the page says so in the picture's place; nothing looks broken."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from page_crawl import every_page
from playwright.sync_api import Page
from web_office import office_in, score_pages

from benchmarks.page.screenshots import VIEW, problems, sign_in
from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.domain.readings.reading import Source, Unread, UnreadPage
from pingyi.store.base.records import Filing
from pingyi.store.people.leader_scores import add_score_pages
from pingyi.web.server.office import Office

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
SCAN = "5" * 64
BROKEN = """() => [...document.images].filter((one) => one.getAttribute("src") && !one.closest("#desk, dialog")
  && one.complete && !one.naturalWidth).map((one) => one.getAttribute("src"))"""
SETTLED = "() => [...document.images].every((one) => !one.getAttribute('src') || one.complete || one.closest('#desk'))"


@pytest.fixture(scope="module", params=["moved away", "damaged"])
def page(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared_office: Path
) -> Iterator[Page]:
    """Sheets without crops, an unread page and leaders' papers, of which no scan can be opened."""
    with office_in(tmp_path_factory.mktemp("lacking"), prepared_office) as office:
        without_pictures(office, damaged=request.param == "damaged")
        root = office.root
    with served(root) as running, browser() as chromium:
        opened = chromium.new_page(viewport=VIEW, base_url=running.address)
        opened.set_default_timeout(60_000)
        sign_in(opened, "王五")
        yield opened


def without_pictures(office: Office, *, damaged: bool) -> None:
    unread = UnreadPage(source=Source(file="甲.pdf", page=90), digest=f"{900:064x}", reason=Unread.NO_TABLE)
    pages = [
        replace(kept, page=replace(kept.page, digest=f"{800 + number:064x}"))
        for number, kept in enumerate(score_pages(office.campaign))
    ]
    with office.store() as store:
        store.file_pages([Filing(outcome=unread, batch="A01", scan=SCAN)])
        add_score_pages(store, pages)
    shutil.rmtree(office.workspace.crops, ignore_errors=True)
    if damaged:
        office.workspace.scans.mkdir(exist_ok=True)
        for name in (SCAN, "s"):
            (office.workspace.scans / f"{name}.pdf").write_bytes(b"%PDF-1.7")


def test_no_picture_is_broken_and_each_that_lacks_is_told(page: Page) -> None:
    told = 0
    for path in every_page(page):
        page.mouse.wheel(0, 20_000)  # those further down come when they are looked at
        page.wait_for_function(SETTLED)
        page.wait_for_timeout(300)
        assert page.evaluate(BROKEN) == [], path
        lacking = page.locator(".lacking")
        told += lacking.count()
        assert all("打不开" in words and "请" in words for words in lacking.all_inner_texts()), path
        if lacking.count():
            assert problems(page) == [], path
    assert told > 0
