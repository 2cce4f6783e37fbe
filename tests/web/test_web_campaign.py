"""One whole small campaign through the page, in a real browser, wrong steps taken back: from nothing to the notice."""

import re
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pytest
from playwright.sync_api import Browser, Page
from wrong_steps import PATIENCE_MS, bring_in_a_stray_sheet, take_a_wrong_import_back, take_the_stray_sheet_out

from benchmarks.page import small_campaign
from benchmarks.page.screenshots import VIEW, problems, sign_in
from benchmarks.page.served import CHROMIUM, PASSWORD, browser, served
from pingyi.workflow.desk.workspace import open_workspace, watching
from pingyi.workflow.init import start_workspace

pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A browser beside the server, and the workspace's folder to bring paper to."""

    chromium: Browser
    address: str
    root: Path
    scratch: Path
    pages: dict[str, Page] = field(default_factory=dict)

    def page(self, name: str) -> Page:
        """Another person's browser, signed in once: who signs in again and again is kept out."""
        if name not in self.pages:
            self.pages[name] = self.chromium.new_page(viewport=VIEW, base_url=self.address)
            self.pages[name].set_default_timeout(20_000)
            sign_in(self.pages[name], name)
        return self.pages[name]


def test_a_campaign_from_the_first_account_to_the_signed_notice(tmp_path: Path) -> None:
    root = tmp_path / "campaign"
    start_workspace(root)
    with served(root) as server, browser() as chromium:
        desk = Desk(chromium=chromium, address=server.address, root=root, scratch=tmp_path)
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
            type_opinions(desk.page(name))
        import_tables(desk)
        take_a_wrong_import_back(desk.page("张三"), admin, tmp_path / "去年的电话.csv")
        confirm_policies(admin)
        assert "不平" in refused(admin)
        enter_returns(desk)
        issue_notice(desk, admin)
    with watching(open_workspace(root)) as store:
        assert store.open_rows() == ()
        signed = {(found.decided_by, found.confirmed_by) for found in store.corrections()}
        assert signed == {("张三", "李四")}


def first_account(desk: Desk, link: str) -> Page:
    page = desk.chromium.new_page(viewport=VIEW, base_url=desk.address)
    page.set_default_timeout(20_000)
    page.goto(link)
    page.get_by_label("姓名").fill("王五")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="建立并进入").click()
    page.get_by_role("heading", name="进度").wait_for()
    assert page.get_by_text("生成评议表，按批次印发").first.is_visible()
    return page


def add_people(page: Page) -> None:
    for name, role, witness in (("张三", "entry", ""), ("李四", "review", "张三")):
        page.goto("/people")
        form = page.locator("form[action='/people/add']")
        form.get_by_label("姓名").fill(name)
        form.get_by_label("角色").select_option(role)
        form.get_by_label("初始密码").fill(PASSWORD)
        if witness:  # of two who have accounts already both know the third
            form.locator("select[name=witness]").select_option(witness)
            form.get_by_label("见证人密码").fill(PASSWORD)
        form.get_by_role("button", name="新建").click()
        page.get_by_role("rowheader", name=name).wait_for()


def plan(page: Page) -> None:
    page.goto("/policies")
    lines = ["批次,群体,发放单位,份数", *(",".join(map(str, batch)) for batch in small_campaign.PLAN)]
    page.get_by_label("发放计划").fill("\n".join(lines))
    with page.expect_navigation():
        page.get_by_role("button", name="检查并保存发放计划").click()
    page.goto("/")
    assert page.get_by_text("合计 2 批").is_visible()


def print_forms(page: Page) -> None:
    page.goto("/forms")
    page.get_by_role("button", name="生成公众评议表").click()
    done(page, "生成公众评议表")
    page.reload()
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile("下载 A01.*pdf")).click()
    assert Path(started.value.path()).read_bytes().startswith(b"%PDF-")


def bring_in_scans(desk: Desk) -> dict[tuple[str, str], str]:
    """Fill the printed forms, upload the scans; the key to press by sheet and item, from the truth."""
    workspace = open_workspace(desk.root)
    truth = small_campaign.fill(workspace, desk.scratch / "copier")
    page = desk.page("张三")
    page.goto("/scans")
    page.locator("input[type=file]").set_input_files(sorted((desk.scratch / "copier").glob("*.pdf")))
    page.get_by_text("已收下").first.wait_for()
    done(page, "读入扫描件")
    assert page.get_by_text("共新读入 8 张").is_visible()
    with watching(workspace) as store:
        rows = [(reading.digest, reading.source, row.item) for _, reading in store.readings() for row in reading.rows]
    choices = workspace.campaign.ballot.choices
    return {
        (digest, item): small_campaign.key_of(truth[source.file, source.page, item], choices)
        for digest, source, item in rows
    }


def review(page: Page, keys: dict[tuple[str, str], str]) -> None:
    page.goto("/review")
    page.get_by_role("link", name="开始判定").click()
    first = True
    while True:
        page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
        if "没有等您判定" in page.locator("#what").inner_text():
            break
        sheet = str(page.locator("#sheet").get_attribute("href")).rsplit("/", 1)[1]
        item = page.locator("#what").inner_text().split("　")[0]
        if first:
            look_at_whole_sheet(page)
            assert problems(page) == []
        before = page.locator("#count").inner_text()
        page.locator("#desk[data-seen=true]").wait_for(timeout=PATIENCE_MS)
        page.keyboard.press(keys[sheet, item])
        page.wait_for_function(
            "before => document.getElementById('count').textContent !== before"
            " || /没有等您/.test(document.getElementById('what').textContent)",
            arg=before,
        )
        first = False
    assert not page.locator("#note.bad").is_visible()


def look_at_whole_sheet(page: Page) -> None:
    page.wait_for_function("() => document.getElementById('picture').naturalWidth > 600", timeout=240_000)
    page.keyboard.press("Space")
    page.locator("#page svg polygon").wait_for(timeout=60_000)
    page.keyboard.press("Space")
    page.locator("#page").wait_for(state="hidden")


def type_opinions(page: Page) -> None:
    page.goto("/opinions")
    for number, card in enumerate(page.locator("article.opinion").all()):
        if "等另一人" in card.locator(".tag").inner_text():
            continue
        card.get_by_label("文字").fill(f"虚构意见之{card.get_attribute('data-sheet')[:6]}")
        card.get_by_label("涉及单位").fill("雒容镇")
        card.get_by_role("button").click()
        page.wait_for_function(
            "number => /已核对|等另一人/.test(document.querySelectorAll('.opinion .tag')[number].textContent)",
            arg=number,
        )


def import_tables(desk: Desk) -> None:
    files = small_campaign.tables(open_workspace(desk.root), desk.scratch / "tables")
    page = desk.page("张三")
    for kind, name in (("leaders", "领导评分"), ("hotline", "12345热线"), ("phone", "电话访谈")):
        page.goto("/imports")
        page.get_by_label(f"{name}表格").set_input_files(files[kind])
        page.get_by_role("button", name="确认导入").click(timeout=PATIENCE_MS)
        page.get_by_role("rowheader", name=files[kind].name).wait_for(timeout=PATIENCE_MS)


def confirm_policies(page: Page) -> None:
    page.goto("/policies")
    page.get_by_label("选择全部待确认的").check()
    page.get_by_label("监督人", exact=True).select_option("李四")
    page.get_by_label("监督人密码").fill(PASSWORD)
    page.get_by_role("button", name="确认所选").click()
    page.get_by_text("全部确认").first.wait_for()


def sign_notice(page: Page) -> None:
    page.goto("/documents")
    card = page.locator("section.card", has=page.get_by_role("button", name="写正式通报"))
    card.locator("select").select_option("李四")
    card.locator("input[type=password]").fill(PASSWORD)
    card.get_by_role("button").click()


def refused(page: Page) -> str:
    """What is said to a formal notice before the paper was counted by hand."""
    sign_notice(page)
    failed = page.locator(".job.failed[aria-label^='写正式通报']")
    failed.wait_for(timeout=PATIENCE_MS)
    return str(failed.inner_text())


def enter_returns(desk: Desk) -> None:
    page = desk.page("张三")
    page.goto("/balance")
    page.locator("#balance:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.reload()
    for code, _, _, copies in small_campaign.PLAN:
        for name, count in (("实发", copies), ("回收", copies), ("作废", 0)):
            page.get_by_label(f"{code} 批{name}").fill(str(count))
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("各数都平").wait_for(timeout=PATIENCE_MS)


def issue_notice(desk: Desk, page: Page) -> None:
    page.goto("/results")
    page.locator("#results:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("link", name="雒容镇").click()
    assert page.get_by_text("分数怎样算出来").is_visible()
    sign_notice(page)
    done(page, "写正式通报")
    page.reload()
    assert page.get_by_role("heading", name="已经封账").is_visible()
    assert problems(page) == []
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(r"下载 .*通报\.docx")).click()
    started.value.save_as(desk.scratch / "通报.docx")
    document = docx.Document(str(desk.scratch / "通报.docx"))
    words = "".join(paragraph.text for paragraph in document.paragraphs)
    assert "征求意见" not in words
    assert "2024年度" in words
    page.get_by_role("link", name=re.compile(r"预览 .*通报\.pdf")).click()
    page.wait_for_function("() => document.querySelector('.preview img').naturalWidth === 900", timeout=60_000)


def done(page: Page, title: str) -> None:
    """Wait for the newest job called so, and see that it went well."""
    job = page.locator(f".job[aria-label^='{title}']").first
    ended = f".job[aria-label^='{title}']"
    page.wait_for_function(
        "at => /done|failed/.test((document.querySelector(at) || {}).className)", arg=ended, timeout=PATIENCE_MS
    )
    assert "已完成" in job.inner_text(), job.inner_text()
