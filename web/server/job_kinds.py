"""What long jobs do; run in a process of their own, each gives Chinese lines saying what came of it."""

import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pingyi.domain.score_reading import ScorePaper
from pingyi.ground.errors import ImportRowsError, PingyiError
from pingyi.store.base.store import Store
from pingyi.store.outside.orders import order_sources
from pingyi.store.people.events import write_log
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.record import record_print_run
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.paper.analysis import import_analysis
from pingyi.workflow.paper.forms import make_forms
from pingyi.workflow.people.opinions import draft_opinions
from pingyi.workflow.results.checks import make_annexes
from pingyi.workflow.results.feedback import make_feedback
from pingyi.workflow.results.issuing import check_issuable
from pingyi.workflow.results.notice import issue_notice
from pingyi.workflow.results.score import make_scores
from pingyi.workflow.said.hotline import hotline_lines, import_lines
from pingyi.workflow.said.lines import (
    analysis_lines,
    feedback_lines,
    forms_lines,
    notice_lines,
    scan_lines,
    score_scan_lines,
)
from pingyi.workflow.scans.leader_scans import ScoreScanRequest, scan_scores
from pingyi.workflow.scans.scan import ScanRequest, scan_into
from pingyi.workflow.tables.hotline import check_hotline
from pingyi.workflow.tables.imports import import_table

Wish = Mapping[str, Any]
Kind = Callable[[Workspace, Store, Wish, Advance], list[str]]


def scan(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """Uploaded scans into the workspace; what was uploaded is removed once a copy is kept as evidence."""
    folder = Path(wish["folder"])
    request = ScanRequest(scans=(folder,), batch=wish["batch"], jobs=_jobs())
    summary = scan_into(workspace, store, request, advance)
    kept = _clear(folder, summary.left) if wish["temporary"] else []
    return [*_words(scan_lines(summary)), *(page.message() for page in summary.unread), *summary.notes(), *kept]


def scores(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """Leaders' scored papers into the workspace."""
    folder, paper = Path(wish["folder"]), ScorePaper(wish["paper"])
    request = ScoreScanRequest(scans=(folder,), paper=paper, batch=wish["batch"], jobs=_jobs())
    summary = scan_scores(workspace, store, request, advance)
    kept = _clear(folder, summary.left)
    return [
        *_words(score_scan_lines(summary)),
        *(page.message() for page in summary.unread),
        *summary.notes(),
        *kept,
    ]


def tables(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """Tables from outside, each whole or not at all; orders of the hotline are held against the adopted table."""
    folder, kind = Path(wish["folder"]), wish["kind"]
    files = sorted(folder.iterdir())
    said, wrong = [], []
    for number, path in enumerate(files):
        advance(path.name, number, len(files))
        try:
            lines = list(import_lines(import_table(workspace.campaign, store, kind, path)))
            said += lines[:-1] if len(lines) > 1 else lines  # the last one names a command
            write_log(store, wish["account"], "导入表格", lines[0])
        except PingyiError as error:  # the others go on
            wrong += str(error).split("\n")
    shutil.rmtree(folder)
    if wrong:
        raise ImportRowsError("\n".join([*wrong, *said]))
    if kind == "hotline" and order_sources(store):
        advance("逐单重算", len(files), len(files) + 1)
        said += _words(hotline_lines(check_hotline(workspace.root, workspace.campaign, store)))[:-1]
    return said


def forms(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """Write forms of the kind that is asked for; what was written, as Chinese lines."""
    report = make_forms(wish["kind"], workspace, advance)
    record_print_run(workspace.root, store, report.files)
    return _words(forms_lines(report))


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
        check_issuable(workspace.campaign, workspace.batches(), store, results.tally)
    annexes = make_annexes(workspace, store, results.counted)
    advance("写通报", 1, 2)
    files = issue_notice(workspace, store, results, final=wish["final"], annexes=annexes)
    return [*results.scores.remarks, *_words(notice_lines(files))]


def feedback(workspace: Workspace, store: Store, wish: Wish, advance: Advance) -> list[str]:
    """A letter for each unit."""
    results = make_scores(workspace.campaign, workspace.batches(), store, draft=wish["draft"])
    return _words(feedback_lines(make_feedback(workspace.root, workspace.campaign, store, results, advance)))


KINDS: dict[str, Kind] = {
    "scan": scan,
    "scores": scores,
    "tables": tables,
    "forms": forms,
    "opinions": opinions,
    "analysis": analysis,
    "notice": notice,
    "feedback": feedback,
}


def _clear(folder: Path, left: tuple[Path, ...]) -> list[str]:
    """Remove uploads, but for files of which the evidence has no copy; Chinese: where these are."""
    if not left:
        shutil.rmtree(folder)
        return []
    kept = {path.name for path in left}
    for path in folder.iterdir():
        if path.name not in kept:
            path.unlink()
    return [f"没有（全部）读入的 {len(kept)} 个文件没有删除，留在 {folder}：{'、'.join(sorted(kept))}"]


def _jobs() -> int:
    return max(2, (os.cpu_count() or 2) - 1)


def _words(lines: Any) -> list[str]:
    """Lines for people; tables are for the terminal."""
    return [line for line in lines if isinstance(line, str)]
