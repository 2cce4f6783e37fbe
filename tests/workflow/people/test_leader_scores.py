"""Leaders' scores from paper to points; digits by our own pen, invented."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
from leader_paper import UNIT, Form3

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.readings.reading import Unread
from pingyi.domain.readings.score_reading import NO_UNIT, ScorePaper
from pingyi.domain.results.score import LeaderScores, Outside
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.ground.errors import ImportRowsError, NotReadyError, OpenDoubtsError
from pingyi.store.people.leader_scores import score_fields
from pingyi.web.server.job_requests import ReadScores
from pingyi.web.server.work import job_papers
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.files.tables import read_table
from pingyi.workflow.init import default_campaign_text, start_workspace
from pingyi.workflow.leaders.bodies import leaders_of
from pingyi.workflow.leaders.scan import ScoreScanRequest, scan_scores
from pingyi.workflow.people.scores.leader_scores import COLUMNS, export_scores, import_scores
from pingyi.workflow.people.scores.open_scores import open_fields
from pingyi.workflow.people.scores.paper_scores import with_paper


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Where the office lets machines read scores that both readers agree on."""
    own = tmp_path / "own.toml"
    own.write_text(default_campaign_text().replace('value = "people"', 'value = "agreed"'), encoding="utf-8")
    return start_workspace(tmp_path / "year", own)[0]


def scanned(workspace: Workspace, form3: Form3, texts: list[str], batch: str = "L") -> None:
    scans = tuple(form3.scan(text) for text in texts)
    request = ScoreScanRequest(scans=scans, paper=ScorePaper.ANALYSIS, batch=batch)
    with working(workspace, "scan") as store:
        summary = scan_scores(workspace, store, request, lambda *_: None)
        again = scan_scores(workspace, store, request, lambda *_: None)
    assert (summary.pages, again.pages, again.known) == (len(texts), 0, len(texts))


def fill(path: Path, answers: dict[str, str]) -> Path:
    """As two people would, in every line."""
    rows = [row.cells | answers for row in read_table(path, COLUMNS)]
    out = path.with_suffix(".csv")
    with out.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return out


@pytest.mark.office
def test_scores_go_from_paper_to_points(workspace: Workspace, form3: Form3, tmp_path: Path) -> None:
    campaign, batches = workspace.campaign, workspace.batches()
    scanned(workspace, form3, ["95", "88", ""])
    sheet = tmp_path / "评分复核表.xlsx"
    with working(workspace, "scores") as store:
        with pytest.raises(OpenDoubtsError, match="1 个领导评分"):
            with_paper(Outside(), campaign, batches, store, draft=False)
        assert export_scores(campaign, store, sheet).open == 1
        filled = fill(sheet, {"得分": "90.5", "计票人": "甲", "监票人": "乙"})
        assert import_scores(campaign, store, filled).fresh == 1
        assert import_scores(campaign, store, filled).repeated == 1
        (entry,) = with_paper(Outside(), campaign, batches, store, draft=False).leaders
        assert (entry.unit, entry.group, entry.count) == (campaign.units[UNIT].name, "L", 3)
        assert entry.scores == (Decimal(88), Decimal("90.5"), Decimal(95))
        table = LeaderScores(unit=entry.unit, group="L", scores=(), count=2, mean=Decimal(90), source="领导评分.csv")
        with pytest.raises(NotReadyError, match="既有扫描件，又有汇总表"):
            with_paper(Outside(leaders=(table,)), campaign, batches, store, draft=True)
        assert all((store.crops / one.page / "0.png").is_file() for one in score_fields(store))


@pytest.mark.office
def test_where_people_read_every_score_none_is_taken_from_the_machine(workspace: Workspace, form3: Form3) -> None:
    policies = workspace.campaign.policies
    people = policies.machine_scores.model_copy(update={"value": "people"})
    careful = workspace.campaign.model_copy(update={"policies": policies.model_copy(update={"machine_scores": people})})
    scanned(workspace, form3, ["95"])
    with working(workspace, "scores") as store, pytest.raises(OpenDoubtsError, match="1 个领导评分"):
        with_paper(Outside(), careful, workspace.batches(), store, draft=False)


@pytest.mark.office
@pytest.mark.parametrize("policy", ["people", "agreed"])
def test_page_and_terminal_say_how_many_fields_wait_and_so_many_do(
    policy: str, workspace: Workspace, form3: Form3, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = workspace.campaign_file.read_text(encoding="utf-8").replace('value = "agreed"', f'value = "{policy}"')
    workspace.campaign_file.write_text(said, encoding="utf-8")
    folder = tmp_path / "came"
    folder.mkdir()
    for text in ("95", ""):
        shutil.copy(form3.scan(text), folder)
    other = start_workspace(tmp_path / "other", workspace.campaign_file)[0]
    assert run(commands, ["-C", str(other.root), "scan", str(folder), "--kind", "analysis", "--batch", "L"]) == 0
    told = capsys.readouterr().out.splitlines()
    opened = open_workspace(workspace.root)
    with working(opened, "scan") as store:
        wish = ReadScores(folder=str(folder), paper=ScorePaper.ANALYSIS, batch="L")
        lines = job_papers.scores(opened, store, wish, lambda *_: None)
        waiting = len(open_fields(score_fields(store), opened.campaign))
    assert waiting == {"people": 2, "agreed": 1}[policy]
    assert f"待人工认读 {waiting} 个" in lines
    assert lines == told[: len(lines)]


@pytest.mark.office
@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"得分": "105", "计票人": "甲", "监票人": "乙"}, "得分“105”应为"),
        ({"得分": "90", "计票人": "甲", "监票人": "甲"}, "不能是同一人"),
        ({"得分": "90", "计票人": "甲"}, "都要填写"),
        ({"得分": "90", "计票人": "甲", "监票人": "乙", "单位名称": "某局"}, "没有“某局”"),
    ],
)
def test_a_wrong_answer_is_named_and_nothing_taken_in(
    answers: dict[str, str], words: str, workspace: Workspace, form3: Form3, tmp_path: Path
) -> None:
    scanned(workspace, form3, [""])
    sheet = tmp_path / "评分复核表.xlsx"
    with working(workspace, "scores") as store:
        export_scores(workspace.campaign, store, sheet)
        filled = fill(sheet, answers)
        with pytest.raises(ImportRowsError, match=words):
            import_scores(workspace.campaign, store, filled)
        assert all(one.decision is None for one in score_fields(store))


@pytest.mark.office
def test_a_page_of_no_unit_is_void_without_one_and_blocks_nothing(
    workspace: Workspace, form3: Form3, tmp_path: Path
) -> None:
    scanned(workspace, form3, [""])
    sheet = tmp_path / "评分复核表.xlsx"
    with working(workspace, "scores") as store:
        export_scores(workspace.campaign, store, sheet)
        filled = fill(sheet, {"单位名称": "", "得分": "作废", "计票人": "甲", "监票人": "乙"})
        assert import_scores(workspace.campaign, store, filled).open == 0
        assert with_paper(Outside(), workspace.campaign, workspace.batches(), store, draft=False).leaders == ()
        (field,) = score_fields(store)
        assert field.decision is not None
        assert (field.decision.unit, field.decision.score) == (NO_UNIT, None)


def test_only_a_body_of_leaders_gives_scores(campaign: Campaign, workspace: Workspace) -> None:
    assert leaders_of("M", campaign, workspace.batches()) == "M"
    with pytest.raises(NotReadyError, match="代号"):
        leaders_of("A01", campaign, workspace.batches())


@pytest.mark.office
def test_a_sheet_of_another_body_is_set_aside_not_filed_under_the_one_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    campaign = workspace.campaign
    folder = workspace.root / "forms" / "leaders"
    bodies = [group for group in campaign.groups if group.key in ("L", "M")]
    made = [write_leader_sheet(campaign, body, folder / f"{body.key} {body.name}.docx") for body in bodies]
    scan = to_pdf(made, tmp_path)[1]
    with working(workspace, "scan") as store:
        for named, own in (("L", False), ("M", True)):
            request = ScoreScanRequest(scans=(scan,), paper=ScorePaper.LEADERS, batch=named)
            summary = scan_scores(workspace, store, request, lambda *_: None)
            assert summary.pages == own
            assert [page.reason for page in summary.unread] == ([] if own else [Unread.BATCH_MISMATCH])
            assert all("--batch M" in page.message() for page in summary.unread)
            assert {one.batch for one in score_fields(store)} == ({"M"} if own else set())
            assert len(store.open_pages()) == (not own), "read after all, the page waits for nobody"
