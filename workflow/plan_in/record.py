"""方案出处.csv: each setting beside the words of the plan it comes from, as two people confirm it."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pingyi.domain.campaign.campaign import Campaign
from pingyi.domain.campaign.lines import Place
from pingyi.domain.campaign.policies import Policy, value_key
from pingyi.ground.csv_text import literal, meant
from pingyi.ground.errors import CampaignError
from pingyi.workflow.desk.record import PLAN_RECORD
from pingyi.workflow.files.digest import sha256_of
from pingyi.workflow.plan_in.draft import setting_name
from pingyi.workflow.plan_in.findings import Asked, Finding, Told
from pingyi.workflow.plan_in.reading import PlanReading
from pingyi.workflow.plan_in.setting_words import setting_words, value_words

HEADINGS = ("设置", "是什么", "读作", "现为", "出处", "原文", "依据")
SAME, BY_HAND = "同左", "人工填写"
WAITING = "待填"
NOWHERE = "（没有这一项）"
KEPT = "plan"  # the folder of the document as it came
FORMS = "forms"  # in it, the office's own forms cut out of the document


def record_text(reading: PlanReading, campaign: Campaign | None = None) -> str:
    """The table as CSV; with the campaign as it now stands, what people have filled in and changed is told."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(HEADINGS)
    writer.writerow(["plan", "原文件", literal(reading.name), "", "", f"SHA-256 {reading.digest}", ""])
    for row in record_rows(reading.findings, campaign):
        writer.writerow([literal(cell) for cell in row])
    for remark in reading.remarks:
        writer.writerow(["", "没有读的", "", "", "", literal(remark), ""])
    return stream.getvalue()


def record_rows(findings: Sequence[Finding], campaign: Campaign | None = None) -> Iterator[tuple[str, ...]]:
    """Setting, its name, as read, as it stands now, place, words, ground."""
    now = None if campaign is None else campaign.model_dump()
    for one in findings:
        read = value_words(one.place, shown(one.value)) if isinstance(one, Told) else WAITING
        places = "；".join(where.place for where in one.sources)
        quotes = "；".join(where.quote for where in one.sources)
        ground = one.ground if isinstance(one, Told) else one.why
        yield setting_name(one.place), setting_words(one.place), read, _present(one, now), places, quotes, ground


def kept_rows(folder: Path) -> tuple[tuple[str, ...], ...]:
    """The record of a folder, row by row as `record_rows` gives them; empty where there is none."""
    file = folder / PLAN_RECORD
    if not file.is_file():
        return ()
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return tuple(tuple(meant(cell) for cell in row) for row in csv.reader(lines))[2:]


def shown(value: object) -> str:
    """A setting as people read it."""
    if isinstance(value, list | tuple):
        return "、".join(map(shown, value)) or "（空）"
    if isinstance(value, Mapping):
        return "，".join(f"{key} {shown(part)}" for key, part in value.items())
    return (
        value_key(value) if not isinstance(value, str) and not hasattr(value, "isoformat") else str(value) or "（空）"
    )


def check_record(root: Path, policy: Policy[str]) -> None:
    """Before it is confirmed: the table is the one the campaign file means. Raises CampaignError."""
    file = root / PLAN_RECORD
    if not file.is_file() or sha256_of(file) != policy.value:
        raise CampaignError(
            f"{PLAN_RECORD} 不在工作目录里，或读出以后被改过，不能按它确认；请从 history 或备份取回原来的那一份"
        )


def _present(one: Finding, now: Mapping[str, Any] | None) -> str:
    if now is None:
        return ""
    if one.place[0] == "batches":
        return "见 batches.csv"
    value = _at(now, one.place)
    if isinstance(one, Asked):
        return f"{BY_HAND}：{shown(value)}" if value is not None and len(one.place) > 1 else BY_HAND
    return SAME if value is not None and shown(value) == shown(one.value) else f"改为：{_said(value)}"


def _said(value: object) -> str:
    return NOWHERE if value is None else shown(value)


def _at(data: Any, place: Place) -> Any:
    for part in place:
        if isinstance(part, int):
            data = data[part] if isinstance(data, tuple) and part < len(data) else None
        else:
            data = data.get(part) if isinstance(data, Mapping) else None
    return data


def kept_plan(folder: Path) -> Path | None:
    """The document a workspace (or a proposal) was read from."""
    kept = folder / KEPT
    return next((file for file in sorted(kept.iterdir()) if file.is_file()), None) if kept.is_dir() else None
