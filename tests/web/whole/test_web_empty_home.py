"""An invented district and year through the page alone, from an empty home folder to the notice: two ways to begin."""

from pathlib import Path

import pytest
from expected_points import check_notice, expected
from other_district import ABOUT, TABLES, plan_of
from page_campaign import (
    Desk,
    add_people,
    bring_in_scans,
    confirm_policies,
    enter_returns,
    first_account_here,
    import_tables,
    issue_notice,
    print_forms,
    refused,
    review,
    type_opinions,
)
from playwright.sync_api import Browser, Page
from start_page import paste_over, started
from wrong_steps import (
    bring_in_a_stray_sheet,
    lose_the_tab_and_the_session,
    rename_a_unit_too_late,
    take_the_stray_sheet_out,
    take_wrong_scores_back,
)

from benchmarks.page.screenshots import VIEW, problems
from benchmarks.page.served import CHROMIUM, browser
from pingyi.domain.campaign.campaign import Campaign
from pingyi.workflow.by_hand.tables import Part
from pingyi.workflow.desk.workspace import open_workspace, watching

FOLDER = "2025年度城中区"
pytestmark = [
    pytest.mark.long,
    pytest.mark.office,
    pytest.mark.slow,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="needs Debian's chromium"),
]


def test_another_district_and_year_from_an_empty_home_to_the_notice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "own"))
    home = tmp_path / "评议"
    with started(home, tmp_path) as address, browser() as chromium:
        page = begin(chromium, address)
        page.get_by_label("方案文件").set_input_files(plan_of(tmp_path))
        page.get_by_role("button", name="读出来").click()
        page.get_by_text("从《通知.docx》读出的").wait_for()
        assert page.locator("input[name=district]").input_value() == ABOUT["district"]
        assert problems(page) == []
        establish(page)
        admin = first_account_here(page)
        root = home / FOLDER
        desk = Desk(chromium=chromium, address=address.split("/begin")[0], root=root, scratch=tmp_path, unit="甲镇")
        assert [unit.name for unit in open_workspace(root).campaign.units] == [row[0] for row in TABLES[Part.UNITS]]
        add_people(admin)
        print_forms(admin)
        keys = bring_in_scans(desk)
        bring_in_a_stray_sheet(desk.page("张三"), root, tmp_path / "夹带.pdf")
        take_the_stray_sheet_out(admin, "B01")
        rename_a_unit_too_late(admin, desk.unit)
        for name in ("张三", "李四"):
            review(desk.page(name), keys)
        for name in ("张三", "李四"):
            type_opinions(desk.page(name), desk.unit)
        take_wrong_scores_back(desk.page("张三"), admin, root, tmp_path / "去年")
        import_tables(desk)
        desk.pages["张三"] = lose_the_tab_and_the_session(desk.page("张三"), "张三", "A01")
        confirm_policies(admin)
        assert "不平" in refused(admin)
        enter_returns(desk)
        words = issue_notice(desk, admin)
    for told in ("2025年度", "城中区", *(row[0] for row in TABLES[Part.UNITS])):
        assert told in words, told
    for other in ("鱼峰", "2024年度", "雒容"):
        assert other not in words, other
    check_notice(tmp_path / "通报.docx", expected(desk.truth.values(), desk.tables))
    with watching(open_workspace(root)) as store:
        assert store.open_rows() == ()


def test_tables_make_the_same_campaign_as_a_plan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So whatever comes after has to be gone through once alone."""
    made: list[dict[str, object]] = []
    for way in ("tables", "plan"):
        monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / way / "own"))
        scratch = tmp_path / way
        scratch.mkdir()
        home = scratch / "评议"
        with started(home, scratch) as address, browser() as chromium:
            page = begin(chromium, address)
            if way == "tables":
                page.get_by_role("button", name="新建", exact=True).click()
            else:
                page.get_by_label("方案文件").set_input_files(plan_of(tmp_path))
                page.get_by_role("button", name="读出来").click()
                page.get_by_text("从《通知.docx》读出的").wait_for()
            establish(page)
            first_account_here(page)
        workspace = open_workspace(home / FOLDER)
        made.append(without_origin(workspace.campaign) | {"batches": workspace.batches()})
    assert made[0] == made[1]


def without_origin(campaign: Campaign) -> dict[str, object]:
    """A campaign less which document its policies were read from, and what they might have been."""
    told = campaign.model_dump()
    told["policies"] = {name: policy["value"] for name, policy in told["policies"].items() if name != "plan_read"}
    return told


def begin(chromium: Browser, address: str) -> Page:
    page = chromium.new_page(viewport=VIEW, base_url=address.split("/begin", maxsplit=1)[0])
    page.set_default_timeout(20_000)
    page.goto(address)
    return page


def establish(page: Page) -> None:
    fill_tables(page, page.url.rsplit("/", 1)[0])
    page.get_by_role("button", name="建立并打开").click()


def fill_tables(page: Page, draft: str) -> None:
    """Each part pasted over what stands there, as from Excel; the plan's heads too."""
    for name, value in ABOUT.items():
        page.locator(f"input[name={name}]").fill(value)
    page.get_by_role("button", name="下一步").click()
    for part, rows in TABLES.items():
        page.wait_for_url(f"{draft}/{part.value}")
        paste_over(page, rows)
        page.get_by_role("button", name="核对" if part is Part.PLAN else "下一步").click()
