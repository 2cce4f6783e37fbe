"""Wrong steps on the page, and how they are taken back, as people would."""

from pathlib import Path

from playwright.sync_api import Page

from benchmarks.page import small_campaign
from benchmarks.page.served import PASSWORD
from pingyi.workflow.desk.workspace import open_workspace

PATIENCE_MS = 240_000  # reading starts processes that load the scanner


def bring_in_a_stray_sheet(page: Page, root: Path, path: Path) -> None:
    small_campaign.stray(open_workspace(root), path)
    page.goto("/scans")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("已收下").first.wait_for()
    page.get_by_text("共新读入 1 张").wait_for(timeout=PATIENCE_MS)


def take_the_stray_sheet_out(page: Page) -> None:
    page.goto("/balance")
    page.locator("#balance:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("row", name="A01").get_by_role("link", name="5").click()
    page.locator("ul.papers a", has_text="夹带.pdf").click()
    page.locator("select[name=batch]").select_option("out")
    page.get_by_label("原因").fill("夹带的一张（虚构）")
    page.locator("select[name=witness]").select_option("李四")
    page.get_by_label("监督人密码").fill(PASSWORD)
    page.get_by_role("button", name="两人确认").click()
    page.get_by_text("现在不计入").wait_for()


def take_a_wrong_import_back(page: Page, admin: Page, wrong: Path) -> None:
    wrong.write_text("单位名称,满意,基本满意,不满意\n雒容镇,1,1,98\n", encoding="utf-8")
    page.goto("/imports")
    page.get_by_label("电话访谈表格").set_input_files(wrong)
    page.get_by_role("button", name="确认导入").click(timeout=PATIENCE_MS)
    page.get_by_role("rowheader", name=wrong.name).wait_for(timeout=PATIENCE_MS)
    admin.goto("/imports")
    form = admin.locator("form[action='/imports/revoke']")
    number = form.locator("option", has_text="去年的电话").get_attribute("value")
    form.locator("select[name=number]").select_option(number)
    form.get_by_label("原因").fill("是去年的表（虚构）")
    form.locator("select[name=witness]").select_option("李四")
    form.get_by_label("监督人密码").fill(PASSWORD)
    form.get_by_role("button", name="撤回").click()
    admin.get_by_text("是去年的表（虚构）").wait_for()
