"""Leaders' scores from paper to points; digits by our own pen, invented."""

import csv
import shutil
from decimal import Decimal
from pathlib import Path

import cv2
import numpy as np
import pytest
import segno
from hypothesis import given
from hypothesis import strategies as st
from leader_paper import DPI, MM, UNIT, Form3, ink, put

from pingyi.cli import commands
from pingyi.commands.show.console import run
from pingyi.domain.campaign import Campaign
from pingyi.domain.marks import AnalysisMark
from pingyi.domain.reading import SheetReading, Unread, UnreadPage, Verdict
from pingyi.domain.score import LeaderScores, Outside
from pingyi.domain.score_reading import ScoreDoubt, ScorePage, ScorePaper, agreed, score_of
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.word.pdf import to_pdf
from pingyi.ground.errors import ImportRowsError, NotReadyError, OpenDoubtsError
from pingyi.samples.filler.layout import find_layout, render
from pingyi.scanner.reader import read_page
from pingyi.scanner.scores.score_sheet import read_analysis_page, read_leader_page
from pingyi.store.people.leader_scores import score_fields
from pingyi.web.server import job_kinds
from pingyi.web.server.job_requests import ReadScores
from pingyi.workflow.desk.workspace import Workspace, open_workspace, working
from pingyi.workflow.files.tables import read_table
from pingyi.workflow.init import default_campaign_text, start_workspace
from pingyi.workflow.people.leader_scores import COLUMNS, export_scores, import_scores, with_paper
from pingyi.workflow.people.open_scores import open_fields
from pingyi.workflow.scans.forms_read import load_forms
from pingyi.workflow.scans.leader_bodies import leaders_of
from pingyi.workflow.scans.leader_scans import ScoreScanRequest, roster_of, scan_scores
from training.scores.strokes import drawn


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Where the office lets machines read scores that both readers agree on."""
    own = tmp_path / "own.toml"
    own.write_text(default_campaign_text().replace('value = "people"', 'value = "agreed"'), encoding="utf-8")
    return start_workspace(tmp_path / "year", own)[0]


def field_of(path: Path, campaign: Campaign) -> tuple[Decimal | None, tuple[ScoreDoubt, ...], str]:
    outcome = read_analysis_page(path, 1, roster_of(campaign))
    assert isinstance(outcome, ScorePage), outcome
    (found,) = outcome.fields
    return found.score, found.doubts, found.unit


@pytest.mark.office
@pytest.mark.parametrize("text", ["95", "88", "100", "76"])
def test_a_score_is_read_with_its_unit(text: str, form3: Form3, campaign: Campaign) -> None:
    score, doubts, unit = field_of(form3.scan(text), campaign)
    assert (score, doubts) == (Decimal(text), ())
    assert unit == campaign.units[UNIT].name


@pytest.mark.office
@pytest.mark.parametrize("quarters", [1, 2, 3])
def test_a_page_fed_any_way_round(quarters: int, form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    turned = form3.save(np.ascontiguousarray(np.rot90(page, quarters)), f"turned {quarters}.png")
    assert field_of(turned, campaign)[0] == Decimal(95)


@pytest.mark.office
def test_a_line_to_write_on_is_no_ink(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = round(form3.field[0]), round(form3.field[1] + 4.2 * MM)
    cv2.line(page, (x - 68, y), (x + 68, y), 0, 2)
    assert field_of(form3.save(page, "lined.png"), campaign)[0] == Decimal(95)


@pytest.mark.office
def test_without_a_mark_the_printed_name_tells_the_unit(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    page[round(form3.field[1] - 7 * MM) : round(form3.field[1] + 7 * MM), form3.mark : form3.mark + 206] = 255
    score, _, unit = field_of(form3.save(page, "unmarked.png"), campaign)
    assert (score, unit) == (Decimal(95), campaign.units[UNIT].name)


@pytest.mark.office
def test_a_paper_of_another_district_year_or_roster_is_refused(form3: Form3, campaign: Campaign) -> None:
    for changed in (
        campaign.model_copy(update={"about": campaign.about.model_copy(update={"district": "北江区"})}),
        campaign.model_copy(update={"about": campaign.about.model_copy(update={"year": 2025})}),
    ):
        outcome = read_analysis_page(form3.scan("95"), 1, roster_of(changed))
        assert isinstance(outcome, UnreadPage)
        assert outcome.reason is Unread.OTHER_CAMPAIGN
        assert campaign.analysis_print.key in outcome.detail
        assert changed.analysis_print.key in outcome.detail


@pytest.mark.office
@pytest.mark.parametrize("serial", [UNIT + 1, UNIT + 2])
def test_an_older_mark_counts_only_where_the_printed_name_says_the_same(
    serial: int, form3: Form3, campaign: Campaign
) -> None:
    """It names no roster: its number may have been another unit's."""
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = form3.mark, round(form3.field[1])
    page[y - round(7 * MM) : y + round(7 * MM), x : x + 206] = 255
    code = segno.make_qr(AnalysisMark(year=campaign.about.year, serial=serial).payload, error="m").matrix
    dots = np.kron(255 * (1 - np.array(code, np.uint8)), np.ones((4, 4), np.uint8))
    side = len(dots)
    page[y - side // 2 : y - side // 2 + side, x + 100 : x + 100 + side] = dots
    score, doubts, unit = field_of(form3.save(page, f"older {serial}.png"), campaign)
    named = serial == UNIT + 1
    assert unit == (campaign.units[UNIT].name if named else "")
    assert (score, doubts) == ((Decimal(95), ()) if named else (None, (ScoreDoubt.UNIT_UNKNOWN,)))


@pytest.mark.office
@pytest.mark.parametrize(
    ("text", "doubt"),
    [("", ScoreDoubt.EMPTY), ("×", None), ("875", None), ("9 8", None)],
)
def test_what_is_no_score_goes_to_people(text: str, doubt: ScoreDoubt | None, form3: Form3, campaign: Campaign) -> None:
    score, doubts, _ = field_of(form3.scan(text, height_mm=5.0), campaign)
    assert score is None
    assert doubts
    assert doubt is None or doubts == (doubt,)


@pytest.mark.office
def test_a_struck_out_score_goes_to_people(form3: Form3, campaign: Campaign) -> None:
    page = cv2.imread(str(form3.scan("95")), cv2.IMREAD_GRAYSCALE)
    x, y = (round(value) for value in form3.field)
    cv2.line(page, (x - 45, y + 8), (x + 45, y - 8), 40, 3, cv2.LINE_AA)
    assert field_of(form3.save(page, "struck.png"), campaign)[0] is None


def test_a_page_without_the_row_is_told(form3: Form3, campaign: Campaign) -> None:
    outcome = read_analysis_page(form3.save(np.full((2339, 1654), 255, np.uint8), "blank.png"), 1, roster_of(campaign))
    assert isinstance(outcome, UnreadPage)
    assert "评分栏" in outcome.message()


@pytest.mark.office
def test_a_sheet_of_all_units_is_read_cell_by_cell(campaign: Campaign, tmp_path: Path) -> None:
    group = next(group for group in campaign.groups if group.key == "L")
    docx = write_leader_sheet(campaign, group, tmp_path / "L 四家班子.docx")
    form = load_forms([docx], (campaign.leaders.score_header,) if campaign.leaders else ())[0]
    pdf = to_pdf([docx], tmp_path)[0]
    layout, page = find_layout(pdf, form), np.array(render(pdf, 0, DPI))
    given_scores = {1: "95", 2: "88", 30: "76", 59: "95"}
    for row in form.rows:
        text = given_scores.get(int(row.item))
        if text:
            box = layout.box(row.cells[0])
            centre = (box.left + box.right) / 2 * MM, (box.top + box.bottom) / 2 * MM
            put(page, ink(text, 4.6), centre)
    cv2.imwrite(str(tmp_path / "sheet.png"), page)
    outcome = read_leader_page(tmp_path / "sheet.png", 1, (form,), roster_of(campaign))
    assert isinstance(outcome, ScorePage), outcome
    read = {reading.unit: reading.score for reading in outcome.fields if reading.score is not None}
    assert read == {campaign.units[serial - 1].name: Decimal(text) for serial, text in given_scores.items()}
    assert sum(reading.doubts == (ScoreDoubt.EMPTY,) for reading in outcome.fields) == 55


@pytest.mark.office
def test_a_sheet_to_tick_is_read_as_a_ballot(campaign: Campaign, tmp_path: Path) -> None:
    ticked = campaign.policies.leader_form.model_copy(update={"value": "votes"})
    voting = campaign.model_copy(update={"policies": campaign.policies.model_copy(update={"leader_form": ticked})})
    docx = write_leader_sheet(voting, voting.groups[7], tmp_path / "M.docx")
    forms = load_forms([docx], voting.ballot.choices)
    page = np.array(render(to_pdf([docx], tmp_path)[0], 0, DPI))
    box = find_layout(tmp_path / "M.pdf", forms[0]).box(forms[0].rows[0].cells[1])
    tick = drawn("√", 4.0 * MM, 3.0, np.random.default_rng(2))
    put(page, tick, ((box.left + box.right) / 2 * MM, (box.top + box.bottom) / 2 * MM))
    cv2.imwrite(str(tmp_path / "M.png"), page)
    outcome = read_page(tmp_path / "M.png", 1, forms)
    assert isinstance(outcome, SheetReading), outcome
    assert [row.verdict for row in outcome.rows[1:]] == [Verdict.BLANK] * 58
    assert (outcome.rows[0].verdict, outcome.rows[0].choice) == (Verdict.VALID, voting.ballot.choices[1])


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
        lines = job_kinds.scores(opened, store, wish, lambda *_: None)
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


def test_only_a_body_of_leaders_gives_scores(campaign: Campaign, workspace: Workspace) -> None:
    assert leaders_of("M", campaign, workspace.batches()) == "M"
    with pytest.raises(NotReadyError, match="代号"):
        leaders_of("A01", campaign, workspace.batches())


@given(st.integers(0, 1000))
def test_every_score_with_one_decimal_is_one(tenths: int) -> None:
    text = f"{tenths // 10}.{tenths % 10}"
    assert score_of(text) == (Decimal(text), None)
    assert agreed(text, text) == (Decimal(text), None)


@pytest.mark.parametrize("text", ["101", "100.1", "095", "95.55", "", "9#", "-5", "九十"])
def test_anything_else_is_none(text: str) -> None:
    score, doubt = score_of(text)
    assert score is None
    assert doubt is not None


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
