"""An invented district of seven units: what its office types, and the plan document it would have written."""

from pathlib import Path

from pingyi.generator.documents.plan import write_plan
from pingyi.workflow.by_hand.faults import campaign_of
from pingyi.workflow.by_hand.make import make_by_hand
from pingyi.workflow.by_hand.tables import Draft, Part
from pingyi.workflow.desk.workspace import Workspace
from pingyi.workflow.init import batches_text, sample_batches

ABOUT = {
    "year": "2025", "district": "城中区", "issuer": "城中区委区政府督查和绩效考评办公室",
    "issuer_short": "区委区政府督查绩效办", "document_prefix": "城督绩办发", "plan_number": "3",
    "plan_date": "2025-09-29", "analysis_due": "2025-12-31", "addressees": "各镇，各有关单位", "email": "a@example.com",
}  # fmt: skip
TABLES = {
    Part.UNITS: [
        *([f"{sign}镇", "第一系列", "镇", ""] for sign in "甲乙丙"),
        *([f"区{sign}局", "第二系列", "机关部门", ""] for sign in ["教育", "民政", "财政", "审计"]),
    ],
    Part.GROUPS: [
        ["A", "各镇、区直部门干部", "公众评议", "区委区政府督查绩效办"],
        ["B", "区人大代表", "公众评议", "区委区政府督查绩效办"],
        ["L", "区委、区人大、区政府、区政协领导班子", "四家班子评价", "区委区政府督查绩效办"],
    ],
    Part.POINTS: [["镇", "15", "10", "20", ""], ["机关部门", "15", "合并", "20", ""]],
    Part.PLAN: [["A", "甲镇", "4"], ["B", "区委区政府督查绩效办", "3"]],
}


def plan_of(folder: Path) -> Path:
    """What the office of this district would have written."""
    rows = {part: rows for part, rows in TABLES.items() if part is not Part.PLAN}
    return write_plan(campaign_of(Draft(about=ABOUT, rows=rows)), folder / "通知.docx")


def with_a_samples_plan(folder: Path) -> Workspace:
    """The workspace as one begins it: how many copies each batch has is still a sample's."""
    workspace = make_by_hand(Draft(about=ABOUT, rows=TABLES), folder)
    samples = batches_text(tuple(sample_batches(workspace.campaign)))
    workspace.batches_file.write_text(samples, encoding="utf-8-sig")
    return workspace
