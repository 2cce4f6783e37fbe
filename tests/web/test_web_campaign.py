"""One whole small campaign through the page, in a real browser, wrong steps taken back: from nothing to the notice."""

import re
from pathlib import Path

import pytest
from page_campaign import (
    Desk,
    add_people,
    bring_in_scans,
    confirm_policies,
    enter_returns,
    first_account,
    import_tables,
    issue_notice,
    print_forms,
    refused,
    review,
    type_opinions,
)
from playwright.sync_api import Page
from wrong_steps import bring_in_a_stray_sheet, take_a_wrong_import_back, take_the_stray_sheet_out

from benchmarks.page import small_campaign
from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.init import start_workspace

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


def test_a_campaign_from_the_first_account_to_the_signed_notice(tmp_path: Path) -> None:
    root = tmp_path / "campaign"
    start_workspace(root)
    with served(root) as server, browser() as chromium:
        desk = Desk(chromium=chromium, address=server.address, root=root, scratch=tmp_path, unit="雒容镇")
        link = re.search(r"http\S+setup\S+", server.said)
        assert link
        admin = first_account(desk, link[0])
        add_people(admin)
        plan(admin)
        print_forms(admin)
        keys = bring_in_scans(desk)
        bring_in_a_stray_sheet(desk.page("张三"), root, tmp_path / "夹带.pdf")
        take_the_stray_sheet_out(admin)
        for name in ("张三", "李四"):
            review(desk.page(name), keys)
        for name in ("张三", "李四"):
            type_opinions(desk.page(name), desk.unit)
        import_tables(desk)
        take_a_wrong_import_back(desk.page("张三"), admin, tmp_path / "去年的电话.csv", desk.unit)
        confirm_policies(admin)
        assert "不平" in refused(admin)
        enter_returns(desk)
        assert "2024年度" in issue_notice(desk, admin)
    with watching(open_workspace(root)) as store:
        assert store.open_rows() == ()
        signed = {(found.decided_by, found.confirmed_by) for found in store.corrections()}
        assert signed == {("张三", "李四")}


def plan(page: Page) -> None:
    page.goto("/policies")
    lines = ["批次,群体,发放单位,份数", *(",".join(map(str, batch)) for batch in small_campaign.PLAN)]
    page.get_by_label("发放计划").fill("\n".join(lines))
    with page.expect_navigation():
        page.get_by_role("button", name="检查并保存发放计划").click()
    page.goto("/")
    assert page.get_by_text("合计 2 批").is_visible()
