"""A plan document proposed in the place of a workspace's campaign: read and kept, then put there."""

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.store.base.store import Store
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace
from pingyi.workflow.plan_in.draft import draft_text
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.proposed import PROPOSED, check_replaceable
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.record import FORMS, KEPT, kept_plan, record_text
from pingyi.workflow.plan_in.start import Begun, whole

HISTORY = "history"  # earlier states of the files


def propose(root: Path, plan: Path) -> PlanReading:
    """Read a document and keep it beside the campaign, in place of one proposed before. Raises FileError."""
    folder = root / PROPOSED
    if folder.exists():
        shutil.rmtree(folder)
    reading = read_plan_file(plan, folder / KEPT / FORMS)
    put(folder / KEPT / plan.name, plan.read_bytes())
    put(folder / PLAN_RECORD, record_text(reading).encode("utf-8-sig"))
    put(folder / CAMPAIGN, draft_text(reading).encode())
    return reading


def adopt(workspace: Workspace, store: Store) -> Begun:
    """
    Put the proposed campaign in the place of the one that holds; both old files stay in history.

    Raises NotReadyError while questions are left or once ballots were read, CampaignError on a wrong file.
    """
    check_replaceable(store)
    root = workspace.root
    plan = kept_plan(root / PROPOSED)
    if plan is None:
        raise NotReadyError("没有读出的方案可换上；请先上传方案文件")
    made = whole(root / PROPOSED / CAMPAIGN, plan)
    before = kept_plan(root)
    _to_history(root, [root / name for name in (CAMPAIGN, BATCHES, PLAN_RECORD)] + [before] * bool(before))
    if before:
        before.unlink()
    shutil.copytree(root / PROPOSED / KEPT, root / KEPT, dirs_exist_ok=True)
    begun = made.written(root)
    shutil.rmtree(root / PROPOSED)
    return begun


def _to_history(root: Path, files: Sequence[Path | None]) -> None:
    at = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S-%f")
    for file in files:
        if file and file.exists():
            with new_file(root / HISTORY / f"{file.stem}-{at}{file.suffix}") as part:
                shutil.copyfile(file, part)
