"""What voters wrote, typed and checked by two people on the page of a vote, and taken away in its result."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from page_campaign import type_opinions
from playwright.sync_api import Browser, Page
from vote_page import count, person, review

from benchmarks.page.screenshots import problems
from benchmarks.page.served import CHROMIUM, PASSWORD, PEOPLE, browser, served
from benchmarks.trust.people import enrol
from benchmarks.votes import questionnaire
from benchmarks.votes.election import compare
from pingyi.samples.filler.copier import CLEAN
from pingyi.store.people.opinions import opinion_texts
from pingyi.workflow.desk.vote_folder import VoteDesk
from pingyi.workflow.desk.workspace import watching, working
from pingyi.workflow.scans.scan import ScanRequest
from pingyi.workflow.votes.sheets import scan_vote

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.outside,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
SHEETS, SEED = 4, 24


def silent(_words: str, _done: int, _total: int) -> None:
    pass


class Scanned:
    def __init__(self, folder: Path) -> None:
        self.desk, run, form = questionnaire.begin(SHEETS, folder)
        scans = folder / "扫描.pdf"
        truth = questionnaire.filled(form, (run, scans), range(SHEETS), SEED, CLEAN)
        self.wrote = sum(one.written > 0 for one in truth)
        meant = questionnaire.choices_of(questionnaire.placed(scans, truth))
        with working(self.desk, "test") as store:
            enrol(store, PEOPLE, PASSWORD)
            scan_vote(self.desk, store, ScanRequest(scans=(scans,)), silent)
            assert compare(store, meant).wrong == ()
            self.words = {(row.row.sheet, row.row.item): meant[row.source][row.name].word for row in store.open_rows()}


@pytest.fixture
def scanned(tmp_path: Path) -> Scanned:
    return Scanned(tmp_path)


@pytest.fixture
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


def test_opinions_of_a_vote_are_typed_by_one_and_checked_by_another_on_its_page(
    scanned: Scanned, chromium: Browser, tmp_path: Path
) -> None:
    assert scanned.wrote > 1
    with served(scanned.desk.root) as server:
        clerk, other, head = (person(chromium, server.address, name) for name in ("张三", "李四", "王五"))
        for one in (clerk, other) if scanned.words else ():
            review(one, scanned.words)
        refused(clerk)
        head.goto("/result")
        assert head.get_by_text(f"还有 {scanned.wrote} 条意见没有录入").is_visible()
        type_opinions(clerk, questionnaire.ASKED[0], "涉及题目")
        assert typed(scanned.desk) == [], "one person alone settles nothing"
        type_opinions(other, questionnaire.ASKED[0], "涉及题目")
        texts = typed(scanned.desk)
        assert len(texts) == scanned.wrote
        clerk.reload()
        assert clerk.get_by_text(f"共 {scanned.wrote} 条，两人已核对 {scanned.wrote} 条").is_visible()
        head.goto("/result")
        assert not head.get_by_text("没有录入").is_visible()
        told = count(head, tmp_path)
    assert all(text in told for text in texts)


def refused(page: Page) -> None:
    """A name that no question has, told in the vote's own words; pictures of what was written are there."""
    page.goto("/opinions")
    page.wait_for_function("() => [...document.querySelectorAll('.opinion img')].some((one) => one.naturalWidth > 30)")
    card = page.locator("article.opinion").first
    card.get_by_label("文字").fill("虚构的意见")
    card.get_by_label("涉及题目").fill("没有的题")
    card.get_by_role("button", name="保存").click()
    page.get_by_text("表样的题目里没有“没有的题”").wait_for()
    assert "单位" not in page.locator("main").inner_text()
    assert problems(page) == []


def typed(desk: VoteDesk) -> list[str]:
    with watching(desk) as store:
        return [one.text for one in opinion_texts(store).values()]
