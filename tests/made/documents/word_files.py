"""One of every Word file the program makes; `MAKES` names each writer."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from invented_vote import invented_report

from benchmarks.documents.pictures import Year, invented_year
from benchmarks.documents.returned_forms import filled
from benchmarks.documents.spoilt_forms import CASES
from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.points import Component
from pingyi.domain.handed_in.analysis_form import HandedIn, Problem
from pingyi.domain.votes.vote import VoteKind
from pingyi.generator.documents import notice_template, plan, plan_template
from pingyi.generator.documents.feedback import Feedback, write_feedback, write_general
from pingyi.generator.documents.handbook import write_handbook
from pingyi.generator.documents.letter import write_reminder, write_slip
from pingyi.generator.documents.notice import write_notice
from pingyi.generator.documents.notice_text import Anchor, Occasion
from pingyi.generator.documents.plan import write_plan
from pingyi.generator.documents.vote_result import write_vote_result
from pingyi.generator.forms import ballot
from pingyi.generator.forms.analysis import write_analysis, write_clean
from pingyi.generator.forms.ballot import mark_ballots, write_ballot
from pingyi.generator.forms.booklet import BoundForm, write_booklet
from pingyi.generator.forms.coded_slip import write_coded_slip
from pingyi.generator.forms.count_slip import CountSlip, write_count_slip
from pingyi.generator.forms.cover import write_covers
from pingyi.generator.forms.day_slip import DaySlip, write_day_slip
from pingyi.generator.forms.labels import write_labels
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.forms.own_ballot import bare_ballot, heads_of
from pingyi.generator.forms.redrawn import write_redrawn
from pingyi.generator.sheets.ledger_word import write_word_ledger
from pingyi.generator.word import word
from pingyi.workflow.handbook import TITLE, chapters
from pingyi.workflow.init import sample_batches

DAY = date(2025, 3, 7)
PLAN_TEXT = Path(__file__).parents[3] / "templates" / "plan.txt"
HANDBOOK = PLAN_TEXT.parent / "handbook"
HEAD = "5b" * 32

Make = Callable[[Year, Path], Path]


def _notice(year: Year, path: Path, *, pages: int = 0) -> Path:
    anchor = Anchor(lines=("校验码5B5B-5B5B",), told="校验码5B5B-5B5B")
    told = Occasion(
        campaign=year.campaign, tally=year.tally, sheet=year.sheet, final=False, day=DAY, anchor=anchor,
        sensitivity=("某项改为别的办法，没有名次变化",),
    )  # fmt: skip
    return write_notice(told, path, pages_before_record=pages)


def _feedback(year: Year, path: Path) -> Path:
    unit = year.campaign.units[0]
    told = Feedback(
        unit=unit, score=year.sheet.units[0], tally=year.tally, opinions=("路灯坏了。",), day=DAY, draft=True, more=True
    )
    return write_feedback(year.campaign, told, path)


def _slip(year: Year, path: Path) -> Path:
    problems = (
        Problem(place="第1段", wrong="字数", mend="删去", kind=""),
        Problem(place="全文", wrong="字体", mend="改", kind="字体"),
    )
    entry = HandedIn(serial=1, day=DAY, file="一.docx", problems=problems, proofs=())
    return write_slip(year.campaign, year.campaign.units[0].name, entry, path)


def _booklet(year: Year, path: Path) -> Path:
    bound = [BoundForm(unit=unit, form=filled(unit.name, CASES[0])) for unit in year.campaign.units[:2]]
    return write_booklet(year.campaign, bound, {1: 1, 2: 2}, path)


def _leaders(year: Year, path: Path) -> Path:
    group = next(group for group in year.campaign.groups if group.component is not Component.VOTES)
    return write_leader_sheet(year.campaign, group, path)


def _bare(year: Year, path: Path) -> Path:
    own = write_ballot(year.campaign, path.with_name("own.docx"))
    return bare_ballot(heads_of(year.campaign), own, path)


def _marked(year: Year, path: Path) -> Path:
    batch = next(iter(sample_batches(year.campaign)))
    unmarked = write_ballot(year.campaign, path.with_name("unmarked.docx"), coded=False)
    return mark_ballots(year.campaign, unmarked, {path: batch})[0]


def _clean(year: Year, path: Path) -> Path:
    name = year.campaign.units[0].name
    return write_clean(year.campaign, filled(name, CASES[0]), name, path)


def _day_slip(year: Year, path: Path) -> Path:
    return write_day_slip(year.campaign, DaySlip(day=DAY, number=7, hash=HEAD, counts=(("扫描", "3 页"),)), path)


def _count_slip(year: Year, path: Path) -> Path:
    return write_count_slip(year.campaign, CountSlip(day=DAY, digest=HEAD, sheets=3), path)


def _plain_plan(year: Year, path: Path) -> Path:
    """Of a scheme that brings no text of its own."""
    return write_plan(year.campaign.model_copy(update={"plan": None}), path)


def _handbook(_: Year, path: Path) -> Path:
    return write_handbook(TITLE, [text for _, text in chapters()], HANDBOOK, path)


def _covers(year: Year, path: Path) -> Path:
    """One for each group: within a group they differ by a name and a code."""
    groups = {batch.group: batch for batch in sample_batches(year.campaign)}
    return write_covers(year.campaign, list(groups.values()), path)


def _batches(write: Callable[[Campaign, list[object], Path], Path]) -> Make:
    return lambda year, path: write(year.campaign, list(sample_batches(year.campaign)), path)


def _redrawn(_: Year, path: Path) -> Path:
    """Of boxes in cells, with a line for opinions."""
    lines = (("题目", "评价"), ("食堂", "□满意 □基本满意 □不满意"), ("班车", "□好 □差"), ("意见：", ""))
    document = word.new_document(word.Page(top=20, bottom=20, left=20, right=20))
    for row, line in zip(word.ruled_table(document, (80, 90), [10] * len(lines)).rows, lines, strict=True):
        for cell, text in zip(row.cells, line, strict=True):
            cell.text = text
    boxes = path.with_suffix(".boxes.docx")
    document.save(str(boxes))
    write_redrawn(boxes, path)
    return path


def _survey_result(_: Year, path: Path) -> Path:
    """Two lists of choices: a table for each."""
    return write_vote_result(invented_report(VoteKind.SURVEY), path)


def _vote_result(_: Year, path: Path) -> Path:
    """Of an election with somebody written in, and a sheet that chose too many."""
    return write_vote_result(invented_report(), path)


MAKES: dict[str, tuple[Callable[..., object], Make]] = {
    "notice": (write_notice, _notice),
    "notice-one-page-more": (write_notice, lambda year, path: _notice(year, path, pages=1)),
    "notice-two-pages-more": (write_notice, lambda year, path: _notice(year, path, pages=2)),
    "plan": (write_plan, lambda year, path: write_plan(year.campaign, path)),
    "plan-two-pages-more": (write_plan, lambda year, path: write_plan(year.campaign, path, pages_before_record=2)),
    "letter": (write_reminder, lambda year, path: write_reminder(year.campaign, year.campaign.units, path, DAY)),
    "slip": (write_slip, _slip),
    "feedback": (write_feedback, _feedback),
    "general": (write_general, lambda year, path: write_general(year.campaign, ["路灯坏了。"], path, DAY)),
    "plan-plain": (plan._made_plain, _plain_plan),
    "ballot": (write_ballot, lambda year, path: write_ballot(year.campaign, path)),
    "ballot-marked": (ballot._marked, _marked),
    "ballot-bare": (bare_ballot, _bare),
    "leaders": (write_leader_sheet, _leaders),
    "analysis": (write_analysis, lambda year, path: write_analysis(year.campaign, year.campaign.units[0].name, path)),
    "analysis-clean": (write_clean, _clean),
    "booklet": (write_booklet, _booklet),
    "covers": (write_covers, _covers),
    "labels": (write_labels, _batches(write_labels)),
    "ledger": (write_word_ledger, _batches(write_word_ledger)),
    "day-slip": (write_coded_slip, _day_slip),
    "count-slip": (write_coded_slip, _count_slip),
    "handbook": (write_handbook, _handbook),
    "vote-result": (write_vote_result, _vote_result),
    "survey-result": (write_vote_result, _survey_result),
    "redrawn": (write_redrawn, _redrawn),
    "notice-template": (notice_template.write_template, lambda _, path: notice_template.write_template(path)),
    "plan-template": (plan_template.write_template, lambda _, path: plan_template.write_template(PLAN_TEXT, path)),
}


def word_files(campaign: Campaign, folder: Path) -> dict[str, Path]:
    """Each file by its name, results invented and some rows open."""
    year = invented_year(campaign, open_rows=3)
    return {name: make(year, folder / f"{name}.docx") for name, (_, make) in MAKES.items()}
