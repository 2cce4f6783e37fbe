"""Print-ready forms: ballots by batch with their ledger, analysis forms by unit."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from domain.campaign import Batch, Campaign, Component
from generator.analysis import write_analysis
from generator.ballot import write_ballot
from generator.fonts import substitutions
from generator.leader_sheet import write_leader_sheet
from generator.ledger import write_ledger
from generator.pdf import page_count, to_pdf
from generator.plan import title, write_plan
from generator.print_run import write_print_run
from generator.word import FANGSONG, HEITI, KAITI, XIAOBIAOSONG
from workflow.analysis import make_booklet
from workflow.workspace import BALLOT_NAME, Workspace

Progress = Callable[[str, int, int], None]  # label, done, total

OWN_PLAN = Path("templates") / "plan.docx"  # in the workspace: the office's own
LEDGER_NAME = "发放回收登记表.xlsx"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormsReport:
    """What was written, and which faces were printed by stand-ins."""

    form: Path | None  # the ballot's Word file: what scans are read by
    files: tuple[Path, ...]
    pages: int
    stand_ins: dict[str, str]


def make_forms(kind: str, workspace: Workspace, progress: Progress) -> FormsReport:
    """The papers of one kind, all of them. Raises what the making of them raises."""
    if kind == "ballots":
        return make_ballots(workspace.root, workspace.campaign, workspace.batches(), progress)
    return MAKERS[kind](workspace.root, workspace.campaign, progress)


def make_ballots(folder: Path, campaign: Campaign, batches: Sequence[Batch], progress: Progress) -> FormsReport:
    """Write the ballot (.docx, .pdf), a print run for each batch, and the ledger under `folder`/forms/ballots."""
    target = folder / "forms" / "ballots"
    form = write_ballot(campaign, target / f"{BALLOT_NAME}.docx")
    page = to_pdf([form], target)[0]
    runs = []
    for done, batch in enumerate(batches):
        progress("印制评议表", done, len(batches))
        runs.append(write_print_run(page, batch, target / f"{batch.code} {_file_name(batch.distributor)}.pdf"))
    ledger = write_ledger(campaign, batches, target / LEDGER_NAME)
    progress("印制评议表", len(batches), len(batches))
    return FormsReport(
        form=form,
        files=(form, page, *runs, ledger),
        pages=sum(batch.copies for batch in batches),
        stand_ins=substitutions({FANGSONG, HEITI, XIAOBIAOSONG}),
    )


def make_analysis(folder: Path, campaign: Campaign, progress: Progress) -> FormsReport:
    """Write an analysis form (.docx, .pdf) for each unit under `folder`/forms/analysis."""
    target = folder / "forms" / "analysis"
    documents = []
    for done, unit in enumerate(campaign.units):
        progress("生成绩效分析表", done, len(campaign.units))
        documents.append(
            write_analysis(campaign, unit.name, target / f"{unit.serial:02d} {_file_name(unit.name)}.docx")
        )
    progress("转换为 PDF", 0, len(documents))
    printed = to_pdf(documents, target)
    progress("转换为 PDF", len(documents), len(documents))
    return FormsReport(
        form=None,
        files=(*documents, *printed),
        pages=len(printed),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
    )


def make_leaders(folder: Path, campaign: Campaign, progress: Progress) -> FormsReport:
    """Write 领导评价表 (.docx, .pdf) for each body of leaders under `folder`/forms/leaders."""
    target = folder / "forms" / "leaders"
    groups = [group for group in campaign.groups if group.component is not Component.VOTES]
    progress("生成领导评价表", 0, len(groups))
    documents = [
        write_leader_sheet(campaign, group, target / f"{group.key} {_file_name(group.name)}.docx") for group in groups
    ]
    printed = to_pdf(documents, target) if documents else ()
    progress("生成领导评价表", len(groups), len(groups))
    return FormsReport(
        form=None,
        files=(*documents, *printed),
        pages=len(printed),
        stand_ins=substitutions({FANGSONG, HEITI, XIAOBIAOSONG}),
    )


def make_book(folder: Path, campaign: Campaign, progress: Progress) -> FormsReport:
    """Bind the analysis forms in hand into one book (.docx, .pdf) under `folder`/analysis."""
    files = make_booklet(folder, campaign, progress)
    return FormsReport(
        form=None,
        files=files,
        pages=page_count(files[1]),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
    )


def make_plan(folder: Path, campaign: Campaign, progress: Progress) -> FormsReport:
    """Write the plan (.docx, .pdf) under `folder`/forms/plan, by the office's own template where `folder` has one."""
    target = folder / "forms" / "plan"
    own = folder / OWN_PLAN
    progress("生成工作方案", 0, 2)
    document = write_plan(campaign, target / f"{_file_name(title(campaign))}.docx", own if own.exists() else None)
    progress("生成工作方案", 1, 2)
    printed = to_pdf([document], target)
    progress("生成工作方案", 2, 2)
    return FormsReport(
        form=None,
        files=(document, *printed),
        pages=page_count(printed[0]),
        stand_ins=substitutions({FANGSONG, HEITI, KAITI, XIAOBIAOSONG}),
    )


def _file_name(name: str) -> str:
    """Without the characters Windows does not allow."""
    return "".join("_" if letter in '\\/:*?"<>|' else letter for letter in name)


MAKERS = {"analysis": make_analysis, "booklet": make_book, "leaders": make_leaders, "plan": make_plan}
