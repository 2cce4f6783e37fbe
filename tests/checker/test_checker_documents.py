"""Every document made here passes the format check; the command tells a clerk what is wrong and how to mend it."""

from datetime import date
from pathlib import Path

import pytest
from broken_papers import BREAKS
from invented_year import default_campaign
from right_paper import right_paper

from benchmarks.documents.pictures import confirmed, invented_year
from pingyi.checker.check import check
from pingyi.checker.finding import FormatReport, Kind
from pingyi.cli import main
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.generator.documents.feedback import Feedback, write_feedback
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.documents.notice import print_notice
from pingyi.generator.documents.notice_text import Occasion
from pingyi.generator.documents.plan import print_plan
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.forms.ballot import write_ballot
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.pdf import to_pdf
from pingyi.generator.returned.returned_analysis import read_returned
from pingyi.generator.word import word
from pingyi.ground.errors import ExitCode
from pingyi.samples.second_district import second_campaign

pytestmark = [pytest.mark.long, pytest.mark.office]
DAY = date(2025, 3, 7)
KINDS = {
    "plan": Kind.RED_HEAD, "draft": Kind.RED_HEAD, "final": Kind.RED_HEAD,
    "reminder": Kind.LETTER, "slip": Kind.LETTER, "feedback": Kind.LETTER,
    "booklet": Kind.TABLES, "analysis": Kind.FORM, "ballot": Kind.FORM, "leaders": Kind.FORM,
}  # fmt: skip


def occasion(campaign: Campaign, *, final: bool) -> Occasion:
    year = invented_year(campaign, open_rows=0 if final else 12)
    return Occasion(campaign=campaign, tally=year.tally, sheet=year.sheet, final=final, day=DAY)


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
    wrong = (Problem(place="自述第3段“做好工作”", wrong="有图片", mend="删去图片，要说的写成文字"),) * 14
    entry = HandedIn(serial=unit.serial, day=DAY, file="a.docx", problems=wrong, proofs=())
    form = read_returned(write_analysis(campaign, unit.name, folder / "analysis.docx"))
    leaders = next(group for group in campaign.groups if group.component is not Component.VOTES)
    return [
        write_reminder(campaign, campaign.units, folder / "reminder.docx", DAY),
        write_slip(campaign, unit.name, entry, folder / "slip.docx"),
        write_feedback(campaign, told, folder / "feedback.docx"),
        folder / "analysis.docx",
        write_booklet(campaign, [BoundForm(unit=unit, form=form)], {unit.serial: 1}, folder / "booklet.docx"),
        write_ballot(campaign, folder / "ballot.docx"),
        write_leader_sheet(campaign, leaders, folder / "leaders.docx"),
    ]


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FormatReport]:
    return checked(default_campaign(), tmp_path_factory.mktemp("documents"))


@pytest.fixture(scope="module")
def second(tmp_path_factory: pytest.TempPathFactory) -> dict[str, FormatReport]:
    return checked(second_campaign(default_campaign()), tmp_path_factory.mktemp("second"))


def checked(campaign: Campaign, folder: Path) -> dict[str, FormatReport]:
    printed = to_pdf(letters(campaign, folder), folder)
    printed.append(print_plan(campaign, folder / "plan.docx"))
    printed.append(print_notice(occasion(campaign, final=False), folder / "draft.docx"))
    printed.append(print_notice(occasion(confirmed(campaign), final=True), folder / "final.docx"))
    return {pdf.stem: check(pdf) for pdf in printed}


@pytest.mark.parametrize("name", KINDS)
def test_a_document_made_here_has_no_fault(reports: dict[str, FormatReport], name: str) -> None:
    report = reports[name]
    assert [(f.clause.key, f.page, f.element, f.measured) for f in report.errors] == []
    assert report.kind is KINDS[name]


@pytest.mark.parametrize("name", KINDS)
def test_a_document_of_the_second_district_has_no_fault(second: dict[str, FormatReport], name: str) -> None:
    assert [(f.clause.key, f.page, f.element, f.measured) for f in second[name].errors] == []


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
