"""A campaign's folder made of tables, or of last year's folder."""

import csv
import io
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pingyi.domain.campaign.campaign import Batch
from pingyi.domain.campaign.file import parse_campaign
from pingyi.domain.handed_in.batch_list import COLUMNS, parse_batches
from pingyi.ground.csv_text import literal
from pingyi.ground.errors import CampaignError, FileError
from pingyi.ground.whole import new_file, put
from pingyi.workflow.by_hand.faults import batches_of, campaign_of, faults
from pingyi.workflow.by_hand.tables import PART_TEXT, Draft, Part
from pingyi.workflow.by_hand.written import written
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.desk.workspace import BATCHES, CAMPAIGN, Workspace, read_text
from pingyi.workflow.init import campaign_text, check_new
from pingyi.workflow.plan_in.plan_file import read_plan_file
from pingyi.workflow.plan_in.record import FORMS, KEPT
from pingyi.workflow.plan_in.start import recorded

LAST_YEARS = "上一年的份数，请按今年的实际人数修改"


def make_by_hand(draft: Draft, folder: Path, plan: Path | None = None) -> Workspace:
    """
    Make `folder` the workspace of these tables; the copies of each batch are heads that somebody counted.

    With the document they were read from, the record of what it says goes along, for two people to confirm.
    Raises CampaignError naming the step while anything is wrong in it, FileError when the folder is in use.
    """
    for part in Part:
        if found := faults(draft, part):
            raise CampaignError(f"“{PART_TEXT[part]}”一步还有 {len(found)} 处要改；请回到那一步改好再建")
    check_new(folder)
    campaign = campaign_of(draft)
    batches = tuple(batch for _, _, batch in batches_of(draft, campaign) if batch)
    text = written(draft).text
    if plan:
        whole = recorded(text, read_plan_file(plan, folder / KEPT / FORMS))
        with new_file(folder / KEPT / plan.name) as document:
            shutil.copyfile(plan, document)
        put(folder / PLAN_RECORD, whole.record)
        text = whole.text
    return _made(folder, text, batches, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class NewYear:
    """What differs from last year on every paper."""

    year: int
    plan_number: int
    plan_date: date
    analysis_due: date


def make_next_year(last: Path, new: NewYear, folder: Path) -> Workspace:
    """
    Make `folder` the workspace of the year after: last year's roster, groups, points and plan, every policy open again.

    Raises FileError when the folder is in use, CampaignError when a date or last year's file is wrong.
    """
    check_new(folder)
    if not (last / CAMPAIGN).is_file():
        raise FileError(f"{last} 里没有上一年的方案；请核对文件夹")
    before = parse_campaign(read_text(last / CAMPAIGN), CAMPAIGN)
    if new.year <= before.about.year:
        raise CampaignError(f"上一年是 {before.about.year} 年度；新的年度请写 {before.about.year + 1} 或以后")
    if new.analysis_due < new.plan_date:
        raise CampaignError(f"交表期限 {new.analysis_due} 早于方案日期 {new.plan_date}；请核对")
    text, _ = campaign_text(last / CAMPAIGN, new.year)
    for name in ("plan_number", "plan_date", "analysis_due"):
        text = re.sub(rf"(?m)^({name}\s*=\s*)[^\s#]+", rf"\g<1>{getattr(new, name)}", text, count=1)
    plan = last / BATCHES
    batches = parse_batches(read_text(plan), BATCHES, before) if plan.exists() else ()
    return _made(folder, text, batches, LAST_YEARS)


def _made(folder: Path, text: str, batches: tuple[Batch, ...], remark: str) -> Workspace:
    campaign = parse_campaign(text, CAMPAIGN)
    workspace = Workspace(root=folder, campaign=campaign)
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow([*COLUMNS, "备注"])
    writer.writerows([b.code, b.group, literal(b.distributor), b.copies, remark] for b in batches)
    put(workspace.batches_file, stream.getvalue().encode("utf-8-sig"))
    put(workspace.campaign_file, text.encode())  # last: it is what makes the folder a workspace
    return workspace
