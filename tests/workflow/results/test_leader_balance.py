"""Leaders' papers are handed out, come back, are read and balanced as ballots are; nothing odd goes unsaid."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.handed_in.opinion import OpinionText
from pingyi.domain.readings.reading import OPINION_CROP, Source, Unread, UnreadPage
from pingyi.domain.readings.returns import Returns
from pingyi.domain.readings.score_reading import ScoreDoubt, ScorePage, ScorePaper, ScoreReading
from pingyi.domain.results.anomaly import Oddity
from pingyi.domain.results.score import Outside
from pingyi.ground.errors import NotReadyError, UnbalancedError
from pingyi.scoring.score import score
from pingyi.store.base.records import Filing, ImportedFile, PageDecision
from pingyi.store.base.store import Store
from pingyi.store.evidence.chain_check import chain_differences
from pingyi.store.outside.returns import ILLEGIBLE, add_returns
from pingyi.store.people.leader_scores import KeptScorePage, add_score_pages
from pingyi.store.people.opinions import add_opinion_texts, inked_boxes, opinion_texts
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.init import default_campaign_text, start_workspace
from pingyi.workflow.people.scores.paper_scores import with_paper
from pingyi.workflow.results.oddities import give_anomalies
from pingyi.workflow.results.reconcile import check_balanced, give_balance
from pingyi.workflow.results.tally import make_count
from pingyi.workflow.status import make_status

PLAN = "批次,群体,发放单位,份数\nA01,A,雒容镇,5\nL01,L,区委办公室,3\n"


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Where the machine's scores count; three copies for the body L in the plan."""
    own = tmp_path / "own.toml"
    own.write_text(default_campaign_text().replace('value = "people"', 'value = "agreed"'), encoding="utf-8")
    made = start_workspace(tmp_path / "year", own)[0]
    (made.root / "batches.csv").write_text(PLAN, encoding="utf-8")
    return open_workspace(made.root)


def field(position: int, unit: str, value: str) -> ScoreReading:
    return ScoreReading(
        position=position,
        unit=unit,
        seen=unit or "印的是“某局”",
        readings=(value, value),
        confidence=0.99,
        score=Decimal(value) if value and unit else None,
        doubts=() if value and unit else (ScoreDoubt.EMPTY if unit else ScoreDoubt.NAME_UNPROVEN,),
    )


def page(number: int, fields: Sequence[ScoreReading], paper: ScorePaper = ScorePaper.LEADERS) -> ScorePage:
    digest = hashlib.sha256(f"{paper} {number} {fields[0].unit}".encode()).hexdigest()
    return ScorePage(
        source=Source(file="L.pdf", page=number), digest=digest, paper=paper, batch_code="", fields=tuple(fields)
    )


def sheet(campaign: Campaign, number: int, score: str = "") -> ScorePage:
    """One leader's 领导评价表; without a score each unit has another one."""
    return page(number, [field(k, one.name, score or str(80 + k % 19)) for k, one in enumerate(campaign.units)])


def forms(campaign: Campaign, number: int) -> list[ScorePage]:
    """One leader's 附件3 of every unit."""
    return [
        page(100 * number + k, [field(0, one.name, str(80 + k % 19))], ScorePaper.ANALYSIS)
        for k, one in enumerate(campaign.units)
    ]


def keep(store: Store, pages: Sequence[ScorePage], batch: str = "L01") -> None:
    add_score_pages(store, [KeptScorePage(page=one, batch=batch, scan="s" * 64) for one in pages])


def enter(store: Store, returned: int, batch: str = "L01", issued: int = 3) -> None:
    line = Returns(batch=batch, issued=issued, returned=returned, spoiled=0, outstanding=issued - returned)
    add_returns(store, ImportedFile(name="登记表.xlsx", sha256="0" * 64), [line])


def told(workspace: Workspace, store: Store) -> list[str]:
    """What does not balance of leaders' papers."""
    return [one.message() for one in give_balance(workspace, store).imbalances if one.batch.startswith("L")]


@pytest.mark.parametrize("paper", list(ScorePaper))
def test_as_many_scores_of_every_unit_as_copies_balance(workspace: Workspace, paper: ScorePaper) -> None:
    campaign = workspace.campaign
    with working(workspace, "scan") as store:
        for number in range(1, 4):
            keep(store, [sheet(campaign, number)] if paper is ScorePaper.LEADERS else forms(campaign, number))
        enter(store, 3)
        assert told(workspace, store) == []
        (line,) = give_balance(workspace, store).leaders
        assert (line.batch, line.copies, line.span) == ("L01", 3, "3")


def test_more_than_came_back_is_refused_a_notice_with_the_list(workspace: Workspace) -> None:
    with working(workspace, "scan") as store:
        keep(store, [sheet(workspace.campaign, number) for number in range(1, 8)])
        enter(store, 3)
        (message,) = told(workspace, store)
        assert "回收 3 份，全部 59 个单位（各 7 个）的评分读出得更多" in message
        with pytest.raises(UnbalancedError, match="L01 批回收 3 份"):
            check_balanced(give_balance(workspace, store))
        found = give_anomalies(workspace, store)
        assert Oddity.MORE_THAN_HANDED_OUT in {one.oddity for one in found}


def test_a_form_that_is_lacking_is_named_by_its_unit(workspace: Workspace) -> None:
    campaign = workspace.campaign
    with working(workspace, "scan") as store:
        keep(store, [*forms(campaign, 1), *forms(campaign, 2)[1:]])
        enter(store, 2)
        (message,) = told(workspace, store)
        assert f"{campaign.units[0].name} 1 个的评分不足，共少 1 个" in message
        unreadable = UnreadPage(source=Source(file="L.pdf", page=9), digest="d" * 64, reason=Unread.ILLEGIBLE)
        store.file_pages([Filing(outcome=unreadable, batch="L01", scan="s" * 64)])
        assert any("1 页领导评分纸没有读出" in message for message in told(workspace, store))
        (waiting,) = store.open_pages()
        store.add_decisions(
            [], [PageDecision(page=waiting.number, outcome=ILLEGIBLE, decided_by="张三", confirmed_by="李四")]
        )
        assert told(workspace, store) == [], "set aside, it makes up for the one that is lacking"


@pytest.mark.parametrize(("entered", "words"), [(False, "没有登记发放和回收"), (True, "")])
def test_papers_scanned_under_the_body_stand_for_all_its_batches(
    workspace: Workspace, words: str, *, entered: bool
) -> None:
    with working(workspace, "scan") as store:
        keep(store, [sheet(workspace.campaign, 1)], batch="L")
        if entered:
            enter(store, 1)
        assert [words in message for message in told(workspace, store)] == [True] * (not entered)


def test_a_body_that_is_not_in_the_plan_is_asked_for(workspace: Workspace) -> None:
    with working(workspace, "scan") as store:
        keep(store, [sheet(workspace.campaign, 1)], batch="M")
        (found,) = [one.message() for one in give_balance(workspace, store).imbalances if one.batch == "M"]
        assert found.startswith("M 批读入了 1 页领导评分纸，发放计划里没有这一批；请在 batches.csv 补登（如 M01）")


def test_a_draft_names_the_fields_it_leaves_out(workspace: Workspace) -> None:
    campaign = workspace.campaign
    first, nobody = campaign.units[0].name, field(1, "", "95")
    with working(workspace, "scan") as store:
        keep(store, [page(1, [field(0, first, ""), nobody])])
        assert any("2 个领导评分待认读" in message for message in told(workspace, store))
        brought = with_paper(Outside(), campaign, workspace.batches(), store, draft=True)
        tally = make_count(campaign, workspace.batches(), store).tally
    expected = f"领导评分还有 2 个待人工认读，本次未计入：{first} 1 个、单位没有认准的 1 个"
    drafted = score(campaign, tally, brought, draft=True)
    assert drafted.draft
    assert drafted.remarks[0] == expected


def test_anomalies_know_leaders_papers_without_ballots(workspace: Workspace) -> None:
    with working(workspace, "scan") as store:
        with pytest.raises(NotReadyError, match="没有可核查的"):
            give_anomalies(workspace, store)
        keep(store, [sheet(workspace.campaign, 1, "66"), sheet(workspace.campaign, 2)])
        found = {one.oddity: one for one in give_anomalies(workspace, store)}
    assert "L.pdf 第 1 页：59 个单位都是 66 分" in found[Oddity.EQUAL_SHEET].evidence
    assert Oddity.GROUP_MISSING not in found


def test_status_and_reconcile_know_them(workspace: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    with working(workspace, "scan") as store:
        keep(store, [sheet(workspace.campaign, number) for number in range(1, 8)])
        found = make_status(workspace.campaign, workspace.batches(), store)
        assert {one.code: one.returned for one in found.batches}["L01"] == 7
        assert "L01" not in found.facts.unscanned
    run(commands, ["-C", str(workspace.root), "status"])
    assert "领导评分纸 L01 批：读入 7 页，每个单位 7 个评分" in capsys.readouterr().out
    assert run(commands, ["-C", str(workspace.root), "reconcile"]) != 0
    said = capsys.readouterr().out
    assert "领导评分纸" in said
    assert "没有登记发放和回收的份数" in said


def test_an_opinion_on_a_leaders_sheet_goes_the_way_of_all_opinions(workspace: Workspace) -> None:
    written = replace(sheet(workspace.campaign, 1), has_opinion=True, crops={OPINION_CROP: b"png"})
    with working(workspace, "scan") as store:
        keep(store, [written, sheet(workspace.campaign, 2)])
        assert [box.sheet for box in inked_boxes(store)] == [written.digest]
        typed = OpinionText(
            sheet=written.digest, text="路灯不亮", units=("雒容镇",), typed_by="甲", checked_by="乙",
            typed_at=datetime.now().astimezone(),
        )  # fmt: skip
        add_opinion_texts(store, [typed])
        assert opinion_texts(store)[written.digest].text == "路灯不亮"
        assert list(chain_differences(store)) == []
