"""What people do on the page of a vote, step by step, in a real browser."""

import re
from pathlib import Path

import docx
from page_campaign import done
from playwright.sync_api import Browser, Page
from wrong_steps import PATIENCE_MS

from benchmarks.page.screenshots import VIEW, problems, sign_in
from benchmarks.page.served import PASSWORD


def upload_form(page: Page, form: Path) -> None:
    """From the start page to how the form was understood."""
    page.get_by_label("投票表样").set_input_files(form)
    page.get_by_role("button", name="看认读").click(timeout=PATIENCE_MS)
    page.get_by_role("heading", name=f"一次投票：{form.name}").wait_for(timeout=PATIENCE_MS)


def first_account(page: Page, name: str) -> None:
    page.get_by_role("heading", name="建立管理账号").wait_for(timeout=PATIENCE_MS)
    page.get_by_label("姓名").fill("王五")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="建立并进入").click()
    page.get_by_role("heading", name=name).wait_for()


def person(chromium: Browser, address: str, name: str) -> Page:
    page = chromium.new_context(viewport=VIEW, base_url=address).new_page()
    page.set_default_timeout(20_000)
    sign_in(page, name)
    return page


def print_run(page: Page, place: str, to: Path) -> Path:
    page.goto("/")
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(f"下载 .*{place}")).click()
    started.value.save_as(to)
    return to


def bring_in(page: Page, scans: Path, sheets: int) -> None:
    page.goto("/scans")
    page.locator("input[type=file]").set_input_files(scans)
    page.get_by_text("已收下").first.wait_for()
    done(page, "读入扫描件")
    assert page.get_by_text(f"共新读入 {sheets} 张").is_visible()


def review(page: Page, words: dict[tuple[str, str], str]) -> None:
    """Each row by its key, or typed where a name is: `words` by sheet and item."""
    page.goto("/review")
    page.get_by_role("link", name="开始判定").click()
    while True:
        page.wait_for_function("() => !/正在取/.test(document.getElementById('what').textContent)")
        if "没有等您判定" in page.locator("#what").inner_text():
            break
        sheet = str(page.locator("#sheet").get_attribute("href")).rsplit("/", 1)[1]
        item = page.locator("#what").inner_text().split("　")[0]
        before = page.locator("#count").inner_text()
        page.locator("#desk[data-seen=true]").wait_for(timeout=PATIENCE_MS)
        decide(page, words[sheet, item])
        page.wait_for_function(
            "before => document.getElementById('count').textContent !== before"
            " || /没有等您/.test(document.getElementById('what').textContent)",
            arg=before,
        )
    assert not page.locator("#note.bad").is_visible()


def decide(page: Page, word: str) -> None:
    key = {"blank": "0", "multiple": "x"}.get(word, "")
    button = page.locator(f".key[data-choice='{word}']")
    if key:
        page.keyboard.press(key)
    elif button.count() and button.is_visible():
        button.click()
    else:
        page.locator("#typed").fill(word)
        page.get_by_role("button", name="录入").click()


def count(page: Page, scratch: Path) -> str:
    """The words of the result document that is taken away."""
    page.goto("/result")
    page.get_by_role("button", name="计票", exact=True).click()
    done(page, "计票")
    page.reload()
    assert problems(page) == []
    with page.expect_download() as started:
        page.get_by_role("link", name=re.compile(r"下载 .*\.docx")).click()
    started.value.save_as(scratch / "结果.docx")
    document = docx.Document(str(scratch / "结果.docx"))
    words = [paragraph.text for paragraph in document.paragraphs]
    return "\n".join(words + [cell.text for table in document.tables for row in table.rows for cell in row.cells])


def verify(page: Page) -> None:
    page.goto("/result")
    page.get_by_role("button", name="核验").click()
    done(page, "核验")
    assert page.get_by_text("核验通过，没有不符").is_visible()


def seal(page: Page) -> None:
    page.goto("/result")
    page.get_by_role("button", name="封存").click()
    done(page, "封存")
    page.reload()
    assert page.get_by_role("link", name=re.compile(r"下载 .*归档\.zip")).is_visible()
