"""Long jobs that read paper or print it, and so need the scanner, which others do without."""

import shutil
from pathlib import Path
from typing import assert_never

from pingyi.domain.readings.unread_lines import unread_lines
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import DraftOpinions, LookAtForm, MakeForms, ReadScans, ReadScores
from pingyi.web.server.work.job_parts import clear, only_file, readers, words
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.leaders.scan import ScoreScanRequest, scan_scores
from pingyi.workflow.paper.forms import give_forms
from pingyi.workflow.paper.office_examined import examine, keep_brought
from pingyi.workflow.people.written.opinions import draft_opinions
from pingyi.workflow.said.form import form_lines
from pingyi.workflow.said.lines import forms_lines, scan_lines, score_scan_lines
from pingyi.workflow.scans.scan import ScanRequest, scan_into

OWN_FORM = "本办改过的表样"  # what its page is called
PaperJob = ReadScans | ReadScores | DraftOpinions | MakeForms | LookAtForm


def papers(workspace: Workspace, store: Store, wish: PaperJob, advance: Advance) -> list[str]:
    """Uploaded scans into the workspace, or what is printed, or a form of the office's own. Raises what these raise."""
    match wish:
        case ReadScans():
            lines = scan(workspace, store, wish, advance)
        case ReadScores():
            lines = scores(workspace, store, wish, advance)
        case DraftOpinions():
            lines = [f"已识别书面意见初稿 {draft_opinions(store, advance)} 条"]
        case MakeForms():
            lines = words(forms_lines(give_forms(wish.kind, workspace, store, advance)))
        case LookAtForm():
            lines = look(workspace, wish, advance)
        case _:
            assert_never(wish)
    return lines


def scan(workspace: Workspace, store: Store, wish: ReadScans, advance: Advance) -> list[str]:
    """Uploaded scans into the workspace; what was uploaded is removed once a copy is kept as evidence."""
    folder = Path(wish.folder)
    request = ScanRequest(scans=(folder,), batch=wish.batch, jobs=readers())
    summary = scan_into(workspace, store, request, advance)
    kept = clear(folder, summary.left) if wish.temporary else []
    return [*words(scan_lines(summary)), *unread_lines(summary.unread), *summary.notes(), *kept]


def scores(workspace: Workspace, store: Store, wish: ReadScores, advance: Advance) -> list[str]:
    """Leaders' scored papers into the workspace."""
    folder = Path(wish.folder)
    request = ScoreScanRequest(scans=(folder,), paper=wish.paper, batch=wish.batch, jobs=readers())
    summary = scan_scores(workspace, store, request, advance)
    kept = clear(folder, summary.left)
    return [
        *words(score_scan_lines(summary)),
        *unread_lines(summary.unread),
        *summary.notes(),
        *kept,
    ]


def look(workspace: Workspace, wish: LookAtForm, advance: Advance) -> list[str]:
    """A changed Word ballot, understood and drawn, that waits until somebody puts it in use."""
    folder = Path(wish.folder)
    try:
        own = only_file(folder, "表样")
        found = examine(own, workspace.campaign, advance)
        kept = keep_brought(workspace.root, own, found, form_lines(found.pages))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    if kept.faults:
        return [f"{kept.name} 已看过，还不能用，要改 {len(kept.faults)} 处：见“{OWN_FORM}”页", *kept.faults]
    return [f"{kept.name} 已看过，可以用：请在“{OWN_FORM}”页对着图核对"]
