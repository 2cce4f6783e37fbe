"""A workspace begun with an office's own plan document: read, asked about, finished when all is filled in."""

import shutil
from dataclasses import dataclass
from pathlib import Path

from pingyi.domain.campaign import Batch
from pingyi.domain.campaign_file import parse_campaign
from pingyi.domain.policies import Policies
from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace, read_text
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.init import batches_text, check_new, sample_batches
from pingyi.workflow.plan_in.draft import draft_text, unfilled
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.record import record_text
from pingyi.workflow.plan_in.toml_text import value_text

KEPT = "plan"  # the folder of the document as it came
SOME = 12  # lines of a message
READ = "plan_read"  # the policy two people confirm


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What was read, and the workspace where it is finished."""

    reading: PlanReading
    workspace: Workspace | None
    batches: tuple[Batch, ...] = ()


def begin_with_plan(folder: Path, plan: Path) -> Begun:
    """
    Make `folder` a workspace of what the document tells; unfinished while anything is asked.

    Raises FileError when the folder is in use or the document cannot be read.
    """
    check_new(folder)
    reading = read_plan_file(plan)
    with new_file(folder / KEPT / plan.name) as part:
        shutil.copyfile(plan, part)
    put(folder / PLAN_RECORD, record_text(reading).encode("utf-8-sig"))
    text = draft_text(reading)
    put(folder / CAMPAIGN, text.encode())
    if unfilled(text):
        return Begun(reading=reading, workspace=None)
    return finish(folder)


def is_unfinished(folder: Path) -> bool:
    """Whether a workspace was begun with a plan and still waits for what was asked."""
    return (folder / CAMPAIGN).is_file() and _kept(folder) is not None and not (folder / BATCHES).exists()


def finish(folder: Path) -> Begun:
    """
    Make an unfinished workspace a whole one.

    The record says what people filled in, the campaign file asks for two people's word that it is right.
    Raises NotReadyError while questions are left, CampaignError on a wrong campaign file.
    """
    text = read_text(folder / CAMPAIGN)
    if left := unfilled(text):
        more = "\n  ……" if len(left) > SOME else ""
        listed = "\n  ".join(left[:SOME])
        raise NotReadyError(
            f"{folder / CAMPAIGN} 还有 {len(left)} 处待填或待核对：\n  {listed}{more}\n"
            f"请填好，删去行首的记号（# 请填： 或 # 请核对：），再运行 pingyi init {folder}"
        )
    campaign = parse_campaign(text, CAMPAIGN)
    plan = _kept(folder)
    if plan is None:
        raise NotReadyError(f"{folder / KEPT} 里没有原来的方案文件，写不出出处；请放回去再试")
    reading = read_plan_file(plan)
    put(folder / PLAN_RECORD, record_text(reading, campaign).encode("utf-8-sig"))
    text = _with_question(text, plan.name, sha256_of(folder / PLAN_RECORD))
    campaign = parse_campaign(text, CAMPAIGN)
    workspace = Workspace(root=folder, campaign=campaign)
    batches = tuple(sample_batches(campaign))
    put(workspace.campaign_file, text.encode())
    put(workspace.batches_file, batches_text(batches).encode("utf-8-sig"))
    return Begun(reading=reading, workspace=workspace, batches=batches)


def _kept(folder: Path) -> Path | None:
    """The document the workspace was begun with."""
    kept = folder / KEPT
    return next((file for file in sorted(kept.iterdir()) if file.is_file()), None) if kept.is_dir() else None


def _with_question(text: str, name: str, digest: str) -> str:
    """The campaign file with the question whether it was read rightly, whose answer is the record's digest."""
    title = Policies.model_fields[READ].default.title
    words = f"{title}：《{name}》读出的各项与原文相符，出处见 {PLAN_RECORD}"
    return f"{text.rstrip()}\n\n[policies.{READ}]\ntitle = {value_text(words)}\nvalue = {value_text(digest)}\n"
