"""A workspace begun with an office's own plan document: read, asked about, finished when all is filled in."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch, Campaign
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.campaign.policies import Policies
from pingyi.domain.handed_in.batch_list import MOST_COPIES
from pingyi.ground.errors import NotReadyError
from pingyi.ground.whole import new_file, put
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace, read_text
from pingyi.workflow.init import batches_text, check_new, sample_batches
from pingyi.workflow.plan_in.draft import draft_text, unfilled
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.record import FORMS, KEPT, kept_plan, record_text
from pingyi.workflow.plan_in.toml_text import value_text

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
    reading = read_plan_file(plan, folder / KEPT / FORMS)
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
    return (folder / CAMPAIGN).is_file() and kept_plan(folder) is not None and not (folder / BATCHES).exists()


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """A campaign read from a plan with every question answered, not yet written."""

    reading: PlanReading
    campaign: Campaign
    text: str
    record: bytes

    def written(self, root: Path) -> Begun:
        """Its files in the workspace `root`, the campaign's last."""
        samples = tuple(sample_batches(self.campaign))
        told = dict(_people_told(samples, self.campaign, self.reading.people))
        batches = tuple(replace(one, copies=told.get(one.code, one.copies)) for one in samples)
        workspace = Workspace(root=root, campaign=self.campaign)
        put(root / PLAN_RECORD, self.record)
        put(workspace.batches_file, batches_text(batches, counted=told).encode("utf-8-sig"))
        put(workspace.campaign_file, self.text.encode())
        return Begun(reading=self.reading, workspace=workspace, batches=batches)


def finish(folder: Path) -> Begun:
    """
    Make an unfinished workspace a whole one.

    Raises NotReadyError while questions are left, CampaignError on a wrong campaign file.
    """
    plan = kept_plan(folder)
    if plan is None:
        raise NotReadyError(f"{folder / KEPT} 里没有原来的方案文件，写不出出处；请放回去再试")
    return whole(folder / CAMPAIGN, plan).written(folder)


def whole(file: Path, plan: Path) -> Whole:
    """
    The campaign `file` of a plan: the record says what people filled in, the file asks for two people's word on it.

    Raises NotReadyError while questions are left, CampaignError on a wrong campaign file, FileError without the plan.
    """
    text = read_text(file)
    if left := unfilled(text):
        more = "\n  ……" if len(left) > SOME else ""
        listed = "\n  ".join(left[:SOME])
        raise NotReadyError(
            f"{CAMPAIGN} 还有 {len(left)} 处待填或待核对：\n  {listed}{more}\n"
            f"请填好，删去行首的记号（# 请填： 或 # 请核对：）；在命令行改的，再运行 pingyi init 工作目录"
        )
    return recorded(text, read_plan_file(plan))


def recorded(text: str, reading: PlanReading) -> Whole:
    """A campaign file without questions beside what was read. Raises CampaignError on a wrong campaign file."""
    campaign = parse_campaign(text, CAMPAIGN)
    record = record_text(reading, campaign).encode("utf-8-sig")
    text = _with_question(text, reading.name, sha256(record).hexdigest())
    return Whole(reading=reading, campaign=parse_campaign(text, CAMPAIGN), text=text, record=record)


def _people_told(
    batches: tuple[Batch, ...], campaign: Campaign, people: Mapping[str, int]
) -> Iterator[tuple[str, int]]:
    """Codes of batches and their heads: those of a group the document counts, handed out in one batch."""
    groups = [batch.group for batch in batches]
    for batch in batches:
        group = campaign.group(batch.group)
        told = people.get(group.name, 0) if group and groups.count(batch.group) == 1 else 0
        if 0 < told <= MOST_COPIES:
            yield batch.code, told


def _with_question(text: str, name: str, digest: str) -> str:
    """The campaign file with the question whether it was read rightly, whose answer is the record's digest."""
    title = Policies.model_fields[READ].default.title
    words = f"{title}：《{name}》读出的各项与原文相符，出处见 {PLAN_RECORD}"
    return f"{text.rstrip()}\n\n[policies.{READ}]\ntitle = {value_text(words)}\nvalue = {value_text(digest)}\n"
