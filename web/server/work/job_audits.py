"""Jobs of an audit after the count: made public, drawn, seen by two, and how it stands after each."""

import shutil
from decimal import Decimal
from pathlib import Path

from pingyi.domain.results.audit import Claim
from pingyi.store.base.store import Store
from pingyi.web.server.job_requests import AnnounceCount, DrawAudit, SeeAudit, TakeSights
from pingyi.workflow.desk.progress import Advance
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.results.audit import DrawRequest, make_draw, make_report
from pingyi.workflow.results.audit_announced import announce
from pingyi.workflow.results.audit_sights import import_sights
from pingyi.workflow.said.audit import audit_lines

AuditJob = AnnounceCount | DrawAudit | TakeSights | SeeAudit


def audited(workspace: Workspace, store: Store, wish: AuditJob, advance: Advance) -> list[str]:
    """Do what was wished; Chinese lines, how the audit stands last. Raises what the doing raises."""
    match wish:
        case AnnounceCount():
            done = [f"写好：{file.name}" for file in announce(workspace, store)]
        case DrawAudit():
            claim = Claim(tolerance=Decimal(wish.tolerance), limit=Decimal(wish.limit))
            asked = DrawRequest(seed=wish.seed, claim=claim, sheets=wish.sheets or None)
            done = [f"写好：{file.name}" for file in make_draw(workspace, store, asked, advance)]
        case TakeSights():
            folder = Path(wish.folder)
            try:
                done = [f"导入 {import_sights(workspace.campaign, store, sorted(folder.iterdir()))} 行"]
            finally:
                shutil.rmtree(folder, ignore_errors=True)
        case SeeAudit():
            done = []
    return [*done, *audit_lines(make_report(workspace.campaign, store), workspace.campaign)]
