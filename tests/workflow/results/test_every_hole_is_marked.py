"""One missing cell of units × sources: the score stops and names it, a draft bears it on every face."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import docx
import pytest
from invented_year import default_campaign, invented_outside, invented_tally
from python_calamine import CalamineWorkbook
from rich.console import Console

from pingyi.commands.show.tables import score_tables
from pingyi.domain.campaign.campaign import Campaign, Unit
from pingyi.domain.campaign.points import Component
from pingyi.domain.readings.ballot import Tally
from pingyi.domain.results.score import LACKING, LeaderVotes, Outside, PhoneSummary, ScoreSheet
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Occasion, close_up
from pingyi.generator.documents.result_workbook import write_workbook
from pingyi.ground.errors import NotReadyError
from pingyi.scoring.evidence import Missing, gather
from pingyi.scoring.items import items_of
from pingyi.scoring.score import score

BY_SCORES, BY_VOTES = default_campaign(), default_campaign(leader_form="votes")
TALLY = invented_tally(BY_SCORES)
LEADERS = [group.key for group in BY_SCORES.groups if group.component is not Component.VOTES]
PAPER = sorted({row.group for row in TALLY.rows})
ALL = replace(
    invented_outside(BY_SCORES),
    phone=tuple(PhoneSummary(unit=unit.name, choices=(9, 2, 1), source="电话.xlsx") for unit in BY_SCORES.units),
    leader_votes=tuple(
        LeaderVotes(unit=unit.name, group=key, choices=(9, 1, 0), source="票决.xlsx")
        for unit in BY_SCORES.units
        for key in LEADERS
    ),
)
Cut = Callable[[Unit], tuple[Tally, Outside]]


def paper(group: str) -> Cut:
    def cut(unit: Unit) -> tuple[Tally, Outside]:
        rows = tuple(row for row in TALLY.rows if (row.item, row.group) != (str(unit.serial), group))
        return replace(TALLY, rows=rows), ALL

    return cut


def table(name: str, group: str = "") -> Cut:
    """Without the unit's entry in one kind of import."""

    def cut(unit: Unit) -> tuple[Tally, Outside]:
        entries = getattr(ALL, name)
        kept = tuple(one for one in entries if (one.unit, getattr(one, "group", "")) != (unit.name, group))
        return TALLY, replace(ALL, **{name: kept})

    return cut


SOURCES: dict[str, tuple[Campaign, Cut, str]] = {  # the words by which the source is named
    **{f"问卷 {key}": (BY_SCORES, paper(key), BY_SCORES.group(key).name) for key in PAPER},  # type: ignore[union-attr]
    **{f"评分 {key}": (BY_SCORES, table("leaders", key), BY_SCORES.group(key).name) for key in LEADERS},  # type: ignore[union-attr]
    **{f"票决 {key}": (BY_VOTES, table("leader_votes", key), BY_VOTES.group(key).name) for key in LEADERS},  # type: ignore[union-attr]
    "热线": (BY_SCORES, table("hotline"), "热线汇总表没有列出"),
    "电话": (BY_SCORES, table("phone"), "电话访谈"),
}


@pytest.mark.slow
@pytest.mark.parametrize("source", SOURCES)
def test_each_of_all_units_lacks_what_was_taken_out_and_nothing_else(source: str) -> None:
    campaign, cut, words = SOURCES[source]
    for unit in campaign.units:
        evidence = gather(campaign, *cut(unit))
        (missing,) = (item for _, item in items_of(unit, evidence) if isinstance(item, Missing))
        assert missing.unit == unit.name
        assert words in missing.reason
        others = (item for other in campaign.units[:3] if other != unit for _, item in items_of(other, evidence))
        assert not any(isinstance(item, Missing) for item in others)


def on_screen(sheet: ScoreSheet) -> str:
    console = Console(file=io.StringIO(), width=200)
    for part in score_tables(sheet):
        console.print(part)
    return str(console.file.getvalue())  # type: ignore[attr-defined]


def in_word(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for grid in document.tables for row in grid.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def in_notice(occasion: Occasion, path: Path) -> tuple[str, list[str]]:
    """Its text, and its ranks by unit as annex 1 prints them."""
    document = docx.Document(str(write_notice(occasion, path)))
    ranks = [row.cells[0].text for grid in document.tables for row in grid.rows if row.cells[0].text.endswith(LACKING)]
    return in_word(path), ranks


@pytest.mark.slow
@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("问卷 A", "镇"),
        ("评分 L", "机关部门"),
        ("评分 M", "镇"),
        ("票决 N", "机关部门"),
        ("热线", "镇"),
        ("热线", "机关部门"),
        ("电话", "机关部门"),
    ],
)
def test_it_stops_the_score_and_stands_on_every_face_of_a_draft(tmp_path: Path, source: str, kind: str) -> None:
    campaign, cut, words = SOURCES[source]
    unit = next(unit for unit in campaign.units if unit.kind == kind)
    tally, outside = cut(unit)
    with pytest.raises(NotReadyError) as caught:
        score(campaign, tally, outside)
    assert words in str(caught.value)
    assert unit.name in str(caught.value)
    sheet = score(campaign, tally, outside, draft=True)
    mine = next(one for one in sheet.units if one.unit == unit.name)
    assert [one.unit for one in sheet.units if one.lacking] == [unit.name]
    screen = on_screen(sheet)
    assert any(words in line and unit.name in line for line in screen.splitlines())
    assert any(f"{mine.rank}{LACKING} " in line and unit.name in line for line in screen.splitlines())
    occasion = Occasion(campaign=campaign, tally=tally, sheet=sheet, final=False, day=date(2025, 3, 7))
    text, ranks = in_notice(occasion, tmp_path / "通报.docx")
    assert any(words in line and unit.name in line for line in text.splitlines())
    assert ranks == [f"{mine.rank}{LACKING}"]
    first = CalamineWorkbook.from_path(str(write_workbook(occasion, tmp_path / "x.xlsx"))).get_sheet_by_index(0)
    assert [line[2] for line in first.to_python()[2:] if words in str(line[4])] == [unit.name]
    told = Feedback(unit=unit, score=mine, tally=tally, opinions=(), day=date(2025, 3, 7), draft=True)
    assert close_up(words) in in_word(write_feedback(campaign, told, tmp_path / "信.docx"))
