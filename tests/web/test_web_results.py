"""Results in a real browser: found, put in order, jumped to by keyboard; the tree folded, its counts linked to ink."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, StorageState
from web_office import office_in

from benchmarks.page.screenshots import LOOKS, VIEW, problems, sign_in, wider
from benchmarks.page.served import CHROMIUM, Served, browser, served
from pingyi.samples.tables import write_tables
from pingyi.workflow.tables.imports import import_table

pytestmark = [
    pytest.mark.slow,
    pytest.mark.outside,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]
SEED = 5
Opened = Callable[..., Page]
NARROW = LOOKS["narrow"].context["viewport"]
COLUMN = """([table, column]) => [...document.querySelectorAll('section.ranked')[table].querySelectorAll('tbody tr')]
  .map(row => row.cells[column].innerText.trim())"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, prepared_office: Path) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("results")
    with office_in(folder, prepared_office) as office:
        with office.store() as store:
            for kind, path in write_tables(office.campaign, folder, SEED).items():
                import_table(office.campaign, store, kind, path)
        root = office.root
    with served(root) as running:
        yield running


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def known(chromium: Browser, server: Served) -> dict[str, StorageState]:
    """Signed in once each: who signs in again and again is kept out."""
    found = {}
    for name in ("李四", "张三"):
        page = chromium.new_page(base_url=server.address)
        sign_in(page, name)
        found[name] = page.context.storage_state()
        page.close()
    return found


@pytest.fixture
def opened(chromium: Browser, server: Served, known: dict[str, StorageState]) -> Iterator[Opened]:
    """The page of results once it is counted, as somebody sees it."""
    contexts = []

    def open_results(name: str = "李四", *, script: bool = True) -> Page:
        context = chromium.new_context(
            viewport=VIEW, base_url=server.address, java_script_enabled=script, storage_state=known[name]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        page.goto("/results")
        while page.locator("#results[hx-get]").count():
            page.wait_for_timeout(500)
            page.goto("/results")
        return page

    yield open_results
    for context in contexts:
        context.close()


def column(page: Page, table: int, number: int) -> list[str]:
    return list(page.evaluate(COLUMN, [table, number]))


def by_key(page: Page, key: str) -> None:
    """Tab to what is meant and press it, as who has no mouse does."""
    page.locator(key).focus()
    page.keyboard.press("Enter")


def test_a_column_is_sorted_by_its_numbers_both_ways_and_what_is_lacking_stays_last(opened: Opened) -> None:
    page = opened()
    table = next(n for n in range(7) if "—" in column(page, n, 4))  # some units have no hotline
    for press, ascending in ((1, False), (2, True)):
        by_key(page, f"#sort-{table}-4")
        found = column(page, table, 4)
        numbers = [float(one) for one in found if one != "—"]
        assert found == [*(f"{one:.2f}" for one in numbers), *["—"] * (len(found) - len(numbers))], press
        assert numbers == sorted(numbers, reverse=not ascending)
    head = page.locator(f"#sort-{table}-4").locator("xpath=..")
    assert head.get_attribute("aria-sort") == "ascending"
    by_key(page, f"#sort-{table}-0")
    assert column(page, table, 0) == sorted(column(page, table, 0), key=int)
    by_key(page, f"#sort-{table}-0")
    assert column(page, table, 0) == sorted(column(page, table, 0), key=int, reverse=True)
    assert problems(page) == []


def test_a_unit_is_found_by_some_signs_of_its_name_and_opened_by_enter(opened: Opened) -> None:
    page = opened()
    assert not page.locator("#found").inner_text()
    page.keyboard.press("/")
    page.keyboard.insert_text("民政")
    assert [row.inner_text() for row in page.locator("section.ranked tbody th:visible").all()] == ["区民政局"]
    assert page.locator("section.ranked:visible").count() == 1
    assert page.locator("#found").inner_text().startswith("1 / 59 个单位")
    page.keyboard.press("Escape")
    assert page.locator("section.ranked tbody th:visible").count() == 59
    page.keyboard.insert_text("没有的单位")
    assert page.locator("#found").inner_text() == "没有这样的单位"
    page.keyboard.press("Escape")
    page.keyboard.insert_text("民政")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="区民政局").wait_for()


def test_half_typed_signs_of_an_input_method_hide_nothing(opened: Opened) -> None:
    page = opened()
    page.locator("#find").focus()
    session = page.context.new_cdp_session(page)
    session.send("Input.imeSetComposition", {"text": "minzheng", "selectionStart": 8, "selectionEnd": 8})
    assert page.locator("section.ranked tbody th:visible").count() == 59
    session.send("Input.insertText", {"text": "民政"})
    assert page.locator("section.ranked tbody th:visible").all_inner_texts() == ["区民政局"]


@pytest.mark.parametrize("size", [VIEW, NARROW])
def test_each_part_is_jumped_to_and_stands_under_the_bar(opened: Opened, size: dict[str, int]) -> None:
    page = opened()
    page.set_viewport_size(size)  # type: ignore[arg-type]
    assert wider(page) == 0
    names = page.locator("#jump a").all_inner_texts()
    assert {"第一系列", "第七系列", "得分分布", "换一种算法会怎样", "异常核查"} <= set(names)
    for name in ("第三系列", "换一种算法会怎样", "得分分布"):
        page.locator("#find").fill("民政")
        link = page.locator("#jump a", has_text=name)
        link.focus()
        page.keyboard.press("Enter")
        heading = page.locator("#results h2", has_text=name)
        bar, place = page.locator("#tools").bounding_box(), heading.bounding_box()
        assert bar
        assert place
        assert bar["y"] + bar["height"] <= place["y"] + 1, name
        assert place["y"] < size["height"], name


def test_what_was_sorted_and_found_stays_so_when_the_numbers_come_anew(opened: Opened) -> None:
    page = opened()
    by_key(page, "#sort-0-2")
    by_key(page, "#sort-0-2")
    before = column(page, 0, 2)
    assert before == sorted(before, key=float)
    page.locator("#find").fill("镇")
    page.evaluate("() => { document.querySelector('#results tbody').dataset.old = 'yes'; }")
    page.evaluate("htmx.ajax('GET', '/results/part', {target: '#results', swap: 'outerHTML'})")
    page.wait_for_function("() => document.querySelector('#results tbody').dataset.old !== 'yes'")
    page.wait_for_function(
        "() => !document.querySelector('#results tbody').dataset.old && document.querySelector('.sort')"
    )
    assert column(page, 0, 2) == before
    assert page.locator("section.ranked:visible").count() == 1


def test_without_a_script_the_tables_stand_as_they_are_ranked(opened: Opened) -> None:
    page = opened(script=False)
    assert not page.locator("#tools").is_visible()
    assert page.locator("section.ranked button").count() == 0
    ranks = page.locator("section.ranked").first.locator("tbody tr td:first-child").all_inner_texts()
    assert ranks == sorted(ranks, key=int)


def test_numbers_of_a_column_stand_one_under_the_other_in_every_series(opened: Opened) -> None:
    page = opened()
    for size in (VIEW, NARROW):
        page.set_viewport_size(size)  # type: ignore[arg-type]
        edges = page.evaluate(
            "() => [...document.querySelectorAll('section.ranked tbody tr')].map(row => [...row.cells]"
            ".filter(cell => cell.classList.contains('n')).map(cell => { const text = document.createRange();"
            " text.selectNodeContents(cell); return Math.round(text.getBoundingClientRect().right); }).join())"
        )
        assert len(set(edges)) == 1, size


def test_the_tree_is_folded_and_its_counts_lead_to_the_ink(opened: Opened) -> None:
    page = opened()
    page.goto("/results/unit/1")
    shown = page.locator(".tree li:visible > details > summary, .tree li:visible:not(:has(details))")
    assert shown.count() == 1 + 4  # the total, and what it is added from
    for _ in range(4):  # 问卷与电话, 民意得分, 满意票: opened by keyboard, each the first not yet open
        page.locator(".tree details:not([open]) > summary:visible").first.focus()
        page.keyboard.press("Enter")
    link = page.get_by_role("link", name="A01 批原票").first
    assert link.is_visible()
    assert problems(page) == []
    page.get_by_role("button", name="全部展开").click()
    assert page.locator(".tree details:not([open])").count() == 0
    page.get_by_role("button", name="全部收起").click()
    assert shown.count() == 1 + 4
    page.get_by_role("button", name="全部展开").click()
    link.click()
    page.get_by_role("heading", name="A01 批，满意").wait_for()
    assert page.locator(".cell").count() == 6


def test_who_may_not_see_the_ink_gets_no_link_to_it(opened: Opened) -> None:
    page = opened("张三")
    page.goto("/results/unit/1")
    assert page.locator("a[href*='/results/ink']").count() == 0
    assert page.get_by_text("A01").count()
