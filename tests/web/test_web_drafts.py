"""Every form one can type into keeps what was typed: found by going through all pages, not by a list."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page_crawl import every_page
from playwright.sync_api import Browser, BrowserContext, Dialog, Page, expect
from playwright.sync_api import TimeoutError as WaitedError
from start_page import started
from web_office import office_in

from benchmarks.page.screenshots import VIEW, sign_in
from benchmarks.page.served import CHROMIUM, browser, served
from pingyi.domain.trust.chain import EventKind
from pingyi.store.evidence.log import append_event
from pingyi.workflow.init import start_workspace
from pingyi.workflow.tables.imports import import_table

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
TYPED = """(one) => one.name && !one.readOnly && !one.disabled
  && one.matches("textarea, input:not([type]), input[type=text], input[type=number]")"""
FORMS = f"""() => [...document.forms]
  .map((form, place) => ({{ place, method: form.method, kept: Boolean(form.dataset.keep),
    typed: [...form.elements].filter({TYPED}).map((one) => one.name) }}))
  .filter((form) => form.typed.length && (form.method === "post" || form.kept))"""
TYPE = f"""(place) => {{ for (const one of [...document.forms[place].elements].filter({TYPED})) {{
  one.value = one.type === "number" ? "7" : `${{one.value}}甲`;
  one.dispatchEvent(new Event("input", {{ bubbles: true }}));
}} }}"""
VALUES = f"""(place) => Object.fromEntries(
  [...document.forms[place].elements].filter({TYPED}).map((one) => [one.name, one.value]))"""
SEND = """(place) => { const form = document.forms[place];
  for (const one of form.elements) if (one.type === "password") one.value = "不对的密码";
  form.requestSubmit(form.querySelector("button:not([type=button])")); }"""
REFUSED = """(place) => { const form = document.forms[place];
  form.noValidate = true; form.requestSubmit(form.querySelector("button")); }"""
SPOIL = "(place) => { document.forms[place].elements.csrf.value = '别处来的'; }"


@pytest.fixture(scope="module", params=["at work", "closed"])
def address(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, prepared_office: Path
) -> Iterator[str]:
    """A campaign with paper and a table brought in; then one closed by a formal notice, which can be opened again."""
    folder = tmp_path_factory.mktemp("drafts")
    with office_in(folder, prepared_office) as office, office.store() as store:
        table = folder / "电话.csv"
        rows = (f"{unit.name},{unit.serial},40,9" for unit in office.campaign.units)
        table.write_text("\n".join(["单位名称,满意,基本满意,不满意", *rows]), encoding="utf-8")
        import_table(office.campaign, store, "phone", table)
        if request.param == "closed":
            said = {"files": {"results/通报.docx": "0" * 64}, "head": "0" * 64, "key": "0" * 64}
            append_event(store, EventKind.DOCUMENT, {**said, "closes": True, "final": True})
        root = office.root
    with served(root) as running:
        yield running.address


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture
def context(chromium: Browser, address: str) -> Iterator[BrowserContext]:
    opened = chromium.new_context(viewport=VIEW, base_url=address)
    opened.set_default_timeout(20_000)
    sign_in(opened.new_page(), "王五")
    yield opened
    opened.close()


def every_form(page: Page) -> list[tuple[str, dict[str, Any]]]:
    """The forms one can type into, with their page."""
    return [(path, form) for path in every_page(page) for form in page.evaluate(FORMS)]


def test_every_form_keeps_what_was_typed_and_leaving_asks(context: BrowserContext) -> None:
    page = context.pages[0]
    forms = every_form(page)
    assert {path for path, _ in forms} >= {"/policies", "/balance", "/people", "/evidence"}
    lost = [f"{path} {form['typed']}：{fault}" for path, form in forms for fault in faults(context, path, form)]
    assert not lost, "\n".join(lost)


def faults(context: BrowserContext, path: str, form: dict[str, Any]) -> Iterator[str]:
    """In a tab of its own: the server refuses it, the session ends, the page is left and come back to."""
    page = context.new_page()
    asked: list[str] = []

    def answered(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", answered)
    place = form["place"]
    page.goto(path)
    page.evaluate(TYPE, place)
    typed = page.evaluate(VALUES, place)
    if form["method"] == "post":
        page.evaluate(SPOIL, place)
        page.evaluate(SEND, place)
        page.wait_for_timeout(400)
        if not page.url.endswith(path) or page.evaluate(VALUES, place) != typed:
            yield "一次拒绝就丢了"
            return
    page.goto("/help")
    if not asked:
        yield "离开时没有问"
    page.goto(path)
    if page.evaluate(VALUES, place) != typed:
        yield "离开再回来就丢了"
        return
    kept = context.cookies()
    context.clear_cookies()
    page.evaluate(SEND, place)
    try:
        page.wait_for_url(re.compile("/login"))
    except WaitedError:
        yield "会话结束以后没有到登录页"
    context.add_cookies(kept)  # type: ignore[arg-type] # what cookies() gave
    page.goto(path)
    if page.evaluate(VALUES, place) != typed:
        yield "会话结束就丢了"
    page.evaluate("() => localStorage.clear()")
    page.close()


def test_a_part_of_the_page_that_comes_anew_brings_it_back(context: BrowserContext) -> None:
    """When long work ends, lists ask for themselves again, and what was typed among them goes with the old one."""
    page = context.pages[0]
    page.goto("/imports")
    page.locator("form[action='/imports/revoke'] input[name=reason]").fill("是去年的表")
    page.locator("#brought").evaluate("(part) => { part.dataset.old = 'yes'; }")
    page.evaluate("() => document.body.dispatchEvent(new Event('finished'))")
    page.locator("#brought:not([data-old])").wait_for()
    expect(page.locator("form[action='/imports/revoke'] input[name=reason]")).to_have_value("是去年的表")
    page.evaluate("() => localStorage.clear()")


def test_the_forms_of_the_start_page_keep_it_too(
    chromium: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    home = tmp_path / "评议"
    start_workspace(home / "2024")  # or there is no last year to do again
    with started(home, tmp_path) as address:
        page = chromium.new_page(viewport=VIEW)
        page.set_default_timeout(20_000)
        page.goto(address)
        at = page.url
        forms = page.evaluate(FORMS)
        assert len(forms) >= 3
        for form in forms:
            page.goto(at)
            page.evaluate(TYPE, form["place"])
            typed = page.evaluate(VALUES, form["place"])
            with page.expect_navigation():
                page.evaluate(REFUSED, form["place"])
            assert page.get_by_role("heading", name="没有做成").is_visible()
            page.get_by_role("link", name="回到开始页").click()
            page.wait_for_url(at)
            assert page.evaluate(VALUES, form["place"]) == typed, form
        page.close()
