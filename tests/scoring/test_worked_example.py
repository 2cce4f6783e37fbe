"""docs/worked-example.md: the program and LibreOffice come to what was worked out by hand there."""

import re
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from invented_year import default_campaign
from python_calamine import CalamineWorkbook

from pingyi.domain.campaign.campaign import Campaign, Series
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import BatchCount, RowCount, Tally
from pingyi.domain.results.score import HotlineSummary, LeaderScores, Outside, PhoneSummary, ScoreSheet
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.result_workbook import write_workbook
from pingyi.generator.libreoffice.pdf import _converted
from pingyi.scoring.score import score

TEXT = (Path(__file__).parent.parent.parent / "docs" / "worked-example.md").read_text(encoding="utf-8")
Table = dict[str, list[str]]


def tables() -> list[Table]:
    """Every table of the document: cells by unit."""
    found: list[Table] = []
    for block in re.findall(r"(?:^\|.*\n)+", TEXT, flags=re.MULTILINE):
        lines = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in block.splitlines()[2:]]
        found.append({line[0]: line[1:] for line in lines})
    return found


VOTES, LEADERS, HOTLINE, RESULT = tables()
CAMPAIGN = Campaign.model_validate(
    {
        **default_campaign().model_dump(),
        "aliases": {},
        "series": (
            Series(name="第一系列", noun="镇", kind="镇", units=("雒容镇", "里雍镇")),
            Series(name="第二系列", noun="单位", kind="机关部门", units=("区财政局", "区统计局")),
        ),
    }
)


def choices(cell: str) -> tuple[int, ...]:
    return tuple(int(count) for count in cell.split("/"))


def tally() -> Tally:
    return Tally(
        choices=CAMPAIGN.ballot.choices,
        rows=tuple(
            RowCount(batch=f"{group}01", item=str(unit.serial), choices=choices(cell), blank=0, multiple=0)
            for unit in CAMPAIGN.units
            for group, cell in zip("AB", VOTES[unit.name][:2], strict=True)
        ),
        batches=tuple(
            BatchCount(batch=f"{g}01", distributor="x", issued=n, returned=n) for g, n in (("A", 100), ("B", 50))
        ),
        corrected=0,
        open_rows=0,
        unread_pages=0,
    )


def outside() -> Outside:
    leaders = [
        LeaderScores(unit=unit, group=group, scores=(), count=int(count), mean=Decimal(mean), source="领导.xlsx")
        for unit, cells in LEADERS.items()
        for group, (count, mean) in zip("LMN", (cell.split("×") for cell in cells), strict=True)
    ]
    names = [
        name for name in HotlineSummary.__dataclass_fields__ if name not in ("unit", "bonus", "source", "from_orders")
    ]
    hotline = [
        HotlineSummary(
            unit=unit,
            bonus=Decimal(cells[-1]),
            source="热线.xlsx",
            **{name: int(cell) for name, cell in zip(names, cells[:-1], strict=True)},
        )
        for unit, cells in HOTLINE.items()
    ]
    phone = [
        PhoneSummary(unit=unit, choices=choices(cells[2]), source="电话.xlsx")
        for unit, cells in VOTES.items()
        if cells[2]
    ]
    return Outside(leaders=tuple(leaders), hotline=tuple(hotline), phone=tuple(phone))


def sheet() -> ScoreSheet:
    return score(CAMPAIGN, tally(), outside())


def test_the_program_comes_to_the_results_worked_out_by_hand() -> None:
    for unit in sheet().units:
        figures = [unit.item(component) for component in Component]
        points = [str(figure.rounded()) if figure else "–" for figure in figures]
        assert [*points, str(unit.total.rounded()), str(unit.rank)] == RESULT[unit.unit]


def test_every_step_of_the_first_unit_stands_in_the_document() -> None:
    unit = sheet().units[0]
    assert [str(figure.value.normalize()) for figure in unit.items] == ["12.915", "8.205", "18.5", "4.375"]
    section = TEXT.split("## 雒容镇")[1].split("## 里雍镇")[0]
    assert all(f"**{figure.value.normalize()}**" in section for figure in unit.items)
    inner = {figure.label: str(figure.value.normalize()) for _, figure in unit.total.walk()}
    for label in ("民意得分", "按时率", "按时率得分", "处理满意率得分", "诉求解决率得分", "三率得分", "跟踪问效得分"):
        assert re.search(rf"(?<![\d.]){re.escape(inner[label])}(?!\d)", section), label


@pytest.mark.office
def test_libreoffice_comes_to_the_same_through_the_workbook(tmp_path: Path) -> None:
    occasion = Occasion(campaign=CAMPAIGN, tally=tally(), sheet=sheet(), final=False, day=date(2025, 3, 7))
    written = write_workbook(occasion, tmp_path / "ours" / "结果.xlsx")
    bare = tmp_path / "结果.xlsx"
    with zipfile.ZipFile(written) as ours, zipfile.ZipFile(bare, "w") as theirs:
        for name in ours.namelist():
            theirs.writestr(name, re.sub(rb"</f><v>[^<]*</v>", b"</f>", ours.read(name)))
    book = CalamineWorkbook.from_path(str(_converted([bare], tmp_path / "theirs", "xlsx")[0]))
    for line in book.get_sheet_by_name("各项得分").to_python()[2:]:
        points = [f"{value:.2f}" if value != "" else "–" for value in line[3:]]
        assert points == RESULT[str(line[1])][:-1]
    ranks = {str(line[2]): str(int(line[1])) for line in book.get_sheet_by_name("总分排名").to_python()[2:]}  # type: ignore[arg-type]
    assert ranks == {unit: cells[-1] for unit, cells in RESULT.items()}
