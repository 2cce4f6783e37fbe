"""What long jobs do; run in a process of their own, each gives Chinese lines saying what came of it."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from store.store import Store
from workflow.analysis import import_analysis
from workflow.checks import make_annexes
from workflow.feedback import make_feedback
from workflow.forms import make_forms
from workflow.notice import issue_notice
from workflow.opinions import draft_opinions
from workflow.policies import check_confirmed
from workflow.progress import Advance
from workflow.scan import ScanRequest, scan_into
from workflow.score import make_scores
from workflow.show import analysis_lines, feedback_lines, forms_lines, notice_lines, scan_lines
from workflow.workspace import Workspace

Wish = Mapping[str, Any]
Kind = Callable[[Workspace, Store, Wish, Advance], list[str]]


def scan(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """Uploaded scans into the workspace; what was uploaded is removed once a copy is kept as evidence."""
    folder = Path(wish["folder"])
    request = ScanRequest(scans=(folder,), batch=wish["batch"], jobs=max(2, (os.cpu_count() or 2) - 1))
    summary = scan_into(workspace, store, request, advance)
    if wish["temporary"]:
        shutil.rmtree(folder)
    return [*_words(scan_lines(summary)), *(page.message() for page in summary.unread), *summary.notes()]


def forms(workspace: Workspace, _: Store, wish: Wish, advance: Advance) -> list[str]:
    """Print-ready forms."""
    return _words(forms_lines(make_forms(wish["kind"], workspace, advance)))


def opinions(_: Workspace, store: Store, __: Wish, advance: Advance) -> list[str]:
    """Machine drafts of written opinions."""
    return [f"已识别书面意见初稿 {draft_opinions(store, advance)} 条"]


def analysis(workspace: Workspace, _: Store, wish: Wish, advance: Advance) -> list[str]:
    """Returned 附件3 checked and put in the uniform format."""
    folder = Path(wish["folder"])
    report = import_analysis(workspace.root, workspace.campaign, [folder], advance)
    shutil.rmtree(folder)
    return _words(analysis_lines(report))


def notice(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """The result notice and its workbook."""
    advance("计票计分", 0, 2)
    results = make_scores(workspace.campaign, workspace.batches(), store, draft=wish["draft"])
    if wish["final"]:
        check_confirmed(workspace.campaign, store)
    annexes = make_annexes(workspace, store, results)
    advance("写通报", 1, 2)
    files = issue_notice(workspace, store, results, final=wish["final"], annexes=annexes)
    return [*results[1].remarks, *_words(notice_lines(files))]


def feedback(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """A letter for each unit."""
    results = make_scores(workspace.campaign, workspace.batches(), store, draft=wish["draft"])
    return _words(feedback_lines(make_feedback(workspace.root, workspace.campaign, store, results, advance)))


KINDS: dict[str, Kind] = {
    "scan": scan,
    "forms": forms,
    "opinions": opinions,
    "analysis": analysis,
    "notice": notice,
    "feedback": feedback,
}


def _words(lines: Any) -> list[str]:
    """Lines for people; tables are for the terminal."""
    return [line for line in lines if isinstance(line, str)]
