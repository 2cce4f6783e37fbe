"""A campaign made of tables: faults beside their cells, and the files that come of them."""

from datetime import date
from pathlib import Path

import pytest

from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.campaign.scheme import asks_by_phone, brought_in
from pingyi.ground.errors import CampaignError
from pingyi.workflow.by_hand.faults import batches_of, campaign_of, faults, suggested, suggested_all
from pingyi.workflow.by_hand.make import NewYear, make_by_hand, make_next_year
from pingyi.workflow.by_hand.tables import Draft, Part
from pingyi.workflow.desk.workspace import open_workspace
from pingyi.workflow.init import default_campaign_text, start_workspace

ABOUT = {
    "year": "2025", "district": "城中县", "issuer": "城中县督查和绩效考评办公室", "issuer_short": "县督查绩效办",
    "document_prefix": "城督绩办发", "plan_number": "3", "plan_date": "2025-09-29", "analysis_due": "2025-12-31",
    "addressees": "各乡镇，各有关单位", "email": "a@example.com",
}  # fmt: skip
UNITS = [["甲镇", "第一系列", "镇", ""], ["乙镇", "第一系列", "", ""], ["县教育局", "第二系列", "机关部门", "部门"]]


def _draft(**parts: list[list[str]]) -> Draft:
    return Draft(about=ABOUT, rows={Part.UNITS: UNITS, **{Part(name): rows for name, rows in parts.items()}})


def _counted(draft: Draft) -> Draft:
    """With what is suggested for every part, and heads counted."""
    whole = suggested_all(draft)
    rows = [[group, unit, str(10 + number)] for number, (group, unit, _) in enumerate(suggested(whole, Part.PLAN))]
    return whole.model_copy(update={"rows": {**whole.rows, Part.PLAN: rows}})


def test_what_is_suggested_makes_a_whole_campaign_once_heads_are_counted(tmp_path: Path) -> None:
    draft = _counted(_draft())
    assert [faults(draft, part) for part in Part] == [[]] * len(Part)
    made = make_by_hand(draft, tmp_path / "新")
    again = open_workspace(tmp_path / "新")
    assert [unit.name for unit in again.campaign.units] == ["甲镇", "乙镇", "县教育局"]
    assert again.campaign == made.campaign
    assert again.campaign.points_of("镇").total == 50
    assert again.campaign.points_of("机关部门").total == 40
    assert again.batches()[0].copies == 10
    assert "示例" not in again.batches_file.read_text("utf-8-sig")


def test_nothing_of_another_district_is_left_in_it(tmp_path: Path) -> None:
    make_by_hand(_counted(_draft()), tmp_path / "新")
    text = (tmp_path / "新" / "campaign.toml").read_text("utf-8")
    for strange in ("鱼峰", "柳州", "广西", "yfqjxb", "我区"):
        assert strange not in text, strange


def test_heads_nobody_counted_are_asked_for_beside_their_cells() -> None:
    draft = _draft()
    uncounted = draft.model_copy(update={"rows": {**suggested_all(draft).rows, Part.PLAN: suggested(draft, Part.PLAN)}})
    found = faults(uncounted, Part.PLAN)
    assert found
    assert {fault.column for fault in found} == {2}
    assert [fault.row for fault in found] == [*range(len(found))]


@pytest.mark.parametrize(
    ("part", "rows", "place"),
    [
        (Part.UNITS, [], None),
        (Part.UNITS, [["甲镇", "第一系列", "镇", ""], ["甲镇", "第一系列", "", ""]], (1, 0)),
        (Part.UNITS, [["甲 镇", "第一系列", "镇", ""]], (0, 0)),
        (Part.UNITS, [["甲镇", "", "镇", ""]], (0, 1)),
        (Part.UNITS, [["甲镇", "第一系列", "", ""]], (0, 2)),
        (Part.UNITS, [["甲镇", "第一系列", "镇", ""], ["乙局", "第一系列", "部门", ""]], (1, 2)),
        (Part.UNITS, [["", "", "", ""], ["{year}镇", "第一系列", "镇", ""]], (1, 0)),
        (Part.GROUPS, [["A", "干部", "公众评议", ""], ["A", "代表", "公众评议", ""]], (1, 0)),
        (Part.GROUPS, [["A", "干部", "公众评议", ""], ["B", "干部", "公众评议", ""]], (1, 1)),
        (Part.GROUPS, [["A", "干部", "votes", ""]], (0, 2)),
        (Part.GROUPS, [["甲", "干部", "公众评议", ""]], (0, 0)),
        (Part.POINTS, [["镇", "15", "", "", ""]], None),
        (Part.POINTS, [["镇、机关部门", "十五", "", "", ""]], (0, 1)),
        (Part.POINTS, [["镇、机关部门", "合并", "", "", ""]], (0, 1)),
        (Part.POINTS, [["镇、机关部门", "", "合并", "20", ""]], (0, 2)),
        (Part.POINTS, [["镇、机关部门", "0", "", "", ""]], (0, 1)),
        (Part.POINTS, [["镇、机关部门", "15", "", "20", "", "打过"]], (0, 5)),
        (Part.POINTS, [["镇、机关部门", "", "10", "20", "", "有"]], (0, 5)),
        (Part.PLAN, [["A", "甲镇", "12"], ["A", "甲镇", "3"]], (1, 0)),
        (Part.PLAN, [["Z", "甲镇", "12"]], (0, 0)),
        (Part.PLAN, [["A", "甲乡", "12"]], (0, 1)),
        (Part.PLAN, [["A", "甲镇", "十二"]], (0, 2)),
    ],
)
def test_a_fault_stands_beside_its_cell(part: Part, rows: list[list[str]], place: tuple[int, int] | None) -> None:
    whole = suggested_all(_draft())
    found = faults(whole.model_copy(update={"rows": {**whole.rows, part: rows}}), part)
    assert found, "nothing is said"
    assert place in {None if fault.row is None else (fault.row, fault.column) for fault in found}, found
    assert all("请" in fault.words or "应" in fault.words or "没有" in fault.words for fault in found)


@pytest.mark.parametrize("name", [*ABOUT])
def test_each_field_of_the_first_step_is_asked_for(name: str) -> None:
    found = faults(Draft(about={**ABOUT, name: " "}), Part.ABOUT)
    assert [fault.column for fault in found] == [name]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("year", "25"),
        ("plan_number", "零"),
        ("plan_date", "2025-02-30"),
        ("analysis_due", "2025-01-01"),
        ("email", "x"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field(name: str, text: str) -> None:
    assert [fault.column for fault in faults(Draft(about={**ABOUT, name: text}), Part.ABOUT)] == [name]


def test_a_step_left_wrong_is_named_and_nothing_is_made(tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="被评单位"):
        make_by_hand(Draft(about=ABOUT), tmp_path / "新")
    assert not (tmp_path / "新").exists()


def test_the_default_roster_pasted_is_the_default_roster() -> None:
    base = parse_campaign(default_campaign_text(), "campaign.toml")
    nouns = {series.name: series.noun for series in base.series}
    rows = [[unit.name, unit.series, unit.kind, nouns[unit.series]] for unit in base.units]
    campaign = campaign_of(suggested_all(_draft(units=rows)))
    assert campaign.series == base.series
    assert (campaign.ballot.blocks, campaign.ballot.pages) == (base.ballot.blocks, base.ballot.pages)
    plan = suggested(_draft(units=rows), Part.PLAN)
    assert len(plan) > len(base.units) // 2


def test_next_year_keeps_roster_and_plan_and_opens_every_policy(tmp_path: Path) -> None:
    last, _ = start_workspace(tmp_path / "2024")
    new = NewYear(year=2025, plan_number=7, plan_date=date(2025, 9, 28), analysis_due=date(2025, 12, 31))
    made = make_next_year(last.root, new, tmp_path / "2025")
    about = made.campaign.about
    assert (about.year, about.plan_number, about.plan_date) == (2025, 7, date(2025, 9, 28))
    assert made.campaign.series == last.campaign.series
    assert made.batches() == last.batches()
    with pytest.raises(CampaignError, match="2025 或以后"):
        make_next_year(last.root, NewYear(**{**_fields(new), "year": 2024}), tmp_path / "x")
    assert not (tmp_path / "x").exists()


def _fields(new: NewYear) -> dict[str, object]:
    return {name: getattr(new, name) for name in NewYear.__dataclass_fields__}


def test_codes_follow_each_group() -> None:
    draft = _draft(plan=[["A", "甲镇", "1"], ["B", "乙镇", "2"], ["A", "乙镇", "3"]])
    batches = [batch for _, _, batch in batches_of(draft, campaign_of(suggested_all(draft)))]
    assert [batch.code for batch in batches if batch] == ["A01", "B01", "A02"]


@pytest.mark.parametrize("said", ["有", "没有", ""])
def test_the_table_says_whether_the_public_is_phoned_too(said: str) -> None:
    asked, whole = said == "有", suggested_all(_draft())
    rows = [[*cells[:5], said] for _, cells in whole.lines(Part.POINTS)]
    made = campaign_of(whole.model_copy(update={"rows": {**whole.rows, Part.POINTS: rows}}))
    assert asks_by_phone(made) is asked
    assert ("phone" in brought_in(made)) is asked
    others = [item for table in made.points for item in table.items if item.component is not Component.VOTES]
    assert not any("电话" in way for item in others for way in item.method)
