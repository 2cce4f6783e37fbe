"""A unit's letter says its points, rank, votes and what was written of it, and nothing of others."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import docx
import pytest
from invented_year import confirmed, default_campaign, invented_outside, invented_tally

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.opinion import OpinionText
from pingyi.domain.readings.ballot import BatchCount, Tally
from pingyi.domain.readings.reading import RowReading, SheetReading, Source, Verdict
from pingyi.domain.results.result import Count, Result
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.scoring.score import score
from pingyi.store.base.records import Filing
from pingyi.store.base.store import Store
from pingyi.store.people.opinions import add_opinion_texts
from pingyi.workflow.results.feedback import GENERAL, make_feedback


def letter(path: Path) -> str:
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(line.text for line in document.paragraphs), *cells])


def test_the_letter_says_what_the_sheet_says(tmp_path: Path) -> None:
    campaign = confirmed(default_campaign())
    tally = invented_tally(campaign)
    sheet = score(campaign, tally, invented_outside(campaign), draft=False)
    unit, points = campaign.units[0], sheet.units[0]
    told = Feedback(unit=unit, score=points, tally=tally, opinions=("请修路灯",), day=date(2025, 2, 1), draft=False)
    text = letter(write_feedback(campaign, told, tmp_path / "a.docx"))
    assert f"总分{points.total.rounded()}分" in text
    assert f"列第{points.rank}名" in text
    assert "1.请修路灯" in text
    assert "试算" not in text
    assert not any(other.name in text for other in campaign.units[1:] if len(other.name) > 4)


@pytest.mark.slow
def test_each_unit_gets_the_opinions_that_speak_of_it(campaign: Campaign, tmp_path: Path) -> None:
    tally = invented_tally(campaign)
    sheet = score(campaign, tally, invented_outside(campaign), draft=True)
    row = RowReading(item="1", name="雒容镇", verdict=Verdict.VALID, choice="满意", confidence=1.0)
    two = (campaign.units[0].name, campaign.units[1].name)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        for number in range(3):
            reading = SheetReading(
                source=Source(file="a.pdf", page=number + 1), digest=f"{number}" * 64, form_digest="f",
                batch_code="A01", turn=0, rows=(row,), has_opinion=True, form_page=1, form_pages=1,
            )  # fmt: skip
            store.file_pages([Filing(outcome=reading, batch="A01", scan="s")])
        typed = [
            OpinionText(
                sheet=f"{number}" * 64, text=text, units=units, typed_by="甲", checked_by="乙",
                typed_at=datetime.now().astimezone(),
            )
            for number, (text, units) in enumerate([("路不好走", two), ("总体满意", ())])
        ]  # fmt: skip
        add_opinion_texts(store, typed)
        report = make_feedback(
            tmp_path, campaign, store, Result(count=Count(sheets=(), tally=tally), scores=sheet), lambda *_: None
        )
    assert (len(report.letters), report.opinions, report.untyped) == (len(campaign.units), 1, 1)
    assert report.general == 1
    own = letter(report.folder / GENERAL)
    assert "总体满意" in own
    assert "没有转给任何单位" in own
    assert not any("总体满意" in letter(path) for path in report.letters[:5])
    heard = [n for n, path in enumerate(report.letters[:5], start=1) if "路不好走" in letter(path)]
    assert heard == [1, 2]
    assert "以正式通报为准" in letter(report.letters[0])  # policies are unconfirmed
    assert "没有涉及你单位" not in letter(report.letters[2]), "one box is not typed: nobody knows of whom it speaks"
    assert "尚在整理" in letter(report.letters[2])
    assert "没有涉及你单位的书面意见建议" in letter(
        write_feedback(campaign, told_by(tally, campaign), tmp_path / "a.docx")
    )


@pytest.mark.slow
@pytest.mark.parametrize(("unread", "none"), [(0, True), (1, False)])
def test_no_letter_says_there_are_no_opinions_while_a_page_is_unread(
    campaign: Campaign, tmp_path: Path, unread: int, *, none: bool
) -> None:
    tally = replace(invented_tally(campaign), unread_pages=unread)
    sheet = score(campaign, tally, invented_outside(campaign), draft=True)
    result = Result(count=Count(sheets=(), tally=tally), scores=sheet)
    with Store(tmp_path / "pingyi.db", tmp_path / "crops") as store:
        report = make_feedback(tmp_path, campaign, store, result, lambda *_: None)
    assert {"没有涉及你单位" in letter(path) for path in report.letters} == {none}
    assert {"尚在整理" in letter(path) for path in report.letters} == {not none}


def told_by(tally: Tally, campaign: Campaign) -> Feedback:
    sheet = score(campaign, tally, invented_outside(campaign), draft=True)
    return Feedback(
        unit=campaign.units[0], score=sheet.units[0], tally=tally, opinions=(), day=date(2025, 2, 1), draft=False
    )


@pytest.mark.slow
def test_a_small_group_is_not_joined_with_leaders_whose_votes_are_not_shown(tmp_path: Path) -> None:
    campaign = default_campaign()
    tally = invented_tally(campaign)
    small = [row for row in tally.rows if row.batch == "C01"]
    few = tuple(replace(row, choices=(2, 1, 0), blank=0, multiple=0) for row in small)
    leaders = BatchCount(batch="L01", distributor="区委办", issued=4, returned=4)
    tally = replace(
        tally,
        rows=(*(row for row in tally.rows if row.batch != "C01"), *few),
        batches=(*(replace(b, returned=3) if b.batch == "C01" else b for b in tally.batches), leaders),
    )
    document = docx.Document(str(write_feedback(campaign, told_by(tally, campaign), tmp_path / "a.docx")))
    votes = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in document.tables[1].rows[1:]}
    assert "区人大代表" not in votes
    ballots = {label: int(cells[3]) + int(cells[4]) + int(cells[5]) for label, cells in votes.items()}
    assert min(ballots.values()) >= 5


def test_under_five_ballots_in_all_no_votes_are_told(tmp_path: Path) -> None:
    campaign = default_campaign()
    tally = invented_tally(campaign)
    few = tuple(replace(row, choices=(2, 1, 0), blank=0, multiple=0) for row in tally.rows if row.batch == "C01")
    batches = tuple(replace(b, returned=3) for b in tally.batches if b.batch == "C01")
    text = letter(
        write_feedback(campaign, told_by(replace(tally, rows=few, batches=batches), campaign), tmp_path / "a.docx")
    )
    assert "不足5份，不列示得票情况" in text
    assert "有效票" not in text
