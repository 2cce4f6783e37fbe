"""The result workbook, read back, and recomputed by LibreOffice."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented_year import default_campaign, invented_outside, invented_tally
from openxml_audit import FileFormat, OpenXmlValidator
from python_calamine import CalamineWorkbook

from pingyi.domain.results.score import ScoreSheet
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.result_workbook import Annexes, write_workbook
from pingyi.generator.libreoffice.pdf import _converted
from pingyi.scoring.score import score

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


@pytest.mark.slow
def test_ranks_stand_in_order_within_their_class(book: dict[str, Lines]) -> None:
    title, heading, *lines = book["总分排名"]
    assert title[0] == "2024年度评议评价结果（征求意见稿）　总分排名"
    assert heading == ["排名范围", "名次", "单位名称", "总分", "备注"]
    first = [line for line in lines if line[0] == "第二系列"]
    assert [line[1] for line in first] == sorted(unit.rank for unit in SHEET.units if unit.ranked_in == "第二系列")
    assert len(lines) == len(CAMPAIGN.units)


def test_a_draft_says_so_on_every_sheet_and_a_unit_without_leaders_scores_is_marked(tmp_path: Path) -> None:
    outside = invented_outside(CAMPAIGN)
    bare = "区纪委监委"
    lacking = replace(outside, leaders=tuple(one for one in outside.leaders if one.unit != bare))
    sheet = score(CAMPAIGN, TALLY, lacking, draft=True)
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=sheet, final=False, day=date(2025, 3, 7))
    read = CalamineWorkbook.from_path(str(write_workbook(occasion, tmp_path / "x.xlsx")))
    lines = {name: list(read.get_sheet_by_name(name).to_python()) for name in read.sheet_names}
    assert all("征求意见稿" in str(page[0][0]) for page in lines.values())
    marked = {str(line[2]): line[4] for line in lines["总分排名"][2:] if line[4]}
    assert marked.keys() == {bare}
    assert marked[bare].startswith("没有四家班子评价的评分（")
    assert marked[bare].endswith("；总分不含所缺，名次不能与其他单位比较")
    whole = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=SHEET, final=True, day=date(2025, 3, 7))
    first = CalamineWorkbook.from_path(str(write_workbook(whole, tmp_path / "y.xlsx"))).get_sheet_by_index(0)
    assert first.to_python()[0][0] == "2024年度评议评价结果　总分排名"


def test_what_is_printed_says_what_it_is_and_which_page(tmp_path: Path) -> None:
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=SHEET, final=True, day=date(2025, 3, 7))
    with zipfile.ZipFile(write_workbook(occasion, tmp_path / "x.xlsx")) as book:
        pages = [book.read(name).decode() for name in book.namelist() if name.startswith("xl/worksheets/sheet")]
        assert all("第 &amp;P 页，共 &amp;N 页" in page for page in pages)
        assert re.findall(r"_xlnm.Print_Titles[^>]*>[^<]*!\$1:\$2<", book.read("xl/workbook.xml").decode())


def test_points_are_the_published_ones_and_a_missing_line_is_empty(book: dict[str, Lines]) -> None:
    line = next(line for line in book["各项得分"] if line[1] == "区纪委监委")
    unit = next(unit for unit in SHEET.units if unit.unit == "区纪委监委")
    assert line[-1] == float(unit.total.rounded())
    assert line[4] == ""


def test_votes_add_up(book: dict[str, Lines]) -> None:
    for line in book["票数统计"][2:]:
        assert isinstance(line[5], float)
        assert line[5] == sum(value for value in line[2:5] if isinstance(value, float))


def test_every_tree_is_there_down_to_its_sources(book: dict[str, Lines]) -> None:
    lines = book["计算过程"][2:]
    assert len(lines) == sum(1 for unit in SHEET.units for _ in unit.total.walk())
    leaf = next(line for line in lines if line[0] == "雒容镇" and str(line[1]).strip() == "各镇、区直部门干部")
    assert leaf[5] == "A01、A02、A03"


Change = Callable[[str], str]


def recomputed(tmp_path: Path, sheet: ScoreSheet, changes: dict[str, Change]) -> dict[str, Lines]:
    """The workbook as LibreOffice computes it: no formula keeps the value we wrote, some inputs changed in the XML."""
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=sheet, final=False, day=date(2025, 3, 7))
    written = write_workbook(occasion, tmp_path / "ours" / "结果.xlsx")
    bare = tmp_path / "bare" / "结果.xlsx"
    bare.parent.mkdir()
    with zipfile.ZipFile(written) as ours, zipfile.ZipFile(bare, "w") as theirs:
        for name in ours.namelist():
            text = ours.read(name)
            if name.startswith("xl/worksheets/sheet"):
                xml = re.sub(r"</f><v>[^<]*</v>", "</f>", text.decode())
                text = changes.get(name, str)(xml).encode()
            theirs.writestr(name, text)
    read = CalamineWorkbook.from_path(str(_converted([bare], tmp_path, "xlsx")[0]))
    return {name: list(read.get_sheet_by_name(name).to_python()) for name in read.sheet_names}


def assert_equal(book: dict[str, Lines], sheet: ScoreSheet) -> None:
    units = {unit.unit: unit for unit in sheet.units}
    for line in book["总分排名"][2:]:
        unit = units[str(line[2])]
        assert Decimal(str(line[3])) == unit.total.rounded()
        assert line[1] == unit.rank
    figures = [figure for unit in sheet.units for _, figure in unit.total.walk()]
    for line, figure in zip(book["计算过程"][2:], figures, strict=True):
        assert line[2] == pytest.approx(float(figure.value), rel=1e-13, abs=1e-13), line


@pytest.mark.office
def test_libreoffice_computes_every_number_and_rank_as_we_do(tmp_path: Path) -> None:
    assert_equal(recomputed(tmp_path, SHEET, {}), SHEET)


@pytest.mark.office
def test_a_changed_weight_moves_totals_and_ranks_as_a_changed_campaign_does(tmp_path: Path) -> None:
    def other_weights(xml: str) -> str:
        for old, new in (("70", "75"), ("30", "55")):
            assert xml.count(f"<v>{old}</v>") == 1
            xml = xml.replace(f"<v>{old}</v>", f"<v>{new}</v>")
        return xml

    changed = score(
        default_campaign(vote_weights=(Decimal(100), Decimal(75), Decimal(55))), TALLY, invented_outside(CAMPAIGN)
    )
    assert [unit.rank for unit in changed.units] != [unit.rank for unit in SHEET.units]
    assert_equal(recomputed(tmp_path, SHEET, {"xl/worksheets/sheet4.xml": other_weights}), changed)


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    sheet = ScoreSheet(units=tuple(replace(unit, ranked_in="=1+1") for unit in SHEET.units), draft=False, remarks=())
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=sheet, final=False, day=date(2025, 3, 7))
    read = CalamineWorkbook.from_path(str(write_workbook(occasion, tmp_path / "x.xlsx")))
    assert read.get_sheet_by_name("总分排名").to_python()[2][0] == "=1+1"


@pytest.mark.slow
def test_the_workbook_stands_as_the_schema_has_it(tmp_path: Path) -> None:
    occasion = Occasion(campaign=CAMPAIGN, tally=TALLY, sheet=SHEET, final=False, day=date(2025, 3, 7))
    path = write_workbook(occasion, tmp_path / "结果.xlsx", Annexes(anomalies=(), proof=(("校验码", "ABCD"),)))
    assert OpenXmlValidator(file_format=FileFormat.MICROSOFT_365).validate(str(path)).errors == []
