"""
A picture of each page of a small invented campaign, in each way of looking, and what is wrong with it.

Wrong is what axe-core names, and a page that must be pushed sideways.

    python -m benchmarks.page.screenshots DIR [--looks light dark narrow zoomed paper]
"""

import argparse
import json
import os
import tempfile
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pypdfium2 as pdfium
from playwright.sync_api import BrowserContext, Page

from benchmarks.page import small_campaign
from benchmarks.page.served import PASSWORD, add_people, browser, served, started
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.forms.ballot import write_ballot
from pingyi.samples.orders import write_orders
from pingyi.store.people.leader_scores import add_score_pages
from pingyi.web.server.job_requests import LookAtTables
from pingyi.web.server.uploads import UPLOADS
from pingyi.web.server.work.job_kinds import look
from pingyi.workflow.desk.workspace import Workspace, working
from pingyi.workflow.init import start_workspace
from pingyi.workflow.paper.forms import make_forms
from pingyi.workflow.results.reconcile import enter_returns
from pingyi.workflow.scans.scan import ScanRequest, scan_into
from pingyi.workflow.tables.imports import import_table

PAGES = (
    ("01-progress", "/"),
    ("02-forms", "/forms"),
    ("03-scans", "/scans"),
    ("04-review", "/review"),
    ("05-rows", "/review/rows"),
    ("06-contact", "/contact?word=满意"),
    ("07-opinions", "/opinions"),
    ("08-scores", "/scores"),
    ("09-imports", "/imports"),
    ("10-hotline", "/hotline"),
    ("11-balance", "/balance"),
    ("21-papers", "/papers?batch=A01"),
    ("12-policies", "/policies"),
    ("13-results", "/results"),
    ("14-unit", "/results/unit/1"),
    ("15-documents", "/documents"),
    ("16-people", "/people"),
    ("17-log", "/log"),
    ("22-evidence", "/evidence"),
    ("23-plan", "/plan"),
    ("24-own-form", "/forms/own"),
    ("25-audit", "/audit"),
    ("26-stations", "/stations"),
    ("20-help", "/help/14-trouble"),
)
VIEW = {"width": 1366, "height": 768}


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """One way of looking: the browser's window, or paper."""

    name: str
    words: str
    context: dict[str, Any]
    printed: bool = False


LOOKS = {
    look.name: look
    for look in (
        Look(name="light", words="1366 by 768", context={"viewport": VIEW}),
        Look(name="dark", words="the same, dark", context={"viewport": VIEW, "color_scheme": "dark"}),
        Look(name="narrow", words="1024 by 768", context={"viewport": {"width": 1024, "height": 768}}),
        Look(
            name="zoomed",
            words="1366 by 768 at 150 %",
            context={"viewport": {"width": 910, "height": 512}, "device_scale_factor": 1.5},
        ),
        Look(name="paper", words="printed on A4", context={"viewport": VIEW}, printed=True),
    )
}
AXE = Path(__file__).parent.parent.parent / "tests" / "vendor" / "axe.min.js"
WIDER = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
AXE_RUN = "axe.run(%s).then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target).join('|')))"
PLAN, FORM = "2025年度工作方案.docx", "测评表.docx"  # from which something is begun
SAMPLES = Path(__file__).parent.parent.parent / "samples" / "scans"


def main() -> None:
    """Make the campaign, look at each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--looks", nargs="+", choices=LOOKS, default=tuple(LOOKS))
    parser.add_argument("--workspace", type=Path, help="use (and keep) a workspace made by an earlier run")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        root = arguments.workspace or Path(scratch) / "campaign"
        if not root.exists():
            prepare(root, Path(scratch))
        with served(root) as server, browser() as chromium:
            page = chromium.new_page(viewport=VIEW, base_url=server.address)
            sign_in(page, "王五")
            signed_in = page.context.storage_state()
            for look in (LOOKS[name] for name in arguments.looks):
                folder = arguments.folder / look.name
                folder.mkdir(parents=True, exist_ok=True)
                print(f"{look.name}: {look.words}")
                with closing(chromium.new_context(**look.context, base_url=server.address)) as strange:
                    take(_opened(strange, "/login"), folder / "00-login.png", look)
                known = {**look.context, "storage_state": signed_in, "base_url": server.address}
                with closing(chromium.new_context(**known)) as context:
                    shoot(context, folder, look)
            os.environ["XDG_DATA_HOME"] = str(Path(scratch) / "own")  # nothing opened before
            with started(begun_home(Path(scratch)), Path(scratch)) as link:
                for look in (LOOKS[name] for name in arguments.looks):
                    with closing(chromium.new_context(**look.context)) as context:
                        context.new_page().goto(link)
                        shoot_begin(context, urljoin(link, "/"), arguments.folder / look.name, look)


def shoot(context: BrowserContext, folder: Path, look: Look) -> None:
    """Every page one comes to by an address, and the two one comes to from a row."""
    for name, path in PAGES:
        take(_opened(context, path), folder / f"{name}.png", look)
    page = _opened(context, "/review/rows")
    page.keyboard.press("Space")
    page.locator("#page svg").wait_for()
    take(page, folder / "18-whole-page.png", look)
    take(
        _opened(context, page.locator("#sheet").get_attribute("href") or "/review"), folder / "19-whole-sheet.png", look
    )


def begun_home(scratch: Path) -> Path:
    """A folder with a campaign, and beside it the files from which another and a vote are begun."""
    workspace, _ = start_workspace(scratch / "评议" / "2024年度 鱼峰区")
    write_plan(workspace.campaign, scratch / PLAN)
    write_ballot(workspace.campaign, scratch / FORM)
    return scratch / "评议"


def shoot_begin(context: BrowserContext, address: str, folder: Path, look: Look) -> None:
    """The start page, a campaign's tables as they were read from its plan, and a vote's form as it is understood."""
    scratch = Path(os.environ["XDG_DATA_HOME"]).parent
    page = _opened(context, address)
    take(page, folder / "31-start.png", look)
    page.locator("input[name=plan]").set_input_files(scratch / PLAN)
    page.get_by_role("button", name="读出来").click()
    page.wait_for_url("**/draft/**")
    for number, part in enumerate(("about", "units", "groups", "points", "plan"), start=32):
        take(_opened(context, urljoin(page.url, part)), folder / f"{number}-{part}.png", look)
    page = _opened(context, address)
    page.locator("input[name=form]").set_input_files(scratch / FORM)
    page.get_by_role("button", name="看认读").click()
    page.wait_for_url("**/vote/**")
    settle(page)
    take(page, folder / "37-vote.png", look)


def _opened(context: BrowserContext, path: str) -> Page:
    """In the one tab of a browser, as it stands when nothing is coming any more."""
    page = context.pages[0] if context.pages else context.new_page()
    page.goto(path)
    settle(page)
    return page


def prepare(root: Path, scratch: Path) -> Workspace:
    """A campaign of eight ballots, read, with tables and people; two of its pages cannot be read."""
    workspace = small_campaign.start(root)
    make_forms("ballots", workspace, _still)
    small_campaign.fill(workspace, scratch / "scans")
    (scratch / "scans" / "别的纸.pdf").write_bytes((SAMPLES / "folded.pdf").read_bytes())
    with working(workspace, "prepare") as store:
        scan_into(workspace, store, ScanRequest(scans=(scratch / "scans",), jobs=2), _still)
        for kind, path in small_campaign.tables(workspace, scratch / "tables").items():
            import_table(workspace.campaign, store, kind, path)
        import_table(
            workspace.campaign, store, "hotline", write_orders(workspace.campaign, scratch / "工单.csv", 400, 2)
        )
        add_score_pages(store, [small_campaign.scores(workspace.campaign)])
        counted = {"A01": ("4", "4", "0"), "F01": ("5", "4", "0")}
        enter_returns(workspace.batches(), store, counted, "张三")
        waiting = root / UPLOADS / "61-look"  # a table that somebody has still to say yes to
        waiting.mkdir(parents=True)
        (waiting / "电话补充.csv").write_text(
            "被评单位,满意（票）,基本满意,不满意,联系人\n雒容镇,3,2,1,\n", encoding="utf-8"
        )
        look(workspace, store, LookAtTables(folder=str(waiting), kind="phone"), _still)
    add_people(root)
    return workspace


def sign_in(page: Page, name: str) -> None:
    """By the form, as a person would."""
    page.goto("/login")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.wait_for_selector("nav.side")


def settle(page: Page) -> None:
    """Wait until nothing on the page says that it is being made."""
    page.wait_for_function(
        "() => !document.querySelector('#results[hx-get], #balance[hx-get], #hotline[hx-get]')"
        " && !/正在取/.test(document.body.innerText)"
        " && [...document.images].every((i) => i.complete || i.loading === 'lazy')",
        timeout=60_000,
    )
    page.wait_for_timeout(1500)


def take(page: Page, path: Path, look: Look) -> None:
    """The picture, and what is wrong by axe-core; on paper the first sheet that would be printed."""
    if look.printed:
        pdf = pdfium.PdfDocument(page.pdf(prefer_css_page_size=True))
        pdf[0].render(scale=1.4).to_pil().save(path)
        print(f"{path.name}: {len(pdf)} sheets of A4")
        return
    page.screenshot(path=path, full_page=False)
    print(f"{path.name}: {len(problems(page))} axe problems, {wider(page)} px too wide", *problems(page))


def wider(page: Page) -> int:
    """By how many px the page must be pushed sideways to be seen whole."""
    return int(page.evaluate(WIDER))


def problems(page: Page, *rules: str) -> list[str]:
    """What axe-core finds by these rules, or all (WCAG 2.1 A, AA); its script comes in beside the page's own policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = session.send(
        "Runtime.evaluate",
        {
            "expression": AXE_RUN % (json.dumps({"runOnly": rules}) if rules else ""),
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return list(found["result"]["value"])


def _still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
