"""A vote through the page alone: from its Word form on the start page to the result document."""

from pathlib import Path

import numpy as np
import pytest
from page_campaign import add_people
from playwright.sync_api import Page
from start_page import started
from vote_page import bring_in, count, first_account, person, print_run, review, seal, upload_form, verify
from wrong_steps import PATIENCE_MS

from benchmarks.page.screenshots import VIEW, problems
from benchmarks.page.served import CHROMIUM, browser
from benchmarks.votes import election
from benchmarks.votes.layouts import LAYOUTS
from benchmarks.votes.made_forms import printed_form
from pingyi.samples.filler.copier import CLEAN
from pingyi.workflow.desk.vote_folder import open_vote
from pingyi.workflow.desk.workspace import watching
from pingyi.workflow.votes.count import make_result

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
NAME, SHEETS, SEED = "第三届委员会委员选举", 10, 5


def test_an_election_from_its_form_to_its_result_without_a_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    form, asked = printed_form(election.ballot(), tmp_path, "选票")
    with started(tmp_path / "评议", tmp_path) as address, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=address.split("/begin")[0])
        page.set_default_timeout(20_000)
        page.goto(address)
        upload_form(page, form)
        ask(page)
        first_account(page, NAME)
        assert problems(page) == []
        add_people(page)
        run, scans = print_run(page, "会场", tmp_path / "印.pdf"), tmp_path / "扫描.pdf"
        truth = election.filled(asked, (run, scans), range(SHEETS), SEED, CLEAN)
        clerk, other = (person(chromium, address.split("/begin")[0], name) for name in ("张三", "李四"))
        bring_in(clerk, scans, SHEETS)
        desk, meant = open_vote(tmp_path / "评议" / NAME), election.by_page(scans.name, truth)
        with watching(desk) as store:
            assert election.compare(store, meant).wrong == ()
            words = {
                (row.row.sheet, row.row.item): meant[row.source][row.name or row.row.item].word
                for row in store.open_rows()
            }
        assert any(word in election.WRITTEN for word in words.values())
        for one in (clerk, other):
            review(one, words)
        told = count(page, tmp_path)
        verify(page)
        seal(page)
        with watching(desk) as store:
            result = make_result(desk, store)
    votes, void = election.true_votes(truth)
    assert result.election is not None
    assert {one.name: one.votes for one in result.election.candidates if one.votes} == dict(votes)
    assert result.void_sheets == void
    assert NAME in told
    assert all(name in told for name in votes)


def ask(page: Page) -> None:
    """See how the form was understood, be told of a wrong number of seats, put it right."""
    assert page.get_by_text("11 题，另选他人 2 行").is_visible()
    page.wait_for_function("() => document.querySelector('img.wide').naturalWidth > 300")
    page.get_by_label("名称（印在结果上）").fill(NAME)
    page.get_by_label("种类").select_option("差额选举")
    page.get_by_label("发放处和份数").fill("会场 12")
    page.get_by_role("spinbutton", name="应到会人数").fill("12")
    page.get_by_role("spinbutton", name="实到会人数").fill("11")
    page.get_by_role("button", name="建立并印票").click(timeout=PATIENCE_MS)
    page.get_by_role("alert").get_by_text("应选名额").wait_for(timeout=60_000)
    assert "--" not in page.locator("main").inner_text()
    assert page.get_by_label("发放处和份数").input_value() == "会场 12"
    assert problems(page) == []
    page.get_by_label("怎样填才算选").select_option("打勾或打叉")
    page.get_by_role("button", name="建立并印票").click(timeout=PATIENCE_MS)
    page.get_by_role("alert").get_by_text("表样“选票.docx”上却没有这样说").wait_for(timeout=60_000)
    assert page.get_by_label("怎样填才算选").input_value() == "打勾或打叉"
    page.get_by_label("怎样填才算选").select_option("打勾")
    page.get_by_role("spinbutton", name="应选名额").fill("9")
    page.get_by_role("button", name="建立并印票").click(timeout=PATIENCE_MS)


def test_a_form_that_is_refused_is_drawn_anew_on_the_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    layout = next(one for one in LAYOUTS if one.name == "boxes in cells")
    form, asked = printed_form(layout.make(np.random.default_rng(SEED)), tmp_path, "问卷")
    with started(tmp_path / "评议", tmp_path) as address, browser() as chromium:
        page = chromium.new_page(viewport=VIEW, base_url=address.split("/begin")[0])
        page.set_default_timeout(20_000)
        page.goto(address)
        upload_form(page, form)
        assert page.get_by_role("alert").get_by_text("同一格里的方框").is_visible()
        assert "pingyi" not in page.locator("main").inner_text()
        assert problems(page) == []
        page.get_by_role("button", name="改画").click(timeout=PATIENCE_MS)
        page.get_by_text(f"{len(asked)} 题，选项 {'、'.join(asked[0].choices)}").wait_for(timeout=PATIENCE_MS)
        with page.expect_download() as saved:
            page.get_by_role("link", name="下载这份表样").click()
        assert saved.value.suggested_filename == "问卷（改画）.docx"
