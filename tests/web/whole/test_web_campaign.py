"""Yufeng's campaign through the page alone: from an empty home and the plan to the notice, wrong steps taken back."""

from pathlib import Path

import pytest
from invented_year import default_campaign
from page_campaign import (
    Desk,
    add_people,
    bring_in_scans,
    confirm_policies,
    enter_returns,
    first_account_here,
    import_tables,
    issue_notice,
    print_forms,
    refused,
    review,
    type_opinions,
)
from playwright.sync_api import Page
from start_page import paste_over, started
from wrong_steps import (
    bring_in_a_stray_sheet,
    lose_the_tab_and_the_session,
    rename_a_unit_too_late,
    take_the_stray_sheet_out,
    take_wrong_scores_back,
)

from benchmarks.page import small_campaign
from benchmarks.page.screenshots import VIEW
from benchmarks.page.served import WHOLE_CHROMIUM, browser
from pingyi.generator.documents.plan import write_plan
from pingyi.workflow.by_hand.tables import Part
from pingyi.workflow.desk.workspace import open_workspace, watching

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not WHOLE_CHROMIUM.exists(), reason="needs Debian's chromium"),
]


def test_a_campaign_from_an_empty_home_to_the_signed_notice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    home = tmp_path / "评议"
    root = home / "2024年度鱼峰区"
    with started(home, tmp_path) as address, browser(WHOLE_CHROMIUM) as chromium:
        at = address.split("/begin")[0]
        page = chromium.new_page(viewport=VIEW, base_url=at)
        page.set_default_timeout(20_000)
        page.goto(address)
        begin_with_the_plan(page, write_plan(default_campaign(), tmp_path / "通知.docx"))
        admin = first_account_here(page)
        desk = Desk(chromium=chromium, address=at, root=root, scratch=tmp_path, unit="雒容镇")
        add_people(admin)
        plan(admin)
        print_forms(admin)
        keys = bring_in_scans(desk)
        bring_in_a_stray_sheet(desk.page("张三"), root, tmp_path / "夹带.pdf")
        take_the_stray_sheet_out(admin, "F01")
        rename_a_unit_too_late(admin, desk.unit)
        for name in ("张三", "李四"):
            review(desk.page(name), keys)
        for name in ("张三", "李四"):
            type_opinions(desk.page(name), desk.unit)
        take_wrong_scores_back(desk.page("张三"), admin, root, tmp_path / "去年")
        import_tables(desk)
        desk.pages["张三"] = lose_the_tab_and_the_session(desk.page("张三"), "张三", "A01")
        confirm_policies(admin)
        assert "不平" in refused(admin)
        enter_returns(desk)
        words = issue_notice(desk, admin)
    for told in ("2024年度", "鱼峰区", *(unit.name for unit in default_campaign().units)):
        assert told in words, told
    with watching(open_workspace(root)) as store:
        assert store.open_rows() == ()
        signed = {(found.decided_by, found.confirmed_by) for found in store.corrections()}
        assert signed == {("张三", "李四")}


def begin_with_the_plan(page: Page, document: Path) -> None:
    """What it has is gone through, what it lacks is pasted: who hands out how many."""
    page.get_by_label("方案文件").set_input_files(document)
    page.get_by_role("button", name="读出来").click()
    page.get_by_text(f"从《{document.name}》读出的").wait_for()
    draft = page.url.rsplit("/", 1)[0]
    for part in list(Part)[1:]:
        page.get_by_role("button", name="下一步").click()
        page.wait_for_url(f"{draft}/{part.value}")
    handed_out = [[group, by, "40"] for _, group, by, _ in small_campaign.PLAN]  # far too many: mended in the campaign
    paste_over(page, handed_out)
    page.get_by_role("button", name="核对").click()
    page.get_by_role("button", name="建立并打开").click()


def plan(page: Page) -> None:
    page.goto("/policies")
    lines = ["批次,群体,发放单位,份数", *(",".join(map(str, batch)) for batch in small_campaign.PLAN)]
    page.get_by_label("发放计划").fill("\n".join(lines))
    with page.expect_navigation():
        page.get_by_role("button", name="检查并保存发放计划").click()
    page.goto("/")
    assert page.get_by_text("合计 2 批").is_visible()
