"""A picture of each page, on a small invented campaign, and axe-core's word on it.

python -m benchmarks.page.screenshots DIR
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.page import small_campaign
from benchmarks.page.served import PASSWORD, add_people, browser, served
from pingyi.samples.orders import write_orders
from pingyi.store.people.leader_scores import add_score_pages
from pingyi.web.server.job_kinds import look
from pingyi.web.server.job_requests import LookAtTables
from pingyi.web.server.uploads import UPLOADS
from pingyi.workflow.desk.workspace import Workspace, working
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
    ("06-contact", "/contact"),
    ("07-opinions", "/opinions"),
    ("08-scores", "/scores"),
    ("09-imports", "/imports"),
    ("10-hotline", "/hotline"),
    ("11-balance", "/balance"),
    ("12-policies", "/policies"),
    ("13-results", "/results"),
    ("14-unit", "/results/unit/1"),
    ("15-documents", "/documents"),
    ("16-people", "/people"),
    ("17-log", "/log"),
    ("20-help", "/help/14-trouble"),
)
VIEW = {"width": 1366, "height": 768}
AXE = Path(__file__).parent.parent.parent / "tests" / "vendor" / "axe.min.js"
AXE_RUN = "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes.map(n => n.target).join('|')))"
SAMPLES = Path(__file__).parent.parent.parent / "samples" / "scans"


def main() -> None:
    """Make the campaign, look at each page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--workspace", type=Path, help="use (and keep) a workspace made by an earlier run")
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="pingyi-") as scratch:
        root = arguments.workspace or Path(scratch) / "campaign"
        if not root.exists():
            prepare(root, Path(scratch))
        with served(root) as server, browser() as chromium:
            page = chromium.new_page(viewport=VIEW, base_url=server.address)
            page.goto("/login")
            take(page, arguments.folder / "00-login.png")
            sign_in(page, "王五")
            for name, path in PAGES:
                page.goto(path)
                settle(page)
                take(page, arguments.folder / f"{name}.png")
            page.goto("/review/rows")
            settle(page)
            page.keyboard.press("Space")
            page.locator("#page svg").wait_for()
            settle(page)
            take(page, arguments.folder / "18-whole-page.png")
            page.goto(page.locator("#sheet").get_attribute("href") or "/review")
            settle(page)
            take(page, arguments.folder / "19-whole-sheet.png")


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


def take(page: Page, path: Path) -> None:
    """The picture, and what is wrong by axe-core."""
    page.screenshot(path=path, full_page=False)
    print(f"{path.name}: {len(problems(page))} axe problems", *problems(page))


def problems(page: Page) -> list[str]:
    """What axe-core finds, rule by rule (WCAG 2.1 A and AA); its script comes in beside the page's own policy."""
    session = page.context.new_cdp_session(page)
    session.send("Runtime.evaluate", {"expression": AXE.read_text(encoding="utf-8")})
    found = session.send(
        "Runtime.evaluate",
        {
            "expression": AXE_RUN,
            "awaitPromise": True,
            "returnByValue": True,
        },
    )
    return list(found["result"]["value"])


def _still(_doing: str, _done: int, _total: int, /) -> None:
    """Nobody watches."""


if __name__ == "__main__":
    main()
