"""Wrong steps on the page, and how they are taken back, as people would."""

from pathlib import Path

from playwright.sync_api import Page

from benchmarks.page import small_campaign
from benchmarks.page.screenshots import sign_in
from benchmarks.page.served import PASSWORD
from pingyi.samples.tables import write_tables
from pingyi.workflow.desk.workspace import open_workspace

PATIENCE_MS = 240_000  # reading starts processes that load the scanner


def bring_in_a_stray_sheet(page: Page, root: Path, path: Path) -> None:
    small_campaign.stray(open_workspace(root), path)
    page.goto("/scans")
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_text("已收下").first.wait_for()
    page.get_by_text("共新读入 1 张").wait_for(timeout=PATIENCE_MS)


def take_the_stray_sheet_out(page: Page, wrongly_to: str = "") -> None:
    """Out of the count; given to another batch before, if wished, which is no way out."""
    page.goto("/balance")
    page.locator("#balance:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("row", name="A01").get_by_role("link", name="5", exact=True).click()
    page.locator("ul.papers a", has_text="夹带.pdf").click()
    if wrongly_to:
        _say_where(page, wrongly_to, f"当作 {wrongly_to} 批的（虚构，放错了批）")
        page.get_by_role("heading", name=f"现在计入 {wrongly_to} 批").wait_for()
    _say_where(page, "out", "夹带的一张（虚构）")
    page.get_by_role("heading", name="现在不计入").wait_for()


def _say_where(page: Page, place: str, reason: str) -> None:
    page.locator("select[name=batch]").select_option(place)
    page.get_by_label("原因").fill(reason)
    page.locator("select[name=witness]").select_option("李四")
    page.get_by_label("监督人密码").fill(PASSWORD)
    page.get_by_role("button", name="两人确认").click()


def rename_a_unit_too_late(page: Page, unit: str) -> None:
    """After its ballots were read: refused in words; the old name is put back."""
    page.goto("/policies")
    page.locator("summary", has_text="方案全文").click()
    text = page.get_by_label("方案", exact=True)
    before = text.input_value()
    text.fill(before.replace(f'"{unit}"', f'"{unit}（改名）"'))
    page.get_by_role("button", name="检查并保存方案").click()
    refusal = page.locator("form[data-keep=campaign] > .wrong")
    refusal.wait_for()
    assert unit in refusal.inner_text()
    text.fill(before)


def lose_the_tab_and_the_session(page: Page, name: str, batch: str) -> Page:
    """Numbers half typed: the tab closed by mistake, then the session over; the page on which they still stand."""
    context = page.context
    page.goto("/balance")
    page.locator("#balance:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.get_by_label(f"{batch} 批实发").fill("97")
    page.close()
    page = context.new_page()
    page.goto("/balance")
    assert page.get_by_label(f"{batch} 批实发").input_value() == "97"
    context.clear_cookies()
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url("**/login")
    sign_in(page, name)
    page.goto("/balance")
    assert page.get_by_label(f"{batch} 批实发").input_value() == "97"
    return page


def take_a_wrong_import_back(page: Page, admin: Page, wrong: Path, unit: str) -> None:
    """A table of interviews that is last year's."""
    wrong.write_text(f"单位名称,满意,基本满意,不满意\n{unit},1,1,98\n", encoding="utf-8")
    bring_and_take_back(page, admin, wrong, "电话访谈")


def take_wrong_scores_back(page: Page, admin: Page, root: Path, folder: Path) -> None:
    """Leaders' scores that are another year's, brought in before the right ones."""
    folder.mkdir()
    made = write_tables(open_workspace(root).campaign, folder, small_campaign.SEED - 1)["leaders"]
    bring_and_take_back(page, admin, made.rename(made.with_stem("去年的领导评分")), "领导评分")


def bring_and_take_back(page: Page, admin: Page, wrong: Path, kind: str) -> None:
    """Import a table, and revoke it by two people with the reason."""
    page.goto("/imports")
    page.get_by_label(f"{kind}表格").set_input_files(wrong)
    page.get_by_role("button", name="确认导入").click(timeout=PATIENCE_MS)
    page.get_by_role("rowheader", name=wrong.name).wait_for(timeout=PATIENCE_MS)
    admin.goto("/imports")
    form = admin.locator("form[action='/imports/revoke']")
    number = form.locator("option", has_text=wrong.stem).get_attribute("value")
    form.locator("select[name=number]").select_option(number)
    form.get_by_label("原因").fill("是去年的表（虚构）")
    form.locator("select[name=witness]").select_option("李四")
    form.get_by_label("监督人密码").fill(PASSWORD)
    form.get_by_role("button", name="撤回").click()
    admin.get_by_text("是去年的表（虚构）").wait_for()
