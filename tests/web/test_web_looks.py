"""How every page looks and is reached: by axe, by keyboard, narrow, dark and on paper."""

from pathlib import Path

import pytest
from page_crawl import unreached
from web_office import office_in, score_pages

from benchmarks.page.screenshots import LOOKS, PAGES, VIEW, problems, sign_in, wider
from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.store.people.leader_scores import add_score_pages

NARROW = [LOOKS[name].context["viewport"] for name in ("narrow", "zoomed")]
COUNTED = """() => !document.querySelector("main [hx-trigger='every 1s']")"""
INK = """() => [document.documentElement, document.body, document.querySelector('h1')].map(e => {
  const s = getComputedStyle(e); return [s.backgroundColor, s.color]; })"""


@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_every_page_is_clean_by_axe_reached_by_keyboard_never_too_wide_and_dark_on_white_on_paper(
    tmp_path: Path, prepared_office: Path
) -> None:
    with office_in(tmp_path, prepared_office) as office, office.store() as store:
        add_score_pages(store, score_pages(office.campaign))
        root = office.root
    with served(root) as server, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=server.address)
        page.set_default_timeout(30_000)
        sign_in(page, "王五")
        for _, path in PAGES:
            page.goto(path)
            page.wait_for_load_state("networkidle") if path == "/review/rows" else None
            page.wait_for_function(COUNTED)  # what is counted meanwhile is put in anew
            assert problems(page) == [], path
            assert unreached(page) == [], path
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            assert problems(page, "color-contrast") == [], path
            for narrow in NARROW:
                page.set_viewport_size(narrow)
                assert wider(page) == 0, (path, narrow)
            page.set_viewport_size(VIEW)
            page.emulate_media(media="print", color_scheme="dark")
            for background, ink in page.evaluate(INK):
                assert background in ("rgb(255, 255, 255)", "rgba(0, 0, 0, 0)"), path
                assert ink == "rgb(23, 34, 46)", path
            assert not page.locator("nav.side").is_visible()
            page.emulate_media(media="screen", color_scheme="light")
