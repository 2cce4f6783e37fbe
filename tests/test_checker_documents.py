"""Every document made here passes the format check; the command tells a clerk what is wrong and how to mend it."""

from datetime import date
from pathlib import Path

import pytest
from broken_papers import BREAKS, right_paper
from invented_year import confirmed, default_campaign, invented_outside, invented_tally

from checker.check import check
from checker.finding import FormatReport, Kind
from cli import main
from domain.analysis_form import Problem
from domain.campaign import Campaign, Component
from domain.errors import ExitCode
from generator import word
from generator.analysis import write_analysis
from generator.ballot import write_ballot
from generator.feedback import Feedback, write_feedback
from generator.leader_sheet import write_leader_sheet
from generator.letter import write_reminder, write_slip
from generator.notice import print_notice
from generator.notice_text import Occasion
from generator.pdf import to_pdf
from generator.plan import write_plan
from scoring.score import score

pytestmark = pytest.mark.office
DAY = date(2025, 3, 7)
KINDS = {
    "plan": Kind.RED_HEAD, "draft": Kind.RED_HEAD, "final": Kind.RED_HEAD,
    "reminder": Kind.LETTER, "slip": Kind.LETTER, "feedback": Kind.LETTER,
    "analysis": Kind.FORM, "ballot": Kind.FORM, "leaders": Kind.FORM,
}  # fmt: skip


def occasion(campaign: Campaign, *, final: bool) -> Occasion:
    tally = invented_tally(campaign, open_rows=0 if final else 12)
    sheet = score(campaign, tally, invented_outside(campaign), draft=not final)
    return Occasion(campaign=campaign, tally=tally, sheet=sheet, final=final, day=DAY)


def letters(campaign: Campaign, folder: Path) -> list[Path]:
    done = occasion(confirmed(campaign), final=True)
    unit = max(campaign.units, key=lambda unit: len(unit.name))
    told = Feedback(
        unit=unit,
        score=next(one for one in done.sheet.units if one.unit == unit.name),
        tally=done.tally,
        opinions=("办事要快一点。", "希望多到基层来。"),
        day=DAY,
        draft=False,
    )
    wrong = [Problem(place="自述第3段“做好工作”", wrong="字体是宋体", mend="改成仿宋_GB2312")] * 14
    leaders = next(group for group in campaign.groups if group.component is not Component.VOTES)
    return [
        write_plan(campaign, folder / "plan.docx", record_on_new_page=True),
        write_reminder(campaign, campaign.units, folder / "reminder.docx", DAY),
        write_slip(campaign, unit.name, wrong, folder / "slip.docx", DAY),
        write_feedback(campaign, told, folder / "feedback.docx"),
        write_analysis(campaign, unit.name, folder / "analysis.docx"),
        write_ballot(campaign, folder / "ballot.docx"),
        write_leader_sheet(campaign, leaders, folder / "leaders.docx"),
    ]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FormatReport]:
    folder, campaign = tmp_path_factory.mktemp("documents"), default_campaign()
    printed = to_pdf(letters(campaign, folder), folder)
    printed.append(print_notice(occasion(campaign, final=False), folder / "draft.docx"))
    printed.append(print_notice(occasion(confirmed(campaign), final=True), folder / "final.docx"))
    return {pdf.stem: check(pdf) for pdf in printed}


@pytest.mark.parametrize("name", KINDS)
def test_a_document_made_here_has_no_fault(reports: dict[str, FormatReport], name: str) -> None:
    report = reports[name]
    assert [(f.clause.key, f.page, f.element, f.measured) for f in report.errors] == []
    assert report.kind is KINDS[name]


def test_half_width_marks_of_the_official_text_are_only_hints(reports: dict[str, FormatReport]) -> None:
    assert {finding.clause.key for finding in reports["plan"].findings} == {"punctuation", "record_last"}


def test_a_clerk_is_told_page_measure_clause_and_mend_at_80_columns(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    document = right_paper()
    BREAKS["rule_gap"](document)
    path = word.save(document, tmp_path / "红线太近.docx")
    with pytest.raises(SystemExit) as left:
        main(["check", str(path), str(tmp_path / "没有.pdf"), "--debug", str(tmp_path / "debug")])
    said = capsys.readouterr().out
    assert left.value.code == ExitCode.BAD_FILE
    for words in (
        "第 1 页 红色分隔线：1.",
        "（7.2.7）",
        "怎样改：",
        "有 1 处不合",
        "找不到文件",
        "FandolFang-Regular代仿宋",
    ):
        assert words in said.replace("\n  ", "")
    assert all(sum(2 if ord(letter) > 0x2000 else 1 for letter in line) <= 80 for line in said.splitlines())
    assert (tmp_path / "debug" / "红线太近-1.png").stat().st_size > 0


def test_a_good_document_ends_well_and_a_bad_one_does_not(tmp_path: Path) -> None:
    good = word.save(right_paper(), tmp_path / "good.docx")
    spoilt = right_paper()
    BREAKS["title_size"](spoilt)
    bad = word.save(spoilt, tmp_path / "bad.docx")
    for paths, code in (([good], ExitCode.OK), ([good, bad], ExitCode.BAD_FORMAT)):
        with pytest.raises(SystemExit) as left:
            main(["check", *map(str, paths)])
        assert left.value.code == code
