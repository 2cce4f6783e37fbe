"""Short letters of the office, as they print."""

from datetime import date
from itertools import pairwise
from pathlib import Path

import pdfplumber
import pytest
from invented_year import default_campaign

from pingyi.checker.check import check
from pingyi.checker.finding import Kind
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.libreoffice.pdf import to_pdf

DAY = date(2025, 1, 3)
ADDRESSES = ("a@b.cn", "yfqjxb@163.com", "jixiao.kaoping.bangongshi@yufeng.liuzhou.gov.cn")
WIDE = 0.6  # of a character: so far apart two neighbours stand in no line that is set well


@pytest.mark.office
def test_no_line_is_spread_wide_before_an_address(tmp_path: Path) -> None:
    campaign = default_campaign()
    problem = Problem(place="获奖时间第1行", wrong="没有这一天", mend="按证书填写")
    entry = HandedIn(serial=1, day=DAY, file="一.docx", problems=(problem,), proofs=())
    papers = []
    for number, address in enumerate(ADDRESSES):
        told = campaign.model_copy(update={"about": campaign.about.model_copy(update={"email": address})})
        papers.append(write_slip(told, "雒容镇", entry, tmp_path / f"slip-{number}.docx"))
        papers.append(write_reminder(told, campaign.units[: 9 + number], tmp_path / f"reminder-{number}.docx", DAY))
    for pdf in to_pdf(papers, tmp_path):
        with pdfplumber.open(pdf) as opened:
            chars = [char for page in opened.pages for char in page.chars if char["size"] > 15]
        assert any(char["text"] == "@" for char in chars), pdf.stem
        for one, other in pairwise(chars):
            if abs(one["matrix"][5] - other["matrix"][5]) < 1:
                gap = (other["x0"] - one["x1"]) / one["size"]
                assert gap < WIDE, f"{pdf.stem}: {one['text']}{other['text']} {gap:.2f}"


@pytest.mark.office
def test_no_signature_stands_on_a_page_without_text(tmp_path: Path) -> None:
    """Of slips with so many faults, and of reminders to so many units: whatever fills the page."""
    campaign = default_campaign()
    problem = Problem(place="文本框", wrong="另有文字“某某某某某某”（共6字），整理稿里不会有", mend="要说的写进表里")
    papers = []
    for number in range(4, 28):
        entry = HandedIn(serial=1, day=DAY, file="一.docx", problems=(problem,) * number, proofs=())
        papers.append(write_slip(campaign, "雒容镇", entry, tmp_path / f"slip-{number}.docx"))
        papers.append(write_reminder(campaign, campaign.units[: 2 * number], tmp_path / f"told-{number}.docx", DAY))
    faults = {
        pdf.stem: [(found.clause.key, found.page) for found in check(pdf, Kind.LETTER).errors]
        for pdf in to_pdf(papers, tmp_path)
    }
    assert {name: found for name, found in faults.items() if found} == {}
