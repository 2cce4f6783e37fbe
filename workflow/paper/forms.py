"""Print-ready forms: ballots by batch with their ledger, analysis forms by unit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.points import Component
from pingyi.generator.documents.plan import print_plan, title
from pingyi.generator.forms.analysis import write_analysis
from pingyi.generator.forms.leader_sheet import write_leader_sheet
from pingyi.generator.libreoffice.fonts import substitutions
from pingyi.generator.libreoffice.pdf import page_count, to_pdf
from pingyi.generator.understood.kept_prints import keep_print
from pingyi.generator.word.word import FANGSONG, HEITI, KAITI, XIAOBIAOSONG
from pingyi.ground.foreign import file_name
from pingyi.store.base.store import Store
from pingyi.workflow.desk.printable import check_printable
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_print_run
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.paper.analysis import make_booklet
from pingyi.workflow.paper.analysis_notes import FOLDER, handed_in, unmended
from pingyi.workflow.paper.day_slip import make_day_slip
from pingyi.workflow.paper.office_examined import proven_own
from pingyi.workflow.paper.print_ballots import print_ballots
from pingyi.workflow.paper.sample_copies import check_counted, trial_remark

OWN_USED = "评议表按本办改过的表样印"
OWN_PLAN = Path("templates") / "plan.docx"  # in the workspace: the office's own


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsReport:
    """What was written, and which faces were printed by stand-ins."""

    form: Path | None  # the ballot's Word file: what scans are read by
    files: tuple[Path, ...]
    pages: int
    stand_ins: dict[str, str]
    remarks: tuple[str, ...] = ()  # Chinese: what is to be known before it is printed


def give_forms(kind: str, workspace: Workspace, store: Store, progress: Advance, *, trial: bool = False) -> FormsReport:
    """
    Make them, and put a print run of ballots down in the evidence chain.

    By copies nobody counted ballots are made for `trial` only, and the report says so; else NotReadyError. Raises what
    make_forms raises.
    """
    if not trial:
        check_counted(kind, workspace)
    remarks = trial_remark(kind, workspace)
    report = _daily(workspace, store) if kind == "daily" else make_forms(kind, workspace, progress)
    record_print_run(workspace.root, store, report.files)
    return replace(report, remarks=(*remarks, *report.remarks))


def make_forms(kind: str, workspace: Workspace, progress: Advance) -> FormsReport:
    """The papers of one kind, all of them. Raises what the making of them raises."""
    check_printable(workspace.campaign)
    if kind == "ballots":
        return make_ballots(workspace.root, workspace.campaign, workspace.batches(), progress)
    if kind == "all":
        return make_all(workspace.root, workspace.campaign, workspace.batches(), progress)
    return MAKERS[kind](workspace.root, workspace.campaign, progress)


def _daily(workspace: Workspace, store: Store) -> FormsReport:
    files = make_day_slip(workspace, store)
    return FormsReport(form=None, files=files, pages=1, stand_ins=substitutions({FANGSONG, HEITI, XIAOBIAOSONG}))


def make_all(folder: Path, campaign: Campaign, batches: Sequence[Batch], progress: Advance) -> FormsReport:
    """All that is printed before anything has come back; what the campaign has no words for is left out."""
    reports = [make_ballots(folder, campaign, batches, progress), make_analysis(folder, campaign, progress)]
    if campaign.leaders is not None:
        reports.append(make_leaders(folder, campaign, progress))
    if campaign.plan is not None and campaign.hotline is not None:
        reports.append(make_plan(folder, campaign, progress))
    return FormsReport(
        form=reports[0].form,
        files=tuple(file for report in reports for file in report.files),
        pages=sum(report.pages for report in reports),
        stand_ins={face: stand_in for report in reports for face, stand_in in report.stand_ins.items()},
    )


def make_ballots(folder: Path, campaign: Campaign, batches: Sequence[Batch], progress: Advance) -> FormsReport:
    """Write the ballot, a print run for each batch, covers, labels and ledgers under `folder`/forms/ballots."""
    own = proven_own(folder, campaign, progress)
    printed = print_ballots(folder / "forms" / "ballots", campaign, batches, progress, own)
    return FormsReport(
        form=printed[0],
        files=printed,
        pages=sum(batch.copies for batch in batches) * campaign.ballot.pages,
        stand_ins=substitutions({FANGSONG, HEITI, XIAOBIAOSONG}),
        remarks=(OWN_USED,) if own else (),
    )


def make_analysis(folder: Path, campaign: Campaign, progress: Advance) -> FormsReport:
    """Write an analysis form (.docx, .pdf) for each unit under `folder`/forms/analysis."""
    target = folder / "forms" / "analysis"
    documents = []
    for done, unit in enumerate(campaign.units):
        progress("生成绩效分析表", done, len(campaign.units))
        documents.append(write_analysis(campaign, unit.name, target / file_name(f"{unit.serial:02d} {unit.name}")))
    progress("转换为 PDF", 0, len(documents))
    printed = to_pdf(documents, target)
    progress("转换为 PDF", len(documents), len(documents))
    return FormsReport(
        form=None,
        files=(*documents, *printed),
        pages=len(printed),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
    )


def make_leaders(folder: Path, campaign: Campaign, progress: Advance) -> FormsReport:
    """Write 领导评价表 (.docx, .pdf) for each body of leaders under `folder`/forms/leaders."""
    target = folder / "forms" / "leaders"
    groups = [group for group in campaign.groups if group.component is not Component.VOTES]
    progress("生成领导评价表", 0, len(groups))
    documents = [
        write_leader_sheet(campaign, group, target / file_name(f"{group.key} {group.name}")) for group in groups
    ]
    printed = to_pdf(documents, target) if documents else ()
    for document, pdf in zip(documents, printed, strict=True):
        keep_print(document, pdf.read_bytes())
    progress("生成领导评价表", len(groups), len(groups))
    return FormsReport(
        form=None,
        files=(*documents, *printed),
        pages=len(printed),
        stand_ins=substitutions({FANGSONG, HEITI, XIAOBIAOSONG}),
    )


def make_book(folder: Path, campaign: Campaign, progress: Advance) -> FormsReport:
    """Bind the analysis forms in hand into one book (.docx, .pdf) under `folder`/analysis."""
    files = make_booklet(folder, campaign, progress)
    return FormsReport(
        form=None,
        files=files,
        pages=page_count(files[1]),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
        remarks=tuple(unmended(campaign, handed_in(folder / FOLDER))),
    )


def make_plan(folder: Path, campaign: Campaign, progress: Advance) -> FormsReport:
    """Write the plan (.docx, .pdf) under `folder`/forms/plan, by the office's own template where `folder` has one."""
    own = folder / OWN_PLAN
    document = folder / "forms" / "plan" / file_name(title(campaign))
    progress("生成工作方案", 0, 1)
    printed = print_plan(campaign, document, own if own.exists() else None)
    progress("生成工作方案", 1, 1)
    return FormsReport(
        form=None,
        files=(document, printed),
        pages=page_count(printed),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
    )


MAKERS = {"analysis": make_analysis, "booklet": make_book, "leaders": make_leaders, "plan": make_plan}
