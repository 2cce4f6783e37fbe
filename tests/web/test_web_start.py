"""A double click ends on the start page: a campaign is opened, made of tables or of last year's, or brought back."""

import html
import re
from pathlib import Path
from typing import Any

import pytest
import three_plans
from fastapi.testclient import TestClient
from start_page import PASTED, started

from benchmarks.page.screenshots import VIEW, problems
from benchmarks.page.served import CHROMIUM, REPOSITORY, browser
from pingyi.domain.campaign.file import parse_campaign
from pingyi.generator.documents.plan import write_plan
from pingyi.web.begin import create_begin
from pingyi.workflow.desk.workspace import open_workspace
from pingyi.workflow.init import start_workspace
from pingyi.workflow.plan_in.record import check_record

EXAMPLE = REPOSITORY / "templates" / "examples" / "villages.toml"
ABOUT = {
    "year": "2025", "district": "城中县", "issuer": "城中县督查和绩效考评办公室", "issuer_short": "县督查绩效办",
    "document_prefix": "城督绩办发", "plan_number": "3", "plan_date": "2025-09-29", "analysis_due": "2025-12-31",
    "addressees": "各乡镇，各有关单位", "email": "a@example.com",
}  # fmt: skip
UNITS = [["甲镇", "第一系列", "镇", ""], ["乙镇", "第一系列", "", ""], ["县教育局", "第二系列", "机关部门", "部门"]]


class Clerk:
    """A browser with the key of the start page."""

    def __init__(self, home: Path) -> None:
        self.ended = 0
        self.app = create_begin("key", home, self._end)
        self.client = TestClient(self.app, base_url="http://127.0.0.1:8765", follow_redirects=False)
        assert self.client.get("/begin", params={"key": "key"}).status_code == 303

    def _end(self) -> None:
        self.ended += 1

    def send(self, path: str, **form: str) -> Any:
        return self.client.post(path, data=form)

    def table(self, path: str, rows: list[list[str]]) -> Any:
        cells = {f"c-{row}-{column}": cell for row, line in enumerate(rows) for column, cell in enumerate(line)}
        return self.client.post(path, data=cells)

    @property
    def chosen(self) -> Path | None:
        return self.app.state.beginning.chosen  # type: ignore[no-any-return]


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("XDG_DATA_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path / "own"))


@pytest.fixture
def clerk(tmp_path: Path) -> Clerk:
    return Clerk(tmp_path / "评议")


def test_nobody_without_the_key_sees_or_does_anything(tmp_path: Path) -> None:
    stranger = TestClient(create_begin("key", tmp_path, lambda: None), base_url="http://127.0.0.1:8765")
    assert stranger.get("/").status_code == 403
    assert stranger.get("/begin", params={"key": "another"}).status_code == 403
    assert stranger.post("/new").status_code == 403
    assert stranger.get("/login").status_code == 403
    stranger.get("/begin", params={"key": "key"})
    assert stranger.get("/").status_code == 200
    assert stranger.get("/login").status_code == 404, "nothing is chosen"
    assert stranger.get("/", headers={"host": "evil.example"}).status_code == 421
    assert stranger.post("/new", headers={"origin": "http://evil.example"}).status_code == 403


def test_a_campaign_is_made_of_tables_each_fault_beside_its_cell(clerk: Clerk, tmp_path: Path) -> None:
    place = clerk.send("/new").headers["location"].removesuffix("about")
    assert "请填写" in clerk.send(f"{place}about", **ABOUT | {"district": ""}).text
    assert clerk.send(f"{place}about", **ABOUT).headers["location"] == f"{place}units"
    wrong = clerk.table(f"{place}units", [["甲镇", "第一系列", "", ""], ["", "第一系列", "", ""]]).text
    assert 'id="w-1-0"' in wrong
    assert 'value="甲镇"' in clerk.client.get(f"{place}units").text, "what was typed is kept"
    assert clerk.client.get(f"{place}plan").headers["location"] == f"{place}units", "the first wrong step comes first"
    assert clerk.table(f"{place}units", UNITS).headers["location"] == f"{place}groups"
    for part, after in (("groups", "points"), ("points", "plan")):
        assert clerk.table(f"{place}{part}", shown(clerk, f"{place}{part}")).headers["location"] == f"{place}{after}"
    plan = shown(clerk, f"{place}plan")
    assert "人数" in clerk.table(f"{place}plan", plan).text
    counted = [[*line[:2], "12"] for line in plan]
    done = clerk.table(f"{place}plan", counted).headers["location"]
    assert f"合计 {12 * len(plan)} 份" in clerk.client.get(done).text
    waiting = clerk.send(f"{place}make").text
    assert "正在打开" in waiting
    for needed in re.findall('(?:src|href)="(/static/[^"]+)"', waiting):
        assert clerk.client.get(needed).status_code == 200
    assert clerk.ended == 0, "a slow browser has yet to fetch what the waiting page needs"
    assert clerk.client.get("/login").status_code == 503
    assert clerk.ended == 1
    assert clerk.chosen == tmp_path / "评议" / "2025年度城中县"
    made = open_workspace(clerk.chosen)
    assert [unit.name for unit in made.campaign.units] == ["甲镇", "乙镇", "县教育局"]
    assert {batch.copies for batch in made.batches()} == {12}


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("/next-year", {"year": "明年"}, "不完整或不对"),
        ("/draft/{}/nothing", {}, "不完整或不对"),
        ("/draft/000000000000/about", {}, "没有这份新建中的评议"),
        ("/draft/{}/make", {}, "还有"),
        ("/nothing", {}, "没有这一页"),
        ("/open", {"folder": "\0"}, "开始页"),
    ],
)
def test_bad_input_is_told_in_words(clerk: Clerk, path: str, form: dict[str, str], words: str) -> None:
    name = clerk.send("/new").headers["location"].split("/")[2]
    reply = clerk.send(path.format(name), **form)
    assert reply.status_code >= 400
    assert words in reply.text
    assert clerk.chosen is None


def test_a_cell_nobody_can_type_makes_no_table_of_a_thousand_million_rows(clerk: Clerk) -> None:
    place = clerk.send("/new").headers["location"].removesuffix("about")
    clerk.send(f"{place}about", **ABOUT)
    cells = {"c-999999999-0": "甲", "c-x-y": "乙", "c-0-0": "丙镇"}
    assert "丙镇" in clerk.send(f"{place}units", **cells).text
    assert "甲" not in clerk.client.get(f"{place}units").text.split("<tbody>")[1].split("</tbody>")[0]


def shown(clerk: Clerk, path: str) -> list[list[str]]:
    """The rows a table offers."""
    page = clerk.client.get(path).text
    cells = {
        tuple(map(int, name.split("-"))): html.unescape(value)
        for name, value in re.findall(r'name="c-([0-9]+-[0-9]+)" value="([^"]*)"', page)
    }
    tall, wide = (1 + max(place[axis] for place in cells) for axis in (0, 1))
    rows = [[cells[row, column] for column in range(wide)] for row in range(tall)]
    return [row for row in rows if any(row)]


def test_last_year_is_done_again_and_a_sealed_year_is_brought_back(clerk: Clerk, tmp_path: Path) -> None:
    start_workspace(tmp_path / "评议" / "2024")
    page = clerk.client.get("/").text
    assert "2024年度 鱼峰区" in page
    form = {"plan_number": "3", "plan_date": "2025-09-29", "analysis_due": "2025-12-31", "year": "2025"}
    last = str(tmp_path / "评议" / "2024")
    assert "正在打开" in clerk.send("/next-year", folder=last, **form).text
    assert clerk.chosen
    assert open_workspace(clerk.chosen).campaign.about.year == 2025
    refused = clerk.send("/next-year", folder=last, **form | {"year": "2024"})
    assert (refused.status_code, "请写 2025 或以后" in refused.text) == (409, True)
    assert "没有写归档文件" in clerk.send("/restore", sealed=" ").text
    assert clerk.send("/open", folder=str(tmp_path / "没有")).status_code == 409


def sent(clerk: Clerk, plan: Path) -> Any:
    return clerk.client.post("/plan/upload", files={"plan": (plan.name, plan.read_bytes())})


@pytest.mark.slow
def test_a_campaign_is_made_of_the_offices_own_plan(clerk: Clerk, tmp_path: Path) -> None:
    example = parse_campaign(EXAMPLE.read_text(encoding="utf-8"), EXAMPLE.name)
    plan = write_plan(example, tmp_path / "通知.docx")
    place = sent(clerk, plan).headers["location"].removesuffix("about")
    page = clerk.client.get(f"{place}about").text
    assert f'value="{example.about.district}"' in page
    assert "从《通知.docx》读出的" in page
    for part in ("about", "units", "groups", "points"):
        rows = shown(clerk, f"{place}{part}") if part != "about" else []
        about = {name: str(getattr(example.about, name)) for name in ABOUT}
        reply = clerk.table(f"{place}{part}", rows) if rows else clerk.send(f"{place}{part}", **about)
        assert reply.status_code == 303, (part, reply.text)
    counted = [[*line[:2], "12"] for line in shown(clerk, f"{place}plan")]
    assert clerk.table(f"{place}plan", counted).status_code == 303
    assert "正在打开" in clerk.send(f"{place}make").text
    assert clerk.chosen
    made = open_workspace(clerk.chosen).campaign
    assert [(u.name, u.kind, u.series) for u in made.units] == [(u.name, u.kind, u.series) for u in example.units]
    assert made.ballot.choices == example.ballot.choices
    assert made.ballot.greeting == example.ballot.greeting
    assert made.policies.vote_weights.value == example.policies.vote_weights.value
    assert {g.name: g.component for g in made.groups} == {g.name: g.component for g in example.groups}
    assert (clerk.chosen / "plan" / "通知.docx").read_bytes() == plan.read_bytes()
    check_record(clerk.chosen, made.policies.plan_read)
    assert "还没有建完的" not in clerk.client.get("/").text


@pytest.mark.slow
def test_what_a_plan_does_not_say_is_asked_and_what_is_assumed_is_said(clerk: Clerk, tmp_path: Path) -> None:
    plan = tmp_path / "玉泉.docx"
    three_plans.county_in_words().save(str(plan))
    place = sent(clerk, plan).headers["location"].removesuffix("about")
    page = clerk.client.get(f"{place}about").text
    assert "不知道用哪一个" in page
    assert "先按主办单位全称加“文件”" in page
    own = {"district": "玉泉县", "issuer": "玉泉县委县政府督查室", "issuer_short": "县委督查室"}
    assert clerk.client.get(f"{place}groups").headers["location"] == f"{place}about"
    assert clerk.send(f"{place}about", **ABOUT | own).headers["location"] == f"{place}units"
    assert [row[0] for row in shown(clerk, f"{place}units")][:2] == ["清水镇", "龙潭镇"]
    clerk.table(f"{place}units", shown(clerk, f"{place}units"))
    assert "请逐行核对" in clerk.client.get(f"{place}groups").text


def test_what_is_typed_is_kept_before_anybody_goes_on(clerk: Clerk) -> None:
    place = clerk.send("/new").headers["location"].removesuffix("about")
    assert clerk.send(f"{place}about/typed", **ABOUT | {"year": "明年"}).status_code == 204
    page = clerk.client.get(f"{place}about").text
    assert 'value="明年"' in page
    assert 'value="城中县"' in page
    clerk.client.cookies.clear()
    assert clerk.send(f"{place}about/typed", **ABOUT).status_code == 403


@pytest.mark.parametrize(("name", "data"), [("方案.docx", b"no"), ("方案.exe", b"MZ"), ("", b"PK"), ("方案.doc", b"")])
def test_a_file_that_is_no_plan_is_refused_in_words(clerk: Clerk, name: str, data: bytes) -> None:
    reply = clerk.client.post("/plan/upload", files={"plan": (name, data)})
    assert reply.status_code >= 400
    assert "请" in reply.text
    assert "还没有建完的" not in clerk.client.get("/").text


@pytest.mark.outside
@pytest.mark.slow
@pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium")
def test_from_the_double_click_to_the_first_account_in_a_browser(tmp_path: Path) -> None:
    start_workspace(tmp_path / "评议" / "2024")
    with started(tmp_path / "评议", tmp_path) as address, browser() as chromium:
        page = chromium.new_context(viewport=VIEW).new_page()
        page.goto(address)
        assert problems(page) == []
        page.get_by_role("button", name="新建", exact=True).click()
        for name, value in ABOUT.items():
            page.locator(f"input[name={name}]").fill(value)
        with page.expect_response(re.compile("/typed$")):
            page.locator("input[name=email]").press("End")
            page.locator("input[name=email]").type("x")
        page.close()  # by mistake
        page = chromium.contexts[0].new_page()
        page.goto(address)
        page.get_by_role("link", name="接着建：2025年度城中县").click()
        page.get_by_role("link", name="谁来评").click()
        assert page.locator("input[name=email]").input_value() == "a@example.comx"
        with page.expect_navigation():  # both pages have the same heading
            page.get_by_role("button", name="下一步").click()
        page.get_by_role("heading", name="新建一次评议").wait_for()
        copied = "\n".join("\t".join(line) for line in UNITS)
        page.locator("input[name=c-0-0]").evaluate(PASTED, copied)
        assert page.locator("input[name=c-2-0]").input_value() == "县教育局"
        assert problems(page) == []
        page.goto(address.split("/begin")[0])
        page.get_by_role("button", name="打开 2024年度").click()
        page.get_by_role("heading", name="建立管理账号").wait_for(timeout=60_000)
