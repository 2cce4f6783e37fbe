"""The result workbook, read back."""

from datetime import date

import pytest
from invented_year import default_campaign, invented_outside, invented_tally
from python_calamine import CalamineWorkbook

from generator.notice_text import Occasion
from generator.result_workbook import write_workbook
from scoring.score import score

CAMPAIGN = default_campaign()
TALLY = invented_tally(CAMPAIGN)
SHEET = score(CAMPAIGN, TALLY, invented_outside(CAMPAIGN))
Lines = list[list[object]]


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Lines]:
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=SHEET, final=False, day=date(2025, 3, 7))
    path = write_workbook(occasion, tmp_path_factory.mktemp("book") / "结果.xlsx")
    read = CalamineWorkbook.from_path(str(path))
    return {name: list(read.get_sheet_by_name(name).to_python()) for name in read.sheet_names}


def test_ranks_stand_in_order_within_their_class(book: dict[str, Lines]) -> None:
    heading, *lines = book["总分排名"]
    assert heading == ["排名范围", "名次", "单位名称", "总分"]
    first = [line for line in lines if line[0] == "第二系列"]
    assert [line[1] for line in first] == sorted(unit.rank for unit in SHEET.units if unit.ranked_in == "第二系列")
    assert len(lines) == len(CAMPAIGN.units)


def test_points_are_the_published_ones_and_a_missing_line_is_empty(book: dict[str, Lines]) -> None:
    line = next(line for line in book["各项得分"] if line[1] == "区纪委监委")
    unit = next(unit for unit in SHEET.units if unit.unit == "区纪委监委")
    assert line[-1] == float(unit.total.rounded())
    assert line[4] == ""


def test_votes_add_up(book: dict[str, Lines]) -> None:
    for line in book["票数统计"][1:]:
        assert isinstance(line[5], float)
        assert line[5] == sum(value for value in line[2:5] if isinstance(value, float))


def test_every_tree_is_there_down_to_its_sources(book: dict[str, Lines]) -> None:
    lines = book["计算过程"][1:]
    assert len(lines) == sum(1 for unit in SHEET.units for _ in unit.total.walk())
    leaf = next(line for line in lines if line[0] == "雒容镇" and str(line[1]).strip() == "各镇、区直部门干部")
    assert leaf[4] == "A01、A02、A03"
