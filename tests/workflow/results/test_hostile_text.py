"""Names meant to be computed, followed or run: every table and document shows them as text, or they are refused."""

import csv
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import docx
import pytest
from invented_year import invented_outside, invented_tally
from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.domain.handed_in.batch_list import parse_batches
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Unread, UnreadPage, Verdict
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.result_workbook import write_workbook
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.sheets.analysis_register import write_register
from pingyi.generator.sheets.audit_sheet import AuditGrid, write_grid
from pingyi.generator.sheets.check_workbook import CheckSheet, write_sheets
from pingyi.generator.sheets.ledger import write_ledger
from pingyi.generator.sheets.opinion_sheet import OpinionLine, write_opinions
from pingyi.generator.sheets.review_sheet import ReviewLine, ReviewWork, UnreadLine, write_review
from pingyi.ground.csv_text import COMPUTED, literal, meant
from pingyi.ground.errors import CampaignError, PingyiError
from pingyi.scoring.score import score
from pingyi.workflow.init import batches_text, default_campaign_text
from pingyi.workflow.scans.read import csv_rows

CALC = "=1+cmd|'/C_calc'!A0"
NAMES = {
    "区纪委监委": CALC,
    "区委宣传部": "+2+3",
    "区委统战部": "-2+3",
    "雒容镇": "@SUM(1)",
    "区教育局": "<b>&amp;</b><w:t/>",
    "区财政局": "external:c:/evil.xlsx",
    "区审计局": "http://192.0.2.1/x",
    "区信访局": "=1+2",
}


@pytest.fixture(scope="module")
def hostile() -> Campaign:
    text = default_campaign_text()
    for name, bad in NAMES.items():
        text = text.replace(name, bad)
    campaign = parse_campaign(text, "campaign.toml")
    assert sum(unit.name in NAMES.values() for unit in campaign.units) >= 4
    return campaign


def batch(campaign: Campaign) -> Batch:
    distributor = next(unit.name for unit in campaign.units if unit.name == CALC)
    return Batch(code="A01", group="A", distributor=distributor, copies=5)


def workbooks(campaign: Campaign, folder: Path) -> Iterator[Path]:
    """Every writer of .xlsx, each given hostile words wherever it takes words."""
    unit = campaign.units[0]
    tally = invented_tally(campaign)
    sheet = score(campaign, tally, invented_outside(campaign))
    occasion = Occasion(campaign=campaign, tally=tally, sheet=sheet, final=False, day=date(2025, 3, 7))
    yield write_workbook(occasion, folder / "results.xlsx")
    yield write_ledger(campaign, [batch(campaign)], folder / "ledger.xlsx")
    problem = Problem(place=CALC, wrong=CALC, mend=CALC)
    entry = HandedIn(serial=unit.serial, day=date(2025, 1, 2), file=CALC, problems=(problem,), proofs=(CALC,))
    yield write_register(campaign, {unit.serial: entry}, folder / "register.xlsx")
    line = ReviewLine(key=CALC, batch=CALC, place=CALC, item=CALC, name=CALC, doubts=CALC, picture=None)
    page = UnreadLine(key=CALC, batch=CALC, file=CALC, page=1, reason=CALC)
    work = ReviewWork(rows=[line], pages=[page], pairs=[])
    yield write_review(work, (CALC, "满意"), folder / "review.xlsx")
    opinion = OpinionLine(key=CALC, batch=CALC, where=CALC, picture=None, draft=CALC, text=CALC, units=CALC)
    yield write_opinions([opinion], folder / "opinions.xlsx")
    grid = AuditGrid(draw=1, seat="甲", rows=((CALC, CALC),), pages={1: frozenset({CALC})}, choices=(CALC, "满意"))
    yield write_grid(grid, folder / "audit.xlsx")
    checked = CheckSheet(name="核对", guide=(CALC,), columns={CALC: 10}, lines=[(CALC, "external:c:/x", 1)])
    yield write_sheets([checked], CALC, folder / "check.xlsx")


def test_no_name_becomes_a_formula_or_a_link_in_any_workbook(hostile: Campaign, tmp_path: Path) -> None:
    for path in workbooks(hostile, tmp_path):
        book = CalamineWorkbook.from_path(str(path))
        cells = [cell for tab in book.sheet_names for line in book.get_sheet_by_name(tab).to_python() for cell in line]
        assert any(CALC in str(cell) for cell in cells), path.name  # shown, as text
        with zipfile.ZipFile(path) as package:
            parts = {
                name: package.read(name).decode() for name in package.namelist() if name.endswith((".xml", ".rels"))
            }
        formulas = [f for name, part in parts.items() if "worksheets" in name for f in re.findall("<f>(.*?)</f>", part)]
        assert not [f for f in formulas if "cmd" in f or "SUM(1)" in f or "2+3" in f], path.name
        assert not any("hyperlink" in part for name, part in parts.items() if name.endswith(".rels")), path.name
        assert not any("<hyperlink" in part for part in parts.values()), path.name


@pytest.mark.parametrize("bad", [*NAMES.values(), "\t=1", "\r=1", "＝1+1", "-1.pdf"])
def test_no_name_becomes_a_formula_in_readings_csv(bad: str) -> None:
    row = RowReading(item=bad, name=bad, verdict=Verdict.VALID, choice=bad, confidence=1.0)
    source = Source(file=bad, page=1)
    sheet = SheetReading(
        form_page=1,
        form_pages=1,
        source=source,
        digest="",
        form_digest="",
        batch_code="",
        turn=0,
        rows=(row,),
        has_opinion=False,
    )
    unread = UnreadPage(source=source, digest="", reason=Unread.DAMAGED_FILE, detail=bad)
    for cell in (cell for outcome in (sheet, unread) for line in csv_rows(outcome) for cell in line):
        assert not str(cell).startswith(COMPUTED)
    assert meant(literal(bad)) == bad


def test_a_plan_with_such_names_is_plain_text_and_read_back(hostile: Campaign) -> None:
    text = batches_text((batch(hostile),))
    assert not [cell for line in csv.reader(text.splitlines()) for cell in line if cell.startswith(COMPUTED)]
    assert parse_batches(text, "batches.csv", hostile)[0].distributor == CALC


def test_forms_show_marks_of_xml_and_templates_as_they_are(hostile: Campaign, tmp_path: Path) -> None:
    ballot = docx.Document(str(write_ballot(hostile, tmp_path / "ballot.docx")))
    cells = {cell.text for row in ballot.tables[0].rows for cell in row.cells}
    assert {CALC, "<b>&amp;</b><w:t/>"} <= {"".join(text.splitlines()) for text in cells}
    form = docx.Document(str(write_analysis(hostile, "<b>&amp;</b>{{ 7*7 }}", tmp_path / "form.docx")))
    assert any("<b>&amp;</b>{{ 7*7 }}" in cell.text for row in form.tables[0].rows for cell in row.cells)


@pytest.mark.parametrize("bad", ["\\u0000", "\\u001b[31m", "\\u202e", "字" * 10_000, "{{ 7*7 }}{no}"])
def test_a_name_no_form_can_print_is_refused_with_its_line(bad: str) -> None:
    text = default_campaign_text().replace("区纪委监委", f"区纪委{bad}", 1)
    with pytest.raises(PingyiError, match=r"第 \d+ 行") as caught:
        parse_campaign(text, "campaign.toml")
    assert isinstance(caught.value, CampaignError)
