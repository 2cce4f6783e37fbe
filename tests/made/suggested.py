"""Somebody who knows nothing but what the page suggests: presses its next step, and there its main button."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from page_campaign import done, judge, keys_of
from playwright.sync_api import Locator, Page
from wrong_steps import PATIENCE_MS

from benchmarks.page import small_campaign
from benchmarks.page.served import PASSWORD
from pingyi.domain.campaign.scheme import brought_in
from pingyi.samples.filler.truth import TrueRow
from pingyi.workflow.desk.workspace import open_workspace

PLAN = (("A01", "A", "甲镇", 4), ("B01", "B", "区委区政府督查绩效办", 3))
MOST_STEPS = 40
WITNESS = "李四"


@dataclass(slots=True, kw_only=True)
class Newcomer:
    """One person at the page; `pressed` is every suggestion followed, and none may come twice."""

    page: Page
    root: Path
    scratch: Path
    truth: dict[tuple[str, int, str], TrueRow]  # shared: what was ticked on the paper, once it was filled in
    tables: dict[str, Path] = field(default_factory=dict)  # brought in, by kind
    pressed: list[tuple[str, str]] = field(default_factory=list)

    def follow(self) -> str:
        """Press what is suggested until nothing is; the words that stand there then."""
        for _ in range(MOST_STEPS):
            self.page.goto("/")
            here = self.page.locator("section.next")
            kind, words = here.locator("strong").inner_text(), here.locator(".what").inner_text()
            if kind not in GIVEN:
                return words
            assert (kind, words) not in self.pressed, f"a circle: {self.pressed}"
            self.pressed.append((kind, words))
            leads = here.locator("a.main").get_attribute("href")
            here.locator("a.main").click()
            self.page.wait_for_url(f"**{leads}", wait_until="commit")
            scope = self.page.locator("#main")
            if "#" in self.page.url:
                scope = self.page.locator(f"#{self.page.url.rsplit('#', 1)[1]}")
            GIVEN[kind](self, scope)
        raise AssertionError(self.pressed)

    def press(self, scope: Locator) -> None:
        """The main button, which leads to a page; what it starts is waited for."""
        with self.page.expect_navigation():
            scope.locator("button.main:enabled, a.main").first.click()
        self.page.locator("#jobs[data-busy=yes]").wait_for(state="detached", timeout=PATIENCE_MS)
        assert not self.page.locator("#main .wrong:visible").all_inner_texts()


def _account(who: Newcomer, scope: Locator) -> None:
    form = scope.locator("form", has=who.page.get_by_role("button", name="新建"))
    form.get_by_label("姓名").fill(WITNESS)
    form.get_by_label("角色").select_option("review")
    form.get_by_label("初始密码").fill(PASSWORD)
    who.press(scope)


def _plan(who: Newcomer, scope: Locator) -> None:
    lines = ["批次,群体,发放单位,份数", *(",".join(map(str, batch)) for batch in PLAN)]
    scope.locator("textarea").fill("\n".join(lines))
    who.press(scope)


def _print(who: Newcomer, scope: Locator) -> None:
    who.press(scope)
    done(who.page, "生成")


def _scan(who: Newcomer, scope: Locator) -> None:
    copier = who.scratch / "copier"
    who.truth |= small_campaign.fill(open_workspace(who.root), copier)
    scope.locator("input[type=file]").set_input_files(sorted(copier.glob("*.pdf")))
    done(who.page, "读入扫描件")


def _review(who: Newcomer, scope: Locator) -> None:
    who.press(scope)
    judge(who.page, keys_of(open_workspace(who.root), who.truth))


def _opinions(who: Newcomer, scope: Locator) -> None:
    for card in scope.locator("article.opinion", has=who.page.locator("button.main:visible")).all():
        if "等另一人" in card.locator(".tag").inner_text():
            continue
        if not card.get_by_label("文字").input_value():
            card.get_by_label("文字").fill("虚构意见")
        card.locator("button.main").click()
        card.locator(".tag", has_text="等另一人").or_(card.locator(".tag", has_text="已核对")).wait_for()


def _imports(who: Newcomer, scope: Locator) -> None:
    workspace = open_workspace(who.root)
    files = small_campaign.tables(workspace, who.scratch / f"tables-{len(who.pressed)}")
    kind = next(kind for kind, name in brought_in(workspace.campaign).items() if name in who.pressed[-1][1])
    who.tables[kind] = files[kind]
    scope.get_by_label(f"{brought_in(workspace.campaign)[kind]}表格").set_input_files(files[kind])
    scope.locator("#waiting button.main").wait_for(timeout=PATIENCE_MS)
    who.press(scope)
    scope.get_by_role("rowheader", name=files[kind].name).wait_for(timeout=PATIENCE_MS)


def _balance(who: Newcomer, scope: Locator) -> None:
    scope.locator("#balance:not([hx-get])").wait_for(timeout=PATIENCE_MS)
    for batch in open_workspace(who.root).batches():
        for name, count in (("实发", batch.copies), ("回收", batch.copies), ("作废", 0)):
            scope.get_by_label(f"{batch.code} 批{name}").fill(str(count))
    who.press(scope)


def _policies(who: Newcomer, scope: Locator) -> None:
    scope.get_by_label("选择全部待确认的").check()
    scope.get_by_label("监督人", exact=True).select_option(WITNESS)
    scope.get_by_label("监督人密码").fill(PASSWORD)
    who.press(scope)


def _notice(who: Newcomer, scope: Locator) -> None:
    form = scope.locator("form", has=who.page.locator("button.main"))
    if form.locator("input[type=password]").count():
        form.locator("select").select_option(WITNESS)
        form.locator("input[type=password]").fill(PASSWORD)
    who.press(scope)
    done(who.page, "写")


GIVEN: Mapping[str, Callable[[Newcomer, Locator], None]] = {
    "账号": _account,
    "发放计划": _plan,
    "印表": _print,
    "扫描": _scan,
    "复核": _review,
    "意见": _opinions,
    "数据导入": _imports,
    "票数核对": _balance,
    "政策确认": _policies,
    "通报": _notice,
}
"""What is typed or given where a step asks for it: the sample's."""
