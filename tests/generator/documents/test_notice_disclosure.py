"""What is printed of votes and what is printed of points never differ by the votes of a few people."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import docx
import pytest
from invented_year import default_campaign, invented_outside, invented_tally
from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import ScoreSheet
from pingyi.domain.results.sums import add
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.result_workbook import write_workbook
from pingyi.scoring.score import score

pytestmark = pytest.mark.slow

DAY = date(2025, 2, 1)
WEIGHTS = {key: Decimal("0.2") for key in "ABDEF"} | {"C": Decimal(0), "电话访谈": Decimal(0)}
CASES = {  # policies, and the batch of three forms that must not be told from the others
    "own batch": ({"self_votes": "left_out"}, "A01"),
    "group without weight": ({"group_weighting": WEIGHTS}, "C01"),
}


def few(campaign: Campaign, batch: str) -> Tally:
    """Only three forms of one batch came back; all of them say what nobody else says."""
    tally = invented_tally(campaign)
    rows = tuple(
        replace(row, choices=(0, 0, 3), blank=0, multiple=0) if row.batch == batch else row for row in tally.rows
    )
    batches = tuple(replace(one, returned=3) if one.batch == batch else one for one in tally.batches)
    return replace(tally, rows=rows, batches=batches)


@pytest.fixture(params=CASES.values(), ids=CASES.keys())
def case(request: pytest.FixtureRequest) -> tuple[Campaign, Tally, ScoreSheet, list[str]]:
    """With the numbers of the first unit's votes that may be printed: those of all other batches."""
    policies, batch = request.param
    campaign = default_campaign(**policies)
    tally = few(campaign, batch)
    others = add(row for row in tally.rows if row.item == "1" and row.batch != batch)
    told = [str(count) for count in (*others.choices, others.valid, others.blank, others.multiple)]
    return campaign, tally, score(campaign, tally, invented_outside(campaign), draft=True), told


def test_the_notices_votes_are_those_points_are_made_of(
    case: tuple[Campaign, Tally, ScoreSheet, list[str]], tmp_path: Path
) -> None:
    campaign, tally, sheet, told = case
    occasion = Occasion(campaign=campaign, tally=tally, sheet=sheet, final=False, day=DAY)
    document = docx.Document(str(write_notice(occasion, tmp_path / "a.docx")))
    table = next(table for table in document.tables if "有效票" in [cell.text for cell in table.rows[0].cells])
    assert [cell.text for cell in table.rows[1].cells] == ["1", "雒容镇", *told]
    book = CalamineWorkbook.from_path(str(write_workbook(occasion, tmp_path / "a.xlsx")))
    line = book.get_sheet_by_name("票数统计").to_python()[2]
    assert [str(int(float(cell))) for cell in line[2:8]] == told


def test_a_letters_votes_are_those_points_are_made_of(
    case: tuple[Campaign, Tally, ScoreSheet, list[str]], tmp_path: Path
) -> None:
    campaign, tally, sheet, told = case
    feedback = Feedback(unit=campaign.units[0], score=sheet.units[0], tally=tally, opinions=(), day=DAY, draft=True)
    document = docx.Document(str(write_feedback(campaign, feedback, tmp_path / "a.docx")))
    votes = [[cell.text for cell in row.cells] for row in document.tables[1].rows[1:]]
    assert votes[-1] == ["合计", *told]
    assert all(sum(map(int, row[4:])) >= 5 for row in votes)


def test_a_group_of_which_only_a_few_forms_are_not_its_own_is_not_shown_alone(tmp_path: Path) -> None:
    campaign = default_campaign(self_votes="left_out")
    tally = invented_tally(campaign)
    batches = tuple(
        replace(one, distributor="雒容镇") if one.batch == "F01" else one for one in tally.batches
    )  # F01 is left out for 雒容镇, F02 of three forms remains
    small = tuple(
        replace(row, batch="F02", choices=(0, 0, 3), blank=0, multiple=0) for row in tally.rows if row.batch == "F01"
    )
    three = replace(tally.batches[-1], batch="F02", distributor="洛埠镇", issued=3, returned=3)
    tally = replace(tally, rows=(*tally.rows, *small), batches=(*batches, three))
    sheet = score(campaign, tally, invented_outside(campaign), draft=True)
    feedback = Feedback(unit=campaign.units[0], score=sheet.units[0], tally=tally, opinions=(), day=DAY, draft=True)
    document = docx.Document(str(write_feedback(campaign, feedback, tmp_path / "a.docx")))
    votes = [[cell.text for cell in row.cells] for row in document.tables[1].rows[1:]]
    assert all(sum(map(int, row[4:])) >= 5 for row in votes)
