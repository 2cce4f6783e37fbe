"""What comes in through the page besides scans: forms counted by hand, single work orders of the hotline."""

import re
import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from returned_form import filled
from web_office import Clerk

from benchmarks.trust.people import PASSWORD
from pingyi.domain.readings.returns import Returns
from pingyi.ground.errors import NotReadyError, UnbalancedError
from pingyi.samples.orders import write_orders
from pingyi.samples.tables import write_tables
from pingyi.store.outside.imports import outside
from pingyi.store.outside.orders import orders
from pingyi.store.outside.returns import returns_entered
from pingyi.web.server.office import Office
from pingyi.workflow.results.notice import NoticeWish, give_notice
from pingyi.workflow.results.reconcile import check_balanced, give_balance

PATIENCE_S = 120
LEDGER = "批次,实发份数,回收份数,作废份数,未收回\nA01,70,61,1,9\n"


def typed(clerk: Clerk, **cells: str):  # type: ignore[no-untyped-def] # noqa: ANN201
    clerk.enter()
    return clerk.client.post("/balance/returns", data={"csrf": clerk.token, **cells})


def brought(clerk: Clerk, path: Path, then: str) -> str:
    return uploaded(clerk, path, "table", then)


def uploaded(clerk: Clerk, path: Path, kind: str, then: str) -> str:
    clerk.enter()
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    reply = clerk.client.post(
        f"/{kind}/upload", params={"pile": "abc", "name": path.name}, content=path.read_bytes(), headers=headers
    )
    assert reply.status_code == 200, reply.text
    return str(clerk.call(then, pile="abc").json()["message"])


def confirmed(clerk: Clerk, title: str) -> str:
    """Wait for the look at what was brought, see it, confirm it; what was seen."""
    assert ended(clerk, f"核看{title}") == "done"
    page = str(clerk.see("/imports").text)
    pile = re.search(r'name="pile" value="([^"]+)"', page)
    assert pile is not None
    clerk.client.post("/imports/take", data={"csrf": clerk.token, "pile": pile[1]})
    assert ended(clerk, f"导入{title}") == "done"
    return page


def entered(office: Office) -> dict[str, Returns]:
    with office.store() as store:
        return returns_entered(store)


def test_forms_counted_by_hand_are_typed_batch_by_batch(client: TestClient, office: Office) -> None:
    clerk = Clerk(client, "张三")
    assert typed(clerk, **{"issued-A01": "70", "returned-A01": "61", "spoiled-A01": "1"}).status_code == 303
    assert entered(office) == {"A01": Returns(batch="A01", issued=70, returned=60, spoiled=1, outstanding=9)}
    with office.store() as store, pytest.raises(UnbalancedError, match="A01 批"):
        check_balanced(give_balance(office.workspace, store))
    assert "登记发放回收" in clerk.see("/log").text


@pytest.mark.parametrize(
    ("cells", "words"),
    [
        ({"issued-A01": "七十", "returned-A01": "60"}, "实发份数“七十”应为不小于 0 的整数"),
        ({"issued-A01": "70"}, "A01 批：回收份数没有填"),
        ({"issued-A01": "70", "returned-A01": "5", "spoiled-A01": "6"}, "A01 批：作废份数大于回收份数"),
        ({"issued-A01": "7000000", "returned-A01": "5"}, "太大；请核对"),
    ],
)
def test_what_cannot_be_is_named_and_nothing_kept(
    client: TestClient, office: Office, cells: dict[str, str], words: str
) -> None:
    reply = typed(Clerk(client, "张三"), **{"issued-A02": "9", "returned-A02": "9"}, **cells)
    assert reply.status_code == 409
    assert words in reply.text
    assert entered(office) == {}


def test_a_filled_ledger_is_looked_at_first_and_who_only_watches_enters_nothing(
    client: TestClient, office: Office, tmp_path: Path
) -> None:
    ledger, clerk = tmp_path / "登记表.csv", Clerk(client, "张三")
    ledger.write_text(LEDGER, encoding="utf-8-sig")
    assert "正在核看" in brought(clerk, ledger, "/imports/returns")
    assert ended(clerk, "核看发放回收登记表") == "done"
    assert entered(office) == {}
    assert "填好 1 批，实发合计 70，回收合计 61" in confirmed(clerk, "发放回收登记表")
    assert entered(office)["A01"].returned == 60
    assert "导入发放回收登记表" in clerk.see("/log").text
    ledger.write_text(LEDGER.replace("A01", "Z99"), encoding="utf-8-sig")
    brought(clerk, ledger, "/imports/returns")
    assert "批次“Z99”不在" in ended(clerk, "核看发放回收登记表")
    watcher = Clerk(client, "赵六")
    assert typed(watcher, **{"issued-A01": "1", "returned-A01": "1"}).status_code == 403
    assert "登记发放回收</h2>" not in watcher.see("/balance").text


@pytest.mark.slow
def test_returned_forms_are_looked_at_before_they_are_taken(client: TestClient, office: Office, tmp_path: Path) -> None:
    clerk, form = Clerk(client, "张三"), filled(office.campaign, tmp_path / "a.docx")
    uploaded(clerk, form, "analysis", "/imports/analysis")
    assert ended(clerk, "核看绩效分析表") == "done"
    assert not (office.root / "analysis").exists()
    seen = confirmed(clerk, "绩效分析表")
    assert "读出 1 个单位的绩效分析表" in seen
    assert "；新收到" in seen
    assert list((office.root / "analysis" / "收到").glob("*.docx"))


def test_a_formal_notice_is_refused_on_the_page_as_in_the_terminal(office: Office) -> None:
    with office.store() as store, pytest.raises(NotReadyError, match="确认"):
        give_notice(office.workspace, store, NoticeWish(final=True, draft=True), lambda *_: None)


@pytest.mark.slow
def test_single_orders_are_taken_in_and_what_differs_is_listed(
    client: TestClient, office: Office, tmp_path: Path
) -> None:
    clerk = Clerk(client, "张三")
    brought(clerk, write_orders(office.campaign, tmp_path / "工单.csv", 120, 2), "/imports/hotline")
    seen = confirmed(clerk, "12345热线")
    assert "工单.csv：120 张工单" in seen
    assert "与已导入的相比：新增 120，更改 0，相同 0" in seen
    with office.store() as store:
        assert len(orders(store)) == 120
    summary = tmp_path / "汇总.csv"
    summary.write_text(one_summary(office, tmp_path), encoding="utf-8-sig")
    brought(clerk, summary, "/imports/hotline")
    confirmed(clerk, "12345热线")
    page = settled(clerk, "/hotline")
    assert "工单 120 张" in page
    assert "说明不了" in page
    assert "下载逐单核对表" in page


def test_nothing_is_taken_in_that_nobody_confirmed(client: TestClient, office: Office, tmp_path: Path) -> None:
    clerk, table = Clerk(client, "张三"), tmp_path / "电话.csv"
    table.write_text("单位名称,满意,基本满意,不满意\n雒容镇,5,1,0\n", encoding="utf-8")
    brought(clerk, table, "/imports/phone")
    assert ended(clerk, "核看电话访谈") == "done"
    pile = re.search(r'name="pile" value="([^"]+)"', clerk.see("/imports").text)
    assert pile is not None
    watcher = Clerk(client, "赵六")
    watcher.enter()
    assert client.post("/imports/take", data={"csrf": watcher.token, "pile": pile[1]}).status_code == 403
    clerk.enter()
    for strange in ("../..", "x", pile[1].upper()):
        reply = client.post("/imports/take", data={"csrf": clerk.token, "pile": strange}, follow_redirects=False)
        assert "已经有人处理过" in reply.text
    client.post("/imports/drop", data={"csrf": clerk.token, "pile": pile[1]})
    assert not re.search(r'name="pile"', clerk.see("/imports").text)
    with office.store() as store:
        assert not outside(store).phone


def test_what_came_after_the_look_is_looked_at_too(client: TestClient, office: Office, tmp_path: Path) -> None:
    clerk, table, late = Clerk(client, "张三"), tmp_path / "电话.csv", tmp_path / "电话二.csv"
    table.write_text("单位名称,满意,基本满意,不满意\n雒容镇,5,1,0\n", encoding="utf-8")
    late.write_text("单位名称,满意,基本满意,不满意\n雒容镇,0,0,9\n", encoding="utf-8")
    brought(clerk, table, "/imports/phone")
    assert ended(clerk, "核看电话访谈") == "done"
    pile = re.search(r'name="pile" value="([^"]+)"', clerk.see("/imports").text)
    assert pile is not None
    headers = {"X-CSRF-Token": clerk.token, "Accept": "application/json"}
    client.post("/table/upload", params={"pile": "abc", "name": late.name}, content=late.read_bytes(), headers=headers)
    client.post("/imports/take", data={"csrf": clerk.token, "pile": pile[1]})
    assert "没有做成" in ended(clerk, "导入电话访谈")
    page = clerk.see("/imports").text
    assert "核看以后，这些表、单位名单或已导入的数有了变化" in page
    assert "电话二.csv：1 行" in page
    with office.store() as store:
        assert not outside(store).phone


def test_imports_are_listed_one_by_one_and_two_people_take_one_back(
    client: TestClient, office: Office, tmp_path: Path
) -> None:
    clerk, table = Clerk(client, "张三"), tmp_path / "电话.csv"
    for votes in (5, 7):
        table.write_text(f"单位名称,满意,基本满意,不满意\n雒容镇,{votes},1,0\n", encoding="utf-8")
        brought(clerk, table, "/imports/phone")
        confirmed(clerk, "电话访谈")
    listed = clerk.see("/imports").text
    assert "已被第 2 次替换" in listed
    assert listed.count("<td>张三</td>") == 2
    assert "撤回一次导入" not in listed  # whoever may bring tables in may not take them back alone
    wish = {"number": "2", "reason": "是去年的表", "witness": "李四", "password": PASSWORD}
    assert client.post("/imports/revoke", data={"csrf": clerk.token, **wish}).status_code == 403
    runner = Clerk(client, "王五")
    assert "撤回一次导入" in runner.see("/imports").text
    for wrong in ({"password": "不对的密码123"}, {"witness": "王五"}, {"reason": " "}, {"number": "7"}):
        reply = client.post("/imports/revoke", data={"csrf": runner.token, **wish, **wrong}, follow_redirects=False)
        assert reply.status_code in (403, 409), wrong
    with office.store() as store:
        assert outside(store).phone[0].choices == (7, 1, 0)
    assert client.post("/imports/revoke", data={"csrf": runner.token, **wish}).status_code in (200, 303)
    assert "已撤回（王五、李四" in runner.see("/imports").text
    assert "撤回导入" in runner.see("/log").text
    with office.store() as store:
        assert outside(store).phone[0].choices == (5, 1, 0)


@pytest.mark.usefixtures("office")
def test_templates_are_taken_away_with_todays_units(client: TestClient) -> None:
    clerk = Clerk(client, "赵六")
    addresses = re.findall(r'href="(/tables/[^"]+)"', Clerk(client, "张三").see("/imports").text)
    assert len(addresses) == 6
    for address in (*addresses, "/tables/returns.xlsx"):
        clerk.enter()
        reply = client.get(address)
        assert reply.content[:2] == b"PK", address
        assert "attachment" in reply.headers["content-disposition"]
    assert client.get("/tables/x.xlsx").status_code == 404


def one_summary(office: Office, folder: Path) -> str:
    """An adopted table that gives one unit other numbers than its orders."""
    folder = folder / "tables"
    folder.mkdir()
    return write_tables(office.campaign, folder, 2)["hotline"].read_text(encoding="utf-8-sig")


def ended(clerk: Clerk, title: str) -> str:
    """How the newest job called so ended."""
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        page = clerk.see("/jobs").text
        if 'data-busy="no"' in page:
            assert title in page
            return "done" if 'class="job done"' in page else page
        time.sleep(0.2)
    raise AssertionError(page)


def settled(clerk: Clerk, path: str) -> str:
    """The page once counting has caught up."""
    end = time.monotonic() + PATIENCE_S
    while "正在重新核对" in (page := clerk.see(path).text) or "正在逐单重算" in page:
        assert time.monotonic() < end, page
        time.sleep(0.3)
    return str(page)
