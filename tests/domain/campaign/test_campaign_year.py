"""A campaign of another year and district: nothing generated from it speaks of the first one's."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from returned_form import good

from pingyi import cli
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.next_year import next_year, other_years
from pingyi.domain.campaign.scheme import open_questions
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.forms.analysis import write_analysis, write_clean
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.sheets.ledger import write_ledger
from pingyi.ground.errors import CampaignError
from pingyi.workflow.init import default_campaign_text, sample_batches, start_workspace

ABOUT = {  # all that an office of another district writes anew, beside the roster
    'district = "鱼峰区"': 'district = "临江区"',
    "鱼峰区委区政府督查和绩效考评": "临江区绩效考评",
    "鱼督绩": "临绩",
    "柳督绩发": "江绩发",
    "柳州市": "江州市",
    "yfqjxb@163.com": "jxb@example.org",
    "广西壮族自治区": "某省",
    "〔2024〕": "〔2031〕",
    "hotline_revision = 2024": "hotline_revision = 2031",
}
STALE = re.compile("2023|2024|2025|鱼峰|柳州|59个")


@pytest.fixture
def other() -> Campaign:
    """Another district in 2031: only [about], [plan] and the roster are written by hand."""
    text = next_year(default_campaign_text(), 2024, 2031).text
    for old, new in ABOUT.items():
        text = text.replace(old, new)
    text = text.replace('  "区委编办",\n', "")
    return parse_campaign(text, "campaign.toml")


def papers(campaign: Campaign, folder: Path) -> Iterator[Path]:
    unit, day = campaign.units[0], date(campaign.about.year, 12, 1)
    form = good(unit.name, awards=())
    yield write_plan(campaign, folder / "方案.docx")
    yield write_ballot(campaign, folder / "附件4.docx")
    yield write_analysis(campaign, unit.name, folder / "附件3.docx")
    yield write_clean(campaign, form, unit.name, folder / "整理.docx")
    yield write_booklet(campaign, [BoundForm(unit=unit, form=form)], {unit.serial: 1}, folder / "汇编.docx")
    yield write_leader_sheet(campaign, campaign.groups[-1], folder / "领导.docx")
    yield write_ledger(campaign, tuple(sample_batches(campaign)), folder / "登记.xlsx")
    yield write_reminder(campaign, campaign.units, folder / "催报.docx", day)
    entry = HandedIn(serial=1, day=day, file="x", problems=(Problem(place="x", wrong="x", mend="x"),), proofs=())
    yield write_slip(campaign, unit.name, entry, folder / "改正.docx")


def words(path: Path) -> str:
    """All texts of an Office file, its properties too but for the day python-docx's own template was made."""
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode() for name in package.namelist() if name.endswith(".xml")]
    return "".join(re.sub(r"<dcterms:.*?</dcterms:\w+>|<[^>]*>", "", part) for part in parts)


@pytest.mark.slow
def test_no_trace_of_the_first_campaign_is_left(other: Campaign, tmp_path: Path) -> None:
    for path in papers(other, tmp_path):
        assert STALE.findall(words(path)) == [], path.name
    assert other.units[-1].serial == 58
    assert other.unit("临江区人民法院") is not None
    assert "58个单位" in words(tmp_path / "方案.docx")


def test_next_year_opens_the_policies_and_says_what_to_look_at() -> None:
    signed = 'confirmed = true\nconfirmed_by = "张三"\nwitness = "李四"'
    text = default_campaign_text().replace("confirmed = false", signed, 1)
    rolled = next_year(text, 2024, 2025)
    campaign = parse_campaign(rolled.text, "campaign.toml")
    assert campaign.about.year == 2025
    assert (campaign.about.plan_date, campaign.about.analysis_due) == (date(2025, 9, 29), date(2025, 12, 31))
    assert len(open_questions(campaign)) == 17
    shown = "\n".join(rolled.check)
    for line in ("plan_number = 4", "2025-09-29", "柳督绩发〔2024〕3号", "hotline_revision = 2024"):
        assert line in shown


def test_last_years_file_that_spells_years_out_is_rolled_too() -> None:
    text = (
        default_campaign_text().replace("{year}", "2024").replace("{next_year}", "2025").replace("{last_year}", "2023")
    )
    assert parse_campaign(text, "campaign.toml") == parse_campaign(default_campaign_text(), "campaign.toml")
    rolled = parse_campaign(next_year(text, 2024, 2025).text, "campaign.toml")
    assert rolled.ballot.title == "2025年度鱼峰区公众评议表"
    assert rolled.plan is not None
    assert rolled.plan.printing_due == "2026年1月底"


def test_an_unknown_placeholder_is_named_with_its_line() -> None:
    text = default_campaign_text().replace("{year}年度{district}公众评议表", "{yaer}年度{district}公众评议表")
    line = next(n for n, words in enumerate(text.splitlines(), start=1) if "{yaer}" in words)
    with pytest.raises(CampaignError, match=rf"第 {line} 行：没有“{{yaer}}”这个占位符"):
        parse_campaign(text, "campaign.toml")


def test_a_workspace_begins_with_another_year(tmp_path: Path) -> None:
    workspace, _ = start_workspace(tmp_path / "w", year=2026)
    assert workspace.campaign.about.year == 2026
    assert workspace.campaign.analysis.title == "2026年度鱼峰区绩效分析表"


def test_a_given_file_says_which_lines_still_speak_of_another_year(tmp_path: Path) -> None:
    """As when last year's file was edited by hand: its documents' numbers and whatever names a year far off."""
    text = default_campaign_text().replace("year = 2024", "year = 2026", 1)
    text = text.replace("2024-09-29", "2026-09-29").replace("2024-12-31", "2026-12-31")
    assert other_years(default_campaign_text(), 2024) == ()
    told = "\n".join(other_years(text, 2026))
    for line in ("柳督绩发〔2024〕3号", "鱼督绩发〔2024〕2号", "hotline_revision = 2024"):
        assert line in told
    given = tmp_path / "改过.toml"
    given.write_text(text, encoding="utf-8")
    ran = CliRunner().invoke(cli.commands, ["init", str(tmp_path / "w"), "--campaign", str(given)])
    assert ran.exit_code == 0
    assert f"这些行还写着别的年份；请逐行核对：\n第 {line_of(text, '柳督绩发')} 行" in ran.output


def line_of(text: str, words: str) -> int:
    return next(number for number, line in enumerate(text.splitlines(), start=1) if words in line)
