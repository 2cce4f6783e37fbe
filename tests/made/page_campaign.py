"""What people do on the page in one whole small campaign, step by step, in a real browser."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import docx
from playwright.sync_api import Browser, Page
from wrong_steps import PATIENCE_MS

from benchmarks.page import small_campaign
from benchmarks.page.screenshots import VIEW, problems, sign_in
from benchmarks.page.served import PASSWORD
from pingyi.domain.campaign.scheme import brought_in
from pingyi.samples.filler.truth import TrueRow
from pingyi.workflow.desk.workspace import Workspace, open_workspace, watching


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A browser beside the server, and the workspace's folder to bring paper to."""

    chromium: Browser
    address: str
    root: Path
    scratch: Path
    unit: str  # one of those evaluated
    pages: dict[str, Page] = field(default_factory=dict)
    truth: dict[tuple[str, int, str], TrueRow] = field(default_factory=dict)  # of the paper that counts
    tables: dict[str, Path] = field(default_factory=dict)  # brought in to stay, by kind

    def page(self, name: str) -> Page:
        """Another person's browser, signed in once: who signs in again and again is kept out."""
        if name not in self.pages:
            self.pages[name] = self.chromium.new_context(viewport=VIEW, base_url=self.address).new_page()
            self.pages[name].set_default_timeout(20_000)
            sign_in(self.pages[name], name)
        return self.pages[name]


def first_account(desk: Desk, link: str) -> Page:
    page = desk.chromium.new_page(viewport=VIEW, base_url=desk.address)
    page.set_default_timeout(20_000)
    page.goto(link)
    return first_account_here(page)


def first_account_here(page: Page) -> Page:
    """On the page that asks for the administrator, of a link or behind the start page."""
    page.get_by_role("heading", name="建立管理账号").wait_for(timeout=60_000)
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
    desk.truth.update(small_campaign.fill(workspace, desk.scratch / "copier"))
    page = desk.page("张三")
    page.goto("/scans")
    page.locator("input[type=file]").set_input_files(sorted((desk.scratch / "copier").glob("*.pdf")))
    page.get_by_text("已收下").first.wait_for()
    done(page, "读入扫描件")
    sheets = sum(batch.copies for batch in workspace.batches())
    assert page.get_by_text(f"共新读入 {sheets} 张").is_visible()
    return keys_of(workspace, desk.truth)


def keys_of(workspace: Workspace, truth: Mapping[tuple[str, int, str], TrueRow]) -> dict[tuple[str, str], str]:
    """The key to press by sheet and item, of everything read in."""
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
    judge(page, keys)


def judge(page: Page, keys: Mapping[tuple[str, str], str]) -> None:
    """Every row that waits, by its key; the whole sheet is looked at once."""
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


def type_opinions(page: Page, unit: str, called: str = "涉及单位") -> None:
    page.goto("/opinions")
    for number, card in enumerate(page.locator("article.opinion").all()):
        if "等另一人" in card.locator(".tag").inner_text():
            continue
        card.get_by_label("文字").fill(f"虚构意见之{card.get_attribute('data-sheet')[:6]}")
        card.get_by_label(called).fill(unit)
        card.locator("button.main").click()
        page.wait_for_function(
            "number => /已核对|等另一人/.test(document.querySelectorAll('.opinion .tag')[number].textContent)",
            arg=number,
        )


def import_tables(desk: Desk) -> None:
    workspace = open_workspace(desk.root)
    files = small_campaign.tables(workspace, desk.scratch / "tables")
    desk.tables.update(files)
    page = desk.page("张三")
    for kind, name in brought_in(workspace.campaign).items():
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
    for batch in open_workspace(desk.root).batches():
        for name, count in (("实发", batch.copies), ("回收", batch.copies), ("作废", 0)):
            page.get_by_label(f"{batch.code} 批{name}").fill(str(count))
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("各数都平").wait_for(timeout=PATIENCE_MS)


def issue_notice(desk: Desk, page: Page) -> str:
    """The words of the notice, table by table too."""
    page.goto("/results")
    page.locator("#results:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    page.get_by_role("link", name=desk.unit, exact=True).click()
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
    page.get_by_role("link", name=re.compile(r"预览 .*通报\.pdf")).click()
    page.wait_for_function("() => document.querySelector('.preview img').naturalWidth === 900", timeout=60_000)
    return words + "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)


def done(page: Page, title: str) -> None:
    """Wait for the newest job called so, and see that it went well."""
    job = page.locator(f".job[aria-label^='{title}']").first
    ended = f".job[aria-label^='{title}']"
    page.wait_for_function(
        "at => /done|failed/.test((document.querySelector(at) || {}).className)", arg=ended, timeout=PATIENCE_MS
    )
    assert "已完成" in job.inner_text(), job.inner_text()
